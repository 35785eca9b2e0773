/**
 * `Culprit: Localize This Failing Test`, from wherever it is started: run it, show the answer. Leaves out how an answer
 * looks in the tree and in the text.
 */
import { commands, type Disposable, type LogOutputChannel, Range, Uri, window } from 'vscode';
import type { LocalizeResult } from '../../server/protocol/requests.ts';
import type { CulpritClient } from '../client.ts';
import { fileRange, fileUri } from '../convert/locations.ts';
import type { HeatDecorations } from '../decorations/heatDecorations.ts';
import { chosenTest } from '../testing/chosenTest.ts';
import type { RankedLocationsView } from '../views/rankedLocationsView.ts';
import { announce } from './announce.ts';
import { commandIds } from './commandIds.ts';
import { runTest } from './runTest.ts';

export interface Parts {
  readonly client: CulpritClient;
  readonly view: RankedLocationsView;
  readonly heat: HeatDecorations;
  readonly log: LogOutputChannel;
}

export function registerLocalizeFailingTest(parts: Parts): Disposable {
  return commands.registerCommand(commandIds.localizeFailingTest, (...args: unknown[]) => {
    const { client, log } = parts;
    const show = (result: LocalizeResult) => showAnswer(parts, result);
    return runTest({ verb: 'Localize', test: () => chosenTest(args), ask: client.localize, show }, log);
  });
}

async function showAnswer({ view, heat }: Parts, result: LocalizeResult): Promise<void> {
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
