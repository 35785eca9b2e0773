/** `culprit swebench localize` that is ended in the middle, one way or the other, and goes on. */
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { culprit } from './runCli.ts';
import { madeDataset } from './swebenchFixture.ts';
import { benchmarkIn, validReport } from './swebenchRuns.ts';

const made = madeDataset(6);
afterAll(() => rmSync(made.folder, { recursive: true, force: true }));
const dataset = made.write('shop.jsonl', made.rows);
const { run, report, lasting } = benchmarkIn(made);
beforeAll(() => run('whole', '--dataset', dataset));

test('two jobs say the same as one, and a run that was killed again and again the same as an unbroken one', async () => {
  await run('two', '--dataset', dataset, '--jobs', '2');
  expect(lasting('two')).toBe(lasting('whole'));
  const argv = ['--dataset', dataset, '--repos', made.repos, '--out', join(made.folder, 'killed')];
  const lines = () => readFileSync(join(made.folder, 'killed/locations.jsonl'), 'utf8').split('\n').slice(0, -1);
  const when = (stderr: string) => / of 6 /.test(stderr);
  for (let attempt = 0; attempt < 2; attempt++) {
    await culprit(['swebench', 'localize', ...argv], { stop: { signal: 'SIGKILL', when } });
  }
  const before = lines();
  expect(before.length).toBeGreaterThanOrEqual(2);
  expect(before.length).toBeLessThan(6);
  // A line that was being written, and one that a failing disk left.
  appendFileSync(join(made.folder, 'killed/costs.jsonl'), `{"instance_id":"acme__shop-6","indexingSe`);
  const torn = before.with(0, '\0'.repeat(40));
  writeFileSync(join(made.folder, 'killed/locations.jsonl'), `${torn.join('\n')}\n{"instance_id":"acme__shop-6","loc`);
  const { status, stderr } = await culprit(['swebench', 'localize', ...argv]);
  expect(status).toBe(0);
  // What was done and is whole is not done again.
  const nKept = before.length - 1;
  const told = stderr.split('\n').flatMap((line) => /^(\d) of 6 /.exec(line)?.[1] ?? []);
  expect(told).toEqual(Array.from({ length: 6 - nKept }, (_, index) => `${nKept + 1 + index}`));
  expect(lines().filter((line) => before.slice(1).includes(line))).toHaveLength(nKept);
  expect(lasting('killed')).toBe(lasting('whole'));
});

test('a run that is stopped prints what was reached, as one document, and goes on afterwards', async () => {
  const argv = [
    'swebench',
    'localize',
    '--dataset',
    dataset,
    '--repos',
    made.repos,
    '--out',
    join(made.folder, 'stopped'),
  ];
  const when = (stderr: string) => / of 6 /.test(stderr);
  const { status, stdout, stderr } = await culprit([...argv, '--json'], { stop: { signal: 'SIGINT', when } });
  const { instances } = validReport(stdout);
  expect({ status, asked: instances.asked }).toEqual({ status: 4, asked: 6 });
  expect(instances.done).toBeGreaterThan(0);
  expect(instances.done).toBeLessThan(6);
  expect(stderr).toContain(`Stopped with ${instances.done} of 6 done`);
  expect(report('stopped').instances).toEqual(instances);
  const whole = await culprit([...argv, '--json', '--quiet']);
  expect(whole).toMatchObject({ status: 0, stderr: '' });
  expect(JSON.parse(whole.stdout)).toEqual(report('stopped'));
  expect(lasting('stopped')).toBe(lasting('whole'));
});

test('a folder that another run is writing is left alone, one that is compared with is not written', async () => {
  mkdirSync(join(made.folder, 'busy'));
  writeFileSync(join(made.folder, 'busy/running'), `${process.pid}`);
  const { status, stderr } = await run('busy', '--dataset', dataset);
  expect(status).toBe(2);
  expect(stderr).toContain(`Another run, process ${process.pid}, is writing there`);
  expect(readdirSync(join(made.folder, 'busy'))).toEqual(['running']);
  expect(readdirSync(join(made.folder, 'whole'))).not.toContain('running');
  // As while the other run writes its next line.
  const writing = join(made.folder, 'whole/locations.jsonl');
  const text = `${readFileSync(writing, 'utf8')}{"instance_id":"acme__`;
  writeFileSync(writing, text);
  expect((await run('beside', '--dataset', dataset, '--compare', join(made.folder, 'whole'))).status).toBe(0);
  expect(readFileSync(writing, 'utf8')).toBe(text);
});
