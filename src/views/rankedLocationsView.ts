/** The view "Ranked Locations": the answer as a tree, and the empty state before there is one. */
import { commands, Disposable, EventEmitter, type TreeDataProvider, type Uri, window } from 'vscode';
import type { Localization } from '../../server/protocol/localization.ts';
import type { Summary } from '../../server/protocol/requests.ts';
import { readLines } from '../convert/lineText.ts';
import { type RankedNode, rankedNodes } from './rankedNodes.ts';

const viewId = 'culprit.rankedLocations';
/** For `when` clauses: the clear button and the empty state. */
const hasAnswer = 'culprit.hasLocalization';

export class RankedLocationsView {
  readonly #changed = new EventEmitter<void>();
  #nodes: readonly RankedNode[] = [];
  readonly #tree = window.createTreeView(viewId, { treeDataProvider: this.#provider(), showCollapseAll: true });

  /** Shows the answer and opens its first location, without taking the keyboard. */
  async show(localization: Localization, folder: Uri, summary: Summary): Promise<void> {
    const lineText = await readLines(
      folder,
      localization.locations.map(({ file }) => file),
    );
    this.#nodes = rankedNodes(localization, folder, lineText);
    this.#tree.description = localization.tests.map((test) => test.split('::').at(-1)).join(', ');
    this.#tree.message = localization.verdict === 'located' ? '' : summary.message;
    await commands.executeCommand('setContext', hasAnswer, true);
    this.#changed.fire();
    const first = this.#nodes[0];
    if (first !== undefined) await this.#tree.reveal(first, { select: true, focus: false, expand: 2 });
  }

  clear(): void {
    this.#nodes = [];
    this.#tree.description = '';
    this.#tree.message = '';
    void commands.executeCommand('setContext', hasAnswer, false);
    this.#changed.fire();
  }

  dispose(): void {
    Disposable.from(this.#tree, this.#changed).dispose();
  }

  #provider(): TreeDataProvider<RankedNode> {
    return {
      onDidChangeTreeData: this.#changed.event,
      getTreeItem: ({ item }) => item,
      getParent: ({ parent }) => parent,
      getChildren: (node) => [...(node?.children ?? this.#nodes)],
    };
  }
}
