/** `culprit swebench localize` over a made-up dataset: what it writes, and what it says of what it cannot do. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { culprit } from './runCli.ts';
import { git, madeDataset } from './swebenchFixture.ts';
import { benchmarkIn } from './swebenchRuns.ts';

const made = madeDataset(6);
afterAll(() => rmSync(made.folder, { recursive: true, force: true }));
const dataset = made.write('shop.jsonl', made.rows);

const { run, locations, report, trees } = benchmarkIn(made);

test('every instance has its line, in the order of the dataset, and the figures follow from them', async () => {
  const { status, stdout, stderr } = await run('whole', '--dataset', dataset);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('6 instances: 6 issue-only');
  expect(locations('whole').map((one) => one.instance_id)).toEqual(made.rows.map((row) => row.instance_id));
  expect(locations('whole')[3]!.files[0]!.file).toBe('src/shop/prices.py');
  const { instances, measures, settings } = report('whole');
  expect(instances).toEqual({ asked: 6, done: 6, withGold: { files: 6, functions: 6, lines: 6 }, withoutGold: [] });
  expect(measures.all.files['acc@1']).toEqual({ value: 1, low: 1, high: 1, n: 6 });
  expect(measures.liteLike.functions['acc@1']).toMatchObject({ value: 1, n: 6 });
  expect(settings.withFailingTests).toBe(false);
});

test('with the failing tests, each runs in a tree of its own, and EXAM is told', async () => {
  const tests = ['--dataset', dataset, '--instances', made.rows[2]!.instance_id, '--with-failing-tests'];
  const refused = await run('tests', ...tests);
  expect(refused).toMatchObject({ status: 3, stderr: expect.stringContaining('Pass --trust') });
  // What a run left that was killed by somebody else is gone afterwards, too.
  mkdirSync(join(trees, `culprit-instance-${hostname().replace(/[^\w.-]/g, '_')}-99999999-left/src`), {
    recursive: true,
  });
  expect(await run('tests', ...tests, '--trust')).toMatchObject({ status: 0, stderr: '' });
  const [answer] = locations('tests');
  expect(answer).toMatchObject({ repository: 'acme/shop', tests: ['tests.test_prices.PricesTest.test_loyal'] });
  expect(answer!.locations[0]).toMatchObject({ file: 'src/shop/prices.py', line: 3 });
  expect(JSON.stringify(answer)).not.toContain('culprit-instance-');
  expect(readdirSync(trees)).toEqual([]);
  expect(await run('both', ...tests, '--with-issue', '--trust')).toMatchObject({ status: 0, stderr: '' });
  expect(report('both')).toMatchObject({ settings: { withFailingTests: true, withIssue: true } });
  const { measures, shown } = report('tests');
  expect(measures.all.lines['recall@1']).toMatchObject({ value: 1, n: 1 });
  expect(measures.all.lines.exam!.value).toBeLessThan(0.2);
  expect(shown).toContain('the failing tests');
});

describe('what cannot be worked is one line, and not the end', () => {
  test('malformed rows, a missing clone, a missing commit', async () => {
    const [first, second] = made.rows;
    const path = made.write('odd.jsonl', [
      first,
      '{"instance_id": "acme__shop-9", "repo"',
      { instance_id: 'acme__shop-10', repo: 'acme/shop' },
      { ...second, instance_id: 'other__thing-1', repo: 'other/thing' },
      { ...second, instance_id: 'acme__shop-11', base_commit: 'f'.repeat(40) },
      { ...second, instance_id: 'acme__shop-12', base_commit: '--upload-pack=x' },
      first,
      second,
    ]);
    expect((await run('odd', '--dataset', path)).status).toBe(0);
    const told = locations('odd').map(({ instance_id, verdict, problems }) => [
      instance_id,
      verdict,
      problems[0]?.message ?? '',
    ]);
    expect(told).toEqual([
      [first!.instance_id, 'issue-only', ''],
      ['row-2', 'environment', expect.stringContaining('not JSON')],
      ['acme__shop-10', 'environment', expect.stringContaining('"base_commit"')],
      ['other__thing-1', 'environment', expect.stringContaining('no clone of other/thing')],
      ['acme__shop-11', 'environment', expect.stringContaining('does not hold the commit ffff')],
      ['acme__shop-12', 'environment', expect.stringContaining('"base_commit"')],
      ['row-7', 'environment', expect.stringContaining('an earlier row')],
      [second!.instance_id, 'issue-only', ''],
    ]);
    expect(report('odd').instances.withoutGold).toHaveLength(6);
    expect(report('odd').measures.all.files['acc@1']?.n).toBe(2);
  });

  test('a folder of another run is left alone', async () => {
    const { status, stderr } = await run('whole', '--dataset', dataset, '--top', '3');
    expect(status).toBe(2);
    expect(stderr).toMatch(/its settings differ in top\. Pass another folder to --out/);
  });

  test('what reports alone do not have cannot be left out of them', async () => {
    const { status, stderr } = await run('ablation', '--dataset', dataset, '--without', 'frame,testText');
    expect(status).toBe(2);
    expect(stderr).toContain('Cannot use "testText" for --without: a report alone has frame, slice, mention, history');
  });
});

test('a bare clone by another name is found; some instances only; two runs are compared', async () => {
  git(made.folder, 'clone', '-q', '--bare', join(made.repos, 'acme__shop'), join(made.folder, 'bare/acme+shop/repo'));
  const ids = made.rows.slice(0, 4).map((row) => row.instance_id);
  const compared = join(made.folder, 'whole');
  const argv = ['--dataset', dataset, '--repos', join(made.folder, 'bare'), '--out', join(made.folder, 'some')];
  const some = ['--instances', ids.join(','), '--compare', compared];
  expect((await culprit(['swebench', 'localize', ...argv, ...some])).status).toBe(0);
  expect(locations('some')).toHaveLength(4);
  const accuracy = report('some').comparison?.measures.find(
    ({ level, measure }) => level === 'files' && measure === 'acc@1',
  );
  expect(accuracy).toMatchObject({
    difference: { value: 0, n: 4 },
    p: 1,
    mcNemar: { onlyThis: 0, onlyOther: 0, p: 1 },
  });
});
