/**
 * Methods of interfaces that a class implements by having their methods, without naming them (Go). A class counts where
 * it has every method of the interface, with as many parameters each. https://go.dev/ref/spec#Interface_types
 */
import { lazily } from '../lazily.ts';
import type { AnalyzedFile } from './analyzedFile.ts';
import { definedNames } from './definedNames.ts';
import { definitionKind, type FileFacts } from './fileFacts.ts';
import type { NameResolution } from './nameResolution.ts';
import { receiverKind } from './receivers.ts';
import type { ClassReferent, FunctionReferent } from './referents.ts';

/** The methods without a body that a method of a class stands in for. */
export type ImplementedMethods = (of: ClassReferent, method: FunctionReferent) => readonly FunctionReferent[];

export function createImplementedMethods(files: readonly AnalyzedFile[], names: NameResolution): ImplementedMethods {
  const declared = lazily(() => collectDeclared(files));
  return (of, method) => {
    const { name } = files[method.file]!.facts.scopes[method.scope]!;
    if (!files[method.file]!.language.traits.structuralInterfaces) return [];
    return (declared().get(name) ?? []).filter((one) => {
      const wanted = names.members.holder(one);
      return wanted !== null && hasAllOf(of, wanted);
    });
  };

  function hasAllOf(of: ClassReferent, wanted: ClassReferent): boolean {
    return names.lineage(wanted).every((at) => methodsOf(at).every((one) => has(of, one)));
  }

  function has(of: ClassReferent, wanted: FunctionReferent): boolean {
    const found = names.member(of, files[wanted.file]!.facts.scopes[wanted.scope]!.name);
    return found?.kind === 'function' && nGiven(found) === nGiven(wanted);
  }

  function nGiven(of: FunctionReferent): number {
    const { parameters } = files[of.file]!.facts.scopes[of.scope]!;
    return parameters.length - (receiverKind(files[of.file]!, of.scope) === null || isDeclared(of) ? 0 : 1);
  }

  /** A method of an interface names no receiver. */
  function isDeclared({ file, scope }: FunctionReferent): boolean {
    return !files[file]!.facts.scopes[scope]!.hasBody;
  }

  function methodsOf({ file, scope }: ClassReferent): readonly FunctionReferent[] {
    const { facts } = files[file]!;
    return [...definedNames(facts)[scope]!.values()].flatMap((definitions) =>
      definitions.flatMap((one): readonly FunctionReferent[] =>
        facts.definitions.kind[one] === definitionKind.function
          ? [{ kind: 'function', file, scope: facts.definitions.detail[one]! }]
          : [],
      ),
    );
  }
}

/** Methods without a body by name. */
function collectDeclared(files: readonly AnalyzedFile[]): ReadonlyMap<string, readonly FunctionReferent[]> {
  const found = new Map<string, FunctionReferent[]>();
  files.forEach(({ facts, language }, file) => {
    if (!language.traits.structuralInterfaces) return;
    for (const scope of declaredIn(facts)) {
      const { name } = facts.scopes[scope]!;
      const known = found.get(name);
      if (known === undefined) found.set(name, [{ kind: 'function', file, scope }]);
      else known.push({ kind: 'function', file, scope });
    }
  });
  return found;
}

const cache = new WeakMap<FileFacts, readonly number[]>();

function declaredIn(facts: FileFacts): readonly number[] {
  const known = cache.get(facts);
  if (known !== undefined) return known;
  const found = facts.scopes.flatMap(({ kind, hasBody, parent }, scope) =>
    kind === 'function' && !hasBody && facts.scopes[parent]!.kind === 'class' ? [scope] : [],
  );
  cache.set(facts, found);
  return found;
}
