/** `culprit localize` on the small shop: the answer, its formats, and that nothing is left behind. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Log } from 'sarif';
import { describe, expect, test } from 'vitest';
import type { Localization } from '../../server/protocol/localization.ts';
import { culprit, projectRoot, shop, shopTest, treeHash } from './runCli.ts';

const schema = JSON.parse(
  readFileSync(join(projectRoot, 'server/protocol/schemas/localization.schema.json'), 'utf8'),
) as object;
const validate = new Ajv2020({ allErrors: true }).compile(schema);

function parsed(stdout: string): Localization {
  const document = JSON.parse(stdout) as Localization;
  expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  return document;
}

const run = (...argv: string[]) => culprit(['localize', shopTest, '--repo', shop, '--trust', ...argv]);

describe('culprit localize on the small shop', () => {
  test('blames the loyalty rate, not the invoice that noticed', async () => {
    const { status, stdout, stderr } = await run('--json');
    expect(status, stderr).toBe(0);
    const answer = parsed(stdout);
    expect(answer.verdict).toBe('located');
    expect(answer.tests).toEqual([shopTest]);
    expect(answer.run).toMatchObject({ runner: 'unittest', failing: 1 });
    expect(answer.run.passing).toBeGreaterThanOrEqual(3);
    expect(answer.functions[0]?.element).toBe('shop/pricing.py::customer_rate');
    const source = readFileSync(join(shop, 'shop/pricing.py'), 'utf8').split('\n');
    expect(source[(answer.locations[0]?.line ?? 0) - 1]).toContain('return rate * LOYALTY_BONUS');
  });

  test('gives each location evidence with clickable places', async () => {
    const answer = parsed((await run('--json')).stdout);
    const first = answer.locations[0];
    expect(first?.evidence.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['spectrum', 'slice']));
    expect(first?.evidence.find(({ kind }) => kind === 'spectrum')?.message).toMatch(
      /^Runs in the failing test and in none of \d+ passing tests$/,
    );
    const path = first?.evidence.find(({ kind }) => kind === 'spectrum')?.path ?? [];
    expect(path[0]?.file).toBe('tests/test_invoice.py');
    expect(path.at(-1)).toMatchObject({ file: 'shop/pricing.py', line: first?.line });
    const checking = answer.locations.filter(({ element }) => element === 'shop/invoices.py::check_agreed');
    expect(checking.flatMap(({ evidence }) => evidence)).toContainEqual(
      expect.objectContaining({ kind: 'frame', message: expect.stringContaining('InvoiceError is raised here') }),
    );
  });

  test('prints the same bytes twice but for times', async () => {
    const withoutTimes = (stdout: string) => {
      const { run: summary, ...rest } = parsed(stdout);
      return { ...rest, run: { ...summary, seconds: 0, overhead: 0 } };
    };
    const [one, two] = [await run('--json'), await run('--json')];
    expect(withoutTimes(one.stdout)).toEqual(withoutTimes(two.stdout));
    expect(one.stdout.replace(/"(seconds|overhead)": [\d.]+/g, '')).toBe(
      two.stdout.replace(/"(seconds|overhead)": [\d.]+/g, ''),
    );
  });

  test('writes nothing into the repository', async () => {
    const before = treeHash(shop);
    await run('--json');
    expect(treeHash(shop)).toBe(before);
  });

  test('prints a table for people', async () => {
    const { status, stdout } = await run('--quiet', '--top', '3');
    expect(status).toBe(0);
    expect(stdout).toContain(`FAIL ${shopTest}`);
    expect(stdout).toMatch(/ {2}1 {2}█+░* \d\.\d\d {2}shop\/pricing\.py:\d+ {2}customer_rate/);
    expect(stdout).not.toMatch(/ {2}4 {2}█/);
  });

  test('prints SARIF with one result a location and its evidence as code flows', async () => {
    const { status, stdout } = await run('--sarif');
    expect(status).toBe(0);
    const log = JSON.parse(stdout) as Log;
    expect(log.version).toBe('2.1.0');
    const [result] = log.runs[0]?.results ?? [];
    expect(result?.locations?.[0]?.physicalLocation?.artifactLocation).toEqual({
      uri: 'shop/pricing.py',
      uriBaseId: 'SRCROOT',
    });
    const steps = result?.codeFlows?.map(({ threadFlows }) => threadFlows[0]?.locations.length ?? 0) ?? [];
    expect(Math.max(...steps)).toBeGreaterThan(1);
    expect(log.runs[0]?.results?.map(({ rank }) => rank)).toEqual(
      [...(log.runs[0]?.results ?? [])].map(({ rank }) => rank).sort((a, b) => (b ?? 0) - (a ?? 0)),
    );
  });

  test('takes a test file for all its failing tests', async () => {
    const { status, stdout } = await culprit([
      'localize',
      'tests/test_invoice.py',
      '--repo',
      shop,
      '--runner',
      'unittest',
      '--trust',
      '--json',
    ]);
    expect(status).toBe(0);
    expect(parsed(stdout).tests).toEqual([shopTest]);
  });

  test('stops when interrupted, with status 4 and a document', async () => {
    const { status, stdout } = await culprit(['localize', shopTest, '--repo', shop, '--trust', '--json'], {
      stop: { signal: 'SIGINT', when: (stderr) => stderr.includes('Running the failing test') },
    });
    expect(status).toBe(4);
    parsed(stdout);
  });
});
