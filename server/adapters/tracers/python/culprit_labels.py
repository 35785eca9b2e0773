"""Names of tests: between files and dotted names, and which names are near one that nothing answers to."""
import ast
import difflib
import os
import re

_OLD_STYLE = re.compile(r'^(\w+) \(([\w.]+)\)$')


def parts_of(test):
    """A test in any of the accepted forms as (file or None, dotted parts)."""
    old_style = _OLD_STYLE.match(test)
    if old_style:
        name, place = old_style.groups()
        parts = place.split('.')
        return None, parts if parts[-1] == name else parts + [name]
    file, separator, rest = test.partition('::')
    if separator or file.endswith('.py') or '/' in file:
        return file, [part for part in rest.split('::') if part]
    return None, test.split('.')


def near_names(path, shown, wanted):
    """A sentence that a test is not in a file, with the names there that are most like it."""
    wanted = wanted.split('[')[0]
    names = names_in(path)
    last = {}
    for name in names:
        last.setdefault(name.split('::')[-1], []).append(name)
    near = difflib.get_close_matches(wanted, names, 3, 0.5)
    for name in difflib.get_close_matches(wanted.split('::')[-1], list(last), 3, 0.6):
        near += [full for full in last[name] if full not in near]
    sentence = 'There is no test %s in %s' % (wanted, shown)
    return sentence + ('; near it: ' + ', '.join(near[:5]) if near else '')


def names_in(path):
    """`Class::method` and function names of tests in a file, in their order."""
    try:
        with open(path, 'rb') as file:
            tree = ast.parse(file.read())
    except (OSError, SyntaxError, ValueError):
        return []
    names = []
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            names.append(node.name)
            names += [
                node.name + '::' + part.name
                for part in node.body
                if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef)) and part.name.startswith('test')
            ]
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith('test'):
            names.append(node.name)
    return names


def dotted(file, cwd):
    """The module name a file has for someone who starts Python in `cwd`."""
    relative = os.path.relpath(os.path.join(cwd, file), cwd)
    stem = relative[: -len('.py')] if relative.endswith('.py') else relative
    parts = stem.split(os.sep)
    return parts[:-1] if parts[-1] == '__init__' else parts
