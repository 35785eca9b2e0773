"""unittest's tests for trials, and those of Django's test commands, whose own suite is taken over once it is built."""
import copy
import os
import runpy
import sys

from culprit_labels import dotted, parts_of
from culprit_loading import load
from culprit_trial_suite import Suite


def collect(request, scope, serve):
    """Hands the loaded tests to `serve`, which does not return."""
    import unittest

    sys.argv = [os.path.join(os.path.dirname(unittest.__file__), '__main__.py')] + request['tests']
    problems = _Problems(scope)
    loader = unittest.TestLoader()
    found = {}
    # A name may only lead somewhere once its file was loaded from a folder of its own.
    for name in request['tests'] + request['testFiles'] + request['tests']:
        if any(test not in found for test in request['tests']):
            for test in _flat(load(name, request, problems, loader), unittest):
                found.setdefault(test.id(), test)
    serve(_suite(request, found, problems.first, unittest))


def collect_django(request, scope, serve):
    import unittest

    run = unittest.TestSuite.run

    def taken_over(suite, result, *rest, **named):
        unittest.TestSuite.run = run
        found = {test.id(): test for test in _flat(suite, unittest)}
        serve(_suite(request, found, None, unittest))

    unittest.TestSuite.run = taken_over
    script = request['script']
    labels = []
    for test in request['tests']:
        file, parts = parts_of(test)
        labels.append('.'.join((dotted(os.path.join(request['root'], file), request['cwd']) if file else []) + parts))
    options = ['--noinput'] if script == 'manage.py' else ['--noinput', '--parallel=1']
    sys.argv = [script] + (['test'] if script == 'manage.py' else []) + labels + options
    if script == 'runtests.py':
        sys.path.insert(1, request['root'])
    try:
        runpy.run_path(os.path.join(request['cwd'], script), run_name='__main__')
    except SystemExit:
        pass
    serve(Suite([], 'Django ran no test'))


class _Problems:
    """What `load` tells of names that lead nowhere."""

    def __init__(self, scope):
        self.scope, self.first = scope, None

    def problem(self, _kind, _test, message, error=None):
        said = message if error is None else '%s: %s: %s' % (message, type(error).__name__, error)
        self.first = self.first or said


def _flat(suite, unittest):
    for test in suite:
        if isinstance(test, unittest.suite.BaseTestSuite):
            for inner in _flat(test, unittest):
                yield inner
        elif test is not None:
            yield test


def _suite(request, found, problem, unittest):
    lost = [test for test in request['tests'] if test not in found]
    if lost:
        return Suite([], problem or 'unittest found no test %s' % lost[0])
    result = _make_result(unittest)
    shared = unittest.TestSuite()
    tests = [_Test(found[test], shared, result) for test in request['tests']]
    return Suite(tests, None, False, lambda: _tidy(shared, result))


class _Test:
    """A test with the fixtures of its class and module, as a suite sees to them."""

    is_plain = False

    def __init__(self, test, shared, result):
        self._test, self._shared, self._result = test, shared, result
        type(test)._classSetupFailed = False  # set by every suite; set beforehand it is no change of state

    def run(self, _after):
        result, shared, test = self._result, self._shared, copy.copy(self._test)
        result.begin()
        shared._tearDownPreviousClass(test, result)
        shared._handleModuleFixture(test, result)
        shared._handleClassSetUp(test, result)
        result._previousTestClass = type(test)
        if result.error is None and not getattr(type(test), '_classSetupFailed', False):
            test(result)
        return result.error


def _tidy(shared, result):
    result.begin()
    shared._tearDownPreviousClass(None, result)
    shared._handleModuleTearDown(result)
    result._previousTestClass = None


def _make_result(unittest):
    class NotPassed(Exception):
        """Stands for an outcome that no exception tells."""

    class Result(unittest.TestResult):
        """Keeps the first error of one test."""

        error = None
        _previousTestClass = None
        _moduleSetUpFailed = False

        def begin(self):
            self.error = None

        def addError(self, test, error):
            self.error = self.error or error[1]

        addFailure = addError

        def addSubTest(self, test, subtest, error):
            if error is not None:
                self.addError(test, error)

        def addSkip(self, test, reason):
            self.error = self.error or NotPassed('it was skipped: %s' % reason)

        def addExpectedFailure(self, test, error):
            self.error = self.error or NotPassed('it is marked as an expected failure')

        def addUnexpectedSuccess(self, test):
            self.error = self.error or NotPassed('it is marked as an expected failure, but passed')

        def addDuration(self, test, elapsed):
            pass

        def startTest(self, test):
            pass

        def stopTest(self, test):
            pass

    return Result()
