/**
 * Anything that can be run: its exit status says whether it passed, what it prints where it failed, and reports of coverage
 * it writes what ran. Leaves out traces: nothing is put into a program nobody knows.
 */
import { statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RaisedException } from '../../../core/trace/raisedException.ts';
import type { Cancellation } from '../../../ports/cancellation.ts';
import type {
  CollectionProblem,
  TestRecipe,
  WatchedRun,
  WatchedTest,
  WatchRequest,
} from '../../../ports/testRunner.ts';
import { confinedPath } from '../../disk/confinedPath.ts';
import { setVariables } from '../../process/environment.ts';
import type { ProcessResult } from '../../process/runProcess.ts';
import type { CoverageReport } from '../../reports/coverageReport.ts';
import { readReport } from '../../reports/readReport.ts';
import { type ReportedHits, reportedHits } from '../../reports/reportedHits.ts';
import { type RepositoryPaths, repositoryPaths } from '../../reports/repositoryPaths.ts';
import { inRunFolders, notStarted } from '../../watching/runFolders.ts';
import type { Ecosystem, EcosystemOptions } from '../ecosystem.ts';
import { type CommandSettings, outMark, resolveCommand, testFileOf, testMark } from './commandRecipe.ts';
import { printedFailure } from './printedFailure.ts';

/** Clocks of file systems are coarser than ours. */
const clockSlackMs = 2;

const unknownCoverage =
  'Nothing tells which lines the command ran: let it write a report of coverage, and name that with --coverage';

/** Any program; the user says which. */
export function createCommandEcosystem(options: EcosystemOptions): Ecosystem {
  return {
    runners: ['command'],
    languages: [],
    claims: ({ command }) => (command === undefined ? 'no' : 'certain'),
    resolve: async (request) => resolveCommand(request, options.environment),
    run: (recipe, watch, cancellation) => runCommand(options, recipe, watch, cancellation),
  };
}

/** One process for each test. What passes beside the failing test is only ever run for its coverage. */
async function runCommand(
  options: EcosystemOptions,
  recipe: TestRecipe,
  watch: WatchRequest,
  cancellation: Cancellation,
): Promise<WatchedRun> {
  const started = performance.now();
  const settings = recipe.settings as unknown as CommandSettings;
  const { limits } = watch;
  const asked = (watch.mode === 'spectra' ? settings.passing : watch.tests).filter(
    (id) => !watch.leaveOut.includes(id),
  );
  const seconds = () => (performance.now() - started) / 1000;
  const tests: WatchedTest[] = [];
  const problems: CollectionProblem[] = [];
  let run: WatchedRun = { ...notStarted(''), ending: { kind: 'completed' } };
  const paths = await repositoryPaths(recipe.repository);
  for (const id of asked) {
    if (limits.startSeconds <= seconds() || limits.maxTests <= tests.length) break;
    const limit = Math.max(1, Math.min(limits.testSeconds, limits.seconds - seconds()));
    run = await runOne({ options, recipe, settings, paths, id, limit, cancellation });
    tests.push(...run.tests);
    problems.push(...run.collectionProblems);
    if (run.ending.kind !== 'completed') break;
  }
  const nNotStarted = run.ending.kind === 'completed' ? asked.length - tests.length : 0;
  return { ...run, tests, collectionProblems: problems, nNotStarted, seconds: seconds() };
}

interface OneRun {
  readonly options: EcosystemOptions;
  readonly recipe: TestRecipe;
  readonly settings: CommandSettings;
  readonly paths: RepositoryPaths;
  readonly id: string;
  /** Seconds it may take. */
  readonly limit: number;
  readonly cancellation: Cancellation;
}

