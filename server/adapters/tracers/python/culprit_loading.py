"""From the name of a unittest test to the tests it stands for; what is missing or broken becomes a noted problem."""
import importlib
import os
import sys

from culprit_labels import dotted, near_names, parts_of

NO_MODULE = 'There is no module %s that could hold %s'


def load(test, request, session, loader):
    """The tests a name stands for; nothing, and a noted problem, where it stands for none."""
    file, parts = parts_of(test)
    try:
        if file is None:
            module, rest = _import_longest(parts)
            file = getattr(module, '__file__', None) or ''
        else:
            module, rest = _import_file(os.path.join(request['root'], file), request['cwd']), parts
    except ModuleNotFoundError as error:
        if error.name and file is None and ('.'.join(parts) + '.').startswith(error.name + '.'):
            session.problem('notFound', test, NO_MODULE % (error.name, test))
        else:
            session.problem('loadFailed', file or test, '%s could not be loaded' % (file or test), error)
        return []
    except (Exception, SystemExit) as error:
        session.problem('loadFailed', file or test, '%s could not be loaded' % (file or test), error)
        return []
    found = module
    for part in rest:
        found = getattr(found, part, None)
    if found is None:
        if hasattr(module, '__path__'):
            message = NO_MODULE % (module.__name__ + '.' + rest[0], test)
        else:
            path = os.path.join(request['root'], file)
            message = near_names(path, session.scope.inside(path) or file, '::'.join(rest))
        session.problem('notFound', test, message)
        return []
    if rest:
        return loader.loadTestsFromName('.'.join(rest), module)
    tests = loader.loadTestsFromModule(module)
    if not tests.countTestCases() and hasattr(module, '__path__'):
        tests = loader.discover(list(module.__path__)[0], top_level_dir=request['cwd'])
    return tests


def _import_longest(parts):
    missing = None
    for length in range(len(parts), 0, -1):
        name = '.'.join(parts[:length])
        try:
            return importlib.import_module(name), parts[length:]
        except ModuleNotFoundError as error:
            # `a.b.C` is first tried as a module: only a missing part of that very name means "look one level up".
            if not error.name or not (name + '.').startswith(error.name + '.'):
                raise
            missing = error
    raise missing


def _import_file(path, cwd):
    """Imports a test file under the name it has from `cwd`, else from the outermost folder that is no package."""
    real, names = os.path.realpath(path), [part for part in dotted(path, cwd)]
    if all(part.isidentifier() for part in names):
        try:
            module = importlib.import_module('.'.join(names))
            if os.path.realpath(getattr(module, '__file__', None) or '') == real:
                return module
        except ModuleNotFoundError as error:
            if not error.name or not ('.'.join(names) + '.').startswith(error.name + '.'):
                raise
    folder = os.path.dirname(real)
    while os.path.isfile(os.path.join(folder, '__init__.py')):
        folder = os.path.dirname(folder)
    sys.path.insert(0, folder)
    return importlib.import_module('.'.join(dotted(real, folder)))
