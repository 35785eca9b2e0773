/**
 * Members of classes through the inheritance chain inside the repository: the C3 order of Python, Dylan and Raku
 * (K. Barrett et al., "A Monotonic Superclass Linearization for Dylan", OOPSLA 1996). Bases from elsewhere are unknown
 * and passed over.
 */
import type { ClassReferent } from './referents.ts';

export interface ClassHierarchy {
  /** The class itself first. */
  order(of: ClassReferent): readonly ClassReferent[];
}

export function createHierarchy(basesOf: (of: ClassReferent) => readonly ClassReferent[]): ClassHierarchy {
  const known = new Map<string, readonly ClassReferent[]>();
  const open = new Set<string>();

  function order(of: ClassReferent): readonly ClassReferent[] {
    const key = keyOf(of);
    const cached = known.get(key);
    if (cached !== undefined) return cached;
    // A class that inherits from itself is broken code; the circle is cut here.
    if (open.has(key)) return [of];
    open.add(key);
    const bases = basesOf(of).filter((base) => keyOf(base) !== key);
    const merged = [of, ...merge([...bases.map((base) => [...order(base)]), [...bases]])];
    open.delete(key);
    known.set(key, merged);
    return merged;
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
