/** A project's own pytest options and plugins stay in force where they do no harm, and write nothing into the repository. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { notRun, type Provisioned, pythonWith } from '../provision.ts';
import { eventsOf, hitsOf, outcomes, repositoryOf, runTests, treeHash } from './watchedRepository.ts';

let provisioned: Provisioned;
beforeAll(async () => {
  provisioned = await pythonWith([
    'pytest',
    'pytest-cov',
    'pytest-xdist',
    'pytest-randomly',
    'pytest-rerunfailures',
    'hypothesis',
  ]);
});

const addopts = [
  '-n 2',
  '--cov=pkg --cov-report=xml --cov-report=html',
  '--junitxml=report.xml',
  '--lf -x --maxfail=1',
  '--reruns 2',
  '--strict-markers -W error',
].join(' ');
const project = {
  'setup.cfg': `[tool:pytest]\naddopts = ${addopts}\nlog_file = tests.log\n`,
  'pkg/__init__.py': '',
  'pkg/calc.py': 'def add(a, b):\n    return a - b\n',
  'tests/test_calc.py': `from hypothesis import given, strategies
from pkg.calc import add

def test_first():
    assert add(1, 2) == 3

def test_second():
    assert add(1, 0) == 1

@given(strategies.integers())
def test_any(n):
    assert add(n, 0) == n

def test_last():
    assert add(1, 1) == 2
`,
};
const id = (name: string) => `tests/test_calc.py::${name}`;

for (const mode of ['plain', 'trace', 'spectra'] as const) {
  test(`coverage, spreading, shuffling, reruns and reports are switched off (${mode})`, async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf(project);
    const before = treeHash(repository);
    const run = await runTests(repository, ['tests/test_calc.py'], { python: provisioned.python, mode });
    expect(run.outputTail).not.toContain('workers');
    expect(outcomes(run)).toEqual([
      id('test_first failed'),
      id('test_second passed'),
      id('test_any passed'),
      id('test_last failed'),
    ]);
    expect(treeHash(repository)).toBe(before);
    if (mode === 'trace') expect(eventsOf(run.tests[0]!.trace)).toContain('line add:2');
    if (mode === 'spectra') expect(hitsOf(run.tests[3]!.hits)).toEqual({ 'pkg/calc.py': [2] });
  });
}

test('plugins that the project itself blocks are not asked for', async (context) => {
  if (provisioned.python === null) return notRun(context, provisioned.reason);
  const blocked = '-p no:xdist -p no:randomly -p no:cacheprovider -p no:hypothesispytest -p no:faulthandler';
  const repository = repositoryOf({ ...project, 'setup.cfg': `[tool:pytest]\naddopts = ${blocked}\n` });
  const run = await runTests(repository, [id('test_first')], { python: provisioned.python });
  expect(run.ending).toEqual({ kind: 'completed' });
  expect(outcomes(run)).toEqual([id('test_first failed')]);
});

test('a test that the project deselects is told as such', async (context) => {
  if (provisioned.python === null) return notRun(context, provisioned.reason);
  const repository = repositoryOf({ ...project, 'setup.cfg': '[tool:pytest]\naddopts = -k second\n' });
  const run = await runTests(repository, [id('test_first')], { python: provisioned.python });
  expect(run.collectionProblems).toMatchObject([
    { kind: 'notFound', message: expect.stringContaining('own pytest options') },
  ]);
  expect(existsSync(join(repository, '.pytest_cache'))).toBe(false);
});
