"""A command at a terminal: what the screen shows at each moment, and the keys that are typed."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time

from .snug import binary, environment


class Terminal:
    """`snug` with a terminal for standard error, and for standard output unless a pipe is asked for."""

    def __init__(self, *arguments, columns=80, has_output=True, **settings):
        self._keys, line = pty.openpty()
        fcntl.ioctl(line, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.text = ""
        """All that came, with the terminal's own sequences."""
        self.pieces = []
        """What came at which moment."""
        self._child = subprocess.Popen(
            [binary(), *map(str, arguments)], env=environment(**{"TERM": "xterm"} | settings),
            stdin=line, stdout=line if has_output else subprocess.PIPE, stderr=line, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        os.close(line)

    def read_until(self, found, within=30):
        """Reads until what came holds something; the end of the command is an end too."""
        deadline = time.monotonic() + within
        while not found(self.text):
            ready, _, _ = select.select([self._keys], [], [], max(0, deadline - time.monotonic()))
            assert ready, f"nothing came in time after {self.text[-500:]!r}"
            try:
                piece = os.read(self._keys, 65_536).decode()
            except OSError:
                piece = ""
            if not piece:
                assert found is _never, f"the command ended: {self.text!r}"
                return self
            self.text += piece
            self.pieces.append((time.monotonic(), piece))
        return self

    def read_to_end(self, within=60):
        self.read_until(_never, within)
        self.code = self._child.wait(10)
        return self

    def type_interrupt(self):
        """Ctrl-C, by the terminal's own means."""
        os.write(self._keys, b"\x03")

    def terminate(self):
        """SIGTERM, as from a service manager."""
        self._child.terminate()

    @property
    def output(self):
        """Standard output where it is a pipe."""
        return self._child.stdout.read()

    @property
    def statuses(self):
        """The lines that were shown one in place of the other."""
        return re.findall(r"\r\x1b\[K([^\r\n\x1b]+)(?=\r\x1b|$)", self.text)

    @property
    def screen(self):
        """The lines that are left, as a person sees them."""
        lines = []
        for line in self.text.replace("\r\n", "\n").split("\n"):
            lines.append(re.split(r"\r\x1b\[K", line)[-1])
        return [line for line in lines if line]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._child.poll() is None:
            self._child.send_signal(signal.SIGKILL)
            self._child.wait()
        os.close(self._keys)
        if self._child.stdout:
            self._child.stdout.close()


def _never(_):
    return False
