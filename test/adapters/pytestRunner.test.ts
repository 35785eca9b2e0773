/** pytest under watch, on tiny repositories with a real pytest: outcomes, exceptions, traces, spectra, an untouched tree. */
import { beforeAll, describe, expect, test } from 'vitest';
import { notRun, type Provisioned, pythonWith } from '../provision.ts';
import { eventsOf, hitsOf, outcomes, repositoryOf, runTests, treeHash } from './watchedRepository.ts';

let provisioned: Provisioned;
beforeAll(async () => {
  provisioned = await pythonWith(['pytest']);
});

const calc = `"""Sums."""
from __future__ import annotations


def add(a, b):
    """Adds."""
    return a - b


def count(n):
    total = 0
    for i in range(n):
        if i % 2:
            total += i
        elif i == 4:
            total -= 1
    return total
`;

const testCalc = `from pkg.calc import add, count


def test_add():
    assert add(2, 2) == 4


def test_count():
    assert count(3) == 1
`;

const small = { 'pkg/__init__.py': '', 'pkg/calc.py': calc, 'tests/test_calc.py': testCalc };

describe('pytest', () => {
  test('tells outcomes and leaves the tree as it was', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf(small);
    const before = treeHash(repository);
    const run = await runTests(repository, ['tests/test_calc.py'], { python: provisioned.python });
    expect(run.ending).toEqual({ kind: 'completed' });
    expect(outcomes(run)).toEqual(['tests/test_calc.py::test_add failed', 'tests/test_calc.py::test_count passed']);
    expect(run.tests.map(({ file, line }) => [file, line])).toEqual([
      ['tests/test_calc.py', 4],
      ['tests/test_calc.py', 8],
    ]);
    expect(treeHash(repository)).toBe(before);
  });

  test('keeps the ordered trace of a test that fails', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf(small);
    const run = await runTests(repository, ['tests/test_calc.py'], { python: provisioned.python, mode: 'trace' });
    expect(eventsOf(run.tests[0]!.trace)).toEqual([
      'call test_add:4',
      'line test_add:5',
      'call add:5',
      'line add:7',
      'return add:7',
      'raise test_add:5',
      'return test_add:5',
    ]);
    expect(run.tests[0]!.trace!.codes).toEqual([
      { file: 'tests/test_calc.py', qualifiedName: 'test_add', firstLine: 4 },
      { file: 'pkg/calc.py', qualifiedName: 'add', firstLine: 5 },
    ]);
    expect(run.tests[0]!.trace!.nDropped).toBe(0);
    expect(run.tests[1]!.trace).toBeNull();
  });

  test('keeps the statements each test hit, apart from those of imports', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf(small);
    const run = await runTests(repository, ['tests/test_calc.py'], { python: provisioned.python, mode: 'spectra' });
    expect(hitsOf(run.tests[0]!.hits)).toEqual({ 'pkg/calc.py': [7] });
    expect(hitsOf(run.tests[1]!.hits)).toEqual({ 'pkg/calc.py': [11, 12, 13, 14, 15, 17] });
    expect(hitsOf(run.importHits)).toEqual({ 'pkg/calc.py': [5, 10] });
  });
});

