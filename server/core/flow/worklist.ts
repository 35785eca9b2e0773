/**
 * The iterative solution of a forward may-problem over bit sets: in = union of the predecessors' out, out = in without
 * what the block kills, with what it generates. "Compilers", 2nd ed., algorithm 9.11, in rounds over the blocks in order.
 */
import type { BasicBlocks } from './basicBlocks.ts';

export interface Transfer {
  /** Bits of each block, one after another, `width` words each: those that pass through, and those it makes. */
  readonly pass: Int32Array;
  readonly generate: Int32Array;
}

/** The sets at the start of each block, one after another, `width` words each. */
export function solveForward(blocks: BasicBlocks, { pass, generate }: Transfer, width: number): Int32Array {
  const { nBlocks, predecessors, predecessorsFrom } = blocks;
  const into = new Int32Array(nBlocks * width);
  const out = generate.slice();
  for (let changed = true; changed; ) {
    changed = false;
    for (let block = 0; block < nBlocks; block++) {
      const base = block * width;
      const last = predecessorsFrom[block + 1]!;
      for (let word = 0; word < width; word++) {
        let reached = 0;
        for (let at = predecessorsFrom[block]!; at < last; at++) reached |= out[predecessors[at]! * width + word]!;
        if (reached === into[base + word]) continue;
        into[base + word] = reached;
        const left = (reached & pass[base + word]!) | generate[base + word]!;
        if (left !== out[base + word]) changed = true;
        out[base + word] = left;
      }
    }
  }
  return into;
}
