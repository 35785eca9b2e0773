"""pytest's tests for trials: collected once, in pytest's own loop, with the project's options, plugins and fixtures.

A plain test function whose arguments are parameters alone is called as it is; any other goes through pytest's own protocol,
without reports. Fixtures of modules and sessions are made anew for each trial: they may hold what edited code made.
"""
import copy
import inspect
import marshal
import os

from culprit_pytest_options import adjust_arguments, adjust_options, fixed_arguments
from culprit_trial_suite import Suite

_PLAIN = (int, float, complex, bool, str, bytes, type(None))
#: Marks pytest itself acts on.
_TELLING_MARKS = {'skip', 'skipif', 'xfail', 'filterwarnings', 'usefixtures'}
_HOOKS = 'pytest_runtest_protocol pytest_runtest_setup pytest_runtest_call pytest_pyfunc_call pytest_runtest_teardown'
#: Plugins that let a plain function be.
_HARMLESS = {
    '_hypothesis_pytestplugin', 'anyio.pytest_plugin', 'pytest_asyncio.plugin', 'xdist.plugin', 'pytest_cov.plugin',
    'pytest_timeout', 'pytest_rerunfailures', 'pytest_randomly', __name__,
}


def collect(request, scope, serve):
    """Hands the collected tests to `serve`, which does not return."""
    import sys

    import pytest

    asked = list(dict.fromkeys(test.split('[')[0] for test in request['tests']))
    missing = [test for test in asked if not os.path.exists(os.path.join(request['cwd'], test.split('::')[0]))]
    if missing:
        serve(Suite([], 'There is no file %s' % missing[0].split('::')[0]))
    plugin = _make_plugin(pytest, request, scope, serve)
    arguments = fixed_arguments(request['outFolder']) + ['--capture=no'] + asked
    sys.argv = [os.path.join(os.path.dirname(pytest.__file__), '__main__.py')] + arguments
    status = pytest.main(arguments, plugins=[plugin])
    unfound = 'pytest did not find all tests, such as %s' % asked[0]
    other = 'pytest ended with status %d before it ran a test' % int(status)
    serve(Suite([], plugin.problem or (unfound if int(status) == 4 else other)))


def _make_plugin(pytest, request, scope, serve):
    from _pytest import runner
    from _pytest.assertion import util

    class TrialPlugin:
        problem = None

        @pytest.hookimpl(hookwrapper=True, tryfirst=True)
        def pytest_load_initial_conftests(self, early_config, args):
            adjust_arguments(early_config, args)
            outcome = yield
            if outcome.excinfo is not None:
                self.problem = 'conftest.py could not be loaded: %s' % _told(outcome.excinfo[1])

        @pytest.hookimpl(tryfirst=True)
        def pytest_configure(self, config):
            adjust_options(config, request['outFolder'])

        @pytest.hookimpl(hookwrapper=True)
        def pytest_make_collect_report(self, collector):
            outcome = yield
            report = None if outcome.excinfo is not None else outcome.get_result()
            call = getattr(report, 'call', None)
            if report is not None and report.outcome == 'failed' and call is not None and call.excinfo is not None:
                error = getattr(call.excinfo.value, '__cause__', None) or call.excinfo.value
                self.problem = self.problem or '%s could not be loaded: %s' % (collector.nodeid, _told(error))

        @pytest.hookimpl(tryfirst=True)
        def pytest_runtestloop(self, session):
            items = {_id_of(item, scope): item for item in session.items}
            lost = [test for test in request['tests'] if test not in items]
            if lost:
                serve(Suite([], self.problem or 'pytest collected no test %s' % lost[0]))
            tests = [_test_for(pytest, items[test], plugin) for test in request['tests']]
            odd = any(not isinstance(items[test], pytest.Function) for test in request['tests'])
            serve(Suite(tests, None, odd, lambda: _tidy(session)))
            return True

        def pytest_runtest_protocol(self, item, nextitem):
            util._reprcompare = None  # explaining a comparison takes longer than most tests
            runner.runtestprotocol(item, log=False, nextitem=nextitem)
            return True

        def pytest_runtest_makereport(self, item, call):
            """In place of pytest's own, which writes up what happened."""
            report = _Report(item, call)
            if call.excinfo is None:
                report.outcome = 'passed'
            elif isinstance(call.excinfo.value, runner.Skipped):
                report.outcome = 'skipped'
            else:
                report.outcome = 'failed'
            self.reports.append((report, None if call.excinfo is None else call.excinfo.value))
            return report

    plugin = TrialPlugin()
    plugin.reports = []
    return plugin


class _Report:
    """As much of pytest's `TestReport` as hooks ask for."""

    def __init__(self, item, call):
        self.nodeid, self.location, self.when = item.nodeid, item.location, call.when
        self.keywords, self.user_properties, self.sections = {}, [], []
        self.longrepr, self.duration = None, 0
        self.start = self.stop = 0

    passed = property(lambda self: self.outcome == 'passed')
    failed = property(lambda self: self.outcome == 'failed')
    skipped = property(lambda self: self.outcome == 'skipped')


class _NotPassed(Exception):
    """Stands for an outcome that no exception tells."""


