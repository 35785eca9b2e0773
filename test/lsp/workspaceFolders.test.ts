import { expect, test } from 'vitest';
import { changedFolders, initialFolders, placeDocument } from '../../server/lsp/workspaceFolders.ts';

const capabilities = {};
const start = { processId: null, rootUri: null, capabilities };

test('folders come from the list, else from the root', () => {
  expect(initialFolders({ ...start, workspaceFolders: [{ uri: 'file:///a%20b', name: '' }] })).toEqual(['/a b']);
  expect(initialFolders({ ...start, rootUri: 'file:///a', workspaceFolders: null })).toEqual(['/a']);
  expect(initialFolders({ ...start, workspaceFolders: [{ uri: 'vscode-vfs://github/a', name: '' }] })).toEqual([]);
});

test('folders come and go', () => {
  const event = { added: [{ uri: 'file:///c', name: '' }], removed: [{ uri: 'file:///a', name: '' }] };
  expect(changedFolders(['/a', '/b'], event)).toEqual(['/b', '/c']);
});

test.each([
  ['file:///work/shop/tests/test_a.py', { root: '/work/shop', file: 'tests/test_a.py' }],
  ['file:///work/other/a.py', { root: '/work', file: 'other/a.py' }],
  ['file:///work/shop-two/a.py', { root: '/work', file: 'shop-two/a.py' }],
  ['file:///work/..a/b.py', { root: '/work', file: '..a/b.py' }],
  ['file:///elsewhere/a.py', null],
  ['untitled:Untitled-1', null],
])('%s', (uri, expected) => {
  expect(placeDocument(['/work', '/work/shop'], uri)).toEqual(expected === null ? null : { uri, ...expected });
});
