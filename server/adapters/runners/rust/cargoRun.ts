/** One watched run: builds the programs of the chosen tests, runs them one after another, and joins what they left. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cancellation } from '../../../ports/cancellation.ts';
import type { CollectionProblem, TestRecipe, WatchedRun, WatchRequest } from '../../../ports/testRunner.ts';
import type { ProcessResult } from '../../process/runProcess.ts';
import { inRunFolders } from '../../watching/runFolders.ts';
import type { TestPlace, WatchEvent } from '../../watching/watchEvents.ts';
import { readWatchedRun } from '../../watching/watchedRunReading.ts';
import type { EcosystemOptions } from '../ecosystem.ts';
import { failedBuild } from './buildFailure.ts';
import type { BuiltProgram } from './cargoBuild.ts';
import { type CargoPlace, cargoPlace } from './cargoPlace.ts';
import { withFolderLock } from './folderLock.ts';
import { readLibtest, readList } from './libtestOutput.ts';
import { parseRuntime, programEvents } from './programEvents.ts';
import { placeOf } from './rustTests.ts';
import { type EndedProcess, runTestProcess } from './testProcess.ts';
import { type Chosen, chooseTests, type TestProgram } from './testSelection.ts';
import { type WatchedBuild, watchedBuild } from './watchedBuild.ts';

const listSeconds = 60;
const mostWithBacktrace = 3;

export function runCargo(
  given: EcosystemOptions,
  recipe: TestRecipe,
  watch: WatchRequest,
  cancellation: Cancellation,
): Promise<WatchedRun> {
  return inRunFolders(given.cacheFolder, async ({ outFolder, cacheFolder }) => {
    const options = { ...given, cacheFolder };
    const place = await cargoPlace(options, recipe.repository, String(recipe.settings.folder ?? ''));
    const job = { options, recipe, watch, cancellation, place, outFolder };
    return withFolderLock(place.folder, cancellation, () => runJob(job));
  });
}

interface Job {
  readonly options: EcosystemOptions;
  readonly recipe: TestRecipe;
  readonly watch: WatchRequest;
  readonly cancellation: Cancellation;
  readonly place: CargoPlace;
  readonly outFolder: string;
}

/** The tests of one program that are to run, by libtest's names. */
interface Plan {
  readonly known: TestProgram;
  readonly built: BuiltProgram;
  readonly names: readonly string[];
  /** Whether these are all tests of the program. */
  readonly isWhole: boolean;
}

async function runJob(job: Job): Promise<WatchedRun> {
  const { options, recipe, watch, cancellation, place, outFolder } = job;
  const chosen: Chosen[] = [];
  const problems: CollectionProblem[] = [];
  for (const test of watch.tests) {
    const one = chooseTests(test, place.known, recipe.repository);
    if ('problem' in one) problems.push(notFound(test, one.problem));
    else chosen.push(one);
  }
  const targets = [...new Set(chosen.flatMap(({ programs }) => programs.map(({ target }) => target)))];
  const request = { repository: recipe.repository, place, outFolder, cacheFolder: options.cacheFolder, targets };
  const built = await watchedBuild(options, { ...request, probing: null }, cancellation);
  if (built.build.kind === 'failed') {
    return failedBuild(built.build.result, watch.tests, place.workspace.root, built.shadow);
  }
  const plans = await planned(job, built, chosen);
  for (const one of chosen) {
    if (
      !plans.all.some(({ known, names }) =>
        names.some((name) => one.programs.includes(known) && one.matches(known, name)),
      )
    ) {
      problems.push(notFound(one.text, `No test answers to ${one.text}`));
    }
  }
  const result = await runPlans(job, built, plans.all.length === 0 ? [] : bounded(job, plans.all));
  const run = await readWatchedRun({ outFolder, watch, process: result, endsBy: 'exit' });
  if (run.ending.kind === 'notStarted' && problems.length > 0) {
    return { ...run, ending: { kind: 'completed' }, collectionProblems: problems };
  }
  return { ...run, collectionProblems: problems };
}

function notFound(test: string, message: string): CollectionProblem {
  return { kind: 'notFound', test, file: null, message, exception: null };
}

