"""Runs tests again and again, each time with some of the code written otherwise, and writes how each trial ended.

Started as `python -B culprit_trials.py request.json`; README.md describes the request and the outcomes. Three kinds of
processes: this one watches; one imports the project, collects the tests and is forked for trials (`culprit_trial_worker`);
and for an edit that only shows when its file is imported, a fork of this one that imports everything anew.
"""
import json
import os
import signal
import sys
import time

from culprit_watch import end_with_parent, without_core_files

_POLL_SECONDS = 0.05
#: On the clock a test may take this many times what it may take of the processor, and a little more.
_PATIENCE, _GRACE_SECONDS = 2, 0.5


class Run:
    def __init__(self, request, trials, own):
        self._request, self._trials, self._own = request, trials, own
        self._scope = own.Scope(request['root'], request['cwd'])
        self._board = own.Board(request['outFolder'])
        limits = request['limits']
        self._meter = own.Meter(limits['fuel'], limits['trialSeconds'])
        files = list(dict.fromkeys(edit[0] for trial in trials for edit in trial['edits']))
        self._workshop = own.Workshop(request['root'], files)
        self._worker = own.Worker(request, trials, self._board, self._meter, self._workshop, self._scope)
        self._patience = limits['trialSeconds'] * _PATIENCE + _GRACE_SECONDS
        self._collected_in = None
        self._others = []

    def run(self):
        began = time.monotonic()
        nursery = self._fork(lambda: self._collect(self._worker.serve))
        problem = self._wait_until_ready(nursery)
        if problem is not None:
            self._board.problem(problem)
            return
        self._collected_in = time.monotonic() - began
        self._meter.install()
        at, before = 0, -1
        while before < at < len(self._trials):
            before = at
            self._board.order(at)
            at = self._follow(at)
        if at < len(self._trials):
            self._board.problem('Trial %d could not be started' % at)
        self._board.order(-1)
        os.waitpid(nursery, 0)

    def _wait_until_ready(self, nursery):
        """Why the tests cannot be tried, or None."""
        watch = _Watchdog(self._board, self._patience)
        ended = False
        while True:
            report = self._board.next_report(0 if ended else _POLL_SECONDS)
            if report is not None and isinstance(report.get('problem'), str):
                return report['problem']
            if report is not None and isinstance(report.get('ready'), list):
                self._others = report['ready']
                return None
            # What it reported before it ended is still to be read.
            if ended and report is None:
                return 'The tests could not be collected: the process ended'
            if not ended:
                watch.look()
                ended = os.waitpid(nursery, os.WNOHANG)[0] != 0

    def _follow(self, at):
        """Follows one process until it is left; gives the trial to go on with."""
        watch = _Watchdog(self._board, self._patience)
        while True:
            report = self._board.next_report(_POLL_SECONDS)
            if report is None:
                watch.look()
            elif 'left' in report:
                return report['left']
            elif 'fresh' in report:
                self._run_fresh(report['fresh'])
                self._board.order(report['fresh'] + 1)
                watch = _Watchdog(self._board, self._patience)
            elif 'died' in report:
                return self._after_death(report['died'], watch.has_killed, at)

    def _after_death(self, status, killed, at):
        running, _, trial, test = self._board.read()
        if running == 0:
            return max(at, trial + 1)  # it died between two trials, or before its first
        self._tell_death(trial, test, status, killed)
        return trial + 1

    def _tell_death(self, trial, test, status, killed):
        how = 'signal %d' % (status & 0x7f) if status & 0x7f else 'status %d' % (status >> 8)
        verdict, complaint = ('spun', None) if killed else ('failed', 'The process ended with ' + how)
        self._board.outcome(trial, ['passed'] * test + [verdict], complaint)

    def _run_fresh(self, trial):
        """Runs a trial in a process that imports the edited files anew."""
        texts = self._workshop.texts(self._trials[trial]['edits'])
        if texts is None:
            self._board.outcome(trial, ['unusable'], None)
            return
        self._board.rest()
        while self._others:
            self._own.import_quietly(self._others.pop())
        pid = self._fork(lambda: self._import_anew(texts, trial))
        watch = _Watchdog(self._board, self._patience)
        collected_by = time.monotonic() + max(self._patience, 5 * self._collected_in)
        while True:
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended != 0:
                break
            time.sleep(0.005)
            if self._board.read()[0] == 0 and time.monotonic() > collected_by:
                watch.kill(pid)
            watch.look()
        running, _, _, test = self._board.read()
        if status != 0 or running != 0:
            self._tell_death(trial, test if running else 0, status, watch.has_killed)
        self._board.rest()

    def _import_anew(self, texts, trial):
        self._own.load_from(texts)
        self._collect(lambda suite: self._worker.run_alone(suite, trial))

    def _collect(self, serve):
        """Hands the collected tests to `serve`, which does not return."""
        self._own.collectors[self._request['runner']](self._request, self._scope, serve)

    def _fork(self, body):
        pid = os.fork()
        if pid == 0:
            try:
                body()
            finally:
                os._exit(71)
        return pid


