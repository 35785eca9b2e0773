/**
 * What a repository's Rust is for a run: its toolchain, its workspace as cargo sees it, the tests its text has, and the
 * folders of ours that belong to it. Leaves out building and running.
 */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ParseSource } from '../../../syntax/sourceTrees.ts';
import { readText } from '../../disk/readText.ts';
import type { EcosystemOptions } from '../ecosystem.ts';
import { rustEnvironment } from './cargoBuild.ts';
import { type CargoWorkspace, readWorkspace } from './cargoWorkspace.ts';
import { type TestsOfFile, testsOfFile } from './rustTests.ts';
import { findToolchain, type RustToolchain, readableFolders } from './rustToolchain.ts';
import { rustTree } from './rustTree.ts';
import { type KnownTests, knownTests } from './testSelection.ts';
import { type WatcherTools, watcherTools } from './watcherTools.ts';

export interface CargoPlace {
  readonly toolchain: RustToolchain;
  readonly tools: WatcherTools;
  readonly workspace: CargoWorkspace;
  readonly known: KnownTests;
  readonly parse: ParseSource;
  /** Ours, of this repository and this version of the tools. */
  readonly folder: string;
}

/** Looks at the package or workspace in `manifestFolder` of a repository (a real path). Throws with a sentence. */
export async function cargoPlace(
  options: EcosystemOptions,
  repository: string,
  manifestFolder: string,
): Promise<CargoPlace> {
  const cwd = join(repository, manifestFolder);
  const search = await findToolchain(cwd, options.environment, options.runProcess);
  if (search.kind === 'missing') throw new Error(search.message);
  const { toolchain } = search;
  const tools = await watcherTools(options, toolchain);
  const workspace = await workspaceIn(options, repository, cwd, toolchain, tools);
  const parse = await options.sourceTrees();
  const known = knownTests(workspace, createLook(repository, parse));
  const key = createHash('sha256').update(`${repository}\0${workspace.root}`).digest('hex').slice(0, 16);
  return {
    toolchain,
    tools,
    workspace,
    known,
    parse,
    folder: join(options.cacheFolder, 'rust', `${key}-${tools.key}`),
  };
}

async function workspaceIn(
  options: EcosystemOptions,
  repository: string,
  cwd: string,
  toolchain: RustToolchain,
  tools: WatcherTools,
): Promise<CargoWorkspace> {
  await mkdir(options.cacheFolder, { recursive: true });
  const outFolder = await mkdtemp(join(tmpdir(), 'culprit-metadata-'));
  try {
    const [file, errors] = [join(outFolder, 'metadata.json'), join(outFolder, 'errors.txt')];
    const metadata = ['metadata', '--no-deps', '--offline', '--format-version', '1', '--color', 'never'];
    const { ending } = await options.runProcess({
      command: tools.launcher,
      arguments: ['--to-files', file, errors, toolchain.cargo, ...metadata],
      cwd,
      environment: { ...rustEnvironment(options), RUSTC: toolchain.rustc },
      seconds: 60,
      lastWords: [],
      cancellation: null,
      confinement: {
        repository,
        writable: [outFolder, options.cacheFolder],
        readable: readableFolders(toolchain, options.environment),
      },
    });
    if (ending.kind === 'exited' && ending.status === 0) return await readWorkspace(file, repository);
    throw new Error(
      `cargo cannot read the package in ${cwd}: ${readText(errors)
        .replace(/^error: /, '')
        .trim()}`,
    );
  } finally {
    await rm(outFolder, { recursive: true, force: true });
  }
}

/** What each file says of its tests, read when asked for and once. */
function createLook(repository: string, parse: ParseSource): (file: string) => TestsOfFile | null {
  const known = new Map<string, TestsOfFile | null>();
  return (file) => {
    const before = known.get(file);
    if (before !== undefined) return before;
    const text = readText(join(repository, file));
    const tree = text === '' ? null : parse('rust', text);
    const found = tree === null ? null : testsOfFile(rustTree(tree));
    known.set(file, found);
    return found;
  };
}
