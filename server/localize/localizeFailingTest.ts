/**
 * From a failing test to a ranking: reproduce it three times, watch it, watch its neighbours, weigh the evidence.
 * Leaves out what a face does: asking for trust, printing, exit statuses.
 */
import type { RepositorySnapshot } from '../analysis/repositorySnapshot.ts';
import type { Cancellation } from '../ports/cancellation.ts';
import type { Clock } from '../ports/clock.ts';
import type { TestRecipe, TestRunner, WatchedRun } from '../ports/testRunner.ts';
import type { Localization, Problem, Verdict } from '../protocol/localization.ts';
import { frameEvidence } from './evidence/frames.ts';
import { sliceEvidence } from './evidence/slice.ts';
import { spectrumEvidence } from './evidence/spectrum.ts';
import { textEvidence } from './evidence/testText.ts';
import { fuse } from './fuse.ts';
import { chooseNeighbours, type Neighbours } from './neighbours.ts';
import { type Reproduction, reproduce } from './reproduce.ts';
import { runOn } from './runOn.ts';
import { testCode } from './testCode.ts';
import { judge } from './verdict.ts';
import { type WatchedFailure, watchedFailure } from './watchedFailure.ts';

export interface LocalizePorts {
  readonly testRunner: TestRunner;
  readonly clock: Clock;
  /** The repository as it is; asked for once, while the tests run. */
  readonly snapshot: () => Promise<RepositorySnapshot>;
}

export interface LocalizeRequest {
  readonly recipe: TestRecipe;
  /** At most this many entries in each list of the answer. */
  readonly top: number;
  /** Limit of one run of the failing test, in seconds. */
  readonly timeoutSeconds: number;
}

/** What is happening, for progress; `fraction` is of the whole job, 0 to 1. */
export interface LocalizeProgress {
  readonly message: string;
  readonly fraction: number;
}

/** `cancelled` keeps what was reached: without a ranking where none was. */
export interface LocalizeOutcome {
  readonly localization: Localization;
  readonly ending: 'done' | 'cancelled';
}

/** No neighbour of the failing test's own file is started after this many seconds, and none of another file after that. */
const ownSeconds = 30;
const otherSeconds = 10;
const neighbourTestSeconds = 5;
const maxNeighbours = 400;
const stoppedEarly = 'Stopped before all neighbouring tests had run; the ranking is from those that had';

/** Runs the recipe and ranks what may be to blame. A test that cannot be run, or is not red, is a verdict, not an error. */
export async function localizeFailingTest(
  ports: LocalizePorts,
  request: LocalizeRequest,
  onProgress: (progress: LocalizeProgress) => void,
  cancellation: Cancellation,
): Promise<LocalizeOutcome> {
  const started = ports.clock.now();
  // The repository is read while the test runs.
  const reading = ports.snapshot();
  const askedFor = request.recipe.tests.flatMap((test) => test.split('::')[0] ?? []);
  const isNamedTest = reading.then((read) => testCode(read, askedFor));
  // Whoever awaits these is told of an error; where the job ends before, nobody need be.
  void Promise.allSettled([reading, isNamedTest]);
  const reproduction = await reproduce(
    ports.testRunner,
    { recipe: request.recipe, timeoutSeconds: request.timeoutSeconds, isTestCode: isNamedTest },
    (run) => onProgress({ message: `Running the failing test, ${run} of 3`, fraction: run * 0.15 }),
    cancellation,
  );
  const seconds = () => ports.clock.now() - started;
  if (reproduction.kind !== 'failing') return withoutRanking(request, reproduction, seconds());
  const snapshot = await reading;

  onProgress({ message: 'Running the tests around it', fraction: 0.6 });
  const isTestCode = testCode(snapshot, [...askedFor, ...reproduction.failing.map(({ file }) => file)]);
  const chosen = chooseNeighbours(snapshot, isTestCode, reproduction.failing);
  const neighbours = await runNeighbours(ports.testRunner, chosen, request, reproduction, cancellation);
  onProgress({ message: 'Weighing the evidence', fraction: 0.9 });
  const failure = watchedFailure(snapshot, isTestCode, reproduction.failing, neighbours);
  const ending = neighbours.some((run) => run.ending.kind === 'cancelled') ? 'cancelled' : 'done';
  const notes = [
    ...reproduction.notes,
    ...neighbourNotes(request.recipe, neighbours, failure),
    ...(ending === 'cancelled' ? [stoppedEarly] : []),
  ];
  return { localization: ranked(request, failure, notes, seconds()), ending };
}

type Failing = Extract<Reproduction, { kind: 'failing' }>;

/**
 * The failing tests' own files first, then others, each as a run of its own: a file that hangs while it is loaded, or
 * takes the process down, then costs only the second.
 */
