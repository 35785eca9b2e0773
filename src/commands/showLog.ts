/** `Culprit: Show Log`. */
import { commands, type Disposable, type LogOutputChannel } from 'vscode';
import { commandIds } from './commandIds.ts';

export function registerShowLog(log: LogOutputChannel): Disposable {
  return commands.registerCommand(commandIds.showLog, () => log.show(true));
}
