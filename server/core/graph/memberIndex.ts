/**
 * Where the members of classes and namespaces are written: their own scope, scopes that reopen or extend them, and
 * functions that name their owner (`func (r *T) f`, `void A::f()`, `impl T`). Made once for all files.
 */
import { append } from '../append.ts';
import { lazily } from '../lazily.ts';
import { lastSegment } from './accessPaths.ts';
import type { AnalyzedFile } from './analyzedFile.ts';
import type { Circles, OpenQuestion } from './circles.ts';
import { definitionKind, type FileFacts } from './fileFacts.ts';
import { receiverKind } from './receivers.ts';
import { type ClassReferent, isSameScope, type Referent, type ScopeRef, scopeKey } from './referents.ts';

/** What a path means in a scope. */
export type ResolvePath = (file: number, scope: number, path: string) => Referent | null;

export interface MemberIndex {
  /** The scope that stands for a class: the first of those that write it, or the owner of an extension. */
  classOf(at: ScopeRef): ClassReferent;
  /** The scopes that hold members of a class. */
  parts(of: ClassReferent): readonly ScopeRef[];
  /** Functions outside a class or namespace that belong to it; by name, or all. */
  owned(of: Referent, name?: string): readonly ScopeRef[];
  /** What the owner that a scope names stands for; only for scopes that name one. */
  ownerOf(at: ScopeRef): Referent | null;
  /** The class a function is a method of; `null` outside classes. */
  holder(of: ScopeRef): ClassReferent | null;
  /** Definitions of `receiver.name` in the methods of a class. */
  attributes(of: ClassReferent, name: string): readonly { readonly file: number; readonly definition: number }[];
}

export function createMemberIndex(files: readonly AnalyzedFile[], resolve: ResolvePath, circles: Circles): MemberIndex {
  const owners = lazily(() => collectOwners(files));
  const reopened = lazily(() => collectReopened(files));
  const resolved = new Map<number, Referent | OpenQuestion | null>();
  const partsOf = new Map<number, readonly ScopeRef[] | OpenQuestion>();
  const ownedBy = new Map<number | string, readonly ScopeRef[] | OpenQuestion>();

  return { classOf, parts, owned, ownerOf, holder, attributes };

  function classOf(at: ScopeRef): ClassReferent {
    const { owner } = files[at.file]!.facts.scopes[at.scope]!;
    const written = owner === '' ? null : ownerOf(at);
    if (written?.kind === 'class') return written;
    const first = reopened().get(scopeKey(at))?.[0] ?? at;
    return { kind: 'class', file: first.file, scope: first.scope };
  }

  function parts(of: ClassReferent): readonly ScopeRef[] {
    const key = scopeKey(of);
    // A class asked for while it is collected is its own scope only.
    return circles.answer(partsOf, key, [of], () => {
      const { name } = files[of.file]!.facts.scopes[of.scope]!;
      const extensions = (owners().extensions.get(name) ?? []).filter((at) => isOwner(of, at));
      return [...(reopened().get(key) ?? [of]), ...extensions.filter((at) => !isSameScope(at, of))];
    });
  }

  function owned(of: Referent, name?: string): readonly ScopeRef[] {
    if (owners().functions.size === 0 || (of.kind !== 'class' && of.kind !== 'module')) return [];
    const own = of.kind === 'class' ? files[of.file]!.facts.scopes[of.scope]!.name : lastSegment(of.module.name);
    const named = owners().functions.get(own) ?? [];
    if (named.length === 0) return [];
    const key = of.kind === 'class' ? scopeKey(of) : of.module.name;
    const all = circles.answer<number | string, readonly ScopeRef[]>(ownedBy, key, [], () =>
      named.filter((at) => isOwner(of, at)),
    );
    return name === undefined ? all : all.filter((at) => files[at.file]!.facts.scopes[at.scope]!.name === name);
  }

  function isOwner(of: Referent, at: ScopeRef): boolean {
    const owner = ownerOf(at);
    if (of.kind === 'class') return owner?.kind === 'class' && isSameScope(owner, of);
    return of.kind === 'module' && owner?.kind === 'module' && owner.module.name === of.module.name;
  }

  function ownerOf(at: ScopeRef): Referent | null {
    const key = scopeKey(at);
    return circles.answer<number, Referent | null>(resolved, key, null, () => {
      const { owner, parent } = files[at.file]!.facts.scopes[at.scope]!;
      return asMaker(resolve(at.file, Math.max(0, parent), owner));
    });
  }

  /** A function that has methods makes objects, as a class does. */
  function asMaker(found: Referent | null): Referent | null {
    if (found?.kind !== 'function' || files[found.file]!.language.traits.prototypeName === '') return found;
    return { ...found, kind: 'class' };
  }

  function holder({ file, scope }: ScopeRef): ClassReferent | null {
    const { scopes } = files[file]!.facts;
    const { parent, owner } = scopes[scope]!;
    if (owner !== '') {
      const found = ownerOf({ file, scope });
      return found?.kind === 'class' ? found : null;
    }
    return parent >= 0 && scopes[parent]!.kind === 'class' ? classOf({ file, scope: parent }) : null;
  }

  function attributes(of: ClassReferent, name: string) {
    const found: { file: number; definition: number }[] = [];
    for (const { file, scope } of [...parts(of), ...owned(of)]) {
      for (const definition of attributeDefinitions(files[file]!, scope, name)) found.push({ file, definition });
    }
    return found;
  }
}

