/** `culprit/trace` as any editor meets it: trust, which test, the page with its links, one run at a time, cancelling. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import type { TraceResult } from '../../server/protocol/requests.ts';
import { type EditorClient, failingTest, passingTest, shopCopy, startClient } from './editorClient.ts';

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

async function connect(initializationOptions: unknown): Promise<EditorClient> {
  client = await startClient({ folders: [shop.folder], initializationOptions });
  return client;
}

const inShop = (file: string) => join(shop.folder, file);
const trace = (editor: EditorClient, params: object, source = new CancellationTokenSource()) =>
  editor.connection.sendRequest<TraceResult>('culprit/trace', params, source.token);

async function traced(editor: EditorClient, params: object): Promise<TraceResult & { readonly ending: 'done' }> {
  const result = await trace(editor, params);
  if (result.ending !== 'done') throw new Error('The trace was cancelled');
  return result;
}

test('the test at a position: the document, its page with links into the sources, and progress', async () => {
  const editor = await connect({ trusted: true });
  const file = inShop('tests/test_invoice.py');
  const line = readFileSync(file, 'utf8')
    .split('\n')
    .findIndex((row) => row.includes('def test_loyal_member'));
  const textDocument = { uri: pathToFileURL(file).href };
  const position = { line: line + 1, character: 8 };
  const { document, page, folderUri } = await traced(editor, { textDocument, position, workDoneToken: 'mine' });
  expect(folderUri).toBe(pathToFileURL(shop.folder).href);
  expect(document).toMatchObject({ schema: 'culprit.trace/1', test: failingTest });
  expect(page.lines[0]).toBe(`TRACE ${failingTest}`);
  expect(page.lines).toContain('Calls');
  expect(page.lines.some((row) => row.includes('customer_rate(') && row.includes("rate = Decimal('0.05')"))).toBe(true);
  const linked = page.links.map((link) => [link, page.lines[link.row]?.slice(link.start, link.end)] as const);
  expect(linked.length).toBeGreaterThan(50);
  for (const [link, shown] of linked) expect([`${link.file}:${link.line}`, `${link.line}`]).toContain(shown);
  const texts = linked
    .filter(([link]) => link.file === 'shop/pricing.py' && link.line === 30)
    .map(([, shown]) => shown);
  expect(new Set(texts)).toEqual(new Set(['30', 'shop/pricing.py:30']));
  const told = editor.progress.filter(({ token }) => token === 'mine').map(({ value }) => value);
  expect(told[0]?.kind).toBe('begin');
  expect(told.at(-1)?.kind).toBe('end');
  expect(told.map(({ message }) => message)).toContain('Tracing it again, with values');
});

test('a test that passes has a trace, too', async () => {
  const editor = await connect({ trusted: true });
  const { document, page } = await traced(editor, { test: inShop(passingTest) });
  expect(document).toMatchObject({ test: passingTest, outcome: 'passed', slice: [], difference: null });
  expect(page.lines.join('\n')).toContain('check_agreed(');
});

test('nothing runs without trust', async () => {
  const marker = leavesMarker();
  const editor = await connect({ settings: { sandbox: 'none' } });
  await expect(trace(editor, { test: 'tests/test_mark.py::test_x' })).rejects.toThrow('Trust this workspace first');
  expect(existsSync(marker)).toBe(false);
  await editor.connection.sendNotification('culprit/trust', { trusted: true });
  await traced(editor, { test: 'tests/test_mark.py::test_x' });
  expect(existsSync(marker)).toBe(true);
});

test.each([
  [{}, 'Say which test'],
  [{ test: '--version' }, 'not the id of a test'],
  [{ test: 'tests/test_nowhere.py::test_a' }, 'tests/test_nowhere.py'],
  [{ textDocument: { uri: 'file:///elsewhere/test_a.py' } }, 'Open the folder that holds'],
])('%j is refused in one sentence', async (params, sentence) => {
  await expect(trace(await connect({ trusted: true }), params)).rejects.toThrow(sentence);
});

test('where a sandbox is asked for, what the test writes beside its sources is not there afterwards, or nothing runs', async () => {
  const marker = leavesMarker();
  const editor = await connect({ trusted: true, settings: { sandbox: 'bwrap' } });
  const answer = await trace(editor, { test: 'tests/test_mark.py::test_x' }).catch(({ message }: Error) => message);
  expect(typeof answer === 'string' ? answer : answer.ending).toMatch(/bwrap|bubblewrap|sandbox|^done$/i);
  expect(existsSync(marker)).toBe(false);
});

test('one run per folder, whichever it is; $/cancelRequest ends it with all its processes', async () => {
  const file = inShop('pids');
  writeFileSync(
    inShop('tests/test_endless.py'),
    `import os, subprocess, time

def test_it():
    child = subprocess.Popen(["sleep", "100000"])
    with open(${JSON.stringify(file)}, "a") as pids:
        pids.write(f"{os.getpid()}\\n{child.pid}\\n")
    while True:
        time.sleep(0.05)
`,
  );
  const pids = () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(Number) : []);
  const editor = await connect({ trusted: true, settings: { sandbox: 'none' } });
  const source = new CancellationTokenSource();
  const running = trace(editor, { test: 'tests/test_endless.py::test_it' }, source);
  await expect.poll(() => pids().length, { timeout: 30_000 }).toBeGreaterThanOrEqual(2);
  await expect(trace(editor, { test: failingTest })).rejects.toThrow('still running');
  await expect(editor.connection.sendRequest('culprit/localize', { test: failingTest })).rejects.toThrow(
    'still running',
  );
  source.cancel();
  expect(await running).toEqual({ ending: 'cancelled' });
  await expect.poll(() => pids().filter(isAlive), { timeout: 20_000 }).toEqual([]);
  expect((await traced(editor, { test: passingTest })).document.outcome).toBe('passed');
});

/** A test file that leaves a file behind as soon as it is loaded; where that is. */
function leavesMarker(): string {
  const marker = inShop('marker');
  writeFileSync(inShop('tests/test_mark.py'), `open(${JSON.stringify(marker)}, "w").close()\ndef test_x(): assert 0\n`);
  return marker;
}

function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
