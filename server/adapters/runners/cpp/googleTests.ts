/** Programs with tests of GoogleTest: which tests they hold, and running some of them, all in one process. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CollectionProblem, WatchedRun, WatchedTest, WatchRequest } from '../../../ports/testRunner.ts';
import { watchPulse } from '../../watching/testPulse.ts';
import { readWatchedRun } from '../../watching/watchedRunReading.ts';
import {
  type CppSession,
  codeOfProgram,
  fuelOf,
  ignoredSitesFile,
  knownProgram,
  testEnvironment,
} from './cppSession.ts';
import { observeValues } from './observedValues.ts';
import type { ProgramCode } from './programCode.ts';
import { crashStack, withWhatRan } from './watchedProgram.ts';

const maxValued = 3;

export interface ListedTest {
  readonly id: string;
  /** As the compiler had it. */
  readonly file: string;
  readonly line: number;
}

export interface TestProgram {
  readonly path: string;
  /** Where its tests are to be run. */
  readonly folder: string;
  readonly tests: readonly ListedTest[];
}

/** The program with its tests; `null` where it is none of GoogleTest, or has no listener. */
export async function listTests(session: CppSession, path: string, folder: string): Promise<TestProgram | null> {
  const known = await knownProgram(session, path);
  if (known?.map.symbols.has('culprit_listen') !== true) return null;
  if (!known.map.symbols.has('_ZN7testing8UnitTest11GetInstanceEv')) return null;
  const list = join(session.outFolder, 'list.json');
  await writeFile(list, '{}');
  await session.options.runProcess({
    command: path,
    arguments: ['--gtest_list_tests', `--gtest_output=json:${list}`],
    cwd: folder,
    environment: testEnvironment(session, {}),
    seconds: 60,
    lastWords: [],
    cancellation: session.cancellation,
    confinement: confinement(session),
  });
  return { path, folder, tests: parseList(await readFile(list, 'utf8').catch(() => '{}')) };
}

/** GoogleTest's own list of tests, as JSON. What has another shape is no test. */
export function parseList(text: string): readonly ListedTest[] {
  let document: TestList;
  try {
    document = JSON.parse(text) as TestList;
  } catch {
    return [];
  }
  return (document.testsuites ?? []).flatMap(({ name: suite, testsuite }) =>
    (testsuite ?? []).flatMap(({ name, file, line }) =>
      typeof suite === 'string' && typeof name === 'string'
        ? [{ id: `${suite}.${name}`, file: utf8(String(file ?? '')), line: Number(line ?? 0) }]
        : [],
    ),
  );
}

/** GoogleTest writes each byte of a letter beyond ASCII as a character of its own. */
function utf8(text: string): string {
  if (!/^[\0-\xff]*$/.test(text)) return text;
  const read = Buffer.from(text, 'latin1').toString('utf8');
  return read.includes('\ufffd') ? text : read;
}

interface TestList {
  readonly testsuites?: readonly {
    readonly name?: unknown;
    readonly testsuite?: readonly { readonly name?: unknown; readonly file?: unknown; readonly line?: unknown }[];
  }[];
}

/** Runs tests of one program. `seconds` and `startSeconds` are what is left of the run. */
export async function runProgram(
  session: CppSession,
  program: TestProgram,
  ids: readonly string[],
  left: { readonly seconds: number; readonly startSeconds: number },
  number: number,
): Promise<WatchedRun> {
  const { watch, options, cancellation } = session;
  const outFolder = join(session.outFolder, `run-${number}`);
  await mkdir(outFolder);
  const code = await codeOfProgram(
    session,
    program.path,
    program.tests.map(({ id }) => id),
  );
  const flags = join(outFolder, 'flags.txt');
  await writeFile(flags, `--gtest_filter=${ids.join(':')}\n`);
  const ignored = code === null ? {} : { CULPRIT_IGNORED: await ignoredSitesFile(session, code, `run-${number}`) };
  const disabled = ids.some((id) => id.includes('DISABLED_')) ? ['--gtest_also_run_disabled_tests'] : [];
  const process = await options.runProcess({
    command: program.path,
    arguments: [`--gtest_flagfile=${flags}`, '--gtest_color=no', '--gtest_catch_exceptions=1', ...disabled],
    cwd: program.folder,
    environment: testEnvironment(session, {
      CULPRIT_OUT: outFolder,
      CULPRIT_MODE: watch.mode,
      CULPRIT_FUEL: fuelOf(watch.limits.fuel),
      CULPRIT_START_SECONDS: String(left.startSeconds),
      ...(watch.keepPassingTraces ? { CULPRIT_KEEP_ALL: '1' } : {}),
      ...ignored,
    }),
    seconds: left.seconds,
    lastWords: [],
    cancellation,
    isOverdue: watchPulse(outFolder, watch.limits.testSeconds),
    confinement: confinement(session),
  });
  const files = { outFolder, process, recipe: session.recipe };
  const run = await readWatchedRun({
    ...{ outFolder, watch, process, endsBy: 'finish' },
    lastStack: (ending) => crashStack(files, ending, code),
  });
  const watched = await withWhatRan(run, watch, files, code);
  return watch.values === null || code === null ? watched : withValues(session, program, watched, code, watch.values);
}

/** The first few failing tests with the values asked for; what went wrong with that is a problem of the test. */
async function withValues(
  session: CppSession,
  { path, folder }: TestProgram,
  run: WatchedRun,
  code: ProgramCode,
  wanted: NonNullable<WatchRequest['values']>,
): Promise<WatchedRun> {
  const tests: WatchedTest[] = [];
  const problems: CollectionProblem[] = [...run.collectionProblems];
  for (const test of run.tests) {
    const isWorthIt = test.trace !== null && test.outcome !== 'timedOut' && tests.filter(hasValues).length < maxValued;
    if (!isWorthIt) {
      tests.push(test);
      continue;
    }
    const words = [`--gtest_filter=${test.id}`, '--gtest_color=no', '--gtest_also_run_disabled_tests'];
    const trace = await observeValues(session, code, { program: path, words, folder, number: tests.length }, wanted);
    if (typeof trace === 'string')
      problems.push({ kind: 'loadFailed', test: test.id, file: null, message: trace, exception: null });
    tests.push(typeof trace === 'string' ? test : { ...test, trace });
  }
  return { ...run, tests, collectionProblems: problems };
}

function hasValues({ trace }: WatchedTest): boolean {
  return trace !== null && trace.values.length !== 0;
}

function confinement(session: CppSession) {
  return {
    repository: session.recipe.repository,
    writable: [session.outFolder, session.cacheFolder],
    readable: [],
  };
}
