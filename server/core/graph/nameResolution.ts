/**
 * What names stand for across the repository: imports followed through re-exports, members through inheritance, and
 * objects whose class is plain from how they are made. Precision first: where definitions disagree, nothing is said.
 */
import { perFile } from '../lazily.ts';
import type { AnalyzedFile } from './analyzedFile.ts';
import { createHierarchy } from './classHierarchy.ts';
import { definedNames, findName } from './definedNames.ts';
import { definitionKind, type ImportFacts, isCallValue, isPathValue, nullValue, valueIndex } from './fileFacts.ts';
import { joinSource } from './languageTraits.ts';
import type { ModuleIndex } from './moduleIndex.ts';
import { agreed, type ClassReferent, type Referent } from './referents.ts';

export interface NameResolution {
  /** A dotted path as read in a scope. */
  path(file: number, scope: number, path: string): Referent | null;
  /** What an import takes. */
  imported(file: number, facts: ImportFacts): Referent | null;
  /** What a definition of a plain name stands for. */
  definition(file: number, definition: number): Referent | null;
  member(of: Referent, name: string): Referent | null;
  bases(of: ClassReferent): readonly ClassReferent[];
  /** The class and those it inherits from, in the order members are looked for. */
  lineage(of: ClassReferent): readonly ClassReferent[];
  /** What calling a referent gives: an object of a class. */
  resultOf(of: Referent | null): Referent | null;
}

/** How a call of a file is resolved; given later, as it needs this resolution in turn. */
export type ResolveCall = (file: number, call: number) => Referent | null;

/** Chains of aliases and re-exports longer than this are not followed. */
const longestChain = 12;

