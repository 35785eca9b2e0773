/**
 * How the trees of one grammar are read: straight from memory as long as that is seen to agree with tree-sitter's own
 * cursor, else with the cursor. Both are compared on a text of mistakes when a language is loaded, and on the first trees.
 */
import type { Language, Parser, Tree } from 'web-tree-sitter';
import { type GrammarTables, readGrammarTables } from './grammarTables.ts';
import type { GrowingMemory } from './parserMemory.ts';
import { createSubtreeReader } from './subtreeReader.ts';
import { type SyntaxTable, tabulate } from './syntaxTable.ts';

/** Columns of a tree, valid until the next tree is read. The caller deletes the tree. */
export type Tabulate = (tree: Tree) => SyntaxTable;

/** So many nodes of the first trees are compared. */
const nodesToCompare = 5000;

/** No text of any language: the parser makes it errors, missing tokens and leaves long and short. */
const mistakes = `\n\t(é😀 [ "a${' '.repeat(300)}${'b'.repeat(300)} { x = = 1 ] )\n\n${'\n'.repeat(40)}= 'c\n`;

/** Makes a reader for trees of `language`, which `parser` is set to and `memory` should hold, by the language's tables. */
export function createTabulator(
  memory: GrowingMemory,
  language: Language,
  parser: Parser,
  tables: GrammarTables | null = readGrammarTables(memory, language),
): Tabulate {
  if (tables === null) return tabulate;
  const read = createSubtreeReader(memory, tables);
  const broken = parser.parse(mistakes);
  let isTrusted = broken !== null && agrees(broken, read(broken), nodesToCompare);
  broken?.delete();
  let toCompare = nodesToCompare;
  return (tree) => {
    const table = isTrusted ? read(tree) : null;
    if (table === null) return tabulate(tree);
    if (toCompare > 0) {
      isTrusted = agrees(tree, table, toCompare);
      toCompare -= table.length;
      if (!isTrusted) return tabulate(tree);
    }
    return table;
  };
}

/** Whether a table says of the first `most` nodes of a tree what a cursor says of them. */
export function agrees(tree: Tree, table: SyntaxTable | null, most: number): boolean {
  if (table === null) return false;
  const cursor = tree.walk();
  const open: number[] = [];
  let index = 0;
  try {
    for (;;) {
      const isSame =
        index < table.length &&
        table.type[index] === cursor.nodeTypeId &&
        table.field[index] === cursor.currentFieldId &&
        table.start[index] === cursor.startIndex &&
        table.end[index] === cursor.endIndex &&
        table.parent[index] === (open.at(-1) ?? -1);
      if (!isSame) return false;
      const above = index++;
      if (index >= most) return true;
      if (cursor.gotoFirstChild()) {
        open.push(above);
        continue;
      }
      if (table.after[above] !== index) return false;
      while (!cursor.gotoNextSibling()) {
        const done = open.pop();
        if (done === undefined) return index === table.length;
        if (table.after[done] !== index) return false;
        cursor.gotoParent();
      }
    }
  } finally {
    cursor.delete();
  }
}
