/** The view "Ranked Locations": the answer as a tree, and the empty state before there is one. */
import { commands, Disposable, EventEmitter, type TreeDataProvider, type Uri, window } from 'vscode';
import type { Localization, RankedLocation } from '../../server/protocol/localization.ts';
import type { LocalizeParams, Summary } from '../../server/protocol/requests.ts';
import { readLines } from '../convert/lineText.ts';
import { fileUri } from '../convert/locations.ts';
import { type RankedNode, rankedNodes } from './rankedNodes.ts';

const viewId = 'culprit.rankedLocations';
/** For `when` clauses: the clear button and the empty state. */
const hasAnswer = 'culprit.hasLocalization';

/** A ranked location, and the test whose failure it may be to blame for. */
export interface LocatedLine {
  readonly test: LocalizeParams;
  readonly location: RankedLocation;
}

export class RankedLocationsView {
  readonly #changed = new EventEmitter<void>();
  #nodes: readonly RankedNode[] = [];
  #tests: readonly string[] = [];
  #folder: Uri | null = null;
  readonly #tree = window.createTreeView(viewId, { treeDataProvider: this.#provider(), showCollapseAll: true });

  /** Shows the answer and opens its first location, without taking the keyboard. */
  async show(localization: Localization, folder: Uri, summary: Summary): Promise<void> {
    const lineText = await readLines(
      folder,
      localization.locations.map(({ file }) => file),
    );
    this.#nodes = rankedNodes(localization, folder, lineText);
    this.#tests = localization.tests;
    this.#folder = folder;
    this.#tree.description = localization.tests.map((test) => test.split('::').at(-1)).join(', ');
    this.#tree.message = localization.verdict === 'located' ? '' : summary.message;
    await commands.executeCommand('setContext', hasAnswer, true);
    this.#changed.fire();
    const first = this.#nodes[0];
    if (first !== undefined) await this.#tree.reveal(first, { select: true, focus: false, expand: 2 });
  }

  /** What a menu of the tree is about: the node it was opened on, else the one that is selected. */
  located(node: unknown): LocatedLine | null {
    const { location } = (node ?? this.#tree.selection[0] ?? {}) as Partial<RankedNode>;
    const test = this.#tests[0];
    if (location == null || test === undefined || this.#folder === null) return null;
    return { test: { test, textDocument: { uri: fileUri(this.#folder, location.file).toString() } }, location };
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
