/** Functions and classes of files as program elements, made when first asked for. */

import type { Program } from '../core/flow/program.ts';
import { scopeNode } from '../core/graph/codeGraph.ts';
import type { ElementId, Line, NodeId } from '../core/ids.ts';
import { elementsByScope } from './fileElements.ts';
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

/** `fileIndex` gives the index of a file by its path. */
export function createElementIndex(program: Program, fileIndex: ReadonlyMap<string, number>): ElementIndex {
  const byScope = (file: number) => elementsByScope(program.files[file]!);

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
