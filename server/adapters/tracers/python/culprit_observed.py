"""The values that chosen functions of a traced test worked with.

What a line assigned is read when the next event of the same frame tells that the line is over; what a condition reads,
before it is evaluated. Names and stored attributes only: no property, no `__getattr__`, no `__repr__` is called.
"""
import ast

from culprit_values import is_secret, print_named, print_value, stored_attribute

#: Values kept of one name at one place: the first ones, and the last ones.
FIRST, LAST = 8, 8
#: After this many at one place only every `SPARSE`th is looked at.
MANY, SPARSE = 512, 64
MAX_VALUES = 4000


class Observed:
    def __init__(self, wanted):
        self._wanted = wanted
        self._plans = {}
        self._places = {}

    def begin_test(self):
        self._places.clear()

    def observer(self, code, file):
        """Something that is told of every event of a code object, or None where its values are not asked for."""
        ranges = self._wanted.get(file)
        if not ranges:
            return None
        plans = self._plans.get(file)
        if plans is None:
            plans = self._plans[file] = _plans_of(code.co_filename)
        plan = plans.get(code.co_firstlineno)
        if plan is None or plan.name != code.co_name or not any(a <= plan.line <= b for a, b in ranges):
            return None
        return _Observer(code, plan, self._note)

    def take(self):
        """The values of the current test as events tell them, in order of their events."""
        found = []
        for (code, line, kind, name), place in self._places.items():
            found += [{'at': at, 'kind': kind, 'name': name, 'value': value} for at, value in place.first + place.last]
        found.sort(key=lambda value: value['at'])
        half = MAX_VALUES // 2
        return found if len(found) <= MAX_VALUES else found[:half] + found[-half:]

    def _note(self, number, code, line, kind, name, value):
        key = id(code), line, kind, name
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = _Place()
        place.seen += 1
        if place.seen > MANY and place.seen % SPARSE:
            return
        text = print_named(name, value) if name else print_value(value)
        if len(place.first) < FIRST:
            place.first.append((number, text))
        else:
            place.last.append((number, text))
            if len(place.last) > LAST:
                del place.last[0]


class _Place:
    __slots__ = ('seen', 'first', 'last')

    def __init__(self):
        self.seen, self.first, self.last = 0, [], []


class _Observer:
    """Follows the frames of one code object."""

    def __init__(self, code, plan, note):
        self._code, self._plan, self._note = code, plan, note
        self._pending = {}
        self._raising = {}
        n = code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & 4) + bool(code.co_flags & 8)
        self._arguments = code.co_varnames[:n]

    def see(self, frame, event, arg, number):
        code, key = self._code, id(frame)
        if event == 'exception':
            self._raising[key] = True
            self._pending.pop(key, None)  # the line did not come to its end
            return
        pending = self._pending.pop(key, None)
        names = frame.f_locals
        if pending is not None:
            at, line, paths = pending
            for path in paths:
                self._read(at, line, 'assigned', path, names)
        if event == 'call':
            for name in self._arguments:
                if name in names:
                    self._note(number, code, code.co_firstlineno, 'argument', name, names[name])
        elif event == 'line':
            self._raising.pop(key, None)
            line = frame.f_lineno
            for path in self._plan.conditions.get(line, ()):
                self._read(number, line, 'condition', path, names)
            paths = self._plan.assigned.get(line)
            if paths:
                self._pending[key] = number, line, paths
        elif event == 'return' and not self._raising.pop(key, False):
            self._note(number, code, frame.f_lineno, 'return', '', arg)

    def _read(self, number, line, kind, path, names):
        if path[0] not in names:
            return
        value = names[path[0]]
        for attribute in path[1:]:
            found, value = stored_attribute(value, attribute)
            if not found:
                return
        hidden = any(is_secret(part) for part in path[:-1])
        self._note(number, self._code, line, kind, '.'.join(path), '<redacted>' if hidden else value)


class _Plan:
    """Of one function: which access paths each line assigns, and which those of conditions read."""

    __slots__ = ('name', 'line', 'assigned', 'conditions')

    def __init__(self, name, line):
        self.name, self.line, self.assigned, self.conditions = name, line, {}, {}


def _plans_of(filename):
    """Plans by the first line of a function, decorators included, which is what its code object tells."""
    try:
        with open(filename, 'rb') as file:
            tree = ast.parse(file.read(), filename)
    except (OSError, SyntaxError, ValueError, RecursionError):
        return {}
    plans = {}
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            plan = _Plan(node.name, node.lineno)
            try:
                for statement in node.body:
                    _plan(statement, plan)
            except RecursionError:
                pass  # an expression of a thousand terms: what was found before it is watched
            plans[min([node.lineno] + [each.lineno for each in node.decorator_list])] = plan
    return plans


def _plan(node, plan):
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
        return  # it has a plan of its own, or is none of ours
    targets = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, (ast.AugAssign, ast.AnnAssign, ast.For, ast.AsyncFor)):
        targets = [node.target]
    elif isinstance(node, (ast.With, ast.AsyncWith)):
        targets = [item.optional_vars for item in node.items if item.optional_vars is not None]
    elif isinstance(node, ast.Expr):
        targets = _receivers(node.value)
    paths = [path for target in targets for path in _paths_in(target)]
    if isinstance(node, ast.stmt):
        paths += [
            (each.target.id,) for part in _own_expressions(node) for each in ast.walk(part)
            if type(each).__name__ == 'NamedExpr'
        ]
    if paths:
        plan.assigned.setdefault(node.lineno, []).extend(path for path in paths)
    if isinstance(node, (ast.If, ast.While, ast.Assert)):
        plan.conditions.setdefault(node.lineno, []).extend(_unique(_paths_in(node.test)))
    for child in ast.iter_child_nodes(node):
        _plan(child, plan)


def _receivers(value):
    """`items` of `items.append(x)`: a call alone most likely changes what it is called on."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        return [value.func.value]
    return []


def _own_expressions(statement):
    return [child for child in ast.iter_child_nodes(statement) if isinstance(child, ast.expr)]


def _paths_in(node):
    """Names and attribute paths (`self.total`) of an expression, the longest ones; what is subscripted counts whole."""
    path = _path(node)
    if path is not None:
        return [path]
    if isinstance(node, ast.Call):
        parts = list(node.args) + [keyword.value for keyword in node.keywords]
        if isinstance(node.func, ast.Attribute):
            parts.insert(0, node.func.value)
        return [found for part in parts for found in _paths_in(part)]
    if isinstance(node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
        return []
    return [found for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr) for found in _paths_in(child)]


def _path(node):
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Attribute):
        above = _path(node.value)
        return None if above is None else above + (node.attr,)
    return None


def _unique(paths):
    return list(dict.fromkeys(paths))
