/** The language server as any editor meets it: over stdio, from the bundle. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CodeAction, type CodeLens, DiagnosticSeverity } from 'vscode-languageserver/node';
import type { RankedLocation } from '../../server/protocol/localization.ts';
import type { LocalizeResult } from '../../server/protocol/requests.ts';
import { checkout, type EditorClient, failingTest, passingTest, shopCopy, startClient } from './editorClient.ts';

/** Ranking is judged elsewhere: here it is enough that the true line is in the answer. */
const trusted = { trusted: true, settings: { top: 100 } };
let shop: ReturnType<typeof shopCopy>;
let client: EditorClient | null = null;

beforeEach(() => {
  shop = shopCopy();
});

afterEach(async () => {
  await client?.close();
  client = null;
  shop.remove();
});

async function connect(initializationOptions: unknown = trusted, more: object = {}): Promise<EditorClient> {
  client = await startClient({ folders: [shop.folder], initializationOptions, ...more });
  return client;
}

const inShop = (file: string) => join(shop.folder, file);
const rowOf = (file: string, text: string) =>
  readFileSync(inShop(file), 'utf8')
    .split('\n')
    .findIndex((row) => row.includes(text));

const localize = (editor: EditorClient, params: object) =>
  editor.connection.sendRequest<LocalizeResult>('culprit/localize', params);

describe('questions to the graph', () => {
  const element = 'shop/invoice.py::Invoice.total';
  const ask = (editor: EditorClient, request: string, params: object) =>
    editor.connection.sendRequest<Record<string, object[]>>(`culprit/graph/${request}`, params);

  test('are answered without trust', async () => {
    const editor = await connect({});
    const textDocument = { uri: pathToFileURL(inShop('tests/test_invoice.py')).href };
    const { results } = await ask(editor, 'search', { query: 'InvoiceTest' });
    expect(results![0]).toMatchObject({ element: 'tests/test_invoice.py::InvoiceTest', kind: 'class' });
    const { scopes } = await ask(editor, 'enclosing', {
      textDocument,
      line: rowOf('tests/test_invoice.py', 'loyal_member') + 1,
    });
    expect(scopes!.at(-1)).toMatchObject({ kind: 'function' });
    const { steps } = await ask(editor, 'slice', {
      textDocument,
      line: rowOf('tests/test_invoice.py', 'loyal_member') + 3,
    });
    expect(steps![0]).toMatchObject({ role: 'criterion', distance: 0 });
    expect(await ask(editor, 'stats', {})).toMatchObject({ languages: { python: expect.any(Number) } });
    const tested = (results![0] as { element: string }).element;
    expect((await ask(editor, 'neighbors', { element: tested, direction: 'out' })).nodes!.length).toBeGreaterThan(1);
    expect((await ask(editor, 'related', { elements: [tested] })).results!.length).toBeGreaterThan(0);
    expect(await ask(editor, 'tests', { element })).toHaveProperty('results');
  });

  test('that cannot be answered get one sentence', async () => {
    const editor = await connect({});
    await expect(ask(editor, 'search', {})).rejects.toThrow('"query" must be a text');
    const textDocument = { uri: pathToFileURL(inShop('tests/test_invoice.py')).href };
    await expect(ask(editor, 'slice', { line: 1 })).rejects.toThrow('give "textDocument"');
    await expect(ask(editor, 'slice', { textDocument, line: 0 })).rejects.toThrow(
      '"line" must be a whole number from 1',
    );
    await expect(ask(editor, 'neighbors', { element, edges: ['cals'] })).rejects.toThrow('"cals" is no kind of edge');
  });
});

