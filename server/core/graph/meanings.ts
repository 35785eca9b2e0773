/**
 * What each name of a file means as far as resolution in any file can see, as text that does not move with lines: the
 * base of knowing which names a change gave another meaning. Whatever resolution reads of a file has to be in it.
 */
import type { AnalyzedFile } from './analyzedFile.ts';
import { definedNames } from './definedNames.ts';
import {
  definitionKind,
  type FileFacts,
  isCallValue,
  isPathValue,
  nullValue,
  type ScopeFacts,
  valueIndex,
} from './fileFacts.ts';
import { scopeKeys, turns } from './sameThings.ts';

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
  const [old, now] = [meaningsOf(before), meaningsOf(after)];
  const changed = new Map<string, ChangedName>();
  const note = ({ names, isShared }: Meaning) => {
    for (const name of names) changed.set(`${name} ${isShared}`, { name, isShared });
  };
  for (const [key, meaning] of now) if (old.get(key)?.text !== meaning.text) note(meaning);
  for (const [key, meaning] of old) if (!now.has(key)) note(meaning);
  if (after.language.traits.structuralInterfaces) {
    for (const name of [...membersBeside(before.facts, changed), ...membersBeside(after.facts, changed)])
      changed.set(`${name} true`, { name, isShared: true });
  }
  return [...changed.values()];
}

interface Meaning {
  readonly names: readonly string[];
  readonly isShared: boolean;
  text: string;
}

const cache = new WeakMap<AnalyzedFile, ReadonlyMap<string, Meaning>>();

function meaningsOf(file: AnalyzedFile): ReadonlyMap<string, Meaning> {
  const known = cache.get(file) ?? collectMeanings(file);
  cache.set(file, known);
  return known;
}

function collectMeanings(file: AnalyzedFile): ReadonlyMap<string, Meaning> {
  const { facts, flow } = file;
  const { definitions, names } = facts;
  const found = new Map<string, Meaning>();
  const scopes = scopeKeys(facts);
  const keys = Array.from(definitions.name, (name, one) => `${scopes[definitions.scope[one]!]} ${names[name]!}`);
  const inForce = new Set(flow.atExit);
  const deciders = decidersOf(file, keys.map(turns()));
  keys.forEach((key, definition) => {
    const mark = inForce.has(definition) ? '!' : '';
    const text = `${mark}${describeDefinition(facts, definition, deciders)};`;
    const meaning = found.get(key);
    if (meaning === undefined) found.set(key, { ...sightOf(facts, definition), text });
    else meaning.text += text;
  });
  facts.scopes.forEach((scope, index) => {
    // What belongs to a type that is written elsewhere need not make a name here.
    if (scope.owner === '') return;
    const owned = [...scope.owner.split('.'), scope.name];
    found.set(`owned ${scopes[index]}`, { names: owned, isShared: true, text: describeScope(scope) });
  });
  const turn = turns();
  for (const { imported, source } of facts.imports) {
    if (imported === '*') found.set(turn(`* ${source}`), { names: [anyName], isShared: true, text: source });
  }
  return found;
}

/** By which names a definition is seen, and from where. */
export function sightOf(
  facts: FileFacts,
  definition: number,
): { readonly names: readonly string[]; readonly isShared: boolean } {
  const scope = facts.scopes[facts.definitions.scope[definition]!]!;
  const segments = facts.names[facts.definitions.name[definition]!]!.split('.');
  const [root, attribute] = [segments[0]!, segments[1]];
  if (scope.kind !== 'function') return { names: segments, isShared: true };
  if (attribute === undefined) return { names: [root], isShared: scope.declaredGlobal.includes(root) };
  const isOfReceiver = scope.parameters[0]?.name === root || scope.declaredGlobal.includes(root);
  return { names: isOfReceiver ? [attribute] : [root], isShared: isOfReceiver };
}

function describeDefinition(facts: FileFacts, definition: number, deciders: ReadonlyMap<number, string>): string {
  const { definitions, names } = facts;
  const [kind, detail, type] = [
    definitions.kind[definition]!,
    definitions.detail[definition]!,
    definitions.type[definition]!,
  ];
  const value = describeValue(facts, definitions.value[definition]!, deciders);
  const typed = type < 0 ? '' : `:${names[type]!}`;
  switch (kind) {
    case definitionKind.function:
    case definitionKind.class:
      return `${kind}${describeScope(facts.scopes[detail]!)}`;
    case definitionKind.import: {
      const { source, imported, bindsWhole } = facts.imports[detail]!;
      return `${kind} ${source} ${imported} ${bindsWhole}`;
    }
    case definitionKind.parameter:
      return `${kind} ${detail}${typed}`;
    default:
      return `${kind}${value}${typed}`;
  }
}

/** Everything a scope says but where it stands. */
function describeScope(scope: ScopeFacts): string {
  const { parent: _, header: __, line: ___, endLine: ____, name: _____, qualifiedName: ______, ...said } = scope;
  return JSON.stringify(said);
}

function describeValue(facts: FileFacts, value: number, deciders: ReadonlyMap<number, string>): string {
  if (value === nullValue) return '=null';
  if (isPathValue(value)) return `=${facts.names[valueIndex(value)]!}`;
  return isCallValue(value) ? `=${describeCall(facts, valueIndex(value), deciders)}` : '';
}

function describeCall(facts: FileFacts, index: number, deciders: ReadonlyMap<number, string>): string {
  const { callee, receiverCall, receiverPath, member, start } = facts.calls[index]!;
  if (callee >= 0) return `${facts.names[callee]!}(${deciders.get(start) ?? ''})`;
  return receiverCall < 0 ? '?()' : `${describeCall(facts, receiverCall, deciders)}.${receiverPath}.${member}()`;
}

/** For each call that is a value, by its start: the definitions that decide what the first name of its callee is. */
function decidersOf({ facts, flow }: AnalyzedFile, keys: readonly string[]): ReadonlyMap<number, string> {
  const deciders = new Map<number, string>();
  for (const value of facts.definitions.value) {
    if (!isCallValue(value)) continue;
    let call = facts.calls[valueIndex(value)]!;
    while (call.callee < 0 && call.receiverCall >= 0) call = facts.calls[call.receiverCall]!;
    deciders.set(call.start, '');
  }
  if (deciders.size === 0) return deciders;
  flow.dataTo.forEach((use, edge) => {
    const known = deciders.get(facts.uses.start[use]!);
    if (known !== undefined) deciders.set(facts.uses.start[use]!, `${known},${keys[flow.dataFrom[edge]!]}`);
  });
  return deciders;
}

/** Members of classes that have a changed member: which interfaces a class implements rests on all of them. */
function membersBeside(facts: FileFacts, changed: ReadonlyMap<string, ChangedName>): readonly string[] {
  const names = definedNames(facts);
  return facts.scopes.flatMap(({ kind }, scope) => {
    const members = kind === 'class' ? [...names[scope]!.keys()] : [];
    return members.some((name) => changed.has(`${name} true`)) ? members : [];
  });
}
