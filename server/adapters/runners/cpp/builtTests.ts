/** Builds what the asked tests need, finds them in what was built, and runs them. */
import type { RaisedException } from '../../../core/trace/raisedException.ts';
import type { TestRecipe, WatchedRun } from '../../../ports/testRunner.ts';
import { repositoryPaths } from '../../reports/repositoryPaths.ts';
import { notStarted } from '../../watching/runFolders.ts';
import { printedFailure } from '../command/printedFailure.ts';
import { buildTargets, type CMakeBuild, type CMakeTarget, configure } from './cmakeBuild.ts';
import { parseAsked } from './cppProject.ts';
import type { CppSession } from './cppSession.ts';
import { workingFolders } from './ctestList.ts';
import { runCTests } from './ctestRuns.ts';
import { type ListedTest, listTests, runProgram, type TestProgram } from './googleTests.ts';
import { buildByMake } from './makeBuild.ts';
import { answersTo } from './testMacros.ts';
import { repositoryFile } from './watchedProgram.ts';

const buildSeconds = 1800;

export async function runBuiltTests(session: CppSession): Promise<WatchedRun> {
  const { recipe, settings, watch, tools, run, cacheFolder } = session;
  if (settings.build === 'make') return runMadeTests(session);
  const build = await configure(recipe.program, recipe.repository, cacheFolder, settings, tools, run);
  if ('failed' in build) return notStarted(`CMake would not configure the project:\n${lastLines(build.failed)}`);
  if (recipe.runner === 'ctest') return runCTests(session, build, (output) => didNotCompile(session, output));
  const files = askedFiles(session);
  const targets = targetsWith(build, files);
  const limit = watch.mode === 'spectra' ? watch.limits.seconds : buildSeconds;
  const failed = await buildTargets(
    recipe.program,
    build,
    targets.map(({ name }) => name),
    limit,
    run,
  );
  if (failed !== null) return didNotCompile(session, failed);
  const programs = await programsOf(session, build, targets.length === 0 ? build.targets : targets);
  return runPrograms(session, programs);
}

async function runMadeTests(session: CppSession): Promise<WatchedRun> {
  const { watch } = session;
  const build = await buildByMake(session, watch.mode === 'spectra' ? watch.limits.seconds : buildSeconds);
  if ('failed' in build) return didNotCompile(session, build.failed);
  const programs: TestProgram[] = [];
  for (const program of build.programs) {
    const listed = await listTests(session, program, build.folder);
    if (listed !== null) programs.push(listed);
  }
  return runPrograms(session, programs);
}

/** Files of the repository the asked tests are known to be in. */
function askedFiles({ recipe, watch }: CppSession): readonly string[] {
  const asked = watch.tests.map((test) => parseAsked(test, recipe.repository));
  const named = asked.flatMap((one) => (one?.kind === 'file' ? [one.file] : []));
  return asked.every((one) => one?.kind === 'file') ? named : [...new Set([...named, ...recipe.testFiles])];
}

/** Targets made of any of the files; none where they do not tell, and all are to be built. */
function targetsWith(build: CMakeBuild, files: readonly string[]): readonly CMakeTarget[] {
  const known = files.filter((file) => build.targets.some(({ sources }) => sources.includes(file)));
  return build.targets.filter(({ sources }) => sources.some((source) => known.includes(source)));
}

async function programsOf(
  session: CppSession,
  build: CMakeBuild,
  targets: readonly CMakeTarget[],
): Promise<readonly TestProgram[]> {
  const folders = await workingFolders(session, build.folder);
  const programs: TestProgram[] = [];
  for (const { program, folder } of targets) {
    const listed = await listTests(session, program, folders.get(program) ?? folder);
    if (listed !== null) programs.push(listed);
  }
  return programs;
}

