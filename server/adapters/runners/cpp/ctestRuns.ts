/** Runs tests of CTest, each alone and each by CTest itself, which knows what passing means for it. */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RaisedException } from '../../../core/trace/raisedException.ts';
import { isRed, type TestOutcome, type WatchedRun, type WatchedTest } from '../../../ports/testRunner.ts';
import type { ProcessResult } from '../../process/runProcess.ts';
import { repositoryPaths } from '../../reports/repositoryPaths.ts';
import { notStarted } from '../../watching/runFolders.ts';
import { joinHits } from '../../watching/statementHits.ts';
import { printedFailure } from '../command/printedFailure.ts';
import { buildTargets, type CMakeBuild } from './cmakeBuild.ts';
import { parseAsked } from './cppProject.ts';
import { type CppSession, codeOfProgram, fuelOf, ignoredSitesFile, testEnvironment } from './cppSession.ts';
import { type CTestEntry, listCTests } from './ctestList.ts';
import { expandTrace } from './expandedTrace.ts';
import { readHits, readModules, readRawTrace } from './runtimeRecords.ts';
import { bookOf, crashStack } from './watchedProgram.ts';

const buildSeconds = 1800;
const graceSeconds = 5;

/** `onFailedBuild` makes a run of what a build that failed printed. */
export async function runCTests(
  session: CppSession,
  build: CMakeBuild,
  onFailedBuild: (output: string) => Promise<WatchedRun>,
): Promise<WatchedRun> {
  const { recipe, watch, run } = session;
  const limit = watch.mode === 'spectra' ? watch.limits.seconds : buildSeconds;
  let chosen = chosenEntries(session, build, await listCTests(session, build.folder));
  const targets = build.targets.filter(({ program }) => chosen.some(({ command }) => command[0] === program));
  // A test that is no program of the project, or needs others to run first, may need anything.
  const isEnough = chosen.every(
    ({ command, isAlone }) => isAlone && targets.some(({ program }) => program === command[0]),
  );
  const names = isEnough ? targets.map(({ name }) => name) : [];
  const failed = await buildTargets(recipe.program, build, names, limit, run);
  if (failed !== null) return onFailedBuild(failed);
  // Some tests are known only once their program is there.
  if (chosen.length === 0) chosen = chosenEntries(session, build, await listCTests(session, build.folder));
  if (chosen.length === 0) return notFound(session);

  const tests: WatchedTest[] = [];
  const left = chosen.filter(({ name }) => !watch.leaveOut.includes(name));
  for (const [number, entry] of left.entries()) {
    if (tests.length !== 0 && (watch.limits.startSeconds <= session.seconds() || watch.limits.maxTests <= tests.length))
      break;
    const test = await runOne(session, build, entry, number);
    if (test === 'cancelled') return { ...notStarted(''), ending: { kind: 'cancelled' }, tests };
    tests.push(test);
  }
  return {
    ...notStarted(''),
    ending: { kind: 'completed' },
    seconds: session.seconds(),
    tests,
    nNotStarted: left.length - tests.length,
  };
}

function chosenEntries(
  { watch, recipe }: CppSession,
  build: CMakeBuild,
  entries: readonly CTestEntry[],
): readonly CTestEntry[] {
  const chosen = new Set<CTestEntry>();
  for (const asked of watch.tests) {
    const parsed = parseAsked(asked, recipe.repository);
    for (const entry of entries) {
      const isOfFile = () => sourcesOf(build, entry).includes(parsed?.kind === 'file' ? parsed.file : '');
      if (entry.name === asked || (parsed?.kind === 'file' && isOfFile())) chosen.add(entry);
    }
  }
  return [...chosen];
}

function sourcesOf(build: CMakeBuild, { command }: CTestEntry): readonly string[] {
  return build.targets.find(({ program }) => program === command[0])?.sources ?? [];
}

async function runOne(
  session: CppSession,
  build: CMakeBuild,
  entry: CTestEntry,
  number: number,
): Promise<WatchedTest | 'cancelled'> {
  const { watch, options, recipe, cancellation } = session;
  const outFolder = join(session.outFolder, `ctest-${number}`);
  await mkdir(outFolder);
  const program = entry.command[0];
  const code = program === undefined ? null : await codeOfProgram(session, program, []);
  const ignored = code === null ? {} : { CULPRIT_IGNORED: await ignoredSitesFile(session, code, `ctest-${number}`) };
  const seconds = Math.max(1, Math.min(watch.limits.testSeconds, watch.limits.seconds));
  const process = await options.runProcess({
    command: join(recipe.program, '..', 'ctest'),
    arguments: [
      '-R',
      `^${entry.name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`,
      '--output-on-failure',
      '--timeout',
      String(seconds),
    ],
    cwd: build.folder,
    environment: testEnvironment(session, {
      CULPRIT_OUT: outFolder,
      CULPRIT_MODE: watch.mode,
      CULPRIT_EACH: '1',
      CULPRIT_FUEL: fuelOf(watch.limits.fuel),
      ...ignored,
    }),
    seconds: seconds + graceSeconds,
    lastWords: [],
    cancellation,
    confinement: { repository: recipe.repository, writable: [session.outFolder, session.cacheFolder], readable: [] },
  });
  if (process.ending.kind === 'cancelled') return 'cancelled';
  const said = outcomeOf(entry.name, process);
  const base = {
    ...{ id: entry.name, file: sourcesOf(build, entry)[0] ?? '', line: null, seconds: process.seconds },
    ...{ outcome: said.outcome, exception: null, hits: null, branches: null, trace: null },
  };
  const isRedTest = isRed(said);
  return isRedTest || watch.mode === 'spectra' || watch.keepPassingTraces
    ? withWhatRan(session, base, said.how, outFolder, process)
    : base;
}

