/** Threads change how long parsing takes, never what comes out. They run from the bundle, as they are installed. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createRepositoryFiles } from '../../server/adapters/disk/repositoryFiles.ts';
import { exportGraph } from '../../server/analysis/exportGraph.ts';
import { edgeKinds } from '../../server/core/graph/codeGraph.ts';
import { openRepository } from '../../server/indexing/openRepository.ts';
import { fewestFiles, type Threads } from '../../server/indexing/parseInParallel.ts';
import { testParsers } from '../parsers.ts';

const dist = join(import.meta.dirname, '../../dist');
const installed: Threads = { workerFile: join(dist, 'parseWorker.mjs'), resources: dist, count: 2 };
const parsers = await testParsers();
const root = mkdtempSync(join(tmpdir(), 'culprit-threads-'));
const programs = mkdtempSync(join(tmpdir(), 'culprit-programs-'));
afterAll(() => {
  for (const folder of [root, programs]) rmSync(folder, { recursive: true, force: true });
});

mkdirSync(join(root, 'p'));
for (let index = 0; index < fewestFiles + 50; index++) {
  const text = `from p.m${(index * 7) % fewestFiles} import f as g\n\ndef f(x):\n    y = g(x) + "é${index}"\n    return y\n`;
  writeFileSync(join(root, 'p', `m${index}.py`), index % 50 === 3 ? 'def (' : text);
}
writeFileSync(join(root, 'p', 'too_large.py'), 'x = 1\n'.repeat(400_000));

const git = { listFiles: async () => null };
const opened = (threads: Threads | null) =>
  openRepository(createRepositoryFiles(root, git), parsers, { cache: null, threads });
const told = async (threads: Threads | null) => {
  const { snapshot, problems } = await opened(threads);
  return { lines: [...exportGraph(snapshot, 'jsonl', edgeKinds)].join(''), problems, stats: snapshot.stats() };
};
const alone = await told(null);

test('several threads give what one gives', async () => {
  expect(await told(installed)).toEqual(alone);
  expect(alone.stats.files).toBe(fewestFiles + 50);
  expect(alone.problems).toHaveLength(1);
});

test.each([
  ['cannot start', join(dist, 'no-such-file.mjs')],
  ['dies at once', join(programs, 'dies.mjs')],
  ['dies at work', join(programs, 'dies-at-work.mjs')],
])('a thread that %s is done without', async (_, workerFile) => {
  writeFileSync(join(programs, 'dies.mjs'), 'process.exit(3);\n');
  writeFileSync(
    join(programs, 'dies-at-work.mjs'),
    "import { parentPort } from 'node:worker_threads';\nparentPort.on('message', () => { throw new Error('no'); });\n",
  );
  expect(await told({ ...installed, workerFile })).toEqual(alone);
});
