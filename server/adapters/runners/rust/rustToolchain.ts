/**
 * The cargo and rustc a folder is built with: those of the toolchain rustup would choose there, else those on the path.
 * Nothing is installed: a toolchain that is asked for and not there is said so.
 */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Environment, setVariables } from '../../process/environment.ts';
import type { RunProcess } from '../../process/runProcess.ts';

export interface RustToolchain {
  readonly cargo: string;
  readonly rustc: string;
  /** Where the toolchain lies. */
  readonly sysroot: string;
  readonly version: string;
  /** What it builds for: `x86_64-unknown-linux-gnu`. */
  readonly host: string;
  /** Where it was found, in words. */
  readonly source: string;
}

export type ToolchainSearch =
  | { readonly kind: 'found'; readonly toolchain: RustToolchain }
  | { readonly kind: 'missing'; readonly message: string };

const suffix = process.platform === 'win32' ? '.exe' : '';

/** Looks from `folder`, whose `rust-toolchain.toml` counts. */
export async function findToolchain(
  folder: string,
  environment: Environment,
  runProcess: RunProcess,
): Promise<ToolchainSearch> {
  const found = placesOf(environment).find(({ path }) => existsSync(join(path, `cargo${suffix}`)));
  if (found === undefined) {
    return missing(
      'There is no cargo on the PATH nor in ~/.cargo/bin. Install Rust (https://rustup.rs) to run tests of Rust.',
    );
  }
  const rustc = join(found.path, `rustc${suffix}`);
  const ask = async (...argv: readonly string[]) => {
    const { ending, outputTail } = await runProcess({
      command: rustc,
      arguments: argv,
      cwd: folder,
      environment: { ...setVariables(environment), RUSTUP_AUTO_INSTALL: '0' },
      seconds: 60,
      lastWords: [],
      cancellation: null,
    });
    return { isFine: ending.kind === 'exited' && ending.status === 0, said: outputTail.trim() };
  };
  const about = await ask('-vV');
  const root = about.isFine ? await ask('--print', 'sysroot') : about;
  if (!root.isFine)
    return missing(`${rustc} does not run in ${folder}: ${root.said.split('\n')[0] || 'it printed nothing'}`);
  const sysroot = root.said.split('\n').at(-1)!;
  const own = (name: string) => join(sysroot, 'bin', `${name}${suffix}`);
  const [cargo, compiler] = existsSync(own('cargo'))
    ? [own('cargo'), own('rustc')]
    : [join(found.path, `cargo${suffix}`), rustc];
  const version = /^release: (.+)$/m.exec(about.said)?.[1] ?? '';
  const host = /^host: (.+)$/m.exec(about.said)?.[1] ?? '';
  return { kind: 'found', toolchain: { cargo, rustc: compiler, sysroot, version, host, source: found.source } };
}

function placesOf(environment: Environment): readonly { readonly path: string; readonly source: string }[] {
  const home = environment.CARGO_HOME ?? join(environment.HOME ?? homedir(), '.cargo');
  const onPath = (environment.PATH ?? '').split(delimiter).filter((path) => path !== '');
  return [...onPath.map((path) => ({ path, source: 'PATH' })), { path: join(home, 'bin'), source: 'CARGO_HOME' }];
}

/** Folders outside of a repository that cargo and what it builds have to read. */
export function readableFolders(toolchain: RustToolchain, environment: Environment): readonly string[] {
  const home = environment.CARGO_HOME ?? join(environment.HOME ?? homedir(), '.cargo');
  return [toolchain.sysroot, toolchain.cargo, toolchain.rustc, home];
}

function missing(message: string): ToolchainSearch {
  return { kind: 'missing', message };
}