interface Owners {
  /** Blocks of members and functions by the last name of the type they say they belong to. */
  readonly extensions: ReadonlyMap<string, readonly ScopeRef[]>;
  readonly functions: ReadonlyMap<string, readonly ScopeRef[]>;
}

function collectOwners(files: readonly AnalyzedFile[]): Owners {
  const extensions = new Map<string, ScopeRef[]>();
  const functions = new Map<string, ScopeRef[]>();
  files.forEach(({ facts }, file) => {
    for (const scope of ownedScopes(facts)) {
      const { owner, kind } = facts.scopes[scope]!;
      append(kind === 'function' ? functions : extensions, lastSegment(owner), { file, scope });
    }
  });
  return { extensions, functions };
}

const ownedCache = new WeakMap<FileFacts, readonly number[]>();

/** The scopes of a file that say to which type they belong. */
function ownedScopes(facts: FileFacts): readonly number[] {
  const known = ownedCache.get(facts);
  if (known !== undefined) return known;
  const found = facts.scopes.flatMap(({ owner }, scope) => (owner === '' ? [] : [scope]));
  ownedCache.set(facts, found);
  return found;
}

/** For each class that is written more than once, where that is allowed, all its scopes. */
function collectReopened(files: readonly AnalyzedFile[]): ReadonlyMap<number, readonly ScopeRef[]> {
  const byName = new Map<string, ScopeRef[]>();
  files.forEach(({ facts, language }, file) => {
    if (!language.traits.reopensClasses) return;
    facts.scopes.forEach(({ kind, qualifiedName, owner }, scope) => {
      if (kind !== 'class' || owner !== '') return;
      append(byName, `${language.traits.moduleSpace} ${facts.module} ${qualifiedName}`, { file, scope });
    });
  });
  const found = new Map<number, readonly ScopeRef[]>();
  for (const scopes of byName.values()) {
    if (scopes.length < 2) continue;
    scopes.sort((left, right) => weight(right) - weight(left));
    for (const scope of scopes) found.set(scopeKey(scope), scopes);
  }
  return found;

  /** The scope that stands for the class is the first that says what it inherits from. */
  function weight({ file, scope }: ScopeRef): number {
    return files[file]!.facts.scopes[scope]!.bases.length > 0 ? 1 : 0;
  }
}

const attributeCache = new WeakMap<AnalyzedFile, ReadonlyMap<string, readonly number[]>>();

/** Definitions of `receiver.name` in the methods of a class scope, or in one function with an owner. */
function attributeDefinitions(file: AnalyzedFile, scope: number, name: string): readonly number[] {
  const known = attributeCache.get(file) ?? collectAttributes(file);
  attributeCache.set(file, known);
  return known.get(`${scope}:${name}`) ?? [];
}

function collectAttributes(file: AnalyzedFile): ReadonlyMap<string, readonly number[]> {
  const { facts } = file;
  const found = new Map<string, number[]>();
  const { name, scope, kind } = facts.definitions;
  for (let definition = 0; definition < name.length; definition++) {
    const prefix = facts.namePrefix[name[definition]!]!;
    if (prefix < 0 || facts.namePrefix[prefix]! >= 0 || kind[definition] === definitionKind.deletion) continue;
    const { parent, parameters, owner } = facts.scopes[scope[definition]!]!;
    if (parent < 0 || parameters[0]?.name !== facts.names[prefix]) continue;
    if (receiverKind(file, scope[definition]!) === null) continue;
    const holder = owner === '' ? parent : scope[definition]!;
    append(found, `${holder}:${facts.names[name[definition]!]!.slice(facts.names[prefix]!.length + 1)}`, definition);
  }
  return found;
}
