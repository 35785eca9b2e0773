/**
 * Tells the user how it ended: a located fault quietly in the status bar, everything else in a message of its own.
 * The status stays as long as what it speaks of is shown.
 */
import { commands, type Disposable, window } from 'vscode';
import type { Verdict } from '../../server/protocol/localization.ts';
import type { Summary } from '../../server/protocol/requests.ts';
import { commandIds } from './commandIds.ts';

const showLog = 'Show Log';

let status: Disposable | null = null;

export function clearStatus(): void {
  status?.dispose();
  status = null;
}

export function announce(verdict: Verdict, { severity, message }: Summary): void {
  const text = `Culprit: ${message}`;
  clearStatus();
  if (verdict === 'located') {
    status = window.setStatusBarMessage(`$(target) ${text}`);
  } else if (severity === 'info') {
    void window.showInformationMessage(text);
  } else {
    const shown =
      severity === 'error' ? window.showErrorMessage(text, showLog) : window.showWarningMessage(text, showLog);
    void shown.then(openLogIfChosen);
  }
}

/** For whatever was thrown; the server words its refusals for people. */
export function announceFailure(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  void window.showErrorMessage(`Culprit: ${message}`, showLog).then(openLogIfChosen);
}

function openLogIfChosen(choice: string | undefined): Thenable<unknown> | undefined {
  return choice === showLog ? commands.executeCommand(commandIds.showLog) : undefined;
}
