/** Django's own test command under watch, on a small project with a real Django. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { notRun, type Provisioned, pythonWith } from '../provision.ts';
import { tryOut, writing } from './trialsOn.ts';
import { eventsOf, hitsOf, outcomes, repositoryOf, runTests, treeHash } from './watchedRepository.ts';

let provisioned: Provisioned;
beforeAll(async () => {
  provisioned = await pythonWith(['django>=4.2,<5']);
});

const settings = `SECRET_KEY = 'x'
INSTALLED_APPS = ['shop']
DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': ':memory:'}}
DEFAULT_AUTO_FIELD = 'django.db.models.BigAutoField'
USE_TZ = True
`;
const manage = `import os
import sys

if __name__ == '__main__':
    os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'settings')
    from django.core.management import execute_from_command_line
    execute_from_command_line(sys.argv)
`;
const models = `from django.db import models


class Item(models.Model):
    price = models.IntegerField()

    def total(self, n):
        each = self.price
        return each + n
`;
const tests = `from django.test import SimpleTestCase, TestCase

from shop.models import Item


class ItemTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.item = Item.objects.create(price=5)

    def test_total(self):
        self.assertEqual(self.item.total(3), 15)

    def test_price(self):
        self.assertEqual(Item.objects.get().price, 5)


class PlainTest(SimpleTestCase):
    def test_plain(self):
        pass
`;
const project = {
  'manage.py': manage,
  'settings.py': settings,
  'shop/__init__.py': '',
  'shop/models.py': models,
  'shop/tests.py': tests,
};

describe('django', () => {
  test('is tried with code written otherwise, models too', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const edits = [
      ['each + n', 'each * n'],
      ['each + n', 'each - n'],
      ['price = models', 'cost = models.IntegerField(default=1)\n    price = models'],
      ['each + n', 'each * n'],
    ] as const;
    const trials = edits.map(([old, text]) => writing(project, ['shop/models.py', old, text]));
    const ids = ['shop.tests.ItemTest.test_total', 'shop.tests.ItemTest.test_price', 'shop.tests.PlainTest.test_plain'];
    const options = { python: provisioned.python, runner: 'django' } as const;
    const { outcomes } = await tryOut(repositoryOf(project), ids, trials, options);
    expect(outcomes.map(({ verdicts, complaint }) => complaint ?? verdicts.join(' '))).toEqual([
      'passed passed passed',
      'AssertionError: 2 != 15',
      'AssertionError: 8 != 15',
      'passed passed passed',
    ]);
  });

  test('runs labels, files and the form of benchmark sets', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf(project);
    const before = treeHash(repository);
    const forms = ['shop.tests.ItemTest.test_total', 'shop/tests.py::PlainTest', 'test_price (shop.tests.ItemTest)'];
    const run = await runTests(repository, forms, { python: provisioned.python, mode: 'trace' });
    expect(run.ending).toEqual({ kind: 'completed' });
    expect(outcomes(run).sort()).toEqual([
      'shop.tests.ItemTest.test_price passed',
      'shop.tests.ItemTest.test_total failed',
      'shop.tests.PlainTest.test_plain passed',
    ]);
    const failed = run.tests.find((one) => one.outcome === 'failed')!;
    expect(failed).toMatchObject({ file: 'shop/tests.py', line: 11, exception: { message: '8 != 15' } });
    expect(eventsOf(failed.trace)).toEqual([
      'call ItemTest.test_total:11',
      'line ItemTest.test_total:12',
      'call Item.total:7',
      'line Item.total:8',
      'line Item.total:9',
      'return Item.total:9',
      'raise ItemTest.test_total:12',
      'return ItemTest.test_total:12',
    ]);
    expect(treeHash(repository)).toBe(before);
  });

  test('collects statements of a project whose manage.py is one folder down', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const nested = Object.fromEntries(Object.entries(project).map(([file, text]) => [`site/${file}`, text]));
    const repository = repositoryOf(nested);
    const options = { python: provisioned.python, mode: 'spectra', instrument: ['site/shop/models.py'] } as const;
    const run = await runTests(repository, ['site/shop/tests.py::ItemTest::test_total'], options);
    expect(outcomes(run)).toEqual(['shop.tests.ItemTest.test_total failed']);
    expect(hitsOf(run.tests[0]!.hits)).toEqual({ 'site/shop/models.py': [8, 9] });
  });

  test('tells labels nothing answers to, broken test modules and broken settings apart', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const python = provisioned.python;
    const repository = repositoryOf({ ...project, 'shop/test_broken.py': 'import shop.nowhere\n' });
    const missing = await runTests(repository, ['shop.tests.ItemTest.test_totle'], { python, runner: 'django' });
    expect(missing.collectionProblems).toMatchObject([{ kind: 'notFound', test: 'shop.tests.ItemTest.test_totle' }]);
    const module = await runTests(repository, ['shop.nothing.X'], { python, runner: 'django' });
    expect(module.collectionProblems).toMatchObject([{ kind: 'notFound' }]);
    const broken = await runTests(repository, ['shop.test_broken'], { python, runner: 'django' });
    expect(broken.collectionProblems).toMatchObject([
      { kind: 'loadFailed', exception: { type: 'ModuleNotFoundError' } },
    ]);
    const unset = repositoryOf({ ...project, 'settings.py': 'import nowhere_at_all\n' });
    const stopped = await runTests(unset, ['shop.tests'], { python, runner: 'django' });
    expect(stopped.ending).toMatchObject({ kind: 'notStarted', message: expect.stringContaining('nowhere_at_all') });
  });

  test('tells a database that cannot be set up as an error of the tests that need it', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const failing = tests.replace('price=5)', 'price=None)');
    const repository = repositoryOf({ ...project, 'shop/tests.py': failing });
    const run = await runTests(repository, ['shop.tests.ItemTest'], { python: provisioned.python });
    expect(outcomes(run)).toEqual(['shop.tests.ItemTest.test_price error', 'shop.tests.ItemTest.test_total error']);
    expect(run.tests[0]!.exception!.type).toBe('django.db.utils.IntegrityError');
  });

  test('starts tests/runtests.py of Django itself', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const runtests = `import argparse
import sys
import unittest

parser = argparse.ArgumentParser()
parser.add_argument('modules', nargs='*')
parser.add_argument('--noinput', action='store_true')
parser.add_argument('--parallel')
options = parser.parse_args()
assert options.parallel == '1' and options.noinput
suite = unittest.defaultTestLoader.loadTestsFromNames(options.modules)
sys.exit(not unittest.TextTestRunner().run(suite).wasSuccessful())
`;
    const repository = repositoryOf({
      'tests/runtests.py': runtests,
      'tests/basic/__init__.py': '',
      'tests/basic/tests.py':
        'import unittest\n\nclass T(unittest.TestCase):\n    def test_x(self):\n        self.fail()\n',
    });
    mkdirSync(join(repository, 'django'));
    const run = await runTests(repository, ['tests/basic/tests.py::T::test_x'], { python: provisioned.python });
    expect(outcomes(run)).toEqual(['basic.tests.T.test_x failed']);
  });
});
