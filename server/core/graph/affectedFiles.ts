/**
 * Which files have to be resolved again after a change: those that write a name whose meaning changed, where a name
 * changes with what its definition mentions. Sound as long as resolution reaches everything through written names.
 */
import { lazily } from '../lazily.ts';
import { lastSegment, segmentsOf } from './accessPaths.ts';
import type { AnalyzedFile } from './analyzedFile.ts';
import { definitionKind, type FileFacts, isCallValue, isPathValue, valueIndex } from './fileFacts.ts';
import { anyName, type ChangedName, changedNames, sightOf } from './meanings.ts';
import { hashOf, mayMention } from './nameHashes.ts';

/** Beyond so many changed names everything is resolved again: following each would cost more. */
const mostNames = 400;

export interface AffectedFiles {
  /** In order; `null` for all. */
  readonly files: readonly number[] | null;
  /** Whether no name got another meaning but inside functions, where others cannot see it. */
  readonly isUnseen: boolean;
}

/** Files to resolve again after those of `changed` were replaced. */
export function affectedFiles(
  before: readonly AnalyzedFile[],
  after: readonly AnalyzedFile[],
  changed: readonly number[],
): AffectedFiles {
  const affected = new Set(changed);
  const shared = new Set<string>();
  const pending: string[] = [];
  const share = (one: string, from: number) => {
    const name = isModuleObject(after[from]!, one) ? anyName : one;
    if (shared.has(name)) return;
    shared.add(name);
    pending.push(name);
  };
  const declared = lazily(() => new Set(after.flatMap(({ facts }) => declaredOnly(facts))));
  for (const file of changed) {
    for (const name of closed(after[file]!.facts, changedNames(before[file]!, after[file]!), declared)) {
      share(name, file);
    }
  }
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (name === anyName || shared.size > mostNames) return { files: null, isUnseen: false };
    const hash = hashOf(name);
    after.forEach(({ facts }, file) => {
      if (!mayMention(facts, hash)) return;
      affected.add(file);
      for (const other of closed(facts, [{ name: name!, isShared: true }], declared)) share(other, file);
    });
  }
  return { files: [...affected].sort((a, b) => a - b), isUnseen: shared.size === 0 };
}

/** Whether a name is the object that stands for the whole of a module: who imports the module need not write it. */
function isModuleObject({ language }: AnalyzedFile, name: string): boolean {
  return language.traits.moduleObjects.some((object) => object.startsWith(`${name}.`));
}

/**
 * The shared names among `changed` and those of the file that follow from them. With a class, its methods that may be
 * run for one without a body, of `declared`, as that depends on what the class inherits.
 */
function closed(
  facts: FileFacts,
  changed: readonly ChangedName[],
  declared: () => ReadonlySet<string>,
): ReadonlySet<string> {
  const shared = new Set<string>();
  if (changed.length === 0) return shared;
  const seen = new Set<string>();
  const dependents = dependentsOf(facts);
  const pending = [...changed];
  for (let one = pending.pop(); one !== undefined; one = pending.pop()) {
    if (one.isShared) shared.add(one.name);
    if (seen.has(one.name)) continue;
    seen.add(one.name);
    for (const dependent of dependents.get(one.name) ?? []) pending.push(dependent);
    for (const method of methodsOf(facts, one.name)) {
      if (declared().has(method)) pending.push({ name: method, isShared: true });
    }
  }
  return shared;
}

function methodsOf(facts: FileFacts, name: string): readonly string[] {
  return facts.scopes.flatMap(({ kind, name: method, parent, owner }) => {
    const above = facts.scopes[parent];
    const isIn = above?.kind === 'class' && (above.name === name || lastSegment(above.owner) === name);
    return kind === 'function' && (isIn || lastSegment(owner) === name) ? [method] : [];
  });
}

const declaredCache = new WeakMap<FileFacts, readonly string[]>();

/** Names of functions without a body. */
function declaredOnly(facts: FileFacts): readonly string[] {
  const known = declaredCache.get(facts);
  if (known !== undefined) return known;
  const found = facts.scopes.flatMap(({ kind, name, hasBody }) => (kind === 'function' && !hasBody ? [name] : []));
  declaredCache.set(facts, found);
  return found;
}

type Dependents = ReadonlyMap<string, readonly ChangedName[]>;

const cache = new WeakMap<FileFacts, Dependents>();

/** For each name that definitions of a file mention, the names they define. */
function dependentsOf(facts: FileFacts): Dependents {
  const known = cache.get(facts);
  if (known !== undefined) return known;
  const found = new Map<string, ChangedName[]>();
  const { definitions } = facts;
  const add = (mentioned: Iterable<string>, defined: readonly ChangedName[]) => {
    for (const name of mentioned) {
      const others = found.get(name);
      if (others === undefined) found.set(name, [...defined]);
      else others.push(...defined);
    }
  };
  for (let definition = 0; definition < definitions.name.length; definition++) {
    const mentioned = mentionedBy(facts, definition);
    if (mentioned.size === 0) continue;
    const { names, isShared } = sightOf(facts, definition);
    add(
      mentioned,
      names.map((name) => ({ name, isShared })),
    );
  }
  for (const { owner, bases, resultType, name } of facts.scopes) {
    if (owner === '') continue;
    const defined = [...segmentsOf(owner), name].map((one) => ({ name: one, isShared: true }));
    add([owner, resultType, ...bases].flatMap(segmentsOf), defined);
  }
  cache.set(facts, found);
  return found;
}

/** Names on which the meaning of a definition depends. */
function mentionedBy(facts: FileFacts, definition: number): ReadonlySet<string> {
  const { definitions, names } = facts;
  const [value, type, detail] = [
    definitions.value[definition]!,
    definitions.type[definition]!,
    definitions.detail[definition]!,
  ];
  const paths: string[] = [];
  if (isPathValue(value)) paths.push(names[valueIndex(value)]!);
  for (let call = isCallValue(value) ? valueIndex(value) : -1; call >= 0; ) {
    const { callee, receiverCall, receiverPath, member } = facts.calls[call]!;
    paths.push(callee >= 0 ? names[callee]! : member, receiverPath);
    call = callee >= 0 ? -1 : receiverCall;
  }
  if (type >= 0) paths.push(names[type]!);
  switch (definitions.kind[definition]) {
    case definitionKind.function:
    case definitionKind.class: {
      const { bases, resultType, decorators, owner } = facts.scopes[detail]!;
      paths.push(...bases, ...decorators, resultType, owner);
      break;
    }
    case definitionKind.import: {
      const { source, imported } = facts.imports[detail]!;
      paths.push(source, imported ?? '');
      break;
    }
  }
  return new Set(paths.flatMap(segmentsOf));
}
