/**
 * The iterative solution of a forward may-problem over bit sets: in = union of the predecessors' out, out = in without
 * what the block kills, with what it generates. "Compilers", 2nd ed., algorithm 9.11, with a queue of blocks.
 */
import type { BasicBlocks } from './basicBlocks.ts';

export interface Transfer {
  /** Bits that pass through, by block. */
  readonly pass: readonly Int32Array[];
  readonly generate: readonly Int32Array[];
}

/** The sets at the start of each block, one after another, `width` words each. */
export function solveForward(blocks: BasicBlocks, transfer: Transfer, width: number): Int32Array {
  const nBlocks = blocks.nodes.length;
  const into = new Int32Array(nBlocks * width);
  const out = new Int32Array(nBlocks * width);
  const queue = blocks.nodes.map((_, block) => block);
  const isQueued = new Uint8Array(nBlocks).fill(1);
  for (let next = 0; next < queue.length; next++) {
    const block = queue[next]!;
    isQueued[block] = 0;
    const base = block * width;
    let changed = false;
    for (let word = 0; word < width; word++) {
      let reached = into[base + word]!;
      for (const predecessor of blocks.predecessors[block]!) reached |= out[predecessor * width + word]!;
      into[base + word] = reached;
      const left = (reached & transfer.pass[block]![word]!) | transfer.generate[block]![word]!;
      if (left !== out[base + word]) changed = true;
      out[base + word] = left;
    }
    if (!changed) continue;
    for (const successor of blocks.successors[block]!) {
      if (isQueued[successor] === 1) continue;
      isQueued[successor] = 1;
      queue.push(successor);
    }
  }
  return into;
}
