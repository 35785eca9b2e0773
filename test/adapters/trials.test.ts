/** Trials on tiny repositories with a real pytest and unittest. */
import { beforeAll, describe, expect, test } from 'vitest';
import { notRun, type Provisioned, pythonWith } from '../provision.ts';
import { tryOut } from './trialsOn.ts';
import { edits, files, told, trialsOf } from './trialTable.ts';
import { repositoryOf, treeHash } from './watchedRepository.ts';

let provisioned: Provisioned;
beforeAll(async () => {
  provisioned = await pythonWith(['pytest']);
});

const fewer = edits.filter(([old]) => /^$|a - b$|RATE|at \+=|return 0/.test(old));

describe.skipIf(process.platform === 'win32')('a trial', () => {
  for (const [runner, id, rows] of [
    ['pytest', 'test_shop.py::test_facts', edits],
    ['pytest', 'test_shop.py::Facts::test_facts', fewer],
    ['unittest', 'test_shop.Facts.test_facts', fewer],
  ] as const) {
    test(`shows what an edit changes, and nothing else (${id})`, async (context) => {
      if (provisioned.python === null) return notRun(context, provisioned.reason);
      const repository = repositoryOf(files);
      const before = treeHash(repository);
      const { run, outcomes } = await tryOut(repository, [id], trialsOf(rows), {
        ...{ python: provisioned.python, runner },
        limits: { trialSeconds: 0.3 },
      });
      expect(rows.map(([old, text], at) => [old, text, told(outcomes[at]!)])).toEqual(rows);
      expect(run.ending).toEqual({ kind: 'finished' });
      expect(outcomes.map(({ trial }) => trial)).toEqual(rows.map((_, at) => at));
      expect(treeHash(repository)).toBe(before);
    });
  }
});
