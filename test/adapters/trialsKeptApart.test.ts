/** That no trial sees what another did, that verdicts are those of processes of their own, and that nothing stays behind. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Trial } from '../../server/ports/trials.ts';
import { notRun, type Provisioned, pythonWith } from '../provision.ts';
import { tryOut, writing } from './trialsOn.ts';
import { repositoryOf, runTests, treeHash } from './watchedRepository.ts';

let provisioned: Provisioned;
beforeAll(async () => {
  provisioned = await pythonWith(['pytest']);
});

/** Keeps state in every way there is: a module's names, a class's, an instance's, a default, a closure, a cache. */
const ledger = `import functools
import os

TOTALS = {}
_last = None


class Account:
    count = 0
    names = []

    def __init__(self, name, amount=0):
        Account.count += 1
        self.names.append(name)
        self.name, self.amount = name, amount

    def add(self, amount):
        if amount < 0 and self.amount + amount < 0:
            raise ValueError('too little')
        self.amount += amount
        TOTALS[self.name] = TOTALS.get(self.name, 0) + amount
        return self.amount


MAIN = Account('main', 100)


def counter():
    count = 0

    def step():
        nonlocal count
        count += 1
        return count
    return step


step = counter()


def gathered(item, into=[]):
    into.append(item)
    return list(into)


@functools.lru_cache(maxsize=None)
def price(n):
    return n * 3 - 1


def note(text):
    global _last
    _last, before = text, _last
    os.environ['LEDGER_NOTE'] = text
    return before


def rows(limit):
    found = []
    at = 0
    while at < limit:
        if at % 2 == 0:
            found.append(price(at))
        at += 1
    return found
`;
const testLedger = `import os

import pytest

import ledger


@pytest.fixture(scope='module')
def account():
    return ledger.Account('shared', 5)


def test_rows():
    assert ledger.rows(5) == [-1, 5, 11]


def test_state():
    assert (ledger.Account.count, ledger.Account.names, ledger.TOTALS) == (1, ['main'], {})
    assert ledger.MAIN.add(5) == 105
    assert ledger.TOTALS == {'main': 5}
    assert (ledger.step(), ledger.step()) == (1, 2)
    assert ledger.gathered(1) == [1]
    assert ledger.note('a') is None and 'LEDGER_NOTE' in os.environ
    os.chdir('/')


@pytest.mark.parametrize('items', [[3, 1, 2]])
def test_parameters(items):
    assert len(items) == 3
    items.sort()
    items.pop()
    assert ledger.gathered(items[0]) == [1, 1]


def test_shared(account, tmp_path, capsys):
    assert account.add(1) == 6
    with pytest.raises(ValueError):
        account.add(-20)
    print('x' * 100)
    assert len(capsys.readouterr().out) == 101
    (tmp_path / 'a').write_text('b')


def test_shared_again(account, monkeypatch):
    monkeypatch.setattr(ledger, 'TOTALS', {})
    assert account.add(1) == 7
`;
const files = { 'ledger.py': ledger, 'test_ledger.py': testLedger };
const tests = ['rows', 'state', 'parameters[items0]', 'shared', 'shared_again'].map(
  (name) => `test_ledger.py::test_${name}`,
);

