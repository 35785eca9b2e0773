/** The Node that runs the user's tests: the first on their `PATH`. Ours, or a newer one, is never used in its place. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Environment } from '../../process/environment.ts';
import type { RunProcess } from '../../process/runProcess.ts';

export interface NodeProgram {
  readonly path: string;
  /** `24.21.0`. */
  readonly version: string;
}

export type NodeSearch = NodeProgram | { readonly problem: string };

const oldest = 20;
const secondsToAnswer = 30;

/** Looks for `node`, and asks it which it is. */
export async function findNode(environment: Environment, cwd: string, runProcess: RunProcess): Promise<NodeSearch> {
  const path = onPath(environment.PATH ?? environment.Path ?? '');
  if (path === null)
    return { problem: 'There is no node on PATH. Install Node.js, or start Culprit where `node` can be found.' };
  const result = await runProcess({
    command: path,
    // What is found may be a shim that starts another.
    arguments: ['-p', '"v" + process.versions.node + " " + process.execPath'],
    cwd,
    environment: environment.PATH === undefined ? {} : { PATH: environment.PATH },
    seconds: secondsToAnswer,
    lastWords: [],
    cancellation: null,
  });
  const [, version, program] = /^v(\d+\.\d+\.\d+)\S* (.+)$/m.exec(result.outputTail) ?? [];
  if (version === undefined || program === undefined)
    return { problem: `${path} does not say its version: ${result.outputTail.trim() || 'it prints nothing'}.` };
  if (Number.parseInt(version, 10) < oldest) {
    return { problem: `${path} is Node ${version}; tests can be watched from Node ${oldest} on.` };
  }
  return { path: program.trim(), version };
}

/** Whether a version has hooks that see modules of both kinds (22.15, 23.5, and all later). */
export function hasLoadHooks(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 23 || (major === 23 && minor >= 5) || (major === 22 && minor >= 15);
}

function onPath(path: string): string | null {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  for (const folder of path.split(delimiter)) {
    if (folder === '') continue;
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      // The next folder.
    }
  }
  return null;
}
