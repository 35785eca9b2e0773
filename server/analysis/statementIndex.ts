/** Statements of files by line. */
import type { Program } from '../core/flow/program.ts';
import { scopeOfHeader } from '../core/graph/analyzedFile.ts';
import { fileOf, statementNode } from '../core/graph/codeGraph.ts';
import { type FileFacts, statementKind } from '../core/graph/fileFacts.ts';
import { type ElementId, elementId, type Line, line, type NodeId } from '../core/ids.ts';
import type { IntegerColumn } from '../core/integerColumn.ts';
import type { StatementKind, StatementSpan } from './repositorySnapshot.ts';

export interface StatementIndex {
  spanOf(node: NodeId): StatementSpan;
  /** The innermost statement at a line, or -1. */
  statementAt(file: number, at: Line): number;
  nodeOf(file: number, statement: number): NodeId;
}

export function createStatementIndex(program: Program): StatementIndex {
  return {
    spanOf(node) {
      const file = fileOf(program.graph, node);
      const facts = program.files[file]!;
      const { statements } = facts;
      const statement = node - statementNode(program.graph, file, 0);
      const { opened, elements, imports } = partsOf(facts);
      const scope = opened.get(statement) ?? statements.scope[statement]!;
      elements[scope] ??= elementId(facts.file, facts.scopes[scope]!.qualifiedName);
      return {
        file: facts.file,
        kind: kindOf(facts, imports, statement),
        line: line(statements.line[statement]!),
        endLine: line(statements.endLine[statement]!),
        element: elements[scope],
      };
    },
    statementAt(file, at) {
      const { line: lines, endLine } = program.files[file]!.statements;
      const { reach } = partsOf(program.files[file]!);
      let last = lastStartingBy(lines, at);
      while (last >= 0 && endLine[last]! < at) last = reach[last]! < at ? -1 : last - 1;
      return last;
    },
    nodeOf: (file, statement) => statementNode(program.graph, file, statement),
  };
}

/** What many answers about the statements of a file need, made once per version of the file. */
interface FileParts {
  /** By the statement that opens it, the scope. */
  readonly opened: ReadonlyMap<number, number>;
  /** By scope, as far as it was asked for. */
  readonly elements: (ElementId | undefined)[];
  /** Statements that import. */
  readonly imports: ReadonlySet<number>;
  /** The largest end line up to each statement, to know when looking back is in vain. */
  readonly reach: IntegerColumn;
}

const cache = new WeakMap<FileFacts, FileParts>();

function partsOf(facts: FileFacts): FileParts {
  const known = cache.get(facts);
  if (known !== undefined) return known;
  const made: FileParts = {
    opened: scopeOfHeader(facts),
    elements: [],
    imports: new Set(facts.imports.map(({ statement }) => statement)),
    reach: runningMaximum(facts.statements.endLine),
  };
  cache.set(facts, made);
  return made;
}

/** Statements are in source order, so their lines are sorted. */
function lastStartingBy(lines: IntegerColumn, at: Line): number {
  let low = 0;
  for (let high = lines.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (lines[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function runningMaximum(values: IntegerColumn): IntegerColumn {
  let largest = 0;
  return values.map((value) => {
    largest = Math.max(largest, value);
    return largest;
  });
}

const kinds: Readonly<Record<number, StatementKind>> = {
  [statementKind.simple]: 'simple',
  [statementKind.branch]: 'branch',
  [statementKind.switch]: 'branch',
  [statementKind.case]: 'branch',
  [statementKind.loop]: 'loop',
  [statementKind.return]: 'return',
  [statementKind.raise]: 'raise',
  [statementKind.break]: 'jump',
  [statementKind.continue]: 'jump',
  [statementKind.function]: 'definition',
  [statementKind.class]: 'definition',
};

function kindOf(facts: FileFacts, imports: ReadonlySet<number>, statement: number): StatementKind {
  const kind = kinds[facts.statements.kind[statement]!] ?? 'other';
  return kind === 'simple' && imports.has(statement) ? 'import' : kind;
}
