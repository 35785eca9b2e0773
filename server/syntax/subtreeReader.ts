/**
 * Reads a syntax tree straight from the memory of the parsers, where it lies as nested arrays of subtrees: twenty times
 * faster than a cursor, which crosses into wasm for every node. Gives what `tabulate` gives, but only as long as the
 * layout is the one written here, so `createTabulator` compares the two before it relies on this one.
 *
 * Layout (`subtree.h` and `tree.h` of tree-sitter 0.26, 32-bit, little-endian): a tree begins with its root; a subtree
 * is two words, the first odd for a leaf packed into them, else the address of a node; a node's children lie before it.
 */
import type { Tree } from 'web-tree-sitter';
import { addressOf, type GrammarTables } from './grammarTables.ts';
import type { GrowingMemory } from './parserMemory.ts';
import { allocate, grow, type SyntaxTable } from './syntaxTable.ts';

/** Bits of the first word of a packed leaf. */
const leaf = { isPacked: 1, isVisible: 2, isExtra: 8 };
/** Words of a node, counted from its address. */
const node = { padding: 1, size: 4, childCount: 9, symbol: 10, flags: 11, production: 16 };
const nodeFlag = { isVisible: 1, isExtra: 4 };

/** Numbers that an open level of the tree is put aside with. */
const levelSize = 8;

/** A reader of trees of one grammar. The table is valid until the next tree is read; `null` where there is no end to it. */
export function createSubtreeReader(memory: GrowingMemory, tables: GrammarTables): (tree: Tree) => SyntaxTable | null {
  const { publicSymbol, alias, aliasWidth, field, fieldWidth, isPlain } = tables;
  let columns = allocate(1 << 14);
  let words = new Uint32Array(0);
  let levels = new Int32Array(64 * levelSize);

  return (tree) => {
    if (words.buffer !== memory.buffer) words = new Uint32Array(memory.buffer);
    const root = addressOf(tree) >>> 2;
    if (root === 0) return null;
    return read(root);
  };

  function read(root: number): SyntaxTable | null {
    let { type, field: fieldOf, start, end, parent, after } = columns;
    let length = 0;
    let open = 0;
    // A child takes two words of memory, so there are never more.
    let left = words.length >> 1;
    // The level at hand: the children of one subtree.
    let cell = root;
    let nChildren = 1;
    let position = 0;
    let production = -1;
    let child = 0;
    let above = -1;
    let fieldFromAbove = 0;
    let own = -1;
    for (;;) {
      if (nChildren === 0) {
        if (own >= 0) after[own] = length;
        if (open === 0) return { length, type, field: fieldOf, start, end, parent, after };
        open -= levelSize;
        cell = levels[open]!;
        nChildren = levels[open + 1]!;
        position = levels[open + 2]!;
        production = levels[open + 3]!;
        child = levels[open + 4]!;
        above = levels[open + 5]!;
        fieldFromAbove = levels[open + 6]!;
        own = levels[open + 7]!;
        continue;
      }
      if (left-- === 0) return null;
      if (length === type.length) {
        columns = grow(columns);
        ({ type, field: fieldOf, start, end, parent, after } = columns);
      }
      const first = words[cell]!;
      const second = words[cell + 1]!;
      cell += 2;
      nChildren--;
      const isPacked = (first & leaf.isPacked) !== 0;
      const at = first >>> 2;
      const flags = isPacked ? 0 : words[at + node.flags]!;
      let symbol = isPacked ? (first >>> 8) & 0xff : words[at + node.symbol]! & 0xffff;
      let isVisible = isPacked ? (first & leaf.isVisible) !== 0 : (flags & nodeFlag.isVisible) !== 0;
      const isExtra = isPacked ? (first & leaf.isExtra) !== 0 : (flags & nodeFlag.isExtra) !== 0;
      let ownField = 0;
      if (!isExtra) {
        ownField = fieldFromAbove;
        if (production >= 0) {
          if (child < aliasWidth) {
            const shown = alias[production * aliasWidth + child]!;
            if (shown !== 0) {
              symbol = shown;
              isVisible = true;
            }
          }
          if (child < fieldWidth) {
            const given = field[production * fieldWidth + child]!;
            if (given !== 0) ownField = given;
          }
        }
        child++;
      }
      const from = position;
      const begin = from + (isPacked ? (second >>> 16) & 0xff : words[at + node.padding]!);
      position = begin + (isPacked ? second >>> 24 : words[at + node.size]!);
      const index = length;
      if (isVisible) {
        type[index] = symbol < publicSymbol.length ? publicSymbol[symbol]! : symbol;
        fieldOf[index] = ownField;
        start[index] = begin >>> 1;
        end[index] = position >>> 1;
        parent[index] = above;
        after[index] = index + 1;
        length++;
      }
      const count = isPacked ? 0 : words[at + node.childCount]!;
      if (count === 0) continue;
      if (open + levelSize > levels.length) levels = enlarge(levels);
      levels[open] = cell;
      levels[open + 1] = nChildren;
      levels[open + 2] = position;
      levels[open + 3] = production;
      levels[open + 4] = child;
      levels[open + 5] = above;
      levels[open + 6] = fieldFromAbove;
      levels[open + 7] = own;
      open += levelSize;
      cell = at - 2 * count;
      nChildren = count;
      position = from;
      const below = words[at + node.production]! >>> 16;
      production = isPlain[below] === 0 ? below : -1;
      child = 0;
      above = isVisible ? index : above;
      fieldFromAbove = isVisible ? 0 : ownField;
      own = isVisible ? index : -1;
    }
  }
}

function enlarge(levels: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(levels.length * 2);
  larger.set(levels);
  return larger;
}