export function createResolution(
  files: readonly AnalyzedFile[],
  modules: ModuleIndex,
  resolveCall: ResolveCall,
): NameResolution {
  const hierarchy = createHierarchy(basesOf);
  const paths = perFile(() => new Map<string, Referent | null>());
  const members = perFile(() => new Map<string, Referent | null>());
  const attributes = new Map<string, Referent | null>();
  let depth = 0;

  return { path, imported, definition, member, bases: basesOf, lineage: hierarchy.order, resultOf };

  function path(file: number, scope: number, dotted: string): Referent | null {
    const key = `${scope}:${dotted}`;
    const known = paths(file).get(key);
    if (known !== undefined) return known;
    // Invariant: what is being resolved counts as unknown, so that circles end.
    paths(file).set(key, null);
    const found = bounded(() => {
      const [root, ...rest] = dotted.split('.');
      return rest.reduce<Referent | null>(
        (referent, name) => referent && member(referent, name),
        plain(file, scope, root!),
      );
    });
    paths(file).set(key, found);
    return found;
  }

  function plain(file: number, scope: number, name: string): Referent | null {
    const { facts, language } = files[file]!;
    const found = findName(facts, scope, name, language.traits.classScopeIsVisible);
    if (found === null) return fromWildcards(file, name);
    return agreed(found.definitions.map((one) => definition(file, one)));
  }

  function fromWildcards(file: number, name: string): Referent | null {
    for (const facts of files[file]!.facts.imports.toReversed()) {
      if (facts.imported !== '*') continue;
      const module = modules.find(facts.source, file);
      const found = module === null || isSelf(module, file) ? null : bounded(() => member(module, name));
      if (found !== null) return found;
    }
    return null;
  }

  function imported(file: number, { source, imported: name, bindsWhole }: ImportFacts): Referent | null {
    if (name === null) return modules.find(bindsWhole ? source : source.split('.')[0]!, file);
    const module = modules.find(source, file);
    if (name === '*') return module;
    const found = module === null || isSelf(module, file) ? null : bounded(() => member(module, name));
    return found ?? modules.find(joinSource(source, name), file);
  }

  function definition(file: number, index: number): Referent | null {
    const { definitions, names, imports } = files[file]!.facts;
    const [scope, detail] = [definitions.scope[index]!, definitions.detail[index]!];
    const unknown = (): Referent => ({ kind: 'variable', file, scope, name: names[definitions.name[index]!]! });
    switch (definitions.kind[index]) {
      case definitionKind.function:
        return { kind: 'function', file, scope: detail };
      case definitionKind.class:
        return { kind: 'class', file, scope: detail };
      case definitionKind.import:
        return bounded(() => imported(file, imports[detail]!)) ?? unknown();
      default:
        if (definitions.value[index] === nullValue) return null;
        return bounded(() => objectOf(file, index)) ?? unknown();
    }
  }

  /** The object a variable is known to hold: its receiver, what a class made, what its annotation says, an alias. */
  function objectOf(file: number, index: number): Referent | null {
    const { definitions, names } = files[file]!.facts;
    const [scope, value, type] = [definitions.scope[index]!, definitions.value[index]!, definitions.type[index]!];
    if (definitions.kind[index] === definitionKind.parameter && definitions.detail[index] === 0) {
      const receiver = receiverOf(file, scope);
      if (receiver !== null) return receiver;
    }
    if (isCallValue(value)) return resultOf(resolveCall(file, valueIndex(value)));
    if (isPathValue(value)) {
      const aliased = path(file, scope, names[valueIndex(value)]!);
      return aliased?.kind === 'variable' ? null : aliased;
    }
    return type < 0 ? null : resultOf(path(file, scope, names[type]!));
  }

  /** What the first parameter of a method stands for. */
  function receiverOf(file: number, scope: number): Referent | null {
    const { facts, language } = files[file]!;
    const { parent, decorators, name } = facts.scopes[scope]!;
    if (parent < 0 || facts.scopes[parent]!.kind !== 'class') return null;
    if (decorators.some((decorator) => language.traits.receiverless.has(decorator))) return null;
    const { classReceivers } = language.traits;
    const isClass = classReceivers.has(name) || decorators.some((decorator) => classReceivers.has(decorator));
    return { kind: isClass ? 'class' : 'instance', file, scope: parent };
  }

  function member(of: Referent, name: string): Referent | null {
    switch (of.kind) {
      case 'module':
        return moduleMember(of, name);
      case 'namespace':
        return modules.submodule(of, name);
      case 'class':
        return inherited(hierarchy.order(of), name);
      case 'super':
        return inherited(hierarchy.order({ ...of, kind: 'class' }).slice(1), name);
      case 'instance': {
        const found = inherited(hierarchy.order({ ...of, kind: 'class' }), name);
        return found === null || found.kind === 'variable' ? attribute(of, name) : found;
      }
      case 'function':
      case 'variable':
        return null;
    }
  }

  function moduleMember(of: Extract<Referent, { kind: 'module' }>, name: string): Referent | null {
    const known = members(of.file).get(name);
    if (known !== undefined) return known;
    members(of.file).set(name, null);
    const definitions = definedNames(files[of.file]!.facts)[0]!.get(name);
    const found =
      definitions === undefined
        ? (fromWildcards(of.file, name) ?? modules.submodule(of, name))
        : agreed(definitions.map((one) => definition(of.file, one)));
    members(of.file).set(name, found);
    return found;
  }

  function inherited(lineage: readonly ClassReferent[], name: string): Referent | null {
    for (const { file, scope } of lineage) {
      const definitions = definedNames(files[file]!.facts)[scope]!.get(name);
      if (definitions !== undefined) return agreed(definitions.map((one) => definition(file, one)));
    }
    return null;
  }

  /** What an attribute of an object holds, if every method that sets it agrees. */
  function attribute(of: Extract<Referent, { kind: 'instance' }>, name: string): Referent | null {
    const key = `${of.file}:${of.scope}:${name}`;
    const known = attributes.get(key);
    if (known !== undefined) return known;
    attributes.set(key, null);
    const found: (Referent | null)[] = [];
    for (const { file, scope } of hierarchy.order({ ...of, kind: 'class' })) {
      for (const index of attributeDefinitions(files[file]!, scope, name)) {
        if (files[file]!.facts.definitions.value[index] !== nullValue) found.push(bounded(() => objectOf(file, index)));
      }
      if (found.length > 0) break;
    }
    const result = found.length > 0 && found.every((referent) => referent !== null) ? agreed(found) : null;
    attributes.set(key, result);
    return result;
  }

  function basesOf({ file, scope }: ClassReferent): readonly ClassReferent[] {
    const { bases, parent } = files[file]!.facts.scopes[scope]!;
    return bases.flatMap((base) => {
      const found = path(file, parent, base);
      return found?.kind === 'class' ? [found] : [];
    });
  }

  function resultOf(of: Referent | null): Referent | null {
    return of?.kind === 'class' ? { ...of, kind: 'instance' } : null;
  }

  function bounded(find: () => Referent | null): Referent | null {
    if (depth >= longestChain) return null;
    depth++;
    try {
      return find();
    } finally {
      depth--;
    }
  }
}

function isSelf(referent: Referent, file: number): boolean {
  return referent.kind === 'module' && referent.file === file;
}

const attributeCache = new WeakMap<AnalyzedFile, ReadonlyMap<string, readonly number[]>>();

/** Definitions of `receiver.name` in the methods of a class. */
export function attributeDefinitions(file: AnalyzedFile, scope: number, name: string): readonly number[] {
  const known = attributeCache.get(file) ?? collectAttributes(file);
  attributeCache.set(file, known);
  return known.get(`${scope}:${name}`) ?? [];
}

function collectAttributes({ facts, language }: AnalyzedFile): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  const { name, scope, kind } = facts.definitions;
  for (let definition = 0; definition < name.length; definition++) {
    const prefix = facts.namePrefix[name[definition]!]!;
    if (prefix < 0 || facts.namePrefix[prefix]! >= 0 || kind[definition] === definitionKind.deletion) continue;
    const { parent, parameters, decorators } = facts.scopes[scope[definition]!]!;
    if (parent < 0 || facts.scopes[parent]!.kind !== 'class' || parameters[0]?.name !== facts.names[prefix]) continue;
    if (decorators.some((decorator) => language.traits.receiverless.has(decorator))) continue;
    const key = `${parent}:${facts.names[name[definition]!]!.slice(facts.names[prefix]!.length + 1)}`;
    const definitions = found.get(key);
    if (definitions === undefined) found.set(key, [definition]);
    else definitions.push(definition);
  }
  return found;
}
