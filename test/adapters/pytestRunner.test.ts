/** pytest under watch, on tiny repositories with a real pytest: outcomes, exceptions, traces, spectra, an untouched tree. */
import { beforeAll, describe, expect, test } from 'vitest';
import { notRun, type Provisioned, pythonWith } from '../provision.ts';
import { eventsOf, hitsOf, outcomes, repositoryOf, runTests, treeHash } from './pythonRepository.ts';

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