describe('pytest, in detail', () => {
  test('puts setup, call and teardown together', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf({
      'test_all.py': `import pytest

@pytest.fixture
def broken():
    raise RuntimeError('setup')

@pytest.fixture
def breaks_late():
    yield
    raise RuntimeError('teardown')

def test_setup(broken): pass
def test_teardown(breaks_late): pass
def test_both(breaks_late): assert 0
@pytest.mark.skip
def test_skip(): pass
def test_skip_inside(): pytest.skip('x')
@pytest.mark.xfail
def test_xfail(): assert 0
@pytest.mark.xfail
def test_xpass(): pass
@pytest.mark.xfail(strict=True)
def test_strict(): pass
@pytest.mark.parametrize('n', [1, 2, 'a::b'])
def test_many(n): assert n != 2
def test_exit(): raise SystemExit(3)
`,
    });
    const run = await runTests(repository, ['test_all.py'], { python: provisioned.python });
    expect(outcomes(run).map((text) => text.replace('test_all.py::', ''))).toEqual([
      'test_setup error',
      'test_teardown error',
      'test_both failed',
      'test_skip skipped',
      'test_skip_inside skipped',
      'test_xfail skipped',
      'test_xpass skipped',
      'test_strict failed',
      'test_many[1] passed',
      'test_many[2] failed',
      'test_many[a::b] passed',
      'test_exit failed',
    ]);
    expect(run.tests[0]!.exception).toMatchObject({ type: 'RuntimeError', message: 'setup' });
    const bare = await runTests(repository, ['test_all.py::test_many'], { python: provisioned.python });
    expect(bare.tests).toHaveLength(3);
    const one = await runTests(repository, ['test_all.py::test_many[a::b]'], { python: provisioned.python });
    expect(outcomes(one)).toEqual(['test_all.py::test_many[a::b] passed']);
  });

  test('runs what it finds and says what it does not', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf({
      ...small,
      'tests/test_syntax.py': 'def test_a():\n    x = (\n',
      'tests/test_import.py': 'import nowhere_at_all\n\ndef test_a():\n    pass\n',
    });
    const tests = [
      'tests/test_calc.py::test_ad',
      'tests/test_syntax.py',
      'tests/test_import.py::test_a',
      'tests/test_calc.py::test_count',
    ];
    const run = await runTests(repository, tests, { python: provisioned.python });
    expect(outcomes(run)).toEqual(['tests/test_calc.py::test_count passed']);
    const byTest = new Map(run.collectionProblems.map((problem) => [problem.test, problem]));
    expect([...byTest.keys()].sort()).toEqual([
      'tests/test_calc.py::test_ad',
      'tests/test_import.py',
      'tests/test_syntax.py',
    ]);
    expect(byTest.get('tests/test_calc.py::test_ad')).toMatchObject({
      kind: 'notFound',
      message: expect.stringContaining('There is no test test_ad in tests/test_calc.py; near it: test_add'),
    });
    expect(byTest.get('tests/test_syntax.py')!.exception).toMatchObject({
      type: 'SyntaxError',
      message: expect.stringContaining('test_syntax.py, line 2'),
    });
    expect(byTest.get('tests/test_syntax.py')!.exception!.frames.at(-1)).toMatchObject({
      file: 'tests/test_syntax.py',
      line: 2,
    });
    expect(byTest.get('tests/test_import.py')!.exception).toMatchObject({ type: 'ModuleNotFoundError' });
  });

  test('tells a broken conftest, a bad option and a file without tests', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const python = provisioned.python;
    const broken = repositoryOf({ 'conftest.py': '1 / 0\n', 'test_a.py': 'def test_a(): pass\n' });
    expect((await runTests(broken, ['test_a.py'], { python })).collectionProblems).toMatchObject([
      { kind: 'loadFailed', exception: { type: 'ZeroDivisionError', frames: [{ file: 'conftest.py', line: 1 }] } },
    ]);
    const option = repositoryOf({
      'pytest.ini': '[pytest]\naddopts = --no-such\n',
      'test_a.py': 'def test_a(): pass\n',
    });
    expect((await runTests(option, ['test_a.py'], { python })).ending).toMatchObject({
      kind: 'notStarted',
      message: expect.stringContaining('--no-such'),
    });
    const relative = repositoryOf({ 'tests/__init__.py': '', 'tests/test_a.py': 'from . import nothing\n' });
    expect((await runTests(relative, ['tests/test_a.py::test_b'], { python })).collectionProblems).toMatchObject([
      { kind: 'loadFailed', test: 'tests/test_a.py', exception: { type: 'ImportError' } },
    ]);
    const none = repositoryOf({ 'test_a.py': 'x = 1\n' });
    expect((await runTests(none, ['test_a.py'], { python })).collectionProblems).toMatchObject([{ kind: 'notFound' }]);
  });

  test('names tests relative to the repository when pytest has another root', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf({
      'backend/pytest.ini': '[pytest]\n',
      'backend/tests/test_a.py': 'def test_a():\n    assert 0\n',
    });
    const run = await runTests(repository, ['backend/tests/test_a.py::test_a'], { python: provisioned.python });
    expect(run.tests).toMatchObject([
      { id: 'backend/tests/test_a.py::test_a', file: 'backend/tests/test_a.py', line: 1 },
    ]);
  });

  test('code that only prints a failed assertion is no part of the test', async (context) => {
    const { python } = provisioned;
    if (python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf({
      'coin.py': [
        'class Lost(Exception):',
        '    def __str__(self):',
        "        return 'lost'",
        '',
        'class Coin:',
        '    def __init__(self, value):',
        '        self.value = value',
        '    def __eq__(self, other):',
        '        return self.value == other.value',
        '    def __repr__(self):',
        "        return 'a coin'",
        '    def lose(self):',
        '        raise Lost()',
        '',
      ].join('\n'),
      'test_coin.py': [
        'import unittest',
        'from coin import Coin',
        '',
        'def test_assertion():',
        '    assert [Coin(1)] == [Coin(2)]',
        '',
        'def test_exception():',
        '    Coin(1).lose()',
        '',
        'def test_of_printing():',
        "    assert repr(Coin(1)) == 'two coins'",
        '',
        'class T(unittest.TestCase):',
        '    def test_one(self):',
        '        self.assertEqual(Coin(1), Coin(2))',
        '    def test_lists(self):',
        '        self.assertEqual([Coin(1)], [Coin(2)])',
        '',
      ].join('\n'),
    });
    const ran = async (how: Parameters<typeof runTests>[2]) => {
      const run = await runTests(repository, ['test_coin.py'], { python, mode: 'spectra', ...how });
      return Object.fromEntries(run.tests.map((one) => [one.id.split(/::|\./).at(-1), hitsOf(one.hits)['coin.py']]));
    };
    const ofUnittest = { test_one: [7, 9], test_lists: [7, 9] };
    expect(await ran({})).toEqual({
      test_assertion: [7, 9],
      test_exception: [7, 13],
      test_of_printing: [7, 11],
      ...ofUnittest,
    });
    expect(await ran({ runner: 'unittest' })).toEqual(ofUnittest);
    const traced = await runTests(repository, ['test_coin.py'], { python, mode: 'trace' });
    const printing = traced.tests.filter(({ trace }) =>
      trace?.codes.some((code) => /__(repr|str)__/.test(code.qualifiedName)),
    );
    expect(printing.map(({ id }) => id)).toEqual(['test_coin.py::test_of_printing']);
  });

  test('counts the statements of a shared fixture for every test that uses it', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf({
      'shop.py': 'def price():\n    return 1\n\ndef other():\n    return 2\n',
      'test_shop.py': `import pytest
from shop import other, price

@pytest.fixture(scope='module')
def cost():
    return price()

def test_one(cost): pass
def test_two(cost): other()
def test_three(): pass
`,
    });
    const run = await runTests(repository, ['test_shop.py'], { python: provisioned.python, mode: 'spectra' });
    expect(run.tests.map((one) => hitsOf(one.hits))).toEqual([{ 'shop.py': [2] }, { 'shop.py': [2, 5] }, {}]);
  });

  test('stops starting tests at its limits', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf({ 'test_a.py': 'def test_a(): pass\ndef test_b(): pass\ndef test_c(): pass\n' });
    const counted = await runTests(repository, ['test_a.py'], { python: provisioned.python, limits: { maxTests: 2 } });
    expect([counted.tests.length, counted.nNotStarted]).toEqual([2, 1]);
    const timed = await runTests(repository, ['test_a.py'], {
      python: provisioned.python,
      limits: { startSeconds: 0 },
    });
    expect([timed.tests.length, timed.nNotStarted]).toEqual([1, 2]);
  });

  test('says the same twice, temporary folders and addresses included', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf({
      'test_same.py': `def test_same(tmp_path):
    thing = object()
    place = str(tmp_path / 'x')
    assert [thing, place] == []
`,
    });
    const told = async () => {
      const run = await runTests(repository, ['test_same.py'], { python: provisioned.python!, mode: 'trace' });
      return { ...run.tests[0], seconds: 0 };
    };
    const first = await told();
    expect(first.exception!.frames[0]!.locals).toContainEqual({ name: 'place', value: "'<tmp>/tmp/test_same0/x'" });
    expect(await told()).toEqual(first);
  });
});
