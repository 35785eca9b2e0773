/** Trials that print, start threads and processes or sleep; and how a run of trials ends. Nothing stays behind. */
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { notRun, type Provisioned, pythonWith } from '../provision.ts';
import { files, tests } from './trialLedger.ts';
import { tryOut, writing } from './trialsOn.ts';
import { repositoryOf, treeHash } from './watchedRepository.ts';

let provisioned: Provisioned;
beforeAll(async () => {
  provisioned = await pythonWith(['pytest']);
});

describe.skipIf(process.platform === 'win32')('trials', () => {
  test('may print, start threads and processes', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf(files);
    const before = treeHash(repository);
    // A number that no other process has among its arguments.
    const asleep = `4242.${process.pid}${Date.now()}`;
    const doing = (text: string) => writing(files, ['ledger.py', 'found = []\n', `found = []\n    ${text}\n`]);
    const trials = [
      doing("[print('x' * 2 ** 20) for _ in range(100)]"),
      doing("open('left.txt', 'w').close(); import os; os.remove('left.txt')"),
      doing('import threading; threading.Thread(target=lambda: [None for _ in iter(int, 1)], daemon=True).start()'),
      doing(`import subprocess; subprocess.Popen(['sleep', '${asleep}'])`),
      doing('import threading; assert threading.active_count() == 1'),
      doing('found = [0] * 2 ** 40'),
      doing('import time; time.sleep(60)'),
      doing('import os; os.closerange(3, 300)'),
      writing(files, ['ledger.py', 'n * 3 - 1', 'n * 3']),
    ];
    const limits = { trialSeconds: 0.5 };
    const tried = await tryOut(repository, tests.slice(0, 1), trials, { python: provisioned.python, limits });
    const told = tried.outcomes.map(({ complaint, verdicts }) => complaint?.split('\n')[0] ?? verdicts[0]);
    const otherwise = 'AssertionError: assert [0, 6, 12] == [-1, 5, 11]';
    const fine = ['passed', 'passed', 'passed', 'passed', 'passed'];
    expect(told).toEqual([...fine, 'MemoryError', 'spun', expect.any(String), otherwise]);
    expect(treeHash(repository)).toBe(before);
    await vi.waitFor(() => expect(processesWith(asleep)).toEqual([]), 10_000);
  });

  test('end when there is enough, when they are cancelled and when the time is up', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const { python } = provisioned;
    const repository = repositoryOf(files);
    const asleep = writing(files, ['ledger.py', 'found = []\n', 'import time; time.sleep(50)\n    found = []\n']);
    const trials = [{ edits: [] }, { edits: [] }, asleep, { edits: [] }];
    const limits = { trialSeconds: 40 };
    const enough = await tryOut(repository, tests, trials, { python, limits, onOutcome: () => false });
    expect([enough.run.ending.kind, enough.outcomes.length]).toEqual(['enough', 1]);
    const controller = new AbortController();
    const cancelled = await tryOut(repository, tests, trials, {
      ...{ python, limits, cancellation: controller.signal },
      onOutcome: ({ trial }) => {
        if (trial === 1) setTimeout(() => controller.abort(), 300);
        return true;
      },
    });
    expect([cancelled.run.ending.kind, cancelled.outcomes.length]).toEqual(['cancelled', 2]);
    const late = await tryOut(repository, tests, trials, { python, limits: { ...limits, seconds: 4 } });
    expect(late.run.ending.kind).toBe('timedOut');
    // As many as a busy machine came to: of the two that end.
    expect([0, 1].slice(0, late.outcomes.length)).toEqual(late.outcomes.map(({ trial }) => trial));
    await vi.waitFor(() => expect(processesWith(repository)).toEqual([]), 10_000);
    const missing = await tryOut(repository, ['test_ledger.py::test_none'], trials, { python });
    expect(missing.run.ending).toEqual({
      kind: 'notStarted',
      message: 'pytest did not find all tests, such as test_ledger.py::test_none',
    });
  });
});

function processesWith(argument: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(argument);
    } catch {
      return false;
    }
  });
}
