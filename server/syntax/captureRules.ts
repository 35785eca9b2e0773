/**
 * Queries compiled against one grammar into rules by node type, and applied to a whole `SyntaxTable` in one pass.
 * Differs from tree-sitter's engine in one point: siblings named in a pattern may come in any order.
 */
import type { Language } from 'web-tree-sitter';
import { type ConstructName, construct, type PartName, part } from './captureVocabulary.ts';
import { parseQuery, type QueryNode } from './queryText.ts';
import type { SyntaxTable } from './syntaxTable.ts';

interface Rule {
  /** Node types it matches; empty for any named node. */
  readonly types: readonly number[];
  /** Texts it matches; `null` for any. */
  readonly texts: ReadonlySet<string> | null;
  readonly field: number;
  readonly construct: number;
  readonly part: number;
  readonly children: readonly Rule[];
  readonly absentFields: readonly number[];
  readonly anchoredBefore: boolean;
  readonly anchoredAfter: boolean;
  /** What an anchored node stands right after; `null` where it is the first. */
  readonly after: Rule | null;
  /** Whether it says nothing of what is below the node or how it is written. */
  readonly isPlain: boolean;
}

export interface CaptureRules {
  /** Rules rooted at each node type; `null` for most types, which have none. */
  readonly byType: readonly (readonly Rule[] | null)[];
  readonly isNamed: Uint8Array;
}

/** What rules are matched against. */
interface Source {
  readonly isNamed: Uint8Array;
  readonly table: SyntaxTable;
  readonly text: string;
}

export interface Captures {
  readonly construct: Uint8Array;
  readonly part: Uint8Array;
}

/** Compiles queries; throws for a node type, field or capture that does not exist, which is a mistake in language data. */
export function compileRules(language: Language, queries: readonly string[]): CaptureRules {
  const isNamed = new Uint8Array(65536);
  for (let type = 0; type < language.nodeTypeCount; type++) isNamed[type] = language.nodeTypeIsNamed(type) ? 1 : 0;
  const byType: Rule[][] = Array.from({ length: language.nodeTypeCount }, () => []);
  for (const pattern of queries.flatMap(parseQuery)) {
    const rule = compile(language, pattern, true);
    for (const type of rule.types) byType[type]!.push(rule);
  }
  return { byType: byType.map((rules) => (rules.length === 0 ? null : rules)), isNamed };
}

/**
 * Labels every node with its construct and its part. What a pattern says of a node below its root is more specific
 * than what patterns rooted at that node say, and wins; of patterns rooted above the node the one rooted nearest wins,
 * and of those with one root the later.
 */
export function applyRules(rules: CaptureRules, table: SyntaxTable, text: string): Captures {
  const source: Source = { isNamed: rules.isNamed, table, text };
  const captures = { construct: new Uint8Array(table.length), part: new Uint8Array(table.length) };
  const { byType } = rules;
  const { length, type } = table;
  for (let index = 0; index < length; index++) {
    const candidates = byType[type[index]!];
    if (candidates === null || candidates === undefined) continue;
    const constructFromAbove = captures.construct[index]!;
    const partFromAbove = captures.part[index]!;
    for (let at = 0; at < candidates.length; at++) {
      const rule = candidates[at]!;
      if (rule.isPlain || matches(source, rule, index)) label(source, rule, index, captures);
    }
    if (constructFromAbove !== 0) captures.construct[index] = constructFromAbove;
    if (partFromAbove !== 0) captures.part[index] = partFromAbove;
  }
  return captures;
}

function matches(source: Source, rule: Rule, index: number): boolean {
  const { table, text } = source;
  const last = table.after[index]!;
  for (const field of rule.absentFields) {
    for (let child = index + 1; child < last; child = table.after[child]!)
      if (table.field[child] === field) return false;
  }
  const { children } = rule;
  for (let at = 0; at < children.length; at++) if (!hasChild(source, children[at]!, index)) return false;
  return rule.texts === null || rule.texts.has(text.slice(table.start[index], table.end[index]));
}

function hasChild(source: Source, rule: Rule, parent: number): boolean {
  const { table } = source;
  const last = table.after[parent]!;
  for (let child = parent + 1; child < last; child = table.after[child]!) {
    if (fits(source, rule, child, parent)) return true;
  }
  return false;
}

