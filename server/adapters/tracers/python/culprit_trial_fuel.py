"""What keeps a trial from running on: steps counted in the code itself, and an alarm for code that takes none.

A step is the entry of a function or a turn of a loop of the files under trial: `__culprit_tick__()`, a C-level `__next__`
(some 30 ns), so that counting costs little and does not depend on the machine's load. Leaves out memory and processes that
do not answer at all: those are for whoever watches from outside.
"""
import ast
import builtins
import itertools
import signal

TICK = '__culprit_tick__'
SWITCH = '__culprit_switch__'
#: The alarm comes again and again: code that swallows all exceptions swallows the first.
SECONDS_BETWEEN_ALARMS = 0.05
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Spun(BaseException):
    """The fuel or the time of a test is used up."""


class Meter:
    """The fuel of one test at a time."""

    def __init__(self, fuel, seconds):
        self.spent = False
        self._fuel, self._seconds = int(fuel), seconds
        self._running = False
        self._switched, self._evaluations = 0, 0
        #: One and the same between tests, so that it is no change of state.
        self._idle = itertools.repeat(None).__next__
        self._set_timer, self._timer = signal.setitimer, signal.ITIMER_PROF

    def install(self):
        setattr(builtins, TICK, self._idle)
        setattr(builtins, SWITCH, self._switch)
        signal.signal(signal.SIGPROF, self._alarm)

    def start(self, switched):
        """Fills up; `switched` is the evaluation to turn round, counted from 1, or None."""
        self.spent = False
        self._switched, self._evaluations = switched or 0, 0
        setattr(builtins, TICK, itertools.chain(itertools.repeat(None, self._fuel), _Empty(self)).__next__)
        self._running = True
        self._set_timer(self._timer, self._seconds, SECONDS_BETWEEN_ALARMS)

    def stop(self):
        self._running = False
        self._set_timer(self._timer, 0)
        setattr(builtins, TICK, self._idle)

    def _switch(self, value):
        self._evaluations += 1
        return not value if self._evaluations == self._switched else value

    def _alarm(self, _signal, _frame):
        if self._running:
            self.spent = True
            raise Spun('The time of the test is used up')


class _Empty:
    """What is read once the fuel is used up: it raises every time, as code may swallow the first."""

    def __init__(self, meter):
        self._meter = meter

    def __iter__(self):
        return self

    def __next__(self):
        self._meter.spent = True
        raise Spun('The fuel of the test is used up')


def add_ticks(tree):
    """Puts a tick at the head of each function and loop below a node; only statements are looked at."""
    pending = [tree]
    while pending:
        node = pending.pop()
        for field in ('body', 'orelse', 'finalbody', 'handlers', 'cases'):
            parts = getattr(node, field, None)
            if type(parts) is list:
                pending.extend(parts)
        if isinstance(node, _FUNCTIONS):
            node.body.insert(1 if _has_docstring(node) else 0, _tick(node.body[0]))
        elif isinstance(node, _LOOPS):
            node.body.insert(0, _tick(node.body[0]))
    return tree


def _has_docstring(node):
    first = node.body[0]
    return type(first) is ast.Expr and type(first.value) is ast.Constant and type(first.value.value) is str


def _tick(beside):
    place = {
        'lineno': beside.lineno, 'col_offset': beside.col_offset,
        'end_lineno': beside.lineno, 'end_col_offset': beside.col_offset,
    }
    name = ast.Name(TICK, ast.Load(), **place)
    return ast.Expr(ast.Call(name, [], [], **place), **place)
