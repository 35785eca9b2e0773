/**
 * Which function each call runs. A call is resolved only where names, imports, inheritance and the objects a variable
 * can hold leave one answer: a wrong edge harms more than a missing one. The rest stays unresolved.
 */
import { lazily, perFile } from '../lazily.ts';
import type { AnalyzedFile } from './analyzedFile.ts';
import { findName } from './definedNames.ts';
import { type CallFacts, definitionKind } from './fileFacts.ts';
import type { ModuleIndex } from './moduleIndex.ts';
import { createResolution, type NameResolution } from './nameResolution.ts';
import { agreed, type Referent } from './referents.ts';

/** What a call runs. */
export interface CallTarget {
  readonly callee: Extract<Referent, { kind: 'function' | 'class' }>;
  /** What the call's value is, where that is known: an object of the class called. */
  readonly result: Referent | null;
  readonly nImplicit: number;
  readonly receiverIsWritten: boolean;
}

export interface CallResolution {
  readonly names: NameResolution;
  /** The target of a call of a file, by its index; `null` where it stays unresolved. */
  target(file: number, call: number): CallTarget | null;
  /** Reads of members that run a method, as calls without arguments. */
  propertyReads(file: number): readonly { readonly call: CallFacts; readonly target: CallTarget }[];
}

export function createCallResolution(files: readonly AnalyzedFile[], modules: ModuleIndex): CallResolution {
  const names = createResolution(files, modules, (file, call) => calledClass(target(file, call)));
  const targets = perFile((file) => new Array<CallTarget | null | undefined>(files[file]!.facts.calls.length));
  const reaching = perFile((file) => definitionsByUse(files[file]!));
  const properties = lazily(() => propertyNames(files));
  return { names, target, propertyReads };

  function target(file: number, call: number): CallTarget | null {
    const known = targets(file)[call];
    if (known !== undefined) return known;
    // A call whose value its own callee depends on has no answer.
    targets(file)[call] = null;
    const found = resolve(file, files[file]!.facts.calls[call]!);
    targets(file)[call] = found;
    return found;
  }

  function propertyReads(file: number) {
    const { facts } = files[file]!;
    const { uses } = facts;
    const called = new Set(facts.calls.map(({ statement, start, callee }) => `${statement}:${start}:${callee}`));
    const found: { call: CallFacts; target: CallTarget }[] = [];
    const isProperty = facts.names.map((name) => properties().has(name.slice(name.lastIndexOf('.') + 1)));
    for (let use = 0; use < uses.name.length; use++) {
      const [statement, start] = [uses.statement[use]!, uses.start[use]!];
      for (let name = uses.name[use]!; facts.namePrefix[name]! >= 0; name = facts.namePrefix[name]!) {
        if (!isProperty[name] || called.has(`${statement}:${start}:${name}`)) continue;
        const end = start + facts.names[name]!.length;
        const scope = uses.scope[use]!;
        const call: CallFacts = {
          statement,
          scope,
          callee: name,
          receiverCall: -1,
          member: '',
          start,
          end,
          arguments: [],
        };
        const read = resolvePath(file, call);
        const getter = read?.callee.kind === 'function' ? getterOf(files[read.callee.file]!, read.callee.scope) : -1;
        if (read !== null && getter >= 0)
          found.push({ call, target: { ...read, callee: { ...read.callee, scope: getter } } });
      }
    }
    return found;
  }

  function resolve(file: number, call: CallFacts): CallTarget | null {
    if (call.callee >= 0) return resolvePath(file, call);
    if (call.receiverCall < 0 || call.member === '') return null;
    const receiver = resultOfCall(file, call.receiverCall, call.scope);
    const found = receiver && names.member(receiver, call.member);
    return found && targetOf(found, receiver, false);
  }

  /** The object a call gives; a bare `super()` gives the class above the one the call is in. */
  function resultOfCall(file: number, index: number, scope: number): Referent | null {
    const { facts, language } = files[file]!;
    const call = facts.calls[index]!;
    if (facts.names[call.callee] !== language.traits.superName) return target(file, index)?.result ?? null;
    for (let at = scope; at >= 0; at = facts.scopes[at]!.parent) {
      if (facts.scopes[at]!.kind === 'class') return { kind: 'super', file, scope: at };
    }
    return null;
  }

  function resolvePath(file: number, call: CallFacts): CallTarget | null {
    const { names: texts } = files[file]!.facts;
    const [root, ...rest] = texts[call.callee]!.split('.');
    let holder: Referent | null = null;
    let found = rootReferent(file, call, root!);
    for (const name of rest) {
      if (found === null) return null;
      holder = found;
      found = names.member(found, name);
    }
    return found && targetOf(found, holder, true);
  }

  /** What the first name of a callee stands for there: by the definitions that reach it, else by its scopes. */
  function rootReferent(file: number, call: CallFacts, root: string): Referent | null {
    const { facts, language } = files[file]!;
    const local = reaching(file).get(`${call.statement}:${call.start}`);
    if (local === undefined) return names.path(file, call.scope, root);
    const { name, kind } = facts.definitions;
    // What changes an object does not make it another one.
    const plain = local.filter((one) => facts.names[name[one]!] === root && kind[one] !== definitionKind.weak);
    // Only the path below the root was defined here, so what the root is was decided elsewhere.
    if (plain.length > 0) return agreed(plain.map((definition) => names.definition(file, definition)));
    const found = findName(facts, call.scope, root, language.traits.classScopeIsVisible);
    return found === null || found.scope !== call.scope ? names.path(file, call.scope, root) : null;
  }

  function targetOf(found: Referent, holder: Referent | null, isWritten: boolean): CallTarget | null {
    switch (found.kind) {
      case 'function': {
        const nImplicit = implicitParameters(found, holder);
        return { callee: found, result: null, nImplicit, receiverIsWritten: isWritten };
      }
      case 'class': {
        const { constructorName } = files[found.file]!.language.traits;
        const maker = names.member(found, constructorName);
        const callee = maker?.kind === 'function' ? maker : found;
        return { callee, result: names.resultOf(found), nImplicit: 1, receiverIsWritten: false };
      }
      case 'instance': {
        const operator = names.member(found, files[found.file]!.language.traits.callOperatorName);
        if (operator?.kind !== 'function') return null;
        return { callee: operator, result: null, nImplicit: 1, receiverIsWritten: isWritten };
      }
      case 'module':
      case 'namespace':
      case 'variable':
      case 'super':
        return null;
    }
  }

  /** 1 where the object before the dot is passed as the first parameter. */
  function implicitParameters(
    { file, scope }: { readonly file: number; readonly scope: number },
    holder: Referent | null,
  ): number {
    const { facts, language } = files[file]!;
    const { parent, decorators, name } = facts.scopes[scope]!;
    if (holder === null || facts.scopes[parent]?.kind !== 'class') return 0;
    const { receiverless, classReceivers } = language.traits;
    if (decorators.some((decorator) => receiverless.has(decorator))) return 0;
    if (holder.kind === 'instance' || holder.kind === 'super') return 1;
    const isClassMethod = classReceivers.has(name) || decorators.some((decorator) => classReceivers.has(decorator));
    return holder.kind === 'class' && isClassMethod ? 1 : 0;
  }
}

