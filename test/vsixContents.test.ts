/** What the extension ships: exactly this, and not much of it. Needs a built dist/, which `npm test` makes. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';

const checkout = join(import.meta.dirname, '..');
/** Unpacked. The grammar of SystemVerilog alone is 23 MB; packed, grammars are a tenth of that. */
const maxBytes = 56_000_000;

const golden = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'dist/extension.cjs',
  'dist/grammars/web-tree-sitter.wasm',
  'dist/lsp.cjs',
  'dist/mountAndRun.cjs',
  'dist/parseWorker.mjs',
  'media/culprit.svg',
  'media/icon.png',
  'package.json',
];

/** Data that is copied as it is: the package holds all of it, whatever it is today. */
const copied: readonly (readonly [string, string])[] = [
  ['dist/tracers', 'dist/tracers'],
  ['syntaxes', 'dist/syntaxes'],
];

test('the package holds what is on the list and nothing else', () => {
  const vsce = join(checkout, 'node_modules/.bin/vsce');
  const listed = execFileSync(process.execPath, [vsce, 'ls', '--no-dependencies'], { cwd: checkout, encoding: 'utf8' })
    .split('\n')
    .filter((file) => file !== '');
  const data = copied.flatMap(([from, to]) => filesIn(from).map((file) => `${to}/${file}`));
  expect(listed.sort()).toEqual([...golden, ...grammars(), ...data].sort());
  const bytes = listed.map((file) => statSync(join(checkout, file)).size).reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeLessThan(maxBytes);
});

/** One for each language that names one. */
function grammars(): readonly string[] {
  const folders = readdirSync(join(checkout, 'syntaxes'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  return folders.flatMap(({ name: language }) => {
    const text = readFileSync(join(checkout, 'syntaxes', language, 'language.json'), 'utf8');
    const { grammar } = JSON.parse(text) as { grammar?: string };
    return grammar === undefined ? [] : [`dist/grammars/${basename(grammar)}`];
  });
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(checkout, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('__pycache__'))
    .map((entry) => join(entry.parentPath, entry.name).slice(join(checkout, folder).length + 1));
}