function runOne({ options, recipe, settings, paths, id, limit, cancellation }: OneRun): Promise<WatchedRun> {
  return inRunFolders(options.cacheFolder, async ({ outFolder }) => {
    const words = settings.words.map((word) => word.replaceAll(testMark, id).replaceAll(outMark, outFolder));
    const startedAt = Date.now();
    const environment = setVariables(options.environment);
    const started = await startOf(options, recipe.program, words.slice(1), settings.coverage, outFolder);
    const result = await options.runProcess({
      command: started.program,
      arguments: started.words,
      cwd: recipe.cwd,
      environment: { ...environment, ...started.environment },
      seconds: limit,
      lastWords: [],
      cancellation,
      confinement: {
        repository: recipe.repository,
        writable: [outFolder],
        readable: [recipe.program, started.program, options.watcherFolder],
      },
    });
    const { ending } = result;
    if (ending.kind === 'notStarted') return notStarted(ending.message);
    const run = { ...notStarted(''), seconds: result.seconds, outputTail: result.outputTail };
    if (ending.kind === 'cancelled') return { ...run, ending };
    const test = testOf(id, recipe, result, limit, paths);
    const { found, missing } = await reportsOf(settings.coverage, outFolder, startedAt - clockSlackMs);
    const watched: ReportedHits | null = found.length === 0 ? null : reportedHits(found, paths);
    const tests = [{ ...test, hits: watched?.hits ?? null, branches: watched?.branches ?? null }];
    // Of a test that is green nobody need know what it ran.
    const lacking = settings.coverage.length === 0 ? [unknownCoverage] : missing;
    const collectionProblems = test.outcome === 'passed' ? [] : lacking.map((message) => problemOf(id, message));
    return { ...run, ending: { kind: 'completed' }, tests, collectionProblems };
  });
}

/** The command as it is, or, where it writes reports into the repository, one of ours that runs it and keeps them. */
async function startOf(
  options: EcosystemOptions,
  program: string,
  words: readonly string[],
  coverage: readonly string[],
  outFolder: string,
) {
  const reports = coverage.flatMap((file, index) =>
    file.startsWith(outMark) ? [] : [[file, join(outFolder, keptReport(index))] as const],
  );
  if (reports.length === 0) return { program, words, environment: {} };
  const request = join(outFolder, 'command.json');
  await writeFile(request, JSON.stringify({ program, words, reports }));
  return {
    program: process.execPath,
    words: [join(options.watcherFolder, 'keep_reports.mjs'), request],
    // In an editor our own program is the editor's.
    environment: { ELECTRON_RUN_AS_NODE: '1' },
  };
}

function keptReport(index: number): string {
  return `report-${index}`;
}

function testOf(
  id: string,
  recipe: TestRecipe,
  result: ProcessResult,
  limit: number,
  paths: RepositoryPaths,
): WatchedTest {
  const { ending, outputTail } = result;
  const base = {
    ...{ id, file: testFileOf(id, recipe.repository), line: null, seconds: result.seconds },
    ...{ hits: null, branches: null, trace: null },
  };
  if (ending.kind === 'exited' && ending.status === 0) return { ...base, outcome: 'passed', exception: null };
  const printed = printedFailure(outputTail, paths);
  if (ending.kind === 'timedOut') {
    const said = { type: 'Timeout', message: `Still running after ${Math.round(limit)} seconds` };
    return { ...base, outcome: 'timedOut', exception: bare(said, printed) };
  }
  const how = ending.kind === 'exited' ? `ended with status ${ending.status}` : 'was ended';
  if (ending.kind === 'signalled') {
    const said = { type: 'Crash', message: `The process was ended by ${ending.signal}` };
    return { ...base, outcome: 'crashed', exception: bare(said, printed) };
  }
  return { ...base, outcome: 'failed', exception: printed ?? bare({ type: 'Failure', message: `${id} ${how}` }, null) };
}

function bare(said: { type: string; message: string }, printed: RaisedException | null): RaisedException {
  return { ...said, frames: printed?.frames ?? [], chainedBy: null, chained: null };
}

async function reportsOf(coverage: readonly string[], outFolder: string, since: number) {
  const found: CoverageReport[] = [];
  const missing: string[] = [];
  for (const [index, written] of coverage.entries()) {
    const isOurs = written.startsWith(outMark);
    const path = confinedPath(outFolder, isOurs ? join(outFolder, written.slice(outMark.length)) : keptReport(index));
    const changed = path === null ? undefined : statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    if (path === null || changed === undefined) missing.push(`The command wrote no report ${written}`);
    else if (changed < since) missing.push(`The report ${written} is older than the run, so it was not read`);
    else {
      const reading = await readReport(path);
      if (reading.kind === 'report') found.push(reading.report);
      else missing.push(`The report ${written} was not read: ${reading.message}`);
    }
  }
  return { found, missing };
}

function problemOf(test: string, message: string): CollectionProblem {
  return { kind: 'loadFailed', test, file: null, message, exception: null };
}
