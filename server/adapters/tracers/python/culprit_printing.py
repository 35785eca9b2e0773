"""Code that runs only because a failed assertion is printed is no part of what the test did.

By it, whatever tells of an object, its `__repr__` above all, would run in failing tests alone and look the guiltier for it.
"""
import sys


def leave_out_printing(session):
    """Has what pytest and unittest print of both sides of a failed assertion count for nothing."""
    from unittest import case, util

    case.safe_repr = util.safe_repr = session.uncounted(util.safe_repr)
    case.pprint = _QuietPrinter(case.pprint, session)
    rewrite = sys.modules.get('_pytest.assertion.rewrite')
    for name in ('_saferepr', '_format_assertmsg', '_call_reprcompare'):
        if hasattr(rewrite, name):
            setattr(rewrite, name, session.uncounted(getattr(rewrite, name)))


class _QuietPrinter:
    """The module `pprint` as unittest uses it."""

    def __init__(self, pprint, session):
        self._pprint = pprint
        self.pformat = session.uncounted(pprint.pformat)

    def __getattr__(self, name):
        return getattr(self._pprint, name)
