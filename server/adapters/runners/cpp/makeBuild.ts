/**
 * Builds a project of a Makefile in a copy of the repository, with probes: compilers are given as CC and CXX, flags included.
 * Finds the programs by looking at what was built. Leaves out Makefiles that name their compiler otherwise.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, readdir, readFile, rm, stat } from 'node:fs/promises';
import { cpus } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { isForeign } from '../../reports/repositoryPaths.ts';
import type { CppSession } from './cppSession.ts';
import { markUsed } from './oldBuilds.ts';
import { probeFlags } from './probeFlags.ts';
import { updateShadow } from './shadowCopy.ts';

export interface MakeBuild {
  /** Programs that were built, by their absolute paths. */
  readonly programs: readonly string[];
  /** The Makefile's folder in the copy. */
  readonly folder: string;
}

const makefiles = ['GNUmakefile', 'makefile', 'Makefile'];
const built = /\.(o|a|so|d|gcno|gcda|lo|la)$/;

/** The programs, or what was printed where the build failed. */
export async function buildByMake(
  session: CppSession,
  seconds: number,
): Promise<MakeBuild | { readonly failed: string }> {
  const { recipe, settings, cacheFolder, tools, run } = session;
  const key = createHash('sha256')
    .update([recipe.repository, tools.folder, settings.cxx].join('\n'))
    .digest('hex')
    .slice(0, 16);
  const shadow = join(cacheFolder, 'cpp', `shadow-${key}`);
  const isNew = !existsSync(shadow);
  const files = await updateShadow(recipe.repository, shadow);
  // Objects of the user's own build have no probes.
  if (isNew) for (const file of files) if (built.test(file)) await rm(join(shadow, file), { force: true });
  await markUsed(shadow);
  const folder = join(shadow, settings.folder);
  const text = await makefileText(folder);
  const listener = await listenerObject(session, shadow, folder);
  if (listener.failed !== null) return { failed: listener.failed };
  const flags = [
    // Behind the project's own level of optimization, which comes after ours.
    `-specs=${join(tools.folder, 'culprit.specs')}`,
    ...[...probeFlags(cacheFolder), `-ffile-prefix-map=${shadow}=${recipe.repository}`],
    ...['-Wl,-u,culprit_runtime', '-rdynamic', tools.library],
  ];
  const compilers = [
    `CC=${shellWords([settings.cc, ...flags])}`,
    `CXX=${shellWords([settings.cxx, ...flags, listener.path, '-ldl'])}`,
  ];
  const make = (targets: readonly string[]) =>
    run(recipe.program, ['-C', folder, `-j${Math.min(4, cpus().length)}`, ...compilers, ...targets], folder, seconds);
  const known = new Set(files);
  // What is built by default first, then what is called after tests.
  for (const targets of [[], ...testTargets(text)]) {
    const { status, why, output } = await make(targets);
    if (why === 'timedOut') return { failed: `Building did not end within ${Math.round(seconds)} s` };
    if (status !== 0) return { failed: output };
    const programs = await programsIn(shadow, '', known);
    if (programs.length !== 0 && (targets.length !== 0 || programs.some((program) => /test/i.test(program))))
      return { programs, folder };
  }
  return { programs: await programsIn(shadow, '', known), folder };
}

/** Sets of targets that may build tests, the likelier first; running them, as `test` does, is the last resort. */
function testTargets(text: string): readonly (readonly string[])[] {
  const phony = new Set([...text.matchAll(/^\.PHONY\s*:(.*)$/gm)].flatMap(([, names]) => names!.trim().split(/\s+/)));
  const named = [...text.matchAll(/^([\w./-]*test[\w./-]*)\s*:(?![=:])/gim)].map(([, name]) => name!);
  const files = [...new Set(named)].filter((name) => !phony.has(name) && !/^(test|check)$/.test(name));
  const running = ['tests', 'check', 'test'].filter((name) => new RegExp(`^${name}\\s*:`, 'm').test(text));
  return [...(files.length === 0 ? [] : [files]), ...running.map((name) => [name])];
}

/** The listener, compiled as the project's own tests are, its ties to GoogleTest loose: not every program has that. */
async function listenerObject(
  session: CppSession,
  shadow: string,
  folder: string,
): Promise<{ path: string; failed: string | null }> {
  const { recipe, settings, tools, run } = session;
  const path = join(shadow, '.culprit-gtest.o');
  if (existsSync(path)) return { path, failed: null };
  const { output } = await run(recipe.program, ['-C', folder, '-n', '-B'], folder, 60);
  const words = output.match(/(?:^|\s)(-I\s*\S+|-isystem\s*\S+|-std=\S+)/g) ?? [];
  const options = [...new Set(words.map((word) => word.trim()))].flatMap((word) => {
    const [, kind, named] = /^(-I|-isystem)\s*(.*)$/.exec(word) ?? [];
    return kind === undefined || named === undefined ? [word] : [kind, resolve(folder, named)];
  });
  const source = join(shadow, '.culprit-gtest.cc');
  await copyFile(join(tools.folder, 'culprit_gtest.cc'), source);
  const compile = ['-w', '-O1', '-fPIC', ...options, '-I', tools.folder, '-c', source, '-o', path];
  const compiled = await run(settings.cxx, compile, shadow, 300);
  // A project in C, or without GoogleTest, has no need of it.
  if (compiled.status !== 0) return { path, failed: `GoogleTest's headers were not found:\n${compiled.output}` };
  const weakened = await run(join(settings.ar, '..', 'objcopy'), ['--weaken', path], shadow, 60);
  return { path, failed: weakened.status === 0 ? null : weakened.output };
}

async function makefileText(folder: string): Promise<string> {
  const name = makefiles.find((one) => existsSync(join(folder, one)));
  return name === undefined ? '' : readFile(join(folder, name), 'utf8');
}

/** Programs in the copy that are not in the repository. */
async function programsIn(shadow: string, below: string, known: ReadonlySet<string>): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(join(shadow, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.name.startsWith('.') || isForeign(path)) continue;
    if (entry.isDirectory()) found.push(...(await programsIn(shadow, path, known)));
    else if (entry.isFile() && !known.has(path) && extname(path) !== '.so' && !built.test(path)) {
      if (((await stat(join(shadow, path))).mode & 0o100) !== 0) found.push(join(shadow, path));
    }
  }
  return found.sort();
}

/** Words as make hands them to the shell of its recipes. */
function shellWords(words: readonly string[]): string {
  const quoted = words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`));
  return quoted.join(' ').replaceAll('$', '$$$$');
}
