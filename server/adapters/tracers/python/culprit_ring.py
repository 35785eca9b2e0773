"""The ordered trace of a test: call, line, return and raise events of repository code, in a ring that outlives us.

The ring is a file mapped into memory, so a process that is killed leaves its last events. A slot is 64 bits:
line (24) | kind (2) | code index (20) | lap + 1 (18). The lap makes every slot tell its absolute number, so the ring
needs neither a counter nor clearing between tests; word 1 of the header holds the number the current test began with.
Code objects are told apart by identity: they compare equal across files when their text is equal.
"""
import itertools
import mmap
import os
import sys
import threading

from culprit_names import qualified_name

SLOT_BITS = 18
HEADER_WORDS = 8
MAGIC = 0x43554C5052495431
#: Events of one test after which code that shows nothing new is no longer followed line by line.
FULL_DETAIL_EVENTS = 3_000_000
#: Lines of one code object without a new one, after which it counts as fully seen.
QUIET_LINES = 20_000
MAX_SAVED = 8
_MAX_CODES = 1 << 20


class Tracer:
    def __init__(self, out_folder, scope, events, observed):
        self._observed = observed
        self._out, self._events, self._scope = out_folder, events, scope
        size = 8 * (HEADER_WORDS + (1 << SLOT_BITS))
        with open(os.path.join(out_folder, 'ring.bin'), 'w+b') as file:
            file.truncate(size)
            self._map = mmap.mmap(file.fileno(), size)
        self._words = memoryview(self._map).cast('Q')
        self._words[0] = MAGIC
        self._slots = self._words[HEADER_WORDS:]
        self._take = itertools.count().__next__
        self._files = {}
        self._followers = {}
        self._full_followers = {}
        self._codes = []
        self._entered = []
        self._full_detail_until = [0]
        self._seen = {}
        self._saved = 0
        self._set_trace, self._set_thread_trace = sys.settrace, threading.settrace
        self._get_trace = sys.gettrace
        self._open = open
        self._enter = self._make_enter()

    def begin_test(self):
        """Starts the trace of the next test."""
        first = self._take()
        self._words[1] = first
        self._full_detail_until[0] = first + FULL_DETAIL_EVENTS
        self._followers.clear()  # so that every code object is met anew, and noted as entered by this test
        self._entered.clear()
        self._seen.clear()
        if self._observed is not None:
            self._observed.begin_test()

    def values(self):
        """The values seen in the current test, as events tell them."""
        return [] if self._observed is None else self._observed.take()

    def resume(self):
        self._set_thread_trace(self._enter)
        self._set_trace(self._enter)

    def pause(self):
        self._set_trace(None)
        self._set_thread_trace(None)

    def suspend(self):
        """Stops in this thread; gives what `take_up` goes on with."""
        tracing = self._get_trace()
        self._set_trace(None)
        return tracing

    def take_up(self, tracing):
        self._set_trace(tracing)

    def entered(self):
        """Indexes of the code objects that the current test entered, in order; more than the ring may still hold."""
        return list(self._entered)

    def save(self):
        """Keeps the trace of the current test in a file of its own; its name, or None when enough are kept."""
        if self._saved >= MAX_SAVED:
            return None
        self._saved += 1
        name = 'trace-%d.bin' % self._saved
        try:
            with self._open(os.path.join(self._out, name), 'wb') as file:
                file.write(self._map[:])
        except OSError:
            return None
        return name

    def _make_enter(self):
        files, followers, add_code = self._files, self._followers, self._add_code
        relative = self._scope.relative

        def enter(frame, event, arg):
            code = frame.f_code
            file = files.get(code.co_filename, '')
            if file is None:
                return None
            if file == '':
                file = files[code.co_filename] = relative(code.co_filename)
                if file is None:
                    return None
            follow = followers.get(id(code))
            if follow is None:
                follow = add_code(code, file)
            return follow(frame, event, arg)

        return enter

    def _add_code(self, code, file):
        known = self._full_followers.get(id(code))
        if known is not None:
            self._entered.append(known[0])
            self._followers[id(code)] = known[1]
            return known[1]
        index = len(self._codes)
        self._entered.append(index)
        self._codes.append(code)  # kept, so that its identity is not given to another
        if index >= _MAX_CODES:
            follow = _ignore
        else:
            name = qualified_name(code)
            self._events.write({'e': 'code', 'i': index, 'file': file, 'name': name, 'line': code.co_firstlineno})
            observer = None if self._observed is None else self._observed.observer(code, file)
            follow = self._make_follower(code, index) if observer is None else self._make_seeing_follower(code, index, observer)
        self._followers[id(code)] = follow
        self._full_followers[id(code)] = index, follow
        return follow

    def _make_follower(self, code, index):
        take, slots, mask, until = self._take, self._slots, (1 << SLOT_BITS) - 1, self._full_detail_until
        kinds = {name: index << 26 | kind << 24 for kind, name in enumerate(('line', 'call', 'return', 'exception'))}
        first_line, thrift = code.co_firstlineno, self._thrift

        def follow(frame, event, arg):
            number = take()
            line = frame.f_lineno
            if line is None:
                line = first_line
            slots[number & mask] = kinds[event] | line | (number >> SLOT_BITS) + 1 << 46
            if number > until[0] and event == 'line':
                thrift(frame, code, line, kinds['call'])
            return follow

        return follow

    def _make_seeing_follower(self, code, index, observer):
        take, slots, mask, see = self._take, self._slots, (1 << SLOT_BITS) - 1, observer.see
        kinds = {name: index << 26 | kind << 24 for kind, name in enumerate(('line', 'call', 'return', 'exception'))}
        first_line = code.co_firstlineno

        def follow(frame, event, arg):
            number = take()
            line = frame.f_lineno
            if line is None:
                line = first_line
            slots[number & mask] = kinds[event] | line | (number >> SLOT_BITS) + 1 << 46
            see(frame, event, arg, number)
            return follow

        return follow

    def _thrift(self, frame, code, line, call_word):
        """Past full detail: stop following the lines of code that shows nothing new; its calls are still noted."""
        state = self._seen.get(id(code))
        if state is None:
            state = self._seen[id(code)] = [set(), 0]
        if line not in state[0]:
            state[0].add(line)
            state[1] = 0
            return
        state[1] += 1
        if state[1] < QUIET_LINES:
            return
        frame.f_trace_lines = False
        take, slots, mask = self._take, self._slots, (1 << SLOT_BITS) - 1

        def note_call(frame, event, arg):
            number = take()
            slots[number & mask] = call_word | code.co_firstlineno | (number >> SLOT_BITS) + 1 << 46

        self._followers[id(code)] = note_call


def _ignore(frame, event, arg):
    return None
