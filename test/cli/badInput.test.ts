/** Whatever is wrong with the test, the machine or the command: one clear sentence, the right status, nothing lost. */
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Localization } from '../../server/protocol/localization.ts';
import { notRun, pythonWith } from '../provision.ts';
import {
  type CliOptions,
  culprit,
  repositoryOf,
  shop,
  shopTest,
  type TemporaryRepository,
  treeHash,
} from './runCli.ts';

const repositories: TemporaryRepository[] = [];
afterEach(() => {
  for (const repository of repositories.splice(0)) repository.remove();
});

interface Answer {
  readonly status: number | null;
  readonly answer: Localization;
  readonly stderr: string;
}

/** Runs in a repository of `files`, and sees to it that the repository is as it was. */
async function localizeIn(
  files: Readonly<Record<string, string | Uint8Array>>,
  argv: readonly string[],
  options: CliOptions = {},
): Promise<Answer> {
  const repository = repositoryOf(files);
  repositories.push(repository);
  const before = treeHash(repository.root);
  const { status, stdout, stderr } = await culprit(
    ['localize', ...argv, '--repo', repository.root, '--trust', '--json'],
    options,
  );
  expect(treeHash(repository.root)).toBe(before);
  return { status, stderr, answer: JSON.parse(stdout) as Localization };
}

const calc = 'def half(number):\n    return number // 2\n\n\ndef double(number):\n    return number * 2\n';
const halfTest = `import unittest
from calc import double, half


class CalcTest(unittest.TestCase):
    def test_half(self):
        self.assertEqual(half(3), 1.5)

    def test_double(self):
        self.assertEqual(double(2), 4)
`;
const halves = { 'calc.py': calc, 'test_calc.py': halfTest };

function pidsIn(file: string): readonly string[] {
  return existsSync(file)
    ? readFileSync(file, 'utf8')
        .split(' ')
        .filter((pid) => pid !== '')
    : [];
}

/** By Linux's own table; what has ended but was not yet waited for does not run. */
function isRunning(pid: string): boolean {
  const file = `/proc/${pid}/stat`;
  return existsSync(file) && !readFileSync(file, 'utf8').includes(') Z ');
}

describe('a test that cannot answer', () => {
  test('no such test: says so and what is near', async () => {
    const { status, answer } = await localizeIn(halves, ['test_calc.CalcTest.test_halv']);
    expect(status).toBe(3);
    expect(answer.verdict).toBe('environment');
    expect(answer.problems[0]?.message).toContain('test_halv');
  });

  test('no such file', async () => {
    const { status, answer } = await localizeIn(halves, ['test_nothing.py']);
    expect(status).toBe(3);
    expect(answer.problems[0]?.message).toContain('test_nothing.py');
  });

  test('a test that passes', async () => {
    const { status, answer } = await localizeIn(halves, ['test_calc.CalcTest.test_double']);
    expect(status).toBe(3);
    expect(answer.verdict).toBe('passed');
    expect(answer.problems[0]?.message).toContain('passed in 3 of 3 runs');
  });

  test('a test that fails only sometimes', async () => {
    const counter = join(tmpdir(), `culprit-flaky-${process.pid}`);
    const flaky = `import os, unittest


class FlakyTest(unittest.TestCase):
    def test_flaky(self):
        with open(os.environ["COUNTER"], "a+") as counter:
            counter.write("x")
            counter.seek(0)
            self.assertNotEqual(len(counter.read()), 1)
`;
    // In a sandbox each run has a temporary folder of its own, and nothing is left of the run before.
    const argv = ['test_flaky.FlakyTest.test_flaky', '--sandbox', 'none'];
    const { status, answer } = await localizeIn({ 'test_flaky.py': flaky }, argv, { env: { COUNTER: counter } });
    expect(status).toBe(3);
    expect(answer.verdict).toBe('flaky');
    expect(answer.problems[0]?.message).toContain('failed in 1 of 3 runs');
    expect(answer.locations).toEqual([]);
  });

  test('a test file with a syntax error names the line', async () => {
    const { status, answer } = await localizeIn({ 'test_broken.py': 'import unittest\n\ndef broken(:\n' }, [
      'test_broken.py',
      '--runner',
      'unittest',
    ]);
    expect(status).toBe(3);
    expect(answer.verdict).toBe('environment');
    expect(answer.problems[0]?.message).toMatch(
      /test_broken\.py could not be loaded: SyntaxError: .*\(test_broken\.py:3\)/s,
    );
  });

  test('an interpreter without pytest', async (context) => {
    const bare = await pythonWith([]);
    if (bare.python === null) return notRun(context, bare.reason);
    const files = { 'test_plain.py': 'def test_one():\n    assert 1 == 2\n' };
    const { status, answer } = await localizeIn(files, ['test_plain.py::test_one', '--python', bare.python]);
    expect(status).toBe(3);
    expect(answer.problems[0]?.message).toMatch(/pytest is not installed/);
  });

  test('no such interpreter', async () => {
    const { status, answer } = await localizeIn(halves, ['test_calc.CalcTest.test_half', '--python', 'no-such-python']);
    expect(status).toBe(3);
    expect(answer.problems[0]?.message).toContain('no-such-python');
  });
});

