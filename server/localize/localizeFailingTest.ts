/**
 * From a failing test to a ranking: reproduce it three times, watch it, watch its neighbours, weigh the evidence.
 * Leaves out what a face does: asking for trust, printing, exit statuses.
 */
import type { CodeSnapshot } from '../analysis/codeSnapshot.ts';
import type { Cancellation } from '../ports/cancellation.ts';
import type { Clock } from '../ports/clock.ts';
import type { GitHistory, RecentChange } from '../ports/git.ts';
import type { TestRecipe, TestRunner, WatchedRun, WatchRequest } from '../ports/testRunner.ts';
import type { TrialRunner } from '../ports/trials.ts';
import type { Localization, Problem } from '../protocol/localization.ts';
import { assertionEvidence } from './evidence/assertion.ts';
import { differenceEvidence } from './evidence/difference.ts';
import type { EvidenceFindings, EvidenceSource } from './evidence/finding.ts';
import { frameEvidence } from './evidence/frames.ts';
import { historyEvidence } from './evidence/history.ts';
import { reportEvidence } from './evidence/issueReport.ts';
import { type TrialEvidence, trialEvidence } from './evidence/mutation.ts';
import { siblingEvidence } from './evidence/sibling.ts';
import { sliceEvidence } from './evidence/slice.ts';
import { spectrumEvidence } from './evidence/spectrum.ts';
import { textEvidence } from './evidence/testText.ts';
import { valueEvidence } from './evidence/values.ts';
import type { FailureTables } from './failureTables.ts';
import { fuse } from './fuse.ts';
import { knownCode } from './namedByFailure.ts';
import { chooseNeighbours } from './neighbours.ts';
import { orderDependent, orderNotes, runReversed } from './orderDependence.ts';
import { type Reproduction, reproduce } from './reproduce.ts';
import { neighbourNotes, runNeighbours } from './runNeighbours.ts';
import { testCode } from './testCode.ts';
import { traceNearest } from './traceNearest.ts';
import { unranked } from './unranked.ts';
import { judge } from './verdict.ts';
import { type WatchedFailure, watchedFailure } from './watchedFailure.ts';
import { watchedValues } from './watchedValues.ts';

/** Sources that run the tests with the code written otherwise. */
const trialSources: readonly EvidenceSource[] = ['mutation', 'predicate'];
/** Statements whose suspicion decides on what is tried first. */
const mostSuspected = 400;

export interface LocalizePorts {
  readonly testRunner: TestRunner;
  readonly clock: Clock;
  /** What the repository remembers of its changes. */
  readonly history?: GitHistory;
  /** Where tests can be run with code written otherwise. */
  readonly trials?: TrialRunner;
  /** The repository as it is; asked for once, while the tests run. */
  readonly snapshot: () => Promise<CodeSnapshot>;
}

export interface LocalizeRequest {
  readonly recipe: TestRecipe;
  /** At most this many entries in each list of the answer. */
  readonly top: number;
  /** Limit of one run of the failing test, in seconds. */
  readonly timeoutSeconds: number;
  /** What a reader of the answer should know of how its tests were run. */
  readonly notes: readonly string[];
  /** Sources of evidence that are to have no say: an ablation. */
  readonly without?: readonly EvidenceSource[];
  /** A bug report that came with the test, as it was written. */
  readonly issue?: string;
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
  /** What was weighed; `null` where nothing was. */
  readonly tables: FailureTables | null;
}

const stopped = 'Stopped before all was traced and tried: the ranking is from what was reached';
/** How far back changes are asked for. */
const nCommits = 40;

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
  const askedFor = request.recipe.testFiles;
  const isNamedTest = reading.then((read) => testCode(read, askedFor));
  // Whoever awaits these is told of an error; where the job ends before, nobody need be.
  void Promise.allSettled([reading, isNamedTest]);
  let values: WatchRequest['values'] = null;
  const reproduction = await reproduce(
    ports.testRunner,
    {
      recipe: request.recipe,
      timeoutSeconds: request.timeoutSeconds,
      code: Promise.all([reading, isNamedTest]).then(([read, isTestCode]) => knownCode(read, isTestCode)),
      values: async (red) => {
        values = watchedValues(await reading, await isNamedTest, red);
        return values;
      },
    },
    (run) => onProgress({ message: `Running the failing test, ${run} of 3`, fraction: run * 0.15 }),
    cancellation,
  );
  const seconds = () => ports.clock.now() - started;
  if (reproduction.kind !== 'failing') return withoutRanking(request, reproduction, seconds());
  const snapshot = await reading;

  onProgress({ message: 'Running the tests around it', fraction: 0.6 });
  const isTestCode = testCode(snapshot, [...askedFor, ...reproduction.failing.map(({ file }) => file)]);
  const chosen = chooseNeighbours(
    snapshot,
    isTestCode,
    reproduction.failing,
    ports.testRunner.languagesOf(request.recipe),
  );
  const remembering = ports.history?.recentChanges(request.recipe.repository, chosen.executedFiles ?? [], nCommits);
  const neighbours = await runNeighbours(ports.testRunner, request.recipe, chosen, reproduction.failing, cancellation);
  const own = neighbours[0]?.run;
  const reversed =
    own === undefined
      ? new Map<string, boolean>()
      : await runReversed(ports.testRunner, request.recipe, chosen.ownFiles, own, cancellation);
  const unsteady = own === undefined ? [] : orderDependent(own, reversed);
  const runs = neighbours.map(({ run }) => without(run, unsteady));
  onProgress({ message: 'Tracing passing tests like it', fraction: 0.8 });
  const { nearest, notes: onNearest } = await traceNearest(
    ports.testRunner,
    request.recipe,
    { failing: reproduction.failing, neighbours: runs.flatMap(({ tests }) => tests), values },
    cancellation,
  );
  onProgress({ message: 'Weighing the evidence', fraction: 0.9 });
  const failure = { ...watchedFailure(snapshot, isTestCode, reproduction.failing, runs), nearest };
  const notes = [
    ...reproduction.notes,
    ...neighbourNotes(request.recipe, neighbours, reproduction.failing),
    ...orderNotes(unsteady, reversed, reproduction.failing),
    ...onNearest,
  ];
  const evidence = [...watchedEvidence(failure, (await remembering) ?? []), ...reported(snapshot, request)];
  const heard = evidence.filter(({ source }) => !request.without?.includes(source));
  const tried = await triedEvidence(ports, request, failure, heard, onProgress, cancellation);
  const all = [...heard, ...tried.evidence];
  const isCutShort = neighbours.some(({ run }) => run.ending.kind === 'cancelled');
  const ending = isCutShort || cancellation.aborted ? 'cancelled' : 'done';
  const onEnding = ending === 'cancelled' && !isCutShort ? [stopped] : [];
  return { ...ranked(request, failure, all, [...notes, ...tried.notes, ...onEnding], seconds()), ending };
}

