/**
 * What could be written otherwise in a function, cheapest first: each statement's candidates, made only when asked for,
 * from the templates of its language. Leaves out whether any of them is right, and edits of more than one place.
 */
import type { Node, Tree } from 'web-tree-sitter';
import { bracketed } from './bracketing.ts';
import { fillHoles } from './fillHoles.ts';
import type { FixData, FixTemplate } from './fixData.ts';
import { movesOf, placed, type Replacement } from './fixMoves.ts';
import { copyNode, descendants, type FixNode } from './fixNode.ts';
import type { Slot } from './fixPools.ts';
import { fixScope } from './fixScope.ts';
import { hasRole, indentationOf, isInLoop, isStatement, partAt, placeOf, statementOf } from './fixShapes.ts';
import { fixTypes, type PrintedValue } from './fixTypes.ts';

export interface CandidateEdit {
  /** The piece of the file's text that is replaced, as offsets in UTF-16 units, and what stands there instead. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The template's id. */
  readonly template: string;
  readonly cost: number;
  /** The statement to blame if it helps; a compound statement's header only. 1-based. */
  readonly line: number;
  readonly endLine: number;
  /** For people: the code that goes, and what comes. Empty where something is only put in, or only left out. */
  readonly before: string;
  readonly after: string;
}

/** A function, or a statement outside all functions, with what could be written otherwise in it. */
export interface EditableCode {
  readonly line: number;
  readonly endLine: number;
  /** First lines of its statements, ascending. */
  readonly statements: readonly number[];
  /** All costs candidates may have, ascending. */
  readonly costs: readonly number[];
  /**
   * Candidates of the statement at a line that have a cost. What a call gave for the same code is not given again by a
   * later one, whatever its line and cost.
   */
  editsOf(line: number, cost: number): Iterable<CandidateEdit>;
  /** What is decided on at a line, for taking the other branch. */
  conditionsAt(line: number): readonly { readonly start: number; readonly end: number; readonly text: string }[];
}

export interface FixableText {
  /**
   * The outermost function around a line with what could be written otherwise in it; `null` where no code is there,
   * `tooLarge` where there is more than can be looked through. `values` are what a run was seen to have there.
   */
  codeAt(line: number, values: readonly PrintedValue[]): EditableCode | 'tooLarge' | null;
  dispose(): void;
}

/** Takes the tree over. */
export function fixableText(data: FixData, tree: Tree, text: string): FixableText {
  return {
    codeAt: (line, values) => editableCode(data, tree, text, line, values),
    dispose: () => tree.delete(),
  };
}

function editableCode(
  data: FixData,
  tree: Tree,
  text: string,
  line: number,
  values: readonly PrintedValue[],
): EditableCode | 'tooLarge' | null {
  const node = outermostAt(data, tree.rootNode, line - 1);
  if (node === null) return null;
  // Its place among its neighbours is the module's business: it stands in a block of its own.
  const root = copyNode(node, text, [...data.roleOf].find(([, roles]) => roles.includes('block'))?.[0] ?? '');
  if (root === null) return 'tooLarge';
  const scope = fixScope({
    ...{ data, root, text, types: fixTypes(data, root, values) },
    functions: definedNames(data, tree.rootNode),
    attributes: attributesIn(text),
  });
  const byLine = slotsByLine(data, root, scope);
  const seen = new Set<string>();
  return {
    line: root.line,
    endLine: root.endLine,
    statements: [...byLine.keys()].sort((a, b) => a - b),
    costs: [...new Set(data.templates.map(({ cost }) => cost))].sort((a, b) => a - b),
    *editsOf(at, cost) {
      for (const slot of byLine.get(at) ?? []) {
        for (const template of data.templates) {
          if (template.cost !== cost || !matches(data, template, slot)) continue;
          for (const replacement of replacements(data, template, slot)) {
            const smallest = trimmed(text, replacement);
            if (smallest === null || seen.has(keyOf(smallest))) continue;
            seen.add(keyOf(smallest));
            yield candidate(template, slot, replacement, text);
          }
        }
      }
    },
    conditionsAt: (at) =>
      (byLine.get(at) ?? [])
        .filter(({ place, node: { parent } }) => place === 'condition' && placeOf(data, parent!) !== 'condition')
        .map(({ node: { start, end, text: condition } }) => ({ start, end, text: condition })),
  };
}