/** What the line of the test says: `1/1 Test #1: name ......***Failed    0.01 sec`. */
export function outcomeOf(
  name: string,
  process: Pick<ProcessResult, 'ending' | 'outputTail'>,
): { outcome: TestOutcome; how: string } {
  const { ending, outputTail } = process;
  if (ending.kind === 'timedOut') return { outcome: 'timedOut', how: 'Timeout' };
  const lines = outputTail
    .split('\n')
    .filter((textLine) => /Test +#\d+: /.test(textLine) && textLine.includes(` ${name} `));
  const rest = lines.at(-1)?.split(` ${name} `).at(-1) ?? '';
  const how = rest
    .replace(/[\d.]+ sec.*$/, '')
    .replaceAll(/[\s.*]+/g, ' ')
    .trim();
  if (how === 'Passed') return { outcome: 'passed', how };
  if (how.startsWith('Skipped') || how.startsWith('Not Run (Disabled')) return { outcome: 'skipped', how };
  if (how.startsWith('Timeout')) return { outcome: 'timedOut', how };
  if (how.includes('Exception') || how.includes('aborted')) return { outcome: 'crashed', how };
  return { outcome: how.startsWith('Not Run') ? 'error' : 'failed', how };
}

/** Hits, trace and stack of every program the test started: a folder each. */
async function withWhatRan(
  session: CppSession,
  test: WatchedTest,
  how: string,
  outFolder: string,
  process: ProcessResult,
): Promise<WatchedTest> {
  const { watch, recipe } = session;
  const isRedTest = isRed(test);
  const hits = [];
  let trace: WatchedTest['trace'] = null;
  let crashed: { frames: RaisedException['frames']; fatal: string | null } | null = null;
  let open: RaisedException['frames'] = [];
  for (const name of (await readdir(outFolder)).sort()) {
    const folder = join(outFolder, name);
    const path = (await readModules(folder))[0]?.path;
    const code = path === undefined ? null : await codeOfProgram(session, path, []);
    if (code === null) continue;
    const book = await bookOf(folder, code);
    const records = watch.mode === 'spectra' ? await readHits(folder) : [];
    if (records.length !== 0) hits.push(book.hitsOf(records.flatMap(({ addresses }) => addresses)));
    const raw =
      (isRedTest || watch.keepPassingTraces) && watch.mode === 'trace'
        ? await readRawTrace(join(folder, 'raw.bin'))
        : null;
    const expanded = raw === null ? null : expandTrace(raw, book);
    if (expanded !== null && (trace?.kinds.length ?? 0) < expanded.trace.kinds.length) ({ trace, open } = expanded);
    const stack =
      test.outcome === 'crashed' ? await crashStack({ outFolder: folder, process, recipe }, 'crashed', code) : null;
    if (stack !== null && stack.frames.length !== 0) crashed = stack;
  }
  const [first, ...others] = hits;
  const branches =
    others.length === 0 ? (first?.branches ?? new Map()) : new Map(hits.flatMap((one) => [...one.branches]));
  return {
    ...test,
    ...(watch.mode === 'spectra' ? { hits: joinHits(hits.map((one) => one.hits)), branches } : {}),
    trace,
    exception: isRedTest ? await exceptionOf(session, test, how, process, crashed, open) : null,
  };
}

async function exceptionOf(
  { recipe }: CppSession,
  { outcome, seconds, id }: WatchedTest,
  how: string,
  { outputTail }: ProcessResult,
  crashed: { frames: RaisedException['frames']; fatal: string | null } | null,
  open: RaisedException['frames'],
): Promise<RaisedException> {
  const none = { frames: [], chainedBy: null, chained: null };
  if (outcome === 'timedOut')
    return { ...none, type: 'Timeout', message: `Still running after ${Math.round(seconds)} seconds`, frames: open };
  if (crashed !== null) return { ...none, type: 'Crash', message: crashed.fatal ?? how, frames: crashed.frames };
  const printed = printedFailure(outputTail, await repositoryPaths(recipe.repository));
  return printed ?? { ...none, type: 'Failure', message: `${id}: ${how === '' ? 'failed' : how}` };
}

function notFound({ watch, seconds }: CppSession): WatchedRun {
  return {
    ...notStarted(''),
    ending: { kind: 'completed' },
    seconds: seconds(),
    collectionProblems: watch.tests.map((test) => {
      const message = `CTest knows no test ${test}: "ctest -N" in a build folder lists them`;
      return { kind: 'notFound', test, file: null, message, exception: null };
    }),
  };
}
