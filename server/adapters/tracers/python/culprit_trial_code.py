"""Puts edited code in place in a process that has imported the project: only the function an edit lies in is compiled
again, and its code object swapped in every function that holds it, so that closures, decorators and defaults stay.

Where that cannot be done (the body of a module or class, a head, another set of free variables) the answer is FRESH: such
a trial needs a process that imports the file anew.
"""
import __future__
import ast
import gc
import os
import types

from culprit_trial_fuel import add_ticks
from culprit_trial_source import SourceFile

FRESH, UNUSABLE = 'fresh', 'unusable'
_FUTURES = sum({getattr(__future__, name).compiler_flag for name in __future__.all_feature_names})
_NESTED_SCOPE_NAMES = ('.0', '__class__')


class Workshop:
    """The files under trial. `load` once the project is imported; `prepare` gives what a trial swaps."""

    def __init__(self, root, files):
        self.sources, self._broken = {}, set()
        for file in files:
            try:
                self.sources[file] = SourceFile(os.path.realpath(os.path.join(root, file)))
            except (OSError, SyntaxError, ValueError, RecursionError):
                self._broken.add(file)
        self._holders = {}

    def load(self):
        """Finds the live functions of the files, and gives them code that counts its steps."""
        by_path = {source.path: source for source in self.sources.values()}
        sources, live = {}, {}
        for thing in gc.get_objects():
            if type(thing) is not types.FunctionType:
                continue
            code = thing.__code__
            if code.co_filename not in sources:
                sources[code.co_filename] = by_path.get(os.path.realpath(code.co_filename))
            source = sources[code.co_filename]
            if source is not None:
                live.setdefault((source, code.co_name, code.co_firstlineno), []).append(thing)
        for filename, source in sources.items():
            if source is not None:
                self._count_steps(source, filename, live)

    def prepare(self, edits):
        """A list of `(function, code, code before)` for the edits of one trial; or FRESH; or UNUSABLE."""
        swaps = []
        for file, raw in _by_file(edits).items():
            source = self.sources.get(file)
            if source is None:
                return UNUSABLE
            points = source.edits(raw)
            if points is None:
                return UNUSABLE
            found = self._recompiled(source, points)
            if type(found) is str:
                return found if found is UNUSABLE or compiles(source.edited(points), source.path) else UNUSABLE
            swaps += found
        return swaps

    def texts(self, edits):
        """The whole texts of all files, by path, with the edits; None where one does not compile."""
        by_file = _by_file(edits)
        texts = {}
        for file, source in self.sources.items():
            points = source.edits(by_file[file]) if file in by_file else []
            if points is None or (points and not compiles(source.edited(points), source.path)):
                return None
            texts[source.path] = source.edited(points)
        return texts

    def _count_steps(self, source, filename, live):
        flags = _future_flags(source.tree)
        code = compile(add_ticks(ast.parse(source.text)), filename, 'exec', flags, True)
        for scope in source.scopes:
            above = [code] if scope.parent is None else scope.parent.codes
            scope.codes = None if above is None else _below(above, scope.key)
            if scope.codes is None or not scope.is_function:
                continue
            functions = self._holders[scope] = []
            for function in live.get((source,) + scope.key, ()):
                if function.__code__.co_freevars == scope.codes[-1].co_freevars:
                    function.__code__ = scope.codes[-1]
                    functions.append(function)

    def _recompiled(self, source, edits):
        groups = {}
        for edit in edits:
            inner = source.innermost([edit])
            if inner is None:
                return FRESH
            groups.setdefault(inner.outermost_function(), []).append(edit)
        swaps = []
        for group in groups.values():
            found = self._recompiled_together(source, group)
            if type(found) is str:
                return found
            swaps += found
        return swaps

    def _recompiled_together(self, source, edits):
        scope = source.innermost(edits)
        while scope is not None:
            code = self._function(source, scope, edits) if scope.codes is not None else None
            if code is UNUSABLE:
                return UNUSABLE
            if code is not None:
                return FRESH if self._concerns_others(source, scope, edits) else self._swaps(scope, code) or FRESH
            scope = scope.function_around()
        return FRESH

    def _concerns_others(self, source, scope, edits):
        """Whether an edit touches a function inside this one that is there already: it was made by the code before."""
        return any(
            inner is not scope and self._holders.get(inner) and scope.start <= inner.start and inner.end <= scope.end
            and any(start < inner.end and inner.start <= end for start, end, _ in edits)
            for inner in source.scopes
        )

    def _function(self, source, scope, edits):
        """The code of one function with the edits; None where what is around it is concerned as well."""
        chain, old = scope.chain(), scope.codes[-1]
        head = ''.join(' ' * depth + _head(around) for depth, around in enumerate(chain[:-1]))
        text = head + source.edited(edits, scope.start, scope.end)
        flags = old.co_flags & _FUTURES
        try:
            tree = compile(text, old.co_filename, 'exec', flags | ast.PyCF_ONLY_AST, True)
            node = _only_function(tree, chain)
            if node is None:
                return None
            add_ticks(node)
            code = _code_of(tree, old, flags, chain)
            if code is not None and set(code.co_freevars) < set(old.co_freevars):
                node.body.append(_mention(old.co_freevars, node.body[-1]))
                code = _code_of(tree, old, flags, chain)
        except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError):
            return None if any('\n' in text + source.text[start:end] for start, end, text in edits) else UNUSABLE
        if code is None or code.co_freevars != old.co_freevars or _parameters(code) != _parameters(old):
            return None
        return _moved(code, scope.first_line - len(chain))

    def _swaps(self, scope, code):
        """Swaps for a function and for the functions around it, whose code makes it."""
        swaps = []
        while True:
            swaps += [(function, code, function.__code__) for function in self._holders.get(scope, ())]
            around = scope.function_around()
            if around is None:
                return swaps
            below = scope.codes[len(around.codes) - 1:]
            for above, replaced in zip(reversed(below[:-1]), reversed(below[1:])):
                consts = tuple(code if const is replaced else const for const in above.co_consts)
                code = above.replace(co_consts=consts)
            scope = around


