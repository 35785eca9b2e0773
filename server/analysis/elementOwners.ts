/**
 * Which scope of a file each of its lines belongs to: the innermost one that has a name. Decorators and the comments right
 * above a definition belong to what they are about.
 */
import type { FileFacts, ScopeFacts } from '../core/graph/fileFacts.ts';

/** By line, counted from 1. `aboutNext` tells the lines that hold nothing but what is said of what follows. */
export function ownersOfLines({ scopes, nLines }: FileFacts, aboutNext: (line: number) => boolean): Int32Array {
  const owners = new Int32Array(nLines + 2);
  for (let scope = 1; scope < scopes.length; scope++) {
    const { line, endLine } = scopes[scope]!;
    if (isAnonymous(scopes[scope]!)) continue;
    let first = line;
    const around = owners[line]!;
    while (first > 1 && owners[first - 1] === around && aboutNext(first - 1)) first--;
    owners.fill(scope, first, Math.min(endLine, nLines) + 1);
  }
  return owners;
}

/** Whether a function or class has no name of its own: what is in it belongs to what is around it. */
export function isAnonymous({ name }: ScopeFacts): boolean {
  return name.startsWith('<anonymous');
}