interface PlacedSlot extends Slot {
  readonly place: string;
  readonly statement: FixNode;
}

function slotsByLine(data: FixData, root: FixNode, scope: Slot['scope']): ReadonlyMap<number, readonly PlacedSlot[]> {
  const slots = new Map<number, PlacedSlot[]>();
  // Names are those bound before the statement, and those an expression around the node binds.
  const visit = (node: FixNode, isInner: boolean) => {
    const place = placeOf(data, node);
    if (place === 'skip') return;
    const inner = (isInner && !hasRole(data, node, 'statement')) || bindsInside(data, node);
    if (data.roleOf.has(node.type) && node.isNamed && place !== 'parameter') {
      const statement = statementOf(data, node);
      const own = isStatement(data, node) ? 'statement' : place;
      const offset = inner ? node.start : statement.start;
      const slot = { scope, node, statement, place: own, offset, types: scope.types.of(node) };
      const onLine = slots.get(statement.line);
      if (onLine === undefined) slots.set(statement.line, [slot]);
      else onLine.push(slot);
    }
    for (const child of node.children) visit(child, inner);
  };
  visit(root, false);
  return slots;
}

/** Whether a node is an expression with variables of its own, or holds nothing but one. */
function bindsInside(data: FixData, node: FixNode): boolean {
  for (let at: FixNode | undefined = node; at !== undefined; ) {
    if (hasRole(data, at, 'comprehension') || hasRole(data, at, 'lambda')) return true;
    at = at.children.find(({ start, end }) => start === node.start && end === node.end);
  }
  return false;
}

function matches(data: FixData, template: FixTemplate, { node, place, types, scope }: PlacedSlot): boolean {
  const roles = data.roleOf.get(node.type) ?? [];
  return (
    template.on.some((role) => roles.includes(role)) &&
    !template.notOn.some((role) => roles.includes(role)) &&
    template.places.includes(place) &&
    (template.types.length === 0 ||
      (types.size === 0 ? !template.isTypeKnown : template.types.some((kind) => scope.types.isOf(types, kind)))) &&
    (!template.inLoop || isInLoop(data, node)) &&
    template.where.every(({ part, roles: wanted }) => {
      const at = partAt(data, node, part);
      return at !== null && wanted.some((role) => hasRole(data, at, role));
    })
  );
}

function* replacements(data: FixData, template: FixTemplate, slot: PlacedSlot): Generator<Replacement> {
  const at = partAt(data, slot.node, template.at);
  if (at === null) return;
  if (template.move !== null) {
    yield* movesOf(template, at, slot);
    return;
  }
  const { start, end } = at;
  const file = slot.scope.text;
  // A pool is asked about what is replaced, a part about the node it is a part of.
  const within = template.at.length === 0 ? slot : { ...slot, node: at };
  for (const to of template.to) {
    for (const text of fillHoles(to, within)) {
      if (slot.place === 'statement' && template.at.length === 0) {
        const indentation = indentationOf(file, slot.node);
        if (indentation !== null) yield { start, end, text: placed(text, indentation, data.indentation) };
      } else if (isWhole(at)) yield { start, end, text };
      else
        yield {
          start,
          end,
          text: bracketed(text, file.slice(Math.max(0, start - 40), start), file.slice(end, end + 40), data.levelOf),
        };
    }
  }
  /** What stands for its effect or alone is not part of an expression. */
  function isWhole(node: FixNode): boolean {
    return slot.place === 'effect' || node !== slot.node || hasRole(data, node, 'bare');
  }
}

