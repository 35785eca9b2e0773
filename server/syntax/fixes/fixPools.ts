/** What may stand in a hole of a template: names, constants, expressions and statements of the same function, operators. */
import type { FixNode } from './fixNode.ts';
import { type FixScope, readsOf } from './fixScope.ts';
import { hasRole, isInLoop, partAt } from './fixShapes.ts';
import type { Types } from './fixTypes.ts';

/** Where a hole is to be filled. */
export interface Slot {
  readonly scope: FixScope;
  readonly node: FixNode;
  /** Where names are looked up. */
  readonly offset: number;
  readonly types: Types;
}

const mostVariants = { expression: 14, statement: 40 };
const longestVaried = 80;
const mostPredicates = 240;

/** Everything a pool has for a slot, in order; `null` for a word that names no pool. */
export function poolOf(word: string, slot: Slot): Iterable<string> | null {
  const { scope } = slot;
  const own = pools[word];
  if (own !== undefined) return own(slot);
  const groups = scope.data.groups.get(word);
  if (groups !== undefined) return peers(groups, slot.node.text);
  const whole = scope.data.groups.get(word.replace(/^every/, '').toLowerCase());
  if (whole !== undefined) return whole.flat();
  if ([...scope.data.kindsOf.values()].some((kinds) => kinds.has(word))) return namesOf(word, slot);
  return null;
}

const pools: Readonly<Record<string, (slot: Slot) => Iterable<string>>> = {
  like: (slot) => namesWhere(slot, (types) => slot.scope.types.fits(slot.types, types)),
  unlike: (slot) => namesWhere(slot, (types) => !slot.scope.types.fits(slot.types, types)),
  name: (slot) => namesWhere(slot, () => true),
  constant: constants,
  attribute: ({ scope, node }) => scope.attributes.filter((name) => name !== node.text),
  method: methods,
  function: ({ scope, node }) =>
    hasRole(scope.data, node, 'name') ? scope.functions.filter((name) => name !== node.text) : [],
  donor: (slot) => donors(slot).map(({ text }) => text),
  variant: (slot) => donors(slot).flatMap((donor) => variants(slot, donor, mostVariants.expression)),
  statement: (slot) => donorStatements(slot).map(({ text }) => text),
  statementVariant: (slot) => donorStatements(slot).flatMap((it) => variants(slot, it, mostVariants.statement)),
  target: (slot) => usable(slot, slot.scope.targets).flatMap(({ text }) => (text === slot.node.text ? [] : [text])),
  targetVariant: (slot) =>
    usable(slot, slot.scope.targets).flatMap((it) => variants(slot, it, mostVariants.expression)),
  result: (slot) => [
    ...new Set([...usable(slot, slot.scope.results).map(({ text }) => text), ...namesWhere(slot, () => true)]),
  ],
};

/** What is decided on elsewhere in the function, itself and turned round, after what the data makes of the names. */
export function predicatesFor(slot: Slot, made: Iterable<string>): readonly string[] {
  const found = new Set<string>();
  for (const { text } of usable(slot, slot.scope.conditions)) if (text.length <= longestVaried) found.add(text);
  for (const text of made) {
    if (mostPredicates <= found.size) break;
    found.add(text);
  }
  return [...found];
}

function namesWhere({ scope, node, offset }: Slot, holds: (types: Types) => boolean): readonly string[] {
  return scope.visibleAt(offset).filter((name) => {
    const types = scope.types.ofName(name);
    return name !== node.text && !types.has('function') && holds(types);
  });
}

/** Names whose type is of a kind, or is not known. */
function namesOf(kind: string, slot: Slot): readonly string[] {
  const { scope, offset } = slot;
  return scope.visibleAt(offset).filter((name) => {
    const types = scope.types.ofName(name);
    return types.size === 0 || scope.types.isOf(types, kind);
  });
}

function constants({ scope, types, node }: Slot): readonly string[] {
  return scope.data.constants
    .filter(({ kind }) => (types.size === 0 ? kind !== 'nothing' : scope.types.isOf(types, kind)))
    .flatMap(({ texts }) => texts)
    .filter((text) => text !== node.text);
}

function* peers(groups: readonly (readonly string[])[], text: string): Generator<string> {
  const told = new Set([text]);
  for (const group of groups) {
    if (!group.includes(text)) continue;
    for (const peer of group) {
      if (told.has(peer)) continue;
      told.add(peer);
      yield peer;
    }
  }
}

/** Methods of what the method's own object was seen to be. */
function methods({ scope, node }: Slot): readonly string[] {
  const object = node.parent === null ? null : partAt(scope.data, node.parent, ['object']);
  const types = object === null ? [] : [...scope.types.of(object)];
  return types.flatMap((type) => scope.data.methods.get(type) ?? []).filter((name) => name !== node.text);
}

function donors(slot: Slot): readonly FixNode[] {
  const { scope, node, types } = slot;
  return usable(slot, scope.donors).filter(
    (donor) => donor.text !== node.text && scope.types.fits(types, scope.types.of(donor)),
  );
}

function donorStatements(slot: Slot): readonly FixNode[] {
  const { scope, node } = slot;
  const inLoop = isInLoop(scope.data, node);
  return usable(slot, scope.statements).filter(
    (it) => it.text !== node.text && it.line === it.endLine && (inLoop || !hasRole(scope.data, it, 'jump')),
  );
}

function usable({ scope, offset }: Slot, nodes: readonly FixNode[]): readonly FixNode[] {
  return nodes.filter((node) => scope.isUsableAt(node, offset));
}

/** A donor with one of its variables exchanged for another that fits. */
function variants({ scope, offset }: Slot, donor: FixNode, most: number): readonly string[] {
  if (donor.text.length > longestVaried) return [];
  const found: string[] = [];
  const visible = scope.visibleAt(offset);
  for (const read of readsOf(scope.data, donor)) {
    const types = scope.types.of(read);
    for (const name of visible) {
      const other = scope.types.ofName(name);
      if (name === read.text || other.has('function') || !scope.types.fits(types, other)) continue;
      const at = read.start - donor.start;
      found.push(donor.text.slice(0, at) + name + donor.text.slice(at + read.text.length));
      if (most <= found.length) return found;
    }
  }
  return found;
}
