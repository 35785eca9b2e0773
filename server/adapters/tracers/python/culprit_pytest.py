"""Runs pytest in this process with a plugin of ours, as `python -m pytest` would, and notes what happens to each test.

The project's own options stay in force as far as `culprit_pytest_options` lets them. Ids are relative to the
repository, whatever pytest takes for its root.
"""
import os

from culprit_labels import near_names
from culprit_printing import leave_out_printing
from culprit_pytest_options import adjust_arguments, adjust_options, fixed_arguments, keep_plugins_instrumented

_SHARED_SCOPES = ('class', 'module', 'package', 'session')


def run(request, session):
    import sys

    import pytest

    out = request['outFolder']
    asked = _existing(request, session)
    tests = [test for test in asked if not _is_covered(test, asked)]
    if not tests:
        return 4
    if request['mode'] == 'spectra':
        keep_plugins_instrumented(session.scope)
    leave_out_printing(session)
    plugin = _make_plugin(pytest, request, session, [test for test in asked if test not in tests])
    arguments = fixed_arguments(out) + tests
    sys.argv = [os.path.join(os.path.dirname(pytest.__file__), '__main__.py')] + arguments
    return int(pytest.main(arguments, plugins=[plugin]))


def _existing(request, session):
    found = []
    for test in request['tests']:
        file = test.split('::')[0]
        if os.path.exists(os.path.join(request['cwd'], file)):
            found.append(test)
        else:
            session.problem('notFound', test, 'There is no file %s' % file)
    return list(dict.fromkeys(found))


def _is_covered(test, asked):
    """Whether the file or class of a test is asked for too: some versions of pytest then find neither."""
    parts = test.split('[')[0].split('::')
    return any('::'.join(parts[:length]) in asked for length in range(1, len(parts)))


