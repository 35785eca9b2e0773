/** Runs a program of the toolchain. It executes what the repository says, so it is confined like its tests. */
import type { Cancellation } from '../../../ports/cancellation.ts';
import { type Environment, setVariables } from '../../process/environment.ts';
import type { ProcessResult, RunProcess } from '../../process/runProcess.ts';

/** The status is -1 where the program did not end by itself; `why` says then what happened. */
export interface ToolResult {
  readonly status: number;
  readonly output: string;
  readonly why: 'exited' | 'timedOut' | 'cancelled' | 'failed';
  readonly result: ProcessResult;
}

export type RunTool = (program: string, words: readonly string[], cwd: string, seconds: number) => Promise<ToolResult>;

/** `writable`: folders of ours it may write to. */
export function toolRunner(
  runProcess: RunProcess,
  environment: Environment,
  repository: string,
  writable: readonly string[],
  readable: readonly string[],
  cancellation: Cancellation,
): RunTool {
  return async (program, words, cwd, seconds) => {
    const result = await runProcess({
      command: program,
      arguments: words,
      cwd,
      environment: { ...setVariables(environment), LC_ALL: 'C', CLICOLOR_FORCE: '0' },
      seconds,
      lastWords: [],
      cancellation,
      // Projects may fetch what they are built from.
      confinement: { repository, writable, readable, network: true },
    });
    const { ending, outputTail } = result;
    const status = ending.kind === 'exited' ? ending.status : -1;
    const why =
      ending.kind === 'exited' || ending.kind === 'timedOut' || ending.kind === 'cancelled' ? ending.kind : 'failed';
    const output = ending.kind === 'notStarted' ? ending.message : outputTail;
    return { status, output, why, result };
  };
}
