"""What the processes of one run of trials share: where the running one is, orders, and the file of outcomes.

The board lies in shared memory, so that it can be read after whoever wrote on it is dead. Tests may write to any
descriptor: each message begins a line of its own, and lines that are none are passed over.
"""
import json
import mmap
import os
import select
import struct

_FIELDS = struct.Struct('<qqqq')  # process, starts of tests, trial, test


class Board:
    def __init__(self, out_folder):
        self._memory = mmap.mmap(-1, _FIELDS.size)
        self._out = os.open(os.path.join(out_folder, 'outcomes.jsonl'), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._reports, self._to_report = os.pipe()
        self._orders, self._to_order = os.pipe()
        self._pid, self._starts, self._trial = 0, 0, -1
        self._write, self._pack = os.write, _FIELDS.pack_into
        self._unread = b''

    # -- by who runs trials ------------------------------------------------------------------------------------------

    def enter(self, trial):
        """This process runs tests from now on, of a trial (-1: of none)."""
        self._pid, self._starts, self._trial = os.getpid(), self.read()[1], trial
        self.beat(0)

    def beat(self, test):
        """A test is about to start."""
        self._starts += 1
        self._pack(self._memory, 0, self._pid, self._starts, self._trial, test)

    def rest(self):
        """No test runs."""
        self._pack(self._memory, 0, 0, self._starts + 1, self._trial, 0)

    def outcome(self, trial, verdicts, complaint):
        self._write(self._out, _line({'trial': trial, 'verdicts': verdicts, 'complaint': complaint}))

    def problem(self, message):
        self._write(self._out, _line({'problem': message}))

    def report(self, **what):
        self._write(self._to_report, _line(what))

    def next_order(self):
        """The trial to go on with, once there is an order; None when there is to be no more."""
        line = b''
        while True:
            read = os.read(self._orders, 1)
            if not read:
                return None
            line += read
            if read == b'\n':
                order = (parsed(line) or {}).get('order')
                if isinstance(order, int):
                    return None if order < 0 else order
                line = b''

    # -- by who watches ----------------------------------------------------------------------------------------------

    def read(self):
        """The process that runs a test, or 0; a count of starts; the trial; the test."""
        return _FIELDS.unpack_from(self._memory, 0)

    def order(self, trial):
        self._write(self._to_order, _line({'order': trial}))

    def next_report(self, seconds):
        """What was reported, or None after so long."""
        if b'\n' not in self._unread:
            if not select.select([self._reports], [], [], seconds)[0]:
                return None
            self._unread += os.read(self._reports, 65536)
        line, newline, rest = self._unread.partition(b'\n')
        if not newline:
            return None
        self._unread = rest
        return parsed(line)


def _line(what):
    return ('\n' + json.dumps(what) + '\n').encode()


def parsed(line):
    """The message of a line, or None."""
    try:
        what = json.loads(line)
    except ValueError:
        return None
    return what if isinstance(what, dict) else None
