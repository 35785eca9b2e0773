/**
 * Which of several functions of one name a call runs, by the number of its arguments and the names of keywords. Where
 * that leaves more than one, nothing is said: the types of arguments are not known.
 */
import type { AnalyzedFile } from './analyzedFile.ts';
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
    const fitting = level.filter((one) => takes(files, one, given, givesReceiver));
    if (fitting.length === 0) continue;
    const written = fitting.filter((one) => hasBody(files, one));
    const left = written.length > 0 ? written : fitting;
    // What takes any number of arguments is looked at last.
    const exact = left.filter((one) => !takesAnyNumber(files, one));
    if (exact.length === 1) return exact[0]!;
    return left.length === 1 || areAlternatives(files, left) ? left.at(-1)! : null;
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
