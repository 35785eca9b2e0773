/**
 * Which function each call runs. A call is resolved only where names, imports, inheritance and the objects a variable
 * can hold leave one answer: a wrong edge harms more than a missing one. The rest stays unresolved. A call on an object
 * of a declared type runs that type's method; where that has no body and the repository has exactly one class below
 * that gives it one, the call runs that. Otherwise `overrides` edges say what else may run.
 */
import { lazily, perFile } from '../lazily.ts';
import type { AnalyzedFile } from './analyzedFile.ts';
import type { OpenQuestion } from './circles.ts';
import { definedNames, findName } from './definedNames.ts';
import { type CallFacts, definitionKind } from './fileFacts.ts';
import type { FileModules } from './fileModules.ts';
import { createResolution, type NameResolution } from './nameResolution.ts';
import { chooseOverload, hasBody, takes } from './overloads.ts';
import { createOverrides, type Overrides } from './overrides.ts';
import { propertyNames } from './propertyNames.ts';
import { definitionsByRead } from './readDefinitions.ts';
import { receiverKind } from './receivers.ts';
import type { ClassReferent, FunctionReferent, Referent } from './referents.ts';

/** What a call runs. */
export interface CallTarget {
  readonly callee: FunctionReferent | ClassReferent;
  readonly nImplicit: number;
  readonly receiverIsWritten: boolean;
}

export interface CallResolution {
  readonly names: NameResolution;
  readonly overrides: Overrides;
  /** The target of a call of a file, by its index; `null` where it stays unresolved. */
  target(file: number, call: number): CallTarget | null;
  /** The target of what is written like a call, though it is none. */
  targetOf(file: number, call: CallFacts): CallTarget | null;
  /** Names by which some class has a property. */
  properties(): ReadonlySet<string>;
  /** Forgets what rests on more of a file than others see of it: its text has changed. */
  forget(file: number): void;
}

/** What a call runs, and what its value is; either may be known without the other. */
interface Outcome {
  readonly target: CallTarget | null;
  readonly result: Referent | null;
}

const nothing: Outcome = { target: null, result: null };

/** What the callee of a call stands for, and what it was found on. */
interface Callee {
  readonly found: Referent;
  readonly holder: Referent | null;
  /** Whether the holder is written before it. */
  readonly isWritten: boolean;
  /** The callee gives the object it is called on. */
  readonly isKept?: true;
}

