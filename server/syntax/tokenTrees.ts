/**
 * Arguments of macros, which a grammar leaves as plain tokens, read as the expressions they nearly always are: the token
 * trees of a file are parsed once more, all together as calls, and what parses without error takes the place of the
 * tokens. What does not stays as it is. Leaves out trees in braces, which hold a macro's own language as often as code.
 */
import type { Language } from 'web-tree-sitter';
import type { SyntaxTable } from './syntaxTable.ts';

export interface TokenTreeTypes {
  /** Node types of a macro's use and of the token tree it holds. */
  readonly holder: number;
  readonly tree: number;
}

/** Throws for a node type the grammar does not have, which is a mistake in language data. */
export function tokenTreeTypes(
  language: Language,
  names: { readonly holder: string; readonly tree: string },
): TokenTreeTypes {
  const typeOf = (name: string): number => {
    const id = language.idForNodeType(name, true);
    if (id === null) throw new Error(`Unknown node type "${name}" in "tokenTrees"`);
    return id;
  };
  return { holder: typeOf(names.holder), tree: typeOf(names.tree) };
}

/** Type of the node tree-sitter puts where it could not go on. */
const errorType = 65535;
/** Macros in the arguments of macros deeper than this stay tokens. */
const mostLevels = 4;

interface Replacement {
  readonly table: SyntaxTable;
  readonly node: number;
  /** From offsets of `table` to offsets of the file. */
  readonly shift: number;
}

/** The table with token trees replaced by expressions below the same node; `parse` reads a text of statements. */
export function expandTokenTrees(
  table: SyntaxTable,
  text: string,
  types: TokenTreeTypes,
  parse: (text: string) => SyntaxTable | null,
): SyntaxTable {
  let expanded = table;
  const done = new Set<number>();
  for (let level = 0; level < mostLevels; level++) {
    const trees = findTrees(expanded, text, types).filter((node) => !done.has(expanded.start[node]!));
    if (trees.length === 0) break;
    for (const node of trees) done.add(expanded.start[node]!);
    const replacements = readTogether(expanded, text, trees, parse);
    if (replacements.size === 0) break;
    expanded = splice(expanded, replacements);
  }
  return expanded;
}

/** Token trees that a macro is given, in round or square brackets; not those inside other token trees. */
function findTrees(table: SyntaxTable, text: string, { holder, tree }: TokenTreeTypes): readonly number[] {
  const found: number[] = [];
  for (let node = 0; node < table.length; node++) {
    if (table.type[node] !== tree || table.type[table.parent[node]!] !== holder) continue;
    if (text[table.start[node]!] !== '{' && table.after[node]! > node + 3) found.push(node);
  }
  return found;
}

function readTogether(
  table: SyntaxTable,
  text: string,
  trees: readonly number[],
  parse: (text: string) => SyntaxTable | null,
): ReadonlyMap<number, Replacement> {
  const starts: number[] = [];
  let length = 0;
  const pieces = trees.map((node) => {
    const tokens = text.slice(table.start[node], table.end[node]);
    // Round brackets make the tokens the arguments of a call; square ones are an array as they stand.
    const piece = tokens.startsWith('(') ? `f${tokens};\n` : `${tokens};\n`;
    starts.push(length + piece.length - tokens.length - 2);
    length += piece.length;
    return piece;
  });
  const replacements = new Map<number, Replacement>();
  const parsed = parse(pieces.join(''));
  if (parsed === null) return replacements;
  const nodeAt = wholeNodes(parsed);
  trees.forEach((tree, index) => {
    const [start, size] = [starts[index]!, table.end[tree]! - table.start[tree]!];
    const node = nodeAt.get(`${start}:${start + size}`);
    if (node === undefined || hasError(parsed, node)) return;
    replacements.set(tree, { table: parsed, node, shift: table.start[tree]! - start });
  });
  return replacements;
}

/** Nodes one or two levels below the statements at the top, by their span. */
function wholeNodes(parsed: SyntaxTable): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (let statement = 1; statement < parsed.length; statement = parsed.after[statement]!) {
    if (parsed.type[statement] === errorType) continue;
    const value = statement + 1;
    if (value >= parsed.after[statement]!) continue;
    found.set(`${parsed.start[value]}:${parsed.end[value]}`, value);
    for (let child = value + 1; child < parsed.after[value]!; child = parsed.after[child]!) {
      const key = `${parsed.start[child]}:${parsed.end[child]}`;
      if (!found.has(key)) found.set(key, child);
    }
  }
  return found;
}

/** A node that stands for nothing in the text was made up by the parser. */
function hasError(parsed: SyntaxTable, node: number): boolean {
  for (let inner = node; inner < parsed.after[node]!; inner++) {
    if (parsed.type[inner] === errorType || parsed.start[inner] === parsed.end[inner]) return true;
  }
  return false;
}

function splice(table: SyntaxTable, replacements: ReadonlyMap<number, Replacement>): SyntaxTable {
  let length = table.length;
  for (const [tree, { table: from, node }] of replacements) {
    length += from.after[node]! - node - (table.after[tree]! - tree - 1);
  }
  const made = {
    length,
    type: new Uint16Array(length),
    field: new Uint16Array(length),
    start: new Uint32Array(length),
    end: new Uint32Array(length),
    parent: new Int32Array(length),
    after: new Uint32Array(length),
  };
  const movedTo = new Uint32Array(table.length + 1);
  let at = 0;
  for (let node = 0; node < table.length; ) {
    movedTo[node] = at;
    copy(table, node, 0, table.parent[node]! < 0 ? -1 : movedTo[table.parent[node]!]!);
    const replacement = replacements.get(node);
    if (replacement === undefined) {
      node++;
      continue;
    }
    const { table: from, node: first, shift } = replacement;
    const [above, base] = [at - 1, at];
    for (let inner = first; inner < from.after[first]!; inner++) {
      made.after[at] = from.after[inner]! - first + base;
      copy(from, inner, shift, inner === first ? above : from.parent[inner]! - first + base);
    }
    node = table.after[node]!;
  }
  movedTo[table.length] = at;
  for (let node = 0; node < table.length; node++) {
    const isKept = node === 0 || movedTo[node] !== 0;
    if (isKept) made.after[movedTo[node]!] = movedTo[table.after[node]!]!;
    if (replacements.has(node)) node = table.after[node]! - 1;
  }
  return made;

  function copy(from: SyntaxTable, node: number, shift: number, parent: number): void {
    made.type[at] = from.type[node]!;
    made.field[at] = from.field[node]!;
    made.start[at] = from.start[node]! + shift;
    made.end[at] = from.end[node]! + shift;
    made.parent[at] = parent;
    at++;
  }
}
