/** A run goes on past what ends it, and never runs a test twice. The runner is scripted. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Line } from '../../server/core/ids.ts';
import { joined, runOn } from '../../server/localize/runOn.ts';
import type { TestRecipe, TestRunner, WatchedRun, WatchRequest } from '../../server/ports/testRunner.ts';

const recipe = {} as TestRecipe;
const limits = { seconds: 100, startSeconds: 50, testSeconds: 5, maxTests: 1000, fuel: 1000 };

/** Runs `all` in order; a test named `hang…`, `crash…` or `exit…` ends the run in that way. */
function runnerOf(all: readonly string[]): { testRunner: TestRunner; requests: WatchRequest[] } {
  const requests: WatchRequest[] = [];
  const run = async (_: TestRecipe, request: WatchRequest): Promise<WatchedRun> => {
    requests.push(request);
    const collected = all.filter((id) => !request.leaveOut.includes(id));
    const last = collected.findIndex((id) => /^(hang|crash|exit)/.test(id));
    const started = last === -1 ? collected : collected.slice(0, last + 1);
    const end = started.at(-1) ?? '';
    const tests = started.map((id): WatchedRun['tests'][number] => {
      const outcome = id.startsWith('hang') ? 'timedOut' : id.startsWith('crash') ? 'crashed' : 'passed';
      return {
        id,
        file: 'test_a.py',
        line: 1 as Line,
        outcome,
        seconds: 0,
        exception: null,
        hits: null,
        branches: null,
        trace: null,
      };
    });
    const ending: WatchedRun['ending'] = end.startsWith('hang')
      ? { kind: 'timedOut', afterSeconds: 5 }
      : end.startsWith('crash')
        ? { kind: 'crashed', how: 'signal SIGSEGV' }
        : { kind: 'completed' };
    const importHits = new Map([['a.py', [requests.length as Line]]]);
    return {
      ending,
      seconds: 5,
      tests,
      collectionProblems: [],
      importHits,
      nNotStarted: collected.length - tests.length,
      outputTail: '',
    };
  };
  return {
    testRunner: { run, languagesOf: () => ['python'], resolve: () => Promise.reject(new Error('not asked')) },
    requests,
  };
}

async function idsOf(all: readonly string[]) {
  const { testRunner, requests } = runnerOf(all);
  const watch: WatchRequest = {
    mode: 'plain',
    tests: ['test_a.py'],
    instrument: null,
    leaveOut: [],
    values: null,
    keepPassingTraces: false,
    reversed: false,
    limits,
  };
  const whole = joined(await runOn(testRunner, recipe, watch, new AbortController().signal));
  return { ids: whole.tests.map(({ id }) => id), requests, whole };
}

test('goes on without what ended it', async () => {
  const { ids, whole } = await idsOf(['a', 'hang', 'b', 'crash', 'c', 'exit', 'd']);
  expect(ids).toEqual(['a', 'hang', 'b', 'crash', 'c', 'exit', 'd']);
  expect(whole.ending).toEqual({ kind: 'completed' });
  expect(whole.seconds).toBe(20);
  expect(whole.importHits.get('a.py')).toEqual([1, 2, 3, 4]);
});

test('gives up after a few', async () => {
  const { ids, requests } = await idsOf(Array.from({ length: 20 }, (_, index) => `hang${index}`));
  expect(requests.length).toBe(5);
  expect(ids).toEqual(['hang0', 'hang1', 'hang2', 'hang3', 'hang4']);
});

test('never runs a test twice, and keeps to the limits of the whole', async () => {
  const names = fc.uniqueArray(
    fc.tuple(fc.constantFrom('ok', 'hang', 'crash', 'exit'), fc.nat(99)).map((pair) => pair.join('')),
  );
  await fc.assert(
    fc.asyncProperty(names, async (all) => {
      const { ids, requests } = await idsOf(all);
      expect(ids).toEqual([...new Set(ids)]);
      expect(all.slice(0, ids.length)).toEqual(ids);
      for (const [index, request] of requests.entries()) expect(request.limits.startSeconds).toBe(50 - 5 * index);
    }),
  );
});
