/** The watcher on every CPython 3.8 to 3.13 of this machine: pytest and unittest, trace and spectra, exact expectations. */
import { describe, expect, test } from 'vitest';
import { installedPythons, notRun, pythonWith } from '../provision.ts';
import { sink, testOfSink } from './kitchenSink.ts';
import { eventsOf, hitsOf, outcomes, repositoryOf, runTests } from './watchedRepository.ts';

const cart = `class Cart:
    def __init__(self, prices):
        self.prices = prices

    def total(self):
        def each():
            for price in self.prices:
                yield price
        result = sum(each())
        return result - 1


def checkout(prices, token='abc'):
    cart = Cart(prices)
    if not prices:
        raise ValueError('empty')
    return cart.total()
`;
const testCart = `import unittest

from cart import checkout


class CartTest(unittest.TestCase):
    def test_total(self):
        self.assertEqual(checkout([1, 2]), 3)

    def test_empty(self):
        try:
            checkout([])
        except ValueError as error:
            raise KeyError('no cart') from error

    def test_passes(self):
        self.assertEqual(checkout([1]), 0)
`;
const files = { 'cart.py': cart, 'test_cart.py': testCart, 'sink.py': sink, 'test_sink.py': testOfSink };
const versions = await installedPythons();

test('at least one Python is here', () => {
  expect([...versions.keys()]).not.toEqual([]);
});

for (const version of versions.keys()) {
  for (const runner of ['pytest', 'unittest'] as const) {
    describe(`${runner} on Python ${version}`, () => {
      const python = async () => {
        const provisioned = await pythonWith(['pytest'], version);
        if (provisioned.python === null) throw new Error(provisioned.reason);
        return provisioned.python;
      };
      const id = (name: string) =>
        runner === 'pytest' ? `test_cart.py::CartTest::${name}` : `test_cart.CartTest.${name}`;

      test('trace', async () => {
        const run = await runTests(repositoryOf(files), ['test_cart.py'], {
          python: await python(),
          runner,
          mode: 'trace',
        });
        expect(run.ending).toEqual({ kind: 'completed' });
        const byId = new Map(run.tests.map((one) => [one.id, one]));
        expect(outcomes(run).sort()).toEqual([
          `${id('test_empty')} ${runner === 'pytest' ? 'failed' : 'error'}`,
          `${id('test_passes')} passed`,
          `${id('test_total')} failed`,
        ]);
        const total = byId.get(id('test_total'))!;
        expect(total.line).toBe(7);
        const events = eventsOf(total.trace);
        expect(events.slice(events.indexOf('call CartTest.test_total:7'))).toEqual([
          'call CartTest.test_total:7',
          'line CartTest.test_total:8',
          'call checkout:13',
          'line checkout:14',
          'call Cart.__init__:2',
          'line Cart.__init__:3',
          'return Cart.__init__:3',
          'line checkout:15',
          'line checkout:17',
          'call Cart.total:5',
          'line Cart.total:6',
          'line Cart.total:9',
          'call Cart.total.each:6',
          'line Cart.total.each:7',
          'line Cart.total.each:8',
          'return Cart.total.each:8',
          'call Cart.total.each:8',
          'line Cart.total.each:7',
          'line Cart.total.each:8',
          'return Cart.total.each:8',
          'call Cart.total.each:8',
          'line Cart.total.each:7',
          'return Cart.total.each:7',
          'line Cart.total:10',
          'return Cart.total:10',
          'return checkout:17',
          'raise CartTest.test_total:8',
          'return CartTest.test_total:8',
        ]);
        expect(byId.get(id('test_empty'))!.exception).toMatchObject({
          type: 'KeyError',
          message: "'no cart'",
          chainedBy: 'cause',
          frames: [{ file: 'test_cart.py', line: 14, function: 'CartTest.test_empty' }],
          chained: {
            type: 'ValueError',
            chained: null,
            frames: [
              { file: 'test_cart.py', line: 12, function: 'CartTest.test_empty' },
              {
                file: 'cart.py',
                line: 16,
                function: 'checkout',
                locals: [
                  { name: 'prices', value: '[]' },
                  { name: 'token', value: '<redacted>' },
                  { name: 'cart', value: '<cart.Cart prices=[]>' },
                ],
              },
            ],
          },
        });
      });

      test('spectra', async () => {
        const options = {
          python: await python(),
          runner,
          mode: 'spectra',
          instrument: ['cart.py', 'sink.py'],
        } as const;
        const run = await runTests(repositoryOf(files), ['test_cart.py'], options);
        const byId = new Map(run.tests.map((one) => [one.id, hitsOf(one.hits)]));
        expect(byId.get(id('test_total'))).toEqual({ 'cart.py': [3, 6, 7, 8, 9, 10, 14, 15, 17] });
        expect(byId.get(id('test_empty'))).toEqual({ 'cart.py': [3, 14, 15, 16] });
        expect(hitsOf(run.importHits)).toEqual({ 'cart.py': [1, 2, 5, 13] });
        const every = await runTests(repositoryOf(files), ['test_sink.py'], options);
        expect(every.tests[0]!.exception!.message).toBe('done');
      });

      test('a test that hangs', async () => {
        const hang =
          'import unittest\n\nclass T(unittest.TestCase):\n    def test_hang(self):\n        while True:\n            x = 1\n';
        const run = await runTests(repositoryOf({ 'test_hang.py': hang }), ['test_hang.py'], {
          python: await python(),
          runner,
          mode: 'trace',
          limits: { seconds: 3 },
        });
        expect(run.tests.map((one) => one.outcome)).toEqual(['timedOut']);
        expect(run.tests[0]!.exception!.frames.at(-1)!.function).toBe('T.test_hang');
        expect(run.tests[0]!.trace!.kinds.length).toBeGreaterThan(100_000);
      });
    });
  }
}

describe('older versions of pytest', () => {
  for (const [version, pytest] of [
    ['3.8', '4.6.11'],
    ['3.8', '5.4.3'],
    ['3.9', '6.2.5'],
    ['3.10', '7.4.4'],
    ['3.12', '8.0.2'],
  ] as const) {
    test(`pytest ${pytest} on Python ${version}`, async (context) => {
      const provisioned = await pythonWith([`pytest==${pytest}`], version);
      if (provisioned.python === null) return notRun(context, provisioned.reason);
      const repository = repositoryOf({ ...files, 'test_broken.py': 'import nowhere_at_all\n' });
      const tests = ['test_cart.py', 'test_cart.py::CartTest::test_totals', 'test_broken.py'];
      const options = { python: provisioned.python, mode: 'spectra', instrument: ['cart.py'] } as const;
      const run = await runTests(repository, tests, options);
      expect(outcomes(run).sort()).toEqual([
        'test_cart.py::CartTest::test_empty failed',
        'test_cart.py::CartTest::test_passes passed',
        'test_cart.py::CartTest::test_total failed',
      ]);
      expect(run.collectionProblems.map(({ kind, test: name }) => `${kind} ${name}`).sort()).toEqual([
        'loadFailed test_broken.py',
        'notFound test_cart.py::CartTest::test_totals',
      ]);
      const total = run.tests.find((one) => one.id.endsWith('test_total'))!;
      expect(hitsOf(total.hits)).toEqual({ 'cart.py': [3, 6, 7, 8, 9, 10, 14, 15, 17] });
      expect(total.exception!.frames.at(-1)).toMatchObject({ file: 'test_cart.py', line: 8 });
    });
  }
});
