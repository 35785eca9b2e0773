/** Go tests that do not end well: packages that do not compile or initialize, crashes, endless loops; and limits of a run. */
import { describe, expect } from 'vitest';
import { outcomes, repositoryOf } from '../adapters/watchedRepository.ts';
import { module, runGo, withGo } from './goRuns.ts';

const passing = 'package shop\n\nimport "testing"\n\nfunc TestOne(t *testing.T) {}\n\nfunc TestTwo(t *testing.T) {}\n';

describe('a package', () => {
  withGo('that does not compile is a failure to load, with the places complained of', async () => {
    const repository = repositoryOf({
      'go.mod': module,
      'a.go': 'package shop\n\nfunc f() int {\n\treturn "a"\n}\n\nfunc g() { undefinedThing() }\n',
      'a_test.go': passing,
    });
    for (const mode of ['plain', 'trace', 'spectra'] as const) {
      const run = await runGo(repository, ['TestOne', 'a_test.go'], { mode });
      expect(run.tests).toEqual([]);
      expect(run.collectionProblems.map(({ test }) => test)).toEqual(['. TestOne', 'a_test.go']);
      expect(run.collectionProblems[0]).toMatchObject({
        kind: 'loadFailed',
        file: 'a_test.go',
        exception: {
          type: 'BuildError',
          message:
            'cannot use "a" (untyped string constant) as int value in return statement\nundefined: undefinedThing',
          frames: [
            { file: 'a.go', line: 7, inRepository: true },
            { file: 'a.go', line: 4, inRepository: true },
          ],
        },
      });
    }
  });

  withGo('whose test file has a syntax error does not hide another package', async () => {
    const repository = repositoryOf({
      'go.mod': module,
      'a_test.go': passing,
      'b/b_test.go': 'package b\n\nimport "testing"\n\nfunc TestB(t *testing.T) {\n',
    });
    const run = await runGo(repository, ['b/b_test.go', 'a_test.go']);
    expect(outcomes(run)).toEqual(['. TestOne passed', '. TestTwo passed']);
    expect(run.collectionProblems).toMatchObject([{ kind: 'loadFailed', test: 'b/b_test.go' }]);
  });

  withGo('that lacks a module says so', async () => {
    const repository = repositoryOf({
      'go.mod': module,
      'a.go': 'package shop\n\nimport _ "example.invalid/missing"\n',
      'a_test.go': passing,
    });
    const run = await runGo(repository, ['a_test.go'], { environment: { GOFLAGS: '-mod=mod', GOPROXY: 'off' } });
    expect(run.collectionProblems[0]!.message).toContain('example.invalid/missing');
    expect(run.collectionProblems[0]!.exception).toBeNull();
  });

  withGo('that panics while it is initialized is a failure to load, with the stack', async () => {
    const repository = repositoryOf({
      'go.mod': module,
      'a.go':
        'package shop\n\nvar table = make([]int, 1)\n\nvar first = at(3)\n\nfunc at(n int) int {\n\treturn table[n]\n}\n',
      'a_test.go': passing,
    });
    for (const mode of ['plain', 'trace', 'spectra'] as const) {
      const run = await runGo(repository, ['TestOne'], { mode });
      expect(run.collectionProblems).toMatchObject([
        {
          kind: 'loadFailed',
          test: '. TestOne',
          exception: {
            type: 'panic',
            message: 'runtime error: index out of range [3] with length 1',
            frames: [
              { file: 'a.go', line: 5 },
              { file: 'a.go', line: 8 },
            ],
          },
        },
      ]);
    }
  });

  withGo('whose TestMain ends the process or panics has not run its tests', async () => {
    const main = (body: string) => ({
      'go.mod': module,
      'a.go': 'package shop\n\nfunc setUp() {\n\tpanic("no database")\n}\n',
      'a_test.go': `${passing}\nfunc TestMain(m *testing.M) {\n\t${body}\n}\n`.replace(
        'import "testing"',
        'import (\n\t"os"\n\t"testing"\n)\n\nvar exit = os.Exit\n',
      ),
    });
    const ended = await runGo(repositoryOf(main('println("no disk"); exit(3)')), ['TestOne']);
    expect(ended.collectionProblems[0]).toMatchObject({ kind: 'loadFailed', exception: null });
    expect(ended.collectionProblems[0]!.message).toContain('no disk');
    const panicked = await runGo(repositoryOf(main('setUp()')), ['TestOne']);
    expect(panicked.collectionProblems[0]!.exception).toMatchObject({ type: 'panic', message: 'no database' });
    expect(panicked.collectionProblems[0]!.exception!.frames.at(-1)).toMatchObject({ file: 'a.go', line: 4 });
  });
});

const crashing = `package shop

import (
	"os"
	"testing"
	"time"
)

func TestFirst(t *testing.T) {}

func TestExits(t *testing.T) { os.Exit(1) }

func TestExitsWell(t *testing.T) { os.Exit(0) }

func TestRoutine(t *testing.T) {
	go func() {
		boom()
	}()
	time.Sleep(10 * time.Second)
}

func TestFatal(t *testing.T) {
	deep(1)
}

func TestLast(t *testing.T) {}
`;
const booms =
  'package shop\n\nfunc boom() {\n\tpanic("in a goroutine")\n}\n\nfunc deep(n int) int {\n\treturn deep(n+1) + 1\n}\n';

