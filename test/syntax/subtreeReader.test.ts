/** Trees read straight from memory are what tree-sitter's cursor says they are, for every grammar that is installed. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Edit, Language, Parser, type Tree } from 'web-tree-sitter';
import { type GrammarTables, readGrammarTables } from '../../server/syntax/grammarTables.ts';
import { compileModule, type GrowingMemory, startParsers } from '../../server/syntax/parserMemory.ts';
import { createSubtreeReader } from '../../server/syntax/subtreeReader.ts';
import { tabulate } from '../../server/syntax/syntaxTable.ts';
import { agrees, createTabulator } from '../../server/syntax/tabulator.ts';
import { parseSpecPage } from '../fixture.ts';
import { grammarSamples } from './grammarSamples.ts';

const require = createRequire(import.meta.url);
const root = join(import.meta.dirname, '..');
const memory = await startParsers(
  readFileSync(join(dirname(require.resolve('web-tree-sitter')), 'web-tree-sitter.wasm')),
);
const whole = Number.POSITIVE_INFINITY;

const modules = join(root, '..', 'node_modules');
const packages = readdirSync(modules).filter((name) => /^tree-sitter-/.test(name));
const scope = '@tree-sitter-grammars';
for (const name of readdirSync(join(modules, scope))) packages.push(`${scope}/${name}`);
const grammars = packages.flatMap((name) =>
  readdirSync(join(modules, name))
    .filter((file) => file.endsWith('.wasm'))
    .map((file) => ({ id: basename(file, '.wasm').slice('tree-sitter-'.length), file: join(modules, name, file) })),
);

const subjects = readdirSync(join(root, 'subjects'), { recursive: true, encoding: 'utf8', withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
const programs = readdirSync(join(root, 'spec'))
  .filter((path) => path.endsWith('.md') && path !== 'README.md')
  .flatMap((path) => parseSpecPage(readFileSync(join(root, 'spec', path), 'utf8')))
  .flatMap(({ files }) => files.map(({ text }) => text));

test('there is a sample for every installed grammar', () => {
  expect(grammars.map(({ id }) => id).sort()).toEqual(Object.keys(grammarSamples).sort());
});

describe.each(grammars)('$id', ({ id, file }) => {
  const language = Language.loadSync(compileModule(readFileSync(file)));
  const parser = new Parser().setLanguage(language);
  const read = createSubtreeReader(memory, readGrammarTables(memory, language)!);
  const sample = grammarSamples[id]!;
  // Texts of other languages are broken ones of this.
  const texts = [sample, sample.repeat(20), ...Object.values(grammarSamples), ...subjects, ...programs];

  function parsed<Result>(text: string, ask: (tree: Tree) => Result, old: Tree | null = null): Result {
    const tree = parser.parse(text, old)!;
    try {
      return ask(tree);
    } finally {
      tree.delete();
    }
  }

  test('samples, subjects and spec programs', { timeout: 60_000 }, () => {
    parsed(sample, (tree) => expect(tree.rootNode.hasError).toBe(false));
    for (const text of texts) {
      const isSame = parsed(text, (tree) => agrees(tree, read(tree), whole));
      expect(isSame, text).toBe(true);
    }
  });

  const place = fc.tuple(fc.nat({ max: texts.length - 1 }), fc.double({ min: 0, max: 1, noNaN: true }));
  const change = fc.record({
    place,
    removed: fc.nat({ max: 40 }),
    inserted: fc.string({ unit: 'binary', maxLength: 8 }),
  });

  test('broken texts, and the same after an edit', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(change, change, (first, second) => {
        const text = texts[first.place[0]]!;
        const broken = applied(text, first);
        parsed(broken.text, (tree) => {
          expect(agrees(tree, read(tree), whole)).toBe(true);
          const edited = applied(broken.text, second);
          tree.edit(edited.edit);
          expect(agrees(tree, read(tree), whole)).toBe(true);
          expect(parsed(edited.text, (next) => agrees(next, read(next), whole), tree)).toBe(true);
        });
      }),
      { numRuns: 150, seed: 11 },
    );
  });
});

describe('python', () => {
  const language = Language.loadSync(compileModule(readFileSync(grammars.find(({ id }) => id === 'python')!.file)));
  const parser = new Parser().setLanguage(language);
  const tables = readGrammarTables(memory, language)!;
  const sample = grammarSamples.python!;

  test('the memory may grow between trees, and while one is parsed', () => {
    const read = createSubtreeReader(memory, tables);
    const small = parser.parse(sample)!;
    expect(agrees(small, read(small), whole)).toBe(true);
    const before = memory.buffer.byteLength;
    const large = parser.parse(sample.repeat(20_000))!;
    expect(memory.buffer.byteLength).toBeGreaterThan(before);
    expect(agrees(large, read(large), whole)).toBe(true);
    expect(agrees(small, read(small), whole)).toBe(true);
    large.delete();
    small.delete();
  });

  test('nesting without end is read, not followed on the stack', () => {
    const read = createSubtreeReader(memory, tables);
    const tree = parser.parse(`x = ${'('.repeat(50_000)}a${')'.repeat(50_000)}\n`)!;
    expect(agrees(tree, read(tree), whole)).toBe(true);
    tree.delete();
  });

  test.each<[string, GrowingMemory, GrammarTables | null]>([
    ['another memory', { buffer: new ArrayBuffer(1 << 20) }, null],
    ['tables that name other fields', memory, { ...tables, field: tables.field.map((id) => (id === 0 ? 0 : id + 1)) }],
    ['tables that name other types', memory, { ...tables, publicSymbol: tables.publicSymbol.map((id) => id ^ 1) }],
  ])('what is read wrongly is noticed, and read with the cursor: %s', (_, from, wrong) => {
    expect(readGrammarTables({ buffer: new ArrayBuffer(1 << 20) }, language)).toBeNull();
    const tree = parser.parse(sample)!;
    const expected = copy(tabulate(tree));
    if (wrong !== null) expect(agrees(tree, createSubtreeReader(from, wrong)(tree), whole)).toBe(false);
    const read = createTabulator(from, language, parser, wrong ?? undefined);
    expect(copy(read(tree))).toEqual(expected);
    tree.delete();
  });
});

function copy({ length, ...columns }: ReturnType<typeof tabulate>) {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, [...column.slice(0, length)]]));
}

function applied(
  text: string,
  change: { readonly place: readonly [number, number]; readonly removed: number; readonly inserted: string },
) {
  const at = Math.round(change.place[1] * text.length);
  const end = Math.min(text.length, at + change.removed);
  const next = text.slice(0, at) + change.inserted + text.slice(end);
  const edit = {
    startIndex: at,
    oldEndIndex: end,
    newEndIndex: at + change.inserted.length,
    startPosition: pointAt(text, at),
    oldEndPosition: pointAt(text, end),
    newEndPosition: pointAt(next, at + change.inserted.length),
  };
  return { text: next, edit: new Edit(edit) };
}

function pointAt(text: string, index: number) {
  const before = text.slice(0, index).split('\n');
  return { row: before.length - 1, column: before.at(-1)!.length };
}
