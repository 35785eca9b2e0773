/**
 * Answers that are made when asked for and may ask one another, in circles too. What is being answered counts as unknown
 * to those it asks; an answer that rests on such an unknown is not kept, so that no answer depends on who asked first.
 */
export interface Circles {
  /** The answer of a key, made by `find` once; `unknown` while it is being made. */
  answer<Key, Value>(kept: Map<Key, Value | OpenQuestion>, key: Key, unknown: Value, find: () => Value): Value;
  /** The same for questions that are not kept, up to a depth: beyond it nothing is found. */
  bounded<Value>(find: () => Value | null): Value | null;
}

/** In place of an answer while it is being made. */
export class OpenQuestion {
  readonly depth: number;

  constructor(depth: number) {
    this.depth = depth;
  }
}

/** Questions asked below one that nobody asked: beyond so many they are given up, as circles in circles cost too much. */
const mostQuestions = 20_000;

/** Questions asked one below another, beyond which none is answered: the stack holds no more. */
const deepest = 200;

/** Chains of aliases and re-exports longer than this are not followed. */
const longestChain = 24;

export function createCircles(): Circles {
  let depth = 0;
  let chain = 0;
  let asked = 0;
  /** The outermost open question that the answer at hand rests on. */
  let outermost = Number.POSITIVE_INFINITY;

  return {
    answer(kept, key, unknown, find) {
      const known = kept.get(key);
      if (known instanceof OpenQuestion) {
        outermost = Math.min(outermost, known.depth);
        return unknown;
      }
      if (known !== undefined) return known;
      if (depth === 0) asked = 0;
      if (++asked > mostQuestions || depth >= deepest) {
        outermost = -1;
        return unknown;
      }
      const open = new OpenQuestion(depth);
      const before = outermost;
      kept.set(key, open);
      depth++;
      outermost = Number.POSITIVE_INFINITY;
      try {
        const found = find();
        if (outermost === Number.POSITIVE_INFINITY) kept.set(key, found);
        return found;
      } finally {
        depth--;
        if (kept.get(key) === open) kept.delete(key);
        outermost = Math.min(before, outermost < open.depth ? outermost : Number.POSITIVE_INFINITY);
      }
    },
    bounded(find) {
      if (chain >= longestChain) {
        outermost = -1;
        return null;
      }
      chain++;
      try {
        return find();
      } finally {
        chain--;
      }
    },
  };
}