describe('a test', () => {
  withGo('that takes its process down has crashed, and those after it can be run without it', async () => {
    const repository = repositoryOf({ 'go.mod': module, 'boom.go': booms, 'a_test.go': crashing });
    const of = async (leaveOut: string[]) => runGo(repository, ['a_test.go'], { mode: 'trace', leaveOut });
    const first = await of([]);
    expect(outcomes(first)).toEqual(['. TestFirst passed', '. TestExits crashed']);
    expect([first.ending.kind, first.nNotStarted]).toEqual(['crashed', 4]);
    const second = await of(['. TestFirst', '. TestExits']);
    // Go itself makes a panic of the status that would hide a failure.
    expect(outcomes(second)).toEqual(['. TestExitsWell failed', '. TestRoutine crashed']);
    expect(second.tests[1]!.exception).toMatchObject({
      type: 'Crash',
      message: 'panic: in a goroutine',
      frames: [
        { file: 'a_test.go', line: 17 },
        { file: 'boom.go', line: 4 },
      ],
    });
    const lines = [...second.tests[1]!.trace!.lines];
    expect(lines).toContain(4);
    const before = ['. TestFirst', '. TestExits', '. TestExitsWell', '. TestRoutine'];
    const third = await of(before);
    expect(outcomes(third)).toEqual(['. TestFatal crashed']);
    expect(third.tests[0]!.exception!.frames.at(-1)).toMatchObject({ file: 'boom.go', function: 'deep' });
    const last = await of([...before, '. TestFatal']);
    expect(outcomes(last)).toEqual(['. TestLast passed']);
  });

  withGo('that never ends is stopped: by its statements, by its time, and from outside', async () => {
    const repository = repositoryOf({
      'go.mod': module,
      'spin.go': 'package shop\n\nfunc spin(n int) int {\n\tfor n > 0 {\n\t\tn = n*1 + 0\n\t}\n\treturn n\n}\n',
      'a_test.go': `${passing.replace('import "testing"', 'import (\n\t"testing"\n\t"time"\n)')}\nfunc TestSpins(t *testing.T) {\n\tspin(1)\n}\n\nfunc TestWaits(t *testing.T) {\n\t<-time.After(time.Hour)\n}\n\nfunc TestDeadlock(t *testing.T) {\n\t<-make(chan int)\n}\n\nfunc TestZ(t *testing.T) {}\n`,
    });
    const limits = { testSeconds: 2, fuel: 10_000 };
    const fuel = await runGo(repository, ['TestSpins', 'TestZ'], { mode: 'trace', limits });
    expect(outcomes(fuel)).toEqual(['. TestSpins timedOut', '. TestZ passed']);
    expect(fuel.tests[0]!.exception).toMatchObject({
      type: 'Timeout',
      message: 'Still running after 10000 statements',
    });
    expect(fuel.tests[0]!.exception!.frames.at(-1)).toMatchObject({ file: 'spin.go' });
    expect(fuel.tests[0]!.trace!.lines.length).toBeGreaterThan(9_000);
    const timed = await runGo(repository, ['TestSpins', 'TestZ'], { mode: 'trace', limits: { testSeconds: 2 } });
    expect(outcomes(timed)).toEqual(['. TestSpins timedOut', '. TestZ passed']);
    const killed = await runGo(repository, ['TestSpins', 'TestZ'], { mode: 'spectra', limits });
    expect(outcomes(killed)).toEqual(['. TestSpins timedOut']);
    expect(killed.nNotStarted).toBe(1);
    const waiting = await runGo(repository, ['TestWaits'], { mode: 'trace', limits: { testSeconds: 1 } });
    expect(outcomes(waiting)).toEqual(['. TestWaits timedOut']);
    expect(waiting.tests[0]!.exception!.frames.at(-1)).toMatchObject({ file: 'a_test.go', line: 17 });
    const dead = await runGo(repository, ['TestDeadlock']);
    expect(outcomes(dead)).toEqual(['. TestDeadlock crashed']);
    expect(dead.tests[0]!.exception).toMatchObject({
      message: 'fatal error: all goroutines are asleep - deadlock!',
      frames: [{ file: 'a_test.go', line: 21 }],
    });
  });
});

describe('limits', () => {
  withGo('hold back tests, and parts, that are then told as not started', async () => {
    const repository = repositoryOf({
      'go.mod': module,
      'a_test.go': `${passing}\nfunc TestParts(t *testing.T) {\n\tfor _, n := range []string{"a", "b", "c"} {\n\t\tt.Run(n, func(t *testing.T) {})\n\t}\n}\n`,
    });
    const few = await runGo(repository, ['a_test.go'], { limits: { maxTests: 3 } });
    expect(outcomes(few)).toEqual(['. TestOne passed', '. TestTwo passed', '. TestParts/a passed']);
    expect(few.nNotStarted).toBe(2);
    const rest = await runGo(repository, ['a_test.go'], { leaveOut: few.tests.map(({ id }) => id) });
    expect(outcomes(rest)).toEqual(['. TestParts/b passed', '. TestParts/c passed']);
    expect(rest.nNotStarted).toBe(0);
  });
});
