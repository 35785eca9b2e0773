"""Runs trials in processes forked from one that has collected the tests, many in each: a process is left for a new one
when a trial changed the state of the program, and where one test takes as long as a fork for every trial.

Leaves out telling when a process hangs or died (`culprit_trials`), which is only seen from outside.
"""
import gc
import importlib
import os
import signal
import sys
import time
import warnings

import culprit_trial_code
from culprit_trial_board import parsed
from culprit_trial_code import FRESH, UNUSABLE
from culprit_trial_state import State

#: A test that takes longer is run in a process of its own: a fork adds little to it.
SECONDS_WORTH_A_FORK = 0.03
#: The tests are run twice as they are before the first trial; for no longer than this.
SECONDS_TO_TRY = 5
#: A trial may hold this much more memory than the process that collected.
BYTES_MORE = 2 * 2 ** 30


class Worker:
    def __init__(self, request, trials, board, meter, workshop, scope):
        self._tests, self._trials, self._board, self._meter = request['tests'], trials, board, meter
        self._workshop, self._scope = workshop, scope
        self._alone = request['forkEach']
        #: What a process puts back after each trial; None where each trial has a process of its own.
        self._state = None

    def serve(self, suite):
        """In the process that collected: hands out processes for as long as there are orders. Never returns."""
        _silence()
        if suite.problem is not None:
            self._leave(lambda: self._board.report(problem=suite.problem))
        _limit_memory()
        warnings.simplefilter('ignore', SyntaxWarning)
        tried = self._in_child(lambda send: self._try(suite, send))
        for name in tried.get('modules', ()):
            import_quietly(name)
        self._alone = self._alone or tried.get('alone', True)
        self._meter.install()
        self._workshop.load()
        gc.collect()
        state = None if self._alone else State(self._scope)
        self._state = None if state is None or state.too_large else state
        gc.freeze()
        self._board.report(ready=_modules_of_others())
        self._leave(lambda: self._hand_out(suite))

    def run_alone(self, suite, trial):
        """In a process that imported everything with a trial's edits in place: runs its tests. Never returns."""
        _silence()

        def run():
            if suite.problem is not None:
                self._board.outcome(trial, ['failed'], suite.problem)
                return
            _limit_memory()
            self._meter.install()
            self._board.enter(trial)
            verdicts, complaint = suite.run(self._board, self._meter, self._trials[trial]['switched'])
            self._board.outcome(trial, verdicts, complaint)
            self._board.rest()

        self._leave(run)

    def _hand_out(self, suite):
        while True:
            order = self._board.next_order()
            if order is None:
                return
            pid = _fork()
            if pid == 0:
                self._leave(lambda: self._work(suite, order))
            status = os.waitpid(pid, 0)[1]
            if status != 0 or self._board.read()[0] != 0:  # a test may leave by itself
                self._board.report(died=status)

    def _work(self, suite, first):
        board, trials, state = self._board, self._trials, self._state
        at = first
        while at is not None and at < len(trials):
            verdicts = self._one(suite, at)
            board.rest()
            if verdicts is None:
                board.report(fresh=at)
                at = board.next_order()
                continue
            at += 1
            untouched = verdicts == ['unusable']
            if not untouched and (state is None or not suite.is_tidy or not state.restore()):
                break
        if at is not None:
            board.report(left=at)

    def _one(self, suite, at):
        """Runs one trial and writes its outcome; None where it needs a fresh process."""
        trial = self._trials[at]
        self._board.enter(at)
        swaps = self._workshop.prepare(trial['edits'])
        if swaps is FRESH:
            return None
        if swaps is UNUSABLE:
            verdicts, complaint = ['unusable'], None
        else:
            culprit_trial_code.apply(swaps)
            try:
                verdicts, complaint = suite.run(self._board, self._meter, trial['switched'])
            finally:
                culprit_trial_code.undo(swaps)
        self._board.outcome(at, verdicts, complaint)
        return verdicts

    def _try(self, suite, send):
        """Runs the tests as they are: how long the first takes, whether all end the same twice, what they import."""
        board, began, before = self._board, time.process_time(), set(sys.modules)
        self._meter.install()
        board.enter(-1)
        first = suite.run(board, self._meter, None)
        slow = time.process_time() - began >= SECONDS_WORTH_A_FORK * max(1, len(first[0]))
        alone = slow or suite.must_run_alone
        if not alone:
            full = suite.run(board, self._meter, None, through=SECONDS_TO_TRY)
            alone = full != suite.run(board, self._meter, None, through=SECONDS_TO_TRY)
        board.rest()
        imported = [name for name in list(sys.modules) if name not in before]
        send({'alone': alone, 'modules': imported})

    def _in_child(self, body):
        import json
        reading, writing = os.pipe()
        pid = _fork()
        if pid == 0:
            self._leave(lambda: body(lambda answer: os.write(writing, b'\n' + json.dumps(answer).encode())))
        os.close(writing)
        answer = b''
        while True:
            part = os.read(reading, 65536)
            if not part:
                break
            answer += part
        os.close(reading)
        os.waitpid(pid, 0)
        return parsed(answer.rpartition(b'\n')[2]) or {}

    def _leave(self, body, exit_now=os._exit):
        """Does the last thing of this process."""
        try:
            body()
        except BaseException:
            import traceback
            traceback.print_exc()
            exit_now(70)
        exit_now(0)


def _fork():
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')  # newer Pythons warn where there are threads
        pid = os.fork()
    if pid == 0:
        signal.set_wakeup_fd(-1)
    return pid


def _silence():
    """From here on nothing the tests print is kept."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _limit_memory():
    """Runaways get an error rather than the machine's last memory."""
    try:
        import resource
        with open('/proc/self/statm') as file:
            pages = int(file.read().split()[0])
        most, (_, hard) = pages * resource.getpagesize() + BYTES_MORE, resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (most if hard < 0 else min(most, hard), hard))
    except (ImportError, ValueError, OSError):
        pass  # what the caller allows has to do


def _modules_of_others():
    """Modules of the standard library and of pytest itself: whoever imports the project again need not import these."""
    library, names = os.path.dirname(os.__file__) + os.sep, []
    for name, module in list(sys.modules.items()):
        file = getattr(module, '__file__', None) or ''
        standard = file.startswith(library) and '-packages' not in file
        if standard or name.partition('.')[0] in ('pytest', '_pytest', 'pluggy', 'iniconfig'):
            names.append(name)
    return names


def import_quietly(name):
    try:
        importlib.import_module(name)
    except BaseException:
        pass  # a part of a package that only looks like a module