def _make_plugin(pytest, request, watch, covered):
    class CulpritPlugin:
        def __init__(self):
            self._failed_files = set()
            self._deselected = 0
            self._shared = {}

        # -- options ---------------------------------------------------------------------------------------------

        @pytest.hookimpl(hookwrapper=True, tryfirst=True)
        def pytest_load_initial_conftests(self, early_config, args):
            adjust_arguments(early_config, args)
            outcome = yield
            if outcome.excinfo is not None:
                self._load_failed('conftest.py', _cause_of(outcome.excinfo[1]))

        @pytest.hookimpl(tryfirst=True)
        def pytest_configure(self, config):
            adjust_options(config, request['outFolder'])

        @pytest.hookimpl(trylast=True)
        def pytest_sessionstart(self):
            watch.catch_crashes()

        # -- collection ------------------------------------------------------------------------------------------

        @pytest.hookimpl(hookwrapper=True)
        def pytest_make_collect_report(self, collector):
            outcome = yield
            if outcome.excinfo is not None:
                return
            report = outcome.get_result()
            call = getattr(report, 'call', None)
            if report.outcome == 'failed' and call is not None and call.excinfo is not None:
                self._load_failed(_file_of(collector, watch) or collector.nodeid, _cause_of(call.excinfo.value))

        @pytest.hookimpl(tryfirst=True)
        def pytest_collectreport(self, report):
            # The report of the whole session comes just before pytest gives up over one argument it cannot find.
            pytest_session = getattr(self, '_session', None)
            missing = getattr(pytest_session, '_notfound', None)
            if report.nodeid not in ('', '.') or not missing:
                return
            for argument in list(missing):
                self._not_found(argument[0])
            del missing[:]

        def pytest_collection(self, session):
            self._session = session

        def pytest_deselected(self, items):
            self._deselected += len(items)

        @pytest.hookimpl(trylast=True)
        def pytest_collection_modifyitems(self, items):
            items[:] = [item for item in items if not watch.is_left_out(_describe(item, watch)['id'])]
            if request['reversed']:
                items.reverse()

        @pytest.hookimpl(trylast=True)
        def pytest_collection_finish(self, session):
            if not session.items and self._deselected and not self._failed_files:
                note = 'the project\'s own pytest options (-k, -m or --deselect) leave out this test'
                for test in request['tests']:
                    watch.problem('notFound', test, 'pytest collected it, but ' + note)
            tests = [_describe(item, watch) for item in session.items]
            names = [test['id'].split('[')[0] + '::' for test in tests] + [test['id'] + '::' for test in tests]
            for test in covered:
                if not any(name.startswith(test + '::') for name in names):
                    self._not_found(test)
            watch.collected(tests)

        def _load_failed(self, file, error):
            if file not in self._failed_files:
                self._failed_files.add(file)
                watch.problem('loadFailed', file, '%s could not be loaded' % file, error)

        def _not_found(self, argument):
            path, _, name = argument.partition('::')
            file = watch.scope.inside(path) or path
            if file in self._failed_files:
                return
            test = file + '::' + name
            watch.problem('notFound', test, near_names(os.path.join(request['cwd'], path), file, name))

        # -- running ---------------------------------------------------------------------------------------------

        @pytest.hookimpl(hookwrapper=True, tryfirst=True)
        def pytest_runtest_protocol(self, item):
            watch.start(_describe(item, watch))
            outcome = yield
            if outcome.excinfo is not None:
                watch.record('error', outcome.excinfo[1])
            watch.end()
            if not watch.may_start_another():
                item.session.shouldstop = 'a limit of the run was reached'

        @pytest.hookimpl(hookwrapper=True, trylast=True)
        def pytest_runtest_setup(self):
            watch.resume()
            yield
            watch.pause()

        @pytest.hookimpl(hookwrapper=True, trylast=True)
        def pytest_runtest_call(self):
            watch.resume()
            yield
            watch.pause()

        @pytest.hookimpl(hookwrapper=True, trylast=True)
        def pytest_runtest_teardown(self, item):
            for number in self._shared_by(item):
                watch.share(number)
            if not watch.has_failed:
                watch.resume()
            yield
            watch.pause()

        @pytest.hookimpl(hookwrapper=True, tryfirst=True)
        def pytest_runtest_makereport(self, item, call):
            aside = None if call.excinfo is None else watch.stop_counting()
            outcome = yield
            if aside is not None:
                watch.count_again(aside)
            report = outcome.get_result()
            if call.when == 'setup' and watch.has_failed:
                watch.forget_outcome()
            if report.outcome == 'skipped':
                watch.record('skipped')
            elif report.outcome == 'passed':
                if call.when == 'call':
                    watch.record('skipped' if hasattr(report, 'wasxfail') else 'passed')
            else:
                error = call.excinfo.value if call.excinfo is not None else ('XPASS', str(report.longrepr))
                watch.record('failed' if call.when == 'call' else 'error', error)

        @pytest.hookimpl(hookwrapper=True)
        def pytest_fixture_setup(self, fixturedef):
            if fixturedef.scope not in _SHARED_SCOPES:
                yield
                return
            aside = watch.set_hits_aside()
            yield
            self._shared[id(fixturedef)] = watch.shared_hits(aside)

        def _shared_by(self, item):
            if not self._shared:
                return
            used = getattr(getattr(item, '_request', None), '_fixture_defs', None) or {}
            for fixture in used.values():
                number = self._shared.get(id(fixture))
                if number is not None:
                    yield number

    return CulpritPlugin()


def _cause_of(error):
    """The exception of the module itself, out of the one pytest wraps it in."""
    for _ in range(3):
        wrapped = getattr(error, 'excinfo', None) if type(error).__name__ == 'ConftestImportFailure' else None
        inner = getattr(error, 'cause', None) or (wrapped[1] if type(wrapped) is tuple else None)
        if type(error).__name__ in ('CollectError', 'ConftestImportFailure', 'UsageError'):
            inner = inner or error.__cause__ or error.__context__
        else:
            inner = None
        if inner is None:
            return error
        error = inner
    return error


def _file_of(node, session):
    path = getattr(node, 'path', None) or getattr(node, 'fspath', None)
    return None if path is None else session.scope.inside(str(path))


def _describe(item, session):
    file = _file_of(item, session)
    first, separator, rest = item.nodeid.partition('::')
    location = getattr(item, 'location', None) or (None, None, None)
    line = None
    if type(location[1]) is int and location[0] is not None:
        root = str(getattr(item.config, 'rootpath', None) or item.config.rootdir)
        if file is None or session.scope.inside(os.path.join(root, location[0])) == file:
            line = location[1] + 1
    return {'id': (file or first) + separator + rest, 'file': file or first, 'line': line}
