/**
 * The one way a program of the user's machine is started: argv only, no shell, a process group of its own that is ended
 * whole. Output is kept as a bounded tail; what a run produces goes through files. Leaves out what the program means.
 */
import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { execa } from 'execa';
import type { Cancellation } from '../../ports/cancellation.ts';
import { keepTail } from './outputTail.ts';
import { childrenOf, holdsMoreThan } from './treeMemory.ts';

export interface ProcessRequest {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  /** After this long the whole group is ended. */
  readonly seconds: number;
  /** Signals sent to the process itself once its time is up, each with the milliseconds it is given to answer. */
  readonly lastWords: readonly { readonly signal: number; readonly graceMs: number }[];
  readonly cancellation: Cancellation | null;
  /** Asked every `pollMs`; once it says yes the process has as good as run out of time. */
  readonly isOverdue?: () => boolean;
  /** For a program that runs code of a repository: what of the machine it is to see. Without one it sees all. */
  readonly confinement?: Confinement;
  /** What descriptors from 4 on give to read. */
  readonly inputs?: readonly Uint8Array[];
  /** Where another program starts the one that is meant: the command of that one, which `lastWords` are said to. */
  readonly innermost?: string;
}

/** What a run of somebody else's code needs. How much of that can be kept from harm is for who starts it to say. */
export interface Confinement {
  readonly repository: string;
  /** Folders outside of the repository the run has to write to, ours: where its events go, and our caches. */
  readonly writable: readonly string[];
  /** Files and folders outside of the repository it has to read: interpreters, toolchains, package caches. */
  readonly readable: readonly string[];
  /** Whether it has to reach the network, as a build tool does that fetches what it lacks. */
  readonly network?: boolean;
}

export type RunProcess = (request: ProcessRequest) => Promise<ProcessResult>;

type ProcessEnding =
  | { readonly kind: 'exited'; readonly status: number }
  /** `why` where it was we who ended it. */
  | { readonly kind: 'signalled'; readonly signal: string; readonly why?: string }
  /** `overdue` where `isOverdue` said so, before the time limit. */
  | { readonly kind: 'timedOut'; readonly overdue: boolean }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'notStarted'; readonly message: string };

export interface ProcessResult {
  readonly ending: ProcessEnding;
  readonly seconds: number;
  readonly outputTail: string;
}

/** A grandchild outside our group may hold the output open; we do not wait for it longer than this. */
const drainMs = 500;
const pollMs = 200;
/** A program with all it started may hold this much; past it the user's other programs suffer. */
const mostMemory = 0.75 * Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
const canSignalGroups = process.platform !== 'win32';
const liveGroups = new Set<number>();
process.on('exit', () => {
  for (const pid of liveGroups) endGroup(pid);
});

/** Runs a program to its end, its time limit or its cancellation. Never throws, never leaves a process of the group behind. */
export async function runProcess(request: ProcessRequest): Promise<ProcessResult> {
  const startedAt = performance.now();
  const finish = (ending: ProcessEnding, outputTail: string): ProcessResult => ({
    ending,
    seconds: (performance.now() - startedAt) / 1000,
    outputTail,
  });
  if (request.cancellation?.aborted === true) return finish({ kind: 'cancelled' }, '');

  const child = execa(request.command, request.arguments, {
    cwd: request.cwd,
    env: request.environment,
    extendEnv: false,
    shell: false,
    // The last is the lifeline: it ends with this process, however that ends, and a program may hold on to it.
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', ...(request.inputs ?? [])],
    all: true,
    buffer: false,
    reject: false,
    detached: canSignalGroups,
    cleanup: false,
    encoding: 'buffer',
    windowsHide: true,
  });
  const pid = child.pid;
  if (pid === undefined) return finish({ kind: 'notStarted', message: (await child).shortMessage ?? '' }, '');
  liveGroups.add(pid);
  const tail = keepTail(child.all);
  const settled = child.then(
    () => undefined,
    () => undefined,
  );

  let stoppedBy: ProcessEnding | null = null;
  const onCancel = () => {
    stoppedBy ??= { kind: 'cancelled' };
    endGroup(pid);
  };
  const onTimeUp = (overdue: boolean) => {
    if (stoppedBy !== null) return;
    stoppedBy = { kind: 'timedOut', overdue };
    const target = request.innermost === undefined ? pid : descendant(pid, request.innermost);
    void hearLastWords(target, request.lastWords, exited).then(() => endGroup(pid));
  };
  const deadline = setTimeout(() => onTimeUp(false), request.seconds * 1000);
  const onMemoryUp = () => {
    if (stoppedBy !== null) return;
    stoppedBy = {
      kind: 'signalled',
      signal: 'SIGKILL',
      why: `it held over ${Math.round(mostMemory / 2 ** 20)} MB of memory`,
    };
    endGroup(pid);
  };
  const poll = setInterval(() => {
    if (request.isOverdue?.() === true) onTimeUp(true);
    if (holdsMoreThan(mostMemory, pid)) onMemoryUp();
  }, pollMs);
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  request.cancellation?.addEventListener('abort', onCancel);

  const exit = await exited;
  clearTimeout(deadline);
  clearInterval(poll);
  request.cancellation?.removeEventListener('abort', onCancel);
  endGroup(pid);
  liveGroups.delete(pid);
  await Promise.race([settled, delay(drainMs)]);
  child.all.destroy();

  return finish(stoppedBy ?? endingOf(exit.code, exit.signal), tail.text());
}

function endingOf(code: number | null, signal: NodeJS.Signals | null): ProcessEnding {
  return signal === null ? { kind: 'exited', status: code ?? 0 } : { kind: 'signalled', signal };
}

async function hearLastWords(pid: number, words: ProcessRequest['lastWords'], exited: Promise<unknown>): Promise<void> {
  for (const { signal, graceMs } of words) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    const gone = await Promise.race([exited.then(() => true), delay(graceMs).then(() => false)]);
    if (gone) return;
  }
}

/** The process below `pid` that was started as `command`; `pid` itself where none is found. Linux only. */
function descendant(pid: number, command: string): number {
  const pending = [pid];
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    if (startedAs(next) === command) return next;
    pending.push(...childrenOf(next));
  }
  return pid;
}

function startedAs(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0];
  } catch {
    return undefined;
  }
}

function endGroup(pid: number): void {
  try {
    process.kill(canSignalGroups ? -pid : pid, 'SIGKILL');
  } catch {
    // Nothing of it is left.
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
