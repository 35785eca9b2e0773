/** That no trial sees what another did, and that verdicts are those of processes of their own. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Trial } from '../../server/ports/trials.ts';
import { notRun, type Provisioned, pythonWith } from '../provision.ts';
import { files, ledger, tests } from './trialLedger.ts';
import { tryOut, writing } from './trialsOn.ts';
import { repositoryOf, runTests } from './watchedRepository.ts';

let provisioned: Provisioned;
beforeAll(async () => {
  provisioned = await pythonWith(['pytest']);
});

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
      const run = await runTests(repository, ['test_ledger.py'], { python, limits: { testSeconds: 4 } });
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
