/**
 * Builds test programs from the shadow copy, into our own target folder, and learns how cargo would start each: cargo is
 * given our launcher in place of a test program. Leaves out running tests.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cancellation } from '../../../ports/cancellation.ts';
import { setVariables } from '../../process/environment.ts';
import type { ProcessResult } from '../../process/runProcess.ts';
import type { EcosystemOptions } from '../ecosystem.ts';
import type { CargoTarget } from './cargoWorkspace.ts';
import type { RustToolchain } from './rustToolchain.ts';
import { readableFolders } from './rustToolchain.ts';
import type { WatcherTools } from './watcherTools.ts';

export interface BuildPlace {
  readonly repository: string;
  readonly toolchain: RustToolchain;
  readonly tools: WatcherTools;
  /** The shadow copy. */
  readonly folder: string;
  /** The workspace's folder in it. */
  readonly cwd: string;
  readonly targetFolder: string;
  /** Whether the copy is the one with probes; both may share the target folder. */
  readonly isProbed: boolean;
  readonly outFolder: string;
  readonly cacheFolder: string;
}

/** How cargo would start a test program. */
export interface BuiltProgram {
  readonly target: CargoTarget;
  readonly program: string;
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
}

export type Build =
  | { readonly kind: 'built'; readonly programs: readonly BuiltProgram[]; readonly seconds: number }
  | { readonly kind: 'failed'; readonly result: ProcessResult };

/** A first build has all dependencies to compile. */
const buildSeconds = 1800;

/** What of the user's environment would change where cargo builds to, or how a test program runs. */
const unwanted =
  /^(CARGO_TARGET_DIR|CARGO_BUILD_TARGET_DIR|CARGO_BUILD_BUILD_DIR|(CARGO_BUILD_)?RUSTC(_WORKSPACE)?_WRAPPER|RUST_TEST_\w+|RUST_BACKTRACE|RUST_LIB_BACKTRACE|CULPRIT_\w+|NEXTEST\w*)$/;

/** The user's environment, as cargo and test programs are to have it. */
export function rustEnvironment(options: EcosystemOptions): Record<string, string> {
  return Object.fromEntries(Object.entries(setVariables(options.environment)).filter(([name]) => !unwanted.test(name)));
}

/** Builds the programs of these targets; those of one package in one go. */
export async function buildPrograms(
  options: EcosystemOptions,
  place: BuildPlace,
  targets: readonly CargoTarget[],
  cancellation: Cancellation,
): Promise<Build> {
  const programs: BuiltProgram[] = [];
  let seconds = 0;
  for (const folder of new Set(targets.map((target) => target.folder))) {
    const wanted = targets.filter((target) => target.folder === folder);
    const notes = join(place.outFolder, `programs-${programs.length}.jsonl`);
    const result = await onlineIfNeeded((...argv) =>
      options.runProcess({
        command: place.toolchain.cargo,
        arguments: [...cargoArguments(place, join(place.folder, folder, 'Cargo.toml'), wanted), ...argv],
        cwd: place.cwd,
        environment: buildEnvironment(options, place, notes),
        seconds: buildSeconds,
        lastWords: [],
        cancellation,
        confinement: {
          repository: place.repository,
          writable: [place.outFolder, place.cacheFolder],
          readable: [options.watcherFolder, ...readableFolders(place.toolchain, options.environment)],
        },
      }),
    );
    seconds += result.seconds;
    if (result.ending.kind !== 'exited' || result.ending.status !== 0) return { kind: 'failed', result };
    programs.push(...(await readNotes(notes, wanted)));
  }
  return { kind: 'built', programs, seconds };
}

/** What is not there yet is fetched, but only then: mostly a build needs no network, and asks faster without. */
async function onlineIfNeeded(run: (...argv: readonly string[]) => Promise<ProcessResult>): Promise<ProcessResult> {
  const offline = await run('--offline');
  const isFine = offline.ending.kind !== 'exited' || offline.ending.status === 0;
  return isFine || !/--offline|offline mode|offline was specified/.test(offline.outputTail) ? offline : run();
}

function cargoArguments(place: BuildPlace, manifest: string, targets: readonly CargoTarget[]): readonly string[] {
  const runner = [place.tools.launcher, '--note'];
  const features = [...new Set(targets.flatMap(({ requiredFeatures }) => requiredFeatures))];
  return [
    ...['test', '--manifest-path', manifest, '--no-fail-fast', '--color', 'never'],
    ...targets.flatMap((target) => (target.kind === 'lib' ? ['--lib'] : [`--${target.kind}`, target.name])),
    ...(features.length === 0 ? [] : ['--features', features.join(',')]),
    ...['--config', `target.${place.toolchain.host}.runner=${JSON.stringify(runner)}`],
  ];
}

function buildEnvironment(options: EcosystemOptions, place: BuildPlace, notes: string): Record<string, string> {
  return {
    ...rustEnvironment(options),
    CARGO_TARGET_DIR: place.targetFolder,
    CARGO_TERM_PROGRESS_WHEN: 'never',
    RUSTC: place.toolchain.rustc,
    RUSTC_WRAPPER: place.tools.launcher,
    ...(place.isProbed ? { RUSTC_WORKSPACE_WRAPPER: place.tools.launcher } : {}),
    CULPRIT_SHADOW: place.folder,
    CULPRIT_RUNTIME: place.tools.folder,
    CULPRIT_NOTES: notes,
  };
}

/** Programs are told apart by the name of their crate, and among those of one name by the order in which cargo runs them. */
async function readNotes(file: string, targets: readonly CargoTarget[]): Promise<readonly BuiltProgram[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const left = [...targets];
  return text
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const { program, cwd, environment } = JSON.parse(line) as Omit<BuiltProgram, 'target'>;
      const crate = /([^\\/]+)-[0-9a-f]+(?:\.exe)?$/.exec(program)?.[1];
      const at = left.findIndex(({ name }) => name.replaceAll('-', '_') === crate);
      const [target] = at < 0 ? [] : left.splice(at, 1);
      return target === undefined ? [] : [{ target, program, cwd, environment }];
    });
}
