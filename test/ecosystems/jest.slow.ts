/** jest, in the two versions that are supported: the subject with a known bug, and every way a test may go. */
import { describe, expect, test } from 'vitest';
import {
  eventsOf,
  hitsOf,
  outcomes,
  type RunOptions,
  repositoryOf,
  runTests,
  treeHash,
} from '../adapters/watchedRepository.ts';
import { notRun } from '../provision.ts';
import { installing, missingOf } from './npmProject.ts';
import { expectLocated, localizeSubject, places, type Subject } from './subject.ts';

const compilers = [
  ...['ts-jest@29.4.15', '@types/jest@29.5.14', '@swc/core@1.15.3', '@swc/jest@0.2.39', 'typescript@5.9.3'],
  ...['@babel/preset-env@7.28.5', '@babel/preset-typescript@7.28.5'],
];
const versions = ['29.7.0', '30.5.2'].map((version) => ({ version, packages: [`jest@${version}`, ...compilers] }));

describe.each(versions)('jest $version', ({ packages }) => {
  const subject: Subject = {
    folder: 'jest-library',
    test: (below) => `${below}test/desk.test.ts > lending > a book lent over a weekend`,
    faulty: 'src/calendar.ts::openDayFrom',
    prepare: installing(packages),
  };

  async function project(files: Readonly<Record<string, string>>): Promise<string> {
    const folder = repositoryOf({ 'package.json': '{}', 'jest.config.js': swc, ...files });
    await installing(packages)(folder);
    return folder;
  }

  const run = async (files: Readonly<Record<string, string>>, tests: readonly string[], options: RunOptions = {}) =>
    runTests(await project(files), tests, options);

  test.for(places)('the bug of the library is found (%s)', async (place, context) => {
    const missing = await missingOf(packages);
    if (missing !== null) return notRun(context, missing);
    expectLocated(await localizeSubject(subject, place), subject, place);
  });

  test('a test that is not there is told with those near it', async () => {
    const odd = { ...subject, test: () => 'test/desk.test.ts > lending > over a weekend' };
    const { status, stderr } = await localizeSubject(odd);
    expect(stderr).toContain('lending > a book lent over a weekend');
    expect(status).not.toBe(0);
  });

  test('without jest it is said what to do', async () => {
    const { stderr } = await localizeSubject({ ...subject, prepare: async () => {} });
    expect(stderr).toMatch(/jest is not installed/);
  });

  test('every form of test has an outcome and an id that can be asked for again', async () => {
    const folder = await project(forms);
    const before = treeHash(folder);
    const all = await runTests(folder, ['forms.test.ts'], {});
    expect(outcomes(all)).toEqual([
      'forms.test.ts > passes passed',
      'forms.test.ts > fails failed',
      'forms.test.ts > is skipped skipped',
      'forms.test.ts > is to be done skipped',
      'forms.test.ts > is known to fail passed',
      'forms.test.ts > 1 + 1 = 2 passed',
      'forms.test.ts > 1 + 2 = 4 failed',
      'forms.test.ts > at once 1 passed',
      'forms.test.ts > at once 2 failed',
      'forms.test.ts > outer (a|b) > inner $x > works [.*] passed',
      'forms.test.ts > outer (a|b) > inner $x > is no error failed',
      'forms.test.ts > each 1 > is one passed',
      'forms.test.ts > each 2 > is one failed',
      'forms.test.ts > has a snapshot passed',
      'forms.test.ts > has none yet failed',
      'forms.test.ts > does not get done failed',
      'forms.test.ts > set-up that fails > never runs failed',
    ]);
    expect(treeHash(folder)).toBe(before);
    for (const { id, outcome, line } of all.tests) {
      if (outcome === 'passed' && !/\[|at once 1/.test(id)) continue;
      const again = await runTests(folder, [id], {});
      expect(outcomes(again), id).toEqual([`${id} ${outcome}`]);
      expect(again.collectionProblems).toEqual([]);
      expect(again.tests[0]!.line).toBe(line);
    }
    const byLine = await runTests(folder, ['forms.test.ts:9'], {});
    expect(outcomes(byLine)).toEqual(['forms.test.ts > fails failed']);
    const bySuite = await runTests(folder, ['forms.test.ts > each 2'], {});
    expect(outcomes(bySuite)).toEqual(['forms.test.ts > each 2 > is one failed']);
  });

  test('a failure has its frames, and what was expected', async () => {
    const { tests } = await run(forms, [
      'forms.test.ts > fails',
      'forms.test.ts > outer (a|b) > inner $x > is no error',
    ]);
    const [fails, odd] = tests;
    expect(fails!.exception).toMatchObject({ type: 'JestAssertionError', chained: null });
    expect(fails!.exception!.message).toMatch(/- {3}"b": 2,\n\+ {3}"b": 3,/);
    expect(fails!.exception!.frames.map(({ file, line }) => `${file}:${line}`)).toEqual([
      'forms.test.ts:11',
      'value.ts:2',
    ]);
    expect(odd!.exception!.message).toContain('just a text');
  });

  test('files that cannot be loaded are problems, and take no other file along', async () => {
    const { tests, collectionProblems, ending } = await run(
      unloadable,
      Object.keys(unloadable).filter((file) => file !== 'loads.ts'),
    );
    expect(tests.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual(['good.test.ts > passes passed']);
    expect(ending).toEqual({ kind: 'completed' });
    const told = collectionProblems.map(({ kind, file, exception }) => [
      kind,
      file,
      exception?.type,
      exception?.frames.filter(({ inRepository }) => inRepository).map((frame) => `${frame.file}:${frame.line}`),
    ]);
    expect(told.sort()).toEqual([
      ['loadFailed', 'describes.test.ts', 'RangeError', ['describes.test.ts:1', 'describes.test.ts:2']],
      ['loadFailed', 'imports.test.ts', expect.any(String), [expect.stringMatching(/^imports/)]],
      ['loadFailed', 'syntax.test.ts', expect.stringMatching(/Error$/), ['syntax.test.ts:1']],
      ['loadFailed', 'throws.test.ts', 'TypeError', [expect.stringMatching(/^throws/), 'loads.ts:2']],
    ]);
  });

  test('a forgotten only hides nothing that was asked for by name; what is skipped with its suite is told', async () => {
    const folder = await project(focused);
    const all = await runTests(folder, ['only.test.ts'], {});
    expect(outcomes(all)).toEqual([
      'only.test.ts > chosen passed',
      'only.test.ts > hidden skipped',
      'only.test.ts > inner > deep skipped',
    ]);
    expect(all.nNotStarted).toBe(0);
    const one = await runTests(folder, ['only.test.ts > hidden'], {});
    expect(outcomes(one)).toEqual(['only.test.ts > hidden failed']);
  });

  test('what a set-up of several tests reaches is theirs, and its trace where it fails', async () => {
    const folder = await project(shared);
    const { tests, importHits } = await runTests(folder, ['shared.test.ts'], { mode: 'spectra' });
    expect(tests.map(({ hits }) => hitsOf(hits)['src/made.ts'])).toEqual([[2, 5], [2, 5], [2, 5, 8], [11]]);
    expect(hitsOf(importHits)['src/made.ts']).toBeUndefined();
    const red = await runTests(folder, ['shared.test.ts > inner > never runs'], { mode: 'trace' });
    expect(red.tests[0]!.exception!.message).toContain('no set-up');
    expect(eventsOf(red.tests[0]!.trace)).toContain('call fail:10');
  });

  test('mocks are hoisted as they were, with probes in the test', async () => {
    for (const [name, config] of Object.entries(configurations)) {
      if (/^(modules|coverage)/.test(name)) continue;
      const files = { ...mocked, ...config };
      const { tests } = await run(files, ['mocked.test.ts'], { mode: 'trace', keepPassingTraces: true });
      expect(
        tests.map(({ id, outcome }) => `${id} ${outcome}`),
        name,
      ).toEqual(['mocked.test.ts > is mocked passed', 'mocked.test.ts > fails failed']);
    }
  });

  test('a test that hangs or ends its process is told as such, with its trace', async () => {
    const files = { 'a.test.ts': hanging, 'src/loop.ts': loop, 'b.test.ts': fine };
    const limits = { testSeconds: 3, seconds: 30 };
    const traced = await run(files, ['a.test.ts > hangs'], { mode: 'trace', limits });
    expect(outcomes(traced)).toEqual(['a.test.ts > hangs timedOut']);
    expect(traced.tests[0]!.exception!.frames.at(-1)).toMatchObject({ file: 'src/loop.ts', line: 3 });
    expect(eventsOf(traced.tests[0]!.trace).length).toBeGreaterThan(100);
    const plain = await run(files, ['a.test.ts > hangs'], { limits });
    expect(outcomes(plain)).toEqual(['a.test.ts > hangs timedOut']);
    const fueled = await run(files, ['a.test.ts > hangs'], { mode: 'trace', limits: { ...limits, fuel: 5000 } });
    expect(outcomes(fueled)).toEqual(['a.test.ts > hangs timedOut']);
    expect(fueled.tests[0]!.exception!.message).toContain('5000 statements');
    const crashed = await run(files, ['a.test.ts > is killed']);
    expect(outcomes(crashed)).toEqual(['a.test.ts > is killed crashed']);
    for (const maxWorkers of [1, 2]) {
      const config = swc.replace('{', `{ maxWorkers: ${maxWorkers},`);
      const folder = await project({ ...files, 'jest.config.js': config });
      const watch = { leaveOut: ['a.test.ts > hangs'] };
      const first = await runTests(folder, ['a.test.ts', 'b.test.ts'], watch);
      expect(outcomes(first)).toContain('a.test.ts > is killed crashed');
      expect(first.tests.length + first.nNotStarted).toBe(2);
    }
  });

  test('limits, tests that are left out, and the other order', async () => {
    const folder = await project(counted);
    const three = ['one', 'two', 'three'].map((name) => `counted.test.ts > ${name} passed`);
    const some = await runTests(folder, ['counted.test.ts'], { limits: { maxTests: 2 } });
    expect([outcomes(some), some.nNotStarted]).toEqual([three.slice(0, 2), 1]);
    const without = await runTests(folder, ['counted.test.ts'], { leaveOut: ['counted.test.ts > two'] });
    expect(outcomes(without)).toEqual([three[0], three[2]]);
    const reversed = await runTests(folder, ['counted.test.ts'], { reversed: true });
    expect(outcomes(reversed)).toEqual(three.toReversed());
  });

  test.for(Object.entries(configurations))('with %s', async ([name, config]) => {
    const isScript = name.startsWith('modules');
    const [code, tests] = isScript ? ['src/sum.mjs', 'sum.test.mjs'] : ['src/sum.ts', 'sum.test.ts'];
    const folder = await project({ ...(isScript ? modules : traced), ...config });
    const spectra = await runTests(folder, [tests], { mode: 'spectra' });
    expect(outcomes(spectra)).toEqual([`${tests} > passes passed`, `${tests} > fails failed`]);
    expect(hitsOf(spectra.tests[0]!.hits)).toEqual({ [code]: [2, 3, 5] });
    expect(hitsOf(spectra.tests[1]!.hits)).toEqual({ [code]: [2, 3, 4] });
    expect(hitsOf(spectra.importHits)[code]).toEqual([8]);
    expect(spectra.tests[0]!.branches!.get(code)!.map(({ line, outcome }) => [line, outcome])).toEqual([[3, 'false']]);
    const values = new Map([[code, [[1, 20]] as const]]);
    const red = await runTests(folder, [`${tests}:${isScript ? 8 : 6}`], { mode: 'trace', values });
    const events = eventsOf(red.tests[0]!.trace);
    expect(events).toContain('call total:1');
    expect(events.filter((event) => event.startsWith('line'))).toHaveLength(7);
    const seen = red.tests[0]!.trace!.values.map(({ kind, name, value }) => `${kind} ${name} ${value}`);
    expect(seen).toContain('argument limit 2');
    expect(red.tests[0]!.exception!.frames.at(-1)).toMatchObject({ file: tests, line: isScript ? 10 : 8 });
  });

  test('each of several projects is run as it is configured', async () => {
    const files = {
      'jest.config.js': `module.exports = { projects: ['<rootDir>/packages/*'] };`,
      'packages/a/package.json': '{ "name": "a" }',
      'packages/a/jest.config.js': `module.exports = { testMatch: ['**/*.spec.ts'], transform: { '\\\\.ts$': '@swc/jest' } };`,
      'packages/a/a.spec.ts': `import { total } from './sum';\ntest('a', () => { expect(total([1], 2)).toBe(2); });\n`,
      'packages/a/sum.ts': traced['src/sum.ts'],
      'packages/b/package.json': '{ "name": "b", "jest": { "transform": { "ts$": "@swc/jest" } } }',
      'packages/b/b.test.ts': fine,
    };
    const a = await run(files, ['packages/a/a.spec.ts'], { mode: 'trace' });
    expect(outcomes(a)).toEqual(['packages/a/a.spec.ts > a failed']);
    expect(a.tests[0]!.trace!.codes.map(({ file }) => file)).toContain('packages/a/sum.ts');
    const both = await run(files, ['packages/a/a.spec.ts', 'packages/b/b.test.ts'], { mode: 'spectra' });
    expect(outcomes(both).sort()).toEqual(['packages/a/a.spec.ts > a failed', 'packages/b/b.test.ts > passes passed']);
  });
});

const swc = `module.exports = { transform: { '\\\\.ts$': '@swc/jest' } };\n`;

const fine = `test('passes', () => { expect(1).toBe(1); });
`;

const forms = {
  'value.ts': `export function check(value: unknown, expect: (value: unknown) => { toEqual(other: unknown): void }) {
  expect(value).toEqual({ a: 1, b: 2 });
}
`,
  'forms.test.ts': `import { check } from './value';


test('passes', () => {
  expect(1).toBe(1);
});


test('fails', () => {
  const value = { a: 1, b: 3 };
  check(value, expect);
});

test.skip('is skipped', () => {});
test.todo('is to be done');
test.failing('is known to fail', () => { throw new Error('known'); });
test.each([[1, 1, 2], [1, 2, 4]])('%i + %i = %i', (a, b, sum) => { expect(a + b).toBe(sum); });
test.concurrent('at once 1', async () => { await new Promise((done) => setTimeout(done, 20)); });
test.concurrent('at once 2', async () => { await Promise.reject(new Error('late')); });
describe('outer (a|b)', () => {
  describe('inner $x', () => {
    it('works [.*]', () => {});
    it('is no error', () => { throw 'just a text'; });
  });
});
describe.each([1, 2])('each %i', (n) => {
  it('is one', () => { expect(n).toBe(1); });
});
test('has a snapshot', () => { expect({ a: 1 }).toMatchInlineSnapshot(\`
{
  "a": 1,
}
\`); });
test('has none yet', () => { expect({ a: 1 }).toMatchSnapshot(); });
test('does not get done', async () => { await new Promise(() => {}); }, 100);
describe('set-up that fails', () => {
  beforeAll(() => { throw new Error('no set-up'); });
  it('never runs', () => {});
});
`,
};

const unloadable = {
  'good.test.ts': fine,
  'syntax.test.ts': `test('never' => {});\n`,
  'imports.test.ts': `import './nowhere';\ntest('never', () => {});\n`,
  'throws.test.ts': `import './loads';\ntest('never', () => {});\n`,
  'loads.ts': `const nothing = JSON.parse('null') as { a: number };\nexport const a = nothing.a;\n`,
  'describes.test.ts': `describe('bad', () => {\n  throw new RangeError('while describing');\n});\n`,
};

const traced = {
  'src/sum.ts': `export function total(numbers: readonly number[], limit: number): number {
  const sum = numbers.reduce((a, b) => a + b, 0);
  if (sum > limit)
    return limit;
  return sum;
}

export const unit = 'kg';
`,
  'sum.test.ts': `import { total } from './src/sum';


test('passes', () => { expect(total([1], 2)).toBe(1); });

test('fails', () => {
  const sum = total([1, 2], 2);
  expect(sum).toBe(3);
});
`,
};

const modules = {
  'src/sum.mjs': traced['src/sum.ts'].replaceAll(/: (readonly )?number(\[\])?/g, ''),
  'sum.test.mjs': `import { expect, test } from '@jest/globals';
import { total } from './src/sum.mjs';

test('passes', async () => {
  expect(total([1], 2)).toBe(1);
});

test('fails', () => {
  const sum = total([1, 2], 2);
  expect(sum).toBe(3);
});
`,
};

const shared = {
  'src/made.ts': `export function make(): number {
  return 1;
}
export function use(n: number): number {
  return n;
}
export function more(): number {
  return 2;
}
export function fail(): never {
  throw new Error('no set-up');
}
`,
  'shared.test.ts': `import { fail, make, more, use } from './src/made';
describe('outer', () => {
  let n = 0;
  beforeAll(() => { n = make(); });
  test('one', () => { use(n); });
  test('two', () => { use(n); });
  describe('more', () => {
    beforeAll(() => { more(); });
    test('three', () => { use(n); });
  });
});
describe('inner', () => {
  beforeAll(() => { fail(); });
  test('never runs', () => {});
});
`,
};

const focused = {
  'only.test.ts': `test.only('chosen', () => {});
test('hidden', () => { expect(1).toBe(2); });
describe.skip('inner', () => { test('deep', () => {}); });
`,
};

const mocked = {
  'src/clock.ts': `export const now = () => Date.now();\n`,
  'src/greet.ts': `import { now } from './clock';\nexport const greet = () => (now() < 10 ? 'early' : 'late');\n`,
  'mocked.test.ts': `import { greet } from './src/greet';

const mockTime = { now: 5 };
jest.mock('./src/clock', () => {
  const now = () => mockTime.now;
  return { now };
});

test('is mocked', () => {
  expect(greet()).toBe('early');
});
test('fails', () => {
  mockTime.now = 50;
  expect(greet()).toBe('early');
});
`,
};

const loop = `export function spin(): number {
  let n = 0;
  while (n >= 0) n += 1;
  return n;
}
`;
const hanging = `import { spin } from './src/loop';
test('hangs', () => { spin(); });
test('is killed', () => { process.kill(process.pid, 'SIGKILL'); });
`;

const counted = {
  'counted.test.ts': `test('one', () => {});
test('two', () => {});
test('three', () => {});
`,
};

const configurations: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '@swc/jest': {},
  'ts-jest': {
    'jest.config.js': `module.exports = { preset: 'ts-jest' };`,
    'tsconfig.json':
      '{ "compilerOptions": { "module": "commonjs", "target": "es2020", "types": ["jest"], "strict": true } }',
  },
  babel: {
    'jest.config.js': `module.exports = {};`,
    'babel.config.js': `module.exports = { presets: [['@babel/preset-env', { targets: { node: 'current' } }], '@babel/preset-typescript'] };`,
  },
  'modules as they are': {
    'jest.config.js': `module.exports = { transform: {}, testMatch: ['**/*.test.mjs'], moduleFileExtensions: ['mjs', 'js'] };`,
    'package.json': '{ "scripts": { "test": "node --experimental-vm-modules node_modules/.bin/jest" } }',
  },
  'coverage, retries, a random order and set-up files': {
    'jest.config.js': `module.exports = { transform: { '\\\\.ts$': '@swc/jest' }, collectCoverage: true, coverageThreshold: { global: { lines: 100 } }, randomize: true, bail: 1, reporters: ['default'], setupFiles: ['./src/sum.ts'], setupFilesAfterEnv: ['./again.ts'] };`,
    'again.ts': 'jest.retryTimes(2);\n',
  },
};
