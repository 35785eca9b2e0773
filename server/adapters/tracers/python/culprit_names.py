"""Qualified names of code objects, without `<locals>`: `Outer.method`, `function.inner`, `<module>`.

Python 3.11 and newer carry them; before that they are read off the syntax tree of the file, once a file.
"""
import ast

_trees = {}


def qualified_name(code):
    """The qualified name of a code object, as good as this Python and the file on disk allow."""
    known = getattr(code, 'co_qualname', None)
    if known is not None:
        return known.replace('.<locals>', '')
    if code.co_name == '<module>':
        return '<module>'
    definitions = _trees.get(code.co_filename)
    if definitions is None:
        definitions = _trees[code.co_filename] = _read(code.co_filename)
    within = None
    for first, line, last, name, qualified in definitions:
        if name == code.co_name and code.co_firstlineno in (first, line):
            return qualified
        if first <= code.co_firstlineno <= last and (within is None or first >= within[0]):
            within = first, qualified
    return code.co_name if within is None else within[1] + '.' + code.co_name


def _read(filename):
    found = []
    try:
        with open(filename, 'rb') as file:
            _visit(ast.parse(file.read()), '', found)
    except Exception:
        pass  # a file we cannot read names its code objects by their own name
    return found


def _visit(node, prefix, found):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            first = min([child.lineno] + [decorator.lineno for decorator in child.decorator_list])
            found.append((first, child.lineno, child.end_lineno, child.name, prefix + child.name))
            _visit(child, prefix + child.name + '.', found)
        elif not isinstance(child, ast.expr):
            _visit(child, prefix, found)
