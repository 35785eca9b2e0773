/**
 * Starts programs that run a repository's code at an agreed level of isolation. A program without a `confinement` runs none
 * of it and is started as it is. Leaves out finding the level (`findIsolation`).
 */
import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { constants, homedir } from 'node:os';
import type { ProcessRequest, ProcessResult, RunProcess } from '../process/runProcess.ts';
import type { IsolationLevel } from './isolationLevel.ts';
import type { IsolationTools } from './isolationTools.ts';
import { type OverlayFolders, overlayFolders, unmount } from './overlayFolders.ts';
import { sandboxArguments } from './sandboxArguments.ts';
import { seccompFilter } from './seccompFilter.ts';

export interface ConfinedRunsOptions {
  readonly level: IsolationLevel;
  readonly tools: IsolationTools;
  /** Where what tests write is kept while they run. */
  readonly stateFolder: string;
  /** `mountAndRun`, bundled. */
  readonly mountAndRun: string;
  readonly runProcess: RunProcess;
}

/** Descriptors beyond the lifeline's: bubblewrap's arguments, and the filter of system calls. */
const descriptor = { arguments: 4, seccomp: 5 };

export function createConfinedRuns(options: ConfinedRunsOptions): RunProcess {
  const { level, runProcess } = options;
  return async (request) => {
    if (!level.sandboxed || request.confinement === undefined) return runProcess(request);
    const folders = overlayFolders(options.stateFolder);
    try {
      return unwrapped(await runProcess(wrapped(request, folders, options)));
    } finally {
      if (level.tree === 'fuse-overlay') unmount(options.tools.fuseUnmount ?? 'fusermount3', folders.merged);
      folders.remove();
    }
  };
}

function wrapped(request: ProcessRequest, folders: OverlayFolders, options: ConfinedRunsOptions): ProcessRequest {
  const { tools, level, mountAndRun } = options;
  const { confinement, command, environment, cwd } = request;
  const filter = seccompFilter(process.arch);
  if (confinement === undefined || tools.bwrap === null || filter === null) {
    throw new Error('The sandbox that was agreed to cannot be set up any more. Run culprit doctor');
  }
  const { repository } = confinement;
  const given = sandboxArguments({
    confinement,
    cwd,
    environment,
    home: homedir(),
    tree: treeArguments(repository, folders, options),
    seccompDescriptor: descriptor.seccomp,
  });
  const bwrap = [tools.bwrap, '--args', String(descriptor.arguments), '--', command, ...request.arguments];
  const entering = [
    ...[tools.unshare ?? 'unshare', '--user', '--map-root-user', '--mount', '--'],
    ...[process.execPath, mountAndRun, tools.mount ?? 'mount', repository, folders.upper, folders.work],
  ];
  const [program = '', ...argv] = level.tree === 'kernel-overlay' ? [...entering, ...bwrap] : bwrap;
  return {
    ...request,
    command: program,
    arguments: argv,
    cwd: '/',
    // Its own environment can be read by what it starts; the program's is among the arguments.
    environment: process.versions.electron === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' },
    inputs: [Buffer.from(given.map((argument) => `${argument}\0`).join('')), filter],
    innermost: command,
  };
}

/** How the repository gets to its path inside the sandbox. */
function treeArguments(
  repository: string,
  { lower, upper, work, merged }: OverlayFolders,
  { level, tools }: ConfinedRunsOptions,
): readonly string[] {
  switch (level.tree) {
    case 'bwrap-overlay':
      return ['--overlay-src', repository, '--overlay', upper, work, repository];
    case 'kernel-overlay':
      return ['--bind', repository, repository];
    case 'fuse-overlay': {
      // It reads no path with a colon or a comma in it, but follows a link to one.
      symlinkSync(repository, lower);
      const layers = `lowerdir=${lower},upperdir=${upper},workdir=${work}`;
      must(spawnSync(tools.fuseOverlay ?? 'fuse-overlayfs', ['-o', layers, merged], { encoding: 'utf8' }));
      return ['--bind', merged, repository];
    }
    case 'copy':
      must(spawnSync(tools.copy ?? 'cp', ['-a', '--reflink=auto', `${repository}/.`, merged], { encoding: 'utf8' }));
      return ['--bind', merged, repository];
    case 'live':
      return ['--bind', repository, repository];
  }
}

function must({ status, stderr }: { readonly status: number | null; readonly stderr: string }): void {
  if (status !== 0) throw new Error(`The tree could not be isolated: ${stderr.trim()}. Run culprit doctor`);
}

/** Bubblewrap tells a signal as a shell does, by a status above 128. */
function unwrapped(result: ProcessResult): ProcessResult {
  const { ending } = result;
  if (ending.kind !== 'exited' || ending.status <= 128) return result;
  const signal = Object.entries(constants.signals).find(([, number]) => number === ending.status - 128)?.[0];
  return signal === undefined ? result : { ...result, ending: { kind: 'signalled', signal } };
}
