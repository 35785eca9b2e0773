"""Prints what our caller needs to know of a Python as one JSON line.

Runs on any Python, however old, and imports nothing of a project.
"""
import json
import sys


def is_there(name):
    try:
        from importlib.util import find_spec
        return find_spec(name) is not None
    except Exception:
        return False


def version_of(name):
    if not is_there(name):
        return None
    try:
        from importlib.metadata import version
        return version(name)
    except Exception:
        return 'unknown'


print(json.dumps({
    'version': '.'.join(str(part) for part in sys.version_info[:3]),
    'executable': sys.executable,
    'pytest': version_of('pytest'),
    'pytestDjango': is_there('pytest_django'),
}))
