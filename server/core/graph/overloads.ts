/**
 * Which of several functions of one name a call runs, by the number of its arguments, the names of keywords, and the
 * types that are plain from how they are written. Where that leaves more than one, nothing is said.
 */
import type { AnalyzedFile } from './analyzedFile.ts';
import { fitOf } from './argumentTypes.ts';
import type { ArgumentFacts } from './fileFacts.ts';
import { receiverKind } from './receivers.ts';
import type { FunctionReferent } from './referents.ts';

/** The one function that takes the arguments, of the nearest class that has any; `null` where that is none or several. */
export function chooseOverload(
  files: readonly AnalyzedFile[],
  levels: readonly (readonly FunctionReferent[])[],
  given: readonly ArgumentFacts[],
  givesReceiver = false,
): FunctionReferent | null {
  for (const level of levels) {
    const fitting = level.filter((one) => takes(files, one, given, givesReceiver) && !isExcluded(files, one, given));
    if (fitting.length === 0) continue;
    const written = fitting.filter((one) => hasBody(files, one));
    const left = written.length > 0 ? written : fitting;
    // What takes any number of arguments is looked at last.
    const exact = left.filter((one) => !takesAnyNumber(files, one));
    if (areAlternatives(files, left)) return left.at(-1)!;
    const chosen = byTypes(files, exact.length > 0 ? exact : left, given);
    const others = left.filter((one) => !exact.includes(one));
    return chosen === null || exact.length === 0 ? chosen : byTypes(files, [chosen, ...others], given, 1);
  }
  return null;
}

/** Functions of one name in one block, where each has its own: the build takes one of them. */
function areAlternatives(files: readonly AnalyzedFile[], functions: readonly FunctionReferent[]): boolean {
  const [first] = functions;
  if (first === undefined || !files[first.file]!.language.traits.hasAlternatives) return false;
  const blockOf = ({ file, scope }: FunctionReferent) => files[file]!.facts.scopes[scope]!.parent;
  return functions.every((one) => one.file === first.file && blockOf(one) === blockOf(first));
}

/** The types of the parameters that the arguments fill, in their order. */
function wantedTypes(
  files: readonly AnalyzedFile[],
  { file, scope }: FunctionReferent,
  given: readonly ArgumentFacts[],
): readonly string[] {
  const all = files[file]!.facts.scopes[scope]!.parameters;
  const parameters = receiverKind(files[file]!, scope) === null ? all : all.slice(1);
  return given.map((_, index) => parameters[index]?.type ?? '');
}

function isExcluded(files: readonly AnalyzedFile[], one: FunctionReferent, given: readonly ArgumentFacts[]): boolean {
  return wantedTypes(files, one, given).some((wanted, index) => fitOf(given[index]!.type ?? '', wanted) === 'no');
}

/** The one function, of the first so many, whose parameters have the arguments' very types wherever the functions differ. */
function byTypes(
  files: readonly AnalyzedFile[],
  functions: readonly FunctionReferent[],
  given: readonly ArgumentFacts[],
  nCandidates = functions.length,
): FunctionReferent | null {
  if (functions.length < 2) return functions[0] ?? null;
  // What says nothing of types is chosen by numbers alone.
  if (functions.every(({ file }) => files[file]!.language.traits.valueTypes.length === 0)) {
    return nCandidates === 1 ? functions[0]! : null;
  }
  const wanted = functions.map((one) => wantedTypes(files, one, given));
  const isOpen = given.map((_, index) =>
    wanted.some((types) => types[index] === '' || types[index] !== wanted[0]![index]),
  );
  const same = functions
    .slice(0, nCandidates)
    .filter((_, at) =>
      given.every(({ type }, index) => !isOpen[index] || fitOf(type ?? '', wanted[at]![index]!) === 'same'),
    );
  return same.length === 1 ? same[0]! : null;
}

export function hasBody(files: readonly AnalyzedFile[], { file, scope }: FunctionReferent): boolean {
  return files[file]!.facts.scopes[scope]!.hasBody;
}

function takesAnyNumber(files: readonly AnalyzedFile[], { file, scope }: FunctionReferent): boolean {
  return files[file]!.facts.scopes[scope]!.parameters.some(({ kind }) => kind === 'rest');
}

/** Whether a function can be called with the arguments; its receiver is among them only where that is said. */
export function takes(
  files: readonly AnalyzedFile[],
  { file, scope }: FunctionReferent,
  given: readonly ArgumentFacts[],
  givesReceiver = false,
): boolean {
  if (given.some(({ kind }) => kind === 'rest' || kind === 'keywords')) return true;
  const all = files[file]!.facts.scopes[scope]!.parameters;
  const isCounted = givesReceiver || receiverKind(files[file]!, scope) === null;
  const parameters = isCounted ? all : all.slice(1);
  const needed = parameters.filter(({ kind, hasDefault }) => !hasDefault && kind !== 'rest' && kind !== 'keywords');
  const takesMore = parameters.some(({ kind }) => kind === 'rest' || kind === 'keywords');
  const isKnown = given.every(
    ({ keyword }) => keyword === null || takesMore || parameters.some(({ name }) => name === keyword),
  );
  return isKnown && needed.length <= given.length && (takesMore || given.length <= parameters.length);
}
