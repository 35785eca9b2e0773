/** unittest under watch: every way a test can end, every form of a name, and fixtures of classes and modules. */
import { beforeAll, describe, expect, test } from 'vitest';
import { notRun, type Provisioned, pythonWith } from '../provision.ts';
import { eventsOf, hitsOf, outcomes, repositoryOf, runTests, treeHash } from './watchedRepository.ts';

let provisioned: Provisioned;
beforeAll(async () => {
  provisioned = await pythonWith([]);
});

const everyEnding = `import unittest

from shop import price


class Endings(unittest.TestCase):
    def test_fails(self):
        self.assertEqual(price(2), 20)

    def test_errs(self):
        price(None)

    def test_passes(self):
        self.assertEqual(price(0), 0)

    @unittest.skip('not now')
    def test_skipped(self):
        price(1)

    @unittest.expectedFailure
    def test_expected(self):
        self.fail()

    @unittest.expectedFailure
    def test_unexpected(self):
        pass

    def test_subtests(self):
        for n in (0, 1, 2):
            with self.subTest(n=n):
                self.assertEqual(n, 0)


class Awaited(unittest.IsolatedAsyncioTestCase):
    async def test_awaited(self):
        self.assertEqual(price(3), 30)


class BrokenClass(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cost = price(None)

    def test_one(self):
        pass

    def test_two(self):
        pass


class SharedClass(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cost = price(1)

    def test_first(self):
        pass

    def test_second(self):
        pass
`;
const shop = `def price(n):
    each = 10
    return n * each + (n > 1)
`;
const files = { 'shop.py': shop, 'tests/__init__.py': '', 'tests/test_shop.py': everyEnding };
const id = (name: string) => `tests.test_shop.${name}`;

describe('unittest', () => {
  test('tells every ending', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf(files);
    const before = treeHash(repository);
    const run = await runTests(repository, ['tests/test_shop.py'], { python: provisioned.python });
    expect(run.ending).toEqual({ kind: 'completed' });
    expect(outcomes(run).sort()).toEqual(
      [
        'Awaited.test_awaited failed',
        'BrokenClass.test_one error',
        'BrokenClass.test_two error',
        'Endings.test_errs error',
        'Endings.test_expected skipped',
        'Endings.test_fails failed',
        'Endings.test_passes passed',
        'Endings.test_skipped skipped',
        'Endings.test_subtests failed',
        'Endings.test_unexpected failed',
        'SharedClass.test_first passed',
        'SharedClass.test_second passed',
      ].map(id),
    );
    const byId = new Map(run.tests.map((one) => [one.id, one]));
    expect(byId.get(id('Endings.test_fails'))).toMatchObject({ file: 'tests/test_shop.py', line: 7 });
    expect(byId.get(id('Endings.test_errs'))!.exception).toMatchObject({
      type: 'TypeError',
      frames: [
        { file: 'tests/test_shop.py', line: 11, function: 'Endings.test_errs' },
        {
          file: 'shop.py',
          line: 3,
          locals: [
            { name: 'n', value: 'None' },
            { name: 'each', value: '10' },
          ],
        },
      ],
    });
    expect(byId.get(id('Endings.test_subtests'))!.exception!.message).toBe('1 != 0');
    expect(byId.get(id('BrokenClass.test_two'))!.exception!.frames.map((frame) => frame.function)).toEqual([
      'BrokenClass.setUpClass',
      'price',
    ]);
    expect(treeHash(repository)).toBe(before);
  });

  test('traces tests and the class fixtures that fail', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf(files);
    const run = await runTests(repository, ['tests.test_shop.Endings.test_fails', 'tests/test_shop.py::BrokenClass'], {
      python: provisioned.python,
      mode: 'trace',
      runner: 'unittest',
    });
    expect(outcomes(run)).toEqual(
      ['Endings.test_fails failed', 'BrokenClass.test_one error', 'BrokenClass.test_two error'].map(id),
    );
    expect(eventsOf(run.tests[0]!.trace)).toEqual([
      'call Endings.test_fails:7',
      'line Endings.test_fails:8',
      'call price:1',
      'line price:2',
      'line price:3',
      'return price:3',
      'raise Endings.test_fails:8',
      'return Endings.test_fails:8',
    ]);
    expect(eventsOf(run.tests[1]!.trace)).toContain('raise price:3');
  });

  test('counts the statements of a class fixture as those of each of its tests', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf(files);
    const run = await runTests(repository, ['tests/test_shop.py::SharedClass', 'tests/test_shop.py::BrokenClass'], {
      python: provisioned.python,
      mode: 'spectra',
      instrument: ['shop.py'],
      runner: 'unittest',
    });
    expect(run.tests.map((one) => hitsOf(one.hits))).toEqual(Array(4).fill({ 'shop.py': [2, 3] }));
    expect(hitsOf(run.importHits)).toEqual({ 'shop.py': [1] });
  });

  test('says what is near a name that nothing answers to', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf(files);
    const tests = ['tests/test_shop.py::Endings::test_fals', 'tests.test_shop.Ending', 'tests.test_shops.Endings'];
    const run = await runTests(repository, tests, { python: provisioned.python, runner: 'unittest' });
    expect(run.collectionProblems).toMatchObject([
      { kind: 'notFound', message: expect.stringContaining('near it: Endings::test_fails') },
      { kind: 'notFound', message: expect.stringContaining('near it: Endings') },
      { kind: 'notFound', message: expect.stringContaining('There is no module tests.test_shops') },
    ]);
  });

  test('tells a test file that cannot be loaded, with the place', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf({
      'test_syntax.py': 'import unittest\n\ndef test_a(:\n    pass\n',
      'test_import.py': 'import unittest\nimport nowhere_at_all\n',
    });
    const run = await runTests(repository, ['test_syntax.py', 'test_import.py'], {
      python: provisioned.python,
      runner: 'unittest',
    });
    expect(run.collectionProblems).toMatchObject([
      {
        kind: 'loadFailed',
        test: 'test_syntax.py',
        exception: { type: 'SyntaxError', frames: [{ file: 'test_syntax.py', line: 3 }] },
      },
      {
        kind: 'loadFailed',
        test: 'test_import.py',
        exception: { type: 'ModuleNotFoundError', frames: [{ file: 'test_import.py', line: 2 }] },
      },
    ]);
  });

  test('stops starting tests at its limit and counts the rest', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf(files);
    const options = { python: provisioned.python, runner: 'unittest', limits: { maxTests: 3 } } as const;
    const run = await runTests(repository, ['tests/test_shop.py::Endings'], options);
    expect(run.tests).toHaveLength(3);
    expect(run.nNotStarted).toBe(4);
  });
});
