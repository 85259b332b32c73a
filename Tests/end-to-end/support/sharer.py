"""Someone who sends files without a pause, so that other things can happen meanwhile."""

import hashlib
import threading
import time
from http.client import HTTPException

from .attachments import noise, post, upload


class Sharer(threading.Thread):
    """Sends one file after the other, each in a message of its own, until told to stop; keeps what was acknowledged.

    With `survives`, a server that is gone is waited for, and what was not acknowledged is sent again.
    """

    def __init__(self, person, room, draw, sizes=(1_000, 900_000), survives=False):
        super().__init__(daemon=True)
        self.person, self.room, self._draw, self._sizes, self._survives = person, room, draw, sizes, survives
        self.uploaded = {}
        """Number of a file → its digest, of each that the server said it had."""
        self.shared = {}
        """The same of those whose message was acknowledged, with its number."""
        self.moments = []
        """(when it was acknowledged, number of the file, digest)"""
        self.over = threading.Event()
        self.failure = None
        self._count = 0

    def run(self):
        try:
            while not self.over.is_set():
                self._share()
        except Exception as failure:
            self.failure = failure

    def _share(self):
        self._count += 1
        content = noise(self._draw.randint(*self._sizes), self._draw.random())
        digest = hashlib.sha256(content).hexdigest()
        file = self._until_answered(lambda: upload(self.person, self.room, content, f"{self._count}.bin", "text/plain"))
        if file is None:
            return
        self.uploaded[file["id"]] = digest
        client_id = f"s-{self.person.id}-{self._count}"
        message = self._until_answered(lambda: post(self.person, self.room, file, client_id=client_id))
        if message is not None:
            self.shared[file["id"]] = digest, message["seq"]
            self.moments.append((time.monotonic(), file["id"], digest))

    def _until_answered(self, ask):
        """What it is answered with; None where it is over before that."""
        while True:
            try:
                answer = ask()
            except (OSError, HTTPException):
                if not self._survives:
                    raise
                answer = None
            if answer is not None and answer.status in (200, 201):
                return answer.body
            # There was no place for it, or the server was just being started.
            assert answer is None or answer.status == 503, answer
            if self.over.is_set():
                return None
            time.sleep(0.02)
