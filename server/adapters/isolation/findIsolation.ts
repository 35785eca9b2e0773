/**
 * What isolation this machine allows, found by doing it: a program in the sandbox writes into an overlay of a folder of
 * ours and tries to reach a port of ours. No version is trusted, and nothing is believed that was not seen.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { RunProcess } from '../process/runProcess.ts';
import { createConfinedRuns } from './confinedRuns.ts';
import { type IsolationLevel, notIsolated, type TreeIsolation } from './isolationLevel.ts';
import type { IsolationTools } from './isolationTools.ts';

export interface IsolationCheck {
  readonly tree: TreeIsolation;
  readonly works: boolean;
  /** Why not, in the words of what failed. */
  readonly why: string;
}

export interface IsolationReport {
  readonly level: IsolationLevel;
  /** In the order in which they were tried; later ones were not needed. */
  readonly checks: readonly IsolationCheck[];
}

export interface IsolationPlaces {
  readonly tools: IsolationTools;
  readonly stateFolder: string;
  readonly mountAndRun: string;
  readonly runProcess: RunProcess;
}

const order: readonly TreeIsolation[] = ['bwrap-overlay', 'kernel-overlay', 'fuse-overlay', 'copy'];
const seconds = 10;
/** Starting a Node that writes a file and asks a port, in one line; it prints what it found. */
const attempt = `
const { writeFileSync } = require('node:fs');
writeFileSync(process.argv[1], 'inside');
const socket = require('node:net').connect(Number(process.argv[2]), '127.0.0.1');
socket.on('connect', () => { console.log('reached'); process.exit(0); });
socket.on('error', () => { console.log('isolated'); process.exit(0); });
`;

/** The best level there is; `all` tries the others, too. */
export async function findIsolation(places: IsolationPlaces, all: boolean): Promise<IsolationReport> {
  const checks: IsolationCheck[] = [];
  let level = notIsolated;
  if (process.platform !== 'linux') {
    const why = `there is no sandbox for ${process.platform} yet`;
    return { level, checks: order.map((tree) => ({ tree, works: false, why })) };
  }
  const listening = await listen();
  try {
    for (const tree of order) {
      const why = whyUnavailable(tree, places.tools) ?? (await tried(tree, places, portOf(listening)));
      checks.push({ tree, works: why === null, why: why ?? '' });
      if (why !== null || level.sandboxed) continue;
      level = { tree, sandboxed: true };
      if (!all) break;
    }
  } finally {
    listening.close();
  }
  return { level, checks };
}

function whyUnavailable(tree: TreeIsolation, tools: IsolationTools): string | null {
  if (tools.bwrap === null) return 'bubblewrap (bwrap) is not installed';
  if (tree === 'bwrap-overlay') {
    return tools.bwrapHelp.includes('--overlay-src') ? null : 'this bubblewrap has no overlays; 0.11 and newer have';
  }
  if (tree === 'kernel-overlay' && (tools.unshare === null || tools.mount === null))
    return 'unshare or mount is missing';
  if (tree === 'fuse-overlay' && tools.fuseOverlay === null) return 'fuse-overlayfs is not installed';
  return tree === 'copy' && tools.copy === null ? 'cp is missing' : null;
}

/** Why a level does not work, or `null` where it was seen to. */
async function tried(tree: TreeIsolation, places: IsolationPlaces, port: number): Promise<string | null> {
  mkdirSync(places.stateFolder, { recursive: true, mode: 0o700 });
  const folder = realpathSync(mkdtempSync(join(places.stateFolder, 'probe-')));
  try {
    const repository = join(folder, 'repository');
    mkdirSync(repository);
    const file = join(repository, 'file');
    writeFileSync(file, 'outside');
    const run = createConfinedRuns({ ...places, level: { tree, sandboxed: true } });
    const { ending, outputTail } = await run({
      command: process.execPath,
      arguments: ['-e', attempt, file, String(port)],
      cwd: repository,
      environment: {
        PATH: process.env.PATH ?? '',
        ...(process.versions.electron === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' }),
      },
      seconds,
      lastWords: [],
      cancellation: null,
      confinement: { repository, writable: [], readable: [process.execPath] },
    });
    if (ending.kind !== 'exited' || ending.status !== 0) return lastLine(outputTail) || `it ended as ${ending.kind}`;
    if (existsSync(file) && readFileSync(file, 'utf8') !== 'outside') return 'what was written inside reached the tree';
    return outputTail.includes('isolated') ? null : 'a port of this machine could be reached from inside';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function listen(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