describe('a test that misbehaves is still localized', () => {
  test('in a file in Latin-1', async () => {
    const latin = Buffer.from(
      `# -*- coding: latin-1 -*-\nCAFE = "caf\xe9"\n\n\ndef half(number):\n    return number // 2\n`,
      'latin1',
    );
    const { status, answer } = await localizeIn(
      { ...halves, 'calc.py': Buffer.concat([latin, Buffer.from('\n\ndef double(number):\n    return number * 2\n')]) },
      ['test_calc.CalcTest.test_half'],
    );
    expect(status).toBe(0);
    expect(answer.locations[0]).toMatchObject({ file: 'calc.py', line: 6 });
  });

  test('in a folder without write permission', async () => {
    const repository = repositoryOf(halves);
    repositories.push(repository);
    chmodSync(repository.root, 0o555);
    const { status, stdout } = await culprit([
      'localize',
      'test_calc.CalcTest.test_half',
      '--repo',
      repository.root,
      '--trust',
      '--json',
    ]);
    chmodSync(repository.root, 0o755);
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as Localization).locations[0]).toMatchObject({ file: 'calc.py', line: 2 });
    expect(readdirSync(repository.root).sort()).toEqual(['calc.py', 'test_calc.py']);
  });

  test('that never ends: the loop is what is shown', async () => {
    const files = {
      'spin.py':
        'def ready(state):\n    return state > 10\n\n\ndef wait(state):\n    while not ready(state):\n        state = state % 5\n    return state\n',
      'test_spin.py':
        'import unittest\nfrom spin import wait, ready\n\n\nclass SpinTest(unittest.TestCase):\n    def test_wait(self):\n        self.assertEqual(wait(1), 1)\n\n    def test_ready(self):\n        self.assertTrue(ready(11))\n',
    };
    const { status, answer } = await localizeIn(files, ['test_spin.SpinTest.test_wait', '--timeout', '3']);
    expect(status).toBe(0);
    expect(answer.problems.some(({ message }) => /did not end within \d+ s/.test(message))).toBe(true);
    expect(answer.functions[0]?.element).toBe('spin.py::wait');
  });

  test('that kills its process', async () => {
    const files = {
      'fatal.py': 'import os\n\n\ndef settle(code):\n    if code > 3:\n        os._exit(code)\n    return code\n',
      'test_fatal.py':
        'import unittest\nfrom fatal import settle\n\n\nclass FatalTest(unittest.TestCase):\n    def test_large(self):\n        self.assertEqual(settle(7), 7)\n\n    def test_small(self):\n        self.assertEqual(settle(1), 1)\n',
    };
    const { status, answer } = await localizeIn(files, ['test_fatal.FatalTest.test_large']);
    expect(status).toBe(0);
    expect(answer.problems.some(({ message }) => message.includes('ended its process'))).toBe(true);
    expect(answer.functions[0]?.element).toBe('fatal.py::settle');
  });

  test('that prints 100 MB', async () => {
    const loud = halfTest.replace(
      '    def test_half(self):\n',
      '    def test_half(self):\n        for _ in range(100):\n            print("x" * 1_000_000)\n',
    );
    const { status, answer } = await localizeIn({ ...halves, 'test_calc.py': loud }, ['test_calc.CalcTest.test_half']);
    expect(status).toBe(0);
    expect(answer.locations[0]).toMatchObject({ file: 'calc.py', line: 2 });
  });
});

