"""Puts the program back into the state a trial found it in: what the repository's modules hold, the environment, the
working folder. Says where that cannot be done, as with threads a test left behind.

Containers and attributes are compared by identity and put back one by one, so hardly any code of the program runs. What
only C code or other libraries know is not seen.
"""
import _thread
import collections
import functools
import itertools
import logging
import operator
import os
import random
import sys
import types
import warnings

#: With more to compare than this a fork is cheaper.
MOST_CONTAINERS = 20_000
_DICTS = (dict, collections.OrderedDict, collections.defaultdict, collections.Counter)
_ATOMS = (int, str, float, complex, bool, bytes, type(None), types.BuiltinFunctionType, types.CodeType, type(Ellipsis))
_is, _values = operator.is_, operator.methodcaller('values')


class State:
    """What the modules in `scope` held when it was made. `too_large` where it does not know all of that."""

    def __init__(self, scope):
        self._scope = scope
        self._holders, self._sets, self._cells, self._caches = [], [], [], []
        #: Those found otherwise before: most trials change the same.
        self._often = []
        self._seen = {}
        self._modules = {id(module): module for module in list(sys.modules.values()) if self._is_ours(module)}
        self._own_names = {module.__name__ for module in self._modules.values()}
        self._note_dict(sys.__dict__)
        elsewhere = [os.environ._data, sys.path, sys.meta_path, sys.path_hooks, sys.argv, warnings.filters]
        elsewhere += [logging.root.__dict__, logging.Logger.manager.loggerDict]
        self.too_large = not self._walk(list(self._modules.values()) + elsewhere)
        self._flat = self._flattened()
        self._n_modules, self._n_threads, self._cwd = len(sys.modules), _thread._count(), _working_folder()
        self._recursion = sys.getrecursionlimit()
        self._random = random.getstate() if self._draws() else None

    def restore(self):
        """Whether all is as it was, by now."""
        try:
            return self._restored()
        except Exception:
            return False

    def _restored(self):
        for holder in self._often:
            holder.restore()
        if not self._same_values():
            self._often += [holder for holder in self._holders if holder.restore()]
            if not self._same_values():
                return False
        for items, ids, saved in self._sets:
            if len(items) != len(saved) or set(map(id, items)) != ids:
                items.clear()
                items.update(saved)
        for cell, saved in self._cells:
            if _content(cell) is not saved:
                cell.cell_contents = saved
        return self._caches_restored() and self._surroundings_restored()

    def _same_values(self):
        """Looks at all values in one go, which costs some 20 ns each."""
        named, lists, saved = self._flat
        now = itertools.chain(
            itertools.chain.from_iterable(map(_values, named)), itertools.chain.from_iterable(lists), (self,))
        return all(map(_is, now, saved)) and sum(map(len, named)) + sum(map(len, lists)) + 1 == len(saved)

    def _flattened(self):
        named = [holder for holder in self._holders if holder.names is not None]
        lists = [holder for holder in self._holders if holder.names is None]
        saved = itertools.chain.from_iterable(holder.saved for holder in named + lists)
        return [holder.held for holder in named], [holder.held for holder in lists], list(saved) + [self]

    def _caches_restored(self):
        for cache, saved in self._caches:
            if cache.cache_info() != saved:
                if saved.currsize:
                    return False
                cache.cache_clear()
        return True

    def _surroundings_restored(self):
        if len(sys.modules) != self._n_modules:
            if any(id(module) not in self._modules and self._is_ours(module) for module in list(sys.modules.values())):
                return False
            self._n_modules = len(sys.modules)
        if _working_folder() != self._cwd:
            os.chdir(self._cwd)
        if sys.getrecursionlimit() != self._recursion:
            sys.setrecursionlimit(self._recursion)
        if self._random is not None:
            random.setstate(self._random)
        return _thread._count() == self._n_threads

    def _draws(self):
        source = random.seed.__self__
        return any(
            value is random or getattr(value, '__self__', None) is source
            for module in self._modules.values()
            for value in module.__dict__.values()
            if isinstance(value, (types.ModuleType, types.MethodType, types.BuiltinMethodType))
        )

    def _is_ours(self, module):
        file = getattr(module, '__file__', None)
        return type(file) is str and self._scope.relative(file) is not None

    def _is_own(self, thing):
        return getattr(thing, '__module__', None) in self._own_names

    def _walk(self, roots):
        pending = list(roots)
        while pending and len(self._seen) < MOST_CONTAINERS:
            thing = pending.pop()
            if type(thing) not in _ATOMS and id(thing) not in self._seen:
                self._seen[id(thing)] = thing
                pending.extend(self._keep(thing, type(thing)))
        return not pending

    def _keep(self, thing, kind):
        """Notes what a container holds; gives what may hold more."""
        if kind in (tuple, frozenset):
            return thing
        if kind in _DICTS:
            return self._note_dict(thing)
        if kind in (list, collections.deque):
            saved = list(thing)
            self._holders.append(_Holder(thing, thing, None, saved, _restore_list))
            return saved
        if kind is set:
            saved = list(thing)
            self._sets.append((thing, set(map(id, saved)), saved))
            return saved
        if kind is types.CellType:
            saved = _content(thing)
            if saved is not _content:
                self._cells.append((thing, saved))
            return (saved,)
        return self._keep_object(thing, kind)

    def _keep_object(self, thing, kind):
        if isinstance(thing, types.ModuleType):
            return (thing.__dict__,) if id(thing) in self._modules else ()
        if kind is types.FunctionType:
            held = (thing.__defaults__, thing.__kwdefaults__, thing.__closure__, thing.__dict__ or None)
            return held if self._is_own(thing) else ()
        if isinstance(thing, type):
            return self._note_class(thing) if self._is_own(thing) else ()
        if kind is functools._lru_cache_wrapper:
            self._caches.append((thing, thing.cache_info()))
            return (thing.__dict__,)
        if kind in (staticmethod, classmethod):
            return (thing.__func__,)
        if kind is property:
            return (thing.fget, thing.fset, thing.fdel)
        if self._is_own(kind) and kind.__dictoffset__:
            return (object.__getattribute__(thing, '__dict__'),)
        return ()

    def _note_dict(self, items):
        saved = list(items.values())
        self._holders.append(_Holder(items, items, list(items), saved, _restore_dict))
        return saved

    def _note_class(self, cls):
        held = type.__dict__['__dict__'].__get__(cls)
        saved = list(held.values())
        self._holders.append(_Holder(cls, held, list(held), saved, _restore_class))
        return saved


