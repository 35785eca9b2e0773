"""Runs inside gdb: notes the values of arguments and variables where the tested program passes places it is told of.

Values are printed by gdb from memory; no function of the program is called. Reads a request (places, limits, where to write)
from the file that CULPRIT_VALUES names. Writes one JSON object a line: `at` is the number of the runtime's next event.
Leaves out what functions return, and whatever was optimized away.
"""
import json
import linecache
import os
import re
import time

import gdb

SECRET = re.compile(
    r'(?i)pass(word|wd|phrase)|secret|api_?key|authorization|credential|private_?key|access_?key|'
    r'(?:^|_)token(?:$|_)|[a-z]Token$|^auth_?token|access_?token'
)
MAX_CHARS = 200
MAX_VARIABLES = 24

with open(os.environ['CULPRIT_VALUES'], encoding='utf-8') as file:
    request = json.load(file)
out = open(request['out'], 'w', encoding='utf-8')
deadline = time.monotonic() + request['seconds']
written = 0
frames = {}  # what was seen last in each open call, by its place on the stack


def number(name):
    return int(gdb.parse_and_eval('*(unsigned long long *)&' + name))


def printed(name, value):
    if SECRET.search(name):
        return '<redacted>'
    text = value.format_string(max_elements=24, max_depth=2, repeat_threshold=8, symbols=False, styling=False)
    text = ' '.join(text.split())
    return text if len(text) <= MAX_CHARS else text[: MAX_CHARS - 1] + '…'


def variables(frame, line):
    """Name, whether it is an argument, and value, of what is in scope and has been declared before this line."""
    found = {}
    block = frame.block()
    while block is not None and len(found) < MAX_VARIABLES:
        for symbol in block:
            if not (symbol.is_variable or symbol.is_argument) or symbol.name in found or symbol.needs_frame is False:
                continue
            if symbol.name.startswith('__') or (not symbol.is_argument and symbol.line >= line):
                continue
            try:
                value = printed(symbol.name, frame.read_var(symbol, block))
                found[symbol.name] = (symbol.is_argument, value, symbol.line)
            except (gdb.error, RuntimeError, ValueError):
                continue
        if block.function is not None:
            break
        block = block.superblock
    return found


def note(at, line, kind, name, value, seen_at=None):
    global written
    out.write(json.dumps({'at': at, 'line': line, 'kind': kind, 'name': name, 'value': value, 'seenAt': seen_at}) + '\n')
    out.flush()
    written += 1


def assigns(path, line, name):
    """Whether the text of a line looks like an assignment of the variable."""
    each = re.escape(name)
    pattern = r'\b%s\b[^=;]*?(?<![=!<>])=(?!=)|(\+\+|--)\s*%s\b|\b%s\s*(\+\+|--)' % (each, each, each)
    return re.search(pattern, linecache.getline(path, line)) is not None


class Place(gdb.Breakpoint):
    """Never stops the program; looks, and goes on. Is gone once it was seen often enough."""

    def __init__(self, path, line):
        super().__init__(source=path, line=line, internal=True)
        self.silent = True
        self.path = path
        self.at_line = line
        self.left = request['hitsPerPlace']

    def stop(self):
        try:
            if number('culprit_tracing') & 0xFFFFFFFF:
                self.look()
        except (gdb.error, RuntimeError):
            pass
        self.left -= 1
        if self.left <= 0 or written >= request['values'] or time.monotonic() > deadline:
            self.enabled = False
        return False

    def look(self):
        frame = gdb.selected_frame()
        at = number('culprit_next')
        key = (str(frame.read_register(request['base'])), frame.name())
        now = variables(frame, self.at_line)
        before = frames.get(key)
        isNew = before is None or self.at_line <= before[2]
        if isNew and (before is None or any(before[3].get(n) != v for n, (a, v, _) in now.items() if a)):
            for name, (is_argument, value, _) in now.items():
                if is_argument:
                    note(at, self.at_line, 'argument', name, value)
        if before is not None:
            for name, (_, value, declared) in now.items():
                if before[3].get(name) == value:
                    continue
                if assigns(self.path, before[1], name) or not assigns(self.path, declared, name):
                    note(before[0], before[1], 'assigned', name, value)
                else:  # the head of a loop, which is not stopped at again
                    note(at, declared, 'assigned', name, value, self.at_line)
        first = self.at_line if before is None else min(before[2], self.at_line)
        frames[key] = (at, self.at_line, first, {name: value for name, (_, value, _) in now.items()})


for setting in ('pagination off', 'confirm off', 'startup-with-shell off', 'breakpoint pending off', 'print object off',
                'print static-members off', 'disable-randomization off'):
    gdb.execute('set ' + setting, to_string=True)
for path, line in request['places']:
    try:
        Place(path, line)
    except gdb.error:
        pass
for signal in ('SIGALRM', 'SIGCHLD', 'SIGPIPE', 'SIGUSR1', 'SIGUSR2'):
    gdb.execute('handle %s nostop noprint pass' % signal, to_string=True)
try:
    gdb.execute('run')
finally:
    out.close()
