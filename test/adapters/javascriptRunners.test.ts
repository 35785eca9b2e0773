/** What vitest's and jest's runners are told by names and texts alone; the runners themselves are in `test/ecosystems`. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { packagesAround } from '../../server/adapters/runners/javascript/javascriptProject.ts';
import { jest } from '../../server/adapters/runners/javascript/jest.ts';
import { chooseRunner } from '../../server/adapters/runners/javascript/runnerChoice.ts';
import { vitest } from '../../server/adapters/runners/javascript/vitest.ts';
import { repositoryOf } from './watchedRepository.ts';

const require = createRequire(import.meta.url);
const tracer = fileURLToPath(new URL('../../server/adapters/tracers/javascript', import.meta.url));
const { instrument } = require(join(tracer, 'instrument.cjs')) as {
  instrument(request: { source: string; file: string; mode: string; values: readonly unknown[] }): { text: string };
};
const { frameOfMessage } = require(join(tracer, 'parseFailure.cjs')) as {
  frameOfMessage(message: string, place: object, scope: object): { file: string; line: number } | null;
};
const { createScope } = require(join(tracer, 'scope.cjs')) as { createScope(root: string): object };
const { missingOf, nearNames } = require(join(tracer, 'askedTests.cjs')) as {
  missingOf(part: object | undefined, file: string, tests: readonly object[]): string[];
  nearNames(name: string, tests: readonly object[]): string[];
};

const node = { path: '/usr/bin/node', version: '24.0.0' };
const installed = (name: string, version: string) => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({ name, version, bin: `./${name}.js` }),
});

function resolved(runner: typeof vitest, repository: string, file: string) {
  const name = { text: file, file, kind: 'file', line: 0 } as const;
  return runner.resolve({ repository, names: [name], around: packagesAround(repository, file), node });
}

describe('where and with what tests are run', () => {
  test('a configuration with projects speaks for the packages below it, any other for its own', () => {
    const files = {
      ...installed('vitest', '5.1.1'),
      'a/package.json': '{}',
      'a/vitest.config.ts': '',
      'a/b.test.ts': '',
    };
    const alone = repositoryOf(files);
    expect(resolved(vitest, alone, 'a/b.test.ts')).toMatchObject({ kind: 'ready', cwd: join(alone, 'a') });
    const shared = repositoryOf({ ...files, 'package.json': '{}', 'vitest.config.ts': 'projects: ["a"]' });
    expect(resolved(vitest, shared, 'a/b.test.ts')).toMatchObject({ kind: 'ready', cwd: shared });
  });

  test('the words of the script are kept as far as they count', () => {
    const script =
      'cross-env TZ=UTC node --experimental-vm-modules node_modules/.bin/jest --config unit.json --coverage';
    const repository = repositoryOf({
      ...installed('jest', '30.5.2'),
      'package.json': JSON.stringify({ scripts: { test: script } }),
      'a.test.js': '',
    });
    expect(resolved(jest, repository, 'a.test.js')).toMatchObject({
      settings: { environment: ['TZ=UTC'], flags: ['--experimental-vm-modules'], config: 'unit.json' },
    });
  });

  test('a runner that is too old, or is not there, is said', () => {
    const old = repositoryOf({ ...installed('jest', '24.9.0'), 'package.json': '{}', 'a.test.js': '' });
    expect(resolved(jest, old, 'a.test.js')).toEqual({
      kind: 'missing',
      message: 'jest 24.9.0 is installed for the repository; tests can be watched from jest 29 on.',
    });
    expect(resolved(vitest, old, 'a.test.js')).toMatchObject({ message: expect.stringContaining('npm install') });
  });

  test('imports say it before scripts, scripts before what is depended on', () => {
    const runners = [vitest, jest];
    const repository = repositoryOf({
      'package.json': JSON.stringify({ scripts: { test: 'jest' }, devDependencies: { vitest: '*' } }),
      'a.test.ts': `import { test } from 'vitest';`,
      'b.test.ts': '',
      'c/package.json': JSON.stringify({ devDependencies: { vitest: '*' } }),
      'c/d.test.ts': '',
    });
    const chosen = (file: string) => chooseRunner(runners, repository, file, packagesAround(repository, file))?.name;
    expect(['a.test.ts', 'b.test.ts', 'c/d.test.ts'].map(chosen)).toEqual(['vitest', 'jest', 'vitest']);
  });
});

describe('what is moved to the top of a file has no probes', () => {
  test.each([
    `jest.mock('./a', () => { return { b: 1 }; });`,
    `const { a } = vi.hoisted(() => { return { a: 1 }; });`,
    `export const a = await vi.hoisted(async () => { return 1; });`,
    `jest.mock('./a').mock('./b', () => { return 1; });`,
  ])('%s', (statement) => {
    for (const mode of ['spectra', 'trace']) {
      const { text } = instrument({ source: `${statement}\nrun();\n`, file: 'a.test.ts', mode, values: [[1, 9]] });
      expect(text).toContain(statement);
      expect(text).toMatch(/culprit\$\w+[([].*run\(\);/);
    }
  });
});

test.each([
  ['ROOT/src/a.ts: Unexpected token, expected "," (2:13)\n\n> 2 | test(', 'src/a.ts', 2],
  ['Transform failed with 1 error:\n\n[PARSE_ERROR] Expected\n   ╭─[ src/a.ts:3:14 ]\n', 'src/a.ts', 3],
  ['src/a.ts:4:17 - error TS2345: Argument of type', 'src/a.ts', 4],
  ['  x Expected a semicolon\n   ,-[ROOT/src/a.ts:5:1]\n 5 | a b', 'src/a.ts', 5],
  ['Cannot find module ./nowhere:1:2', null, 0],
])('a compiler says where: %j', (message, file, line) => {
  const root = repositoryOf({ 'src/a.ts': '' });
  const frame = frameOfMessage(message.replace('ROOT', root), { root, cwd: root }, createScope(root));
  expect(frame).toEqual(file === null ? null : expect.objectContaining({ file, line }));
});

test('names that nothing answers to are told from those of suites', () => {
  const tests = [
    { id: 'a.test.ts > s > one', line: 3 },
    { id: 'a.test.ts > two', line: 8 },
  ];
  const part = {
    all: false,
    ids: ['a.test.ts > s', 'a.test.ts > on'],
    ranges: [
      [3, 4],
      [20, 22],
    ],
  };
  expect(missingOf(part, 'a.test.ts', tests)).toEqual(['a.test.ts > on', 'a.test.ts:20']);
  expect(missingOf({ ...part, all: true }, 'a.test.ts', tests)).toEqual([]);
  expect(nearNames('a.test.ts > on', tests)).toEqual(['a.test.ts > s > one']);
});
