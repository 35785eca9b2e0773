/** `--command`: how a line is split, what is read out of what a program prints, and real programs. */
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { repositoryPaths } from '../../server/adapters/reports/repositoryPaths.ts';
import { joinCommand, splitCommand } from '../../server/adapters/runners/command/commandLine.ts';
import { resolveCommand } from '../../server/adapters/runners/command/commandRecipe.ts';
import { printedFailure } from '../../server/adapters/runners/command/printedFailure.ts';
import type { CommandToRun } from '../../server/ports/testRunner.ts';
import { hitsOf, outcomes, repositoryOf, runTests } from './watchedRepository.ts';

const words = (line: string) => {
  const split = splitCommand(line);
  return split.kind === 'words' ? split.words : split.message;
};

describe('a command line', () => {
  test.each([
    ['make check', ['make', 'check']],
    ['  make\t check ', ['make', 'check']],
    [`prove "t/a b.t" 'x$y|z' a"b"'c'`, ['prove', 't/a b.t', 'x$y|z', 'abc']],
    [String.raw`a \$b c\ d "e\"f\n"`, ['a', '$b', 'c d', String.raw`e"f\n`]],
    [`a ''`, ['a', '']],
    ['pytest t.py::test_a[1-2] x=y', ['pytest', 't.py::test_a[1-2]', 'x=y']],
  ])('%s', (line, expected) => {
    expect(words(line)).toEqual(expected);
  });

  test.each([
    ['make | tee x', 'has "|", a pipe'],
    ['a; b', 'has ";", a second command'],
    ['a && b', 'has "&"'],
    ['a > b', 'has ">", a redirection'],
    ['echo $HOME', 'has "$", a variable'],
    ['echo "$HOME"', 'has "$", a variable'],
    ['prove t/*.t', 'has "*", a pattern'],
    ['ls ~/x', 'has "~", a home folder'],
    ['A=1 make', 'write env A=1'],
    ['a "b', 'a quote (") that is not closed'],
    ['  ', 'names no program'],
  ])('%s is refused', (line, message) => {
    expect(words(line)).toContain(message);
  });

  test('words joined split into themselves', () => {
    const holds = fc.property(
      fc.string({ minLength: 1 }),
      fc.array(fc.string({ unit: 'grapheme' })),
      (program, rest) => {
        fc.pre(!/^\w+=/.test(program));
        expect(words(joinCommand([program, ...rest]))).toEqual([program, ...rest]);
      },
    );
    fc.assert(holds, { numRuns: 500, seed: 3 });
  });
});

describe('what a program prints', () => {
  const files = {
    'shop/price.py': '',
    'src/price.js': '',
    'src/main/java/com/acme/Price.java': '',
    'price/price.go': '',
    'price/price_test.go': '',
    'src/lib.rs': '',
    'src/price.cpp': '',
    't/price.t': '',
    'tests/test_price.py': '',
  };
  const cases: readonly [string, string, string, readonly string[]][] = [
    [
      'Python',
      'Traceback (most recent call last):\n  File "/usr/lib/python3/runpy.py", line 9, in run\n    run()\n  File "shop/price.py", line 3, in total\n    return f(x)\n  File "shop/price.py", line 8, in f\n    return x["a"]\nKeyError: \'a\'\n',
      "KeyError: 'a'",
      ['shop/price.py:3 total', 'shop/price.py:8 f'],
    ],
    [
      'Node',
      'file:///x/y.mjs:3\nTypeError: x is not a function\n    at f (REPO/src/price.js:4:11)\n    at async REPO/src/price.js:9:1\n    at node:internal/x:1:2\n',
      'TypeError: x is not a function',
      ['src/price.js:9 ', 'src/price.js:4 f'],
    ],
    [
      'Java',
      'Exception in thread "main" java.lang.IllegalStateException: no price\n\tat com.acme.Price.of(Price.java:12)\n\tat com.acme.Price.main(Price.java:5)\n',
      'java.lang.IllegalStateException: no price',
      ['src/main/java/com/acme/Price.java:5 Price.main', 'src/main/java/com/acme/Price.java:12 Price.of'],
    ],
    [
      'a panic of Go',
      'panic: no price\n\ngoroutine 1 [running]:\nacme/price.Of(0x1)\n\tREPO/price/price.go:7 +0x1d\nmain.main()\n\tREPO/price/price.go:12 +0x2\n',
      'panic: no price',
      ['price/price.go:12 main.main', 'price/price.go:7 acme/price.Of'],
    ],
    [
      'go test',
      '--- FAIL: TestOf (0.00s)\n    price_test.go:9: got 3, want 4\n',
      'Failure: got 3, want 4',
      ['price/price_test.go:9 '],
    ],
    [
      'Rust',
      "thread 'main' panicked at src/lib.rs:10:5:\nno price\nnote: run with RUST_BACKTRACE=1\n",
      'Failure: no price',
      ['src/lib.rs:10 '],
    ],
    [
      'a compiler',
      'src/price.cpp:3:5: warning: unused\nsrc/price.cpp:9:7: error: no member x\n',
      'Failure: error: no member x',
      ['src/price.cpp:9 '],
    ],
    ['GoogleTest', 'src/price.cpp:9: Failure\nExpected equality\n', 'Failure: Expected equality', ['src/price.cpp:9 ']],
    ['Perl', "#   Failed test 'price'\n#   at t/price.t line 4.\n", "Failure: Failed test 'price'", ['t/price.t:4 ']],
    [
      'pytest',
      'tests/test_price.py:7: \n_ _ _\nshop/price.py:3: KeyError\n',
      'KeyError: ',
      ['tests/test_price.py:7 ', 'shop/price.py:3 '],
    ],
    [
      'AddressSanitizer',
      '==1==ERROR: AddressSanitizer: heap-buffer-overflow\n    #0 0x55 in at(int) REPO/src/price.cpp:4:3\n    #1 0x56 in main REPO/src/price.cpp:9\n',
      'Failure: ==1==ERROR: AddressSanitizer: heap-buffer-overflow',
      ['src/price.cpp:9 main', 'src/price.cpp:4 at(int)'],
    ],
    [
      'glibc',
      "prog: src/price.cpp:9: int f(): Assertion `x' failed.\n",
      "Failure: int f(): Assertion `x' failed.",
      ['src/price.cpp:9 '],
    ],
  ];
  test.each(cases)('%s', async (_, output, error, frames) => {
    const repository = repositoryOf(files);
    const failure = printedFailure(
      `starting\n${output.replaceAll('REPO', repository)}`,
      await repositoryPaths(repository),
    );
    expect(failure && `${failure.type}: ${failure.message}`).toBe(error);
    const inside = failure?.frames.filter(({ inRepository }) => inRepository) ?? [];
    expect(inside.map(({ file, line, function: name }) => `${file}:${line} ${name}`)).toEqual(frames);
  });

  test('places that are not in the repository are none', async () => {
    const paths = await repositoryPaths(repositoryOf(files));
    expect(printedFailure('/usr/include/x.h:3:1: error: no\nhttp://a:80: x\n12:30:00: started\n', paths)).toBe(null);
  });
});

