/** Traces as trees and as differences, over random runs of a made-up program and over a few written by hand. */
import { describe, expect, test } from 'vitest';
import { callTree, type TracedCall } from '../../server/core/trace/callTree.ts';
import { type ExecutionTrace, type TracedValue, traceEvent } from '../../server/core/trace/executionTrace.ts';
import { divergences, unseenValues } from '../../server/core/trace/traceDifference.ts';

type Step = readonly [kind: keyof typeof traceEvent, code: number, line: number, ...values: [string, string][]];

function traceOf(steps: readonly Step[]): ExecutionTrace {
  const values: TracedValue[] = steps.flatMap(([kind, , , ...seen], event) =>
    seen.map(([name, value]) => ({
      event,
      kind: kind === 'call' ? ('argument' as const) : kind === 'return' ? ('return' as const) : ('assigned' as const),
      name,
      value,
    })),
  );
  return {
    codes: ['test', 'f', 'g'].map((qualifiedName, at) => ({ file: 'a.py', qualifiedName, firstLine: 1 + at * 10 })),
    kinds: Uint8Array.from(steps, ([kind]) => traceEvent[kind]),
    codeIndexes: Uint32Array.from(steps, ([, code]) => code),
    lines: Uint32Array.from(steps, ([, , line]) => line),
    nDropped: 0,
    values,
  };
}

/** One call as text: `f(x=1) 12 13×2 [g …] =5`. */
function shown(call: TracedCall): string {
  const names = ['test', 'f', 'g'];
  const items = call.items.map((item) => {
    if (item.kind === 'call') return `[${shown(item)}]`;
    if (item.kind === 'leftOut') return `+${item.times}`;
    const values = item.values.map(({ name, value }) => `${name}=${value}`).join(',');
    return `${item.line}${item.times > 1 ? `×${item.times}` : ''}${values === '' ? '' : `(${values})`}`;
  });
  const given = call.arguments.map(({ name, value }) => `${name}=${value}`).join(',');
  const end =
    call.raisedAt !== null
      ? `!${call.raisedAt}`
      : call.isOpen
        ? '…'
        : call.result === null
          ? ''
          : `=${call.result.value}`;
  return [`${names[call.code]}(${given})`, ...items, end].filter((part) => part !== '').join(' ');
}

const trees: readonly (readonly [string, readonly Step[], readonly string[]])[] = [
  ['nothing', [], []],
  [
    'a call with what it was given and gave',
    [
      ['call', 0, 1],
      ['line', 0, 2],
      ['call', 1, 11, ['x', '1']],
      ['line', 1, 12, ['y', '2']],
      ['return', 1, 12, ['', '2']],
      ['line', 0, 3],
      ['return', 0, 3],
    ],
    ['test() 2 [f(x=1) 12(y=2) =2] 3'],
  ],
  [
    'a loop told once, with its last values',
    [
      ['call', 1, 11],
      ['line', 1, 12, ['i', '0']],
      ['line', 1, 13],
      ['line', 1, 12, ['i', '1']],
      ['line', 1, 13],
      ['return', 1, 12],
    ],
    ['f() 12×2(i=1) 13×2'],
  ],
  [
    'calls of one line beyond the third counted',
    [
      ['call', 0, 1],
      ['line', 0, 2],
      ...Array.from({ length: 5 }, (): Step[] => [
        ['call', 1, 11],
        ['return', 1, 11],
      ]).flat(),
      ['return', 0, 2],
    ],
    ['test() 2 [f()] [f()] [f()] +2'],
  ],
  [
    'an exception that passes through, and one that is caught',
    [
      ['call', 0, 1],
      ['line', 0, 2],
      ['call', 1, 11],
      ['line', 1, 12],
      ['raise', 1, 12],
      ['return', 1, 12],
      ['raise', 0, 2],
      ['line', 0, 4],
      ['return', 0, 4],
    ],
    ['test() 2 [f() 12 !12] 4'],
  ],
  [
    'a run that was cut off',
    [
      ['call', 0, 1],
      ['line', 0, 2],
      ['call', 1, 11],
      ['line', 1, 12],
    ],
    ['test() 2 [f() 12 …] …'],
  ],
  [
    'a trace whose head is missing',
    [
      ['line', 1, 14],
      ['return', 1, 14],
      ['line', 0, 3],
      ['return', 0, 3],
    ],
    ['f() 14', 'test() 3'],
  ],
];

