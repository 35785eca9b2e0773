/**
 * Members of classes through the inheritance chain inside the repository: the C3 order of Python, Dylan and Raku
 * (K. Barrett et al., "A Monotonic Superclass Linearization for Dylan", OOPSLA 1996). Bases from elsewhere are unknown
 * and passed over.
 */
import type { Circles, OpenQuestion } from './circles.ts';
import { type ClassReferent, isSameScope, scopeKey } from './referents.ts';

export interface ClassHierarchy {
  /** The class itself first; of very long chains only the nearest classes. */
  order(of: ClassReferent): readonly ClassReferent[];
}

/** No more classes than this are in an order: members of those further away are unknown. */
const longestOrder = 200;

/** Orders asked for one by another beyond this are those of long chains, which are walked instead. */
const mostNested = 40;

export function createHierarchy(
  basesOf: (of: ClassReferent) => readonly ClassReferent[],
  circles: Circles,
): ClassHierarchy {
  const orders = new Map<number, readonly ClassReferent[] | OpenQuestion>();
  let nested = 0;

  function order(of: ClassReferent): readonly ClassReferent[] {
    // A class that inherits from itself is broken code; the circle is cut here.
    return circles.answer(orders, scopeKey(of), [of], () => {
      nested++;
      try {
        return nested < mostNested ? merged(of, basesBut(of)) : walked(of);
      } finally {
        nested--;
      }
    });
  }

  function basesBut(of: ClassReferent): readonly ClassReferent[] {
    return basesOf(of).filter((base) => !isSameScope(base, of));
  }

  function merged(of: ClassReferent, bases: readonly ClassReferent[]): readonly ClassReferent[] {
    const above = bases.length === 1 ? order(bases[0]!) : merge([...bases.map(order), bases]);
    return [of, ...above.slice(0, longestOrder - 1)];
  }

  /** The order along a chain of classes with one base each, without asking for the order of each. */
  function walked(of: ClassReferent): readonly ClassReferent[] {
    const chain = [of];
    for (let at = of; chain.length < longestOrder; ) {
      const bases = basesBut(at);
      const [base] = bases;
      if (base === undefined) return chain;
      if (bases.length > 1 || orders.has(scopeKey(base)))
        return [...chain, ...merged(at, bases).slice(1)].slice(0, longestOrder);
      chain.push(base);
      at = base;
    }
    return chain;
  }
  return { order };
}

/** Takes the first class that no list has further back, again and again; where there is none, the first. */
function merge(lists: readonly (readonly ClassReferent[])[]): readonly ClassReferent[] {
  const merged: ClassReferent[] = [];
  for (let left = lists.filter((list) => list.length > 0); left.length > 0; ) {
    const isFurtherBack = (one: ClassReferent) =>
      left.some((list) => list.some((other, at) => at > 0 && isSameScope(other, one)));
    const next = (left.find((list) => !isFurtherBack(list[0]!)) ?? left[0]!)[0]!;
    merged.push(next);
    left = left.map((list) => list.filter((other) => !isSameScope(other, next))).filter((list) => list.length > 0);
  }
  return merged;
}
