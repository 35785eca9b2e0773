/** The anchors of a file: made when another file first refers to something in it, and found again after a change. */
import type { FileFacts } from './fileFacts.ts';
import { sameThings } from './sameThings.ts';
import type { Anchors } from './segment.ts';

/** Anchors of one version of a file. Grows; what is in it stays. */
export interface AnchorTable extends Anchors {
  /** What the anchors are, in order: what `createAnchors` makes the same table from. */
  readonly things: ArrayLike<number>;
  ofScope(scope: number): number;
  ofDefinition(definition: number): number;
  /** The same anchors for the next version of the file. */
  next(facts: FileFacts): AnchorTable;
}

/** Scopes are kept as `2 s`, definitions as `2 d + 1`; -1 stands for what is gone. */
export function createAnchors(facts: FileFacts, kept: readonly number[] = []): AnchorTable {
  const things: number[] = [];
  const node: number[] = [];
  const label: number[] = [];
  const known = new Map<number, number>();
  for (const thing of kept) add(thing);
  return {
    things,
    node,
    label,
    ofScope: (scope) => known.get(scope * 2) ?? add(scope * 2),
    ofDefinition: (definition) => known.get(definition * 2 + 1) ?? add(definition * 2 + 1),
    next(after) {
      const { scopes, definitions } = sameThings(facts, after);
      const moved = (thing: number) => {
        const now = thing % 2 === 0 ? scopes[thing >> 1]! : definitions[thing >> 1]!;
        return now < 0 ? -1 : now * 2 + (thing % 2);
      };
      return createAnchors(
        after,
        things.map((thing) => (thing < 0 ? -1 : moved(thing))),
      );
    },
  };

  function add(thing: number): number {
    const index = thing >> 1;
    const isScope = thing % 2 === 0;
    if (thing >= 0) known.set(thing, things.length);
    node.push(thing < 0 ? -1 : isScope ? index : facts.scopes.length + facts.definitions.statement[index]!);
    label.push(thing < 0 || isScope ? 0 : facts.definitions.name[index]!);
    return things.push(thing) - 1;
  }
}
