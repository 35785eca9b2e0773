/** Text with holes, filled in every way its pools allow. */
import { bracketed } from './bracketing.ts';
import type { FixNode } from './fixNode.ts';
import { poolOf, predicatesFor, type Slot } from './fixPools.ts';
import { hasRole, partAt, shifted } from './fixShapes.ts';

const hole = /\$[A-Za-z]+(?:\/[A-Za-z]+)*\d?/g;
const mostFillings = 400;

interface Hole {
  readonly name: string;
  readonly fillings: readonly string[];
}

/**
 * All fillings of a template, at most 400. Empty where a part it speaks of is not there.
 * A hole named twice is filled alike; two holes never are.
 */
export function* fillHoles(template: string, slot: Slot): Generator<string> {
  const names = [...new Set([...template.matchAll(hole)].map(([whole]) => whole))];
  const holes = names.map((name) => ({ name, fillings: fillingsOf(name.slice(1), slot) }));
  let left = mostFillings;
  for (const chosen of choices(holes, new Map())) {
    if (left-- === 0) return;
    yield filled(template, chosen, slot);
  }
}

function* askedOf(templates: readonly string[], slot: Slot): Generator<string> {
  for (const template of templates) yield* fillHoles(template, slot);
}

function fillingsOf(word: string, slot: Slot): readonly string[] {
  const { data } = slot.scope;
  if (word === 'self') return [ownText(slot, slot.node)];
  if (word === 'predicate') return predicatesFor(slot, askedOf(data.predicates, slot));
  if (word === 'relation') return [...new Set(askedOf(data.relations, slot))];
  const path = word.replace(/\d$/, '').split('/');
  const part = partAt(data, slot.node, path);
  if (part !== null) return [ownText(slot, part)];
  return path.length > 1 ? [] : [...(poolOf(path[0]!, slot) ?? [])];
}

/** A block's lines are told as if they stood one step further out. */
function ownText({ scope: { data } }: Slot, node: FixNode): string {
  return hasRole(data, node, 'block') ? shifted(node.text, data.indentation, -1) : node.text;
}

function* choices(holes: readonly Hole[], chosen: ReadonlyMap<string, string>): Generator<ReadonlyMap<string, string>> {
  const [first, ...rest] = holes;
  if (first === undefined) {
    yield chosen;
    return;
  }
  const taken = new Set(chosen.values());
  for (const filling of first.fillings) {
    if (!taken.has(filling)) yield* choices(rest, new Map([...chosen, [first.name, filling]]));
  }
}

function filled(template: string, chosen: ReadonlyMap<string, string>, { scope: { data } }: Slot): string {
  return template.replace(hole, (name, at: number) => {
    const text = chosen.get(name) ?? '';
    const before = template.slice(0, at).replace(hole, (inner) => operatorOf(chosen.get(inner)));
    const after = template.slice(at + name.length).replace(hole, (inner) => operatorOf(chosen.get(inner)));
    if (/(?:^|\n)\t?$/.test(before) && /^(?:\n|$)/.test(after)) {
      return before.endsWith('\t') ? shifted(text, data.indentation, 1) : text;
    }
    return data.levelOf.has(text) ? text : bracketed(text, before, after, data.levelOf);
  });

  /** What is not an operator is told as a name. */
  function operatorOf(text: string | undefined): string {
    return text !== undefined && data.levelOf.has(text) ? text : 'x';
  }
}
