/** A program that keeps state in every way there is, and tests that pass; what trials are kept apart on. */
/** A module's names, a class's, an instance's, a default, a closure, a cache. */
export const ledger = `import functools
import os

TOTALS = {}
_last = None


class Account:
    count = 0
    names = []

    def __init__(self, name, amount=0):
        Account.count += 1
        self.names.append(name)
        self.name, self.amount = name, amount

    def add(self, amount):
        if amount < 0 and self.amount + amount < 0:
            raise ValueError('too little')
        self.amount += amount
        TOTALS[self.name] = TOTALS.get(self.name, 0) + amount
        return self.amount


MAIN = Account('main', 100)


def counter():
    count = 0

    def step():
        nonlocal count
        count += 1
        return count
    return step


step = counter()


def gathered(item, into=[]):
    into.append(item)
    return list(into)


@functools.lru_cache(maxsize=None)
def price(n):
    return n * 3 - 1


def note(text):
    global _last
    _last, before = text, _last
    os.environ['LEDGER_NOTE'] = text
    return before


def rows(limit):
    found = []
    at = 0
    while at < limit:
        if at % 2 == 0:
            found.append(price(at))
        at += 1
    return found
`;
const testLedger = `import os

import pytest

import ledger


@pytest.fixture(scope='module')
def account():
    return ledger.Account('shared', 5)


def test_rows():
    assert ledger.rows(5) == [-1, 5, 11]


def test_state():
    assert (ledger.Account.count, ledger.Account.names, ledger.TOTALS) == (1, ['main'], {})
    assert ledger.MAIN.add(5) == 105
    assert ledger.TOTALS == {'main': 5}
    assert (ledger.step(), ledger.step()) == (1, 2)
    assert ledger.gathered(1) == [1]
    assert ledger.note('a') is None and 'LEDGER_NOTE' in os.environ
    os.chdir('/')


@pytest.mark.parametrize('items', [[3, 1, 2]])
def test_parameters(items):
    assert len(items) == 3
    items.sort()
    items.pop()
    assert ledger.gathered(items[0]) == [1, 1]


def test_shared(account, tmp_path, capsys):
    assert account.add(1) == 6
    with pytest.raises(ValueError):
        account.add(-20)
    print('x' * 100)
    assert len(capsys.readouterr().out) == 101
    (tmp_path / 'a').write_text('b')


def test_shared_again(account, monkeypatch):
    monkeypatch.setattr(ledger, 'TOTALS', {})
    assert account.add(1) == 7
`;
export const files = { 'ledger.py': ledger, 'test_ledger.py': testLedger };
export const tests = ['rows', 'state', 'parameters[items0]', 'shared', 'shared_again'].map(
  (name) => `test_ledger.py::test_${name}`,
);
