"""Exceptions and live stacks as plain data: type, message, frames outermost first, locals of the repository's frames.

Leaves out frames of the test framework and of ourselves, and everything past the bounds named below.
"""
import os
import re
import sys

from culprit_names import qualified_name
from culprit_values import class_name, print_named

MAX_LINKS = 5
MAX_FRAMES_FROM_OUTSIDE = 20
MAX_FRAMES_FROM_INSIDE = 80
MAX_LOCALS = 20
MAX_MESSAGE = 4000
_HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep
_ADDRESS = re.compile(r'\b0x[0-9a-fA-F]{6,16}\b')
_OTHER_FRAMEWORK = re.compile(r'[/\\]runpy\.py$|site-packages[/\\]pytest_\w+(\.py$|[/\\])')
_FRAMEWORKS = ('_pytest', 'pytest', 'pluggy', 'unittest', 'importlib')
_QUIET_TYPES = frozenset(['module', 'function', 'type', 'builtin_function_or_method'])


class Stacks:
    """Turns exceptions and frames into data for one repository."""

    def __init__(self, scope, out_folder):
        self._scope, self._out_folder = scope, out_folder
        self._framework_files = {}

    def exception(self, error):
        """An exception with the chain that led to it."""
        return self._link(error, MAX_LINKS, set())

    def running(self, kind, message, frame):
        """A live stack as if an exception had been raised where it stands."""
        frames = []
        while frame is not None:
            frames.append((frame, frame.f_lineno))
            frame = frame.f_back
        frames.reverse()
        return _raised(kind, message, self._frames(frames))

    def _link(self, error, links, seen):
        seen.add(id(error))
        traceback, frames = error.__traceback__, []
        while traceback is not None:
            frames.append((traceback.tb_frame, traceback.tb_lineno))
            traceback = traceback.tb_next
        printed = self._frames(frames)
        if isinstance(error, SyntaxError):
            printed += self._place_of_syntax_error(error)
        found = _raised(class_name(type(error)), self._steady(message_of(error)), printed)
        by, following = _following(error)
        if following is not None and id(following) not in seen and links > 1:
            found['chainedBy'] = by
            found['chained'] = self._link(following, links - 1, seen)
        return found

    def _frames(self, frames):
        kept = [(frame, line) for frame, line in frames if not self._is_framework(frame.f_code.co_filename)]
        if len(kept) > MAX_FRAMES_FROM_OUTSIDE + MAX_FRAMES_FROM_INSIDE:
            kept = kept[:MAX_FRAMES_FROM_OUTSIDE] + kept[-MAX_FRAMES_FROM_INSIDE:]
        return [self._frame(frame, line) for frame, line in kept]

    def _frame(self, frame, line):
        code = frame.f_code
        path = self._scope.relative(code.co_filename)
        return {
            'file': code.co_filename if path is None else path,
            'line': line or code.co_firstlineno,
            'function': code.co_name if path is None else qualified_name(code),
            'inRepository': path is not None,
            'locals': [] if path is None else self._locals(frame),
        }

    def _locals(self, frame):
        return [{'name': name, 'value': self._steady(print_named(name, value))} for name, value in _locals(frame)]

    def _steady(self, text):
        """Without what differs between two runs that are otherwise the same: addresses, and our folder of this run."""
        return _ADDRESS.sub('0x\u2026', text).replace(self._out_folder, '<tmp>')

    def _place_of_syntax_error(self, error):
        if type(error.filename) is not str or type(error.lineno) is not int:
            return []
        path = self._scope.relative(error.filename)
        file = error.filename if path is None else path
        line = max(error.lineno, 1)
        return [{'file': file, 'line': line, 'function': '<module>', 'inRepository': path is not None, 'locals': []}]

    def _is_framework(self, filename):
        known = self._framework_files.get(filename)
        if known is None:
            known = filename.startswith(('<frozen ', _HERE)) or (
                self._scope.relative(filename) is None and filename.startswith(_framework_folders())
            ) or _OTHER_FRAMEWORK.search(filename) is not None
            self._framework_files[filename] = known
        return known


def _framework_folders():
    folders = []
    for name in _FRAMEWORKS:
        file = getattr(sys.modules.get(name), '__file__', None)
        if file:
            folders.append(os.path.dirname(file) + os.sep)
    return tuple(folders)


def _raised(kind, message, frames):
    return {'type': kind, 'message': message, 'frames': frames, 'chainedBy': None, 'chained': None}


def message_of(error):
    """What the exception says of itself, bounded; an exception that cannot even say that is described by its class."""
    try:
        text = str(error)
    except BaseException:
        text = '<%s that cannot be printed>' % class_name(type(error))
    return text if len(text) <= MAX_MESSAGE else text[:MAX_MESSAGE] + '\u2026'


def _following(error):
    leaves = getattr(error, 'exceptions', None) if class_name(type(error)).endswith('ExceptionGroup') else None
    if type(leaves) is tuple and leaves and isinstance(leaves[0], BaseException):
        leaf = leaves[0]
        while type(getattr(leaf, 'exceptions', None)) is tuple and leaf.exceptions:
            leaf = leaf.exceptions[0]
        return 'cause', leaf
    if error.__cause__ is not None:
        return 'cause', error.__cause__
    if error.__context__ is not None and not error.__suppress_context__:
        return 'context', error.__context__
    return None, None


def _locals(frame):
    code = frame.f_code
    try:
        values = frame.f_locals
    except Exception:
        return []
    if type(values) is not dict and type(values).__name__ != 'FrameLocalsProxy':
        return []  # the namespace of a class body can be a mapping of the program's own
    at_module_level = code.co_name == '<module>'
    names = code.co_names if at_module_level else code.co_varnames + code.co_cellvars + code.co_freevars
    found = []
    for name in dict.fromkeys(names):
        if name[:1] in ('', '.', '@') or name.startswith('__') or name not in values:
            continue
        value = values[name]
        kind = type(value).__name__ if type(type(value)) is type else ''
        if kind == 'module' or (at_module_level and kind in _QUIET_TYPES):
            continue
        found.append((name, value))
        if len(found) == MAX_LOCALS:
            break
    return found
