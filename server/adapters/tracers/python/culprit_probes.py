"""Which statements ran, and which way decisions went: modules of the repository are compiled with probes.

One stands before every statement; the first of a branch tells that the branch was taken, and where a decision has no
`else` it is given one that holds a probe alone. A probe is `hits[i] = 1` where `hits` is a constant of the code object itself, so the program's namespaces stay as they
are and no name can clash or be mangled. Statements of functions and statements of module and class bodies have arrays
of their own: the latter run on import, for whichever test comes first. Compiled code is kept in a cache of ours by the
hash of the source. Whatever we cannot compile is left to Python's own loader, with its own error.
"""
import ast
import hashlib
import importlib.machinery
import importlib.util
import marshal
import os
import sys
import types

VERSION = '2'
_MARKS = ('\0culprit outer\0', '\0culprit inner\0')
_ZERO_ONE = bytes([48, 49]) + bytes(254)
_SourceFileLoader = importlib.machinery.SourceFileLoader


class Hits(bytearray):
    """An array of flags that may stand among the constants of a code object, which must be hashable."""

    __slots__ = ()
    __hash__ = object.__hash__


class Probes:
    def __init__(self, cache_folder, scope, events, only):
        self._folder = os.path.join(cache_folder, 'probes')
        self._scope, self._events = scope, events
        self._only = None if only is None else frozenset(only)
        self._arrays = {}
        self._watched = []
        compiler = '%s %s %d' % (VERSION, sys.implementation.cache_tag, sys.flags.optimize)
        self._salt = compiler.encode() + importlib.util.MAGIC_NUMBER

    def install(self):
        """From here on, modules of the repository are loaded with probes."""
        original, instrumented = _SourceFileLoader.get_code, self._code

        def get_code(loader, fullname):
            code = instrumented(loader, fullname) if type(loader) is _SourceFileLoader else None
            return original(loader, fullname) if code is None else code

        _SourceFileLoader.get_code = get_code

    def take(self, outer):
        """What ran since the last call, as flags by file index, and forgets it."""
        found = {}
        for index, arrays in enumerate(self._watched):
            array = arrays[0 if outer else 1]
            if array.find(1) >= 0:
                found[index] = array.translate(_ZERO_ONE).rstrip(b'0').decode('ascii')
                array[:] = bytes(len(array))
        return found

    def kept(self):
        """What ran so far, for `put_back`."""
        return [(array, bytes(array)) for arrays in self._watched for array in arrays]

    def put_back(self, kept):
        """Forgets what ran since."""
        for array, flags in kept:
            array[:] = flags

    def _code(self, loader, fullname):
        try:
            path = loader.get_filename(fullname)
            file = self._scope.relative(path)
            if file is None or (self._only is not None and file not in self._only) or file.endswith('conftest.py'):
                return None
            source = loader.get_data(path)
            return self._load(file, path, source)
        except Exception:
            return None

    def _load(self, file, path, source):
        key = hashlib.sha256(self._salt + b'|' + source).hexdigest()
        stored = os.path.join(self._folder, key[:2], key[2:])
        payload = _read_verified(stored)
        if payload is None:
            lines = ([], [], [])
            tree = ast.parse(source, path)
            _Instrumenter(lines).module(tree)
            payload = marshal.dumps((lines, compile(tree, path, 'exec', dont_inherit=True)))
            _write_atomically(stored, payload)
        lines, code = marshal.loads(payload)
        arrays = self._arrays.get((file, key))
        if arrays is None:
            arrays = self._arrays[file, key] = tuple(Hits(len(part)) for part in lines[:2])
            self._events.add({
                'e': 'file', 'i': len(self._watched), 'file': file,
                'outer': lines[0], 'inner': lines[1], 'branches': lines[2],
            })
            self._watched.append(arrays)
        return _bind(code, path, dict(zip(_MARKS, arrays)))


