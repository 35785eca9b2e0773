/** Three runs before a verdict. The runner is scripted here: which outcomes make which verdict is the question. */
import { describe, expect, test } from 'vitest';
import type { Line } from '../../server/core/ids.ts';
import type { RaisedException } from '../../server/core/trace/raisedException.ts';
import { reproduce } from '../../server/localize/reproduce.ts';
import type {
  CollectionProblem,
  RunEnding,
  TestOutcome,
  TestRecipe,
  TestRunner,
  WatchedRun,
  WatchedTest,
  WatchRequest,
} from '../../server/ports/testRunner.ts';

const recipe: TestRecipe = {
  runner: 'pytest',
  repository: '/repo',
  cwd: '/repo',
  program: 'python3',
  programVersion: '3.12.0',
  programSource: 'PATH',
  display: ['python3', '-m', 'pytest', 'test_a.py'],
  tests: ['test_a.py'],
  testFiles: ['test_a.py'],
  settings: {},
};

interface ScriptedRun {
  readonly outcomes?: Readonly<Record<string, TestOutcome>>;
  readonly ending?: RunEnding;
  readonly problems?: readonly CollectionProblem[];
}

/** Plays the given runs in order, and keeps what it was asked. */
function scriptedRunner(runs: readonly ScriptedRun[]): { testRunner: TestRunner; asked: WatchRequest[] } {
  const asked: WatchRequest[] = [];
  const run = async (_recipe: TestRecipe, watch: WatchRequest): Promise<WatchedRun> => {
    const script = runs[asked.length];
    asked.push(watch);
    if (script === undefined) throw new Error('asked for more runs than were scripted');
    const tests = Object.entries(script.outcomes ?? {}).map(([id, outcome]): WatchedTest => {
      return {
        id,
        file: 'test_a.py',
        line: 1 as Line,
        outcome,
        seconds: 5,
        exception: null,
        hits: null,
        branches: null,
        trace: null,
      };
    });
    const collectionProblems = script.problems ?? [];
    return {
      ending: script.ending ?? { kind: 'completed' },
      seconds: 1,
      tests,
      collectionProblems,
      importHits: new Map(),
      nNotStarted: 0,
      outputTail: 'last words',
    };
  };
  return {
    testRunner: { run, languagesOf: () => ['python'], resolve: async () => ({ kind: 'recipe', recipe }) },
    asked,
  };
}

async function verdictOf(...runs: readonly ScriptedRun[]) {
  const { testRunner, asked } = scriptedRunner(runs);
  const request = {
    recipe,
    timeoutSeconds: 5,
    code: Promise.resolve({ isTestCode: (file: string) => file.startsWith('test_'), namesModule: () => false }),
    values: async () => null,
  };
  const reproduction = await reproduce(testRunner, request, () => {}, new AbortController().signal);
  return { reproduction, asked };
}

const red = { outcomes: { a: 'failed' } } as const;
const green = { outcomes: { a: 'passed' } } as const;

function exceptionAt(type: string, ...files: readonly string[]): RaisedException {
  const frames = files.map((file) => ({ file, line: 3 as Line, function: 'f', inRepository: true, locals: [] }));
  return { type, message: 'm', frames, chainedBy: null, chained: null };
}