describe('a recipe', () => {
  const resolved = (command: Partial<CommandToRun>, tests: readonly string[] = []) => {
    const repository = repositoryOf({ 't/a.t': '' });
    const whole = { line: 'true', coverage: [], passing: [], ...command };
    const resolution = resolveCommand(
      { repository, tests, runner: 'command', interpreter: null, command: whole },
      process.env,
    );
    return resolution.kind === 'recipe' ? resolution.recipe.tests : `${resolution.kind}: ${resolution.message}`;
  };

  test.each([
    [{ line: 'true a' }, [], ['true a']],
    [{ line: 'true {test}' }, ['t/a.t'], ['t/a.t']],
    [{ line: 'true {test}' }, [], 'badTest: The command has {test}'],
    [{ line: 'true' }, ['t/a.t'], 'badTest: The command does not say where'],
    [{ line: 'true', passing: ['b'] }, [], 'badTest: Passing tests need'],
    [{ line: 'no-such-program-at-all' }, [], 'environment: There is no program'],
    [{ line: 'true', coverage: ['../x.info'] }, [], 'badTest: The report "../x.info" is not in'],
    [{ line: 'true', coverage: ['{out}/../../x'] }, [], 'badTest: The report'],
    [{ line: 'true', coverage: ['build/x.info', '{out}/y'] }, [], ['true']],
  ] as const)('%j %j', (command, tests, expected) => {
    const answer = resolved(command, tests);
    if (typeof expected === 'string') expect(answer).toContain(expected);
    else expect(answer).toEqual(expected);
  });
});

describe('real programs', () => {
  const check = `if (process.argv[2] === 'hang') setInterval(() => {}, 1000);
if (process.argv[2] === 'die') process.kill(process.pid, 'SIGSEGV');
if (process.argv[2] === 'red') throw new RangeError('too red');
if (process.argv[3]) require('node:fs').writeFileSync(process.argv[3], 'SF:a.js\\nDA:2,1\\nend_of_record\\n');
`;
  const run = (tests: readonly string[], command: Partial<CommandToRun>, mode: 'plain' | 'spectra' = 'plain') =>
    runTests(repositoryOf({ 'check.js': check, 'a.js': '' }), tests, {
      runner: 'command',
      mode,
      command: { line: `'${process.execPath}' check.js {test} {out}/cov.info`, coverage: [], passing: [], ...command },
      limits: { testSeconds: 2 },
    });

  test('the exit status says how it went', async () => {
    const watched = await run(['green', 'red', 'die', 'hang'], {});
    expect(outcomes(watched)).toEqual(['green passed', 'red failed', 'die crashed', 'hang timedOut']);
    expect(watched.tests[1]!.exception).toMatchObject({ type: 'RangeError', message: 'too red' });
    expect(watched.tests[1]!.exception!.frames.at(-1)).toMatchObject({ file: 'check.js', line: 3, inRepository: true });
  });

  test('a report is read, of the named test and of those that pass', async () => {
    const coverage = ['{out}/cov.info'];
    expect(hitsOf((await run(['green'], { coverage })).tests[0]!.hits)).toEqual({ 'a.js': [2] });
    const spectra = await run(['red'], { coverage, passing: ['one', 'two'] }, 'spectra');
    expect(outcomes(spectra)).toEqual(['one passed', 'two passed']);
    expect(hitsOf(spectra.tests[1]!.hits)).toEqual({ 'a.js': [2] });
  });

  test('an old report, or none, is a problem of the red test', async () => {
    const repository = repositoryOf({ 'check.js': check, 'old.info': 'SF:check.js\nDA:1,1\nend_of_record\n' });
    utimesSync(join(repository, 'old.info'), 1, 1);
    const line = `'${process.execPath}' check.js red`;
    const command = { line, coverage: ['old.info', 'none.info'], passing: [] };
    const watched = await runTests(repository, [], { runner: 'command', command });
    expect(watched.tests[0]!.hits).toBe(null);
    expect(watched.collectionProblems.map(({ message }) => message)).toEqual([
      'The report old.info is older than the run, so it was not read',
      'The command wrote no report none.info',
    ]);
  });
});
