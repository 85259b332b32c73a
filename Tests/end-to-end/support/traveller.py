"""A device that stays until its server is gone, and then comes back by another one, as behind a proxy."""

import asyncio
import contextlib
import time

from websockets.exceptions import ConnectionClosed, InvalidHandshake

from .storm_client import StormClient

PAUSE = 0.05
"""Seconds between two tries to come back."""

PASSING = ("busy", "storage_failed")
"""What a server says that cannot keep anything just now."""


class Traveller(StormClient):
    """Keeps a copy of its rooms, and holds each socket to the order of each room."""

    def __init__(self, person, number, random, ports, pace):
        """`ports` are those of the servers, the nearest first; `pace` are the seconds from one message to the next."""
        super().__init__(person.at_port(ports[0]), number, random)
        self._ports, self._pace = ports, pace
        self.ways_back = []
        """Seconds from the loss of each connection until the hello of the next."""
        self.waits = {}
        """Seconds from the first sending of each message until its acknowledgement, by client_id."""
        self._said_at = {}
        self._said_again = set()
        self._acknowledged_again = set()
        """(room, seq) of what was said again on this connection."""
        self._standing = {}
        """Room → the number after which the next must be the following one, once that can be said."""

    async def stay(self, until):
        """Talks until then, by whichever server there is."""
        lost_at = None
        while time.monotonic() < until:
            try:
                await self._open()
                if lost_at is not None:
                    self.ways_back.append(time.monotonic() - lost_at)
                    lost_at = None
                await self._stay_connected(until)
            except (OSError, ConnectionClosed, InvalidHandshake, TimeoutError):
                if lost_at is None:
                    lost_at = time.monotonic()
                    self.drops += 1
                await self._abandon_fetches()
                self._go_elsewhere()
                await asyncio.sleep(PAUSE)
        if self._socket:
            self._reset()
        await self._abandon_fetches()
        assert lost_at is None or time.monotonic() - lost_at < 3, f"{self.number} found no server at the end"

    async def _stay_connected(self, until):
        listening = asyncio.create_task(self._listen())
        talking = asyncio.create_task(self._talk(until))
        try:
            await asyncio.wait([listening, talking], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (listening, talking):
                task.cancel()
            ended = await asyncio.gather(listening, talking, return_exceptions=True)
        for failure in ended:
            if isinstance(failure, Exception):
                raise failure
        if time.monotonic() < until:
            raise ConnectionError("the server closed the socket")

    async def _talk(self, until):
        while time.monotonic() < until:
            await self._say()
            await asyncio.sleep(self.random.uniform(0.5, 1.5) * self._pace)

    def _go_elsewhere(self):
        self._ports = [*self._ports[1:], self._ports[0]]
        self.person = self.person.at_port(self._ports[0])

    # What is held to the order

    async def _open(self):
        self._standing.clear()
        self._acknowledged_again.clear()
        self._said_again = set(self.waiting)
        await super()._open()

    async def _send(self, **frame):
        if frame["type"] == "send":
            self._said_at.setdefault(frame["client_id"], time.monotonic())
        await super()._send(**frame)

    async def _hear(self, frame):
        kind = frame["type"]
        if kind == "ack":
            client_id, message = frame["client_id"], frame["message"]
            if client_id in self.waiting:
                self.waits[client_id] = time.monotonic() - self._said_at[client_id]
            self._follows(message, was_said_again=client_id in self._said_again)
        elif kind == "message":
            self._follows(frame)
        elif kind == "error" and frame["code"] in PASSING and frame["client_id"] in self.waiting:
            again = asyncio.create_task(self._say_again(frame["client_id"], frame.get("retry_after", 1)))
            self._fetches.add(again)
            again.add_done_callback(self._fetches.discard)
            return
        await super()._hear(frame)
        if kind in ("resumed", "resync"):
            room = frame["room_id"]
            stands = self.logs[room].seq if kind == "resumed" else frame["last_seq"]
            self._standing[room] = max(stands, self._standing.get(room, 0))

    async def _say_again(self, client_id, seconds):
        """What could not be kept just now, once the time has passed that the server asks for."""
        await asyncio.sleep(seconds)
        if client_id in self.waiting:
            room, content = self.waiting[client_id]
            self._said_again.add(client_id)
            with contextlib.suppress(ConnectionClosed):
                await self._send(type="send", room_id=room, content=content, client_id=client_id)

    def _follows(self, message, was_said_again=False):
        """One comes after the other, and none is left out.

        What was said again may have been kept the first time: then its acknowledgement names a number that the room
        has passed, or is yet to come to.
        """
        room, seq = message["room_id"], message["seq"]
        if room not in self._standing:
            return
        expected = self._standing[room] + 1
        if was_said_again:
            self._acknowledged_again.add((room, seq))
        if (room, seq) in self._acknowledged_again and seq != expected:
            return
        assert seq == expected, f"{self.number} hears {seq} of room {room} in place of {expected}"
        self._standing[room] = seq
