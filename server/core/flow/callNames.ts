/**
 * Which files have functions of a name, or calls by it that names could not resolve. One index serves all versions of
 * the same files: it only grows, so a file it gives may have the name no more, but none that has it is left out.
 */
import type { FileFacts } from '../graph/fileFacts.ts';
import type { Links } from '../graph/segment.ts';
import type { Program } from './program.ts';

export interface CallNames {
  /** Takes in what the files of a program say that was not taken in before. */
  note(program: Program): void;
  /** Files that may have a function of the name, in order. */
  filesWithFunction(name: string): readonly number[];
  /** Files that may have an unresolved call whose last name it is, in order. */
  filesWithCall(name: string): readonly number[];
}

export function createCallNames(): CallNames {
  const facts: FileFacts[] = [];
  const links: Links[] = [];
  const functions = new Map<string, Set<number>>();
  const calls = new Map<string, Set<number>>();
  return {
    note({ files, graph }) {
      for (let file = 0; file < files.length; file++) {
        const { scopes, calls: written } = files[file]!;
        const linked = graph.segments[file]!.links;
        const isKnown = facts[file] === files[file];
        if (!isKnown) for (const { kind, name } of scopes) if (kind === 'function') add(functions, name, file);
        if (!isKnown || links[file] !== linked)
          for (const index of linked.unresolved) add(calls, written[index]!.member, file);
        facts[file] = files[file]!;
        links[file] = linked;
      }
    },
    filesWithFunction: (name) => inOrder(functions.get(name)),
    filesWithCall: (name) => inOrder(calls.get(name)),
  };
}

function add(to: Map<string, Set<number>>, name: string, file: number): void {
  const known = to.get(name);
  if (known === undefined) to.set(name, new Set([file]));
  else known.add(file);
}

function inOrder(files: ReadonlySet<number> | undefined): readonly number[] {
  return files === undefined ? [] : [...files].sort((a, b) => a - b);
}
