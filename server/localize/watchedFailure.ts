/**
 * What is known of the failure once everything has run: the input of all evidence sources. Test code is told apart
 * here once, so that no source ranks the messenger.
 */

import type { RepositorySnapshot, StatementSpan } from '../analysis/repositorySnapshot.ts';
import type { ElementId, Line } from '../core/ids.ts';
import type { BranchHits, StatementHits, WatchedRun, WatchedTest } from '../ports/testRunner.ts';
import { type StatementKey, statementKey } from './evidence/finding.ts';
import { type NamedCode, namedByFailure } from './namedByFailure.ts';
import type { IsTestCode } from './testCode.ts';
import { tracedPlaces } from './tracedPlaces.ts';

export interface WatchedFailure {
  readonly snapshot: RepositorySnapshot;
  readonly isTestCode: IsTestCode;
  readonly failing: readonly WatchedTest[];
  /** Passing neighbours, with their hits. */
  readonly passing: readonly WatchedTest[];
  /** The passing tests most like the failing ones, the nearest first, with their traces. */
  readonly nearest: readonly WatchedTest[];
  /** The statements the ranking is over, in order of file and line. */
  readonly candidates: readonly Candidate[];
  /** Statements each failing test covered, test code included. */
  readonly coveredByFailing: readonly ReadonlySet<StatementKey>[];
  readonly coveredByPassing: readonly ReadonlySet<StatementKey>[];
  /** Ways decisions went in each failing test, as far as it ran beside its neighbours. */
  readonly branchesOfFailing: readonly BranchHits[];
  /** Code the exceptions speak of by name. */
  readonly named: readonly NamedCode[];
}

export interface Candidate {
  readonly key: StatementKey;
  readonly span: StatementSpan;
  readonly element: ElementId;
  /** It ran only while modules were loaded, before any test. */
  readonly onImportOnly: boolean;
  /** It did not run at all; the exception speaks of its function. */
  readonly isOnlyNamed: boolean;
}

/** Joins runs and repository. `runs` are those of the neighbours, the failing tests among them where they ran again. */
export function watchedFailure(
  snapshot: RepositorySnapshot,
  isTestCode: IsTestCode,
  failing: readonly WatchedTest[],
  runs: readonly WatchedRun[],
): WatchedFailure {
  const neighbours = runs.flatMap(({ tests }) => tests);
  const statements = statementIndex(snapshot);
  const inSpectra = new Map(neighbours.map((test) => [test.id, test]));
  const coveredByFailing = failing.map((test) => {
    const covered = new Set<StatementKey>();
    for (const [file, line] of placesOf(test, inSpectra.get(test.id))) {
      const key = statements.keyAt(file, line);
      if (key !== null) covered.add(key);
    }
    return covered;
  });
  const passing = neighbours.filter((test) => test.outcome === 'passed' && test.hits !== null);
  const coveredByPassing = passing.map((test) => statements.keysOf(test.hits ?? new Map()));
  addSilentLoops(snapshot, [...coveredByFailing, ...coveredByPassing]);

  const ran = new Set(coveredByFailing.flatMap((covered) => [...covered]));
  const imported = new Set(runs.flatMap(({ importHits }) => [...statements.keysOf(importHits)]));
  const named = namedByFailure(snapshot, isTestCode, failing);
  const isNamed = namedStatements(snapshot, named);
  const branchesOfFailing = failing.flatMap(({ id }) => inSpectra.get(id)?.branches ?? []);
  const candidates: Candidate[] = [];
  for (const file of filesOf(snapshot, [...ran, ...imported], named)) {
    for (const span of oneALine(snapshot.statementsOf(file))) {
      const key = statementKey(file, span.line);
      const onImportOnly = !ran.has(key) && imported.has(key);
      const isOnlyNamed = !ran.has(key) && isNamed(span);
      if (!(ran.has(key) || onImportOnly || isOnlyNamed) || isTestCode(file, span.line)) continue;
      const element = isOnlyNamed ? (snapshot.elementAt(file, span.line)?.id ?? span.element) : span.element;
      candidates.push({ key, span, element, onImportOnly: onImportOnly && !isOnlyNamed, isOnlyNamed });
    }
  }
  return {
    ...{ snapshot, isTestCode, failing, passing, nearest: [], candidates },
    ...{ coveredByFailing, coveredByPassing, branchesOfFailing, named },
  };
}

