/**
 * What of the watcher has to be compiled: the launcher and the runtime crate, built with the user's rustc at first use into
 * our cache, under a name that says what they were made of.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setVariables } from '../../process/environment.ts';
import type { EcosystemOptions } from '../ecosystem.ts';
import type { RustToolchain } from './rustToolchain.ts';

export interface WatcherTools {
  readonly launcher: string;
  /** The folder of `libculprit_runtime.rlib`. */
  readonly folder: string;
  /** Changes whenever the tools do. */
  readonly key: string;
}

const sources = ['launcher.rs', 'culprit_runtime.rs'];
const compileSeconds = 120;

/** The tools, compiled unless they are there. Throws where the user's rustc cannot build them, with what it said. */
export async function watcherTools(options: EcosystemOptions, toolchain: RustToolchain): Promise<WatcherTools> {
  const hash = createHash('sha256').update(`${toolchain.version} ${toolchain.host} ${toolchain.sysroot}`);
  for (const source of sources) hash.update(await readFile(join(options.watcherFolder, source)));
  const key = hash.digest('hex').slice(0, 16);
  const folder = join(options.cacheFolder, 'rust', `tools-${key}`);
  const launcherName = process.platform === 'win32' ? 'launcher.exe' : 'launcher';
  const tools = { launcher: join(folder, launcherName), folder, key };
  if (existsSync(folder)) return tools;
  await mkdir(join(options.cacheFolder, 'rust'), { recursive: true });
  const making = await mkdtemp(join(options.cacheFolder, 'rust', 'making-'));
  const compile = async (source: string, ...argv: readonly string[]) => {
    const { ending, outputTail } = await options.runProcess({
      command: toolchain.rustc,
      arguments: ['--edition', '2021', '-O', '-C', 'codegen-units=1', ...argv, join(options.watcherFolder, source)],
      cwd: making,
      environment: setVariables(options.environment),
      seconds: compileSeconds,
      lastWords: [],
      cancellation: null,
    });
    if (ending.kind === 'exited' && ending.status === 0) return;
    throw new Error(`${toolchain.rustc} could not build ${source}, which watching Rust needs: ${outputTail.trim()}`);
  };
  try {
    await compile('launcher.rs', '-o', join(making, launcherName));
    const library = join(making, 'libculprit_runtime.rlib');
    await compile('culprit_runtime.rs', '--crate-type', 'rlib', '--crate-name', 'culprit_runtime', '-o', library);
    await rename(making, folder).catch(() => undefined);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  if (!existsSync(folder)) throw new Error(`The watcher of Rust could not be put into ${folder}.`);
  return tools;
}
