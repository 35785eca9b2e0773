/** Our runtime and our demangler, compiled once for each compiler into the cache. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CppSettings } from './cppRecipe.ts';
import type { RunTool } from './runTool.ts';

export interface CppTools {
  /** Has the sources of the listener and of what CMake includes. */
  readonly folder: string;
  readonly library: string;
  /** Demangles the names in a file into another. */
  readonly names: string;
}

/** The tools, or the sentence that says why they cannot be made. */
export async function cppTools(
  watcherFolder: string,
  cacheFolder: string,
  { cc, cxx, ar }: CppSettings,
  run: RunTool,
): Promise<CppTools | string> {
  const files = (await readdir(watcherFolder)).filter((name) => /^culprit/.test(name)).sort();
  const version = await run(cc, ['--version'], cacheFolder, 60);
  const hash = createHash('sha256').update(`${cc}\n${cxx}\n${version.output}`);
  for (const file of files) hash.update(file).update(await readFile(join(watcherFolder, file)));
  const parent = join(cacheFolder, 'cpp');
  const folder = join(parent, `tools-${hash.digest('hex').slice(0, 16)}`);
  const tools = { folder, library: join(folder, 'libculprit.a'), names: join(folder, 'culprit-names') };
  if (existsSync(folder)) return tools;
  await mkdir(parent, { recursive: true });
  const making = await mkdtemp(join(parent, 'making-'));
  try {
    for (const file of files) await copyFile(join(watcherFolder, file), join(making, file));
    const steps: readonly (readonly [string, readonly string[]])[] = [
      [cc, ['-O2', '-g0', '-fPIC', '-c', 'culprit_runtime.c', '-o', 'culprit_runtime.o']],
      [ar, ['rcs', 'libculprit.a', 'culprit_runtime.o']],
      [cxx, ['-O1', '-o', 'culprit-names', 'culprit_names.cc']],
    ];
    for (const [program, words] of steps) {
      const { status, output } = await run(program, words, making, 300);
      if (status !== 0)
        return `The watcher could not be compiled with ${program}:\n${output.trim().split('\n').slice(-6).join('\n')}`;
    }
    await rename(making, folder).catch((error) => {
      if (!existsSync(folder)) throw error;
    });
    return tools;
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}