def apply(swaps):
    for function, code, _ in swaps:
        function.__code__ = code


def undo(swaps):
    for function, _, code in swaps:
        function.__code__ = code


def compiles(text, path):
    try:
        compile(text, path, 'exec', 0, True)
        return True
    except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError):
        return False


def _by_file(edits):
    by_file = {}
    for file, start, end, text in edits:
        by_file.setdefault(file, []).append((start, end, text))
    return by_file


def _future_flags(tree):
    flags = 0
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == '__future__':
            for alias in node.names:
                flags |= getattr(getattr(__future__, alias.name, None), 'compiler_flag', 0)
    return flags


def _below(codes, key):
    """The code objects down to the only one with a name and first line right below the last of `codes`."""
    found = [codes + [const] for const in _codes_in(codes[-1]) if (const.co_name, const.co_firstlineno) == key]
    if not found:  # Python 3.12 and newer have a scope of their own for type parameters
        for between in _codes_in(codes[-1]):
            if between.co_name.startswith('<generic parameters of '):
                found += [codes + [between, const] for const in _codes_in(between)
                          if (const.co_name, const.co_firstlineno) == key]
    return found[0] if len(found) == 1 else None


def _codes_in(code):
    return [const for const in code.co_consts if type(const) is types.CodeType]


def _head(scope):
    """A line that stands for a scope around the function: its name for mangling, its variables as parameters."""
    if not scope.is_function:
        return 'class %s:\n' % scope.name
    code = scope.codes[-1]
    names = dict.fromkeys(code.co_varnames + code.co_cellvars + code.co_freevars)
    return 'def %s(%s):\n' % (scope.name, ', '.join(name for name in names if name not in _NESTED_SCOPE_NAMES))


def _only_function(tree, chain):
    node = tree
    for scope in chain:
        if len(node.body) != 1:
            return None
        node = node.body[0]
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef) if scope.is_function else ast.ClassDef
        if not isinstance(node, kinds) or node.name != scope.name:
            return None
    return node


def _code_of(tree, old, flags, chain):
    code = compile(tree, old.co_filename, 'exec', flags, True)
    for scope in chain:
        found = [const for const in _codes_in(code) if const.co_name == scope.name]
        if not found:
            found = [const for between in _codes_in(code) for const in _codes_in(between) if const.co_name == scope.name]
        if len(found) != 1:
            return None
        code = found[0]
    return code


def _mention(names, beside):
    """Keeps free variables that an edit left unused: `if 0: a; b`."""
    place = {'lineno': beside.lineno, 'col_offset': 0, 'end_lineno': beside.lineno, 'end_col_offset': 0}
    uses = [
        ast.Expr(ast.Name(name, ast.Load(), **place), **place)
        for name in names
    ]
    return ast.If(ast.Constant(0, kind=None, **place), uses, [], **place)


def _parameters(code):
    return (
        code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_flags & 0x0c,
        code.co_varnames[:code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & 4) + bool(code.co_flags & 8)],
    )


def _moved(code, lines):
    """A code object so many lines further down, with those inside it."""
    consts = tuple(_moved(const, lines) if type(const) is types.CodeType else const for const in code.co_consts)
    return code.replace(co_firstlineno=code.co_firstlineno + lines, co_consts=consts)
