/** How tests would be run: names, runners and interpreters, and a sentence for everything that is wrong with them. */
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { runProcess } from '../../server/adapters/process/runProcess.ts';
import { createPythonEcosystem } from '../../server/adapters/runners/python/pythonEcosystem.ts';
import type { RecipeRequest, RecipeResolution } from '../../server/ports/testRunner.ts';
import { createSourceTrees } from '../../server/syntax/sourceTrees.ts';
import { parserSource } from '../parsers.ts';
import { installedPythons, notRun, type Provisioned, pythonWith } from '../provision.ts';
import { repositoryOf, temporaryFolder, treeHash, watcherFolder, writeFiles } from './watchedRepository.ts';

let bare: Provisioned;
let withPytest: Provisioned;
beforeAll(async () => {
  bare = await pythonWith([]);
  withPytest = await pythonWith(['pytest']);
});

const plainTest = 'def test_a():\n    pass\n';
const caseTest = 'import unittest\n\nclass T(unittest.TestCase):\n    def test_a(self):\n        pass\n';

function resolve(
  request: Partial<RecipeRequest> & { repository: string },
  environment: Record<string, string | undefined> = process.env,
): Promise<RecipeResolution> {
  const runner = createPythonEcosystem({
    watcherFolder,
    runProcess,
    cacheFolder: temporaryFolder('culprit-cache-'),
    environment,
    sourceTrees: () => createSourceTrees(parserSource()),
  });
  return runner.resolve({ tests: ['tests/test_a.py'], runner: 'auto', interpreter: null, ...request });
}

const messageOf = (resolution: RecipeResolution) => (resolution.kind === 'recipe' ? '' : resolution.message);
const recipeOf = (resolution: RecipeResolution) => {
  if (resolution.kind !== 'recipe') throw new Error(resolution.message);
  return resolution.recipe;
};

describe('the name of a test', () => {
  test.each([
    ['-x', 'looks like an option'],
    ['tests/test_a.py\0', 'NUL'],
    ['', 'needs a name'],
    ['tests/test_b.py::test_a', 'There is no file tests/test_b.py'],
    ['../outside.py::test_a', 'There is no file'],
    ['/etc/passwd', 'leads outside the repository'],
    ['link/test_a.py', 'leads outside the repository'],
    ['a b.c', 'neither a test in a file'],
  ])('%j is refused', async (name, reason) => {
    const repository = repositoryOf({ 'tests/test_a.py': plainTest });
    symlinkSync(repositoryOf({ 'test_a.py': plainTest }), join(repository, 'link'));
    const resolution = await resolve({ repository, tests: [name] });
    expect(resolution.kind).toBe('badTest');
    expect(messageOf(resolution)).toContain(reason);
  });
});

describe('the runner', () => {
  test('is pytest where the interpreter has it, else unittest for files plainly written for it', async (context) => {
    if (withPytest.python === null) return notRun(context, withPytest.reason);
    if (bare.python === null) return notRun(context, bare.reason);
    const repository = repositoryOf({
      'tests/test_a.py': plainTest,
      'tests/test_c.py': caseTest,
      'tests/__init__.py': '',
    });
    const ask = (test: string, interpreter: string) => resolve({ repository, tests: [test], interpreter });
    expect(recipeOf(await ask('tests/test_a.py::test_a', withPytest.python))).toMatchObject({
      runner: 'pytest',
      cwd: repository,
      programSource: '--python',
      display: [withPytest.python, '-m', 'pytest', 'tests/test_a.py::test_a'],
    });
    expect(recipeOf(await ask('tests/test_c.py::T', bare.python))).toMatchObject({
      runner: 'unittest',
      display: [bare.python, '-m', 'unittest', 'tests.test_c.T'],
    });
    const missing = await ask('tests/test_a.py', bare.python);
    expect(missing.kind).toBe('environment');
    expect(messageOf(missing)).toMatch(
      /^pytest is not installed in .* \(found by --python\)\. Install it there .*--python/,
    );
    expect(recipeOf(await ask('tests.test_a.test_a', withPytest.python))).toMatchObject({
      runner: 'pytest',
      tests: ['tests/test_a.py::test_a'],
    });
    expect(recipeOf(await ask('tests.test_c.T.test_a', withPytest.python)).runner).toBe('unittest');
    expect(recipeOf(await ask('test_a (tests.test_c.T)', withPytest.python)).tests).toEqual(['tests.test_c.T.test_a']);
    expect(recipeOf(await ask('test_c.T.test_a', bare.python)).tests).toEqual(['tests/test_c.py::T::test_a']);
  });

  test('is Django for dotted names beside a manage.py', async (context) => {
    if (withPytest.python === null) return notRun(context, withPytest.reason);
    const django = caseTest
      .replace('unittest.TestCase', 'TestCase')
      .replace('import unittest', 'from django.test import TestCase');
    const repository = repositoryOf({ 'manage.py': '', 'shop/tests.py': django });
    const ask = (test: string) => resolve({ repository, tests: [test], interpreter: withPytest.python });
    expect(recipeOf(await ask('shop.tests.T.test_a')).runner).toBe('django');
    expect(recipeOf(await ask('shop/tests.py::T::test_a'))).toMatchObject({
      runner: 'django',
      tests: ['shop.tests.T.test_a'],
    });
  });
});

