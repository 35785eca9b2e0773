/**
 * Gradle builds main and test classes as it always does, but into our cache: an init script of ours
 * (`tracers/java/gradle.init.gradle`) turns its output folders aside and says what it would run tests with. Gradle is
 * started without its shell script and without a daemon.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Environment, setVariables } from '../../process/environment.ts';
import { homeOnPath } from './homeOnPath.ts';
import { type BuildOptions, type BuildOutcome, brokenBuild, buildSeconds, splitOptions } from './javaBuild.ts';
import { jdkProgram } from './jdk.ts';

export interface Gradle {
  readonly home: string;
  /** Where it was found, in words. */
  readonly source: string;
}

/** What Gradle's own scripts open to it of newer Javas. */
const opened = ['java.lang', 'java.lang.invoke', 'java.util', 'java.nio.charset', 'java.net'].map(
  (name) => `--add-opens=java.base/${name}=ALL-UNNAMED`,
);

/** The Gradle of a project: the one its wrapper has fetched, else what the machine has. */
export function findGradle(root: string, environment: Environment): Gradle | { readonly missing: string } {
  const wrapped = wrappedHome(root, environment);
  if (wrapped !== null) return { home: wrapped, source: "the project's wrapper" };
  const home = environment.GRADLE_HOME;
  if (home !== undefined && startOf(home) !== null) return { home, source: 'GRADLE_HOME' };
  const onPath = homeOnPath(['gradle', 'gradle.bat'], environment, (folder) => startOf(folder) !== null);
  if (onPath !== null) return { home: onPath, source: 'gradle on PATH' };
  return {
    missing:
      'There is no Gradle: no gradle on PATH, no GRADLE_HOME, and the wrapper has fetched none. Install Gradle, or run ./gradlew once.',
  };
}

/** How a Gradle is started: newer ones by a jar that says what it needs, older ones by a class. */
function startOf(home: string): readonly string[] | null {
  try {
    const names = readdirSync(join(home, 'lib'));
    const cli = names.find((name) => /^gradle-gradle-cli-main-.*\.jar$/.test(name));
    if (cli !== undefined) return ['-jar', join(home, 'lib', cli)];
    const old = names.find((name) => /^gradle-launcher-.*\.jar$/.test(name) || name === 'gradle-launcher.jar');
    return old === undefined ? null : ['-cp', join(home, 'lib', old), 'org.gradle.launcher.GradleMain'];
  } catch {
    return null;
  }
}

/** What the wrapper's properties name, where it has been fetched already. */
function wrappedHome(root: string, environment: Environment): string | null {
  try {
    const text = readFileSync(join(root, 'gradle/wrapper/gradle-wrapper.properties'), 'utf8');
    const name = /^\s*distributionUrl\s*=.*\/(.*?)\.zip\s*$/m.exec(text)?.[1];
    if (name === undefined) return null;
    const dists = join(userHome(environment), 'wrapper/dists', name);
    for (const hash of readdirSync(dists)) {
      const home = join(dists, hash, name.replace(/-(bin|all)$/, ''));
      if (startOf(home) !== null) return home;
    }
  } catch {
    // no wrapper
  }
  return null;
}

function userHome(environment: Environment): string {
  return environment.GRADLE_USER_HOME ?? join(homedir(), '.gradle');
}

/** Builds the module and those it needs; without the network first, then with it. */
export async function gradleBuild(options: BuildOptions): Promise<BuildOutcome> {
  const { project, environment, jdk, target, repository } = options;
  const gradle = findGradle(project.root, environment);
  if ('missing' in gradle) return { kind: 'failed', message: gradle.missing };
  const answer = join(target, 'answer.txt');
  await rm(answer, { force: true });
  await mkdir(userHome(environment), { recursive: true });
  let output = '';
  for (const online of [false, true]) {
    const result = await options.runProcess({
      command: jdkProgram(jdk, 'java'),
      arguments: [
        ...(jdk.version.startsWith('1.') ? [] : opened),
        ...splitOptions(environment.GRADLE_OPTS ?? ''),
        ...(startOf(gradle.home) ?? []),
        ...['--no-daemon', '--quiet', '--console=plain', ...(online ? [] : ['--offline'])],
        ...['--init-script', join(options.watcherFolder, 'gradle.init.gradle')],
        ...['--project-dir', project.root, '--project-cache-dir', join(target, 'project-cache')],
        `-Dculprit.module=${project.module}`,
        `-Dculprit.target=${join(target, 'build')}`,
        `-Dculprit.answer=${answer}`,
        ...['-Dorg.gradle.configuration-cache=false', '-Dorg.gradle.unsafe.configuration-cache=false'],
        'culpritDescribe',
      ],
      cwd: project.root,
      environment: { ...setVariables(environment), JAVA_HOME: jdk.home },
      seconds: buildSeconds,
      lastWords: [],
      cancellation: options.cancellation,
      confinement: {
        repository,
        // Gradle locks its own caches even where it only reads them.
        writable: [target, userHome(environment)],
        network: online,
        readable: [gradle.home, jdk.home, options.watcherFolder],
      },
    });
    output = result.outputTail;
    const isDone = result.ending.kind === 'exited' && result.ending.status === 0;
    if (isDone && existsSync(answer)) return settingOf(await readFile(answer, 'utf8'), options);
    if (result.ending.kind === 'cancelled')
      return { kind: 'failed', message: 'Cancelled while Gradle built the tests' };
    if (result.ending.kind === 'timedOut') {
      return { kind: 'failed', message: `Gradle did not build the tests within ${buildSeconds} s` };
    }
    const broken = brokenBuild(output, repository, 'Gradle');
    if (broken.kind === 'broken') return broken;
  }
  return brokenBuild(output, repository, 'Gradle');
}

function settingOf(answer: string, { project }: BuildOptions): BuildOutcome {
  const values = (key: string) =>
    answer
      .split('\n')
      .filter((line) => line.startsWith(`${key}\t`))
      .map((line) => line.slice(key.length + 1));
  if (values('classPath').length === 0) return { kind: 'failed', message: `Gradle has no tests in ${project.module}` };
  return {
    kind: 'built',
    setting: {
      classPath: values('classPath'),
      classes: values('classes'),
      options: values('option'),
      properties: values('property'),
      environment: values('environment'),
    },
  };
}
