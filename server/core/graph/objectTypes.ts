/** Which class an object is of: the receiver of a method, what a class or function gives, what a declaration says. */
import { definedNames, findName } from './definedNames.ts';
import { definitionKind, isCallValue, isPathValue, manyMark, valueIndex, wrappedMark } from './fileFacts.ts';
import { receiverKind } from './receivers.ts';
import { agreed, type ClassReferent, type Referent } from './referents.ts';
import type { ObjectTypes, ResolutionParts } from './resolutionParts.ts';

export function createObjectTypes({ files, members, path, inTypes, resolveCall }: ResolutionParts): ObjectTypes {
  return { objectOf, declaredObject, declared, resultOf, enclosingClass };

  function objectOf(file: number, index: number): Referent | null {
    const { definitions, names } = files[file]!.facts;
    const scope = definitions.scope[index]!;
    const value = definitions.value[index]!;
    const isFirst = definitions.kind[index] === definitionKind.parameter && definitions.detail[index] === 0;
    if (isFirst) {
      const receiver = receiverOf(file, scope);
      if (receiver !== null) return receiver;
    }
    if (isCallValue(value)) {
      const made = resolveCall(file, valueIndex(value));
      if (made !== null) return made;
    }
    if (isPathValue(value)) {
      const aliased = path(file, scope, names[valueIndex(value)]!);
      const object = madeBy(aliased, file, names[definitions.name[index]!]!);
      if (object !== null && object.kind !== 'variable') return object;
    }
    return declaredObject(file, index);
  }

  /** The name of a type as a value is an object of it, where variables are told from types by their names. */
  function madeBy(aliased: Referent | null, file: number, variable: string): Referent | null {
    const { constantNames } = files[file]!.language.traits;
    if (aliased?.kind !== 'class' || constantNames === null || constantNames.test(variable)) return aliased;
    return { ...aliased, kind: 'instance' };
  }

  function declaredObject(file: number, index: number): Referent | null {
    const { definitions, names, scopes } = files[file]!.facts;
    const type = definitions.type[index]!;
    if (type < 0) return null;
    const scope = definitions.scope[index]!;
    // The type of a parameter is written in the header, outside of the function but for its type parameters.
    // A member may be named like its type, which is then written outside too.
    const isOwnName = definitions.name[index] === type && scopes[scope]!.kind === 'class';
    const isOutside =
      isOwnName ||
      (definitions.kind[index] === definitionKind.parameter && !isTypeParameter(file, scope, names[type]!));
    const found = objectOfType(file, isOutside ? Math.max(0, scopes[scope]!.parent) : scope, names[type]!);
    return found ?? (scopes[scope]!.kind === 'class' ? boundInParts(file, scope, names[type]!) : null);
  }

  /** A type parameter of a class that only the blocks with its members say a bound of. */
  function boundInParts(file: number, scope: number, type: string): Referent | null {
    const parts = members.parts(members.classOf({ file, scope })).filter((one) => one.scope !== scope);
    return agreed(parts.map((one) => objectOfType(one.file, one.scope, type)));
  }

  function isTypeParameter(file: number, scope: number, type: string): boolean {
    const { facts } = files[file]!;
    const { kind, statement } = facts.definitions;
    const own = definedNames(facts)[scope]!.get(type.replace(wrappedMark, '')) ?? [];
    return own.some((one) => kind[one] === definitionKind.assignment && statement[one] === facts.scopes[scope]!.header);
  }

  function objectOfType(file: number, scope: number, type: string): Referent | null {
    if (type.startsWith(manyMark)) {
      const one = objectOfType(file, scope, type.slice(manyMark.length));
      return one?.kind === 'instance' ? { ...one, isMany: true } : null;
    }
    const isWrapped = type.startsWith(wrappedMark);
    const found = inTypes(file, () => path(file, scope, isWrapped ? type.slice(wrappedMark.length) : type));
    if (found?.kind !== 'class') return null;
    return isWrapped ? { ...found, kind: 'instance', isWrapped } : { ...found, kind: 'instance' };
  }

  function declared(file: number, scope: number, name: string): Referent | null {
    const { facts, language } = files[file]!;
    const found = findName(facts, scope, name, language.traits.classScopeIsVisible);
    const typed = found?.definitions.filter((one) => facts.definitions.type[one]! >= 0) ?? [];
    return agreed(typed.map((one) => declaredObject(file, one)));
  }

  /** What the first parameter of a method stands for. */
  function receiverOf(file: number, scope: number): Referent | null {
    const kind = receiverKind(files[file]!, scope);
    if (kind === null) return null;
    const holder = members.holder({ file, scope });
    if (holder !== null) return { ...holder, kind };
    const owner = files[file]!.facts.scopes[scope]!.owner === '' ? null : members.ownerOf({ file, scope });
    return owner?.kind === 'variable' ? owner : null;
  }

  function resultOf(of: Referent | null, holder: Referent | null): Referent | null {
    switch (of?.kind) {
      case 'class':
        return { ...of, kind: 'instance' };
      case 'function': {
        const { facts, language } = files[of.file]!;
        const { resultType, parent } = facts.scopes[of.scope]!;
        if (resultType === '')
          return members.owned({ ...of, kind: 'class' }).length > 0 ? { ...of, kind: 'instance' } : null;
        if (!language.traits.selfTypes.has(resultType)) return objectOfType(of.file, Math.max(0, parent), resultType);
        if (holder?.kind === 'instance' || holder?.kind === 'class') return { ...holder, kind: 'instance' };
        const own = members.holder(of);
        return own && { ...own, kind: 'instance' };
      }
      case 'overloads':
        return whereAll(of.levels.flat().map((one) => resultOf(one, holder)));
      default:
        return null;
    }
  }

  function enclosingClass(file: number, scope: number): ClassReferent | null {
    const { scopes } = files[file]!.facts;
    for (let at = scope; at >= 0; at = scopes[at]!.parent) {
      if (scopes[at]!.kind === 'class') return members.classOf({ file, scope: at });
      if (scopes[at]!.kind === 'function' && scopes[at]!.owner !== '') return members.holder({ file, scope: at });
    }
    return null;
  }
}

/** What all give; `null` where one gives nothing known. */
function whereAll(results: readonly (Referent | null)[]): Referent | null {
  return results.every((one) => one !== null) ? agreed(results) : null;
}
