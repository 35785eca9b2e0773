/** Tests run what is on disk. Where the editor holds something newer, the user decides before the run. */
import { window, workspace } from 'vscode';

/** Whether to go on. `verb` says with what: "Localize". */
export async function settleUnsavedChanges(verb: string): Promise<boolean> {
  const unsaved = workspace.textDocuments.filter(
    ({ isDirty, uri }) => isDirty && uri.scheme === 'file' && workspace.getWorkspaceFolder(uri) !== undefined,
  );
  const [first] = unsaved;
  if (first === undefined) return true;
  const name = workspace.asRelativePath(first.uri);
  const what = unsaved.length === 1 ? `${name} has` : `${name} and ${unsaved.length - 1} more have`;
  const message = `Culprit: ${what} unsaved changes, and a test runs what is saved.`;
  const save = `Save and ${verb}`;
  const goOn = `${verb} What Is Saved`;
  const choice = await window.showWarningMessage(message, save, goOn);
  if (choice !== save) return choice === goOn;
  const saved = await Promise.all(unsaved.map((document) => document.save()));
  return saved.every(Boolean);
}
