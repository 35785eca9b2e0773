/** `culprit localize --command`: a runner Culprit knows nothing of, with a report of coverage, and without. */
import { afterAll, describe, expect, test } from 'vitest';
import type { Localization } from '../../server/protocol/localization.ts';
import { culprit, repositoryOf } from './runCli.ts';

const { root, remove } = repositoryOf({
  'lib/rates.js': 'exports.rate = (years) => {\n  if (years > 3) {\n    return 0.9 * 0.9;\n  }\n  return 1;\n};\n',
  'lib/cart.js':
    "const { rate } = require('./rates.js');\nexports.total = (prices, years) => {\n  let sum = 0;\n  for (const price of prices) sum += price;\n  return sum * rate(years);\n};\n",
  't/loyal.js':
    "const { total } = require('../lib/cart.js');\nrequire('node:test').test('loyal', () => {\n  require('node:assert').equal(total([50, 50], 5), 90);\n});\n",
  't/new.js':
    "const { total } = require('../lib/cart.js');\nrequire('node:test').test('new', () => {\n  require('node:assert').equal(total([50, 50], 1), 100);\n});\n",
  'lib/check.js': "exports.check = (x) => {\n  if (x > 1) throw new RangeError('too much');\n};\n",
  't/check.js': "require('../lib/check.js').check(2);\n",
  't/writes.js':
    "require('node:fs').writeFileSync('build.info', 'SF:lib/rates.js\\nDA:5,1\\nend_of_record\\n');\nthrow new Error('red');\n",
  't/green.js': '',
});
afterAll(remove);

const run = (...argv: string[]) => culprit(['localize', '--repo', root, '--trust', '--json', '--quiet', ...argv]);
const node = `'${process.execPath}'`;
const withReport = `${node} --test --experimental-test-coverage --test-reporter=lcov --test-reporter-destination={out}/c.info --test-reporter=spec --test-reporter-destination=stdout {test}`;

describe('a command of the user', () => {
  test('its report and those of passing tests lead to the line', async () => {
    const { status, stdout, stderr } = await run(
      ...['--command', withReport, '--coverage', '{out}/c.info', '--passing', 't/new.js', 't/loyal.js'],
    );
    expect(status, stderr).toBe(0);
    const answer = JSON.parse(stdout) as Localization;
    expect(answer).toMatchObject({ tests: ['t/loyal.js'], run: { runner: 'command', failing: 1, passing: 1 } });
    expect(answer.locations[0]).toMatchObject({ file: 'lib/rates.js', line: 3 });
  });

  test('a report in the repository is read, though it may be gone with a sandbox', async () => {
    const { stdout, stderr } = await run('--command', `${node} t/writes.js`, '--coverage', 'build.info');
    const answer = JSON.parse(stdout) as Localization;
    expect(answer.problems.map(({ message }) => message).join('\n')).not.toContain('wrote no report');
    expect(
      answer.locations.map(({ file, line }) => `${file}:${line}`),
      stderr,
    ).toContain('lib/rates.js:5');
  });

  test('without a report what it prints is all there is, and it says so', async () => {
    const { stdout } = await run('--command', `${node} t/check.js`);
    const answer = JSON.parse(stdout) as Localization;
    expect(answer.locations[0]).toMatchObject({ file: 'lib/check.js', line: 2 });
    expect(answer.problems.map(({ message }) => message).join('\n')).toContain('name that with --coverage');
  });

  test('a green command is passed', async () => {
    const { status, stdout } = await run('--command', `${node} t/green.js`);
    expect(status).toBe(3);
    expect((JSON.parse(stdout) as Localization).verdict).toBe('passed');
  });

  test.each([
    [['--command', 'make', '--runner', 'pytest'], 2, 'Cannot use both --command and the runner "pytest"'],
    [['--coverage', 'x.info', 'test_a.py'], 2, 'without --command'],
    [['--command', 'make | cat'], 3, 'has "|", a pipe: no shell is started'],
    [['--command', 'no-such-program-at-all'], 3, 'There is no program "no-such-program-at-all"'],
  ])('%j', async (argv, status, message) => {
    const answer = await run(...argv);
    expect(answer.stderr).toContain(message);
    expect(answer.status).toBe(status);
  });
});
