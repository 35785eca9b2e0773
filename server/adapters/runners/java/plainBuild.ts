/**
 * A Java project without a build tool: all its sources are compiled together, against the jars that lie in the project
 * and what `CLASSPATH` names.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { walkFolder } from '../../disk/folderWalk.ts';
import { setVariables } from '../../process/environment.ts';
import { type BuildOptions, type BuildOutcome, brokenBuild, buildSeconds } from './javaBuild.ts';
import { readJavaSources, sourceRootOf } from './javaSources.ts';
import { jdkProgram } from './jdk.ts';

const resourceFolders = ['src/main/resources', 'src/test/resources', 'resources', 'test/resources'];

/** Compiles everything below the project. */
export async function plainBuild(options: BuildOptions): Promise<BuildOutcome> {
  const { project, environment, jdk, target, repository } = options;
  const libraries = await librariesOf(project.module, environment.CLASSPATH ?? '');
  if (!libraries.some((path) => /junit/i.test(path))) {
    const where = relative(repository, project.module) || 'the repository';
    return {
      kind: 'failed',
      message: `JUnit is not on the class path of ${where}. Put its jars into lib/, or name them in CLASSPATH.`,
    };
  }
  const sources = await readJavaSources(project.module);
  const files = [...sources.values()].map(([first = '']) => first);
  const roots = new Set([...sources].map(([key, [first = '']]) => join(project.module, sourceRootOf(first, key))));
  const classes = join(target, 'classes');
  await rm(classes, { recursive: true, force: true });
  await mkdir(classes, { recursive: true });
  const list = join(target, 'sources.txt');
  // Of paths that are a module's own description a class path build knows nothing.
  const compiled = files.filter((file) => !file.endsWith('module-info.java'));
  await writeFile(list, compiled.map((file) => `"${join(project.module, file).replaceAll('\\', '\\\\')}"\n`).join(''));
  const result = await options.runProcess({
    command: jdkProgram(jdk, 'javac'),
    arguments: [
      ...['-g', '-nowarn', '-encoding', 'UTF-8', '-parameters', '-d', classes],
      ...['-cp', libraries.join(delimiter), `@${list}`],
    ],
    cwd: project.module,
    environment: setVariables(environment),
    seconds: buildSeconds,
    lastWords: [],
    cancellation: options.cancellation,
    confinement: { repository, writable: [target], readable: [jdk.home, ...libraries] },
  });
  if (result.ending.kind !== 'exited' || result.ending.status !== 0) {
    return brokenBuild(result.outputTail, repository, 'javac');
  }
  const resources = resourceFolders.map((folder) => join(project.module, folder)).filter((path) => existsSync(path));
  return {
    kind: 'built',
    setting: {
      classPath: [classes, ...resources, ...roots, ...libraries],
      classes: [classes],
      options: [],
      properties: [],
      environment: [],
    },
  };
}

/** Jars below the project, what Eclipse's `.classpath` names, and what the user's `CLASSPATH` does. */
async function librariesOf(module: string, classPath: string): Promise<readonly string[]> {
  const isLeftOut = (name: string) => ['.git', 'node_modules', 'target', 'build', 'out'].includes(name);
  const { files } = await walkFolder(module, { isLeftOut, maxFiles: 100_000 });
  const jars = files.filter((file) => /\.jar$/.test(file) && !/-(sources|javadoc)\.jar$/.test(file));
  const named = [...readEclipse(module).matchAll(/kind="lib"[^>]*?\bpath="([^"]+)"/g)].map(([, path = '']) => path);
  const asked = classPath.split(delimiter).filter((path) => path !== '');
  const all = [...jars.map((file) => join(module, ...file.split('/'))), ...named, ...asked].map((path) =>
    isAbsolute(path) ? path : resolve(module, path.split('/').join(sep)),
  );
  return [...new Set(all)].filter((path) => existsSync(path));
}

function readEclipse(module: string): string {
  try {
    return readFileSync(join(module, '.classpath'), 'utf8');
  } catch {
    return '';
  }
}