describe.skipIf(process.platform === 'win32')('trials', () => {
  test('end as in processes of their own', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const { python } = provisioned;
    const repository = repositoryOf(files);
    const trials = mutants(ledger);
    expect(trials.length).toBeGreaterThan(120);
    const limits = { trialSeconds: 0.5 };
    const warm = await tryOut(repository, tests, trials, { python, limits });
    const forked = await tryOut(repository, tests, trials, { python, limits, forkEach: true });
    expect(warm.run.ending).toEqual({ kind: 'finished' });
    expect(warm.outcomes).toEqual(forked.outcomes);
    const ways = new Set(warm.verdicts);
    for (const way of ['failed', 'passed failed', 'spun', 'passed passed passed failed', 'unusable'])
      expect(ways).toContain(way);

    const nth = trials
      .map((trial, at) => ({ trial, at }))
      .filter(({ at }) => at % 50 === 0 && warm.verdicts[at] !== 'unusable');
    for (const { trial, at } of nth) {
      writeFileSync(join(repository, 'ledger.py'), written(ledger, trial));
      const run = await runTests(repository, ['test_ledger.py'], { python, limits: { testSeconds: 1 } });
      const red = run.tests.findIndex(({ outcome }) => outcome !== 'passed');
      const { verdicts } = warm.outcomes[at]!;
      expect([trial.edits, verdicts.findIndex((verdict) => verdict !== 'passed')]).toEqual([trial.edits, red]);
    }
  });

  test('turn round the evaluation of a condition that is asked for', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf(files);
    const edited = writing(files, ['ledger.py', 'at % 2 == 0', '__culprit_switch__(at % 2 == 0)']);
    const trials = [1, 2, 6].map((switchedEvaluation) => ({ ...edited, switchedEvaluation }));
    const { outcomes } = await tryOut(repository, tests.slice(0, 1), trials, { python: provisioned.python });
    expect(outcomes.map(({ complaint }) => complaint?.split('\n')[0])).toEqual([
      'AssertionError: assert [5, 11] == [-1, 5, 11]',
      'AssertionError: assert [-1, 2, 5, 11] == [-1, 5, 11]',
      undefined,
    ]);
  });

  test('may print, start threads and processes', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf(files);
    const before = treeHash(repository);
    const doing = (text: string) => writing(files, ['ledger.py', 'found = []\n', `found = []\n    ${text}\n`]);
    const trials = [
      doing("[print('x' * 2 ** 20) for _ in range(100)]"),
      doing("open('left.txt', 'w').close(); import os; os.remove('left.txt')"),
      doing('import threading; threading.Thread(target=lambda: [None for _ in iter(int, 1)], daemon=True).start()'),
      doing("import subprocess; subprocess.Popen(['sleep', '4242'])"),
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
    await vi.waitFor(() => expect(processesWith('4242')).toEqual([]), 2000);
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
    expect([late.run.ending.kind, late.outcomes.length]).toEqual(['timedOut', 2]);
    await vi.waitFor(() => expect(processesWith(repository)).toEqual([]), 2000);
    const missing = await tryOut(repository, ['test_ledger.py::test_none'], trials, { python });
    expect(missing.run.ending).toEqual({
      kind: 'notStarted',
      message: 'pytest did not find all tests, such as test_ledger.py::test_none',
    });
  });
});

/** Each operator, number and name inside of definitions written otherwise. */
function mutants(text: string): readonly Trial[] {
  const others: Readonly<Record<string, readonly string[]>> = {
    ...{
      '<': ['<=', '>'],
      '==': ['!='],
      '+': ['-', '*'],
      '-': ['+'],
      '*': ['+'],
      '%': ['//'],
      and: ['or'],
      '+=': ['-=', '='],
    },
    ...{ amount: ['name', 'self', '0'], text: ['0', '_last'], count: ['0'], at: ['limit'], item: ['into', '[]'] },
    ...{ name: ['amount', '0'], limit: ['at', '0'], before: ['None'], found: ['[]'], into: ['[]'], self: ['Account'] },
    ...{ price: ['len'], return: ['', 'return not'], TOTALS: ['{}'], _last: ['0'], None: ['0'] },
  };
  const inside = text.replaceAll(/^(?:\S| *def ).*/gm, (found) => '.'.repeat(found.length));
  return [...inside.matchAll(/\+=|==|[<+\-*%]|\b[\w']+\b/g)].flatMap(({ 0: token, index: start }) => {
    const written = /^\d+$/.test(token) ? [`${Number(token) + 1}`, '-1', "''"] : (others[token] ?? []);
    return written.map((one) => ({ edits: [{ file: 'ledger.py', start, end: start + token.length, text: one }] }));
  });
}

function written(text: string, { edits }: Trial): string {
  const [{ start, end, text: by }] = edits as [Trial['edits'][number]];
  return text.slice(0, start) + by + text.slice(end);
}

function processesWith(argument: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(argument);
    } catch {
      return false;
    }
  });
}
