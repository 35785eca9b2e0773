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
      const whole = fileIndex.get(id);
      if (whole !== undefined) return [scopeNode(program.graph, whole, 0)];
      const path = pathOf(id, fileIndex);
      if (path === null) return [];
      const file = fileIndex.get(path)!;
      const qualifiedName = id.slice(path.length + separator.length);
      const { scopes } = program.files[file]!;
      return scopes.flatMap((scope, index) =>
        scope.qualifiedName === qualifiedName ? [scopeNode(program.graph, file, index)] : [],
      );
    },
  };
}

const separator = '::';

/** The path an id begins with. Paths and titles of tests may have colons too, so it is one that is in the graph. */
function pathOf(id: ElementId, fileIndex: ReadonlyMap<string, number>): string | null {
  for (let end = id.indexOf(separator); end >= 0; end = id.indexOf(separator, end + 1)) {
    if (fileIndex.has(id.slice(0, end))) return id.slice(0, end);
  }
  return null;
}
