/**
 * Runs the tests of Java repositories under watch: JUnit 4 and what runs on the JUnit Platform, built by Maven, Gradle or
 * by nothing. Builds go to our cache, nothing is written to the repository.
 */
import { statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Cancellation } from '../../../ports/cancellation.ts';
import type {
  RecipeRequest,
  RecipeResolution,
  TestRecipe,
  WatchedRun,
  WatchRequest,
} from '../../../ports/testRunner.ts';
import { notStarted } from '../../watching/runFolders.ts';
import type { Ecosystem, EcosystemOptions } from '../ecosystem.ts';
import type { CompileOptions } from './compiledWatcher.ts';
import { findGradle, gradleBuild } from './gradleBuild.ts';
import { type BuildOptions, type BuildOutcome, keptBuild } from './javaBuild.ts';
import { claimsOf } from './javaClaims.ts';
import { type JavaBuildTool, type JavaProject, projectOf } from './javaProject.ts';
import { type JavaSources, readJavaSources } from './javaSources.ts';
import { type JavaTestName, parseJavaTest } from './javaTestNames.ts';
import { findJdk, jdkProgram } from './jdk.ts';
import { joinRuns } from './joinedRuns.ts';
import { findMaven, mavenBuild } from './mavenBuild.ts';
import { plainBuild } from './plainBuild.ts';
import { launchTests } from './testLaunch.ts';

const builders: Readonly<Record<JavaBuildTool, (options: BuildOptions) => Promise<BuildOutcome>>> = {
  maven: mavenBuild,
  gradle: gradleBuild,
  junit: plainBuild,
};

/** Maven, Gradle, and plain class paths. */
export function createJavaEcosystem(options: EcosystemOptions): Ecosystem {
  return {
    runners: ['maven', 'gradle', 'junit'],
    languages: ['java'],
    claims: claimsOf,
    resolve: (request) => resolveRecipe(request, options),
    run: (recipe, watch, cancellation) => runWatched(options, recipe, watch, cancellation),
  };
}

async function resolveRecipe(request: RecipeRequest, options: EcosystemOptions): Promise<RecipeResolution> {
  const { repository, tests, runner } = request;
  if (statSync(repository, { throwIfNoEntry: false })?.isDirectory() !== true) {
    return { kind: 'badTest', message: `There is no folder ${repository}.` };
  }
  if (tests.length === 0) return { kind: 'badTest', message: 'Name at least one test, for example FooTest#bar.' };
  const sources = await readJavaSources(repository);
  const names: JavaTestName[] = [];
  for (const test of tests) {
    const parsed = parseJavaTest(test, repository, sources);
    if ('problem' in parsed) return { kind: 'badTest', message: parsed.problem };
    names.push(parsed.test);
  }
  const asked = runner === 'maven' || runner === 'gradle' || runner === 'junit' ? runner : null;
  const first = names[0]!;
  const project = projectOf(repository, first.file, asked);
  if (project === null) {
    const wanted = asked === 'maven' ? 'pom.xml' : 'build.gradle';
    return { kind: 'badTest', message: `There is no ${wanted} in the folders above ${first.file}.` };
  }
  const jdk = findJdk(options.environment);
  if ('missing' in jdk) return { kind: 'environment', message: jdk.missing };
  const tool = toolOf(project, options);
  if ('missing' in tool) return { kind: 'environment', message: tool.missing };
  return {
    kind: 'recipe',
    recipe: {
      runner: project.tool,
      repository,
      cwd: project.module,
      program: jdkProgram(jdk, 'java'),
      programVersion: jdk.version,
      programSource: `${jdk.source}${tool.source === '' ? '' : `; built by ${tool.source}`}`,
      display: displayed(project, names),
      tests: names.map(({ name }) => name),
      testFiles: [...new Set(names.map(({ file }) => file))],
      settings: { asked: asked ?? '' },
    },
  };
}

function toolOf(project: JavaProject, { environment }: EcosystemOptions) {
  if (project.tool === 'maven') return findMaven(project.root, environment);
  if (project.tool === 'gradle') return findGradle(project.root, environment);
  return { source: '' };
}

