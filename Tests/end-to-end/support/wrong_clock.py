"""A clock that is wrong by as much as a test says, from one call to the next."""

import contextlib
import mmap
import struct
from pathlib import Path

from .preload import build

HOUR = 3_600
DAY = 24 * HOUR


class WrongClock:
    """The time of day of one server, which a running one sees jump; what it measures durations by goes on."""

    def __init__(self, folder):
        folder = Path(folder)
        self._library = build("clock", folder)
        self._path = folder / "clock"
        self._path.write_bytes(bytes(8))
        with self._path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), 8)
        self.set(0)

    @property
    def settings(self):
        """For the environment of the server."""
        return {"LD_PRELOAD": str(self._library), "CLOCK_AHEAD": str(self._path)}

    def set(self, ahead):
        """Sets it so many seconds ahead of the right time, or behind it."""
        self.ahead = ahead
        self._shared[:] = struct.pack("=q", ahead)

    @contextlib.contextmanager
    def later(self, seconds):
        """Lets so much time pass, for a while."""
        was = self.ahead
        self.set(was + seconds)
        yield
        self.set(was)