class _Watchdog:
    """Ends the process that runs a test for too long by the clock."""

    def __init__(self, board, seconds):
        self.has_killed = False
        self._board, self._seconds = board, seconds
        self._last, self._since = None, 0

    def look(self):
        running, starts = self._board.read()[:2]
        if starts != self._last:
            self._last, self._since = starts, time.monotonic()
        elif running != 0 and not self.has_killed and time.monotonic() - self._since > self._seconds:
            self.kill(running)

    def kill(self, pid):
        self.has_killed = True
        # Tests share the board's memory: what stands there may be anybody's number.
        if not _is_ours(pid):
            return
        try:
            os.kill(pid, signal.SIGKILL)
        except OSError:
            pass  # gone already


def _is_ours(pid):
    """Whether a process is of our own group, and not this one; or, where a test left the group, descends from this one."""
    own = os.getpid()
    if pid <= 1 or pid == own:
        return False
    try:
        if os.getpgid(pid) == os.getpgrp() and os.getpgrp() == own:
            return True
        while pid > 1 and pid != own:
            with open('/proc/%d/stat' % pid, 'rb') as file:
                pid = int(file.read().rpartition(b')')[2].split()[1])
    except (OSError, ValueError, OverflowError):
        return False
    return pid == own


def import_own_modules(cache_folder):
    """Imports our modules through a bytecode cache of our own, as `culprit_watch` does."""
    before = sys.dont_write_bytecode, sys.pycache_prefix
    sys.dont_write_bytecode, sys.pycache_prefix = False, os.path.join(cache_folder, 'watcher')
    try:
        import culprit_scope
        import culprit_trial_board
        import culprit_trial_code
        import culprit_trial_fuel
        import culprit_trial_imports
        import culprit_trial_pytest
        import culprit_trial_unittest
        import culprit_trial_worker
    finally:
        sys.dont_write_bytecode, sys.pycache_prefix = before

    class Own:
        Scope = culprit_scope.Scope
        Board = culprit_trial_board.Board
        Meter = culprit_trial_fuel.Meter
        Workshop = culprit_trial_code.Workshop
        Worker = culprit_trial_worker.Worker
        import_quietly = staticmethod(culprit_trial_worker.import_quietly)
        load_from = staticmethod(culprit_trial_imports.load_from)
        collectors = {
            'pytest': culprit_trial_pytest.collect,
            'unittest': culprit_trial_unittest.collect,
            'django': culprit_trial_unittest.collect_django,
        }

    return Own


def main():
    with open(sys.argv[1], encoding='utf-8') as file:
        request = json.load(file)
    with open(request['trialsFile'], encoding='utf-8') as file:
        trials = [json.loads(line) for line in file]
    own = import_own_modules(request['cacheFolder'])
    sys.dont_write_bytecode = True
    os.chdir(request['cwd'])
    sys.path[0] = request['cwd']
    without_core_files()
    if sys.platform == 'linux':
        end_with_parent()
    Run(request, trials, own).run()


if __name__ == '__main__':
    main()
    os._exit(0)
