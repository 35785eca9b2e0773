/** A Python module with every kind of statement a probe must not disturb, and a test that runs it; for Python 3.8 and up. */

export const sink = `"""A docstring that stays one."""
from __future__ import annotations
from __future__ import (
    division,
)
import functools
import sys

# -*- not a cookie -*-
__private = 1


def documented():
    """Says what it does."""
    return documented.__doc__


def only_docstring():
    """Nothing else."""


def no_docstring():
    'x' + 'y'
    return no_docstring.__doc__


class Plain:
    """Class docstring."""
    __mangled = 'kept'
    slots: int = 3

    def __hidden(self):
        return self.__mangled

    def show(self):
        return self.__hidden()

    @property
    def value(self): return 5

    @staticmethod
    def build(*args, key=None, **rest): return len(args), key, rest


class Child(Plain):
    def show(self):
        return super().show() + __class__.__name__


def branches(n):
    if n == 0:
        result = 'zero'
    elif n == 1:
        result = 'one'
    elif n == 2: result = 'two'
    else:
        result = 'many'
    for i in range(n):
        if i == 1:
            continue
        if i == 3:
            break
    else:
        result += '!'
    while n > 0:
        n -= 1
    else:
        pass
    return result


def attempts(kind):
    seen = []
    try:
        seen.append('try')
        if kind == 'raise':
            raise KeyError('x')
        if kind == 'return':
            return seen
    except KeyError as error:
        seen.append(str(error))
    except (ValueError, TypeError):
        seen.append('never')
    else:
        seen.append('else')
    finally:
        seen.append('finally')
    with open(__file__, 'rb') as one, \\
            open(__file__, 'rb') as two:
        seen.append(one is not two)
    return seen


def scopes():
    count = 0

    def bump():
        nonlocal count
        count += 1
        return count

    def module_wide():
        global __private
        __private += 1
        return __private
    bump(); bump()
    return count, module_wide(), sorted(locals())


def generator(n):
    received = yield n
    yield from (received, n)


async def awaited():
    async def inner():
        return 1
    total = 0
    async for one in many():
        total += one
    return await inner() + total


async def many():
    yield 1
    yield 2


@functools.lru_cache(
    maxsize=None
)
def decorated(
    a,
    b=2,
):
    return [x for x in range(a) if x % b], {k: v for k, v in zip('ab', 'cd')}, (lambda: a)()


def assigned():
    a = b = c = 1
    a, (b, *c) = 1, (2, 3, 4)
    x: int
    y: int = 4
    del a
    assert y == 4, 'four'
    if (n := 3) > 2: pass
    return b, c, n, eval('y + 1'), vars().get('y')


def shown():
    return shown.__code__.co_consts[0] is None or True


def everything():
    import asyncio
    found = [documented(), only_docstring(), no_docstring(), Plain().show(), Child().show(), Plain().value]
    found.append(Plain.build(1, 2, key=3, z=4))
    found += [branches(n) for n in range(5)]
    found += [attempts(kind) for kind in ('', 'raise', 'return')]
    found.append(scopes())
    found.append(list(generator(3)))
    found.append(asyncio.run(awaited()))
    found.append(decorated(4))
    found.append(assigned())
    found.append(hash(documented.__code__) == hash(documented.__code__))
    found.append(sorted(name for name in globals() if 'culprit' in name))
    return found
`;

/** What `everything()` gives when nothing disturbs it, as Python prints it. */
const expectedOfSink = `['Says what it does.', None, None, 'kept', 'keptChild', 5, (2, 3, {'z': 4}), 'zero!', 'one!', 'two!', 'many!', \
'many', ['try', 'else', 'finally', True], ['try', "'x'", 'finally', True], ['try', 'finally'], (2, 2, ['bump', 'count', 'module_wide']), \
[3, None, 3], 4, ([1, 3], {'a': 'c', 'b': 'd'}, 4), (2, [3, 4], 3, 5, 4), True, []]`;

/** Fails on purpose after running everything, so that its trace is kept too. */
export const testOfSink = `import unittest

import sink


class SinkTest(unittest.TestCase):
    def test_everything(self):
        self.assertEqual(repr(sink.everything()), EXPECTED)
        self.assertEqual(sink.__doc__, 'A docstring that stays one.')
        self.fail('done')


EXPECTED = ${JSON.stringify(expectedOfSink)}
`;
