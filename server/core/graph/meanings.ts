/**
 * Which names of a file mean something else in its next version, as far as resolution in any file can see; where things
 * stand does not matter. Whatever resolution reads of a file has to be compared here.
 */
import type { AnalyzedFile } from './analyzedFile.ts';
import { definedNames } from './definedNames.ts';
import { definitionKind, type FileFacts, isCallValue, isPathValue, type ScopeFacts, valueIndex } from './fileFacts.ts';
import { type SameThings, sameThings } from './sameThings.ts';

/** A name that got another meaning. */
export interface ChangedName {
  readonly name: string;
  /** Seen from other scopes: at module or class level, or an attribute of an object. Else only inside its function. */
  readonly isShared: boolean;
}

/** Stands for every name: what a wildcard import brings is not written down. */
export const anyName = '*';

/** Names that mean something else in `after` than in `before`. */
export function changedNames(before: AnalyzedFile, after: AnalyzedFile): readonly ChangedName[] {
  const same = sameThings(before.facts, after.facts);
  const changed = new Map<string, ChangedName>();
  const note = ({ names, isShared }: Sight) => {
    for (const name of names) changed.set(`${name} ${isShared}`, { name, isShared });
  };
  const isSame = definitionComparison(before, after, same);
  const isKept = new Uint8Array(after.facts.definitions.name.length);
  same.definitions.forEach((now, old) => {
    if (now >= 0) isKept[now] = 1;
    if (now < 0 || !isSame(old, now)) note(sightOf(before.facts, old));
  });
  isKept.forEach((kept, now) => {
    if (kept === 0) note(sightOf(after.facts, now));
  });
  for (const scope of changedOwned(before.facts, after.facts, same)) {
    note({ names: [...scope.owner.split('.'), scope.name], isShared: true });
  }
  if (!areEqual(wildcards(before.facts), wildcards(after.facts))) note({ names: [anyName], isShared: true });
  if (after.language.traits.structuralInterfaces) {
    for (const name of [...membersBeside(before.facts, changed), ...membersBeside(after.facts, changed)])
      changed.set(`${name} true`, { name, isShared: true });
  }
  return [...changed.values()];
}

/** Members of classes that have a changed member: which interfaces a class implements rests on all of them. */
function membersBeside(facts: FileFacts, changed: ReadonlyMap<string, ChangedName>): readonly string[] {
  const names = definedNames(facts);
  return facts.scopes.flatMap(({ kind }, scope) => {
    const members = kind === 'class' ? [...names[scope]!.keys()] : [];
    return members.some((name) => changed.has(`${name} true`)) ? members : [];
  });
}

/** By which names a definition is seen, and whether from other scopes. */
interface Sight {
  readonly names: readonly string[];
  readonly isShared: boolean;
}

export function sightOf(facts: FileFacts, definition: number): Sight {
  const scope = facts.scopes[facts.definitions.scope[definition]!]!;
  const path = facts.names[facts.definitions.name[definition]!]!;
  const segments = path.includes('.') ? path.split('.') : [path];
  const [root, attribute] = [segments[0]!, segments[1]];
  if (scope.kind !== 'function') return { names: segments, isShared: true };
  if (attribute === undefined) return { names: [root], isShared: scope.declaredGlobal.includes(root) };
  const isOfReceiver = scope.parameters[0]?.name === root || scope.declaredGlobal.includes(root);
  return { names: isOfReceiver ? [attribute] : [root], isShared: isOfReceiver };
}

/** Scopes of either version that say to which type written elsewhere they belong, and are not the same in the other. */
function changedOwned(before: FileFacts, after: FileFacts, { scopes }: SameThings): readonly ScopeFacts[] {
  const changed: ScopeFacts[] = [];
  const kept = new Set<number>();
  before.scopes.forEach((scope, old) => {
    const now = after.scopes[scopes[old]!];
    kept.add(scopes[old]!);
    if (scope.owner !== '' && (now === undefined || !saysTheSame(scope, now))) changed.push(scope);
  });
  after.scopes.forEach((scope, now) => {
    if (scope.owner !== '' && !kept.has(now)) changed.push(scope);
  });
  return changed;
}

