/** Tests of JavaScript that hang, exit or take their process down: each is told as what it is, and others are not harmed. */
import { expect, test } from 'vitest';
import { eventsOf, outcomes, repositoryOf, runTests } from './watchedRepository.ts';

const withTest = (body: string) => ({
  'package.json': '{ "type": "module" }',
  'src/spin.js': 'export function spin() {\n  let n = 0;\n  for (;;) n = (n + 1) % 7;\n}\n',
  'test/a.test.js': `import test from 'node:test';\nimport { spin } from '../src/spin.js';\ntest('before', () => {});\ntest('it', ${body});\n`,
  'test/b.test.js': "import test from 'node:test';\ntest('other', () => {});\n",
});
const limits = { testSeconds: 1 };

test.each(['plain', 'spectra', 'trace'] as const)('a loop without end (%s)', async (mode) => {
  const run = await runTests(repositoryOf(withTest('() => spin()')), ['test/a.test.js'], { mode, limits });
  expect(outcomes(run), run.outputTail).toEqual(['test/a.test.js > before passed', 'test/a.test.js > it timedOut']);
  if (mode !== 'trace') return;
  expect(run.tests[1]!.exception!.frames.at(-1)).toMatchObject({ file: 'src/spin.js', line: 3, function: 'spin' });
  expect(eventsOf(run.tests[1]!.trace).at(-1)).toBe('line spin:3');
});

test.each(['plain', 'trace'] as const)('a promise that is never kept (%s)', async (mode) => {
  const body = '() => new Promise(() => setInterval(() => {}, 100))';
  const run = await runTests(repositoryOf(withTest(body)), ['test/a.test.js'], { mode, limits });
  expect(outcomes(run), run.outputTail).toEqual(['test/a.test.js > before passed', 'test/a.test.js > it timedOut']);
});

test.each([
  ['process.exit(7)', 'process.exit(7)'],
  ['a signal', "process.kill(process.pid, 'SIGKILL')"],
])('a process that ends by %s takes only its own file along', async (_, call) => {
  const run = await runTests(repositoryOf(withTest(`() => ${call}`)), ['test/a.test.js', 'test/b.test.js'], {});
  expect(outcomes(run), run.outputTail).toEqual([
    'test/a.test.js > before passed',
    'test/a.test.js > it crashed',
    'test/b.test.js > other passed',
  ]);
});

test('fuel ends a traced test at the same statement every time', async () => {
  const repository = repositoryOf(withTest('() => spin()'));
  const ran = async () => {
    const run = await runTests(repository, ['test/a.test.js > it'], { mode: 'trace', limits: { fuel: 5000 } });
    expect(run.tests[0]).toMatchObject({
      outcome: 'timedOut',
      exception: { message: 'Still running after 5000 statements' },
    });
    return run.tests[0]!.trace!.lines.length;
  };
  expect(await ran()).toBe(await ran());
});

test('programs that tests start are left alone', async () => {
  const body = `async () => {
  const { execFileSync } = await import('node:child_process');
  const said = execFileSync(process.execPath, ['-p', 'JSON.stringify([process.env.CULPRIT_REQUEST, process.env.NODE_OPTIONS, process.execArgv])'], { encoding: 'utf8' });
  if (!said.startsWith('[null,null,')) throw new Error(said);
}`;
  const run = await runTests(repositoryOf(withTest(body)), ['test/a.test.js'], {
    mode: 'spectra',
    environment: { NODE_OPTIONS: undefined },
  });
  expect(outcomes(run), run.tests[1]?.exception?.message).toEqual([
    'test/a.test.js > before passed',
    'test/a.test.js > it passed',
  ]);
});