class _Holder:
    """A dictionary, class or list, what it held, and how it is put back."""

    __slots__ = 'target', 'held', 'names', 'saved', '_put_back'

    def __init__(self, target, held, names, saved, put_back):
        self.target, self.held, self.names, self.saved, self._put_back = target, held, names, saved, put_back

    def restore(self):
        """Whether it was otherwise."""
        held, saved = self.held, self.saved
        if len(held) == len(saved) and all(map(_is, held if self.names is None else held.values(), saved)):
            return False
        self._put_back(self.target, held, self.names, saved)
        return True


def _restore_list(items, _held, _names, saved):
    items.clear()
    items.extend(saved)


def _restore_dict(items, _held, names, saved):
    known = dict(zip(names, saved))
    for name in [name for name in items if name not in known]:
        del items[name]
    if len(items) != len(known):
        items.clear()  # what went is to come back at its place
    for name, value in known.items():
        if name not in items or items[name] is not value:
            items[name] = value


def _restore_class(cls, held, names, saved):
    known = dict(zip(names, saved))
    for name in [name for name in held if name not in known]:
        type.__delattr__(cls, name)
    for name, value in known.items():
        if name not in held or held[name] is not value:
            type.__setattr__(cls, name, value)


def _content(cell):
    try:
        return cell.cell_contents
    except ValueError:
        return _content  # an empty cell


def _working_folder():
    try:
        return os.getcwd()
    except OSError:
        return None
