/** Broken text is input: facts of what can be read, never an error. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAnalysisHost } from '../../server/analysis/analysisHost.ts';
import { parseSpecPage } from '../fixture.ts';
import { testParsers } from '../parsers.ts';

const parsers = await testParsers();
const root = join(import.meta.dirname, '..');

/** Every text of the spec pages and subjects, by the language it is in. */
const texts = new Map<string, string[]>();
for (const { path, text } of [...subjectFiles(), ...specFiles()]) {
  const id = parsers.languageOf(path)?.traits.id;
  if (id !== undefined) texts.set(id, [...(texts.get(id) ?? []), text]);
}

function subjectFiles() {
  const folder = join(root, 'subjects');
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && parsers.languageOf(entry.name) !== null)
    .map((entry) => ({ path: entry.name, text: readFileSync(join(entry.parentPath, entry.name), 'utf8') }));
}

function specFiles() {
  return readdirSync(join(root, 'spec'))
    .filter((path) => path.endsWith('.md') && path !== 'README.md')
    .flatMap((path) => parseSpecPage(readFileSync(join(root, 'spec', path), 'utf8')).flatMap(({ files }) => files));
}

function index(text: string, file = 'a.py') {
  const snapshot = createAnalysisHost(parsers).applyChange([{ file, text }]);
  for (const { line } of snapshot.statementsOf(file)) {
    const query = { file, line, variable: null, direction: 'both', interprocedural: true } as const;
    snapshot.slice({ ...query, maxDepth: 5, maxSteps: 50, executed: null });
  }
  return snapshot;
}

describe.each(parsers.languages.map(({ traits }) => [traits.id, traits.extensions[0]!] as const))(
  '%s',
  (id, extension) => {
    const file = `a${extension}`;
    const known = fc.constantFrom(...(texts.get(id) ?? ['']));

    test('a text cut off anywhere still has facts', () => {
      const cut = known.chain((text) => fc.nat({ max: text.length }).map((at) => text.slice(0, at)));
      fc.assert(
        fc.property(cut, (text) => {
          expect(index(text, file).files).toEqual([file]);
        }),
        { numRuns: 60, seed: 7 },
      );
    });

    test('a text with a hole anywhere still has facts', () => {
      const hole = known.chain((text) =>
        fc
          .tuple(fc.nat({ max: text.length }), fc.nat({ max: 12 }))
          .map(([at, n]) => text.slice(0, at) + text.slice(at + n)),
      );
      fc.assert(
        fc.property(hole, (text) => {
          expect(index(text, file).files).toEqual([file]);
        }),
        { numRuns: 60, seed: 8 },
      );
    });

    test('any characters at all are a text', () => {
      fc.assert(
        fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
          expect(index(text, file).files).toEqual([file]);
        }),
        { numRuns: 40, seed: 9 },
      );
    });
  },
);

test('nesting without end is cut, not followed', () => {
  const deep = 20_000;
  for (const text of [
    `x = ${'('.repeat(deep)}a${')'.repeat(deep)}\n`,
    `x = ${Array.from({ length: deep }, () => 'a').join(' + ')}\n`,
    `x = a${'.b'.repeat(deep)}\n`,
    `x = a${'()'.repeat(deep)}\n`,
    `${Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}if a:`).join('\n')}\n${' '.repeat(300)}b\n`,
  ]) {
    expect(index(text).files).toEqual(['a.py']);
  }
  for (const text of [
    `x = ${'('.repeat(deep)}a${')'.repeat(deep)};\n`,
    `x = a${'.b()'.repeat(deep)};\n`,
    `x = ${'() => '.repeat(deep)}a;\n`,
    `x = ${'[function () { return '.repeat(deep)}\n`,
    `${'if (a) {'.repeat(deep)}\n`,
  ]) {
    expect(index(text, 'a.js').files).toEqual(['a.js']);
  }
});

test('a broken file is named as a problem and keeps its functions', () => {
  const snapshot = index('def f(a):\n    return a\n\ndef g():\n    x = = 2\n\ndef h():\n    return f(1)\n');
  expect(snapshot.stats().problems).toHaveLength(1);
  expect(snapshot.elementsOf('a.py').map(({ qualifiedName }) => qualifiedName)).toEqual(
    expect.arrayContaining(['f', 'h']),
  );
});
