/** vitest, in the two versions that are supported: the subject with a known bug, and every way a test may go. */
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

const versions = ['4.1.12', '5.1.1'].map((version) => ({
  version,
  packages: [`vitest@${version}`, 'react@19.2.0', 'react-dom@19.2.0'],
}));

describe.each(versions)('vitest $version', ({ packages }) => {
  const subject: Subject = {
    folder: 'vitest-timesheet',
    test: (below) => `${below}test/week.test.ts > week > a shift that begins at noon`,
    faulty: 'src/clock.ts::minutesOf',
    prepare: installing(packages),
  };

  async function project(files: Readonly<Record<string, string>>): Promise<string> {
    const folder = repositoryOf({ 'package.json': '{ "type": "module" }', ...files });
    await installing(packages)(folder);
    return folder;
  }

  const run = async (files: Readonly<Record<string, string>>, tests: readonly string[], options: RunOptions = {}) =>
    runTests(await project(files), tests, options);

  test.for(places)('the bug of the timesheet is found (%s)', async (place, context) => {
    const missing = await missingOf(packages);
    if (missing !== null) return notRun(context, missing);
    expectLocated(await localizeSubject(subject, place), subject, place);
  });

  test('a test that is not there is told with those near it', async () => {
    const odd = { ...subject, test: () => 'test/week.test.ts > week > begins at noon' };
    const { status, stderr } = await localizeSubject(odd);
    expect(stderr).toContain('week > a shift that begins at noon');
    expect(status).not.toBe(0);
  });

  test('without vitest it is said what to do', async () => {
    const { stderr } = await localizeSubject({ ...subject, prepare: async () => {} });
    expect(stderr).toMatch(/vitest is not installed/);
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
      'forms.test.ts > set-up that fails > never runs error',
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
    expect(fails!.exception).toMatchObject({ type: 'AssertionError', chained: null });
    expect(fails!.exception!.message).toMatch(/expected .* to deeply equal[\s\S]*"b": 2/);
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
    expect(outcomes({ tests } as never)).toEqual(['good.test.ts > passes passed']);
    expect(ending).toEqual({ kind: 'completed' });
    const told = collectionProblems.map(({ kind, file, exception }) => [
      kind,
      file,
      exception?.type,
      exception?.frames.filter(({ inRepository }) => inRepository).map((frame) => `${frame.file}:${frame.line}`),
    ]);
    expect(told.sort()).toEqual([
      ['loadFailed', 'describes.test.ts', 'RangeError', ['describes.test.ts:3']],
      ['loadFailed', 'imports.test.ts', 'Error', ['imports.test.ts:2']],
      ['loadFailed', 'syntax.test.ts', expect.stringMatching(/Error$/), ['syntax.test.ts:2']],
      ['loadFailed', 'throws.test.ts', 'TypeError', ['loads.ts:2']],
    ]);
  });

  test('a trace has calls, lines and values, and a spectrum statements and branches', async () => {
    const folder = await project(traced);
    const values = new Map([['src/sum.ts', [[1, 20]] as const]]);
    const { tests } = await runTests(folder, ['sum.test.ts > fails'], { mode: 'trace', values });
    const events = eventsOf(tests[0]!.trace);
    expect(events).toContain('call total:1');
    expect(events).toContain('line total:4');
    expect(events.filter((event) => event.startsWith('line'))).toHaveLength(7);
    expect(tests[0]!.trace!.values.map(({ kind, name, value }) => `${kind} ${name} ${value}`)).toContain(
      'argument limit 2',
    );
    const spectra = await runTests(folder, ['sum.test.ts'], { mode: 'spectra' });
    expect(outcomes(spectra)).toEqual(['sum.test.ts > passes passed', 'sum.test.ts > fails failed']);
    expect(hitsOf(spectra.tests[0]!.hits)).toEqual({ 'src/sum.ts': [2, 3, 5] });
    expect(hitsOf(spectra.tests[1]!.hits)).toEqual({ 'src/sum.ts': [2, 3, 4] });
    expect(hitsOf(spectra.importHits)['src/sum.ts']).toEqual([8]);
    expect(spectra.tests[0]!.branches!.get('src/sum.ts')!.map(({ line, outcome }) => [line, outcome])).toEqual([
      [3, 'false'],
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
    const { tests } = await run(mocked, ['mocked.test.ts'], { mode: 'trace', keepPassingTraces: true });
    expect(outcomes({ tests } as never)).toEqual([
      'mocked.test.ts > is mocked passed',
      'mocked.test.ts > fails failed',
    ]);
  });

  test('a test that hangs or ends its process is told as such, with its trace', async () => {
    const files = { 'a.test.ts': hanging, 'src/loop.ts': loop, 'b.test.ts': fine };
    const limits = { testSeconds: 3, seconds: 30 };
    const traced = await run(files, ['a.test.ts > hangs'], { mode: 'trace', limits });
    expect(outcomes(traced)).toEqual(['a.test.ts > hangs timedOut']);
    expect(traced.tests[0]!.exception!.frames.at(-1)).toMatchObject({ file: 'src/loop.ts', function: 'spin' });
    expect(eventsOf(traced.tests[0]!.trace).length).toBeGreaterThan(100);
    const plain = await run(files, ['a.test.ts > hangs'], { limits });
    expect(outcomes(plain)).toEqual(['a.test.ts > hangs timedOut']);
    const fueled = await run(files, ['a.test.ts > hangs'], { mode: 'trace', limits: { ...limits, fuel: 5000 } });
    expect(outcomes(fueled)).toEqual(['a.test.ts > hangs timedOut']);
    expect(fueled.tests[0]!.exception!.message).toContain('5000 statements');
    const loading = await run(
      { 'c.test.ts': `import 'vitest';\nprocess.kill(process.pid, 'SIGKILL');\n`, 'b.test.ts': fine },
      ['c.test.ts', 'b.test.ts'],
    );
    expect(loading.collectionProblems).toMatchObject([{ kind: 'loadFailed', file: 'c.test.ts' }]);
    const crashed = await run(files, ['a.test.ts > is killed', 'b.test.ts']);
    expect(crashed.collectionProblems).toEqual([]);
    expect(outcomes(crashed).sort()).toEqual(['a.test.ts > is killed crashed', 'b.test.ts > passes passed']);
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

  test.for(Object.entries(configurations))('with %s', async ([, config]) => {
    const files = { ...traced, 'vitest.config.ts': config };
    const { tests } = await run(files, ['sum.test.ts'], { mode: 'spectra' });
    expect(tests.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual([
      'sum.test.ts > passes passed',
      'sum.test.ts > fails failed',
    ]);
    expect(hitsOf(tests[1]!.hits)).toEqual({ 'src/sum.ts': [2, 3, 4] });
    const red = await run(files, ['sum.test.ts:6'], { mode: 'trace' });
    expect(eventsOf(red.tests[0]!.trace)).toContain('call total:1');
  });

  test('each of several projects is run as it is configured', async () => {
    const files = {
      'vitest.config.ts': `export default { test: { projects: ['packages/*'] } };`,
      'packages/a/package.json': '{ "type": "module", "name": "a" }',
      'packages/a/vitest.config.ts': `export default { test: { include: ['*.spec.ts'], globals: true } };`,
      'packages/a/a.spec.ts': `import { total } from './sum';\ntest('a', () => { expect(total([1], 2)).toBe(2); });\n`,
      'packages/a/sum.ts': traced['src/sum.ts'],
      'packages/b/package.json': '{ "type": "module", "name": "b" }',
      'packages/b/b.test.ts': fine,
    };
    const a = await run(files, ['packages/a/a.spec.ts'], { mode: 'trace' });
    expect(outcomes(a)).toEqual(['packages/a/a.spec.ts > a failed']);
    expect(a.tests[0]!.trace!.codes.map(({ file }) => file)).toContain('packages/a/sum.ts');
    const both = await run(files, ['packages/a/a.spec.ts', 'packages/b/b.test.ts'], { mode: 'spectra' });
    expect(outcomes(both).sort()).toEqual(['packages/a/a.spec.ts > a failed', 'packages/b/b.test.ts > passes passed']);
  });
});

const fine = `import { expect, test } from 'vitest';
test('passes', () => { expect(1).toBe(1); });
`;

const forms = {
  'value.ts': `export function check(value: unknown, expect: (value: unknown) => { toEqual(other: unknown): void }) {
  expect(value).toEqual({ a: 1, b: 2 });
}
`,
  'forms.test.ts': `import { beforeAll, describe, expect, it, test } from 'vitest';
import { check } from './value';

test('passes', () => {
  expect(1).toBe(1);
});


test('fails', () => {
  const value = { a: 1, b: 3 };
  check(value, expect);
});

test.skip('is skipped', () => {});
test.todo('is to be done');
test.fails('is known to fail', () => { throw new Error('known'); });
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
  'syntax.test.ts': `import { test } from 'vitest';\ntest('never' => {});\n`,
  'imports.test.ts': `import { test } from 'vitest';\nimport './nowhere';\ntest('never', () => {});\n`,
  'throws.test.ts': `import './loads';\nimport { test } from 'vitest';\ntest('never', () => {});\n`,
  'loads.ts': `const nothing = JSON.parse('null') as { a: number };\nexport const a = nothing.a;\n`,
  'describes.test.ts': `import { describe } from 'vitest';\ndescribe('bad', () => {\n  throw new RangeError('while describing');\n});\n`,
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
  'sum.test.ts': `import { expect, test } from 'vitest';
import { total } from './src/sum';

test('passes', () => { expect(total([1], 2)).toBe(1); });

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
  'shared.test.ts': `import { beforeAll, describe, test } from 'vitest';
import { fail, make, more, use } from './src/made';
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
  'only.test.ts': `import { describe, expect, test } from 'vitest';\ntest.only('chosen', () => {});
test('hidden', () => { expect(1).toBe(2); });
describe.skip('inner', () => { test('deep', () => {}); });
`,
};

const mocked = {
  'src/clock.ts': `export const now = () => Date.now();\n`,
  'src/greet.ts': `import { now } from './clock';\nexport const greet = () => (now() < 10 ? 'early' : 'late');\n`,
  'mocked.test.ts': `import { expect, test, vi } from 'vitest';
import { greet } from './src/greet';

const { time } = vi.hoisted(() => {
  const time = { now: 5 };
  return { time };
});
vi.mock('./src/clock', () => {
  const now = () => time.now;
  return { now };
});

test('is mocked', () => {
  expect(greet()).toBe('early');
});
test('fails', () => {
  time.now = 50;
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
const hanging = `import { test } from 'vitest';
import { spin } from './src/loop';
test('hangs', () => { spin(); });
test('is killed', () => { process.kill(process.pid, 'SIGKILL'); });
`;

const counted = {
  'counted.test.ts': `import { test } from 'vitest';
test('one', () => {});
test('two', () => {});
test('three', () => {});
`,
};

const configurations = {
  threads: `export default { test: { pool: 'threads' } };`,
  'threads of contexts': `export default { test: { pool: 'vmThreads' } };`,
  'one process for all': `export default { test: { isolate: false, fileParallelism: false } };`,
  'coverage, type tests, retries and a random order': `export default { test: { retry: 2, sequence: { shuffle: true, concurrent: true }, coverage: { enabled: true, provider: 'v8' }, typecheck: { enabled: true }, reporters: ['json'], outputFile: 'report.json' } };`,
  'a set-up file that loads the code': `export default { test: { setupFiles: ['./src/sum.ts'] } };`,
};