/** What a person would type. */
function displayed(project: JavaProject, names: readonly JavaTestName[]): readonly string[] {
  const shown = names.map(({ name, file }) => {
    return name.includes('#') ? name.replace(/\[.*|\(.*/, '') : (file.split('/').at(-1) ?? file).replace(/\.java$/, '');
  });
  if (project.tool === 'junit') return ['java', '-jar', 'junit-platform-console-standalone.jar', ...shown];
  if (project.tool === 'gradle') {
    return ['gradle', 'test', ...shown.flatMap((name) => ['--tests', name.replace('#', '.')])];
  }
  const module = relative(project.root, project.module).split(sep).join('/');
  const where = module === '' ? [] : ['-pl', module, '-am'];
  return ['mvn', 'test', ...where, `-Dtest=${shown.join(',')}`];
}

async function runWatched(
  options: EcosystemOptions,
  recipe: TestRecipe,
  watch: WatchRequest,
  cancellation: Cancellation,
): Promise<WatchedRun> {
  const jdk = findJdk(options.environment);
  if ('missing' in jdk) return notStarted(jdk.missing);
  const compile: CompileOptions = { ...options, jdk, cancellation };
  const sources = await readJavaSources(recipe.repository);
  const groups = groupByProject(recipe, watch, sources);
  const runs: WatchedRun[] = [];
  for (const { project, tests } of groups) {
    const spent = runs.reduce((sum, { seconds }) => sum + seconds, 0);
    const nRun = runs.reduce((sum, run) => sum + run.tests.length, 0);
    const { seconds, startSeconds, maxTests } = watch.limits;
    const limits = {
      ...watch.limits,
      seconds: Math.max(1, seconds - spent),
      startSeconds: Math.max(0, startSeconds - spent),
      maxTests: Math.max(0, maxTests - nRun),
    };
    const run = await runProject(project, sources, recipe, { ...watch, tests, limits }, compile);
    runs.push(run);
    if (run.ending.kind === 'cancelled') break;
  }
  return joinRuns(runs);
}

async function runProject(
  project: JavaProject,
  sources: JavaSources,
  recipe: TestRecipe,
  watch: WatchRequest,
  compile: CompileOptions,
): Promise<WatchedRun> {
  try {
    const build = await keptBuild({ ...compile, repository: recipe.repository, project }, builders[project.tool]);
    if (build.kind === 'built') {
      return await launchTests(build.setting, project.module, sources, recipe, watch, compile);
    }
    if (compile.cancellation?.aborted === true) return { ...notStarted(''), ending: { kind: 'cancelled' } };
    if (build.kind === 'failed') return notStarted(build.message);
    const { problems, output } = build;
    return { ...notStarted(''), ending: { kind: 'completed' }, collectionProblems: problems, outputTail: output };
  } catch (error) {
    return notStarted(error instanceof Error ? error.message : String(error));
  }
}

interface Group {
  readonly project: JavaProject;
  readonly tests: string[];
}

/** Tests by the module they are in, in the order they were asked for. */
function groupByProject(recipe: TestRecipe, watch: WatchRequest, sources: JavaSources): readonly Group[] {
  const asked = (recipe.settings.asked || null) as JavaBuildTool | null;
  const groups = new Map<string, Group>();
  for (const test of watch.tests) {
    const parsed = parseJavaTest(test, recipe.repository, sources);
    // What leads nowhere is asked for where the recipe runs, which then says that there is none.
    const file = 'problem' in parsed ? (recipe.testFiles[0] ?? '') : parsed.test.file;
    const project = projectOf(recipe.repository, file, asked) ?? projectOf(recipe.repository, file, null);
    if (project === null) continue;
    const key = join(project.tool, project.module);
    const group = groups.get(key) ?? { project, tests: [] };
    group.tests.push('problem' in parsed ? test : parsed.test.name);
    groups.set(key, group);
  }
  return [...groups.values()];
}