/** Runs the chosen tests of each program in turn; what comes after one that ended badly is not started. */
async function runPrograms(session: CppSession, programs: readonly TestProgram[]): Promise<WatchedRun> {
  const { watch } = session;
  const chosen = programs.map((program) => ({ program, ids: chosenTests(session, program) }));
  const nChosen = chosen.reduce((sum, { ids }) => sum + ids.length, 0);
  if (nChosen === 0) return nothingFound(session, programs);
  let room = watch.limits.maxTests;
  const runs: WatchedRun[] = [];
  for (const [number, { program, ids }] of chosen.entries()) {
    const now = ids.slice(0, room);
    const startSeconds = watch.limits.startSeconds - session.seconds();
    if (now.length === 0 || (startSeconds <= 0 && runs.length !== 0)) continue;
    const left = { seconds: Math.max(1, watch.limits.seconds), startSeconds: Math.max(1, startSeconds) };
    const run = await runProgram(session, program, now, left, number);
    runs.push(run);
    room -= run.tests.length;
    if (run.ending.kind !== 'completed') break;
  }
  const tests = runs.flatMap((run) => run.tests);
  const last = runs.at(-1)!;
  return {
    ...last,
    seconds: session.seconds(),
    tests,
    collectionProblems: runs.flatMap((run) => run.collectionProblems),
    importHits: new Map(runs.flatMap((run) => [...run.importHits])),
    nNotStarted: nChosen - tests.length,
  };
}

function chosenTests({ watch, recipe }: CppSession, { tests }: TestProgram): readonly string[] {
  const chosen = new Set<string>();
  for (const asked of watch.tests) {
    const parsed = parseAsked(asked, recipe.repository);
    const found =
      parsed?.kind === 'file'
        ? testsAt(tests, parsed.file, parsed.line, recipe).filter(({ id }) => !id.includes('DISABLED_'))
        : tests.filter(({ id }) => answersTo(id, asked));
    for (const { id } of found) chosen.add(id);
  }
  for (const id of watch.leaveOut) chosen.delete(id);
  return [...chosen];
}

/** Tests of a file, or those that begin nearest before a line of it. */
function testsAt(
  tests: readonly ListedTest[],
  file: string,
  line: number | null,
  recipe: TestRecipe,
): readonly ListedTest[] {
  const own = tests.filter((test) => repositoryFile(test.file, recipe) === file);
  if (line === null) return own;
  const nearest = Math.max(0, ...own.map((test) => test.line).filter((at) => at <= line));
  return own.filter((test) => test.line === nearest);
}

function nothingFound({ watch, seconds }: CppSession, programs: readonly TestProgram[]): WatchedRun {
  const isLeftOut = watch.leaveOut.length !== 0;
  const where =
    programs.length === 0 ? 'no program of GoogleTest was built' : `${programs.length} test programs were searched`;
  const problems = watch.tests.map((test) => {
    const message = `There is no test ${test}: ${where}`;
    return { kind: 'notFound', test, file: null, message, exception: null } as const;
  });
  return {
    ...notStarted(''),
    ending: { kind: 'completed' },
    seconds: seconds(),
    collectionProblems: isLeftOut ? [] : problems,
  };
}

/** What does not compile is a red test where the repository's own code is to blame, and says where in any case. */
async function didNotCompile({ recipe, watch, seconds }: CppSession, output: string): Promise<WatchedRun> {
  const printed = printedFailure(output, await repositoryPaths(recipe.repository));
  const message =
    printed === null ? `The tests could not be built:\n${lastLines(output)}` : 'The tests could not be built';
  const exception: RaisedException | null = printed === null ? null : { ...printed, type: 'CompileError' };
  return {
    ...notStarted(''),
    ending: { kind: 'completed' },
    seconds: seconds(),
    collectionProblems: watch.tests.map((test) => {
      const asked = parseAsked(test, recipe.repository);
      const file = asked?.kind === 'file' ? asked.file : (recipe.testFiles[0] ?? null);
      return { kind: 'loadFailed', test, file, message, exception } as const;
    }),
    outputTail: output,
  };
}

function lastLines(output: string): string {
  return output.trim().split('\n').slice(-12).join('\n');
}
