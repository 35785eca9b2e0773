"""Appends events as JSON Lines to one file.

The file is opened anew for every write: a test may close all descriptors, and a kept one could by then be someone
else's file. What the operating system offers is kept in attributes, where libraries that replace `os` or `time` in
modules do not look.
"""
import json
import os


class Events:
    def __init__(self, path):
        self._path = path
        self._waiting = []
        self._owner = os.getpid()
        self._open, self._write, self._close, self._getpid = os.open, os.write, os.close, os.getpid
        self._flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        self._encode = json.JSONEncoder(ensure_ascii=True, check_circular=False, separators=(',', ':')).encode

    def add(self, event):
        """Keeps an event for the next write."""
        self._waiting.append(self._encode(event))

    def write(self, event):
        """Writes an event and all that waited; what a forked child says is not ours."""
        self._waiting.append(self._encode(event))
        if self._getpid() != self._owner:
            return
        data = ('\n'.join(self._waiting) + '\n').encode('ascii')
        try:
            file = self._open(self._path, self._flags, 0o600)
        except OSError:
            return  # out of descriptors or space just now: the next write carries these events too
        try:
            view = memoryview(data)
            while view:
                view = view[self._write(file, view):]
            self._waiting.clear()
        except OSError:
            pass
        finally:
            self._close(file)
