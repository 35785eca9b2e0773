/**
 * Maven builds main and test classes as it always does, with all its plugins and modules, but into our cache: a small
 * extension of ours (`tracers/java/maven`) turns its output folders aside. Maven is started without its shell script.
 */
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { readText } from '../../disk/readText.ts';
import { type Environment, setVariables } from '../../process/environment.ts';
import { compiledPart } from './compiledWatcher.ts';
import { homeOnPath } from './homeOnPath.ts';
import { type BuildOptions, type BuildOutcome, brokenBuild, buildSeconds, splitOptions } from './javaBuild.ts';
import { jdkProgram } from './jdk.ts';

export interface Maven {
  readonly home: string;
  /** Where it was found, in words. */
  readonly source: string;
}

const launcher = 'org.codehaus.plexus.classworlds.launcher.Launcher';

/** The Maven of a project: the one its wrapper has fetched, else what the machine has. */
export function findMaven(root: string, environment: Environment): Maven | { readonly missing: string } {
  const wrapped = wrappedHome(root, environment);
  if (wrapped !== null) return { home: wrapped, source: "the project's wrapper" };
  for (const name of ['MAVEN_HOME', 'M2_HOME']) {
    const home = environment[name];
    if (home !== undefined && bootJar(home) !== null) return { home, source: name };
  }
  const onPath = homeOnPath(['mvn', 'mvn.cmd'], environment, (folder) => bootJar(folder) !== null);
  if (onPath !== null) return { home: onPath, source: 'mvn on PATH' };
  return {
    missing:
      'There is no Maven: no mvn on PATH, no MAVEN_HOME, and the wrapper has fetched none. Install Maven, or run ./mvnw once.',
  };
}

function bootJar(home: string): string | null {
  try {
    const name = readdirSync(join(home, 'boot')).find((it) => /^plexus-classworlds.*\.jar$/.test(it));
    return name === undefined ? null : join(home, 'boot', name);
  } catch {
    return null;
  }
}

/** What the wrapper's properties name, where it has been fetched already: `wrapper/dists/apache-maven-3.9.9/<hash>/…`. */
function wrappedHome(root: string, environment: Environment): string | null {
  try {
    const text = readFileSync(join(root, '.mvn/wrapper/maven-wrapper.properties'), 'utf8');
    const name = /^\s*distributionUrl\s*=.*\/(.*?)(?:-bin)?\.(?:zip|tar\.gz)\s*$/m.exec(text)?.[1];
    const dists = join(environment.MAVEN_USER_HOME ?? join(homedir(), '.m2'), 'wrapper/dists');
    if (name === undefined) return null;
    for (const folder of readdirSync(dists).filter((it) => it.replace(/-bin$/, '') === name)) {
      for (const hash of readdirSync(join(dists, folder))) {
        const homes = [join(dists, folder, hash), join(dists, folder, hash, name)];
        const home = homes.find((path) => bootJar(path) !== null);
        if (home !== undefined) return home;
      }
    }
  } catch {
    // no wrapper
  }
  return null;
}

/** Builds the module and those it needs; without the network first, then with it. */
export async function mavenBuild(options: BuildOptions): Promise<BuildOutcome> {
  const { project, environment, jdk, target, repository } = options;
  const maven = findMaven(project.root, environment);
  if ('missing' in maven) return { kind: 'failed', message: maven.missing };
  const jars = readdirSync(join(maven.home, 'lib')).filter((name) => name.endsWith('.jar'));
  const extension = await compiledPart('maven', jars.map((name) => join(maven.home, 'lib', name)).sort(), options);
  const answer = join(target, 'answer.txt');
  await rm(answer, { force: true });
  const module = relative(project.root, project.module).split(sep).join('/');
  const local = localRepository(environment);
  await mkdir(local, { recursive: true });
  let output = '';
  for (const online of [false, true]) {
    const result = await options.runProcess({
      command: jdkProgram(jdk, 'java'),
      arguments: [
        ...splitOptions(environment.MAVEN_OPTS ?? ''),
        ...splitOptions(readText(join(project.root, '.mvn/jvm.config'))),
        ...['-cp', bootJar(maven.home) ?? ''],
        `-Dclassworlds.conf=${join(maven.home, 'bin', 'm2.conf')}`,
        `-Dmaven.home=${maven.home}`,
        `-Dmaven.multiModuleProjectDirectory=${project.root}`,
        launcher,
        ...['--batch-mode', '--quiet', ...(online ? [] : ['--offline'])],
        ...(module === '' ? [] : ['--projects', module, '--also-make']),
        `-Dmaven.ext.class.path=${extension}`,
        `-Dculprit.target=${target}`,
        `-Dculprit.answer=${answer}`,
        ...['-Dstyle.color=never', '-Dmaven.test.skip=false', 'test-compile'],
      ],
      cwd: project.root,
      environment: { ...setVariables(environment), JAVA_HOME: jdk.home },
      seconds: buildSeconds,
      lastWords: [],
      cancellation: options.cancellation,
      confinement: {
        repository,
        writable: [target, ...(online ? [local] : [])],
        network: online,
        readable: [maven.home, jdk.home, join(homedir(), '.m2'), local, extension],
      },
    });
    output = result.outputTail;
    const isDone = result.ending.kind === 'exited' && result.ending.status === 0;
    const needsMore = /is needed to run the tests, and could not be had/.test(output);
    if (isDone && !(needsMore && !online)) return settingOf(await readFile(answer, 'utf8'), options);
    if (result.ending.kind === 'cancelled') return { kind: 'failed', message: 'Cancelled while Maven built the tests' };
    if (result.ending.kind === 'timedOut') {
      return { kind: 'failed', message: `Maven did not build the tests within ${buildSeconds} s` };
    }
    const broken = brokenBuild(output, repository, 'Maven');
    if (broken.kind === 'broken') return broken;
  }
  return brokenBuild(output, repository, 'Maven');
}

function localRepository(environment: Environment): string {
  const options = `${environment.MAVEN_OPTS ?? ''} ${environment.MAVEN_ARGS ?? ''}`;
  const asked = /-Dmaven\.repo\.local=(\S+)/.exec(options);
  return asked?.[1] ?? join(homedir(), '.m2', 'repository');
}

/** What the extension wrote: for each project its folder, then what belongs to it. */
function settingOf(answer: string, { project }: BuildOptions): BuildOutcome {
  const classes: string[] = [];
  const own = new Map<string, string[]>();
  let at = '';
  for (const line of answer.split('\n')) {
    const [key = '', value = ''] = line.split('\t');
    if (key === 'project') at = value;
    if (key === 'classes') classes.push(value);
    if (realOf(at) !== realOf(project.module)) continue;
    own.set(key, [...(own.get(key) ?? []), value]);
  }
  const classPath = own.get('classPath') ?? [];
  if (classPath.length === 0) return { kind: 'failed', message: `Maven has no tests in ${project.module}` };
  return {
    kind: 'built',
    setting: {
      classPath,
      classes,
      options: (own.get('options') ?? []).flatMap(splitOptions),
      properties: [...(own.get('property') ?? []), `basedir=${project.module}`],
      environment: own.get('environment') ?? [],
    },
  };
}

function realOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