async function runNeighbours(
  testRunner: TestRunner,
  { ownFiles, otherFiles, executedFiles }: Neighbours,
  { recipe, timeoutSeconds }: LocalizeRequest,
  { failing }: Failing,
  cancellation: Cancellation,
): Promise<readonly WatchedRun[]> {
  // What hung or took its process down would do so again.
  const leaveOut = failing.filter(({ outcome }) => outcome === 'timedOut' || outcome === 'crashed').map(({ id }) => id);
  const run = (tests: readonly string[], startSeconds: number, seconds: number) => {
    const limits = { seconds, startSeconds, testSeconds: neighbourTestSeconds, maxTests: maxNeighbours };
    const watch = { mode: 'spectra', tests, instrument: executedFiles, leaveOut, limits } as const;
    return runOn(testRunner, recipe, watch, cancellation);
  };
  const own = await run(ownFiles, ownSeconds, ownSeconds + Math.min(timeoutSeconds, ownSeconds));
  if (otherFiles.length === 0 || own.some(({ ending }) => ending.kind === 'cancelled')) return own;
  return [...own, ...(await run(otherFiles, otherSeconds, 2 * otherSeconds))];
}

function neighbourNotes(
  recipe: TestRecipe,
  runs: readonly WatchedRun[],
  { failing }: WatchedFailure,
): readonly string[] {
  const notes: string[] = [];
  const green = new Set(
    runs.flatMap(({ tests }) => tests.filter(({ outcome }) => outcome === 'passed').map(({ id }) => id)),
  );
  for (const { id } of failing) {
    // Only a test that was asked for by its name ran alone before.
    if (green.has(id) && recipe.tests.includes(id))
      notes.push(`${id} fails alone but passes after the other tests of its file: it depends on their order`);
  }
  const stopped = runs.flatMap(({ tests }) =>
    tests.filter(({ outcome }) => outcome === 'timedOut' || outcome === 'crashed'),
  );
  if (stopped.length !== 0) {
    notes.push(
      `${stopped.length} neighbouring ${stopped.length === 1 ? 'test' : 'tests'} hung or ended the process, and tell nothing`,
    );
  }
  notes.push(...runs.flatMap((run) => loadingTrouble(run) ?? []));
  return notes;
}

/** Why a run has no tests to show, where it should have. */
function loadingTrouble({ ending, tests }: WatchedRun): string | null {
  if (ending.kind === 'notStarted') return `The neighbouring tests could not be started: ${ending.message}`;
  if (tests.length !== 0) return null;
  if (ending.kind === 'timedOut')
    return `Loading neighbouring tests took over ${Math.round(ending.afterSeconds)} s and was stopped`;
  return ending.kind === 'crashed' ? `Loading neighbouring tests ended the process (${ending.how})` : null;
}

function ranked(
  request: LocalizeRequest,
  failure: WatchedFailure,
  notes: readonly string[],
  seconds: number,
): Localization {
  const evidence = [
    spectrumEvidence(failure),
    frameEvidence(failure),
    sliceEvidence(failure),
    ...textEvidence(failure),
  ];
  const ranking = fuse(failure, evidence, request.top);
  const { verdict, problems } = judge(failure, ranking);
  return {
    ...frame(request, verdict, seconds),
    tests: failure.failing.map((test) => test.id),
    confidence: ranking.confidence,
    files: ranking.files,
    functions: ranking.functions,
    locations: ranking.locations,
    run: {
      runner: request.recipe.runner,
      failing: failure.failing.length,
      passing: failure.passing.length,
      seconds: Number(seconds.toFixed(3)),
      overhead: Number((seconds - failure.failing.reduce((sum, test) => sum + test.seconds, 0)).toFixed(3)),
    },
    problems: [...notes.map((message): Problem => ({ severity: 'warning', message })), ...problems],
  };
}

function withoutRanking(
  request: LocalizeRequest,
  reproduction: Exclude<Reproduction, Failing>,
  seconds: number,
): LocalizeOutcome {
  if (reproduction.kind === 'cancelled') {
    const problem: Problem = { severity: 'information', message: 'Cancelled before the failing test had run' };
    return { ending: 'cancelled', localization: { ...frame(request, 'uncertain', seconds), problems: [problem] } };
  }
  const { kind, message } = reproduction;
  const severity = kind === 'environment' ? 'error' : 'warning';
  return { ending: 'done', localization: { ...frame(request, kind, seconds), problems: [{ severity, message }] } };
}

function frame({ recipe }: LocalizeRequest, verdict: Verdict, seconds: number): Localization {
  return {
    schema: 'culprit.localization/1',
    repository: recipe.repository,
    tests: recipe.tests,
    mode: 'deterministic',
    model: null,
    verdict,
    confidence: 0,
    files: [],
    functions: [],
    locations: [],
    run: { runner: recipe.runner, failing: 0, passing: 0, seconds: Number(seconds.toFixed(3)), overhead: 0 },
    problems: [],
  };
}
