/**
 * Starts programs that run a repository's code at an agreed level of isolation. A program without a `confinement` runs none
 * of it and is started as it is. Leaves out finding the level (`findIsolation`).
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
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
    tree: [...treeArguments(repository, folders, options), ...mountsBelow(repository)],
    seccompDescriptor: descriptor.seccomp,
    canDisableNamespaces: tools.bwrapHelp.includes('--disable-userns'),
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

/** An overlay shows nothing of what is mounted inside the tree, such as a volume for `node_modules`: that is bound, to be read. */
function mountsBelow(repository: string): readonly string[] {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8')
      .split('\n')
      .map((entry) =>
        (entry.split(' ')[4] ?? '').replaceAll(/\\(\d{3})/g, (_, octal: string) =>
          String.fromCharCode(Number.parseInt(octal, 8)),
        ),
      )
      .filter((path) => path.startsWith(`${repository}/`))
      .flatMap((path) => ['--ro-bind', path, path]);
  } catch {
    return [];
  }
}

function must({ status, stderr }: { readonly status: number | null; readonly stderr: string }): void {
  if (status !== 0) throw new Error(`The tree could not be isolated: ${stderr.trim()}. Run culprit doctor`);
}

/** What the sandbox itself says where it could not be set up, or could not start the program. */
const ownComplaint = /^(bwrap: |The overlay could not be mounted)/;
/** Signals a program may well die of: bubblewrap tells them by a status above 128, as a shell does. */
const fatal = ['SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGKILL', 'SIGSEGV', 'SIGTERM', 'SIGTRAP', 'SIGSYS'] as const;

function unwrapped(result: ProcessResult): ProcessResult {
  const { ending, outputTail } = result;
  if (ending.kind !== 'exited') return result;
  const said = outputTail.trim().split('\n');
  const complaint = said.find((textLine) => ownComplaint.test(textLine));
  if (complaint !== undefined && said.length <= mostComplaints && (ending.status === 1 || ending.status === 125)) {
    return { ...result, ending: { kind: 'notStarted', message: `The sandbox could not start it: ${complaint}` } };
  }
  const signal = fatal.find((name) => constants.signals[name] === ending.status - 128);
  return signal === undefined ? result : { ...result, ending: { kind: 'signalled', signal } };
}

/** Lines a sandbox that fails prints at most; a program that ran has more to say. */
const mostComplaints = 3;
