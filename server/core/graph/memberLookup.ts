/** Members of modules, classes and objects: what `a.b` means once it is known what `a` is. */
import { perFile } from '../lazily.ts';
import { lastSegment } from './accessPaths.ts';
import type { OpenQuestion } from './circles.ts';
import { definedNames } from './definedNames.ts';
import { definitionKind, elementMember, nullValue } from './fileFacts.ts';
import { createIncludedFiles } from './includedFiles.ts';
import { commonLength } from './moduleIndex.ts';
import { definitionsOfPath } from './pathDefinitions.ts';
import {
  agreed,
  type ClassReferent,
  type FunctionReferent,
  type Module,
  type ModuleReferent,
  type Referent,
  scopeKey,
} from './referents.ts';
import type { ResolutionParts } from './resolutionParts.ts';

export interface MemberLookup {
  /** `isCalled`: of a field and a method of one name, the method is meant. */
  member(of: Referent, name: string, isCalled?: boolean): Referent | null;
  /** A member of a class that it does not inherit. */
  ownMember(of: ClassReferent, name: string): Referent | null;
}

type Answers<Answer> = Map<string, Answer | OpenQuestion | null>;

export function createMemberLookup(parts: ResolutionParts): MemberLookup {
  const { files, modules, members, hierarchy } = parts;
  const includes = createIncludedFiles(files, modules);
  const inModules = new Map<number, Map<Module, Answers<readonly Referent[]>>>();
  const broughtTo = new Map<number, Map<Module, Answers<Referent>>>();
  const inClasses = perFile(() => new Map<number, Answers<Referent>>());
  const fields = new Map<number, Answers<Referent>>();
  return { member, ownMember: (of, name) => inherited([of], name) };

  function member(of: Referent, name: string, isCalled = true): Referent | null {
    switch (of.kind) {
      case 'module':
        return moduleMember(of, name);
      case 'namespace':
        return modules.submodule(of, name);
      case 'class':
        return inheritedBy(of, name);
      case 'super':
        return inherited(hierarchy.order({ ...of, kind: 'class' }).slice(1), name);
      case 'instance': {
        if (of.isMany) return name === elementMember ? { kind: 'instance', file: of.file, scope: of.scope } : null;
        if (of.isWrapped && files[of.file]!.language.traits.wrapperMembers.has(name)) return null;
        const found = inheritedBy(of, name);
        const isMethod = found?.kind === 'function' || found?.kind === 'overloads';
        if (isMethod && !isCalled) return field(of, name) ?? found;
        return found === null || found.kind === 'variable' || found.kind === 'instance' ? field(of, name) : found;
      }
      case 'function':
        return isProperty(of) ? memberOfResult(of, name) : inherited([{ ...of, kind: 'class' }], name);
      case 'variable':
        return pathMember(of, name);
      case 'overloads':
        return null;
    }
  }

  function isProperty({ file, scope }: FunctionReferent): boolean {
    const { facts, language } = files[file]!;
    return facts.scopes[scope]!.decorators.some((one) => language.traits.propertyDecorators.has(lastSegment(one)));
  }

  /** A member of what reading a property gives. */
  function memberOfResult(of: FunctionReferent, name: string): Referent | null {
    const given = parts.objects.resultOf(of, null);
    return given && member(given, name);
  }

  /** What is kept under a path of a variable: a member of an object written out, or assigned one by one. */
  function pathMember(of: Extract<Referent, { kind: 'variable' }>, name: string): Referent | null {
    const { facts } = files[of.file]!;
    const found = definitionsOfPath(facts, `${of.name}.${name}`)
      .filter((definition) => facts.definitions.kind[definition] !== definitionKind.weak)
      .map((definition) => parts.definition(of.file, definition));
    return found.length === 0 ? null : parts.settled(found);
  }

  function moduleMember(of: ModuleReferent, name: string): Referent | null {
    const known = parts.circles.answer<string, readonly Referent[] | null>(
      below(below(inModules, parts.placeOf(0)), of.module),
      name,
      null,
      () => definedIn(of.module, name),
    );
    if (known !== null) return nearestOf(known, of.from);
    return passedOn(of, name) ?? modules.submodule(of, name);
  }

  /** What the parts of a module make of a name; `null` where none has it. */
  function definedIn(module: Module, name: string): readonly Referent[] | null {
    const found: (Referent | null)[] = [];
    for (const { file, scope } of module.parts) {
      const { facts, language } = files[file]!;
      const { modulesSpanFiles, linksByName, moduleObjects } = language.traits;
      const isOwn = (one: number) =>
        !modulesSpanFiles || linksByName || facts.definitions.kind[one] !== definitionKind.import;
      const plain = definedNames(facts)[scope]!.get(name)?.filter(isOwn) ?? [];
      const definitions = plain.length > 0 || scope !== 0 ? plain : handedOut(file, moduleObjects, name);
      if (definitions.length > 0) found.push(parts.settled(definitions.map((one) => parts.definition(file, one))));
    }
    for (const at of members.owned({ kind: 'module', module, from: 0 }, name)) found.push({ kind: 'function', ...at });
    return found.length === 0 ? null : found.filter((one) => one !== null);
  }

  /** Definitions of `exports.name`. */
  function handedOut(file: number, objects: readonly string[], name: string): readonly number[] {
    const { facts } = files[file]!;
    return objects.flatMap((object) => {
      const definition = definitionsOfPath(facts, `${object}.${name}`).at(-1);
      return definition === undefined || facts.definitions.scope[definition] !== 0 ? [] : [definition];
    });
  }

  /** Where copies of a module disagree, the copy nearest to who asks. */
  function nearestOf(all: readonly Referent[], from: number): Referent | null {
    const found = all.length < 2 ? all : includes.seen(all, from);
    if (found.length < 2) return found[0] ?? null;
    const functions = found.flatMap((one) =>
      one.kind === 'function' ? [one] : one.kind === 'overloads' ? one.levels.flat() : [],
    );
    const isOverloaded = found.some(({ kind }) => kind === 'overloads') && functions.length >= found.length;
    const whole: Referent | null = isOverloaded ? { kind: 'overloads', levels: [functions] } : parts.settled(found);
    if (whole !== null) return whole;
    const path = files[from]!.facts.file;
    const distances = found.map((one) => ('file' in one ? commonLength(files[one.file]!.facts.file, path) : 0));
    const nearest = Math.max(...distances);
    return parts.settled(found.filter((_, index) => distances[index] === nearest));
  }

  /** A name that a module took from others and passes on. */
  function passedOn({ module, from }: ModuleReferent, name: string): Referent | null {
    for (const { file, scope } of module.parts) {
      const { modulesSpanFiles, linksByName } = files[file]!.language.traits;
      if (modulesSpanFiles && !linksByName) return null;
      const found = scope === 0 && module.parts.length === 1 ? wildcardOnce(module, file, name) : null;
      if (found !== null) return found.kind === 'module' ? { ...found, from } : found;
    }
    return null;
  }

  function wildcardOnce(module: Module, file: number, name: string): Referent | null {
    const kept = below(below(broughtTo, parts.placeOf(0)), module);
    return parts.circles.answer<string, Referent | null>(kept, name, null, () => parts.fromWildcards(file, 0, name));
  }

  /** A member of a class or of what it inherits from. */
  function inheritedBy({ file, scope }: Pick<ClassReferent, 'file' | 'scope'>, name: string): Referent | null {
    const kept = below(inClasses(file), parts.placeOf(scope));
    const find = () => inherited(hierarchy.order({ kind: 'class', file, scope }), name);
    return parts.circles.answer<string, Referent | null>(kept, name, null, find);
  }

  function inherited(lineage: readonly ClassReferent[], name: string): Referent | null {
    const levels: (readonly FunctionReferent[])[] = [];
    for (const of of lineage) {
      const found = definedOn(of, name);
      if (found === null) continue;
      const functions = found.filter((one): one is FunctionReferent => one.kind === 'function');
      // A field may have the name of a method beside it.
      const isOverloadable = functions.length > 0 && files[of.file]!.language.traits.overloads;
      if (!isOverloadable) {
        if (levels.length === 0) return parts.settled(found);
        continue;
      }
      levels.push(functions);
    }
    if (levels.length === 0) return null;
    return levels.length === 1 && levels[0]!.length === 1 ? levels[0]![0]! : { kind: 'overloads', levels };
  }

  /** What the parts of a class make of a name; `null` where none has it. */
  function definedOn(of: ClassReferent, name: string): readonly Referent[] | null {
    let found: Referent[] | null = null;
    for (const { file, scope } of members.parts(of)) {
      const { facts } = files[file]!;
      // What a function that makes objects defines are its own variables.
      const definitions = facts.scopes[scope]!.kind === 'function' ? undefined : definedNames(facts)[scope]!.get(name);
      if (definitions === undefined) continue;
      found ??= [];
      for (const one of definitions) {
        const referent = parts.definition(file, one);
        if (referent !== null) found.push(referent);
      }
    }
    for (const at of members.owned(of, name)) {
      found ??= [];
      found.push({ kind: 'function', ...at });
    }
    return found;
  }

  /**
   * What a field of an object holds: what everything assigned to it agrees on, else what it is declared to be. The
   * nearest class that has the field decides.
   */
  function field(of: Extract<Referent, { kind: 'instance' }>, name: string): Referent | null {
    const kept = below(fields, scopeKey(of));
    return parts.circles.answer<string, Referent | null>(kept, name, null, () => {
      for (const at of hierarchy.order({ ...of, kind: 'class' })) {
        const writes = writesOf(at, name);
        const found = writes.length === 0 ? null : heldBy(writes);
        if (found !== null || writes.some(({ file, definition }) => isSet(file, definition))) return found;
      }
      return null;
    });
  }

  interface Write {
    readonly file: number;
    readonly definition: number;
  }

  function writesOf(of: ClassReferent, name: string): readonly Write[] {
    const inBody = members.parts(of).flatMap(({ file, scope }) => {
      const { kind } = files[file]!.facts.definitions;
      const definitions = definedNames(files[file]!.facts)[scope]!.get(name) ?? [];
      const values = definitions.filter((one) => kind[one] !== definitionKind.function);
      return values.map((definition) => ({ file, definition }));
    });
    return [...inBody, ...members.attributes(of, name)];
  }

  function heldBy(writes: readonly Write[]): Referent | null {
    const set = writes.filter(({ file, definition }) => isSet(file, definition));
    const objects = set.map(({ file, definition }) => parts.bounded(() => parts.objects.objectOf(file, definition)));
    const together = objects.every((one) => one !== null) ? agreed(objects) : null;
    if (together !== null) return together;
    const types = writes.map(({ file, definition }) => parts.objects.declaredObject(file, definition));
    return agreed(types);
  }

  /** Whether a definition gives a field a value, or says what it may hold. */
  function isSet(file: number, definition: number): boolean {
    return files[file]!.facts.definitions.value[definition] !== nullValue;
  }
}

/** The map that another holds under a key, made where there is none. */
function below<Key, Inner, Item>(outer: Map<Key, Map<Inner, Item>>, key: Key): Map<Inner, Item> {
  const known = outer.get(key);
  if (known !== undefined) return known;
  const made = new Map<Inner, Item>();
  outer.set(key, made);
  return made;
}