describe('the interpreter', () => {
  const tree = { 'tests/test_a.py': caseTest };

  test('is the one of the repository before the activated one, and that before PATH', async (context) => {
    if (bare.python === null) return notRun(context, bare.reason);
    if (withPytest.python === null) return notRun(context, withPytest.reason);
    const repository = repositoryOf(tree);
    const activated = { ...process.env, VIRTUAL_ENV: join(withPytest.python, '..', '..') };
    expect(recipeOf(await resolve({ repository }, activated)).programSource).toBe('the activated VIRTUAL_ENV');
    const { VIRTUAL_ENV: _, CONDA_PREFIX: __, ...plain } = process.env;
    expect(recipeOf(await resolve({ repository, runner: 'unittest' }, plain)).programSource).toBe('python3 on PATH');
    for (const folder of ['venv', '.venv']) {
      symlinkSync(join(bare.python, '..', '..'), join(repository, folder));
      expect(recipeOf(await resolve({ repository }, activated))).toMatchObject({
        program: join(repository, folder, 'bin', 'python'),
        programSource: folder,
      });
    }
    const asked = await resolve({ repository, interpreter: withPytest.python }, activated);
    expect(recipeOf(asked).program).toBe(withPytest.python);
    expect(recipeOf(await resolve({ repository, interpreter: '.venv' }, activated)).programSource).toBe('--python');
  });

  test('of uv and of poetry are found', async (context) => {
    if (bare.python === null) return notRun(context, bare.reason);
    const environment = join(bare.python, '..', '..');
    const { VIRTUAL_ENV: _, CONDA_PREFIX: __, ...plain } = process.env;
    const repository = repositoryOf({ ...tree, 'pyproject.toml': '[tool.poetry]\nname = "x"\n' });
    const uv = await resolve({ repository }, { ...plain, UV_PROJECT_ENVIRONMENT: environment });
    expect(recipeOf(uv).programSource).toBe('UV_PROJECT_ENVIRONMENT');
    const programs = repositoryOf({ poetry: `#!/bin/sh\necho ${environment}\n` });
    chmodSync(join(programs, 'poetry'), 0o755);
    const poetry = await resolve({ repository }, { ...plain, PATH: `${programs}:${plain.PATH}` });
    expect(recipeOf(poetry).programSource).toBe('poetry');
  });

  test('is never one that the repository puts on PATH', async () => {
    const repository = repositoryOf({ ...tree, 'bin/python3': '#!/bin/sh\ntouch "$0.ran"\n' });
    chmodSync(join(repository, 'bin/python3'), 0o755);
    const before = treeHash(repository);
    await resolve({ repository, runner: 'unittest' }, { PATH: `${repository}/bin:${process.env.PATH}` });
    await resolve({ repository, runner: 'unittest', interpreter: 'python3' }, { PATH: `${repository}/bin` });
    expect(treeHash(repository)).toBe(before);
  });

  test('that is missing, broken, too old or no Python is told with what to do', async (context) => {
    const repository = repositoryOf({ ...tree, 'not-python': '#!/bin/sh\necho hello\n' });
    chmodSync(join(repository, 'not-python'), 0o755);
    const ask = async (interpreter: string) => {
      const resolution = await resolve({ repository, interpreter });
      expect(resolution.kind).toBe('environment');
      return messageOf(resolution);
    };
    expect(await ask('/nowhere/python')).toContain('There is no Python at "/nowhere/python"');
    expect(await ask('no-such-command-at-all')).toContain('There is no Python at');
    expect(await ask(join(repository, 'not-python'))).toContain('does not start as a Python');
    writeFiles(repository, { '.venv/pyvenv.cfg': '' });
    mkdirSync(join(repository, '.venv/bin'));
    symlinkSync('/nowhere/python', join(repository, '.venv/bin/python'));
    expect(messageOf(await resolve({ repository }))).toMatch(/\.venv\/bin\/python \(found by \.venv\) does not start/);
    expect(messageOf(await resolve({ repository: '/nowhere' }))).toContain('There is no folder /nowhere');
    expect(messageOf(await resolve({ repository: repositoryOf(tree) }, { PATH: '' }))).toContain('No Python was found');
    const old = (await installedPythons(['3.7', '3.6', '2.7'])).values().next().value;
    if (old === undefined) return notRun(context, 'there is no Python older than 3.8 on this machine');
    expect(await ask(old)).toMatch(/is Python \d\.\d+\.\d+; Python 3\.8 or newer is needed/);
  });
});
