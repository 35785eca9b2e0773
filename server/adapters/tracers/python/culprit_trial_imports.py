"""Has files imported from other texts than those on disk, with code that counts its steps."""
import ast
import importlib.machinery
import os

from culprit_trial_fuel import add_ticks


def load_from(texts):
    """`texts` by real path; for every import from here on."""
    loader = importlib.machinery.SourceFileLoader
    original = loader.get_code

    def get_code(self, fullname):
        text = texts.get(os.path.realpath(self.path))
        if text is None:
            return original(self, fullname)
        return compile(add_ticks(ast.parse(text)), self.path, 'exec', 0, True)

    loader.get_code = get_code
