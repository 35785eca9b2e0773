"""Says which files are the repository's own code, by real path; leaves out whether they are tests.

Environments and tools kept inside the repository are not its code: `.venv`, `node_modules`, the interpreter itself.
"""
import os
import sys

FOREIGN_FOLDERS = frozenset(
    '.venv venv site-packages dist-packages node_modules .tox .nox .git __pypackages__ .eggs'.split()
)


class Scope:
    def __init__(self, root, cwd):
        self._real_path, self._join, self._is_file = os.path.realpath, os.path.join, os.path.isfile
        self._cwd = cwd
        self.root = os.path.realpath(root)
        self._prefix = self.root.rstrip(os.sep) + os.sep
        self._known = {}
        self._foreign = {}
        for prefix in (sys.prefix, sys.exec_prefix, sys.base_prefix):
            real = os.path.realpath(prefix)
            if real.startswith(self._prefix):
                self._foreign[real] = True

    def relative(self, filename):
        """The path of a file of the repository's own code, relative to the root with `/`; None for any other file."""
        try:
            return self._known[filename]
        except KeyError:
            found = self._known[filename] = self._find(filename)
            return found

    def inside(self, path):
        """The path relative to the root with `/` for anything inside it, None outside."""
        real = self._real_path(self._join(self._cwd, path))
        if not real.startswith(self._prefix):
            return None
        return real[len(self._prefix):].replace(os.sep, '/')

    def _find(self, filename):
        if not filename or filename[0] == '<' or '\0' in filename:
            return None
        try:
            path = self.inside(filename)
        except (OSError, ValueError):
            return None
        if path is None:
            return None
        folder = self.root
        for part in path.split('/')[:-1]:
            folder = self._join(folder, part)
            if self._is_foreign(folder, part):
                return None
        return path

    def _is_foreign(self, folder, name):
        known = self._foreign.get(folder)
        if known is None:
            known = name in FOREIGN_FOLDERS or self._is_file(self._join(folder, 'pyvenv.cfg'))
            self._foreign[folder] = known
        return known
