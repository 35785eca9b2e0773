/** Trials for all ecosystems that have them; leaves out those whose tests cannot be tried in a warm process. */
import { join } from 'node:path';
import type { TrialRunner } from '../../ports/trials.ts';
import type { Environment } from '../process/environment.ts';
import { type RunProcess, runProcess } from '../process/runProcess.ts';
import { createPythonTrials } from '../runners/python/pythonTrials.ts';

export interface TrialRunnerOptions {
  /** The folder that holds a folder for each watcher. */
  readonly tracersFolder: string;
  readonly cacheFolder: string;
  readonly environment: Environment;
  /** How programs are started; without one, as they are. */
  readonly runProcess?: RunProcess;
  /** As `PythonTrialsOptions` has it. */
  readonly forkEach?: boolean;
}

/** Runs trials in processes started as `runProcess` does it. */
export function createTrialRunner(options: TrialRunnerOptions): TrialRunner {
  return createPythonTrials({
    ...options,
    watcherFolder: join(options.tracersFolder, 'python'),
    runProcess: options.runProcess ?? runProcess,
  });
}
