"""Someone who writes without a pause, so that other things can be done under it."""

import threading
import time


class Writer(threading.Thread):
    """Sends one message after the other into its room until told to stop; keeps what was acknowledged."""

    def __init__(self, person, room):
        super().__init__(daemon=True)
        self.person, self.room = person, room
        self.acked = []
        self.longest_wait = 0.0
        """Seconds until an ack came."""
        self.over = threading.Event()
        self.failure = None

    def run(self):
        try:
            with self.person.socket() as socket:
                socket.wait_for(type="hello")
                while not self.over.is_set():
                    client_id = f"w-{self.person.id}-{len(self.acked)}"
                    sent_at = time.monotonic()
                    socket.say(self.room, f"number {len(self.acked)}", client_id)
                    self.acked.append(socket.ack(client_id, within=30))
                    self.longest_wait = max(self.longest_wait, time.monotonic() - sent_at)
        except Exception as failure:
            self.failure = failure