/** In the order of the repository's files. */
function filesOf(
  { files }: RepositorySnapshot,
  keys: Iterable<StatementKey>,
  named: readonly NamedCode[],
): readonly string[] {
  const wanted = new Set(
    named.flatMap(({ elements, files: modules }) => [...elements.map(({ file }) => file), ...modules]),
  );
  for (const key of keys) wanted.add(key.slice(0, key.lastIndexOf(':')));
  return files.filter((file) => wanted.has(file));
}

/**
 * A loop without a condition, such as `while (true)`, has no code of its own where a compiler made it, so no run tells of
 * it: it ran where the first statement of its body did.
 */
function addSilentLoops(snapshot: RepositorySnapshot, covered: readonly Set<StatementKey>[]): void {
  const all = new Set<StatementKey>();
  for (const keys of covered) for (const key of keys) all.add(key);
  for (const file of filesOf(snapshot, all, [])) {
    const spans = snapshot.statementsOf(file);
    for (let index = spans.length - 2; index >= 0; index--) {
      const [loop, first] = [spans[index]!, spans[index + 1]!];
      if (loop.kind !== 'loop') continue;
      const [key, inside] = [statementKey(file, loop.line), statementKey(file, first.line)];
      if (all.has(key) || !all.has(inside) || !decides(snapshot, loop, first)) continue;
      all.add(key);
      for (const keys of covered) if (keys.has(inside)) keys.add(key);
    }
  }
}

/** Whether a statement, or the one it shares its line with, runs or not by what a loop does. */
function decides(
  snapshot: RepositorySnapshot,
  { line }: StatementSpan,
  { file, line: inside }: StatementSpan,
): boolean {
  const near = { variable: null, direction: 'backward', interprocedural: false, maxDepth: 2, maxSteps: 100 } as const;
  const steps = snapshot.slice({ ...near, file, line: inside, executed: null });
  return steps.some((step) => step.role === 'control' && step.span.file === file && step.span.line === line);
}

/** Those of a function the failure names, and what a module it names does when it is loaded. */
function namedStatements(snapshot: RepositorySnapshot, named: readonly NamedCode[]): (span: StatementSpan) => boolean {
  const functions = named.flatMap(({ elements }) => elements).filter(({ kind }) => kind === 'function');
  const modules = new Set(named.flatMap(({ files }) => files));
  return ({ file, line }) =>
    functions.some((it) => it.file === file && it.line <= line && line <= it.endLine) ||
    (modules.has(file) && snapshot.elementAt(file, line) === null);
}

/** Runs tell lines, not columns: of several statements on one line the last stands for all, a body rather than its header. */
function oneALine(spans: readonly StatementSpan[]): readonly StatementSpan[] {
  return [...new Map(spans.map((span) => [span.line, span])).values()];
}

/** Every place a failing test is known to have been: its spectrum, its trace, and the frames of its exceptions. */
function* placesOf(test: WatchedTest, inSpectra: WatchedTest | undefined): Iterable<readonly [string, Line]> {
  for (const [file, lines] of inSpectra?.hits ?? test.hits ?? []) for (const line of lines) yield [file, line];
  if (test.trace !== null) yield* tracedPlaces(test.trace);
  for (let exception = test.exception; exception !== null; exception = exception.chained) {
    for (const frame of exception.frames) if (frame.inRepository) yield [frame.file, frame.line];
  }
}

/** Statements by the lines runs tell: asked for each line of each test, so what was found out is kept. */
interface StatementIndex {
  keyAt(file: string, line: Line): StatementKey | null;
  keysOf(hits: StatementHits): Set<StatementKey>;
}

function statementIndex(snapshot: RepositorySnapshot): StatementIndex {
  const files = new Map<string, (StatementKey | null)[]>();
  const keyAt = (file: string, line: Line) => {
    const known = files.get(file) ?? [];
    files.set(file, known);
    const key = known[line];
    if (key !== undefined) return key;
    const span = snapshot.statementAt(file, line);
    const found = span === null ? null : statementKey(span.file, span.line);
    known[line] = found;
    return found;
  };
  return {
    keyAt,
    keysOf(hits) {
      const keys = new Set<StatementKey>();
      for (const [file, lines] of hits) {
        for (const line of lines) {
          const key = keyAt(file, line);
          if (key !== null) keys.add(key);
        }
      }
      return keys;
    },
  };
}