function definitionComparison(before: AnalyzedFile, after: AnalyzedFile, same: SameThings) {
  const [old, now] = [before.facts, after.facts];
  const [inForceBefore, inForceAfter] = [new Set(before.flow.atExit), new Set(after.flow.atExit)];
  const [decidedBefore, decidedAfter] = [decidersOf(before), decidersOf(after)];

  return (one: number, other: number): boolean => {
    const [left, right] = [old.definitions, now.definitions];
    if (left.kind[one] !== right.kind[other] || inForceBefore.has(one) !== inForceAfter.has(other)) return false;
    if (textAt(old, left.type[one]!) !== textAt(now, right.type[other]!)) return false;
    const [detail, otherDetail] = [left.detail[one]!, right.detail[other]!];
    switch (left.kind[one]) {
      case definitionKind.function:
      case definitionKind.class:
        return saysTheSame(old.scopes[detail]!, now.scopes[otherDetail]!);
      case definitionKind.import: {
        const { statement: _, scope: __, ...taken } = old.imports[detail]!;
        const { statement: ___, scope: ____, ...takenNow } = now.imports[otherDetail]!;
        return areEqual(taken, takenNow);
      }
      case definitionKind.parameter:
        return detail === otherDetail;
      default:
        return isSameValue(left.value[one]!, right.value[other]!);
    }
  };

  function isSameValue(one: number, other: number): boolean {
    if (isPathValue(one) && isPathValue(other)) {
      return old.names[valueIndex(one)] === now.names[valueIndex(other)];
    }
    if (!isCallValue(one) || !isCallValue(other)) return one === other;
    return isSameCall(valueIndex(one), valueIndex(other));
  }

  function isSameCall(one: number, other: number): boolean {
    const [left, right] = [old.calls[one]!, now.calls[other]!];
    if (left.member !== right.member || left.receiverPath !== right.receiverPath) return false;
    if (left.callee >= 0 || right.callee >= 0) {
      if (textAt(old, left.callee) !== textAt(now, right.callee)) return false;
      const deciders = (decidedBefore.get(left.start) ?? []).map((definition) => same.definitions[definition]!);
      return areEqual(deciders.sort(byNumber), [...(decidedAfter.get(right.start) ?? [])].sort(byNumber));
    }
    if (left.receiverCall < 0 || right.receiverCall < 0) return left.receiverCall === right.receiverCall;
    return isSameCall(left.receiverCall, right.receiverCall);
  }
}

function textAt(facts: FileFacts, name: number): string {
  return name < 0 ? '' : facts.names[name]!;
}

const cache = new WeakMap<AnalyzedFile, ReadonlyMap<number, readonly number[]>>();

/** For each call that is a value, by its start: the definitions that decide what the first name of its callee is. */
function decidersOf(file: AnalyzedFile): ReadonlyMap<number, readonly number[]> {
  const known = cache.get(file);
  if (known !== undefined) return known;
  const { facts, flow } = file;
  const deciders = new Map<number, number[]>();
  for (const value of facts.definitions.value) {
    if (!isCallValue(value)) continue;
    let call = facts.calls[valueIndex(value)]!;
    while (call.callee < 0 && call.receiverCall >= 0) call = facts.calls[call.receiverCall]!;
    deciders.set(call.start, []);
  }
  if (deciders.size > 0) {
    flow.dataTo.forEach((use, edge) => {
      deciders.get(facts.uses.start[use]!)?.push(flow.dataFrom[edge]!);
    });
  }
  cache.set(file, deciders);
  return deciders;
}

function wildcards(facts: FileFacts): readonly string[] {
  return facts.imports.flatMap(({ imported, source }) => (imported === '*' ? [source] : []));
}

/** Everything a scope says but where it stands. */
function saysTheSame(left: ScopeFacts, right: ScopeFacts): boolean {
  const { parent: _, header: __, line: ___, endLine: ____, name: _____, qualifiedName: ______, ...said } = left;
  return Object.entries(said).every(([key, value]) => areEqual(value, right[key as keyof ScopeFacts]));
}

/** Whether two plain values are the same all the way down. */
function areEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left)) {
    return Array.isArray(right) && left.length === right.length && left.every((one, at) => areEqual(one, right[at]));
  }
  const entries = Object.entries(left);
  return entries.every(([key, value]) => areEqual(value, (right as Record<string, unknown>)[key]));
}

function byNumber(left: number, right: number): number {
  return left - right;
}
