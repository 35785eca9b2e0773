/**
 * What runs inside the tests' virtual machine, compiled at first use with the JDK of the tests and kept in the cache by
 * the content of its sources. Leaves out starting tests.
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, delimiter, join } from 'node:path';
import type { Cancellation } from '../../../ports/cancellation.ts';
import { type Environment, setVariables } from '../../process/environment.ts';
import type { RunProcess } from '../../process/runProcess.ts';
import { type Jdk, jdkProgram } from './jdk.ts';

export interface CompileOptions {
  readonly watcherFolder: string;
  readonly cacheFolder: string;
  readonly environment: Environment;
  readonly runProcess: RunProcess;
  readonly jdk: Jdk;
  readonly cancellation: Cancellation | null;
}

/** What is compiled: the agent itself, a launcher for what runs the tests, or what Maven loads. */
export type WatcherPart = 'culprit' | 'platform' | 'junit4' | 'maven';

const compileSeconds = 120;

/** The jar of a part, compiled against the class path given. Throws, in a sentence, where it does not compile. */
export async function compiledPart(
  part: WatcherPart,
  classPath: readonly string[],
  options: CompileOptions,
): Promise<string> {
  const { watcherFolder, cacheFolder, jdk } = options;
  const source = join(watcherFolder, part);
  const names = (await readdir(source, { recursive: true })).filter((name) => /\.(java|xml)$/.test(name)).sort();
  const hash = createHash('sha256').update(`${jdk.version}\0${jdk.home}`);
  for (const name of names) hash.update(`${name}\0`).update(await readFile(join(source, name)));
  for (const path of classPath) hash.update(`${basename(path)}\0`);
  const jar = join(cacheFolder, 'java', `${part}-${hash.digest('hex').slice(0, 16)}.jar`);
  if (existsSync(jar)) return jar;
  const work = join(cacheFolder, 'java', `work-${randomUUID()}`);
  try {
    const classes = join(work, 'classes');
    await mkdir(classes, { recursive: true });
    const sources = names.filter((name) => name.endsWith('.java')).map((name) => join(source, name));
    const path = classPath.length === 0 ? [] : ['-cp', classPath.join(delimiter)];
    const flags = ['-nowarn', '-proc:none', '-encoding', 'UTF-8', '-g'];
    await run(jdkProgram(jdk, 'javac'), [...flags, '-d', classes, ...path, ...sources], work, options);
    const manifest = join(work, 'manifest.txt');
    await writeFile(manifest, part === 'culprit' ? 'Premain-Class: culprit.Agent\n' : 'Created-By: Culprit\n');
    for (const name of names.filter((it) => it.endsWith('.xml'))) {
      await mkdir(join(classes, name, '..'), { recursive: true });
      await writeFile(join(classes, name), await readFile(join(source, name)));
    }
    const made = join(work, 'made.jar');
    await run(jdkProgram(jdk, 'jar'), ['cfm', made, manifest, '-C', classes, '.'], work, options);
    await rename(made, jar);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return jar;
}

async function run(command: string, args: readonly string[], cwd: string, options: CompileOptions): Promise<void> {
  const result = await options.runProcess({
    command,
    arguments: args,
    cwd,
    environment: setVariables(options.environment),
    seconds: compileSeconds,
    lastWords: [],
    cancellation: options.cancellation,
  });
  if (result.ending.kind === 'exited' && result.ending.status === 0) return;
  const said = result.outputTail.trim().split('\n').slice(0, 8).join('\n');
  throw new Error(`The watcher of Java tests could not be compiled by ${command}:\n${said}`);
}
