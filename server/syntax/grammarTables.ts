/**
 * What a grammar's `TSLanguage` says about the children of its productions, copied out of the parsers' memory: which
 * name a child has instead of its own (aliases), and which field it fills. Layout: `parser.h` of tree-sitter, ABI 14 and
 * 15, for a 32-bit target.
 */
import type { Language } from 'web-tree-sitter';
import type { GrowingMemory } from './parserMemory.ts';

export interface GrammarTables {
  /** The symbol that stands for a symbol to the outside, as `nodeTypeId` gives it. */
  readonly publicSymbol: Uint16Array;
  /** At `production * aliasWidth + child`: the symbol it is shown as; 0 for its own. */
  readonly alias: Uint16Array;
  readonly aliasWidth: number;
  /** At `production * fieldWidth + child`: its field; 0 for none. */
  readonly field: Uint16Array;
  readonly fieldWidth: number;
  /** For each production, whether it says nothing of its children: no alias, no field. */
  readonly isPlain: Uint8Array;
}

/** Offsets in `struct TSLanguage`, in bytes. */
const at = {
  abiVersion: 0,
  symbolCount: 4,
  aliasCount: 8,
  productionCount: 28,
  fieldCount: 32,
  aliasWidth: 36,
  fieldSlices: 64,
  fieldEntries: 68,
  publicSymbols: 76,
  aliasSequences: 84,
};

/** Copies the tables; `null` where the memory does not hold the language in a known layout. */
export function readGrammarTables(memory: GrowingMemory, language: Language): GrammarTables | null {
  const view = new DataView(memory.buffer);
  const address = addressOf(language);
  const word = (offset: number) => view.getUint32(address + offset, true);
  const isKnown = (version: number) => version === 14 || version === 15;
  if (address + 128 > view.byteLength || !isKnown(word(at.abiVersion))) return null;
  if (word(at.abiVersion) !== language.abiVersion || word(at.fieldCount) !== language.fieldCount) return null;

  const productions = word(at.productionCount);
  const symbols = new Uint16Array(memory.buffer, word(at.publicSymbols), word(at.symbolCount) + word(at.aliasCount));
  const { field, fieldWidth } = readFields(view, word, productions);
  const aliasWidth = view.getUint16(address + at.aliasWidth, true);
  const aliases = word(at.aliasSequences);
  const alias = new Uint16Array(productions * aliasWidth);
  // The first production stands for those without aliases and fields; what lies in its row is of no meaning.
  for (let index = aliasWidth; aliases !== 0 && index < alias.length; index++)
    alias[index] = view.getUint16(aliases + index * 2, true);
  const isPlain = new Uint8Array(productions).fill(1);
  alias.forEach((symbol, index) => {
    if (symbol !== 0) isPlain[Math.floor(index / aliasWidth)] = 0;
  });
  field.forEach((id, index) => {
    if (id !== 0) isPlain[Math.floor(index / fieldWidth)] = 0;
  });
  return { publicSymbol: symbols.slice(), alias, aliasWidth, field, fieldWidth, isPlain };
}

/** Fields given to a child directly; those that a hidden child hands down from itself are found there again. */
function readFields(view: DataView, word: (offset: number) => number, productions: number) {
  const entries: { readonly production: number; readonly child: number; readonly field: number }[] = [];
  if (word(at.fieldCount) > 0) {
    for (let production = 0; production < productions; production++) {
      const slice = word(at.fieldSlices) + production * 4;
      const first = view.getUint16(slice, true);
      const count = view.getUint16(slice + 2, true);
      for (let index = first; index < first + count; index++) {
        const entry = word(at.fieldEntries) + index * 4;
        const isInherited = view.getUint8(entry + 3) !== 0;
        if (isInherited) continue;
        entries.push({ production, child: view.getUint8(entry + 2), field: view.getUint16(entry, true) });
      }
    }
  }
  const fieldWidth = entries.reduce((width, { child }) => Math.max(width, child + 1), 0);
  const field = new Uint16Array(productions * fieldWidth);
  for (const { production, child, field: id } of entries) field[production * fieldWidth + child] ||= id;
  return { field, fieldWidth };
}

/** web-tree-sitter keeps the address of what it wraps under the key 0. */
export function addressOf(wrapper: object): number {
  const address = (wrapper as { readonly 0?: unknown })[0];
  return typeof address === 'number' ? address : 0;
}