function isPropertyScope({ facts, language }: AnalyzedFile, scope: number): boolean {
  const { propertyDecorators } = language.traits;
  return facts.scopes[scope]!.decorators.some((path) => propertyDecorators.has(path.slice(path.lastIndexOf('.') + 1)));
}

/** The method that a read of a property runs, of the several that may share its name; -1 where it is none. */
function getterOf(file: AnalyzedFile, scope: number): number {
  if (isPropertyScope(file, scope)) return scope;
  const { name, parent } = file.facts.scopes[scope]!;
  return file.facts.scopes.findIndex(
    (other, index) => other.parent === parent && other.name === name && isPropertyScope(file, index),
  );
}

/** Names by which some class has a property: only reads of these are looked at. */
function propertyNames(files: readonly AnalyzedFile[]): ReadonlySet<string> {
  return new Set(files.flatMap((file) => propertiesOf(file)));
}

const propertyCache = new WeakMap<AnalyzedFile, readonly string[]>();

function propertiesOf(file: AnalyzedFile): readonly string[] {
  const known = propertyCache.get(file);
  if (known !== undefined) return known;
  const found = file.facts.scopes.flatMap(({ name }, scope) => (isPropertyScope(file, scope) ? [name] : []));
  propertyCache.set(file, found);
  return found;
}

/** The class a call makes an object of, as its name resolution wants it. */
function calledClass(target: CallTarget | null): Referent | null {
  return target?.result?.kind === 'instance' ? { ...target.result, kind: 'class' } : null;
}

/** Definitions that reach the read of a name, by statement and offset. */
function definitionsByUse({ facts, flow }: AnalyzedFile): ReadonlyMap<string, readonly number[]> {
  const byUse = new Map<string, number[]>();
  const { statement, start } = facts.uses;
  flow.dataTo.forEach((use, edge) => {
    const key = `${statement[use]}:${start[use]}`;
    const known = byUse.get(key);
    if (known === undefined) byUse.set(key, [flow.dataFrom[edge]!]);
    else known.push(flow.dataFrom[edge]!);
  });
  return byUse;
}