describe('the command line', () => {
  test.each([
    [['localize'], /Name a failing test/],
    [['localize', 'a.py', '--json', '--sarif'], /both --json and --sarif/],
    [['localize', 'a.py', '--top', 'many'], /"many" for --top/],
    [['localize', 'a.py', '--runner', 'nose'], /runner "nose"/],
    [['localize', 'a.py', '--model', 'x:y'], /model "x:y"/],
    [['localize', 'a.py', '--without', 'spectrum,luck'], /"luck" for --without: it takes any of spectrum, frame/],
    [['localize', 'a.py', '--repo', '/no/such/folder'], /"\/no\/such\/folder"/],
    [['localize', 'a.py', '--frobnicate'], /unknown option/],
    [['frobnicate'], /unknown command/],
  ])('%j is a usage error', async (argv, message) => {
    const { status, stdout, stderr } = await culprit(argv);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
  });

  test('starts nothing of the repository without trust and without a terminal, its interpreter included', async () => {
    const marker = join(tmpdir(), `culprit-untrusted-${process.pid}`);
    const repository = repositoryOf({
      'test_mark.py': `open(${JSON.stringify(marker)}, "w")\n`,
      'json.py': `open(${JSON.stringify(marker)}, "w")\n`,
      '.venv/bin/python': `#!/bin/sh\ntouch '${marker}'\nexec python3 "$@"\n`,
      '.venv/pyvenv.cfg': '',
    });
    repositories.push(repository);
    chmodSync(join(repository.root, '.venv/bin/python'), 0o755);
    const argv = ['localize', 'test_mark.py', '--runner', 'unittest', '--repo', repository.root];
    const { status, stdout } = await culprit([...argv, '--json'], { env: { PYTHONPATH: ':' } });
    expect(status).toBe(3);
    const answer = JSON.parse(stdout) as Localization;
    expect(answer.verdict).toBe('environment');
    expect(answer.problems[0]?.message).toContain('--trust');
    expect(existsSync(marker)).toBe(false);
    await culprit([...argv, '--trust', '--quiet']);
    expect(existsSync(marker), 'the trap springs with trust, so the test can fail').toBe(true);
    rmSync(marker);
  });

  test('shows control characters of the repository instead of obeying them', async () => {
    const escaping = halfTest.replace('1.5)', '1.5, "\\x1b]0;title\\x07\\x1b[2K")');
    const repository = repositoryOf({ ...halves, 'test_calc.py': escaping });
    repositories.push(repository);
    const { stdout } = await culprit([
      'localize',
      'test_calc.CalcTest.test_half',
      '--repo',
      repository.root,
      '--trust',
    ]);
    expect(stdout).toContain('calc.py:2');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape is what must not be there.
    expect(stdout).not.toMatch(/\x1b|\x07/);
  });

  test('lists a line once, however many statements stand on it', async () => {
    const files = {
      'lazy.py': 'def good(x): return x\ndef bad(x): return x + 1; print(x)\n',
      'test_lazy.py':
        'import unittest\nfrom lazy import bad, good\n\n\nclass LazyTest(unittest.TestCase):\n    def test_bad(self):\n        self.assertEqual(bad(1), 1)\n\n    def test_good(self):\n        self.assertEqual(good(1), 1)\n',
    };
    const { status, answer } = await localizeIn(files, ['test_lazy.LazyTest.test_bad']);
    expect(status).toBe(0);
    const places = answer.locations.map(({ file, line }) => `${file}:${line}`);
    expect(places).toEqual([...new Set(places)]);
    expect(places[0]).toBe('lazy.py:2');
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
    'leaves no process behind after %s',
    async (signal) => {
      const pidFile = join(tmpdir(), `culprit-pids-${process.pid}-${signal}`);
      const endless = `import os, subprocess, time, unittest


class EndlessTest(unittest.TestCase):
    def test_endless(self):
        child = subprocess.Popen(["sleep", "600"])
        with open(${JSON.stringify(pidFile)}, "w") as pids:
            pids.write(f"{os.getpid()} {child.pid}")
        while True:
            time.sleep(0.01)
`;
      const repository = repositoryOf({ 'test_endless.py': endless });
      repositories.push(repository);
      const argv = [
        'localize',
        'test_endless.EndlessTest.test_endless',
        '--repo',
        repository.root,
        '--trust',
        '--json',
        '--sandbox',
        'none',
      ];
      const { status, stdout } = await culprit(argv, { stop: { signal, when: () => pidsIn(pidFile).length === 2 } });
      if (signal === 'SIGKILL') {
        expect(status).toBeNull();
      } else {
        expect(status).toBe(4);
        expect((JSON.parse(stdout) as Localization).problems).not.toEqual([]);
      }
      await vi.waitFor(() => expect(pidsIn(pidFile).filter(isRunning)).toEqual([]), { timeout: 10_000 });
      rmSync(pidFile);
    },
  );

  test('prints its version and its help', async () => {
    const { version } = JSON.parse(readFileSync(join(shop, '../../../package.json'), 'utf8')) as { version: string };
    expect((await culprit(['--version'])).stdout.trim()).toBe(version);
    expect((await culprit(['localize', '--help'])).stdout).toContain('--trust');
    expect(shopTest).toContain('test_loyal');
  });
});
