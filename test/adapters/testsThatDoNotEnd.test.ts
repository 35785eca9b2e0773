/** Tests that hang, crash, or flood: what was seen up to then is kept, and no process is left behind. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { notRun, type Provisioned, pythonWith } from '../provision.ts';
import { eventsOf, hitsOf, outcomes, repositoryOf, runTests } from './watchedRepository.ts';

let provisioned: Provisioned;
beforeAll(async () => {
  provisioned = await pythonWith(['pytest']);
});

const spin = `def spin(n):
    while True:
        n += 1
`;
const hanging = `from spin import spin


def test_before():
    pass


def test_hangs():
    limit = 7
    spin(limit)


def test_after():
    pass
`;

describe.skipIf(process.platform === 'win32')('a test that never ends', () => {
  test('is cut off with its stack, its values and the loop it spins in', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf({ 'spin.py': spin, 'test_hang.py': hanging });
    const options = { python: provisioned.python, mode: 'trace', limits: { seconds: 3 } } as const;
    const run = await runTests(repository, ['test_hang.py'], options);
    expect(run.ending).toEqual({ kind: 'timedOut', afterSeconds: 3 });
    expect(outcomes(run)).toEqual(['test_hang.py::test_before passed', 'test_hang.py::test_hangs timedOut']);
    expect(run.nNotStarted).toBe(1);
    const { exception, trace } = run.tests[1]!;
    expect(exception!.type).toBe('Timeout');
    expect(exception!.frames.map((frame) => frame.function)).toEqual(['test_hangs', 'spin']);
    expect(exception!.frames[0]!.locals).toEqual([{ name: 'limit', value: '7' }]);
    expect(new Set(eventsOf(trace).slice(-100))).toEqual(new Set(['line spin:2', 'line spin:3']));
    expect(trace!.nDropped).toBeGreaterThan(0);
    expect(trace!.codes.map((code) => code.qualifiedName)).toEqual(['spin', 'test_hangs']);
  });

  for (const runner of ['pytest', 'unittest'] as const) {
    test(`takes the run with it once it has had its own time (${runner})`, async (context) => {
      if (provisioned.python === null) return notRun(context, provisioned.reason);
      const repository = repositoryOf({
        'test_slow.py': `import time, unittest

class Slow(unittest.TestCase):
    def test_a(self):
        pass

    def test_b(self):
        time.sleep(300)

    def test_c(self):
        pass
`,
      });
      const options = { python: provisioned.python, runner, limits: { testSeconds: 1 } } as const;
      const run = await runTests(repository, ['test_slow.py'], options);
      expect(run.ending).toEqual({ kind: 'timedOut', afterSeconds: 1 });
      expect(run.tests.map((one) => one.outcome)).toEqual(['passed', 'timedOut']);
      expect(run.tests[1]!.exception).toMatchObject({
        message: 'Still running after 1 seconds',
        frames: [{ line: 8 }],
      });
      expect(run.nNotStarted).toBe(1);
      const others = await runTests(repository, ['test_slow.py'], { ...options, leaveOut: [run.tests[1]!.id] });
      expect(others.ending).toEqual({ kind: 'completed' });
      expect([others.tests.map((one) => one.outcome), others.nNotStarted]).toEqual([['passed', 'passed'], 0]);
    });
  }

  test('keeps its statements in spectra mode', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf({ 'spin.py': spin, 'test_hang.py': hanging });
    const options = { python: provisioned.python, mode: 'spectra', limits: { seconds: 3 } } as const;
    const run = await runTests(repository, ['test_hang.py'], options);
    expect(hitsOf(run.tests[1]!.hits)).toEqual({ 'spin.py': [2, 3] });
  });

  test('inside C code that never returns still has a stack and a trace', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf({
      'digits.py': 'def digits():\n    return len(str(7 ** 30_000_000))\n',
      'test_c.py':
        'import sys\nfrom digits import digits\n\ndef test_c():\n    getattr(sys, "set_int_max_str_digits", int)(0)\n    digits()\n',
    });
    const options = { python: provisioned.python, mode: 'trace', limits: { seconds: 2 } } as const;
    const run = await runTests(repository, ['test_c.py'], options);
    expect(outcomes(run)).toEqual(['test_c.py::test_c timedOut']);
    expect(run.tests[0]!.exception!.frames.map(({ file, line }) => `${file}:${line}`)).toEqual([
      'test_c.py:6',
      'digits.py:2',
    ]);
    expect(eventsOf(run.tests[0]!.trace).at(-1)).toBe('line digits:2');
  });

  test('ends when the run is cancelled', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf({ 'spin.py': spin, 'test_hang.py': hanging });
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 1500);
    const run = await runTests(repository, ['test_hang.py'], {
      python: provisioned.python,
      cancellation: abort.signal,
    });
    expect(run.ending).toEqual({ kind: 'cancelled' });
  });

  test('takes the processes it started with it', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const marker = `culprit-orphan-${process.pid}`;
    const repository = repositoryOf({
      'test_child.py': `import subprocess, sys, time

def test_child():
    subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(300)', '${marker}'])
    time.sleep(300)
`,
    });
    await runTests(repository, ['test_child.py'], { python: provisioned.python, limits: { seconds: 2 } });
    expect(commandLines().filter((command) => command.includes(marker))).toEqual([]);
  });
});

describe('a test that kills its process', () => {
  test('by a signal is named, with the frames at which it happened', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf({
      'boom.py': 'import ctypes\n\ndef boom():\n    ctypes.string_at(0)\n',
      'test_boom.py': 'from boom import boom\n\ndef test_boom():\n    boom()\n\ndef test_after():\n    pass\n',
    });
    const run = await runTests(repository, ['test_boom.py'], { python: provisioned.python, mode: 'trace' });
    expect(run.ending).toEqual({ kind: 'crashed', how: 'was ended by SIGSEGV' });
    expect(outcomes(run)).toEqual(['test_boom.py::test_boom crashed']);
    expect(run.nNotStarted).toBe(1);
    const { exception, trace } = run.tests[0]!;
    expect(exception!.message).toBe('Segmentation fault');
    expect(
      exception!.frames.filter((frame) => frame.inRepository).map((frame) => `${frame.file}:${frame.line}`),
    ).toEqual(['test_boom.py:4', 'boom.py:4']);
    expect(eventsOf(trace)).toEqual(['call test_boom:3', 'line test_boom:4', 'call boom:3', 'line boom:4']);
  });

  test('by os._exit is named with its status', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf({ 'test_exit.py': 'import os\n\ndef test_exit():\n    os._exit(3)\n' });
    const run = await runTests(repository, ['test_exit.py'], { python: provisioned.python, mode: 'trace' });
    expect(run.ending).toEqual({ kind: 'crashed', how: 'ended itself with status 3' });
    expect(outcomes(run)).toEqual(['test_exit.py::test_exit crashed']);
    expect(eventsOf(run.tests[0]!.trace)).toEqual(['call test_exit:3', 'line test_exit:4']);
  });

  test('while it is collected leaves no test, and says how it ended', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf({ 'test_exit.py': 'import os\nos._exit(4)\n' });
    const run = await runTests(repository, ['test_exit.py'], { python: provisioned.python });
    expect(run.ending).toEqual({ kind: 'crashed', how: 'ended itself with status 4' });
    expect(run.tests).toEqual([]);
  });
});

describe('a test that does what it should not', () => {
  test('prints 100 MB: the run goes on and only a tail is kept', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf({
      'test_loud.py': `import os

def test_loud():
    for _ in range(100):
        os.write(1, b'x' * 1_000_000)
    assert False
`,
    });
    const run = await runTests(repository, ['test_loud.py'], {
      python: provisioned.python,
      environment: { PYTEST_ADDOPTS: '-s' },
    });
    expect(outcomes(run)).toEqual(['test_loud.py::test_loud failed']);
    expect(run.outputTail.length).toBeLessThanOrEqual(64 * 1024);
    expect(run.outputTail).toContain('1 failed');
  });

  test('replaces os functions and forks: its outcome is still told', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf({
      'test_rude.py': `import os, sys, time
from unittest import mock

def test_mock():
    with mock.patch('os.open', side_effect=OSError), mock.patch('time.monotonic', return_value=0):
        assert os.getpid() > 0

def test_fork():
    if os.fork() == 0:
        os._exit(0)
    os.wait()

def test_fork_that_goes_on():
    if os.fork() == 0:
        raise SystemExit(0)
    os.wait()
`,
    });
    const run = await runTests(repository, ['test_rude.py'], {
      python: provisioned.python,
      environment: { PYTEST_ADDOPTS: '-s' },
    });
    expect(run.ending).toEqual({ kind: 'completed' });
    expect(run.tests.map((one) => one.outcome)).toEqual(['passed', 'passed', 'passed']);
  });

  test('leaves a thread that never ends: the run does not wait for it', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf({
      'test_thread.py': `import threading, time

def test_thread():
    threading.Thread(target=time.sleep, args=(300,)).start()
`,
    });
    const run = await runTests(repository, ['test_thread.py'], { python: provisioned.python });
    expect(run.ending).toEqual({ kind: 'completed' });
    expect(outcomes(run)).toEqual(['test_thread.py::test_thread passed']);
  });
});

test('a test that closes every descriptor is told, and what it opens after stays its own', async (context) => {
  if (provisioned.python === null) return notRun(context, provisioned.reason);
  const repository = repositoryOf({
    'test_close.py': `import os, tempfile, unittest

class Close(unittest.TestCase):
    def test_a(self):
        os.closerange(3, 200)

    def test_b(self):
        with tempfile.TemporaryFile() as file:
            self.addCleanup(lambda: None)
            self.assertEqual(file.read(), b'')
`,
  });
  const run = await runTests(repository, ['test_close.py'], { python: provisioned.python, runner: 'unittest' });
  expect(outcomes(run)).toEqual(['test_close.Close.test_a passed', 'test_close.Close.test_b passed']);
});

test('a cache folder that cannot be made costs speed only', async (context) => {
  if (provisioned.python === null) return notRun(context, provisioned.reason);
  const repository = repositoryOf({ 'test_a.py': 'def test_a():\n    pass\n', file: '' });
  const options = { python: provisioned.python, mode: 'spectra', cacheFolder: `${repository}/file/cache` } as const;
  expect(outcomes(await runTests(repository, ['test_a.py'], options))).toEqual(['test_a.py::test_a passed']);
});

test('no folder of a run is left behind', async (context) => {
  if (provisioned.python === null) return notRun(context, provisioned.reason);
  const repository = repositoryOf({ 'test_a.py': 'def test_a():\n    pass\n' });
  const folder = repositoryOf({});
  vi.stubEnv('TMPDIR', folder);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const cacheFolder = repositoryOf({});
  await runTests(repository, ['test_a.py'], { python: provisioned.python, cacheFolder });
  expect(readdirSync(folder).filter((name) => name.startsWith('culprit-run'))).toEqual([]);
});

function commandLines(): string[] {
  const { readFileSync } = process.getBuiltinModule('node:fs');
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(join('/proc', pid, 'cmdline'), 'utf8');
      } catch {
        return '';
      }
    });
}

describe('a test that does a great deal', () => {
  test('is traced to its end: only its last events are kept, but all code it entered', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf({
      'busy.py': `def first():
    return 1

def step(n):
    return n + 1

def busy():
    total = first()
    for n in range(2_000_000):
        total = step(total)
    return last(total)

def last(total):
    return total - 1
`,
      'test_busy.py': 'from busy import busy\n\ndef test_busy():\n    assert busy() == 0\n',
    });
    const run = await runTests(repository, ['test_busy.py'], { python: provisioned.python, mode: 'trace' });
    const trace = run.tests[0]!.trace!;
    expect(outcomes(run)).toEqual(['test_busy.py::test_busy failed']);
    expect(trace.codes.map((code) => code.qualifiedName).sort()).toEqual([
      'busy',
      'first',
      'last',
      'step',
      'test_busy',
    ]);
    expect(trace.nDropped).toBeGreaterThan(3_000_000);
    expect(eventsOf(trace).slice(-6)).toEqual([
      'call last:13',
      'line last:14',
      'return last:14',
      'return busy:11',
      'raise test_busy:4',
      'return test_busy:4',
    ]);
  });

  test('in threads is seen in all of them', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const files = {
      'work.py': 'def work(n):\n    return n\n\ndef other(n):\n    return n\n',
      'test_work.py': `import threading
from work import other, work

def test_work():
    threads = [threading.Thread(target=each, args=(1,)) for each in (work, other)]
    for thread in threads:
        thread.start()
        thread.join()
    assert 0
`,
    };
    const python = provisioned.python;
    const traced = await runTests(repositoryOf(files), ['test_work.py'], { python, mode: 'trace' });
    expect(eventsOf(traced.tests[0]!.trace)).toEqual(expect.arrayContaining(['line work:2', 'line other:5']));
    const spectra = await runTests(repositoryOf(files), ['test_work.py'], { python, mode: 'spectra' });
    expect(hitsOf(spectra.tests[0]!.hits)).toEqual({ 'work.py': [2, 5] });
  });
});
