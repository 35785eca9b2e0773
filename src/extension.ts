/** The extension, wired: what exists and who is told what. Leaves out everything any of it does. */
import { type ExtensionContext, window, workspace } from 'vscode';
import { createLanguageClient } from './client.ts';
import { registerClearLocalization } from './commands/clearLocalization.ts';
import { registerLocalizeFailingTest } from './commands/localizeFailingTest.ts';
import { registerShowExecutionTrace } from './commands/showExecutionTrace.ts';
import { registerShowLog } from './commands/showLog.ts';
import { HeatDecorations } from './decorations/heatDecorations.ts';
import { RankedLocationsView } from './views/rankedLocationsView.ts';
import { TraceDocuments } from './views/traceDocuments.ts';

export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('Culprit', { log: true });
  const client = createLanguageClient(context, log);
  const view = new RankedLocationsView();
  const heat = new HeatDecorations();
  const traces = new TraceDocuments();

  context.subscriptions.push(
    log,
    client,
    view,
    heat,
    traces,
    registerLocalizeFailingTest({ client, view, heat, log }),
    registerShowExecutionTrace({ client, view, traces, log }),
    registerClearLocalization({ view, heat }),
    registerShowLog(log),
    workspace.onDidGrantWorkspaceTrust(() => client.start()),
  );
  if (workspace.isTrusted) void client.start();
}
