/** Functions and classes of files as program elements, made when first asked for. */

import type { Program } from '../core/flow/program.ts';
import { scopeNode } from '../core/graph/codeGraph.ts';
import { type ElementId, elementId, type Line, line, type NodeId } from '../core/ids.ts';
import type { ProgramElement } from './repositorySnapshot.ts';

export interface ElementIndex {
  /** By line. */
  elementsOf(file: number): readonly ProgramElement[];
  elementAt(file: number, at: Line): ProgramElement | null;
  /** The element of a scope; `null` for a module. */
  elementOfScope(file: number, scope: number): ProgramElement | null;
  /** All nodes of an element's id; more than one where a name is defined twice. */
  nodesOf(id: ElementId): readonly NodeId[];
}

export function createElementIndex(program: Program): ElementIndex {
  const byFile = new Map<number, readonly (ProgramElement | null)[]>();
  const fileIndex = new Map(program.files.map(({ file }, index) => [file, index]));

  function byScope(file: number): readonly (ProgramElement | null)[] {
    const known = byFile.get(file);
    if (known !== undefined) return known;
    const facts = program.files[file]!;
    const elements = facts.scopes.map((scope): ProgramElement | null => {
      if (scope.kind === 'module') return null;
      const { kind, name, qualifiedName } = scope;
      return {
        id: elementId(facts.file, qualifiedName),
        kind: kind === 'namespace' ? 'class' : kind,
        file: facts.file,
        qualifiedName,
        name,
        line: line(scope.line),
        endLine: line(scope.endLine),
      };
    });
    byFile.set(file, elements);
    return elements;
  }

  return {
    elementsOf: (file) => byScope(file).filter((element) => element !== null),
    elementAt(file, at) {
      let best: ProgramElement | null = null;
      for (const element of byScope(file)) {
        if (element === null || at < element.line || element.endLine < at) continue;
        // Scopes come outermost first, so a later one is inside; a class inside a function does not hide it.
        if (best === null || element.kind === 'function' || best.kind === 'class') best = element;
      }
      return best;
    },
    elementOfScope: (file, scope) => byScope(file)[scope] ?? null,
    nodesOf(id) {
      const [path, qualifiedName] = id.split('::');
      const file = fileIndex.get(path!);
      if (file === undefined) return [];
      if (qualifiedName === undefined) return [scopeNode(program.graph, file, 0)];
      const { scopes } = program.files[file]!;
      return scopes.flatMap((scope, index) =>
        scope.qualifiedName === qualifiedName ? [scopeNode(program.graph, file, index)] : [],
      );
    },
  };
}