/** What the built programs list, of that what was chosen. */
async function planned(
  job: Job,
  { build }: WatchedBuild,
  chosen: readonly Chosen[],
): Promise<{ readonly all: readonly Plan[] }> {
  const plans: Plan[] = [];
  if (build.kind === 'failed') return { all: plans };
  for (const [index, built] of build.programs.entries()) {
    const known = job.place.known.programs.find(({ target }) => target === built.target)!;
    const asked = chosen.filter(({ programs }) => programs.includes(known));
    const listing = {
      ...{ program: built, outFolder: job.outFolder, name: `list-${index}`, environment: {} },
      ...{ arguments: ['--list', '--format', 'terse'], seconds: listSeconds, testSeconds: listSeconds },
    };
    const { output } = await runTestProcess(job.options, job.place, job.recipe.repository, listing, job.cancellation);
    const listed = readList(output);
    const names = listed.filter((name) => asked.some((one) => one.matches(known, name)));
    if (names.length > 0) plans.push({ known, built, names, isWhole: names.length === listed.length });
  }
  return { all: plans };
}

/** Without what is to be left out, and no more tests than there may be. */
function bounded({ watch, place }: Job, plans: readonly Plan[]): readonly Plan[] {
  const leaveOut = new Set(watch.leaveOut);
  let left = watch.limits.maxTests;
  return plans.map((plan) => {
    const wanted = plan.names.filter((name) => !leaveOut.has(place.known.idOf(plan.known, name)));
    const names = wanted.slice(0, left);
    left -= names.length;
    return { ...plan, names, isWhole: plan.isWhole && names.length === plan.names.length };
  });
}

const nothingRan: ProcessResult = { ending: { kind: 'exited', status: 0 }, seconds: 0, outputTail: '' };

/** Runs the programs in turn until one does not end by itself. */
async function runPlans(job: Job, built: WatchedBuild, plans: readonly Plan[]): Promise<ProcessResult> {
  let result = nothingRan;
  for (const [index, plan] of plans.entries()) {
    const name = String(index);
    const tests = plan.names.map((test) => testPlace(job, plan, test));
    const isLast = result.ending.kind !== 'exited';
    let events: readonly WatchEvent[] = [
      { e: 'begin', pid: 0 },
      { e: 'collected', tests },
    ];
    const seconds = job.watch.limits.seconds - result.seconds;
    if (!isLast && tests.length > 0 && 0 < seconds) {
      const ended = await runProgram(job, plan, name, seconds);
      result = {
        ...ended.result,
        seconds: result.seconds + ended.result.seconds,
        outputTail: ended.output.slice(-4096) + ended.errors.slice(-4096),
      };
      events = [...events, ...(await eventsOf(job, built, plan, name, ended))];
    }
    await writeFile(
      join(job.outFolder, `events-${name}.jsonl`),
      events.map((event) => `${JSON.stringify(event)}\n`).join(''),
    );
  }
  return result;
}

function runProgram(job: Job, plan: Plan, name: string, seconds: number): Promise<EndedProcess> {
  const { limits } = job.watch;
  const request = {
    ...{ program: plan.built, outFolder: job.outFolder, name, seconds },
    arguments: ['--test-threads=1', '--color', 'never', ...(plan.isWhole ? [] : ['--exact', ...plan.names])],
    environment: { RUST_BACKTRACE: wantsBacktrace(job, plan) ? '1' : '0', RUST_LIB_BACKTRACE: '0' },
    testSeconds: limits.testSeconds,
  };
  return runTestProcess(job.options, job.place, job.recipe.repository, request, job.cancellation);
}

/** Each backtrace costs a tenth of a second; with probes the stack is known without. */
function wantsBacktrace({ watch }: Job, { names }: Plan): boolean {
  return watch.mode === 'plain' && names.length <= mostWithBacktrace;
}

async function eventsOf(job: Job, built: WatchedBuild, plan: Plan, name: string, ended: EndedProcess) {
  const results = readLibtest(ended.output, new Set(plan.names));
  const text = await readFile(join(job.outFolder, `watched-${name}.jsonl`), 'utf8').catch(() => '');
  return programEvents({
    results,
    runtime: parseRuntime(text),
    isTracing: job.watch.mode === 'trace',
    placeOf: (test) => testPlace(job, plan, test),
    exceptionPlace: { workspaceRoot: job.place.workspace.root, shadow: built.shadow },
    code: () => undefined,
    seconds: results.length === 1 ? ended.result.seconds : 0,
  });
}

function testPlace({ place }: Job, { known }: Plan, name: string): TestPlace {
  return { id: place.known.idOf(known, name), ...placeOf(known.crate, known.target.root, name) };
}