describe('the call tree', () => {
  test.each(trees)('shows %s', (_, steps, expected) => {
    expect(callTree(traceOf(steps)).map(shown)).toEqual(expected);
  });

  test('keeps every line and call of random runs, counted', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const steps = randomRun(seed);
      const counted = { lines: 0, calls: 0 };
      const count = (items: TracedCall['items']) => {
        for (const item of items) {
          if (item.kind === 'line') counted.lines += item.times;
          else if (item.kind === 'call') {
            counted.calls += 1;
            count(item.items);
          } else counted.calls += item.times;
        }
      };
      const tree = callTree(traceOf(steps));
      count(tree);
      // What is left out is counted without what it holds.
      const hasLeftOut = JSON.stringify(tree).includes('leftOut');
      const nLines = steps.filter(([kind]) => kind === 'line').length;
      if (hasLeftOut) expect(counted.lines).toBeLessThanOrEqual(nLines);
      else expect(counted).toEqual({ lines: nLines, calls: steps.filter(([kind]) => kind === 'call').length });
    }
  });
});

describe('the difference of two traces', () => {
  const passing = traceOf([
    ['call', 1, 11, ['x', '1']],
    ['line', 1, 12, ['y', '1']],
    ['line', 1, 13],
    ['line', 1, 15],
    ['return', 1, 15, ['', '1']],
  ]);

  test('is empty for a trace and itself', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const trace = traceOf(randomRun(seed));
      expect(divergences(trace, trace)).toEqual([]);
      expect(unseenValues(trace, trace)).toEqual([]);
    }
  });

  test('is where the failing one first went another way, and the values the other never had', () => {
    const failing = traceOf([
      ['call', 1, 11, ['x', '1']],
      ['line', 1, 12, ['y', '7']],
      ['line', 1, 13],
      ['line', 1, 14],
      ['line', 1, 15],
      ['return', 1, 15, ['', '1']],
    ]);
    expect(divergences(failing, passing)).toEqual([
      { file: 'a.py', qualifiedName: 'f', line: 13, wentTo: 14, passingWentTo: [15], event: 2 },
    ]);
    expect(
      unseenValues(failing, passing).map(({ line, value, passingValues }) => [
        line,
        value.name,
        value.value,
        passingValues,
      ]),
    ).toEqual([[12, 'y', '7', ['1']]]);
  });

  test('says nothing of code the passing one never came by', () => {
    const failing = traceOf([
      ['call', 2, 21],
      ['line', 2, 22, ['z', '0']],
      ['line', 2, 23],
      ['return', 2, 23],
    ]);
    expect(divergences(failing, passing)).toEqual([]);
    expect(unseenValues(failing, passing)).toEqual([]);
  });
});

/** A run that calls and returns properly, at random. */
function randomRun(seed: number): readonly Step[] {
  let state = seed;
  const random = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  const steps: Step[] = [['call', 0, 1]];
  const stack = [0];
  for (let n = 0; n < 40; n++) {
    const code = stack.at(-1)!;
    const choice = random(4);
    if (choice === 0 && stack.length < 6) {
      const callee = random(3);
      stack.push(callee);
      steps.push(['call', callee, 1 + callee * 10, ['x', String(random(3))]]);
    } else if (choice === 1 && stack.length > 1) {
      stack.pop();
      steps.push(['return', code, 5 + code * 10]);
    } else {
      steps.push(['line', code, 2 + code * 10 + random(5), ['y', String(random(3))]]);
    }
  }
  while (stack.length > 0) {
    const code = stack.pop()!;
    steps.push(['return', code, 5 + code * 10]);
  }
  return steps;
}
