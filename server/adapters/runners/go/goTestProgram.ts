/** Runs the test program of one package under watch and reads what it left. */
import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Cancellation } from '../../../ports/cancellation.ts';
import type {
  CollectionProblem,
  TestRecipe,
  WatchedRun,
  WatchLimits,
  WatchRequest,
} from '../../../ports/testRunner.ts';
import type { ProcessResult } from '../../process/runProcess.ts';
import { watchPulse } from '../../watching/testPulse.ts';
import { readWatchedRun } from '../../watching/watchedRunReading.ts';
import type { EcosystemOptions } from '../ecosystem.ts';
import { testEnvironment, testFlags } from './goEnvironment.ts';
import type { PreparedPackage } from './goPreparation.ts';
import { parseGoDeath } from './goStack.ts';

/** What makes the Go runtime print the stacks of all goroutines. */
const quit = 3;
const quitGraceMs = 2000;

/** `limits` are what is left of the run's; `name` is that of the package's folder in the run's own. */
export async function runTestProgram(
  options: EcosystemOptions,
  recipe: TestRecipe,
  prepared: PreparedPackage,
  watch: WatchRequest,
  limits: WatchLimits,
  outFolder: string,
  cancellation: Cancellation,
): Promise<WatchedRun> {
  await mkdir(outFolder, { recursive: true });
  const repository = await realpath(recipe.repository);
  const requestFile = join(outFolder, 'watch.txt');
  await writeFile(requestFile, requestText(prepared, watch, limits, outFolder, repository));
  const goRoot = String(recipe.settings.goRoot);
  const result = await options.runProcess({
    command: prepared.binary,
    arguments: [
      '-test.paniconexit0',
      '-test.parallel=1',
      '-test.timeout=0',
      ...testFlags(String(recipe.settings.flags)),
    ],
    cwd: prepared.folder,
    environment: testEnvironment(options.environment, goRoot, prepared.folder, requestFile),
    seconds: limits.seconds,
    lastWords: process.platform === 'win32' ? [] : [{ signal: quit, graceMs: quitGraceMs }],
    cancellation,
    isOverdue: watchPulse(outFolder, limits.testSeconds + 1), // it looks at the clock itself where it can
    confinement: {
      repository,
      writable: [outFolder],
      readable: [prepared.binary, goRoot, String(recipe.settings.moduleCache), String(recipe.settings.buildCache)],
    },
  });
  const run = await readWatchedRun({
    outFolder,
    watch: { ...watch, tests: prepared.asked, limits },
    process: result,
    endsBy: 'finish',
    lastStack: async () => {
      const death = parseGoDeath(result.outputTail, repository);
      return { frames: death?.frames ?? [], fatal: death?.kind == null ? null : `${death.kind}: ${death.message}` };
    },
  });
  return endedEarly(run) ? withoutTests(run, prepared, result, repository) : run;
}

function endedEarly({ ending, tests }: WatchedRun): boolean {
  return tests.length === 0 && (ending.kind === 'crashed' || ending.kind === 'notStarted');
}

/** A program that died before its first test: a package that could not be initialized, or `TestMain`. */
function withoutTests(
  run: WatchedRun,
  prepared: PreparedPackage,
  result: ProcessResult,
  repository: string,
): WatchedRun {
  const death = parseGoDeath(result.outputTail, repository);
  const file = prepared.tests[0]?.file ?? null;
  const last = result.outputTail.trim().split('\n').slice(-12).join('\n');
  const message = `The tests of ${relative(repository, prepared.folder).split(sep).join('/') || '.'} ended before any test began`;
  const exception =
    death === null
      ? null
      : { type: death.kind ?? 'Crash', message: death.message, frames: death.frames, chainedBy: null, chained: null };
  const problems = prepared.asked.map(
    (test): CollectionProblem => ({
      kind: 'loadFailed',
      test,
      file,
      message: exception === null ? `${message}. It printed last:\n${last}` : message,
      exception,
    }),
  );
  return { ...run, ending: { kind: 'completed' }, collectionProblems: problems, nNotStarted: 0 };
}

function requestText(
  { folder, tests, parts }: PreparedPackage,
  { mode, leaveOut, keepPassingTraces }: WatchRequest,
  { maxTests, startSeconds, testSeconds, fuel }: WatchLimits,
  outFolder: string,
  repository: string,
): string {
  const path = relative(repository, folder).split(sep).join('/');
  const id = path === '' ? '.' : `./${path}`;
  const own = leaveOut.filter((test) => test.startsWith(`${id} `)).map((test) => test.slice(id.length + 1));
  const lines = [
    ['repository', repository.split(sep).join('/')],
    ['folder', outFolder],
    ['package', id],
    ['mode', mode],
    ...(keepPassingTraces ? [['keepPassing']] : []),
    ['limits', maxTests, startSeconds, testSeconds, fuel],
    ...tests.map(({ name, file, line }) => ['test', name, file, line]),
    ...parts.map((name) => ['part', name]),
    ...own.map((name) => ['leave', name]),
  ];
  return lines.map((fields) => fields.join('\t')).join('\n');
}
