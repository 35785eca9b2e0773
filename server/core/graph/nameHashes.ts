/**
 * Which names a file writes anywhere, to find the files that a change of a name can matter to. Names are kept as
 * hashes (FNV-1a, G. Fowler, L. C. Noll, K.-P. Vo): two names in one hash only make a file looked at in vain.
 */
import type { FileFacts } from './fileFacts.ts';

const cache = new WeakMap<FileFacts, Uint32Array>();

/** Whether a file may write the name with this hash. */
export function mayMention(facts: FileFacts, hash: number): boolean {
  const hashes = nameHashes(facts);
  let low = 0;
  for (let high = hashes.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (hashes[middle]! < hash) low = middle + 1;
    else high = middle;
  }
  return hashes[low] === hash;
}

/** Whether the hashes of a file have been made already. */
export function isHashed(facts: FileFacts): boolean {
  return cache.has(facts);
}

/** Hashes of all segments of all paths a file writes, sorted. Made once per file. */
function nameHashes(facts: FileFacts): Uint32Array {
  const known = cache.get(facts);
  if (known !== undefined) return known;
  const found = new Set<number>();
  const add = (path: string) => {
    for (const hash of segmentHashes(path)) found.add(hash);
  };
  for (const name of facts.names) add(name);
  for (const { member, receiverPath } of facts.calls) {
    if (member !== '') found.add(hashOf(member));
    if (receiverPath !== '') add(receiverPath);
  }
  for (const { source, imported, bound } of facts.imports) {
    add(source);
    if (imported !== null) add(imported);
    add(bound);
  }
  for (const { name, bases, decorators, owner, resultType } of facts.scopes) {
    for (const path of [name, ...bases, ...decorators, owner, resultType]) if (path !== '') add(path);
  }
  for (const text of facts.literals.text) add(text);
  for (const { arguments: given } of facts.calls)
    for (const { keyword } of given) if (keyword !== null) found.add(hashOf(keyword));
  const hashes = Uint32Array.from(found).sort();
  cache.set(facts, hashes);
  return hashes;
}

export function hashOf(segment: string): number {
  let hash = offsetBasis;
  for (let at = 0; at < segment.length; at++) hash = Math.imul(hash ^ segment.charCodeAt(at), prime);
  return hash >>> 0;
}

const offsetBasis = 0x811c9dc5;
const prime = 0x01000193;

/** Segments end at `.`, `/`, `:` and `\`, which no name holds. */
function* segmentHashes(path: string): Generator<number> {
  let hash = offsetBasis;
  for (let at = 0; at < path.length; at++) {
    const code = path.charCodeAt(at);
    if (code === 46 || code === 47 || code === 58 || code === 92) {
      yield hash >>> 0;
      hash = offsetBasis;
    } else hash = Math.imul(hash ^ code, prime);
  }
  yield hash >>> 0;
}
