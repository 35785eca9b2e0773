"""Whether a trial left the program in another state than it found it in: what the repository's modules hold, the
environment, the working folder, threads.

Objects are compared by identity, so nothing of the program runs; what only C code or other libraries know is not seen.
"""
import _thread
import collections
import functools
import operator
import os
import sys
import types

MOST_CONTAINERS = 20_000
_LISTS = (list, collections.deque)
_DICTS = (dict, collections.OrderedDict, collections.defaultdict, collections.Counter)
_is = operator.is_


class State:
    """What the modules in `scope` held when it was made."""

    def __init__(self, scope):
        self._scope = scope
        self._dicts, self._lists, self._sets, self._cells, self._caches = [], [], [], [], []
        self._seen = {}
        self._modules = {id(module) for module in sys.modules.values() if self._is_ours(module)}
        self._own_names = {module.__name__ for module in sys.modules.values() if id(module) in self._modules}
        self._walk([module for module in sys.modules.values() if id(module) in self._modules])
        for thing in (sys.path, sys.meta_path, os.environ):
            self._walk([getattr(thing, '_data', thing)])
        self._n_modules, self._n_threads, self._cwd = len(sys.modules), _thread._count(), os.getcwd()

    def has_changed(self):
        """Compares; caches that were empty are emptied instead."""
        for values, n, saved in self._dicts:
            if len(values) != n or not all(map(_is, values.values(), saved)):
                return True
        for items, n, saved in self._lists:
            if len(items) != n or not all(map(_is, items, saved)):
                return True
        for items, saved in self._sets:
            if len(items) != len(saved) or set(map(id, items)) != saved:
                return True
        for cell, saved in self._cells:
            if _content(cell) is not saved:
                return True
        return self._caches_changed() or self._surroundings_changed()

    def _caches_changed(self):
        for cache, saved in self._caches:
            if cache.cache_info() != saved:
                if saved.currsize:
                    return True
                cache.cache_clear()
        return False

    def _surroundings_changed(self):
        if len(sys.modules) != self._n_modules:
            if any(self._is_ours(module) and id(module) not in self._modules for module in list(sys.modules.values())):
                return True
            self._n_modules = len(sys.modules)
        return _thread._count() != self._n_threads or _cwd() != self._cwd

    def _is_ours(self, module):
        file = getattr(module, '__file__', None)
        return type(file) is str and self._scope.relative(file) is not None

    def _is_own(self, thing):
        return getattr(thing, '__module__', None) in self._own_names

    def _walk(self, roots):
        pending = list(roots)
        while pending and len(self._seen) < MOST_CONTAINERS:
            thing = pending.pop()
            if id(thing) not in self._seen:
                pending.extend(self._keep(thing))

    def _keep(self, thing):
        """Notes what a container holds; gives what may hold more."""
        kind = type(thing)
        if kind in (int, str, float, bool, bytes, type(None), types.BuiltinFunctionType, types.CodeType):
            return ()
        self._seen[id(thing)] = thing
        if kind in (tuple, frozenset):
            return thing
        if kind in _DICTS or kind is types.MappingProxyType:
            saved = list(thing.values())
            self._dicts.append((thing, len(saved), saved))
            return saved
        if kind in _LISTS:
            saved = list(thing)
            self._lists.append((thing, len(saved), saved))
            return saved
        if kind is set:
            self._sets.append((thing, set(map(id, thing))))
            return list(thing)
        if kind is types.CellType:
            saved = _content(thing)
            self._cells.append((thing, saved))
            return (saved,)
        return self._keep_instance(thing)

    def _keep_instance(self, thing):
        if isinstance(thing, types.ModuleType):
            return (thing.__dict__,) if id(thing) in self._modules else ()
        if isinstance(thing, types.FunctionType):
            held = (thing.__defaults__, thing.__kwdefaults__, thing.__closure__, thing.__dict__ or None)
            return held if self._is_own(thing) else ()
        if isinstance(thing, type):
            return (vars(thing),) if self._is_own(thing) else ()
        if type(thing) is functools._lru_cache_wrapper:
            self._caches.append((thing, thing.cache_info()))
            return (thing.__dict__,)
        if isinstance(thing, (staticmethod, classmethod)):
            return (thing.__func__,)
        if type(thing) is property:
            return (thing.fget, thing.fset, thing.fdel)
        if self._is_own(type(thing)) and type(thing).__dictoffset__:
            return (object.__getattribute__(thing, '__dict__'),)
        return ()


def _content(cell):
    try:
        return cell.cell_contents
    except ValueError:
        return _content  # an empty cell


def _cwd():
    try:
        return os.getcwd()
    except OSError:
        return None
