"""A source file as trials see it: its text, its functions and classes as spans, and edits put into pieces of it.

Offsets come in UTF-16 units, as editors count; here they are code points. A file that is not UTF-8 is read as Latin-1, as
the caller does. Leaves out compiling.
"""
import ast
import bisect
import re

_NEWLINE = re.compile(r'\r\n?|\n')
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Scope:
    """A function or class of a file. `parent` is the scope around it, None at the top."""

    def __init__(self, node, parent, source):
        self.name, self.parent = node.name, parent
        self.is_function = not isinstance(node, ast.ClassDef)
        self.first_line = min([node.lineno] + [decorator.lineno for decorator in node.decorator_list])
        #: Whole lines, decorators included, with the end of the last one.
        self.start, self.end = source.starts[self.first_line - 1], source.line_end(node.end_lineno)
        self.body_start = source.body_start(node)
        self.key = node.name, self.first_line
        #: The code objects from the module's down to this one's; filled by who compiles.
        self.codes = None

    def chain(self):
        """Scopes from the outermost to this one."""
        return (self.parent.chain() if self.parent is not None else []) + [self]

    def function_around(self):
        """The nearest function that holds this scope."""
        around = self.parent
        while around is not None and not around.is_function:
            around = around.parent
        return around

    def outermost_function(self):
        return next(scope for scope in self.chain() if scope.is_function)


class SourceFile:
    def __init__(self, path):
        with open(path, 'rb') as file:
            data = file.read()
        self.path = path
        self.text = _decode(data)
        self.starts = [0] + [found.end() for found in _NEWLINE.finditer(self.text)]
        self.tree = ast.parse(self.text, path)
        self.scopes = []
        self._wide = [] if self.text.isascii() else _wide_offsets(self.text)
        self._find_scopes(self.tree, None)

    def line_end(self, number):
        return self.starts[number] if number < len(self.starts) else len(self.text)

    def body_start(self, node):
        """Where the body begins: the start of its first line, unless that is shared with the head."""
        first = node.body[0]
        line = min([first.lineno] + [decorator.lineno for decorator in getattr(first, 'decorator_list', [])])
        start = self.starts[line - 1]
        column = first.col_offset if line == first.lineno else 0
        before = self.text[start:self.line_end(line)].encode('utf-8')[:column].decode('utf-8')
        return start if not before.strip() else start + len(before)

    def point(self, offset):
        """The code point at an offset in UTF-16 units."""
        return offset - bisect.bisect_left(self._wide, offset)

    def edits(self, raw):
        """Edits as `(start, end, text)` in order, in code points; None where they overlap or lie outside."""
        edits = sorted(((self.point(start), self.point(end), text) for start, end, text in raw), key=lambda it: it[:2])
        reached = 0
        for start, end, _ in edits:
            if start < reached or end < start or len(self.text) < end:
                return None
            reached = end
        return edits

    def innermost(self, edits):
        """The innermost function whose body holds all edits."""
        first, last = edits[0][0], max(end for _, end, _ in edits)
        best = None
        for scope in self.scopes:
            if scope.is_function and scope.body_start <= first and last <= scope.end:
                if best is None or best.start < scope.start:
                    best = scope
        return best

    def edited(self, edits, start=0, end=None):
        """A piece of the text with the edits, all of which lie inside it."""
        parts, at = [], start
        for edit_start, edit_end, text in edits:
            parts += [self.text[at:edit_start], text]
            at = edit_end
        return ''.join(parts + [self.text[at:len(self.text) if end is None else end]])

    def _find_scopes(self, node, parent):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, _DEFINITIONS):
                scope = Scope(child, parent, self)
                self.scopes.append(scope)
                self._find_scopes(child, scope)
            elif not isinstance(child, ast.expr):
                self._find_scopes(child, parent)


def _decode(data):
    try:
        return data.decode('utf-8-sig')
    except UnicodeDecodeError:
        return data.decode('latin-1')


def _wide_offsets(text):
    """Offsets, in UTF-16 units, of the characters that take two of them."""
    if max(text) <= '\uffff':
        return []
    found = []
    for at, character in enumerate(text):
        if character > '\uffff':
            found.append(at + len(found))
    return found
