"""Someone who writes so many messages a second, whatever happens to the server meanwhile."""

import contextlib
import json
import threading
import time

from websockets.exceptions import ConnectionClosed, InvalidHandshake


class SteadySender(threading.Thread):
    """Sends ahead, without waiting for acknowledgements; after a break it goes on as soon as it can connect."""

    def __init__(self, person, room, per_second):
        super().__init__(daemon=True)
        self._person, self._room, self._pause = person, room, 1 / per_second
        self.sent = 0
        self.acknowledged = {}
        """Each acknowledged text with its number in the room."""
        self.is_done = threading.Event()

    def run(self):
        while not self.is_done.is_set():
            with contextlib.suppress(OSError, ConnectionClosed, InvalidHandshake, TimeoutError, AssertionError):
                self._talk()
            # Whoever finds nobody there does not take the processor from the one that starts.
            time.sleep(0.02)

    def _talk(self):
        with self._person.socket(open_timeout=5) as socket:
            socket.wait_for(type="hello")
            reader = threading.Thread(target=self._read, args=(socket.connection,), daemon=True)
            reader.start()
            due = time.monotonic()
            while not self.is_done.is_set():
                socket.say(self._room, f"message {self.sent}", f"m-{self.sent}")
                self.sent += 1
                due += self._pause
                time.sleep(max(0.0, due - time.monotonic()))
            # What is under way is acknowledged yet.
            reader.join(2)

    def _read(self, connection):
        with contextlib.suppress(ConnectionClosed):
            for text in connection:
                frame = json.loads(text)
                if frame["type"] == "ack":
                    self.acknowledged[frame["message"]["content"]] = frame["message"]["seq"]
