/** One localization at a time, and none of its processes left behind, however it ends. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import type { LocalizeResult } from '../../server/protocol/requests.ts';
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

/** The tests leave the numbers of their processes where these tests look, and those of a sandbox say nothing outside. */
const initializationOptions = { trusted: true, settings: { sandbox: 'none' } };

async function connect(): Promise<EditorClient> {
  client = await startClient({ folders: [shop.folder], initializationOptions });
  return client;
}

const localize = (editor: EditorClient, params: object) =>
  editor.connection.sendRequest<LocalizeResult>('culprit/localize', params);

test('a second one is refused while the first runs; $/cancelRequest ends it with all its processes', async () => {
  const pids = writeEndlessTest();
  const editor = await connect();
  const source = new CancellationTokenSource();
  const params = { test: 'tests/test_endless.py::EndlessTest::test_it' };
  const running = editor.connection.sendRequest<LocalizeResult>('culprit/localize', params, source.token);
  await expect.poll(() => pids().length, { timeout: 30_000 }).toBeGreaterThanOrEqual(2);
  await expect(localize(editor, { test: failingTest })).rejects.toThrow('still running');
  source.cancel();
  expect((await running).ending).toBe('cancelled');
  await expect.poll(() => pids().filter(isAlive), { timeout: 20_000 }).toEqual([]);
  expect((await localize(editor, { test: passingTest })).localization.verdict).toBe('passed');
});

test.each([
  ['is terminated', (editor: EditorClient) => editor.process.kill('SIGTERM')],
  ['loses its editor', (editor: EditorClient) => editor.process.stdin?.end()],
])('a server that %s takes the processes of its test with it', async (_how, end) => {
  const pids = writeEndlessTest();
  const editor = await connect();
  localize(editor, { test: 'tests/test_endless.py::EndlessTest::test_it' }).catch(() => undefined);
  await expect.poll(() => pids().length, { timeout: 30_000 }).toBeGreaterThanOrEqual(2);
  end(editor);
  await expect.poll(() => pids().filter(isAlive), { timeout: 20_000 }).toEqual([]);
  await expect.poll(() => editor.process.exitCode, { timeout: 20_000 }).not.toBe(null);
});

/** A test that never ends, with a child that does not either. Returns what reads their process ids. */
function writeEndlessTest(): () => readonly number[] {
  const pids = join(shop.folder, 'pids');
  writeFileSync(
    join(shop.folder, 'tests/test_endless.py'),
    `import os, subprocess, time, unittest

class EndlessTest(unittest.TestCase):
    def test_it(self):
        child = subprocess.Popen(["sleep", "100000"])
        with open(${JSON.stringify(pids)}, "a") as file:
            file.write(f"{os.getpid()}\\n{child.pid}\\n")
        while True:
            time.sleep(0.05)
`,
  );
  return () => (existsSync(pids) ? readFileSync(pids, 'utf8').trim().split('\n').map(Number) : []);
}

function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