class _Instrumenter:
    """Puts probes into a syntax tree and lists the line of each, apart for module level and functions; and branches.

    A branch is listed as line and index of its decision, its outcome, and the position of its probe among those of
    functions. Probes that stand for no statement have the line 0.
    """

    def __init__(self, lines):
        self._lines, self._branches = lines[:2], lines[2]
        self._decisions = {}

    def module(self, tree):
        self._body(tree, 0, True)

    def _body(self, node, scope, may_have_docstring):
        docstring = may_have_docstring and _is_docstring(node.body[0] if node.body else None)
        node.body = self._statements(node.body, scope, 1 if docstring else 0)

    def _statements(self, statements, scope, untouched):
        result = statements[:untouched]
        for statement in statements[untouched:]:
            if not _must_come_first(statement):
                result.append(self._probe(statement, scope))
            self._inside(statement, scope)
            result.append(statement)
        return result

    def _inside(self, node, scope):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            self._body(node, 1, True)
        elif isinstance(node, ast.ClassDef):
            self._body(node, scope, True)
        else:
            outcomes = _OUTCOMES.get(type(node), {}) if scope == 1 else {}
            index = self._next_index(node) if outcomes else 0
            for field, value in ast.iter_fields(node):
                if field in outcomes:
                    first = value[0] if value else None
                    self._branch(node.lineno, index, outcomes[field], first)
                    setattr(node, field, self._statements(value, scope, 0) if value else [self._probe(node, scope, 0)])
                elif not isinstance(value, list) or not value:
                    continue
                elif isinstance(value[0], ast.stmt):
                    setattr(node, field, self._statements(value, scope, 0))
                elif isinstance(value[0], ast.excepthandler) or type(value[0]).__name__ == 'match_case':
                    self._parts(value, scope)

    def _parts(self, parts, scope):
        for part in parts:
            if scope == 1:
                is_handler = isinstance(part, ast.excepthandler)
                line = part.lineno if is_handler else part.pattern.lineno
                self._branch(line, 0, 'handler' if is_handler else 'case', part.body[0])
            self._inside(part, scope)

    def _next_index(self, node):
        index = self._decisions.get(node.lineno, 0)
        self._decisions[node.lineno] = index + 1
        return index

    def _branch(self, line, index, outcome, first):
        """Notes that the next probe of functions tells of a branch."""
        if first is None or not _must_come_first(first):
            self._branches.append((line, index, outcome, len(self._lines[1])))

    def _probe(self, statement, scope, line=None):
        lines = self._lines[scope]
        position = {
            'lineno': statement.lineno, 'col_offset': statement.col_offset,
            'end_lineno': statement.lineno, 'end_col_offset': statement.col_offset,
        }
        array = ast.Constant(value=_MARKS[scope], kind=None, **position)
        index = ast.Constant(value=len(lines), kind=None, **position)
        if sys.version_info < (3, 9):
            index = ast.Index(value=index, **position)
        target = ast.Subscript(value=array, slice=index, ctx=ast.Store(), **position)
        one = ast.Constant(value=1, kind=None, **position)
        lines.append(statement.lineno if line is None else line)
        return ast.Assign(targets=[target], value=one, type_comment=None, **position)


#: Which way a decision went, by the part of it that runs then.
_OUTCOMES = {
    ast.If: {'body': 'true', 'orelse': 'false'},
    ast.While: {'body': 'body', 'orelse': 'done'},
    ast.For: {'body': 'body', 'orelse': 'done'},
    ast.AsyncFor: {'body': 'body', 'orelse': 'done'},
}


def _is_docstring(statement):
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def _must_come_first(statement):
    if isinstance(statement, (ast.Global, ast.Nonlocal)):
        return True  # nothing runs here, and a probe would say that something did
    return isinstance(statement, ast.ImportFrom) and statement.module == '__future__'


def _bind(code, path, arrays):
    """The code with its marks replaced by the arrays, at its place on this machine."""
    constants = []
    for constant in code.co_consts:
        if type(constant) is types.CodeType:
            constant = _bind(constant, path, arrays)
        elif type(constant) is str and constant in arrays:
            constant = arrays[constant]
        constants.append(constant)
    return code.replace(co_consts=tuple(constants), co_filename=path)


def _read_verified(path):
    """The payload of a cache entry; None unless it is what was written, since a damaged one could crash Python."""
    try:
        with open(path, 'rb') as file:
            data = file.read()
    except OSError:
        return None
    return data[32:] if hashlib.sha256(data[32:]).digest() == data[:32] else None


def _write_atomically(path, payload):
    temporary = '%s.%d' % (path, os.getpid())
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(temporary, 'wb') as file:
            file.write(hashlib.sha256(payload).digest() + payload)
        os.replace(temporary, path)
    except OSError:
        pass  # without a cache we are slower, nothing else
