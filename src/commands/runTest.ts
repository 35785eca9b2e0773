/**
 * What every command that runs a test goes through: may it run, is what it runs saved, the run with progress and a cancel
 * button, and a message where it could not be. Leaves out which test, and what is done with the answer.
 */
import { commands, type LogOutputChannel, ProgressLocation, window, workspace } from 'vscode';
import type { LocalizeParams } from '../../server/protocol/requests.ts';
import type { Ask, Progress } from '../client.ts';
import { announceFailure } from './announce.ts';
import { settleUnsavedChanges } from './unsavedChanges.ts';

const manageTrust = 'Manage Workspace Trust';

export interface TestRun<Result> {
  /** What is done with the test, as a button says it: "Localize". */
  readonly verb: string;
  /** Throws one sentence where no test was meant. */
  readonly test: () => LocalizeParams;
  readonly ask: Ask<Result>;
  readonly show: (result: Result) => Promise<void>;
}

/** The answer once it is shown; `undefined` where there is none, of which the user has been told. */
export async function runTest<Result extends { readonly ending: string }>(
  { verb, test, ask, show }: TestRun<Result>,
  log: LogOutputChannel,
): Promise<Result | undefined> {
  if (!workspace.isTrusted) return askForTrust();
  try {
    const params = test();
    if (!(await settleUnsavedChanges(verb))) return undefined;
    const result = await askWithProgress(ask, params);
    if (result === null) return undefined;
    await show(result);
    return result;
  } catch (error) {
    log.error(error instanceof Error ? error : String(error));
    announceFailure(error);
    return undefined;
  }
}

/** `null` where the user stopped it. */
function askWithProgress<Result extends { readonly ending: string }>(
  ask: Ask<Result>,
  test: LocalizeParams,
): Thenable<Result | null> {
  const options = { location: ProgressLocation.Notification, title: 'Culprit', cancellable: true };
  return window.withProgress(options, async (progress, cancellation) => {
    progress.report({ message: 'Starting' });
    let reached = 0;
    try {
      const onProgress = ({ message, percentage }: Progress) => {
        progress.report({ message, increment: Math.max(0, percentage - reached) });
        reached = Math.max(reached, percentage);
      };
      const result = await ask(test, onProgress, cancellation);
      return result.ending === 'cancelled' || cancellation.isCancellationRequested ? null : result;
    } catch (error) {
      if (cancellation.isCancellationRequested) return null;
      throw error;
    }
  });
}

async function askForTrust(): Promise<undefined> {
  const message = 'Culprit runs the tests of this workspace, so it needs you to trust it first.';
  const choice = await window.showWarningMessage(message, manageTrust);
  if (choice === manageTrust) await commands.executeCommand('workbench.trust.manage');
  return undefined;
}
