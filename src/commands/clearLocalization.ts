/** `Culprit: Clear Localization`: the editor as it was before, no colours and an empty view. */
import { commands, type Disposable } from 'vscode';
import type { HeatDecorations } from '../decorations/heatDecorations.ts';
import type { RankedLocationsView } from '../views/rankedLocationsView.ts';
import { clearStatus } from './announce.ts';
import { commandIds } from './commandIds.ts';

export interface Shown {
  readonly view: RankedLocationsView;
  readonly heat: HeatDecorations;
}

export function registerClearLocalization({ view, heat }: Shown): Disposable {
  return commands.registerCommand(commandIds.clearLocalization, () => {
    view.clear();
    heat.clear();
    clearStatus();
  });
}
