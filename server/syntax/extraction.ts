/** What every part of the extractor needs at hand: the labelled tree, its text, the facts so far, and where we are. */
import { firstSegment } from '../core/graph/accessPaths.ts';
import { definitionKind } from '../core/graph/fileFacts.ts';
import type { LanguageTraits } from '../core/graph/languageTraits.ts';
import type { LineIndex } from '../core/text/lineIndex.ts';
import { construct, part } from './captureVocabulary.ts';
import type { FactsBuilder } from './factsBuilder.ts';
import type { SyntaxTable } from './syntaxTable.ts';

export interface Extraction {
  readonly text: string;
  readonly lines: LineIndex;
  readonly table: SyntaxTable;
  readonly construct: Uint8Array;
  readonly part: Uint8Array;
  readonly isNamed: Uint8Array;
  readonly traits: LanguageTraits;
  readonly facts: FactsBuilder;
  /** Extracts an expression below the one at hand; a member, so that the files of the extractor need no cycle. */
  visit(node: number, place: Place, access: Access, depth: number): void;
}

/** What happens to the names of an expression. */
export type Access = 'read' | 'define' | 'update' | 'delete' | 'inline';

/** Where an expression stands. */
export interface Place {
  readonly statement: number;
  readonly scope: number;
  /** Names bound inside the expression: lambda parameters, comprehension targets. They are not variables of the scope. */
  readonly bound: readonly ReadonlySet<string>[];
}

export function textOf(x: Extraction, node: number): string {
  return x.text.slice(x.table.start[node], x.table.end[node]);
}

export function* childrenOf(x: Extraction, node: number): Generator<number> {
  const last = x.table.after[node]!;
  for (let child = node + 1; child < last; child = x.table.after[child]!) yield child;
}

/** The first child that plays a part; -1 where there is none. */
export function childWithPart(x: Extraction, node: number, wanted: number): number {
  const last = x.table.after[node]!;
  for (let child = node + 1; child < last; child = x.table.after[child]!) if (x.part[child] === wanted) return child;
  return -1;
}

export function isNamedNode(x: Extraction, node: number): boolean {
  return x.isNamed[x.table.type[node]!] === 1;
}

/** Longer paths are read in pieces: their last segments are not told apart anyway. */
const longestPath = 8;

/** The access path a node writes (`a`, `a.b.c`), or `null` where it is more than that. */
export function pathOf(x: Extraction, node: number, depth = 0): string | null {
  const kind = x.construct[node];
  if (kind === construct['reference.name']) return textOf(x, node);
  if (kind !== construct['reference.member'] || depth > longestPath) return null;
  const last = x.table.after[node]!;
  const segments: string[] = [];
  for (let child = node + 1; child < last; child = x.table.after[child]!) {
    if (!isNamedNode(x, child) || x.construct[child] === construct.skip) continue;
    const segment = segments.length === 0 ? pathOf(x, child, depth + 1) : textOf(x, child);
    if (segment === null) return null;
    segments.push(segment);
  }
  return segments.length === 0 ? null : segments.join('.');
}

/** The path of an annotated type as a name, where the annotation is one; else -1. */
export function typePath(x: Extraction, node: number): number {
  if (node < 0) return -1;
  const [only, ...others] = [...childrenOf(x, node)].filter((child) => isNamedNode(x, child));
  const path = pathOf(x, node) ?? (only !== undefined && others.length === 0 ? pathOf(x, only) : null);
  return path === null ? -1 : x.facts.name(path);
}

/** The nearest access path below chains of keys and calls is changed: `a.b[0].c[1] = v` changes `a.b`. */
export function defineWeakly(x: Extraction, node: number, place: Place): void {
  for (let base = node; base >= 0; base = childWithPart(x, base, part.object)) {
    const path = pathOf(x, base);
    if (path === null) continue;
    if (isBoundInside(place, path)) return;
    const { statement, scope } = place;
    const name = x.facts.name(path);
    x.facts.definition({ kind: definitionKind.weak, statement, scope, name, start: x.table.start[base]! });
    return;
  }
}

/** Whether a path begins with a name that the expression itself binds. */
export function isBoundInside(place: Place, path: string): boolean {
  if (place.bound.length === 0) return false;
  const root = firstSegment(path);
  return place.bound.some((names) => names.has(root));
}

/** The call extracted last; calls are recorded when their arguments are done, so an outer call is the last of its own. */
export function lastCallIndex(x: Extraction): number {
  return x.facts.calls.length - 1;
}
