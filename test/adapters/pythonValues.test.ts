/** Values of a traced Python test: which are kept, of what, and that none of the program's own code runs for them. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { ExecutionTrace } from '../../server/core/trace/executionTrace.ts';
import type { WatchedTest } from '../../server/ports/testRunner.ts';
import { notRun, type Provisioned, pythonWith } from '../provision.ts';
import { repositoryOf, runTests } from './watchedRepository.ts';

let provisioned: Provisioned;
beforeAll(async () => {
  provisioned = await pythonWith(['pytest']);
});

const cart = `class Cart:
    def __init__(self, password):
        self.items = []
        self.total = 0
        self.password = password

    def __repr__(self):
        raise SystemExit("asked to print itself")

    @property
    def size(self):
        raise SystemExit("asked for a property")

    def add(self, name, price=1, *more, **options):
        self.items.append(name)
        self.total += price
        for extra in more:
            self.total, last = self.total + extra, name
        if self.total > 5 and self.size_is(2):
            return None
        with open(__file__) as source:
            first, *rest = source
        return (count := len(self.items))

    def size_is(self, n):
        return len(self.items) == n


def untold(x):
    y = x * 2
    return y


def fails(x):
    z = 1 // x
    return z


def many():
    for i in range(100):
        n = i * i
    return n
`;
const testOfCart = `import pytest
from cart import Cart, fails, many, untold


def test_cart():
    cart = Cart("hunter2")
    assert cart.add("pen", 2) == 1
    assert cart.add("ink", 1, 4, 5, token="t") is None
    untold(3)
    many()
    with pytest.raises(ZeroDivisionError):
        fails(0)
    assert cart.total == 0


def test_green():
    assert untold(1) == 2
`;

function told(trace: ExecutionTrace): string[] {
  return trace.values.map(({ event, kind, name, value }) => `${trace.lines[event]} ${kind} ${name} ${value}`);
}

async function watchCart(
  values: ReadonlyMap<string, readonly (readonly [number, number])[]>,
): Promise<readonly WatchedTest[]> {
  const repository = repositoryOf({ 'cart.py': cart, 'test_cart.py': testOfCart });
  const python = provisioned.python!;
  const run = await runTests(repository, ['test_cart.py'], { python, mode: 'trace', values, keepPassingTraces: true });
  return run.tests;
}

const lineOf = (text: string, source = cart) => source.split('\n').findIndex((line) => line.includes(text)) + 1;

describe('values', () => {
  test('are kept of the functions asked for: arguments, assignments, conditions and results', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const add = lineOf('def add');
    const [cartTest] = await watchCart(new Map([['cart.py', [[add, add + 10]]]]));
    expect(cartTest?.outcome).toBe('failed');
    const values = told(cartTest!.trace!);
    expect(values).toContain(`${add} argument name 'pen'`);
    expect(values).toContain(`${add} argument price 2`);
    expect(values).toContain(`${add} argument more (4, 5)`);
    expect(values).toContain(`${add} argument options {'token': <redacted>}`);
    expect(values).toContain(`${add + 1} assigned self.items ['pen', 'ink']`);
    expect(values.filter((value) => value.startsWith(`${add + 2} assigned self.total`))).toEqual([
      `${add + 2} assigned self.total 2`,
      `${add + 2} assigned self.total 3`,
    ]);
    expect(values).toContain(`${add + 3} assigned extra 5`);
    expect(values).toContain(`${add + 4} assigned self.total 12`);
    expect(values).toContain(`${add + 4} assigned last 'ink'`);
    expect(values).toContain(`${add + 5} condition self.total 2`);
    expect(values.some((value) => value.startsWith(`${add + 7} assigned source <_io.TextIOWrapper`))).toBe(true);
    expect(values.some((value) => value.startsWith(`${add + 8} assigned first 'class Cart:`))).toBe(true);
    expect(values).toContain(`${add + 9} assigned count 1`);
    expect(values).toContain(`${add + 9} return  1`);
    expect(values.some((value) => /hunter2/.test(value))).toBe(false);
    // Nothing of functions that were not asked for.
    const lines = new Set(values.map((value) => Number(value.split(' ')[0])));
    expect([...lines].filter((line) => line < add || add + 10 < line)).toEqual([]);
  });

  test('of a line that raised, and results of a call that did not return, are none', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const fails = lineOf('def fails');
    const [cartTest] = await watchCart(new Map([['cart.py', [[fails, fails + 2]]]]));
    expect(told(cartTest!.trace!)).toEqual([`${fails} argument x 0`]);
  });

  test('of a loop are its first and its last', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const many = lineOf('def many');
    const [cartTest] = await watchCart(new Map([['cart.py', [[many, many + 3]]]]));
    const assigned = told(cartTest!.trace!).filter((value) => value.includes(' assigned n '));
    expect(assigned.map((value) => value.split(' ').at(-1))).toEqual([
      ...['0', '1', '4', '9', '16', '25', '36', '49'],
      ...['8464', '8649', '8836', '9025', '9216', '9409', '9604', '9801'],
    ]);
  });

  test('are kept of a test that passed, too, where that is asked for', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const untold = lineOf('def untold');
    const [, green] = await watchCart(new Map([['cart.py', [[untold, untold + 2]]]]));
    expect(green).toMatchObject({ outcome: 'passed' });
    expect(told(green!.trace!)).toEqual([
      `${untold} argument x 1`,
      `${untold + 1} assigned y 2`,
      `${untold + 2} return  2`,
    ]);
  });
});

const decisions = `def walk(items, flag):
    if flag:
        n = 1
    for item in items:
        n = item
    while flag:
        flag = False
    try:
        n = items[5]
    except IndexError:
        n = 0
    if n: return n
    elif items:
        return 2
    else:
        return 3
`;

test('branches are told as taken, with and without an else of their own', async (context) => {
  if (provisioned.python === null) return notRun(context, provisioned.reason);
  const repository = repositoryOf({
    'walk.py': decisions,
    'test_walk.py':
      'from walk import walk\n\n\ndef test_a():\n    assert walk([1], True) == 2\n\n\ndef test_b():\n    assert walk([], False) == 3\n',
  });
  const options = { python: provisioned.python, mode: 'spectra', instrument: ['walk.py'] } as const;
  const { tests } = await runTests(repository, ['test_walk.py'], options);
  const shown = tests.map(({ branches }) =>
    (branches?.get('walk.py') ?? []).map(
      ({ line, index, outcome }) => `${line}${index === 0 ? '' : `#${index}`} ${outcome}`,
    ),
  );
  expect(shown).toEqual([
    ['2 true', '4 body', '4 done', '6 body', '6 done', '10 handler', '12 false', '13 true'],
    ['2 false', '4 done', '6 done', '10 handler', '12 false', '13 false'],
  ]);
  expect([...(tests[1]?.hits?.get('walk.py') ?? [])]).toEqual([2, 4, 6, 8, 9, 11, 12, 13, 16]);
});
