"""Runs unittest and Django's test commands in this process and notes what happens to each test.

Everything is seen through the result object the runner hands to the outermost suite, because every path of a test ends
there: its methods, its subtests, Django's own set-up, and fixtures of classes and modules. Suites that tests run
themselves have results of their own and are not seen.
"""
import os
import runpy
import sys

from culprit_labels import dotted, parts_of
from culprit_loading import NO_MODULE, load
from culprit_printing import leave_out_printing


def run_unittest(request, session):
    import unittest

    sys.argv = [os.path.join(os.path.dirname(unittest.__file__), '__main__.py')] + request['tests']
    watch = _Watch(session, request, unittest)
    watch.install()
    loader, suite = unittest.TestLoader(), unittest.TestSuite()
    for test in request['tests']:
        suite.addTests(load(test, request, session, loader))
    result = unittest.TextTestRunner(verbosity=1).run(suite)
    return 0 if result.wasSuccessful() else 1


def run_django(request, session):
    import unittest

    watch = _Watch(session, request, unittest)
    watch.install()
    script = request['script']
    labels = []
    for test in request['tests']:
        file, parts = parts_of(test)
        labels.append('.'.join((dotted(os.path.join(request['root'], file), request['cwd']) if file else []) + parts))
    watch.labels = labels
    options = ['--noinput'] if script == 'manage.py' else ['--noinput', '--parallel=1']
    sys.argv = [script] + (['test'] if script == 'manage.py' else []) + labels + options
    if script == 'runtests.py':
        sys.path.insert(1, request['root'])  # the Django beside these tests, whether or not one is installed
    try:
        runpy.run_path(os.path.join(request['cwd'], script), run_name='__main__')
    except SystemExit as ending:
        return ending.code if type(ending.code) is int else 1
    return 0


