/**
 * How access paths relate: `self` holds `self.x`, which holds `self.x.y`. Works on the name indexes of one file.
 */
import type { FileFacts } from './fileFacts.ts';

/** The plain name an access path begins with. */
export function rootOf(facts: FileFacts, name: number): number {
  let root = name;
  for (let prefix = facts.namePrefix[root]!; prefix >= 0; prefix = facts.namePrefix[root]!) root = prefix;
  return root;
}

/** Whether `outer` is `inner` or one of its prefixes. */
export function holds(facts: FileFacts, outer: number, inner: number): boolean {
  for (let path = inner; path >= 0; path = facts.namePrefix[path]!) if (path === outer) return true;
  return false;
}

/** Whether a definition of `defined` can be seen by a read of `used`: the same path, a part of it, or what holds it. */
export function touches(facts: FileFacts, defined: number, used: number): boolean {
  return holds(facts, defined, used) || holds(facts, used, defined);
}

/** `touches` for written paths. */
export function pathsTouch(left: string, right: string): boolean {
  return left === right || isPartOf(left, right) || isPartOf(right, left);
}

function isPartOf(path: string, whole: string): boolean {
  return path[whole.length] === '.' && path.startsWith(whole);
}

/** A path as the source text writes it: variables that hide others of their name are told apart by a number (`x~2`). */
export function writtenPath(path: string): string {
  return path.includes('~') ? path.replace(/~\d+/g, '') : path;
}

/** The first segment of a written path. */
export function firstSegment(path: string): string {
  const dot = path.indexOf('.');
  return dot < 0 ? path : path.slice(0, dot);
}

/** The names a written path, of members or of a file, is made of. */
export function segmentsOf(path: string): readonly string[] {
  return path === '' ? [] : path.split(/[./:\\]/);
}

/** The last segment of a written path. */
export function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
