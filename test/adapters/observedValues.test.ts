/** Exceptions as data: chains, frames, and values printed without ever running the program's own code. */
import { beforeAll, describe, expect, test } from 'vitest';
import { notRun, type Provisioned, pythonWith } from '../provision.ts';
import { repositoryOf, runTests } from './watchedRepository.ts';

let provisioned: Provisioned;
beforeAll(async () => {
  provisioned = await pythonWith([]);
});

const hostile = `import collections
import datetime
import decimal


class Meta(type):
    @property
    def __module__(cls): raise SystemExit('metaclass asked')
    def __repr__(cls): raise SystemExit('class printed')


class Hostile(metaclass=Meta):
    def __init__(self):
        object.__setattr__(self, 'kept', 1)
    def __repr__(self): raise SystemExit('printed')
    def __getattribute__(self, name): raise SystemExit('asked for ' + name)
    def __len__(self): raise SystemExit('measured')
    def __eq__(self, other): raise SystemExit('compared')
    def __bool__(self): raise SystemExit('judged')
    def __hash__(self): raise SystemExit('hashed')


class Liar:
    @property
    def __class__(self): raise SystemExit('class asked')
    @property
    def __dict__(self): raise SystemExit('dict asked')


class Slotted:
    __slots__ = ('a', 'empty')
    def __init__(self):
        self.a = 2
    @property
    def b(self): raise SystemExit('property')


class Loud(dict):
    def items(self): raise SystemExit('items')
    def __iter__(self): raise SystemExit('iterated')


class Text(str):
    def __repr__(self): raise SystemExit('text')


class Price(decimal.Decimal):
    def __repr__(self): raise SystemExit('price')


class Zone(datetime.tzinfo):
    def __repr__(self): raise SystemExit('zone')


class Account:
    def __init__(self):
        self.password = 'hunter2'
        self.name = 'ann'
        self.tokens = [1, 2]
`;
const testHostile = `import collections
import datetime
import decimal
import sys
import unittest

from hostile import *


class ValuesTest(unittest.TestCase):
    def test_hostile(self):
        hostile, liar, slotted, loud, text, account = Hostile(), Liar(), Slotted(), Loud(a=1), Text('x'), Account()
        many = [hostile, liar, loud]
        raise ValueError('now')

    def test_plain(self):
        nothing, yes, whole, huge, real = None, True, 12, 10 ** 400, 1.5
        word, long_word, raw = 'it', 'x' * 500, b'abc'
        row, pair, bag, table = [1, 'a', [2, [3, [4]]]], (1,), {3}, {'k': [1], 'deep': {'x': {'y': 1}}}
        queue, counted = collections.deque([1]), collections.Counter('aab')
        long_row, kind, module, call = list(range(100)), Account, sys, len
        raise ValueError('now')

    def test_library(self):
        price, own_price = decimal.Decimal('9.50'), Price('1')
        day, moment = datetime.date(2024, 2, 29), datetime.datetime(2024, 2, 29, tzinfo=datetime.timezone.utc)
        elsewhere = datetime.datetime(2024, 2, 29, tzinfo=Zone())
        prices = {'a': [price]}
        raise ValueError('now')

    def test_secrets(self):
        password, api_key, access_token, Authorization = 'p', 'k', 't', b'basic'
        headers = {'Authorization': 'Bearer x', 'accept': '*/*', 'nested': {'secret': 'y'}}
        token, tokenizer = object(), 'fine'
        raise ValueError('now')
`;

