/** One watched run: builds the programs of the chosen tests, runs them one after another, and joins what they left. */
import type { Cancellation } from '../../../ports/cancellation.ts';
import type {
  CollectionProblem,
  TestRecipe,
  WatchedRun,
  WatchedTest,
  WatchRequest,
} from '../../../ports/testRunner.ts';
import { inRunFolders } from '../../watching/runFolders.ts';
import { type LastStack, readWatchedRun } from '../../watching/watchedRunReading.ts';
import type { EcosystemOptions } from '../ecosystem.ts';
import { failedBuild } from './buildFailure.ts';
import type { BuiltProgram } from './cargoBuild.ts';
import { type CargoPlace, cargoPlace } from './cargoPlace.ts';
import { withFolderLock } from './folderLock.ts';
import { readList } from './libtestOutput.ts';
import { runSteps } from './runSteps.ts';
import { runTestProcess } from './testProcess.ts';
import { type Chosen, chooseTests } from './testSelection.ts';
import { type Plan, stepsOf } from './testSteps.ts';
import { watchedBuild } from './watchedBuild.ts';
import { makeWatchFiles } from './watchFiles.ts';

const listSeconds = 60;

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

async function runJob(job: Job): Promise<WatchedRun> {
  const { options, recipe, watch, cancellation, place, outFolder } = job;
  const { repository, runner } = recipe;
  const chosen: Chosen[] = [];
  const problems: CollectionProblem[] = [];
  for (const test of watch.tests) {
    const one = chooseTests(test, place.known, repository);
    if ('problem' in one) problems.push(notFound(test, one.problem));
    else chosen.push(one);
  }
  const targets = [...new Set(chosen.flatMap(({ programs }) => programs.map(({ target }) => target)))];
  const request = { repository, place, outFolder, cacheFolder: options.cacheFolder, targets, watch };
  const { build, shadow, probed } = await watchedBuild(options, request, cancellation);
  if (build.kind === 'failed') {
    const asked = chosen.map(({ text, tests, programs }) => {
      return { test: text, file: tests[0]?.file ?? programs[0]?.target.root ?? null };
    });
    return failedBuild(build.result, asked, place.workspace.root, shadow);
  }
  const plans = await planned(job, build.programs, chosen);
  for (const one of chosen) {
    if (!plans.some((plan) => isAskedBy(one, plan))) {
      problems.push(notFound(one.text, `No test answers to ${one.text}`));
    }
  }
  const startBy = Date.now() + watch.limits.startSeconds * 1000;
  const files = makeWatchFiles(outFolder, repository, probed, watch);
  const steps = stepsOf(plans, place.known, runner, watch, probed);
  const stepsRequest = { repository, runner, watch, place, outFolder, shadow, files, startBy };
  const { process, lastStacks } = await runSteps(options, stepsRequest, steps, cancellation);
  const run = await readWatchedRun({ outFolder, watch, process, endsBy: 'exit' });
  const isFine = run.ending.kind !== 'notStarted' || problems.length === 0;
  return {
    ...run,
    ending: isFine ? run.ending : { kind: 'completed' },
    tests: run.tests.map((test) => withLastStack(test, lastStacks)),
    collectionProblems: problems,
  };
}

function isAskedBy({ programs, matches }: Chosen, { known, names }: Plan): boolean {
  return programs.includes(known) && names.some((name) => matches(known, name));
}

function withLastStack(test: WatchedTest, stacks: ReadonlyMap<string, LastStack>): WatchedTest {
  const last = stacks.get(test.id);
  if (test.exception === null || last === undefined) return test;
  return {
    ...test,
    exception: { ...test.exception, message: last.fatal ?? test.exception.message, frames: last.frames },
  };
}

function notFound(test: string, message: string): CollectionProblem {
  return { kind: 'notFound', test, file: null, message, exception: null };
}

/** What the built programs list, of that what was chosen. */
async function planned(
  { options, place, recipe, outFolder, cancellation }: Job,
  programs: readonly BuiltProgram[],
  chosen: readonly Chosen[],
): Promise<readonly Plan[]> {
  const plans: Plan[] = [];
  for (const [index, built] of programs.entries()) {
    const known = place.known.programs.find(({ target }) => target === built.target)!;
    const asked = chosen.filter((one) => one.programs.includes(known));
    const listing = {
      ...{ program: built, outFolder, name: `list-${index}`, environment: {} },
      ...{ arguments: ['--list', '--format', 'terse'], seconds: listSeconds, testSeconds: listSeconds },
    };
    const { output } = await runTestProcess(options, place, recipe.repository, listing, cancellation);
    const listed = readList(output);
    const names = listed.filter((name) => asked.some((one) => one.matches(known, name)));
    if (names.length > 0) plans.push({ known, built, names, isWhole: names.length === listed.length });
  }
  return plans;
}
