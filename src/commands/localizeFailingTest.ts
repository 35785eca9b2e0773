/**
 * `Culprit: Localize This Failing Test`, from wherever it is started: may it run, which test, run it with progress,
 * show the answer. Leaves out how an answer looks in the tree and in the text.
 */
import {
  commands,
  type Disposable,
  type LogOutputChannel,
  ProgressLocation,
  Range,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { LocalizeParams, LocalizeResult } from '../../server/protocol/requests.ts';
import type { CulpritClient, Progress } from '../client.ts';
import { fileRange, fileUri } from '../convert/locations.ts';
import type { HeatDecorations } from '../decorations/heatDecorations.ts';
import { chosenTest } from '../testing/chosenTest.ts';
import type { RankedLocationsView } from '../views/rankedLocationsView.ts';
import { announce, announceFailure } from './announce.ts';
import { commandIds } from './commandIds.ts';
import { settleUnsavedChanges } from './unsavedChanges.ts';

const manageTrust = 'Manage Workspace Trust';

export interface Parts {
  readonly client: CulpritClient;
  readonly view: RankedLocationsView;
  readonly heat: HeatDecorations;
  readonly log: LogOutputChannel;
}

export function registerLocalizeFailingTest(parts: Parts): Disposable {
  return commands.registerCommand(
    commandIds.localizeFailingTest,
    async (...args: unknown[]): Promise<LocalizeResult | undefined> => {
      if (!workspace.isTrusted) return askForTrust();
      try {
        const test = chosenTest(args);
        if (!(await settleUnsavedChanges())) return undefined;
        const result = await localizeWithProgress(parts, test);
        if (result === null) return undefined;
        await show(parts, result);
        return result;
      } catch (error) {
        parts.log.error(error instanceof Error ? error : String(error));
        announceFailure(error);
        return undefined;
      }
    },
  );
}

/** `null` where the user stopped it. */
function localizeWithProgress({ client }: Parts, test: LocalizeParams): Thenable<LocalizeResult | null> {
  const options = { location: ProgressLocation.Notification, title: 'Culprit', cancellable: true };
  return window.withProgress(options, async (progress, cancellation) => {
    progress.report({ message: 'Starting' });
    let reached = 0;
    try {
      const onProgress = ({ message, percentage }: Progress) => {
        progress.report({ message, increment: Math.max(0, percentage - reached) });
        reached = Math.max(reached, percentage);
      };
      const result = await client.localize(test, onProgress, cancellation);
      return result.ending === 'cancelled' || cancellation.isCancellationRequested ? null : result;
    } catch (error) {
      if (cancellation.isCancellationRequested) return null;
      throw error;
    }
  });
}

async function show({ view, heat }: Parts, result: LocalizeResult): Promise<void> {
  const { localization, summary } = result;
  const folder = Uri.parse(result.folderUri);
  heat.show(localization, folder);
  const first = localization.locations[0];
  if (first !== undefined) {
    const start = fileRange(first).start;
    await window.showTextDocument(fileUri(folder, first.file), {
      selection: new Range(start, start),
      preserveFocus: true,
      preview: false,
    });
  }
  await view.show(localization, folder, summary);
  announce(localization.verdict, summary);
}

async function askForTrust(): Promise<undefined> {
  const message = 'Culprit runs the tests of this workspace, so it needs you to trust it first.';
  const choice = await window.showWarningMessage(message, manageTrust);
  if (choice === manageTrust) await commands.executeCommand('workbench.trust.manage');
  return undefined;
}
