"""Prints values for people, bounded, and without ever running code of the program under test.

Only exact builtin types are looked into; of any other object its class and, one level deep, the attributes stored in
it, read through the interpreter's own descriptors. No `repr`, no `isinstance`, no property is called.
"""
import collections
import itertools
import re
import sys
import types

MAX_CHARS = 100
MAX_ITEMS = 12
MAX_DEPTH = 2
REDACTED = '<redacted>'

_SECRET = re.compile(
    r'(?i)pass(word|wd|phrase)|secret|api_?key|authorization|credential|private_?key|access_?key|'
    r'(?:^|_)token(?:$|_)|[a-z]Token$|^auth_?token|access_?token'
)
_type_of = type.__dict__
_class_module = _type_of['__module__'].__get__
_class_name = _type_of['__qualname__'].__get__
_class_mro = _type_of['__mro__'].__get__
_class_dict = _type_of['__dict__'].__get__
_exception_args = BaseException.__dict__['args'].__get__
_NUMBERS = (float, complex, bool, type(None), type(Ellipsis), type(NotImplemented), range, slice)
_BRACKETS = {
    list: '[]', tuple: '()', set: '{}', frozenset: ('frozenset({', '})'), collections.deque: ('deque([', '])')
}
_LIBRARY_VALUES = {
    'decimal': ('Decimal',),
    'fractions': ('Fraction',),
    'datetime': ('date', 'datetime', 'time', 'timedelta', 'timezone'),
    'uuid': ('UUID',),
    'pathlib': ('PosixPath', 'PurePosixPath', 'WindowsPath', 'PureWindowsPath'),
    'pathlib._local': ('PosixPath', 'PurePosixPath', 'WindowsPath', 'PureWindowsPath'),
}
_MAPPINGS = (dict, collections.OrderedDict, collections.defaultdict, collections.Counter)


def is_secret(name):
    """Whether a name is one whose value is not to be shown."""
    return _SECRET.search(name) is not None


def print_named(name, value):
    """The value of a variable, or a note that its name forbids showing it."""
    return print_value(value) if not (is_secret(name) and _holds_text(value)) else REDACTED


def print_value(value):
    """At most `MAX_CHARS` characters that say what a value is."""
    try:
        return _cut(_print(value, 0), MAX_CHARS)
    except Exception:
        return '<unprintable>'  # for example a container that another thread is changing


def _cut(text, limit):
    return text if len(text) <= limit else text[: limit - 1] + '\u2026'


def _holds_text(value):
    return type(value) in (str, bytes, bytearray, list, tuple, dict, set)


def _print(value, depth):
    kind = type(value)
    if kind is int:
        return str(value) if value.bit_length() < 300 else '<int of %d bits>' % value.bit_length()
    if kind in _NUMBERS:
        return repr(value) if kind is not slice else '<slice>'
    if kind is str or kind is bytes:
        return repr(value[:MAX_CHARS])
    if kind is bytearray:
        return 'bytearray(%r)' % bytes(value[:MAX_CHARS])
    if kind in _BRACKETS:
        return _print_sequence(value, kind, depth)
    if kind in _MAPPINGS:
        return _print_mapping(value, kind, depth)
    if kind is types.FunctionType or kind is types.BuiltinFunctionType:
        return '<function %s>' % value.__name__
    if kind is types.MethodType:
        return '<method of %s>' % class_name(type(value.__self__))
    if kind is types.ModuleType:
        name = types.ModuleType.__getattribute__(value, '__dict__').get('__name__')
        return '<module %s>' % name if type(name) is str else '<module>'
    if _is_class(kind):
        return '<class %s>' % class_name(value)
    return _print_library_value(value, kind) or _print_array(value, kind) or _print_object(value, kind, depth)


def _print_library_value(value, kind):
    """Values of the standard library that people read as values. Only the exact classes: a subclass may print itself."""
    module, name = _class_module(kind), _class_name(kind)
    if type(module) is not str or name not in _LIBRARY_VALUES.get(module, ()):
        return None
    library = sys.modules.get(module)
    if library is None or vars(library).get(name) is not kind:
        return None
    if name in ('datetime', 'time') and type(value.tzinfo) not in (type(None), vars(library)['timezone']):
        return None  # a time zone may be the program's own, and would print itself
    return kind.__repr__(value)