describe('observed values', () => {
  test('are printed without running any code of the program', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf({ 'hostile.py': hostile, 'test_values.py': testHostile });
    const run = await runTests(repository, ['test_values.py'], { python: provisioned.python, runner: 'unittest' });
    const localsOf = (name: string) => {
      const found = run.tests.find((one) => one.id.endsWith(name))!;
      const frame = found.exception!.frames.at(-1)!;
      return Object.fromEntries(
        frame.locals.filter((local) => local.name !== 'self').map(({ name, value }) => [name, value]),
      );
    };
    expect(localsOf('test_hostile')).toEqual({
      hostile: '<hostile.Hostile kept=1>',
      liar: '<hostile.Liar>',
      slotted: '<hostile.Slotted a=2>',
      loud: '<hostile.Loud>',
      text: '<hostile.Text>',
      account: "<hostile.Account password=<redacted> name='ann' tokens=[…]>",
      many: '[<hostile.Hostile kept=1>, <hostile.Liar>, <hostile.Loud>]',
    });
    expect(localsOf('test_plain')).toEqual({
      nothing: 'None',
      yes: 'True',
      whole: '12',
      huge: '<int of 1329 bits>',
      real: '1.5',
      word: "'it'",
      long_word: `'${'x'.repeat(98)}…`,
      raw: "b'abc'",
      row: "[1, 'a', [2, […]]]",
      pair: '(1,)',
      bag: '{3}',
      table: "{'k': [1], 'deep': {'x': {…}}}",
      queue: 'deque([1])',
      counted: "Counter({'a': 2, 'b': 1})",
      long_row: '[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, … 100 in all]',
      kind: '<class hostile.Account>',
      call: '<function len>',
    });
    expect(localsOf('test_library')).toEqual({
      price: "Decimal('9.50')",
      own_price: '<hostile.Price>',
      day: 'datetime.date(2024, 2, 29)',
      moment: 'datetime.datetime(2024, 2, 29, 0, 0, tzinfo=datetime.timezone.utc)',
      elsewhere: '<datetime.datetime>',
      prices: "{'a': [Decimal('9.50')]}",
    });
    expect(localsOf('test_secrets')).toEqual({
      password: '<redacted>',
      api_key: '<redacted>',
      access_token: '<redacted>',
      Authorization: '<redacted>',
      headers: "{'Authorization': <redacted>, 'accept': '*/*', 'nested': {'secret': <redacted>}}",
      token: '<object>',
      tokenizer: "'fine'",
    });
  });

  test('follow causes and contexts, and stop at what was suppressed', async (context) => {
    if (provisioned.python === null) return notRun(context, provisioned.reason);
    const repository = repositoryOf({
      'test_chain.py': `import unittest


def low(): raise KeyError('low')


class Unprintable(Exception):
    def __str__(self): raise RuntimeError('no')


class ChainTest(unittest.TestCase):
    def test_context(self):
        try:
            low()
        except KeyError:
            raise ValueError('high')

    def test_suppressed(self):
        try:
            low()
        except KeyError:
            raise ValueError('high') from None

    def test_endless(self):
        error = None
        for n in range(10):
            new = ValueError(n)
            new.__cause__, error = error, new
        raise error

    def test_unprintable(self):
        raise Unprintable

    def test_address(self):
        raise ValueError('at <object object at 0x7f0011223344>')

    def test_recursion(self):
        def deeper(n): return deeper(n + 1)
        deeper(0)
`,
    });
    const run = await runTests(repository, ['test_chain.py'], { python: provisioned.python, runner: 'unittest' });
    const exceptions = new Map(run.tests.map((one) => [one.id.split('.').at(-1), one.exception!]));
    expect(exceptions.get('test_context')).toMatchObject({
      message: 'high',
      chainedBy: 'context',
      chained: { type: 'KeyError', frames: [{ function: 'ChainTest.test_context' }, { function: 'low' }] },
    });
    expect(exceptions.get('test_suppressed')).toMatchObject({ chainedBy: null, chained: null });
    let nLinks = 0;
    for (let link = exceptions.get('test_endless') ?? null; link !== null; link = link.chained) nLinks += 1;
    expect(nLinks).toBe(5);
    expect(exceptions.get('test_unprintable')!.message).toBe('<test_chain.Unprintable that cannot be printed>');
    expect(exceptions.get('test_address')!.message).toBe('at <object object at 0x…>');
    expect(exceptions.get('test_recursion')!.frames).toHaveLength(100);
  });
});