/** What trying out changes of the code tells, where that is wanted: of what the other evidence suspects. */
async function triedEvidence(
  ports: LocalizePorts,
  request: LocalizeRequest,
  failure: WatchedFailure,
  heard: readonly EvidenceFindings[],
  onProgress: (progress: LocalizeProgress) => void,
  cancellation: Cancellation,
): Promise<TrialEvidence> {
  const wanted = trialSources.filter((source) => request.without?.includes(source) !== true);
  if (wanted.length === 0) return { evidence: [], notes: [] };
  onProgress({ message: 'Trying out changes of the code', fraction: 0.92 });
  try {
    const ranking = fuse(failure, heard, mostSuspected);
    const { evidence, notes } = await trialEvidence(ports.trials, request.recipe, failure, ranking, cancellation);
    return { evidence: evidence.filter(({ source }) => wanted.includes(source)), notes };
  } catch (error) {
    // The rest of the evidence stands without it.
    const message = error instanceof Error ? error.message : String(error);
    return { evidence: [], notes: [`Changes of the code could not be tried out: ${message}`] };
  }
}

/** The failing tests themselves stay: what they went through counts, however they end in company. */
function without(run: WatchedRun, unsteady: readonly string[]): WatchedRun {
  const left = new Set(unsteady);
  return { ...run, tests: run.tests.filter(({ id, outcome }) => outcome !== 'passed' || !left.has(id)) };
}

/** What can be told without running anything again. */
function watchedEvidence(failure: WatchedFailure, changes: readonly RecentChange[]): readonly EvidenceFindings[] {
  return [
    spectrumEvidence(failure),
    frameEvidence(failure),
    sliceEvidence(failure),
    ...textEvidence(failure),
    differenceEvidence(failure),
    valueEvidence(failure),
    assertionEvidence(failure),
    siblingEvidence(failure),
    historyEvidence(failure, changes),
  ];
}

/** What the bug report says, if one came with the test. */
function reported(
  snapshot: CodeSnapshot,
  { issue, recipe, without = [] }: LocalizeRequest,
): readonly EvidenceFindings[] {
  if (issue === undefined || without.includes('issue')) return [];
  return [reportEvidence(snapshot, { repository: recipe.repository, text: issue, without })];
}

type Failing = Extract<Reproduction, { kind: 'failing' }>;

function ranked(
  request: LocalizeRequest,
  failure: WatchedFailure,
  heard: readonly EvidenceFindings[],
  notes: readonly string[],
  seconds: number,
): Pick<LocalizeOutcome, 'localization' | 'tables'> {
  const ranking = fuse(failure, heard, request.top);
  const { verdict, problems } = judge(failure, ranking);
  const localization: Localization = {
    ...unranked(request.recipe, verdict, seconds),
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
    problems: [
      ...notes.map((message): Problem => ({ severity: 'warning', message })),
      ...problems,
      ...request.notes.map((message): Problem => ({ severity: 'information', message })),
    ],
  };
  return { localization, tables: ranking.tables };
}

function withoutRanking(
  request: LocalizeRequest,
  reproduction: Exclude<Reproduction, Failing>,
  seconds: number,
): LocalizeOutcome {
  if (reproduction.kind === 'cancelled') {
    const problem: Problem = { severity: 'information', message: 'Cancelled before the failing test had run' };
    return {
      ending: 'cancelled',
      tables: null,
      localization: { ...unranked(request.recipe, 'uncertain', seconds), problems: [problem] },
    };
  }
  const { kind, message } = reproduction;
  const severity = kind === 'environment' ? 'error' : 'warning';
  return {
    ending: 'done',
    tables: null,
    localization: { ...unranked(request.recipe, kind, seconds), problems: [{ severity, message }] },
  };
}
