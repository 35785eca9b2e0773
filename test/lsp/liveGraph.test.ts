/** The graph behind the real language server while files change: in the editor, on disk, many at once, and broken. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type EditorClient, startClient } from './editorClient.ts';

let folder: string;
let editor: EditorClient;

const callee = 'def price(n):\n    return n * 2\n';
const caller = 'from shop import price\n\ndef total(n):\n    return price(n)\n';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'culprit-live-'));
  writeFileSync(join(folder, 'shop.py'), callee);
  writeFileSync(join(folder, 'invoice.py'), caller);
  editor = await startClient({
    folders: [folder],
    capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
  });
});

afterEach(async () => {
  await editor.close();
  rmSync(folder, { recursive: true, force: true });
});

const uriOf = (file: string) => pathToFileURL(join(folder, file)).href;

async function callersOf(element: string): Promise<readonly string[]> {
  const params = { element, direction: 'in', edges: ['calls'] };
  const { nodes } = await editor.connection.sendRequest<{ nodes: readonly { element: string }[] }>(
    'culprit/graph/neighbors',
    params,
  );
  return nodes.map((node) => node.element).filter((node) => node !== element);
}

async function found(query: string): Promise<readonly string[]> {
  const { results } = await editor.connection.sendRequest<{ results: readonly { element: string }[] }>(
    'culprit/graph/search',
    { query },
  );
  return results.map(({ element }) => element);
}

async function type(file: string, version: number, text: string): Promise<void> {
  const textDocument = { uri: uriOf(file), version };
  await editor.connection.sendNotification('textDocument/didChange', { textDocument, contentChanges: [{ text }] });
}

/** Tells the server of changes on disk, as an editor that watches them does. */
async function changed(...files: readonly string[]): Promise<void> {
  const changes = files.map((file) => ({ uri: uriOf(file), type: 2 }));
  await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
}

test('unsaved text counts while its document is open, and no longer', async () => {
  expect(await callersOf('shop.py::price')).toEqual(['invoice.py::total']);
  editor.open(join(folder, 'invoice.py'));
  await type('invoice.py', 2, `${caller}\ndef twice(n):\n    return price(n) + price(n)\n`);
  expect(await callersOf('shop.py::price')).toEqual(['invoice.py::total', 'invoice.py::twice']);
  await type('invoice.py', 3, caller.replace('price(n)', 'n'));
  expect(await callersOf('shop.py::price')).toEqual([]);
  await editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri: uriOf('invoice.py') } });
  expect(await callersOf('shop.py::price')).toEqual(['invoice.py::total']);
});

test('a change on disk shows through, but not over what is being typed', async () => {
  editor.open(join(folder, 'invoice.py'));
  await type('invoice.py', 2, `${caller}\ntotal(1)\n`);
  expect(await callersOf('shop.py::price')).toEqual(['invoice.py::total']);
  writeFileSync(join(folder, 'shop.py'), `\n\n${callee}\ndef other():\n    return price(1)\n`);
  writeFileSync(join(folder, 'invoice.py'), 'x = 1\n');
  await changed('shop.py', 'invoice.py');
  expect(await callersOf('shop.py::price')).toEqual(['invoice.py::total', 'shop.py::other']);
  expect(await callersOf('invoice.py::total')).toEqual(['invoice.py']);
  await editor.connection.sendNotification('textDocument/didClose', { textDocument: { uri: uriOf('invoice.py') } });
  expect(await callersOf('shop.py::price')).toEqual(['shop.py::other']);
});

test('broken text keeps what can be read of it', async () => {
  editor.open(join(folder, 'shop.py'));
  await type('shop.py', 2, `${callee}\ndef broken(:\n    return price(\n`);
  expect(await callersOf('shop.py::price')).toContain('invoice.py::total');
  await type('shop.py', 3, `${callee}\ndef mended():\n    return price(3)\n`);
  expect(await callersOf('shop.py::price')).toEqual(['invoice.py::total', 'shop.py::mended']);
});

test('another branch is followed, even where the editor tells of its head only', async () => {
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: folder });
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-q', '-m', 'one');
  git('checkout', '-q', '-b', 'other');
  for (let file = 0; file < 40; file++) {
    writeFileSync(join(folder, `use${file}.py`), `from shop import price\n\ndef use${file}():\n    price(${file})\n`);
  }
  rmSync(join(folder, 'invoice.py'));
  git('add', '-A');
  git('commit', '-q', '-m', 'two');
  expect(await callersOf('shop.py::price')).toHaveLength(40);
  git('checkout', '-q', 'main');
  await changed('.git/HEAD');
  expect(await callersOf('shop.py::price')).toEqual(['invoice.py::total']);
  expect(await found('use7')).toEqual([]);
  git('checkout', '-q', 'other');
  await changed('.git/HEAD');
  expect(await callersOf('shop.py::price')).toHaveLength(40);
  expect((await found('use7'))[0]).toBe('use7.py::use7');
});

test('a question about a line without a document is refused', async () => {
  for (const request of ['culprit/graph/enclosing', 'culprit/graph/slice']) {
    await expect(editor.connection.sendRequest(request, { line: 1 })).rejects.toThrow('"textDocument"');
  }
});
