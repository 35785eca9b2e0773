/**
 * The nodes of the ranked tree: locations, under each its evidence, under each evidence its steps; at the end what
 * limited the run. Without locations there are none: the summary says it all. Leaves out the view that holds them.
 */
import { type Command, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, type Uri } from 'vscode';
import type {
  Evidence,
  EvidenceKind,
  EvidenceStep,
  Localization,
  Problem,
  RankedLocation,
} from '../../server/protocol/localization.ts';
import { heatOf } from '../convert/heatOf.ts';
import type { LineText } from '../convert/lineText.ts';
import { openArguments, type WirePlace } from '../convert/locations.ts';
import { percent } from '../convert/percent.ts';
import { evidenceHover } from '../decorations/evidenceHover.ts';

export interface RankedNode {
  readonly item: TreeItem;
  readonly parent: RankedNode | null;
  readonly children: readonly RankedNode[];
  /** What it is, or is evidence for; `null` for a problem. */
  readonly location: RankedLocation | null;
}

const iconOf: Readonly<Record<EvidenceKind, string>> = {
  spectrum: 'beaker',
  frame: 'list-tree',
  slice: 'type-hierarchy-sub',
  trace: 'debug-line-by-line',
  value: 'symbol-variable',
  predicate: 'symbol-boolean',
  mutation: 'replace',
  assertion: 'checklist',
  text: 'whole-word',
  history: 'history',
  agent: 'comment-discussion',
};

export function rankedNodes(localization: Localization, folder: Uri, lineText: LineText): readonly RankedNode[] {
  const { locations, problems } = localization;
  return [
    ...locations.map((location) => locationNode(location, locations, folder, lineText)),
    ...(locations.length === 0 ? [] : problems.map(problemNode)),
  ];
}

function locationNode(
  location: RankedLocation,
  all: readonly RankedLocation[],
  folder: Uri,
  lineText: LineText,
): RankedNode {
  const { rank, file, line, element, suspiciousness, evidence } = location;
  const heat = heatOf(location, all);
  const code = lineText(file, line);
  const item = new TreeItem(`${rank}. ${baseName(file)}:${line}`, TreeItemCollapsibleState.Collapsed);
  item.id = `${rank}`;
  item.contextValue = 'location';
  item.description = code === '' ? insideOf(element) : code;
  item.iconPath = new ThemeIcon('circle-filled', new ThemeColor(`culprit.heat${heat}`));
  item.tooltip = evidenceHover(location, all.length);
  item.command = goTo(folder, location);
  item.accessibilityInformation = {
    label: `Rank ${rank}, ${file} line ${line}, in ${insideOf(element)}, suspiciousness ${percent(suspiciousness)}: ${code}`,
  };
  return withChildren(item, null, location, (self) => evidence.map((each) => evidenceNode(each, self, folder)));
}

function evidenceNode({ kind, message, path, score }: Evidence, parent: RankedNode, folder: Uri): RankedNode {
  const state = path.length === 0 ? TreeItemCollapsibleState.None : TreeItemCollapsibleState.Expanded;
  const item = new TreeItem(message, state);
  item.iconPath = new ThemeIcon(iconOf[kind]);
  item.tooltip = `${kind}, ${percent(score)}: ${message}`;
  item.accessibilityInformation = { label: `Evidence, ${kind}: ${message}` };
  const first = path[0];
  if (first !== undefined) item.command = goTo(folder, first);
  return withChildren(item, parent, parent.location, (self) => path.map((step) => stepNode(step, self, folder)));
}

function stepNode(step: EvidenceStep, parent: RankedNode, folder: Uri): RankedNode {
  const item = new TreeItem(`${baseName(step.file)}:${step.line}`, TreeItemCollapsibleState.None);
  item.description = step.message;
  item.iconPath = new ThemeIcon('arrow-small-right');
  item.tooltip = `${step.file}:${step.line}\n${step.message}`;
  item.command = goTo(folder, step);
  item.accessibilityInformation = { label: `${step.message}, ${step.file} line ${step.line}` };
  return { item, parent, children: [], location: parent.location };
}

function problemNode({ severity, message }: Problem): RankedNode {
  const item = new TreeItem(message, TreeItemCollapsibleState.None);
  item.iconPath = new ThemeIcon(severity === 'information' ? 'info' : severity);
  item.tooltip = message;
  return { item, parent: null, children: [], location: null };
}

function withChildren(
  item: TreeItem,
  parent: RankedNode | null,
  location: RankedLocation | null,
  childrenOf: (self: RankedNode) => readonly RankedNode[],
): RankedNode {
  const children: RankedNode[] = [];
  const self: RankedNode = { item, parent, children, location };
  children.push(...childrenOf(self));
  return self;
}

function goTo(folder: Uri, where: WirePlace): Command {
  return { title: 'Go to Line', command: 'vscode.open', arguments: openArguments(folder, where) };
}

function baseName(file: string): string {
  return file.split('/').at(-1) ?? file;
}

/** `Class.method` of `file::Class.method`; the file itself for module-level code. */
function insideOf(element: string): string {
  return element.split('::')[1] ?? baseName(element);
}