describe('before anything runs', () => {
  test('says what it can do', async () => {
    const { capabilities } = await connect();
    expect(capabilities.positionEncoding).toBe('utf-16');
    expect(capabilities.codeLensProvider).toBeDefined();
    expect(capabilities.executeCommandProvider?.commands).toEqual(['culprit.localize']);
  });

  test('`culprit lsp` is the same server', async () => {
    const command = [join(checkout, 'dist/cli.cjs'), 'lsp', '--stdio'];
    const editor = await connect({}, { command, arguments: ['--trust'] });
    expect((await localize(editor, { test: passingTest })).localization.verdict).toBe('passed');
  });

  test('a lens is above each test, and follows what is typed', async () => {
    const { connection, open } = await connect({});
    const uri = open(inShop('tests/test_invoice.py'));
    const lenses = () => connection.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
    const first = await lenses();
    expect(first.map(({ range }) => range.start.line)).toEqual(
      ['shows_each', 'refuses', 'new_member', 'loyal_member'].map((name) =>
        rowOf('tests/test_invoice.py', `def test_${name}`),
      ),
    );
    expect(first[0]?.command).toMatchObject({ title: 'Culprit: localize', command: 'culprit.localize' });
    const start = { line: 0, character: 0 };
    const contentChanges = [{ range: { start, end: start }, text: '# é 😀\ndef test_new():\n    pass\n\n' }];
    await connection.sendNotification('textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges });
    expect((await lenses()).map(({ range }) => range.start.line)).toContain(1);
    expect(await lenses()).toHaveLength(5);
  });

  test('no lens where the client does not want any, none in code that is no test', async () => {
    const { connection, open } = await connect({ settings: { codeLens: false } });
    const uri = open(inShop('tests/test_invoice.py'));
    expect(await connection.sendRequest('textDocument/codeLens', { textDocument: { uri } })).toEqual([]);
  });

  test('a code action anywhere in a test when asked for, only on its first line when not', async () => {
    const { connection, open } = await connect({});
    const uri = open(inShop('tests/test_invoice.py'));
    const defRow = rowOf('tests/test_invoice.py', 'def test_loyal_member');
    const actionsAt = (line: number, triggerKind: number) => {
      const at = { line, character: 4 };
      const params = {
        textDocument: { uri },
        range: { start: at, end: at },
        context: { diagnostics: [], triggerKind },
      };
      return connection.sendRequest<CodeAction[]>('textDocument/codeAction', params);
    };
    const [action] = await actionsAt(defRow + 1, 1);
    expect(action?.title).toBe('Culprit: Localize this failing test');
    expect(action?.command?.arguments).toEqual([uri, { line: defRow, character: 0 }]);
    expect(await actionsAt(defRow + 1, 2)).toEqual([]);
    expect(await actionsAt(defRow, 2)).toHaveLength(1);
    expect(await actionsAt(0, 1)).toEqual([]);
  });

  test('broken text, no text and files from nowhere are answered, and it stays alive', async () => {
    const { connection, open } = await connect({});
    const broken = open(inShop('tests/test_broken.py'), 'class TestX(:\n  def test_a(self:\n\n\tdef test_b(\x00):\n');
    const empty = open(inShop('tests/test_empty.py'), '');
    const lenses = (uri: string) =>
      connection.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
    expect(Array.isArray(await lenses(broken))).toBe(true);
    expect(await lenses(empty)).toEqual([]);
    await expect(lenses('untitled:Untitled-1')).rejects.toThrow('Open the folder that holds');
    await expect(lenses('file:///elsewhere/test_a.py')).rejects.toThrow('Open the folder that holds');
    expect(await lenses(pathToFileURL(inShop('tests/test_missing.py')).href)).toEqual([]);
  });
});

describe('trust', () => {
  const leavesMarker = () => {
    const marker = inShop('marker');
    writeFileSync(
      inShop('tests/test_mark.py'),
      `open(${JSON.stringify(marker)}, "w").close()\ndef test_x(): assert 0\n`,
    );
    return marker;
  };

  test('refuses to run anything without it, by either way', async () => {
    const marker = leavesMarker();
    const editor = await connect({});
    await expect(localize(editor, { test: 'tests/test_mark.py::test_x' })).rejects.toThrow(
      'Trust this workspace first',
    );
    const command = { command: 'culprit.localize', arguments: ['tests/test_mark.py::test_x'] };
    await editor.connection.sendRequest('workspace/executeCommand', command);
    expect(editor.messages.join()).toContain('Trust this workspace first');
    expect(existsSync(marker)).toBe(false);
  });

  test('can be given later, and taken back', async () => {
    const editor = await connect({});
    await editor.connection.sendNotification('culprit/trust', { trusted: true });
    expect((await localize(editor, { test: passingTest })).localization.verdict).toBe('passed');
    await editor.connection.sendNotification('culprit/trust', { trusted: false });
    await expect(localize(editor, { test: passingTest })).rejects.toThrow('Trust');
  });

  test('can be given on the command line', async () => {
    const editor = await connect({}, { arguments: ['--trust'] });
    expect((await localize(editor, { test: passingTest })).summary.message).toContain('passes');
  });
});

describe('culprit/localize', () => {
  test('the test at a position: the true line first, with progress', async () => {
    const editor = await connect();
    const uri = pathToFileURL(inShop('tests/test_invoice.py')).href;
    const position = { line: rowOf('tests/test_invoice.py', 'def test_loyal_member') + 1, character: 8 };
    const result = await localize(editor, { textDocument: { uri }, position, workDoneToken: 'mine' });
    expect(result.localization.tests).toEqual([failingTest]);
    expect(result.localization.verdict).toBe('located');
    const [first] = result.localization.locations;
    expect(result.localization.locations.some(isAt('shop/pricing.py', 30))).toBe(true);
    expect(result.folderUri).toBe(pathToFileURL(shop.folder).href);
    expect(result.summary.message).toMatch(/^\w+\.py:\d+ is the most suspicious line \(\d+ locations\)$/);
    expect(first?.file).toContain(result.summary.message.split(':')[0]);
    const kinds = editor.progress.filter(({ token }) => token === 'mine').map(({ value }) => value.kind);
    expect(kinds[0]).toBe('begin');
    expect(kinds.at(-1)).toBe('end');
    expect(kinds).toContain('report');
  });

  test('absolute ids, as the Python extension has them, and bare labels', async () => {
    const editor = await connect();
    const byId = await localize(editor, { test: inShop(failingTest) });
    expect(byId.localization.tests).toEqual([failingTest]);
    const uri = pathToFileURL(inShop('tests/test_invoice.py')).href;
    const byLabel = await localize(editor, { textDocument: { uri }, label: 'test_refuses_another_total' });
    expect(byLabel.localization.tests).toEqual([passingTest]);
  });

  test('refuses files of other languages and interpreters that are not there', async () => {
    const settings = { python: { interpreter: '/nowhere/python' } };
    const editor = await connect({ ...trusted, settings });
    const uri = pathToFileURL(inShop('README.md')).href;
    await expect(localize(editor, { textDocument: { uri } })).rejects.toThrow('"README.md" is none');
    await expect(localize(editor, { test: passingTest })).rejects.toThrow('/nowhere/python');
  });

  test.each([
    ['is told by a client that watches', true],
    ['looks again for a client that does not', false],
  ])('after a file changed on disk, it %s', async (_how, watches) => {
    const capabilities = { workspace: { didChangeWatchedFiles: { dynamicRegistration: watches } } };
    const editor = await connect(trusted, { capabilities });
    const lineOfBuggyFunction = async () => {
      const { localization } = await localize(editor, { test: failingTest });
      return localization.functions.find(({ element }) => element === 'shop/pricing.py::customer_rate')?.line;
    };
    expect(await lineOfBuggyFunction()).toBe(26);
    const file = inShop('shop/pricing.py');
    writeFileSync(file, `\n\n${readFileSync(file, 'utf8')}`);
    const changes = [{ uri: pathToFileURL(file).href, type: 2 }];
    if (watches) await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
    expect(await lineOfBuggyFunction()).toBe(28);
  });

  test.each([
    [{}, 'Say which test'],
    [{ test: '--version' }, 'not the id of a test'],
    [{ test: 'tests/test_nowhere.py::test_a' }, 'tests/test_nowhere.py'],
    [{ test: '/elsewhere/test_a.py::test_a' }, 'Open the folder that holds'],
    [{ textDocument: { uri: 'file:///elsewhere/test_a.py' } }, 'Open the folder that holds'],
    [{ test: 5, position: { line: 'x' } }, 'Give a document uri and a position'],
  ])('refuses %j in one sentence', async (params, sentence) => {
    await expect(localize(await connect(), params)).rejects.toThrow(sentence);
  });
});

describe('workspace/executeCommand', () => {
  test('shows the answer as a message and as diagnostics with the evidence', async () => {
    const editor = await connect();
    const uri = editor.open(inShop('tests/test_invoice.py'));
    const position = { line: rowOf('tests/test_invoice.py', 'def test_loyal_member'), character: 0 };
    const command = { command: 'culprit.localize', arguments: [uri, position] };
    expect(await editor.connection.sendRequest('workspace/executeCommand', command)).toBe(null);
    expect(editor.messages.at(-1)).toMatch(/^Culprit: \w+\.py:\d+ is the most suspicious line/);
    const all = [...editor.diagnostics.values()].flat();
    expect(all.filter(({ severity }) => severity === DiagnosticSeverity.Information)).toHaveLength(1);
    const bug = editor.diagnostics
      .get(pathToFileURL(inShop('shop/pricing.py')).href)
      ?.find(({ range }) => range.start.line === 29);
    expect(bug).toMatchObject({
      source: 'culprit',
      range: { start: { character: 8 }, end: { line: 29, character: 35 } },
    });
    expect(bug?.relatedInformation?.length).toBeGreaterThan(0);
    expect(editor.progress.map(({ value }) => value.kind)).toContain('report');
  });

  test('publishes nothing for a client that shows results itself', async () => {
    const editor = await connect({ ...trusted, client: 'culprit-vscode' });
    const command = { command: 'culprit.localize', arguments: [failingTest] };
    await editor.connection.sendRequest('workspace/executeCommand', command);
    expect(editor.diagnostics.size).toBe(0);
  });

  test('without arguments it means the test that was last offered, else it asks', async () => {
    const editor = await connect();
    await editor.connection.sendRequest('workspace/executeCommand', { command: 'culprit.localize' });
    expect(editor.messages.at(-1)).toContain('Say which test');
    const uri = editor.open(inShop('tests/test_invoice.py'));
    const at = { line: rowOf('tests/test_invoice.py', 'def test_refuses'), character: 0 };
    const params = { textDocument: { uri }, range: { start: at, end: at }, context: { diagnostics: [] } };
    await editor.connection.sendRequest('textDocument/codeAction', params);
    await editor.connection.sendRequest('workspace/executeCommand', { command: 'culprit.localize' });
    expect(editor.messages.at(-1)).toContain('test_refuses_another_total passes');
  });
});

describe('several folders', () => {
  test('a document belongs to the innermost folder that holds it', async () => {
    client = await startClient({ folders: [join(shop.folder, '..'), shop.folder], initializationOptions: trusted });
    const uri = pathToFileURL(inShop('tests/test_invoice.py')).href;
    const result = await localize(client, { textDocument: { uri }, label: 'test_refuses_another_total' });
    expect(result.folderUri).toBe(pathToFileURL(shop.folder).href);
    await expect(localize(client, { test: passingTest })).rejects.toThrow('Say which folder');
  });
});

const isAt = (file: string, line: number) => (location: RankedLocation) =>
  location.file === file && location.line === line;
