"""Which of a project's pytest options are not for us: those that would write into the repository, reorder or spread
tests, stop early, or wrap tests in another tracer. All others stay in force.
"""
import fnmatch
import os

#: Options that name a file to write.
_REPORT_FILES = 'xmlpath htmlpath json_report_file report_log log_file allure_report_dir benchmark_json'.split()
_SWITCHED_OFF = {
    'maxfail': 0, 'stepwise': False, 'pastebin': None, 'usepdb': False, 'trace': False, 'collectonly': False,
    'forked': False, 'boxed': False, 'testmon': False,
}


def fixed_arguments(out):
    """What every run is given: its cache and temporary files elsewhere, and all that can be collected is."""
    elsewhere = ['-o', 'cache_dir=' + os.path.join(out, 'pytest-cache'), '--basetemp=' + os.path.join(out, 'tmp')]
    return elsewhere + ['--tb=short', '--continue-on-collection-errors']


def adjust_arguments(config, arguments):
    """Switches off what installed plugins would do to our run; only plugins that are really loaded know the options."""
    known, has = config.known_args_namespace, config.pluginmanager.hasplugin
    if has('pytest_cov'):
        known.no_cov = True
        arguments.append('--no-cov')
    if has('xdist'):
        arguments += ['-n', '0']
    if has('randomly') or has('pytest_randomly'):
        arguments += ['-p', 'no:randomly'] if not hasattr(known, 'randomly_seed') else []
        if hasattr(known, 'randomly_seed'):
            arguments += ['--randomly-dont-reorganize', '--randomly-seed=0']
    if has('hypothesispytest') or has('_hypothesis_pytestplugin'):
        arguments.append('--hypothesis-seed=0')
    if has('benchmark') and not getattr(known, 'benchmark_only', True):
        arguments.append('--benchmark-disable')
    if hasattr(known, 'reruns'):
        arguments.append('--reruns=0')


def adjust_options(config, out):
    try:
        if config.getini('log_file'):
            config.option.log_file = True
    except (KeyError, ValueError):
        pass  # the logging plugin is not there
    for name in _REPORT_FILES:
        if getattr(config.option, name, None):
            setattr(config.option, name, os.path.join(out, name))
    for name, value in _SWITCHED_OFF.items():
        if hasattr(config.option, name):
            setattr(config.option, name, value)


def keep_plugins_instrumented(scope):
    """pytest compiles plugins itself, for better assertions; where the repository is the plugin, we do."""
    from _pytest.assertion.rewrite import AssertionRewritingHook

    original = getattr(AssertionRewritingHook, 'find_spec', None)
    if original is None:
        return  # pytest 4 and older

    def find_spec(hook, name, path=None, target=None):
        spec = original(hook, name, path, target)
        origin = None if spec is None else spec.origin
        if origin is None or scope.relative(origin) is None or _is_test_file(origin, hook):
            return spec
        return None

    AssertionRewritingHook.find_spec = find_spec


def _is_test_file(path, hook):
    name = os.path.basename(path)
    patterns = list(getattr(hook, 'fnpats', ())) + ['test_*.py', '*_test.py', 'conftest.py']
    initial = getattr(hook, '_initialpaths', None) or getattr(getattr(hook, 'session', None), '_initialpaths', ())
    return any(fnmatch.fnmatch(name, pattern) for pattern in patterns) or path in map(str, initial)