function candidate(
  { id, cost }: FixTemplate,
  { statement, place, node, scope: { data } }: PlacedSlot,
  { start, end, text: replacing }: Replacement,
  text: string,
): CandidateEdit {
  // What is missing after a statement is missing after the last line of it.
  const isAfter = start === end && start === statement.end;
  const line = isAfter
    ? [...descendants(statement)].findLast((it) => hasRole(data, it, 'statement'))!.line
    : statement.line;
  // Of a part that changed, people want to see the whole.
  const isShown = place !== 'statement' && node.start <= start && end <= node.end;
  const shown = isShown ? node : { start, end };
  const after = text.slice(shown.start, start) + replacing + text.slice(end, shown.end);
  return {
    ...{ start, end, text: replacing, template: id, cost, line, endLine: line },
    before: text.slice(shown.start, shown.end).trim(),
    after: after.trim(),
  };
}

/** The same edit without what it leaves as it is; `null` where that is all. */
function trimmed(text: string, { start, end, text: replacing }: Replacement): Replacement | null {
  const before = text.slice(start, end);
  let same = 0;
  const shorter = Math.min(before.length, replacing.length);
  while (same < shorter && before[same] === replacing[same]) same++;
  let tail = 0;
  while (tail < shorter - same && before[before.length - 1 - tail] === replacing[replacing.length - 1 - tail]) tail++;
  if (same === before.length && same === replacing.length) return null;
  const left = replacing.slice(same, replacing.length - tail);
  return leftmost(text, { start: start + same, end: end - tail, text: left });
}

/** What is only put in, or only left out, may be told of several places: of the first. */
function leftmost(text: string, { start, end, text: replacing }: Replacement): Replacement {
  if (start !== end && replacing !== '') return { start, end, text: replacing };
  let by = 0;
  const run = start === end ? replacing : text.slice(start, end);
  const at = (index: number) => run[((index % run.length) + run.length) % run.length];
  while (by < start && text[start - 1 - by] === at(run.length - 1 - by)) by++;
  const shifted = replacing === '' ? '' : [...Array(run.length).keys()].map((index) => at(index - by)).join('');
  return { start: start - by, end: end - by, text: shifted };
}

function keyOf({ start, end, text }: Replacement): string {
  return `${start} ${end} ${text.replaceAll(/(?<=\S)[ \t]+/g, ' ')}`;
}

/** The outermost function of which a row is part, or the statement outside all functions. */
function outermostAt(data: FixData, root: Node, row: number): Node | null {
  let at: Node | null = root;
  while (at !== null) {
    const inside: Node | null =
      at.namedChildren.find((it) => it !== null && it.startPosition.row <= row && row <= it.endPosition.row) ?? null;
    if (inside === null) return null;
    const roles = data.roleOf.get(inside.type) ?? [];
    if (roles.includes('function') || roles.includes('statement')) return inside;
    at = inside;
  }
  return null;
}

function definedNames(data: FixData, root: Node): readonly string[] {
  const names: string[] = [];
  for (const child of root.namedChildren) {
    const held = child?.childForFieldName('definition') ?? child;
    if (held && data.roleOf.get(held.type)?.includes('definition')) {
      const name = held.childForFieldName('name')?.text;
      if (name !== undefined) names.push(name);
    }
  }
  return names;
}

const attribute = /[\p{L}\p{N}_)\]]\.([\p{L}_][\p{L}\p{N}_]*)(?![\p{L}\p{N}_]|\s*\()/gu;
const mostAttributes = 40;

/** Attributes a file speaks of, those it speaks of most first. */
function attributesIn(text: string): readonly string[] {
  const counts = new Map<string, number>();
  for (const [, name = ''] of text.matchAll(attribute)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, mostAttributes)
    .map(([name]) => name);
}
