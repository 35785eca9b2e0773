"""Runs the tests of a repository under watch and writes what it saw as events.

Started as `python -B culprit_watch.py request.json`; README.md describes the request and the events.
Needs only the standard library of Python 3.8 or newer, and leaves choosing tests and judging results to its caller.
"""
import os
import sys

_LIFELINE = 3
_F_SETSIG = 10  # of Linux; Python has no name for it


def import_own_modules(cache_folder):
    """Imports our modules through a bytecode cache of our own: starting stays fast, and nothing lands beside them."""
    before = sys.dont_write_bytecode, sys.pycache_prefix
    sys.dont_write_bytecode, sys.pycache_prefix = False, os.path.join(cache_folder, 'watcher')
    try:
        import culprit_events
        import culprit_observed
        import culprit_probes
        import culprit_pytest
        import culprit_ring
        import culprit_scope
        import culprit_session
        import culprit_unittest
    except OSError:
        sys.exit('The cache folder %r cannot be used' % cache_folder)
    finally:
        sys.dont_write_bytecode, sys.pycache_prefix = before
    return {
        'Events': culprit_events.Events,
        'Observed': culprit_observed.Observed,
        'Probes': culprit_probes.Probes,
        'Tracer': culprit_ring.Tracer,
        'Scope': culprit_scope.Scope,
        'Session': culprit_session.Session,
        'pytest': culprit_pytest.run,
        'unittest': culprit_unittest.run_unittest,
        'django': culprit_unittest.run_django,
    }


def without_core_files():
    """A test that crashes must not leave its memory in the repository."""
    try:
        import resource
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    except (ImportError, ValueError, OSError):
        pass


def end_with_parent():
    """Has the kernel end our process group when whoever started us is gone, even if a test never ends by itself.

    Descriptor 3 is a pipe that our parent holds and never writes to; it is closed when the parent ends, however that is.
    """
    try:
        import fcntl
        import signal
        os.set_inheritable(_LIFELINE, False)
        if os.getpgrp() != os.getpid():
            return  # the group is not ours to end
        fcntl.fcntl(_LIFELINE, fcntl.F_SETOWN, -os.getpgrp())
        fcntl.fcntl(_LIFELINE, _F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(_LIFELINE, fcntl.F_SETFL, fcntl.fcntl(_LIFELINE, fcntl.F_GETFL) | fcntl.FASYNC)
    except (ImportError, AttributeError, ValueError, OSError):
        pass  # not on Linux, or started by hand


def main():
    import json
    import traceback

    with open(sys.argv[1], encoding='utf-8') as file:
        request = json.load(file)
    own = import_own_modules(request['cacheFolder'])
    sys.dont_write_bytecode = True
    os.chdir(request['cwd'])
    sys.path[0] = request['cwd']

    without_core_files()
    if sys.platform == 'linux':
        end_with_parent()
    out = request['outFolder']
    scope = own['Scope'](request['root'], request['cwd'])
    events = own['Events'](os.path.join(out, 'events.jsonl'))
    observed = None if request['values'] is None else own['Observed'](request['values'])
    tracer = own['Tracer'](out, scope, events, observed) if request['mode'] == 'trace' else None
    probes = None
    if request['mode'] == 'spectra':
        probes = own['Probes'](request['cacheFolder'], scope, events, request['instrument'])
        probes.install()
    session = own['Session'](request, scope, events, tracer, probes)
    session.install_signals()
    events.write({'e': 'begin', 'python': '%d.%d.%d' % sys.version_info[:3], 'pid': os.getpid()})
    try:
        status = own[request['runner']](request, session)
    except BaseException:
        status = 1
        traceback.print_exc()  # for the tail of the output, where our caller looks for what a runner said last
    session.finish(status)
    return status


if __name__ == '__main__':
    sys.exit(main())
