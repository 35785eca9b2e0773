/** What names of tests and a project's own commands tell, before anything runs. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { jasmine } from '../../server/adapters/runners/javascript/jasmine.ts';
import { claimsOf } from '../../server/adapters/runners/javascript/javascriptClaims.ts';
import { packagesAround } from '../../server/adapters/runners/javascript/javascriptProject.ts';
import { mocha } from '../../server/adapters/runners/javascript/mocha.ts';
import { keptNodeFlags } from '../../server/adapters/runners/javascript/nodeFlags.ts';
import { hasLoadHooks } from '../../server/adapters/runners/javascript/nodeProgram.ts';
import { nodeTest } from '../../server/adapters/runners/javascript/nodeTest.ts';
import { chooseRunner } from '../../server/adapters/runners/javascript/runnerChoice.ts';
import { parseTestName } from '../../server/adapters/runners/javascript/testNames.ts';
import { commandsOf, testCommand } from '../../server/adapters/runners/javascript/testScript.ts';
import { repositoryOf } from './watchedRepository.ts';

const runners = [nodeTest, mocha, jasmine];

describe('names of tests', () => {
  const repository = repositoryOf;
  test.each([
    ['src/a.test.ts', { file: 'src/a.test.ts', kind: 'file', text: 'src/a.test.ts' }],
    ['./src/a.test.ts:3', { file: 'src/a.test.ts', kind: 'line', line: 3, text: 'src/a.test.ts:3' }],
    ['src/a.test.ts > s > t:3', { file: 'src/a.test.ts', kind: 'test', text: 'src/a.test.ts > s > t:3' }],
    ['src/a.test.ts > reads b.ts:7', { file: 'src/a.test.ts', kind: 'test' }],
  ])('%s', (text, expected) => {
    const folder = repository({ 'src/a.test.ts': '' });
    expect(parseTestName(text, folder)).toMatchObject({ name: expected });
    expect(parseTestName(join(folder, text), folder)).toMatchObject({ name: expected });
  });

  test.each(['', '--help', 'src/none.test.ts', '../a.test.ts', 'a suite > a test', 'src'])('no name: %j', (text) => {
    expect(parseTestName(text, repository({ 'src/a.test.ts': '' }))).toHaveProperty('problem');
  });

  test('whose they are', () => {
    const claim = (...tests: string[]) => claimsOf({ repository: '/', tests, runner: 'auto', interpreter: null });
    expect(claim('a.test.ts', 'b/c.spec.mjs:4', 'd.jsx > s > t')).toBe('certain');
    expect(claim('a.test.ts', 'tests/test_a.py::test_x')).toBe('no');
    expect(claim('com.acme.FooTest#bar')).toBe('no');
  });
});

describe('commands of a project', () => {
  test('are taken apart as a shell would, without one', () => {
    expect(commandsOf(`A=1 lint && nyc mocha -r "x y" 'test/**/*.js' --a=\\"b\\" ; echo done | cat`)).toEqual([
      ['A=1', 'lint'],
      ['nyc', 'mocha', '-r', 'x y', 'test/**/*.js', '--a="b"'],
      ['echo', 'done'],
      ['cat'],
    ]);
  });

  test('give variables and words, whatever wraps the runner', () => {
    const scripts = { build: 'tsc', 'test:unit': 'cross-env NODE_ENV=test TZ=UTC c8 --all mocha -r tsx test' };
    expect(testCommand(scripts, mocha.isStarted)).toEqual({
      environment: { NODE_ENV: 'test', TZ: 'UTC' },
      words: ['mocha', '-r', 'tsx', 'test'],
    });
    expect(testCommand(scripts, jasmine.isStarted)).toBeNull();
  });

  test('keep of Node what changes how code is loaded', () => {
    const words =
      '--import tsx --test --test-reporter=spec -r ./a.cjs --inspect --conditions=dev --watch test/a.js'.split(' ');
    expect(keptNodeFlags(words)).toEqual(['--import', 'tsx', '-r', './a.cjs', '--conditions=dev']);
  });

  test.each([
    ['20.20.2', false],
    ['22.14.0', false],
    ['22.15.0', true],
    ['23.4.0', false],
    ['23.5.0', true],
    ['24.0.0', true],
  ])('hooks for both kinds of modules in Node %s: %s', (version, has) => {
    expect(hasLoadHooks(version)).toBe(has);
  });
});

describe('which runner', () => {
  const chosen = (files: Record<string, string>, file: string) => {
    const repository = repositoryOf({ [file]: '', ...files });
    return chooseRunner(runners, repository, file, packagesAround(repository, file))?.name ?? null;
  };
  const project = (value: object) => ({ 'package.json': JSON.stringify(value) });

  test.each([
    [
      'what the file imports',
      { 'a.test.js': "import test from 'node:test'", ...project({ scripts: { test: 'mocha' } }) },
      'node',
    ],
    [
      'the script',
      project({ scripts: { test: 'node --test', lint: 'mocha' }, devDependencies: { mocha: '*' } }),
      'node',
    ],
    [
      'a script within others',
      project({ scripts: { test: 'npm run lint && nyc ./node_modules/.bin/mocha' } }),
      'mocha',
    ],
    ['a configuration', { '.mocharc.yml': '', ...project({ devDependencies: { jasmine: '*' } }) }, 'mocha'],
    ['what it depends on', project({ devDependencies: { jasmine: '*' } }), 'jasmine'],
    ['nothing', project({}), null],
  ])('by %s', (_, files, name) => {
    expect(chosen(files as Record<string, string>, 'a.test.js')).toBe(name);
  });

  test('the nearest package counts before those above it', () => {
    const files = {
      'package.json': '{ "scripts": { "test": "mocha" } }',
      'packages/a/package.json': '{ "scripts": { "test": "jasmine" } }',
      'packages/b/package.json': '{ "name": "b" }',
    };
    expect(chosen(files, 'packages/a/x.test.js')).toBe('jasmine');
    expect(chosen(files, 'packages/b/x.test.js')).toBe('mocha');
  });
});
