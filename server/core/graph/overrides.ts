/**
 * Which methods override which: for each method the nearest of its name along each class above it, with as many
 * parameters where overloads stand side by side. Constructors override nothing. Where classes implement interfaces
 * without naming them, that makes `overrides` edges too, but decides no call: it rests on more than the names at hand.
 */
import { append } from '../append.ts';
import type { AnalyzedFile } from './analyzedFile.ts';
import type { OpenQuestion } from './circles.ts';
import { createFunctionNames } from './functionNames.ts';
import type { NameResolution } from './nameResolution.ts';
import { hasBody } from './overloads.ts';
import { type ClassReferent, type FunctionReferent, isSameScope, type Referent, scopeKey } from './referents.ts';
import { createImplementedMethods } from './structuralInterfaces.ts';

export interface Overrides {
  /** The methods that one overrides. */
  above(method: FunctionReferent): readonly FunctionReferent[];
  /** The only method with a body that overrides one without; `null` where there are none or several. */
  onlyBody(of: FunctionReferent): FunctionReferent | null;
}

export function createOverrides(files: readonly AnalyzedFile[], names: NameResolution): Overrides {
  const bodies = new Map<string, number>();
  const functionsNamed = createFunctionNames(files);
  const below = new Map<string, Overriding | OpenQuestion>();
  const implemented = createImplementedMethods(files, names);
  return {
    above(method) {
      const of = names.members.holder(method);
      return of === null || !hasBody(files, method) ? above(method) : [...above(method), ...implemented(of, method)];
    },
    onlyBody,
  };

  function above(method: FunctionReferent): readonly FunctionReferent[] {
    const of = names.members.holder(method);
    if (of === null) return [];
    const bases = names.bases(of);
    const { name } = files[method.file]!.facts.scopes[method.scope]!;
    if (bases.length === 0 || isConstructor(of, name)) return [];
    const found: FunctionReferent[] = [];
    for (const base of bases) {
      const one = nearest(base, name, method);
      if (one !== null && !found.some((other) => isSameScope(one, other))) found.push(one);
    }
    return found;
  }

  function nearest(base: ClassReferent, name: string, method: FunctionReferent): FunctionReferent | null {
    for (const at of names.lineage(base)) {
      const found = functionsIn(names.ownMember(at, name)).filter((one) => isAlike(one, method));
      if (found.length > 0) return found.length === 1 || !overloads(method) ? found.at(-1)! : null;
    }
    return null;
  }

  function isAlike(left: FunctionReferent, right: FunctionReferent): boolean {
    if (isSameScope(left, right)) return false;
    return !overloads(left) || nParameters(left) === nParameters(right);
  }

  function overloads({ file }: FunctionReferent): boolean {
    return files[file]!.language.traits.overloads;
  }

  function nParameters({ file, scope }: FunctionReferent): number {
    return files[file]!.facts.scopes[scope]!.parameters.length;
  }

  function isConstructor(of: ClassReferent, name: string): boolean {
    const { facts, language } = files[of.file]!;
    const { constructorName } = language.traits;
    return name === (constructorName === '' ? facts.scopes[of.scope]!.name : constructorName);
  }

  /** A class may meet an interface by a method it inherits from elsewhere: then a further body of the name is enough doubt. */
  function isInDoubt(of: FunctionReferent): boolean {
    const { facts, language } = files[of.file]!;
    const { name, parent } = facts.scopes[of.scope]!;
    const { decorators } = facts.scopes[parent]!;
    if (!decorators.some((one) => language.traits.typeModifiers.has(one))) return false;
    const known = bodies.get(name) ?? functionsNamed(name).filter((one) => isMethod(one)).length;
    bodies.set(name, known);
    return known > 1;
  }

  function isMethod(one: FunctionReferent): boolean {
    const { scopes } = files[one.file]!.facts;
    return hasBody(files, one) && scopes[scopes[one.scope]!.parent]?.kind === 'class';
  }

  function onlyBody(of: FunctionReferent): FunctionReferent | null {
    if (isInDoubt(of)) return null;
    const named = overriding(files[of.file]!.facts.scopes[of.scope]!.name);
    const open = [of];
    const seen = new Set([scopeKey(of)]);
    let only: FunctionReferent | null = null;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const method of named.get(scopeKey(at)) ?? []) {
        const key = scopeKey(method);
        if (seen.has(key)) continue;
        seen.add(key);
        if (hasBody(files, method)) {
          if (only !== null) return null;
          only = method;
        }
        open.push(method);
      }
    }
    // One that was written for a single place says nothing of the others, and lambdas stand in for it as well.
    return only !== null && isAnonymous(only) ? null : only;
  }

  function isAnonymous({ file, scope }: FunctionReferent): boolean {
    const { scopes } = files[file]!.facts;
    return scopes[scopes[scope]!.parent]?.name.startsWith('<') ?? false;
  }

  /** The methods of one name, by what they override. */
  function overriding(name: string): Overriding {
    return names.circles.answer<string, Overriding>(below, name, new Map(), () => {
      const found = new Map<number, FunctionReferent[]>();
      for (const method of functionsNamed(name)) {
        for (const overridden of above(method)) append(found, scopeKey(overridden), method);
      }
      return found;
    });
  }
}

type Overriding = ReadonlyMap<number, readonly FunctionReferent[]>;

function functionsIn(found: Referent | null): readonly FunctionReferent[] {
  if (found?.kind === 'function') return [found];
  return found?.kind === 'overloads' ? found.levels.flat() : [];
}
