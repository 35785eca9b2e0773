/** A small program, a check of all it does, and what edits of it change: what trials are to show on every Python. */
import type { Trial, TrialOutcome } from '../../server/ports/trials.ts';
import { writing } from './trialsOn.ts';

const shop = `"""A shop. 🛒 Its sign takes two units."""
import functools

RATE = 2


def plain(a, b):
    return a - b


class Base:
    unit = 'g'

    def __init__(self, n):
        self.__n = n

    def own(self):
        return self.__n + 1

    @property
    def double(self):
        return self.__n * 3

    @staticmethod
    def fixed():
        return 4

    @classmethod
    def made(cls):
        return cls(1)


class Derived(Base):
    def own(self):
        return super().own() + 1

    def other(self):
        return 1


def adder(n):
    start = n * 1

    def add(m):
        '''Adds. 🛒'''
        return start + m

    def unlike(m):
        return m

    return add, unlike


add_five, unlike = adder(5)


def counting(limit):
    at = 0
    while at < limit:
        yield at
        at += 1


@functools.lru_cache(maxsize=None)
def cached(n):
    return n + 10


def logged(function):
    @functools.wraps(function)
    def around(*arguments):
        return function(*arguments)
    return around


@logged
def decorated(n=1):
    # a comment
    return n * 2


async def later(n):
    return n


def rated(n):
    return n * RATE


def deep(n):
    return 0
`;

/** A check that passes as things are and else complains of what is otherwise. */
const checks = `import asyncio
import unittest

import shop


class Changed(Exception):
    pass


def facts():
    yield 'plain', 1, lambda: shop.plain(2, 1)
    yield 'own', 3, lambda: shop.Base(2).own()
    yield 'derived', 4, lambda: shop.Derived(2).own()
    yield 'other', 1, lambda: shop.Derived(2).other()
    yield 'unit', 'g', lambda: shop.Base.unit
    yield 'double', 6, lambda: shop.Base(2).double
    yield 'fixed', 4, lambda: shop.Base.fixed()
    yield 'made', 2, lambda: shop.Base.made().own()
    yield 'live', 6, lambda: shop.add_five(1)
    yield 'unlike', 1, lambda: shop.unlike(1)
    yield 'fresh', 3, lambda: shop.adder(2)[0](1)
    yield 'counting', [0, 1], lambda: list(shop.counting(2))
    yield 'cached', 11, lambda: shop.cached(1)
    yield 'decorated', 2, lambda: shop.decorated()
    yield 'later', 3, lambda: asyncio.run(shop.later(3))
    yield 'rated', 6, lambda: shop.rated(3)
    yield 'deep', 0, lambda: shop.deep(3)


def check():
    changed = []
    for name, before, ask in facts():
        try:
            now = ask()
        except Exception as error:
            now = type(error).__name__
        if now != before:
            changed.append('%s %s' % (name, now))
    if changed:
        raise Changed(', '.join(changed))


def test_facts():
    check()


class Facts(unittest.TestCase):
    def test_facts(self):
        check()
`;
export const files = { 'shop.py': shop, 'test_shop.py': checks };

export const edits: readonly (readonly [old: string, text: string, changed: string])[] = [
  ['', '', 'passed'],
  ['return a - b', 'return a + b', 'plain 3'],
  ['return a - b', 'if a:\n        return 7\n    return 0', 'plain 7'],
  ['    return a - b\n', '    c = a\n    return c * 10\n', 'plain 20'],
  ['(a, b):\n    return a - b', '(a, b):\n    return a * b', 'plain 2'],
  ['self.__n + 1', 'self.__n + 2', 'own 4, derived 5, made 3'],
  ['super().own() + 1', 'super().own() - 1', 'derived 2'],
  ['super().own() + 1', '9', 'derived 9'],
  ['        return 1\n', '        return super().own()\n', 'other 3'],
  ['self.__n * 3', 'self.__n', 'double 2'],
  ['return 4', 'return 5', 'fixed 5'],
  ['cls(1)', 'cls(2)', 'made 3'],
  ['start + m', 'start - m', 'live 4, fresh 1'],
  ['start + m', 'm', 'live 1, fresh 1'],
  ['        return m\n', '        return m + n\n', 'unlike 6'],
  ['start = n * 1', 'start = n * 2', 'fresh 5'],
  ['at += 1', 'at += 2', 'counting [0]'],
  ['at += 1', 'pass', 'spun'],
  ['n + 10', 'n + 20', 'cached 21'],
  ['return n * 2', 'return n * 3', 'decorated 3'],
  ['return function(*arguments)', 'return 0', 'decorated 0'],
  ['    return n\n\n\ndef rated', '    return -n\n\n\ndef rated', 'later -3'],
  ["unit = 'g'", "unit = 'kg'", 'unit kg'],
  ['RATE = 2', 'RATE = 3', 'rated 9'],
  ['decorated(n=1)', 'decorated(n=5)', 'decorated 10'],
  ['@logged\n', '', 'passed'],
  ['def plain(a, b):', 'def plain(a):', 'plain TypeError'],
  ['return a - b', 'return a -', 'unusable'],
  ["unit = 'g'", 'unit = (', 'unusable'],
  ['return a - b', 'return a - b\ndef plain(a, b):\n    return 8', 'plain 8'],
  ['return 0\n', 'return deep(n)\n', 'deep RecursionError'],
  ['return 0\n', 'while True:\n        try:\n            n / 0\n        except: pass\n', 'spun'],
  ['return 0\n', 'import sys; sys.exit(0)\n', 'SystemExit: 0'],
  ['return 0\n', 'import os; os._exit(0)\n', 'The process ended with status 0'],
  ['return 0\n', 'import ctypes; ctypes.string_at(0)\n', 'The process ended with signal 11'],
  ['return 0\n', "return '🛒' + '''\n'''\n", 'deep 🛒\n'],
  ['', '', 'passed'],
];

/** What each edit changed, as the check tells. */
export function told({ verdicts, complaint }: TrialOutcome): string | undefined {
  return complaint?.replace('Changed: ', '') ?? verdicts[0];
}

export function trialsOf(rows: typeof edits): readonly Trial[] {
  return rows.map(([old, text]) => (old === '' ? { edits: [] } : writing(files, ['shop.py', old, text])));
}