function fits(source: Source, rule: Rule, index: number, parent: number): boolean {
  const { isNamed, table } = source;
  const type = table.type[index]!;
  if (rule.field !== 0 && rule.field !== table.field[index]) return false;
  if (
    rule.types.length === 1
      ? rule.types[0] !== type
      : rule.types.length === 0
        ? isNamed[type] === 0
        : !rule.types.includes(type)
  )
    return false;
  if (rule.anchoredBefore && !followsAnchor(source, rule.after, index, parent)) return false;
  if (rule.anchoredAfter && hasNamed(source, table.after[index]!, table.after[parent]!)) return false;
  return rule.isPlain || matches(source, rule, index);
}

/** Whether what comes before a node is nothing, or what the pattern has right before it. */
function followsAnchor(source: Source, after: Rule | null, index: number, parent: number): boolean {
  const { isNamed, table } = source;
  if (after === null) return !hasNamed(source, parent + 1, index);
  let before = -1;
  for (let sibling = parent + 1; sibling < index; sibling = table.after[sibling]!)
    if (isNamed[table.type[sibling]!] === 1) before = sibling;
  return before >= 0 && fits(source, after, before, parent);
}

function hasNamed({ isNamed, table }: Source, from: number, to: number): boolean {
  for (let sibling = from; sibling < to; sibling = table.after[sibling]!) {
    if (isNamed[table.type[sibling]!] === 1) return true;
  }
  return false;
}

function label(source: Source, rule: Rule, index: number, captures: Captures): void {
  const { table } = source;
  if (rule.construct !== 0) captures.construct[index] = rule.construct;
  if (rule.part !== 0) captures.part[index] = rule.part;
  const { children } = rule;
  if (children.length === 0) return;
  const last = table.after[index]!;
  for (let child = index + 1; child < last; child = table.after[child]!) {
    for (let at = 0; at < children.length; at++) {
      const childRule = children[at]!;
      if (fits(source, childRule, child, index)) label(source, childRule, child, captures);
    }
  }
}

function compile(language: Language, node: QueryNode, isRoot: boolean, after: Rule | null = null): Rule {
  let constructId = 0;
  let partId = 0;
  for (const capture of node.captures) {
    // A name that begins so only holds a node for a predicate.
    if (capture.startsWith('_')) continue;
    // `label` is both: what a pattern is about is the construct, what stands in it the part.
    const isPart = capture in part && !(isRoot && capture in construct);
    if (isPart) partId = part[capture as PartName];
    else if (capture in construct) constructId = construct[capture as ConstructName];
    else throw new Error(`Unknown capture "@${capture}" in a query`);
  }
  const children: Rule[] = [];
  for (const child of node.children) children.push(compile(language, child, false, children.at(-1) ?? null));
  const texts = node.texts === null ? null : new Set(node.texts);
  return {
    isPlain: children.length === 0 && node.absentFields.length === 0 && texts === null,
    types: node.types.flatMap(({ name, isNamed }) => (name === '_' && isNamed ? [] : typeIds(language, name, isNamed))),
    texts,
    field: node.field === null ? 0 : fieldId(language, node.field),
    construct: constructId,
    part: partId,
    children,
    absentFields: node.absentFields.map((field) => fieldId(language, field)),
    anchoredBefore: node.anchoredBefore,
    anchoredAfter: node.anchoredAfter,
    after,
  };
}

/** Aliased symbols share a name: `as_pattern` of a match case and of an expression are two types. */
function typeIds(language: Language, name: string, isNamed: boolean): readonly number[] {
  const ids: number[] = [];
  for (let type = 0; type < language.nodeTypeCount; type++) {
    if (language.types[type] === name && language.nodeTypeIsNamed(type) === isNamed) ids.push(type);
  }
  if (ids.length === 0) throw new Error(`Unknown node type "${name}" in a query`);
  return ids;
}

function fieldId(language: Language, name: string): number {
  const id = language.fieldIdForName(name);
  if (id === null) throw new Error(`Unknown field "${name}" in a query`);
  return id;
}