def _print_sequence(value, kind, depth):
    opening, closing = _BRACKETS[kind]
    if not value:
        return {set: 'set()', frozenset: 'frozenset()'}.get(kind, opening + closing)
    if depth >= MAX_DEPTH:
        return opening + '\u2026' + closing
    items = [_print(item, depth + 1) for item in itertools.islice(kind.__iter__(value), MAX_ITEMS)]
    if len(value) > MAX_ITEMS:
        items.append('\u2026 %d in all' % len(value))
    elif kind is tuple and len(value) == 1:
        closing = ',)'
    return opening + ', '.join(items) + closing


def _print_mapping(value, kind, depth):
    opening, closing = ('{', '}') if kind is dict else (kind.__name__ + '({', '})')
    if depth >= MAX_DEPTH and len(value):
        return opening + '\u2026' + closing
    items = []
    for key, item in itertools.islice(dict.items(value), MAX_ITEMS):
        hidden = type(key) is str and is_secret(key) and _holds_text(item)
        items.append(_print(key, depth + 1) + ': ' + (REDACTED if hidden else _print(item, depth + 1)))
    if len(value) > MAX_ITEMS:
        items.append('\u2026 %d in all' % len(value))
    return opening + ', '.join(items) + closing


def _is_class(kind):
    return type in _class_mro(kind)


def class_name(kind):
    """`module.Class`, or `Class` for what is built in; never asks a metaclass."""
    module, name = _class_module(kind), _class_name(kind)
    return name if module == 'builtins' or type(module) is not str else module + '.' + name


def _print_array(value, kind):
    module = _class_module(kind)
    if type(module) is not str or module.split('.')[0] not in ('numpy', 'pandas'):
        return None
    library, name = sys.modules.get(module.split('.')[0]), _class_name(kind)
    if library is None or vars(library).get(name) is not kind:
        return None
    if name in ('ndarray', 'Series'):
        return '<%s shape %s dtype %s>' % (class_name(kind), value.shape, value.dtype)
    if name == 'DataFrame':
        return '<%s shape %s>' % (class_name(kind), value.shape)
    return None


def _print_object(value, kind, depth):
    mro = _class_mro(kind)
    name = class_name(kind)
    if BaseException in mro:
        return name + '(' + ', '.join(_print(item, depth + 1) for item in _exception_args(value)[:3]) + ')'
    if depth >= MAX_DEPTH:
        return '<%s>' % name
    fields = []
    for key, item in itertools.islice(_stored(value, mro), MAX_ITEMS):
        hidden = is_secret(key) and _holds_text(item)
        fields.append(key + '=' + (REDACTED if hidden else _print(item, MAX_DEPTH)))
    return '<%s%s>' % (name, ''.join(' ' + field for field in fields))


def stored_attribute(value, name):
    """Whether an object stores an attribute of its own under a name, and what; no code of the program runs."""
    try:
        for key, item in _stored(value, _class_mro(type(value))):
            if key == name:
                return True, item
    except Exception:
        pass  # for example a dictionary that another thread is changing
    return False, None


def _stored(value, mro):
    """Attributes stored in the object itself: its slots and its `__dict__`, by the interpreter's descriptors only."""
    dictionary = None
    for cls in mro:
        own = _class_dict(cls)
        for key, descriptor in list(own.items()):
            if type(descriptor) is types.MemberDescriptorType and cls.__flags__ & (1 << 9):
                try:
                    yield key, descriptor.__get__(value)
                except AttributeError:
                    pass  # the slot is empty
        if dictionary is None:
            dictionary = own.get('__dict__')
    if type(dictionary) is types.GetSetDescriptorType:
        found = dictionary.__get__(value)
        if type(found) is dict:
            for key, item in list(dict.items(found)):
                if type(key) is str:
                    yield key, item