export function createCallResolution(files: readonly AnalyzedFile[], modules: FileModules): CallResolution {
  const names = createResolution(files, modules, (file, call) => outcomeOf(file, call).result);
  const overrides = createOverrides(files, names);
  const outcomes = perFile(() => new Map<number, Outcome | OpenQuestion>());
  const reaching = perFile((file) => definitionsByRead(files[file]!));
  const callees = perFile(() => new Map<number, Callee | OpenQuestion | null>());
  return {
    names,
    overrides,
    target: (file, call) => outcomeOf(file, call).target,
    targetOf: (file, call) => resolve(file, call).target,
    properties: lazily(() => propertyNames(files)),
    forget(file) {
      outcomes.forget(file);
      callees.forget(file);
      reaching.forget(file);
      names.forget(file);
    },
  };

  function outcomeOf(file: number, call: number): Outcome {
    // A call whose value its own callee depends on has no answer.
    return names.circles.answer(outcomes(file), call, nothing, () => resolve(file, files[file]!.facts.calls[call]!));
  }

  function resolve(file: number, call: CallFacts): Outcome {
    const above = callOfAbove(file, call);
    if (above !== null) return above;
    const callee = call.callee >= 0 ? calleeOfPath(file, call) : calleeOfResult(file, call);
    return callee === null ? nothing : run(callee, call);
  }

  /** A call of `super` alone, or of `this`, where that runs a constructor or a method. */
  function callOfAbove(file: number, call: CallFacts): Outcome | null {
    const { facts, language } = files[file]!;
    const { superName, superCall, implicitReceiver } = language.traits;
    const name = facts.names[call.callee];
    if (superCall === 'object' || name === undefined || (name !== superName && name !== implicitReceiver)) return null;
    const own = names.enclosingClass(file, call.scope);
    if (own === null) return nothing;
    if (superCall === 'constructor') {
      const made = name === superName ? names.lineage(own)[1] : own;
      const maker = made === undefined ? null : constructorOf(made, call);
      return maker === null
        ? nothing
        : { target: { callee: maker, nImplicit: 1, receiverIsWritten: false }, result: null };
    }
    const method = facts.scopes[call.scope]!.name;
    const found = name === superName ? names.member({ ...own, kind: 'super' }, method) : null;
    return found === null ? nothing : run({ found, holder: { ...own, kind: 'super' }, isWritten: false }, call);
  }

  /** What a path stands for is asked once where one definition of the scope, or none, reaches it. */
  function calleeOfPath(file: number, call: CallFacts): Callee | null {
    const { definitions, scopes } = files[file]!.facts;
    const local = reaching(file)(call.statement, call.start);
    const only = local?.length === 1 && definitions.scope[local[0]!] === call.scope ? local[0]! : -1;
    if (local !== undefined && only < 0) return calleeReachedBy(file, call, local);
    const key =
      only < 0 ? -1 - (call.callee * scopes.length + call.scope) : call.callee * definitions.kind.length + only;
    const find = () => calleeReachedBy(file, call, local);
    return names.circles.answer<number, Callee | null>(callees(file), key, null, find);
  }

  /** `local` are the definitions of the file that reach the call. */
  function calleeReachedBy(file: number, call: CallFacts, local: readonly number[] | undefined): Callee | null {
    const text = files[file]!.facts.names[call.callee]!;
    const dot = text.indexOf('.');
    const root = rootReferent(file, call, local, dot < 0 ? text : text.slice(0, dot));
    if (dot < 0)
      return root === null ? ownInstantiation(file, call, text) : { found: root, holder: null, isWritten: false };
    const below = root && memberOf(root, text.slice(dot + 1).split('.'));
    // A path may begin with more than one segment of a module's (`super::super::f`).
    if (below !== null || (root !== null && root.kind !== 'module')) return below;
    if (isLocal(file, call, text.slice(0, dot))) return null;
    const module = names.visibleModule(file, call.scope, text);
    return module && memberOf(module.found, text.split('.').slice(module.length));
  }

  /** `C().member()`, `f().field.member()`. */
  function calleeOfResult(file: number, call: CallFacts): Callee | null {
    if (call.receiverCall < 0 || call.member === '') return null;
    const receiver = resultOfCall(file, call.receiverCall, call.scope);
    const path = call.receiverPath === '' ? [] : call.receiverPath.split('.');
    const callee = receiver && memberOf(receiver, [...path, call.member]);
    return callee && { ...callee, isWritten: false };
  }

  function memberOf(root: Referent, path: readonly string[]): Callee | null {
    let holder: Referent | null = null;
    let found: Referent | null = root;
    for (let index = 0; index < path.length; index++) {
      const name = path[index]!;
      holder = found;
      found = names.member(holder, name, index === path.length - 1);
      if (found === null) {
        return index < path.length - 1 ? null : (keptObject(holder, name) ?? instantiation(holder, name));
      }
    }
    return { found, holder, isWritten: true };
  }

  /** The object inside a wrapper, or a copy of an object, handed out by a method that it has not itself. */
  function keptObject(holder: Referent, name: string): Callee | null {
    if (holder.kind !== 'instance' || !files[holder.file]!.language.traits.keepers.has(name)) return null;
    const { kind, file, scope, isMany } = holder;
    const found = isMany ? { kind, file, scope, isMany } : { kind, file, scope };
    return { found, holder: null, isWritten: false, isKept: true };
  }

  /** `C.new` where that makes an object of the class. */
  function instantiation(holder: Referent, name: string): Callee | null {
    const makes = holder.kind === 'class' && files[holder.file]!.language.traits.instantiators.has(name);
    return makes ? { found: holder, holder: null, isWritten: false } : null;
  }

  /** `new` alone in a method of the class itself. */
  function ownInstantiation(file: number, call: CallFacts, name: string): Callee | null {
    const own = files[file]!.language.traits.instantiators.has(name) ? names.enclosingClass(file, call.scope) : null;
    return own && instantiation(own, name);
  }

  /** The object a call gives; a bare `super()` gives the class above the one the call is in. */
  function resultOfCall(file: number, index: number, scope: number): Referent | null {
    const { facts, language } = files[file]!;
    const call = facts.calls[index]!;
    if (language.traits.superCall !== 'object' || facts.names[call.callee] !== language.traits.superName)
      return outcomeOf(file, index).result;
    const own = names.enclosingClass(file, scope);
    return own && { ...own, kind: 'super' };
  }

  /** What the first name of a callee stands for there: by the definitions that reach it, else by its scopes. */
  function rootReferent(
    file: number,
    call: CallFacts,
    local: readonly number[] | undefined,
    root: string,
  ): Referent | null {
    const { facts, language } = files[file]!;
    if (local === undefined)
      return names.path(file, madeLater(file, call, root) ? facts.scopes[call.scope]!.parent : call.scope, root);
    const { name, kind } = facts.definitions;
    // What changes an object does not make it another one.
    const plain = local.filter((one) => facts.names[name[one]!] === root && kind[one] !== definitionKind.weak);
    // Only the path below the root was defined here, so what the root is was decided elsewhere.
    if (plain.length === 0) return isLocal(file, call, root) ? null : names.path(file, call.scope, root);
    const areOverloads = language.traits.overloads && plain.every((one) => kind[one] === definitionKind.function);
    if (areOverloads) return names.path(file, call.scope, root);
    const held = names.settled(plain.map((definition) => names.definition(file, definition)));
    return held === null || held.kind === 'variable' ? (names.declared(file, call.scope, root) ?? held) : held;
  }

  /** Whether a variable of the scope has the name, but not yet: `let parsed = parsed(text)`. */
  function madeLater(file: number, call: CallFacts, root: string): boolean {
    const { facts, language } = files[file]!;
    if (!language.traits.declaresVariables || facts.scopes[call.scope]!.kind !== 'function') return false;
    const own = definedNames(facts)[call.scope]!.get(root);
    return own?.every((one) => facts.definitions.kind[one] === definitionKind.assignment) ?? false;
  }

  function isLocal(file: number, call: CallFacts, root: string): boolean {
    const { facts, language } = files[file]!;
    const found = findName(facts, call.scope, root, language.traits.classScopeIsVisible);
    return found !== null && found.scope === call.scope;
  }

  function run({ found, holder, isWritten, isKept }: Callee, call: CallFacts): Outcome {
    const givesReceiver = holder?.kind === 'class' && files[holder.file]!.language.traits.receiverName !== '';
    if (isKept) return { target: null, result: found };
    switch (found.kind) {
      case 'function': {
        const result = names.resultOf(found, holder);
        const { overloads } = files[found.file]!.language.traits;
        if (overloads && !takes(files, found, call.arguments, givesReceiver)) return { target: null, result };
        return { target: runFunction(found, holder, isWritten), result };
      }
      case 'overloads': {
        const chosen = chooseOverload(files, found.levels, call.arguments, givesReceiver);
        const result = names.resultOf(chosen ?? found, holder);
        return { target: chosen && runFunction(chosen, holder, isWritten), result };
      }
      case 'class': {
        const callee = constructorOf(found, call) ?? found;
        return { target: { callee, nImplicit: 1, receiverIsWritten: false }, result: names.resultOf(found, null) };
      }
      case 'instance': {
        const operator = names.member(found, files[found.file]!.language.traits.callOperatorName);
        if (operator?.kind !== 'function') return nothing;
        const target = { callee: operator, nImplicit: 1, receiverIsWritten: isWritten };
        return { target, result: names.resultOf(operator, found) };
      }
      case 'module':
      case 'namespace':
      case 'variable':
      case 'super':
        return nothing;
    }
  }

  /** The constructor a class runs; one named like the class is its own, others are inherited. */
  function constructorOf(of: ClassReferent, call: CallFacts): FunctionReferent | null {
    const { facts, language } = files[of.file]!;
    const { constructorName } = language.traits;
    const maker =
      constructorName === '' ? names.ownMember(of, facts.scopes[of.scope]!.name) : names.member(of, constructorName);
    if (maker?.kind === 'overloads') return chooseOverload(files, maker.levels, call.arguments);
    return maker?.kind === 'function' ? maker : null;
  }

  function runFunction(found: FunctionReferent, holder: Referent | null, isWritten: boolean): CallTarget {
    const nImplicit = implicitParameters(found, holder);
    const isGiven = holder?.kind !== 'class' || receiverKind(files[found.file]!, found.scope) !== 'instance';
    const only = hasBody(files, found) || holder?.kind !== 'instance' ? null : overrides.onlyBody(found);
    return { callee: only ?? found, nImplicit, receiverIsWritten: isWritten && isGiven };
  }

  /** 1 where the object before the dot, or the one the code belongs to, is passed as the first parameter. */
  function implicitParameters(of: FunctionReferent, holder: Referent | null): number {
    const { language } = files[of.file]!;
    const kind = receiverKind(files[of.file]!, of.scope);
    if (kind === null) return 0;
    const { classScopeIsVisible, implicitReceiver } = language.traits;
    if (holder === null) return classScopeIsVisible ? 1 : 0;
    if (holder.kind === 'instance' || holder.kind === 'super' || holder.kind === 'variable') return 1;
    return (holder.kind === 'class' || holder.kind === 'function') && (kind === 'class' || implicitReceiver !== '')
      ? 1
      : 0;
  }
}