class _Item:
    """A test that goes through pytest's protocol."""

    is_plain = False

    def __init__(self, item, plugin):
        self.item, self._plugin = item, plugin
        callspec = getattr(item, 'callspec', None)
        self._held = [
            (held, _Copies(held))
            for held in (getattr(callspec, 'params', None), getattr(callspec, 'funcargs', None))
            if held
        ]

    def run(self, after):
        item, reports = self.item, self._plugin.reports
        del reports[:]
        item._report_sections = []
        for held, copies in self._held:
            if copies.needed:
                held.update(copies.make())
        item.ihook.pytest_runtest_protocol(item=item, nextitem=None if after is None else after.item)
        for report, error in reports:
            if report.outcome == 'failed' or hasattr(report, 'wasxfail'):
                return error or _NotPassed('XPASS(strict)' if report.outcome == 'failed' else 'it is marked as xfail')
        return None if any(report.when == 'call' for report, _ in reports) else _skipped(reports)


class _Plain:
    """A test function called as it is, with copies of its parameters."""

    is_plain = True

    def __init__(self, item, arguments):
        self.item, self._arguments = item, _Copies(arguments)
        self._function, self._class, self._name = item.obj, getattr(item, 'cls', None), item.nodeid + ' (call)'
        if self._class is not None:
            self._function = getattr(self._class, item.originalname or item.name)

    def run(self, _after):
        os.environ['PYTEST_CURRENT_TEST'] = self._name
        try:
            arguments = self._arguments.make()
            if self._class is None:
                self._function(**arguments)
            else:
                self._function(self._class(), **arguments)
        finally:
            os.environ.pop('PYTEST_CURRENT_TEST', None)


class _Copies:
    """Values that each run gets copies of, where a run could change them."""

    def __init__(self, values):
        self._values, self._packed = values, None
        self.needed = any(type(value) not in _PLAIN for value in values.values())
        if self.needed and _only_builtin(values):
            self._packed = marshal.dumps(values)
        elif self.needed:
            self._values = _deep_copy(values)

    def make(self):
        if self._packed is not None:
            return marshal.loads(self._packed)
        return _deep_copy(self._values) if self.needed else self._values


def _deep_copy(values):
    try:
        return copy.deepcopy(values)
    except Exception:
        return values  # what cannot be copied is shared


def _only_builtin(value, depth=0):
    kind = type(value)
    if kind in _PLAIN:
        return True
    if depth > 50:
        return False
    if kind in (list, tuple, set, frozenset):
        return all(_only_builtin(part, depth + 1) for part in value)
    return kind is dict and all(
        _only_builtin(key, depth + 1) and _only_builtin(part, depth + 1) for key, part in value.items()
    )


def _test_for(pytest, item, plugin):
    arguments = _plain_arguments(pytest, item)
    return _Item(item, plugin) if arguments is None else _Plain(item, arguments)


def _plain_arguments(pytest, item):
    """The arguments of a test that needs nothing of pytest but to be called; None for any other."""
    function = getattr(item, 'obj', None)
    if type(item) is not pytest.Function or not inspect.isroutine(function):
        return None
    if inspect.iscoroutinefunction(function) or inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(
            function) or getattr(function, 'is_hypothesis_test', False):
        return None
    if any(mark.name in _TELLING_MARKS for mark in item.iter_markers()) or _is_hooked(item):
        return None
    if item.config.getini('filterwarnings') or getattr(item.config.option, 'pythonwarnings', None):
        return None
    callspec = getattr(item, 'callspec', None)
    given = dict(getattr(callspec, 'params', {}), **getattr(callspec, 'funcargs', {}))
    for name, definitions in item._fixtureinfo.name2fixturedefs.items():
        made_by = getattr(definitions[-1], 'func', None) if definitions else None
        if name not in given or getattr(made_by, '__name__', '') != 'get_direct_param_fixture_func':
            return None
    wanted = item._fixtureinfo.argnames
    return {name: given[name] for name in wanted} if all(name in given for name in wanted) else None


def _is_hooked(item):
    for name in _HOOKS.split():
        for hook in getattr(item.ihook, name).get_hookimpls():
            plugin = hook.plugin
            module = getattr(plugin, '__name__', None) or type(plugin).__module__
            if not module.startswith('_pytest.') and module not in _HARMLESS:
                return True
    return False


def _tidy(session):
    """Ends fixtures of modules and sessions that the next trial is not to see."""
    state = session._setupstate
    if not state.stack:
        return
    if hasattr(state, 'teardown_all'):
        state.teardown_all()
    else:
        state.teardown_exact(None)


def _id_of(item, scope):
    """As the watcher tells ids: relative to the repository, whatever pytest takes for its root."""
    path = getattr(item, 'path', None) or getattr(item, 'fspath', None)
    file = None if path is None else scope.inside(str(path))
    first, separator, rest = item.nodeid.partition('::')
    return (file or first) + separator + rest


def _skipped(reports):
    errors = [error for _, error in reports if error is not None]
    return errors[0] if errors else _NotPassed('it did not run')


def _told(error):
    return '%s: %s' % (type(error).__name__, error)
