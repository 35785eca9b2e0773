/** `culprit localize --issue` as a user starts it: what it answers, and what it says where it has no answer. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Log } from 'sarif';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Localization } from '../../server/protocol/localization.ts';
import { culprit, projectRoot, repositoryOf, shop, shopTest, type TemporaryRepository } from './runCli.ts';

const schema = JSON.parse(
  readFileSync(join(projectRoot, 'server/protocol/schemas/localization.schema.json'), 'utf8'),
) as object;
const validate = new Ajv2020({ allErrors: true }).compile(schema);

function parsed(stdout: string): Localization {
  const document = JSON.parse(stdout) as Localization;
  expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  return document;
}

const report = `Loyal members pay the wrong price

The loyalty bonus of \`customer_rate\` is applied twice, see shop/pricing.py.
`;
const twoFaults = `Wrong prices

1. \`customer_rate\` gives a wrong rate to loyal members.
2. Due to problem 1, \`check_agreed\` raises an InvoiceError.
`;

let reports: TemporaryRepository;
beforeAll(() => {
  reports = repositoryOf({
    'report.md': report,
    'two.md': twoFaults,
    'empty.md': ' \n\t\n',
    'binary.md': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]),
    'utf16.md': new Uint8Array(Buffer.from(`\ufeff${report}`, 'utf16le')),
    'huge.md': `${report}${'x y z '.repeat(200_000)}`,
    'foreign.md': 'Qwxzv zzyzx\n\nVvvz xxq.\n',
    'shot.png': new Uint8Array([1]),
  });
});
afterAll(() => reports.remove());

const at = (name: string) => join(reports.root, name);
const run = (...argv: string[]) => culprit(['localize', '--repo', shop, ...argv]);

describe('culprit localize --issue', () => {
  test('finds the function a report is about without asking for trust, and the same bytes twice, in whatever encoding', async () => {
    const [one, two] = [
      await run('--issue', at('report.md'), '--json'),
      await run('--issue', at('report.md'), '--json'),
    ];
    expect(one.status, one.stderr).toBe(0);
    expect(one.stdout).toBe(two.stdout);
    const answer = parsed(one.stdout);
    expect(answer).toMatchObject({ verdict: 'issue-only', tests: [], problems: [] });
    expect(answer.files[0]?.file).toBe('shop/pricing.py');
    expect(answer.functions[0]?.element).toBe('shop/pricing.py::customer_rate');
    expect(answer.issues).toBeUndefined();
  });

  test('prints places with their source, and the faults where there are several', async () => {
    const { status, stdout } = await run('--issue', at('two.md'));
    expect(status).toBe(0);
    expect(stdout).toContain('From the bug report alone');
    expect(stdout).toMatch(/^ {7}def customer_rate|^ {7}\S/m);
    expect(stdout).toMatch(/^Files: .*shop\/pricing\.py/m);
    expect(stdout).toContain('The report tells 2 faults');
    expect(stdout).toContain('issue-1 causes issue-2: Due to problem 1');
  });

  test('SARIF speaks of the report', async () => {
    const { status, stdout } = await run('--issue', at('two.md'), '--sarif');
    expect(status).toBe(0);
    const log = JSON.parse(stdout) as Log;
    const [only] = log.runs;
    expect(only?.results?.[0]?.message.text).toContain('for the bug report.');
    const places = ['shop/pricing.py::customer_rate', 'shop/invoices.py::check_agreed'];
    const vertices = places.map((element) => ({
      functions: expect.arrayContaining([expect.objectContaining({ rank: 1, element })]),
    }));
    expect(only?.properties).toMatchObject({ verdict: 'issue-only', issues: { vertices } });
  });

  test.each([
    ['empty.md', 'is empty: nothing can be ranked from it'],
    ['binary.md', 'is not text'],
    ['foreign.md', 'Nothing the report says is in the repository'],
  ])('%s has no answer, and a sentence why', async (name, sentence) => {
    const { status, stdout } = await run('--issue', at(name), '--json');
    expect(status).toBe(1);
    const answer = parsed(stdout);
    expect(answer).toMatchObject({ verdict: 'issue-only', files: [], locations: [] });
    expect(answer.problems.map(({ message }) => message).join('\n')).toContain(sentence);
  });

  test('of a huge report the beginning is read, and pictures are said to be left out', async () => {
    const { status, stdout } = await run('--issue', at('huge.md'), '--image', at('shot.png'), '--json');
    expect(status).toBe(0);
    const answer = parsed(stdout);
    expect(answer.functions[0]?.element).toBe('shop/pricing.py::customer_rate');
    expect(answer.problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^The bug report has \d+ bytes: only the first 1048576 are read$/),
      'The image is not looked at: that takes a model, and --model is none',
    ]);
  });

  test.each([
    [['--issue', 'no-such-file.md'], 'Cannot read the bug report "no-such-file.md"'],
    [['--issue', 'README.md', '--without', 'luck'], 'it takes any of spectrum, frame'],
    [['--image', 'shot.png', 'a_test'], 'Cannot use --image without --issue'],
    [['--issue', 'README.md', '--model', 'a:b'], 'Cannot use the model "a:b"'],
  ])('%j is a mistake', async (argv, sentence) => {
    const { status, stderr } = await run(...argv);
    expect(status).toBe(2);
    expect(stderr).toContain(sentence);
  });
});

describe('a bug report beside a failing test', () => {
  test('is evidence like others', async () => {
    const argv = ['localize', shopTest, '--repo', shop, '--trust', '--json', '--issue', at('report.md')];
    const answer = parsed((await culprit(argv)).stdout);
    expect(answer.verdict).toBe('located');
    const told = (one: Localization) =>
      one.locations
        .flatMap(({ evidence }) => evidence.map(({ message }) => message))
        .filter((said) => said.includes('the report may be about'));
    expect(answer.functions[0]?.element).toBe('shop/pricing.py::customer_rate');
    expect(told(answer)[0]).toMatch(/^Rank 1 of the functions the report may be about/);
  });
});

describe('a regression', () => {
  let repository: TemporaryRepository;
  beforeAll(() => {
    const before = 'def first_rate(price):\n    return price\n\n\ndef second_rate(price):\n    return price\n';
    repository = repositoryOf({ 'rates.py': before });
    const git = (...argv: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...argv], { cwd: repository.root });
    git('init', '-q');
    for (const [tag, text] of [
      ['v1.4', before],
      ['v1.5', before.replace('second_rate(price):\n    return price', 'second_rate(price):\n    return price + 0')],
    ] as const) {
      writeFileSync(join(repository.root, 'rates.py'), text);
      git('add', '.');
      git('commit', '-qm', tag);
      git('tag', tag);
    }
  });
  afterAll(() => repository.remove());

  test('is looked for in what the release changed', async () => {
    writeFileSync(at('regression.md'), 'The rate of a price is wrong\n\nRegression in 1.5, worked in 1.4.\n');
    const argv = ['localize', '--repo', repository.root, '--issue', at('regression.md'), '--json'];
    const answer = parsed((await culprit(argv)).stdout);
    expect(answer.functions[0]?.element).toBe('rates.py::second_rate');
    expect(answer.locations[0]?.evidence).toContainEqual(
      expect.objectContaining({ kind: 'history', message: 'Changed between v1.4 and v1.5' }),
    );
  });
});
