/** The extension, wired: what exists and who is told what. Leaves out everything any of it does. */
import { type ExtensionContext, window, workspace } from 'vscode';
import { createLanguageClient } from './client.ts';
import { registerClearLocalization } from './commands/clearLocalization.ts';
import { registerLocalizeFailingTest } from './commands/localizeFailingTest.ts';
import { registerShowLog } from './commands/showLog.ts';
import { HeatDecorations } from './decorations/heatDecorations.ts';
import { RankedLocationsView } from './views/rankedLocationsView.ts';

export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('Culprit', { log: true });
  const client = createLanguageClient(context, log);
  const view = new RankedLocationsView();
  const heat = new HeatDecorations();

  context.subscriptions.push(
    log,
    client,
    view,
    heat,
    registerLocalizeFailingTest({ client, view, heat, log }),
    registerClearLocalization({ view, heat }),
    registerShowLog(log),
    workspace.onDidGrantWorkspaceTrust(() => client.start()),
  );
  if (workspace.isTrusted) void client.start();
}
