"""One run of a set of tests: what is noted when a test starts, fails, ends, or is cut off.

The drivers for pytest, unittest and Django call in here; how the three modes differ is decided here and nowhere else.
"""
import _thread
import faulthandler
import mmap
import os
import signal
import time
import weakref

from culprit_exceptions import Stacks

#: How long threads and exit handlers of the tests may take once all tests are over.
SECONDS_TO_LEAVE = 3
NOT_PASSED = ('failed', 'error')
_WEIGHT = {None: 0, 'skipped': 1, 'passed': 2, 'failed': 3, 'error': 3}


class Session:
    def __init__(self, request, scope, events, tracer, probes):
        self.scope = scope
        self.stacks = Stacks(scope, request['outFolder'])
        self._request, self._events, self._tracer, self._probes = request, events, tracer, probes
        self._now, self._exit = time.monotonic, os._exit
        self._parent_of, self._parent = os.getppid, os.getppid()
        self._began = self._now()
        self._current = None
        self._n_started = 0
        self._shared = 0
        self._crash_file = None
        self._left_out = frozenset(request['leaveOut'])
        with open(os.path.join(request['outFolder'], 'pulse.bin'), 'w+b') as file:
            file.truncate(8)
            self._pulse = mmap.mmap(file.fileno(), 8)

    def install_signals(self):
        """Answers the two signals of our caller: say where you are, with locals; or, from inside C code, without."""
        out = self._request['outFolder']
        self._crash_file = open(os.path.join(out, 'crash.txt'), 'w')
        self.catch_crashes()
        signals = self._request['signals']
        if signals is not None:
            signal.signal(signals['where'], self._cut_off)
            self._backtrace_file = open(os.path.join(out, 'backtrace.txt'), 'w')
            faulthandler.register(signals['backtrace'], file=self._backtrace_file, all_threads=False)
        if hasattr(os, 'register_at_fork'):
            os.register_at_fork(after_in_child=_weakly(weakref.ref(self)))

    def catch_crashes(self):
        """Lets a fatal signal write its stack to a file of ours; called again after a runner has set up its own."""
        faulthandler.enable(file=self._crash_file, all_threads=False)

    def collected(self, tests):
        """Notes the tests that will run, as dictionaries of id, file and line."""
        if self._probes is not None:
            self._events.add({'e': 'importHits', 'outer': self._probes.take(True), 'inner': self._probes.take(False)})
        self._events.write({'e': 'collected', 'tests': tests})

    def problem(self, kind, test, message, error=None):
        exception = None if error is None else self.stacks.exception(error)
        self._events.write({'e': 'problem', 'kind': kind, 'test': test, 'message': message, 'exception': exception})

    @property
    def running(self):
        return self._current is not None

    @property
    def has_failed(self):
        return self._current is not None and self._current['outcome'] in NOT_PASSED

    @property
    def runs_backwards(self):
        return self._request['reversed']

    def is_left_out(self, test_id):
        return test_id in self._left_out

    def _beat(self, number):
        """Counts the starts and ends of tests where our caller looks to see how long a test has been running."""
        self._pulse[0:8] = number.to_bytes(8, 'little')

    def may_start_another(self):
        limits = self._request['limits']
        if self._parent_of() != self._parent:
            return False  # nobody is left to read what we would write
        return self._n_started < limits['maxTests'] and self._now() - self._began < limits['startSeconds']

    def start(self, test, fresh_trace=True):
        self._n_started += 1
        self._beat(2 * self._n_started - 1)
        self._current = {'outcome': None, 'error': None, 'shared': [], 'began': self._now()}
        if self._probes is not None:
            between = self._probes.take(False)
            if between:
                self._events.add({'e': 'importHits', 'outer': {}, 'inner': between})
        self._events.write(dict(test, e='start'))
        if self._tracer is not None and fresh_trace:
            self._tracer.begin_test()

    def trace_fixture(self):
        """Before a fixture of a class or module: should it fail, its trace is that of the tests it takes along."""
        if self._tracer is not None:
            self._tracer.begin_test()
            self._tracer.resume()

    def resume(self):
        if self._tracer is not None and self._current is not None:
            self._tracer.resume()

    def pause(self):
        if self._tracer is not None:
            self._tracer.pause()

    def record(self, outcome, error=None):
        """Notes an outcome of the current test; the first failure stays, and beats anything else."""
        current = self._current
        if current is None or (current['outcome'] in NOT_PASSED):
            return
        if outcome in NOT_PASSED:
            self.pause()
        if _WEIGHT[outcome] >= _WEIGHT[current['outcome']]:
            current['outcome'] = outcome
            current['error'] = None if error is None else self.uncounted(self._describe)(error)

    def uncounted(self, function):
        """The same function, but what it runs counts for nothing: it is there to print what went wrong, which comes after."""
        def quiet(*arguments, **named):
            aside = self.stop_counting()
            try:
                return function(*arguments, **named)
            finally:
                self.count_again(aside)
        return quiet

    def stop_counting(self):
        probes, tracer = self._probes, self._tracer
        return None if probes is None else probes.kept(), None if tracer is None else tracer.suspend()

    def count_again(self, aside):
        kept, tracing = aside
        if kept is not None:
            self._probes.put_back(kept)
        if self._tracer is not None:
            self._tracer.take_up(tracing)

    def forget_outcome(self):
        """For runners that run a failed test again: the last attempt counts."""
        if self._current is not None:
            self._current.update(outcome=None, error=None)
            if self._tracer is not None:
                self._tracer.begin_test()

    def share(self, number):
        """Counts statements that ran in a shared fixture as the current test's too."""
        if self._current is not None and number is not None:
            self._current['shared'].append(number)

    def set_hits_aside(self):
        """Before a shared fixture runs: what the current test hit so far, to be put back after it."""
        return None if self._probes is None else self._probes.take(False)

    def shared_hits(self, aside):
        """After a shared fixture ran: names what it hit, so that every test that uses it can be given it."""
        if self._probes is None:
            return None
        self.share(self._add_shared(aside))
        return self._add_shared(self._probes.take(False))

    def _add_shared(self, hits):
        if not hits:
            return None
        number, self._shared = self._shared, self._shared + 1
        self._events.add({'e': 'shared', 'i': number, 'hits': hits})
        return number

    def end(self):
        current, self._current = self._current, None
        self.pause()
        self._beat(2 * self._n_started)
        if current is not None:
            outcome = current['outcome'] or 'skipped'
            self._write_end(current, outcome, current['error'])

    def finish(self, status):
        if self._probes is not None:
            self._events.add({'e': 'importHits', 'outer': self._probes.take(True), 'inner': {}})
        self._events.write({'e': 'finish', 'status': status})
        # All is said: a thread that the tests left running must not keep us.
        faulthandler.disable()
        exit_now, wait = self._exit, _thread.allocate_lock()
        wait.acquire()
        _thread.start_new_thread(lambda: (wait.acquire(True, SECONDS_TO_LEAVE), exit_now(status)), ())

    def _write_end(self, current, outcome, exception):
        event = {'e': 'end', 'outcome': outcome, 'seconds': self._now() - current['began'], 'exception': exception}
        if self._probes is not None:
            event['hits'], event['shared'] = self._probes.take(False), current['shared']
        keeps = self._request['keepPassingTraces'] or outcome in NOT_PASSED + ('timedOut',)
        if self._tracer is not None and keeps:
            values = self._tracer.values()
            if values:
                self._events.add({'e': 'values', 'of': values})
            event['trace'], event['entered'] = self._tracer.save(), self._tracer.entered()
        self._events.write(event)

    def _describe(self, error):
        if isinstance(error, BaseException):
            return self.stacks.exception(error)
        return {'type': error[0], 'message': error[1], 'frames': [], 'chainedBy': None, 'chained': None}

    def _cut_off(self, _signal, frame):
        self.pause()
        current, self._current = self._current, None
        limits = self._request['limits']
        too_long = current is not None and self._now() - current['began'] >= limits['testSeconds']
        limit = limits['testSeconds' if too_long else 'seconds']
        exception = self.stacks.running('Timeout', 'Still running after %g seconds' % limit, frame)
        if current is not None:
            self._write_end(current, 'timedOut', exception)
        else:
            self._events.write({'e': 'cutOff', 'exception': exception})
        self._exit(124)

    def _in_forked_child(self):
        self.pause()
        self._current = None
        self._tracer = self._probes = None
        self._pulse = bytearray(8)


def _weakly(session):
    """Python keeps fork callbacks to its very end, and before 3.10 crashes there if they reach an open file."""

    def forked():
        if session() is not None:
            session()._in_forked_child()

    return forked
