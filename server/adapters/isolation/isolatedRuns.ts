/** From what a user asks for to how programs are started; says what was found, never less than was agreed to. */
import type { Environment } from '../process/environment.ts';
import { type RunProcess, runProcess } from '../process/runProcess.ts';
import { createConfinedRuns } from './confinedRuns.ts';
import { findIsolation, type IsolationReport } from './findIsolation.ts';
import { describeLevel, type IsolationLevel, notIsolated, type SandboxChoice } from './isolationLevel.ts';
import { findIsolationTools } from './isolationTools.ts';
import { missedVariables } from './sandboxArguments.ts';

export interface IsolatedRunsRequest {
  readonly choice: SandboxChoice;
  readonly repository: string;
  readonly environment: Environment;
  readonly stateFolder: string;
  readonly mountAndRun: string;
}

export type IsolatedRuns =
  | {
      readonly kind: 'agreed';
      readonly level: IsolationLevel;
      readonly runProcess: RunProcess;
      /** What a reader of the answer should know, or `null`. */
      readonly note: string | null;
    }
  | { readonly kind: 'refused'; readonly message: string };

export async function isolatedRuns(request: IsolatedRunsRequest): Promise<IsolatedRuns> {
  if (request.choice === 'none') return { kind: 'agreed', level: notIsolated, runProcess, note: null };
  const places = placesOf(request);
  const { level, checks } = await findIsolation(places, false);
  if (level.sandboxed) {
    const missed = missedVariables(Object.keys(request.environment));
    const note =
      missed.length === 0
        ? null
        : `Not handed to tests in the sandbox, for what their names say: ${missed.join(', ')}. Pass --sandbox none if they need them`;
    return { kind: 'agreed', level, runProcess: createConfinedRuns({ ...places, level }), note };
  }
  // The last level needs least of the machine: why it does not work is why none does.
  const why = checks.at(-1)?.why ?? 'nothing was tried';
  if (request.choice === 'bwrap') {
    return {
      kind: 'refused',
      message: `Tests cannot be sandboxed here: ${why}. See culprit doctor, or pass --sandbox none`,
    };
  }
  const note = `Tests ran ${describeLevel(level)}: ${why}. See culprit doctor`;
  return { kind: 'agreed', level, runProcess, note };
}

/** All levels, each tried. */
export function isolationReport(request: Omit<IsolatedRunsRequest, 'choice'>): Promise<IsolationReport> {
  return findIsolation(placesOf(request), true);
}

function placesOf({ environment, repository, stateFolder, mountAndRun }: Omit<IsolatedRunsRequest, 'choice'>) {
  return { tools: findIsolationTools(environment, repository), stateFolder, mountAndRun, runProcess };
}
