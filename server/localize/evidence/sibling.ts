/**
 * What the failing tests' siblings tell: functions that run in them and in few of the passing tests beside them in the same
 * class or file, and functions, classes and files named as the tests are. Leaves out what a test's own text names: that is
 * `mention`.
 */
import type { ProgramElement } from '../../analysis/repositorySnapshot.ts';
import type { ElementId } from '../../core/ids.ts';
import { ochiai } from '../../core/spectrum/formulas.ts';
import { wordsOf } from '../../core/text/words.ts';
import type { WatchedTest } from '../../ports/testRunner.ts';
import type { WatchedFailure } from '../watchedFailure.ts';
import { type EvidenceFindings, type Finding, noStatements, type StatementKey } from './finding.ts';

/** A function whose whole name stands in a test's longer name. */
const worthOfPart = 0.7;
/** A method of the class a class of tests is named after; a function of the file a test file is named after. */
const worthOfClass = 0.5;
const worthOfFile = 0.3;
const minNameLength = 4;
/** More failing tests are not looked at: what they share shows in these. */
const maxFailing = 100;
/** Words of tests' names that name nothing. */
const testWords = new Set(['test', 'tests', 'spec', 'specs', 'should', 'it', 'case', 'testcase', 'unittest']);

export function siblingEvidence(failure: WatchedFailure): EvidenceFindings {
  const executed = executedFunctions(failure);
  const coverage = siblingCoverage(failure, executed);
  const names = failure.failing.slice(0, maxFailing).map(namesOf);
  const functions = new Map<ElementId, Finding>();
  for (const element of executed.values()) {
    const spectral = coverage(element);
    const named = likeness(element, names);
    const better = (named?.score ?? 0) < (spectral?.score ?? 0) ? spectral : named;
    if (better === null || better.score === 0) continue;
    const score = 1 - (1 - (spectral?.score ?? 0)) * (1 - (named?.score ?? 0));
    functions.set(element.id, {
      score,
      message: better.message,
      path: () => [{ file: element.file, line: element.line, message: element.qualifiedName }],
    });
  }
  return { source: 'sibling', kind: 'spectrum', statements: noStatements, functions };
}

interface Reason {
  readonly score: number;
  readonly message: string;
}

function executedFunctions({ snapshot, candidates }: WatchedFailure): ReadonlyMap<ElementId, ProgramElement> {
  const ran = new Set(candidates.filter(({ onImportOnly }) => !onImportOnly).map(({ element }) => element));
  const files = new Set(candidates.map(({ span }) => span.file));
  const functions = [...files]
    .flatMap((file) => snapshot.elementsOf(file))
    .filter(({ id, kind }) => kind === 'function' && ran.has(id));
  return new Map(functions.map((element) => [element.id, element]));
}

/** Ochiai over functions rather than statements, and over siblings only. */
function siblingCoverage(
  failure: WatchedFailure,
  executed: ReadonlyMap<ElementId, ProgramElement>,
): (element: ProgramElement) => Reason | null {
  const elementOf = new Map(failure.candidates.map(({ key, element }) => [key, element]));
  const functionsIn = (covered: ReadonlySet<StatementKey>) => {
    const found = new Set<ElementId>();
    for (const key of covered) {
      const element = elementOf.get(key);
      if (element !== undefined && executed.has(element)) found.add(element);
    }
    return found;
  };
  const groups = new Set(failure.failing.map(groupOf));
  const inGroup = failure.passing.map((test) => groups.has(groupOf(test)));
  const siblings = failure.coveredByPassing.filter((_, at) => inGroup[at] === true).map(functionsIn);
  const failing = failure.coveredByFailing.map(functionsIn);
  if (siblings.length === 0) return () => null;
  const nSiblings = timesIn(siblings);
  const nFailing = timesIn(failing);
  return ({ id }) => {
    const failedCovering = nFailing.get(id) ?? 0;
    const passedCovering = nSiblings.get(id) ?? 0;
    const score = ochiai({
      failedCovering,
      passedCovering,
      failedMissing: failing.length - failedCovering,
      passedMissing: siblings.length - passedCovering,
    });
    const many = `${passedCovering === 0 ? 'none' : passedCovering} of the ${siblings.length} passing tests beside it`;
    return { score, message: `This function is entered by ${share(failedCovering, failing.length)} and by ${many}` };
  };
}

function timesIn(sets: readonly ReadonlySet<ElementId>[]): ReadonlyMap<ElementId, number> {
  const times = new Map<ElementId, number>();
  for (const set of sets) for (const id of set) times.set(id, (times.get(id) ?? 0) + 1);
  return times;
}

function share(covering: number, all: number): string {
  return all === 1 ? 'the failing test' : `${covering} of ${all} failing tests`;
}

/** The class of a test, else its file. */
function groupOf({ id, file }: WatchedTest): string {
  const parts = id.replace(/\[.*$/s, '').split(/::|#| > |\.(?=[^./]+$)/);
  return parts.length < 3 ? file : parts.slice(0, -1).join('::');
}

/** Words joined by `_`. */
interface TestNames {
  readonly id: string;
  /** Without what makes them names of tests; empty where nothing is left. */
  readonly test: string;
  readonly group: string;
  readonly file: string;
  /** All of them, and its parameters; with `_` around. */
  readonly all: string;
}

function namesOf({ id, file }: WatchedTest): TestNames {
  const parts = id.replace(/\[.*$/s, '').split(/::|#| > |\./);
  const stem = stemOf(file);
  const [test, group, ofFile] = [plainName(parts.at(-1) ?? ''), plainName(parts.at(-2) ?? ''), plainName(stem)];
  const parameters = plainName(/\[(.*)\]$/s.exec(id)?.[1] ?? '');
  return { id, test, group, file: ofFile, all: `_${ofFile}__${test}__${parameters}_` };
}

function stemOf(file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1);
  return name.replace(/\.[^.]+$/, '').replace(/[.-]/g, '_');
}

/** The words of a name in their order, joined by `_`, without those that only say that it is a test. */
function plainName(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).flatMap((part) => {
    const inPart = wordsOf(part);
    return (inPart.length > 1 ? inPart.slice(1) : inPart).filter((word) => !testWords.has(word));
  });
  return words.join('_');
}

/** How a function is named after one of the tests, or the tests after it. */
function likeness(element: ProgramElement, names: readonly TestNames[]): Reason | null {
  const own = plainName(element.name);
  const owner = plainName(element.qualifiedName.split('.').at(-2) ?? '');
  const file = plainName(stemOf(element.file));
  const [hasName, hasOwner, hasFile] = [isTelling(own), isTelling(owner), isTelling(file)];
  let best: Reason | null = null;
  const offer = (score: number, message: string) => {
    if ((best?.score ?? 0) < score) best = { score, message };
  };
  for (const { id, test, group, file: testFile, all } of names) {
    if (hasName && own === test) offer(1, `Named as the test is: ${id}`);
    else if (hasName && `_${test}_`.includes(`_${own}_`)) offer(worthOfPart, `The test is named after it: ${id}`);
    if (hasOwner && owner === group) offer(worthOfClass, `Its class is the one the tests' class is named after`);
    if (hasFile && file === testFile) offer(worthOfFile, `In the file the tests' file is named after`);
    else if (hasFile && all.includes(`_${file}_`)) offer(worthOfFile, `In the file the test's name speaks of: ${id}`);
  }
  return best;
}

function isTelling(words: string): boolean {
  return minNameLength <= words.replaceAll('_', '').length;
}
