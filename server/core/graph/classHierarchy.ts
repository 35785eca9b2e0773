/**
 * Members of classes through the inheritance chain inside the repository: the C3 order of Python, Dylan and Raku
 * (K. Barrett et al., "A Monotonic Superclass Linearization for Dylan", OOPSLA 1996). Bases from elsewhere are unknown
 * and passed over.
 */
import type { Circles, OpenQuestion } from './circles.ts';
import type { ClassReferent } from './referents.ts';

export interface ClassHierarchy {
  /** The class itself first. */
  order(of: ClassReferent): readonly ClassReferent[];
}

export function createHierarchy(
  basesOf: (of: ClassReferent) => readonly ClassReferent[],
  circles: Circles,
): ClassHierarchy {
  const orders = new Map<string, readonly ClassReferent[] | OpenQuestion>();

  function order(of: ClassReferent): readonly ClassReferent[] {
    const key = keyOf(of);
    // A class that inherits from itself is broken code; the circle is cut here.
    return circles.answer(orders, key, [of], () => {
      const bases = basesOf(of).filter((base) => keyOf(base) !== key);
      return [of, ...merge([...bases.map((base) => [...order(base)]), [...bases]])];
    });
  }
  return { order };
}

/** Takes the first class that no list has further back, again and again; where there is none, the first. */
function merge(lists: ClassReferent[][]): readonly ClassReferent[] {
  const merged: ClassReferent[] = [];
  for (let left = lists.filter((list) => list.length > 0); left.length > 0; ) {
    const isFurtherBack = (one: ClassReferent) =>
      left.some((list) => list.slice(1).some((other) => keyOf(other) === keyOf(one)));
    const next = (left.find((list) => !isFurtherBack(list[0]!)) ?? left[0]!)[0]!;
    merged.push(next);
    left = left.map((list) => list.filter((other) => keyOf(other) !== keyOf(next))).filter((list) => list.length > 0);
  }
  return merged;
}

function keyOf({ file, scope }: ClassReferent): string {
  return `${file}:${scope}`;
}
