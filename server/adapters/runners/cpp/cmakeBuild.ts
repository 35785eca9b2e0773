/**
 * Builds a CMake project in a folder of our cache, with probes: what the user builds elsewhere is left alone. Leaves out
 * which tests the programs hold.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { testOptions } from './cppProject.ts';
import type { CppSettings } from './cppRecipe.ts';
import type { CppTools } from './cppTools.ts';
import { markUsed } from './oldBuilds.ts';
import { probeFlags } from './probeFlags.ts';
import type { RunTool } from './runTool.ts';

export interface CMakeTarget {
  readonly name: string;
  /** The program's absolute path. */
  readonly program: string;
  /** Relative to the repository; those outside are left out. */
  readonly sources: readonly string[];
  /** Where its files are built: where a test runs that says nothing else. */
  readonly folder: string;
}

export interface CMakeBuild {
  readonly folder: string;
  readonly targets: readonly CMakeTarget[];
}

/** A build that is configured, or what CMake printed where it would not be. */
export async function configure(
  cmake: string,
  repository: string,
  cacheFolder: string,
  settings: CppSettings,
  tools: CppTools,
  run: RunTool,
): Promise<CMakeBuild | { readonly failed: string }> {
  const source = join(repository, settings.folder);
  const key = createHash('sha256').update([source, tools.folder, settings.cxx].join('\n')).digest('hex').slice(0, 16);
  const folder = join(cacheFolder, 'cpp', `build-${key}`);
  const words = [
    ...['-S', source, '-B', folder, '-G', settings.ninja === '' ? 'Unix Makefiles' : 'Ninja'],
    ...[
      '-DCMAKE_BUILD_TYPE=Debug',
      '-DBUILD_TESTING=ON',
      '-DBUILD_SHARED_LIBS=OFF',
      '-DCMAKE_POLICY_VERSION_MINIMUM=3.5',
    ],
    ...testOptions(source).map((option) => `-D${option}=ON`),
    ...[`-DCMAKE_C_COMPILER=${settings.cc}`, `-DCMAKE_CXX_COMPILER=${settings.cxx}`],
    ...[`-DCMAKE_PROJECT_INCLUDE=${join(tools.folder, 'culprit.cmake')}`, `-DCULPRIT_FOLDER=${tools.folder}`],
    ...[`-DCULPRIT_LIBRARY=${tools.library}`, `-DCULPRIT_FLAGS=${probeFlags(cacheFolder).join(';')}`],
  ];
  const stamp = join(folder, 'culprit-arguments.json');
  const isConfigured = existsSync(stamp) && (await readFile(stamp, 'utf8')) === JSON.stringify(words);
  if (!isConfigured) {
    await rm(folder, { recursive: true, force: true });
    const query = join(folder, '.cmake/api/v1/query');
    await mkdir(query, { recursive: true });
    await writeFile(join(query, 'codemodel-v2'), '');
    let configured = await run(cmake, words, source, 600);
    // Debian and others bring GoogleTest's sources: what a project would download can be had without a network.
    const offline = '/usr/src/googletest';
    if (configured.status !== 0 && /googletest/i.test(configured.output) && existsSync(offline)) {
      configured = await run(cmake, [...words, `-DFETCHCONTENT_SOURCE_DIR_GOOGLETEST=${offline}`], source, 600);
    }
    if (configured.status !== 0) return { failed: configured.output };
    await writeFile(stamp, JSON.stringify(words));
  }
  await markUsed(folder);
  return { folder, targets: await targetsOf(folder, source, repository) };
}

/** `null` once the targets are built (all of them, where none is named), else what was printed. */
export async function buildTargets(
  cmake: string,
  { folder }: CMakeBuild,
  targets: readonly string[],
  seconds: number,
  run: RunTool,
): Promise<string | null> {
  const named = targets.length === 0 ? [] : ['--target', ...targets];
  const words = ['--build', folder, '--parallel', String(Math.min(4, cpus().length)), ...named];
  const { status, why, output } = await run(cmake, words, folder, seconds);
  if (status === 0) return null;
  return why === 'timedOut' ? `Building did not end within ${Math.round(seconds)} s` : output;
}

/** Executables, by CMake's file API. */
async function targetsOf(folder: string, source: string, repository: string): Promise<readonly CMakeTarget[]> {
  const reply = join(folder, '.cmake/api/v1/reply');
  const targets: CMakeTarget[] = [];
  for (const name of (await readdir(reply).catch(() => [])).sort()) {
    if (!name.startsWith('target-')) continue;
    const target = JSON.parse(await readFile(join(reply, name), 'utf8')) as TargetReply;
    const artifact = target.artifacts?.[0]?.path;
    if (target.type !== 'EXECUTABLE' || artifact === undefined) continue;
    const sources = (target.sources ?? []).map(({ path }) =>
      relative(repository, resolve(source, path)).split(sep).join('/'),
    );
    targets.push({
      name: target.name,
      program: resolve(folder, artifact),
      sources: sources.filter((path) => !path.startsWith('..')),
      folder: target.paths === undefined ? dirname(resolve(folder, artifact)) : resolve(folder, target.paths.build),
    });
  }
  return targets;
}

interface TargetReply {
  readonly name: string;
  readonly type: string;
  readonly artifacts?: readonly { readonly path: string }[];
  readonly sources?: readonly { readonly path: string }[];
  readonly paths?: { readonly build: string };
}