class _Watch:
    def __init__(self, session, request, unittest):
        self._session, self._request, self._unittest = session, request, unittest
        self._planned = None
        self._import_errors = {}
        self.labels = request['tests']
        self._shared = {}

    def install(self):
        leave_out_printing(self._session)
        suite, loader = self._unittest.TestSuite, self._unittest.loader
        run, class_set_up, module_set_up = suite.run, suite._handleClassSetUp, suite._handleModuleFixture
        failed_import = loader._make_failed_import_test

        def watched_run(this, result, *rest, **named):
            if self._planned is None:
                self._plan(this)
                self._watch(result)
            return run(this, result, *rest, **named)

        def watched_class_set_up(this, test, result):
            entered = type(test) is not getattr(result, '_previousTestClass', None)
            return self._fixture(entered, type(test), lambda: class_set_up(this, test, result))

        def watched_module_set_up(this, test, result):
            previous = getattr(getattr(result, '_previousTestClass', None), '__module__', None)
            entered = type(test).__module__ != previous
            return self._fixture(entered, type(test).__module__, lambda: module_set_up(this, test, result))

        def remembering_failed_import(name, suite_class):
            self._import_errors[name] = sys.exc_info()[1]
            return failed_import(name, suite_class)

        suite.run, suite._handleClassSetUp = watched_run, watched_class_set_up
        suite._handleModuleFixture = watched_module_set_up
        loader._make_failed_import_test = remembering_failed_import

    def _plan(self, suite):
        self._planned, pending = [], [suite]
        while pending:
            test = pending.pop()
            if isinstance(test, self._unittest.suite.BaseTestSuite):
                self._leave_out(test)
                pending += reversed([part for part in test if part is not None])
            elif not _is_failed_load(test):
                self._planned.append((type(test), _describe(test, self._session.scope)))
        self._session.collected([described for _, described in self._planned])

    def _leave_out(self, suite):
        is_suite = self._unittest.suite.BaseTestSuite
        suite._tests = [
            test for test in suite._tests
            if test is None or isinstance(test, is_suite) or not self._session.is_left_out(test.id())
        ]
        if self._session.runs_backwards:
            suite._tests.reverse()

    def _fixture(self, entered, key, set_up):
        session = self._session
        if not entered or session.running:
            return set_up()
        aside = session.set_hits_aside()
        session.trace_fixture()
        try:
            return set_up()
        finally:
            session.pause()
            self._shared[key] = session.shared_hits(aside)

    def _watch(self, result):
        session = self._session

        def wrap(name, before, after=None):
            original = getattr(result, name, None)
            if original is None:
                return

            def watched(*arguments):
                before(*arguments)
                returned = original(*arguments)
                if after is not None:
                    after()
                return returned

            setattr(result, name, watched)

        result._exc_info_to_string = session.uncounted(result._exc_info_to_string)
        wrap('startTest', self._start, session.resume)
        wrap('stopTest', lambda test: self._stop(result))
        wrap('addSuccess', lambda test: session.record('passed'))
        wrap('addFailure', lambda test, error: self._error(test, 'failed', error[1]))
        wrap('addError', lambda test, error: self._error(test, 'error', error[1]))
        wrap('addSkip', lambda test, reason: self._error(test, 'skipped', None))
        wrap('addExpectedFailure', lambda test, error: session.record('skipped'))
        unexpected = 'UnexpectedSuccess', 'The test is marked as an expected failure, but passed'
        wrap('addUnexpectedSuccess', lambda test: session.record('failed', unexpected))
        wrap('addSubTest', lambda test, part, error: error is not None and session.record('failed', error[1]))

    def _start(self, test):
        if _is_failed_load(test):
            self._load_failed(test)
            return
        self._session.start(_describe(test, self._session.scope))
        for key in (type(test), type(test).__module__):
            self._session.share(self._shared.get(key))

    def _stop(self, result):
        self._session.pause()
        interrupt = sys.exc_info()[1]
        if type(interrupt) in (KeyboardInterrupt, SystemExit, GeneratorExit):
            self._session.record('error', interrupt)
        self._session.end()
        if not self._session.may_start_another():
            result.stop()

    def _error(self, test, outcome, error):
        """An outcome of the running test, or of tests whose class, module or database could not be set up."""
        session = self._session
        if session.running:
            session.record(outcome, error)
            return
        if _is_failed_load(test):
            return
        number = session.shared_hits(None)
        for described in self._struck(test):
            session.start(described, fresh_trace=False)
            session.share(number)
            session.record(outcome, error)
            session.end()

    def _struck(self, test):
        if type(test).__name__ != '_ErrorHolder':
            return [_describe(test, self._session.scope)]
        what, _, place = test.description.partition(' (')
        place = place.rstrip(')')
        if what not in ('setUpClass', 'setUpModule'):
            return [{'id': test.description, 'file': self._file_of(place), 'line': None}]
        return [
            described
            for cls, described in self._planned
            if place == (cls.__module__ if what == 'setUpModule' else self._unittest.util.strclass(cls))
        ]

    def _file_of(self, place):
        for cls, described in self._planned:
            if place in (cls.__module__, self._unittest.util.strclass(cls)):
                return described['file']
        return ''

    def _load_failed(self, test):
        """A stand-in for what could not be loaded: the module is missing, is broken, or lacks the name."""
        name, error = test._testMethodName, test._exception
        original = self._import_errors.get(name)
        missing = str(getattr(original, 'name', None))
        asked = next((label for label in self.labels if name in label.split('.')), name)
        if isinstance(error, AttributeError):
            self._session.problem('notFound', asked, 'There is no test %s: %s' % (asked, error))
        elif isinstance(original, ModuleNotFoundError) and (asked + '.').startswith(missing + '.'):
            self._session.problem('notFound', asked, NO_MODULE % (missing, asked))
        else:
            self._session.problem('loadFailed', asked, '%s could not be loaded' % name, original or error)


def _is_failed_load(test):
    return type(test).__name__ == '_FailedTest' and type(test).__module__ == 'unittest.loader'


def _describe(test, scope):
    cls = type(test)
    example = getattr(test, '_dt_test', None)
    if example is not None:
        return {'id': test.id(), 'file': scope.inside(example.filename or '') or '', 'line': (example.lineno or 0) + 1}
    module_file = getattr(sys.modules.get(cls.__module__), '__file__', None) or ''
    function = getattr(test, '_testFunc', None) or getattr(cls, getattr(test, '_testMethodName', ''), None)
    while hasattr(function, '__wrapped__'):
        function = function.__wrapped__
    code = getattr(function, '__code__', None)
    file = scope.inside(module_file) if module_file else None
    line = None
    if code is not None and (file is None or scope.inside(code.co_filename) == file):
        line, file = code.co_firstlineno, file or scope.inside(code.co_filename)
    return {'id': test.id(), 'file': file or '', 'line': line}