describe('a test that was run three times', () => {
  test('red each time is failing, traced once and then run plainly', async () => {
    const { reproduction, asked } = await verdictOf(red, red, red);
    expect(reproduction).toMatchObject({ kind: 'failing', failing: [{ id: 'a' }], notes: [] });
    expect(asked.map(({ mode, tests }) => [mode, ...tests])).toEqual([
      ['trace', 'test_a.py'],
      ['plain', 'a'],
      ['plain', 'a'],
    ]);
  });

  test('green each time is passed', async () => {
    expect((await verdictOf(green, green, green)).reproduction).toEqual({
      kind: 'passed',
      message: 'a passed in 3 of 3 runs',
    });
  });

  test.each([
    [[red, green, red], 'a failed in 2 of 3 runs of the same tree'],
    [[green, red, green], 'a failed in 1 of 3 runs of the same tree'],
  ])('red only sometimes is flaky: %#', async (runs, message) => {
    expect((await verdictOf(...runs)).reproduction).toEqual({ kind: 'flaky', message });
  });

  test('keeps what is always red, and names what is not', async () => {
    const both = { outcomes: { a: 'failed', b: 'error', c: 'passed' } } as const;
    const { reproduction } = await verdictOf(both, both, { outcomes: { a: 'failed', b: 'passed' } });
    expect(reproduction).toMatchObject({
      kind: 'failing',
      failing: [{ id: 'a' }],
      notes: [expect.stringContaining('b failed in 2 of 3')],
    });
  });

  test('that goes by another id each time is not called red', async () => {
    const { reproduction } = await verdictOf(red, { outcomes: { b: 'failed' } }, { outcomes: { c: 'failed' } });
    expect(reproduction).toEqual({ kind: 'flaky', message: 'a could not be found again under the same id' });
  });

  test('keeps what is known of tests that could not be loaded beside it', async () => {
    const missing: CollectionProblem = {
      kind: 'notFound',
      file: null,
      test: 'test_a.py::b',
      message: 'There is no b',
      exception: null,
    };
    const { reproduction } = await verdictOf({ ...red, problems: [missing] }, red, red);
    expect(reproduction).toMatchObject({ kind: 'failing', notes: ['There is no b'] });
  });

  test('more than can be named are asked for as they were', async () => {
    const outcomes = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`t${index}`, 'failed' as const]));
    const many: ScriptedRun = { outcomes };
    const { reproduction, asked } = await verdictOf(many, many, { outcomes: { ...outcomes, t7: 'passed' } });
    expect(asked.map(({ tests }) => tests)).toEqual([['test_a.py'], ['test_a.py'], ['test_a.py']]);
    expect(reproduction).toMatchObject({ kind: 'failing', notes: [expect.stringContaining('t7 failed in 2 of 3')] });
  });

  test('stopped by the limit is not run again, and says so', async () => {
    const { reproduction, asked } = await verdictOf({
      outcomes: { a: 'timedOut' },
      ending: { kind: 'timedOut', afterSeconds: 5 },
    });
    expect(reproduction).toMatchObject({ kind: 'failing', notes: [expect.stringContaining('did not end within 5 s')] });
    expect(asked).toHaveLength(1);
  });
});

describe('a test that cannot be run', () => {
  test.each<[string, ScriptedRun, RegExp]>([
    ['the runner did not start', { ending: { kind: 'notStarted', message: 'no pytest' } }, /no pytest/],
    ['nothing was collected', {}, /No test was collected.*last words/s],
    ['loading never ended', { ending: { kind: 'timedOut', afterSeconds: 5 } }, /did not end within 5 s/],
    ['loading killed the process', { ending: { kind: 'crashed', how: 'signal SIGSEGV' } }, /SIGSEGV/],
    ['it was skipped', { outcomes: { a: 'skipped' } }, /skipped/],
    [
      'a module is missing',
      {
        problems: [
          {
            kind: 'loadFailed',
            file: 'test_a.py',
            test: 'test_a.py',
            message: 'No module named x',
            exception: exceptionAt('ModuleNotFoundError', 'test_a.py', 'pkg/b.py'),
          },
        ],
      },
      /No module named x/,
    ],
    [
      'the test file itself is broken',
      {
        problems: [
          {
            kind: 'loadFailed',
            file: 'test_a.py',
            test: 'test_a.py',
            message: 'line 3: invalid syntax',
            exception: exceptionAt('SyntaxError', 'test_a.py'),
          },
        ],
      },
      /line 3/,
    ],
  ])('%s', async (_name, run, message) => {
    const { reproduction, asked } = await verdictOf(run);
    expect(reproduction).toMatchObject({ kind: 'environment', message: expect.stringMatching(message) as string });
    expect(asked).toHaveLength(1);
  });

  test('because its own package lacks a module, is a failure of that code', async () => {
    const exception = {
      ...exceptionAt('ModuleNotFoundError', 'test_a.py', 'src/pkg/b.py'),
      message: "No module named 'pkg.helprs'",
    };
    const broken: ScriptedRun = {
      problems: [{ kind: 'loadFailed', file: 'test_a.py', test: 'test_a.py', message: 'm', exception }],
    };
    expect((await verdictOf(broken, broken, broken)).reproduction).toMatchObject({ kind: 'failing' });
  });

  test('because code it imports raises, is a failure of that code', async () => {
    const broken: ScriptedRun = {
      problems: [
        {
          kind: 'loadFailed',
          file: 'test_a.py',
          test: 'test_a.py',
          message: 'm',
          exception: exceptionAt('NameError', 'test_a.py', 'pkg/b.py'),
        },
      ],
    };
    const { reproduction } = await verdictOf(broken, broken, broken);
    expect(reproduction).toMatchObject({ kind: 'failing', failing: [{ id: 'test_a.py', outcome: 'error' }] });
  });

  test('cancelled in any run is cancelled', async () => {
    const cancelled: ScriptedRun = { ending: { kind: 'cancelled' } };
    expect((await verdictOf(cancelled)).reproduction).toEqual({ kind: 'cancelled' });
    expect((await verdictOf(red, cancelled)).reproduction).toEqual({ kind: 'cancelled' });
  });
});
