/** What is told where changes of the code cannot be tried to the end. Real runs. */
import { expect, test } from 'vitest';
import type { TrialRunner } from '../../server/ports/trials.ts';
import { repositoryOf } from '../adapters/watchedRepository.ts';
import { outcomeOf } from './evidencePage.ts';

const files = {
  'sums.py': 'def total(rows):\n    found = 1\n    for row in rows:\n        found += row\n    return found\n',
  'test_sums.py':
    'import unittest\nfrom sums import total\n\n\nclass SumsTest(unittest.TestCase):\n    def test_total(self):\n        self.assertEqual(total([1, 2]), 3)\n',
};
const table = Array.from({ length: 3000 }, (_, at) => `        'a${at}': ${at},\n`).join('');

test('a run stopped while changes are tried says so, and keeps what was reached', async () => {
  const { ending, localization } = await outcomeOf(repositoryOf(files), ['test_sums.py'], {
    ...{ trying: true, stopAt: 'Trying out changes of the code' },
  });
  expect(ending).toBe('cancelled');
  expect(localization.locations[0]?.file).toBe('sums.py');
  expect(localization.problems.map(({ message }) => message)).toContain(
    'Stopped before all was traced and tried: the ranking is from what was reached',
  );
});

test('where trying goes wrong the rest of the evidence stays', async () => {
  const broken = () => {
    throw new Error('the disk is full');
  };
  const { ending, localization } = await outcomeOf(repositoryOf(files), ['test_sums.py'], {
    ...{ trying: true, trials: { canTry: () => true, tryOut: broken } },
  });
  expect(ending).toBe('done');
  expect(localization.locations[0]?.file).toBe('sums.py');
  expect(localization.problems.map(({ message }) => message)).toContain(
    'Changes of the code could not be tried out: the disk is full',
  );
});

test('changes that could not be tried to the end in time are told of', async () => {
  let nRuns = 0;
  const slow: TrialRunner = {
    canTry: () => true,
    tryOut(_, { trials }, onOutcome) {
      nRuns += 1;
      const isFirst = nRuns === 1;
      for (const trial of isFirst ? trials.keys() : []) onOutcome({ trial, verdicts: ['spun'], complaint: null });
      return Promise.resolve({ ending: { kind: isFirst ? 'finished' : 'timedOut' }, seconds: 1 });
    },
  };
  const { localization } = await outcomeOf(repositoryOf(files), ['test_sums.py'], { trying: true, trials: slow });
  expect(localization.problems.map(({ message }) => message)).toContain(
    'Only 0 of the 80 changes of the code that make tests run long could be tried to the end in time, so another run may rank otherwise',
  );
});

test('a function that is too large to be looked through is named', async () => {
  const large = `def worth(name):\n    table = {\n${table}    }\n    return table[name] + 1\n`;
  const { localization } = await outcomeOf(
    repositoryOf({
      'worths.py': large,
      'test_worths.py':
        'import unittest\nfrom worths import worth\n\n\nclass WorthTest(unittest.TestCase):\n    def test_worth(self):\n        self.assertEqual(worth("a5"), 5)\n',
    }),
    ['test_worths.py'],
    { trying: true },
  );
  expect(localization.problems.map(({ message }) => message)).toContain(
    'Changes of worths.py::worth were not tried out: there is too much code in it',
  );
});
