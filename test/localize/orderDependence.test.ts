/** Order-dependent tests are found by a real runner, and are no tests to compare with. */
import { expect, test } from 'vitest';
import { orderDependent, orderNotes } from '../../server/localize/orderDependence.ts';
import type { Localization } from '../../server/protocol/localization.ts';
import { outcomes, repositoryOf, runTests } from '../adapters/watchedRepository.ts';
import { culprit } from '../cli/runCli.ts';

const files = {
  'stock.py':
    'LEFT = []\n\n\ndef put(item):\n    LEFT.append(item)\n\n\ndef count():\n    return len(LEFT)\n\n\ndef double(n):\n    return n * 3\n',
  'test_stock.py': `import unittest
import stock


class StockTest(unittest.TestCase):
    def test_a_counts_none(self):
        self.assertEqual(stock.count(), 0)

    def test_b_puts_one(self):
        stock.put("x")
        self.assertEqual(stock.count(), 1)

    def test_c_doubles(self):
        self.assertEqual(stock.double(2), 4)
`,
};

test('runs backwards, and tells those that then end otherwise', async () => {
  const repository = repositoryOf(files);
  const forwards = await runTests(repository, ['test_stock'], { runner: 'unittest' });
  const backwards = await runTests(repository, ['test_stock'], { runner: 'unittest', reversed: true });
  expect(outcomes(forwards)).toEqual([
    'test_stock.StockTest.test_a_counts_none passed',
    'test_stock.StockTest.test_b_puts_one passed',
    'test_stock.StockTest.test_c_doubles failed',
  ]);
  expect(outcomes(backwards)).toEqual([
    'test_stock.StockTest.test_c_doubles failed',
    'test_stock.StockTest.test_b_puts_one passed',
    'test_stock.StockTest.test_a_counts_none failed',
  ]);
  const red = new Map(backwards.tests.map(({ id, outcome }) => [id, outcome !== 'passed']));
  expect(orderDependent(forwards, red)).toEqual(['test_stock.StockTest.test_a_counts_none']);
  expect(orderNotes(orderDependent(forwards, red), red, [])).toEqual([
    'test_stock.StockTest.test_a_counts_none pass or fail by the order of the tests, and tell nothing',
  ]);
});

test('a localization leaves them out and says so', async () => {
  const repository = repositoryOf(files);
  const argv = [
    'localize',
    'test_stock.StockTest.test_c_doubles',
    '--repo',
    repository,
    '--trust',
    '--json',
    '--quiet',
  ];
  const { stdout } = await culprit([...argv, '--runner', 'unittest']);
  const { run, problems, functions } = JSON.parse(stdout) as Localization;
  expect(run).toMatchObject({ failing: 1, passing: 1 });
  expect(problems.map(({ message }) => message).join('\n')).toContain('test_a_counts_none pass or fail by the order');
  expect(functions[0]?.element).toBe('stock.py::double');
});
