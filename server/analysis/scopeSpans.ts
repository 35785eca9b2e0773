/** Files, classes and functions of the graph as plain values: what they are called and which lines they span. */
import { type Program, scopeFacts } from '../core/flow/program.ts';
import { fileOf, type NodeKind, scopeNode } from '../core/graph/codeGraph.ts';
import { type ElementId, elementId, type Line, type NodeId } from '../core/ids.ts';

export interface ScopeSpan {
  /** `file::Qualified.name`; the path alone for a file. */
  readonly element: ElementId;
  readonly kind: Exclude<NodeKind, 'statement'>;
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
}

/** A node that is no statement. */
export function scopeSpan(program: Program, node: NodeId): ScopeSpan {
  const { file } = program.files[fileOf(program.graph, node)]!;
  const { kind, qualifiedName, line, endLine } = scopeFacts(program, node);
  const shown = kind === 'module' ? 'file' : kind === 'namespace' ? 'class' : kind;
  return { element: elementId(file, qualifiedName), kind: shown, file, line, endLine };
}

/** The scopes around a line of a file, outermost first; the file itself is the first. */
export function scopesAround(program: Program, file: number, at: Line): readonly ScopeSpan[] {
  const { scopes } = program.files[file]!;
  return scopes.flatMap(({ kind, line, endLine }, scope) =>
    kind === 'module' || (line <= at && at <= endLine)
      ? [scopeSpan(program, scopeNode(program.graph, file, scope))]
      : [],
  );
}
