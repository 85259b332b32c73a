"""A client that comes and goes, and keeps a copy of its rooms the way PROTOCOL §4 tells clients to."""

import asyncio
import json
import socket
import struct
import time
from http.client import HTTPException

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake


class Log:
    """What one client has of a room: messages by number, as they now are, whole up to `seq` and `rev`."""

    def __init__(self):
        self.messages = {}
        self.seq = self.rev = 0
        self.is_live = False
        """Whether what was missed is there: until then a change heard says nothing of those before it."""
        self._ahead = {}
        self._changed = {}
        """Changes heard of messages that a page under way may bring as they were before."""
        self._rev_heard = 0

    def away(self):
        """The connection is gone, and with it whatever came ahead of its turn."""
        self.is_live = False
        self._ahead.clear()
        self._changed.clear()
        self._rev_heard = 0

    def has(self, seq):
        return seq <= self.seq or seq in self._ahead

    def take(self, message):
        """A message, kept for its turn."""
        if not self.has(message["seq"]):
            changed = self._changed.pop(message["seq"], message)
            self._ahead[message["seq"]] = max(message, changed, key=lambda each: each["rev"])
        while self.seq + 1 in self._ahead:
            self.seq += 1
            self.messages[self.seq] = self._ahead.pop(self.seq)

    def change(self, message):
        seq = message["seq"]
        place = self.messages if seq <= self.seq else self._ahead if seq in self._ahead else self._changed
        place[seq] = max(place.get(seq, message), message, key=lambda each: each["rev"])
        self._rev_heard = max(self._rev_heard, message["rev"])
        if self.is_live:
            self.rev = max(self.rev, self._rev_heard)

    def caught_up(self, rev):
        self.is_live = True
        self.rev = max(self.rev, rev, self._rev_heard)


class StormClient:
    """One device of a person."""

    def __init__(self, person, number, random):
        self.person, self.number, self.random = person, number, random
        self.logs = {}
        self.waiting = {}
        """What was sent and is not acknowledged: client_id → (room, content)."""
        self.acknowledged = {}
        self.arrivals = []
        """(moment, room, seq) of each message heard."""
        self._heard = set()
        """Which ones on this connection."""
        self._changes_heard = {}
        """(room, seq) → the highest rev of a change heard on this connection."""
        self._resumed_from = {}
        """Where it said that it stands, by room. Whoever was out and is in again has said nothing of that room."""
        self.drops = 0
        self._sent = 0
        self._socket = None
        self._fetches = set()

    # Talking

    async def talk(self, until):
        """Connects, talks a while, drops the connection without a word, and comes back, over and over."""
        while time.monotonic() < until:
            try:
                await self._visit(until, self.random.uniform(0.2, 3))
            except (OSError, ConnectionClosed, InvalidHandshake, TimeoutError):
                await asyncio.sleep(self.random.uniform(0.02, 0.3))
            await self._abandon_fetches()

    async def _visit(self, until, seconds):
        await self._open()
        try:
            listening = asyncio.create_task(self._listen())
            end = min(until, time.monotonic() + seconds)
            while time.monotonic() < end and not listening.done():
                await self._say()
                await asyncio.sleep(self.random.uniform(0, 0.2))
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
            if listening.cancelled() is False and listening.exception() is not None:
                raise listening.exception()
        finally:
            self.drops += 1
            self._reset()

    async def flush(self):
        """A visit until nothing that was said waits for its acknowledgement."""
        await self._open()
        async with asyncio.timeout(60):
            while self.waiting:
                await self._hear(json.loads(await self._socket.recv()))
        self._reset()
        await self._abandon_fetches()

    async def settle(self, standing):
        """A last visit: stays until nothing is waited for and every room stands where `standing` has it."""
        await self._open()
        try:
            async with asyncio.timeout(60):
                while any(
                        (self.logs[room].seq, self.logs[room].rev) != standing[room] for room in self.logs):
                    await self._hear(json.loads(await asyncio.wait_for(self._socket.recv(), 20)))
                    await asyncio.gather(*self._fetches)
        except TimeoutError:
            stands = {room: (log.seq, log.rev) for room, log in self.logs.items()}
            raise AssertionError(f"{self.number} stands at {stands}, the rooms at {standing}") from None
        finally:
            self._reset()

    async def _open(self):
        self._socket = await connect(
            f"ws://127.0.0.1:{self.person.port}/ws", additional_headers={"Authorization": f"Bearer {self.person.token}"},
            proxy=None, compression=None, ping_interval=None, max_queue=None, open_timeout=5)
        hello = json.loads(await asyncio.wait_for(self._socket.recv(), 5))
        assert hello["type"] == "hello", hello
        rooms = [int(room) for room in hello["rooms"]]
        # What is no longer one's room is forgotten; what was heard of it ahead of its turn comes again.
        self.logs = {room: self.logs.get(room) or Log() for room in rooms}
        for log in self.logs.values():
            log.away()
        self._heard.clear()
        self._changes_heard.clear()
        self._resumed_from = {room: log.seq for room, log in self.logs.items()}
        await self._send(type="resume", rooms={
            str(room): {"seq": log.seq, "rev": log.rev} for room, log in self.logs.items()})
        for client_id, (room, content) in self.waiting.items():
            await self._send(type="send", room_id=room, content=content, client_id=client_id)

    async def _say(self):
        if not self.logs:
            return
        room = self.random.choice(list(self.logs))
        self._sent += 1
        client_id, content = f"{self.number}-{self._sent}", f"{self.number} says {self._sent}"
        self.waiting[client_id] = (room, content)
        await self._send(type="send", room_id=room, content=content, client_id=client_id)

    async def _send(self, **frame):
        await self._socket.send(json.dumps(frame))

    def _reset(self):
        """Ends the connection with an RST: no close frame, no FIN."""
        transport = self._socket.transport
        if (raw := transport.get_extra_info("socket")) is not None and raw.fileno() >= 0:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()

    # Hearing

    async def _listen(self):
        async for text in self._socket:
            await self._hear(json.loads(text))

    async def _hear(self, frame):
        kind, room = frame["type"], frame.get("room_id")
        match kind:
            case "message":
                self._take(frame)
            case "ack":
                message = frame["message"]
                sent = self.waiting.pop(frame["client_id"], None)
                if sent:
                    assert message.get("deleted_at") or message["content"] == sent[1]
                    self.acknowledged[frame["client_id"]] = (message["room_id"], message["seq"])
                if message["room_id"] in self.logs:
                    self.logs[message["room_id"]].take(message)
            case "change":
                message = frame["message"]
                self._changes_heard[message["room_id"], message["seq"]] = message["rev"]
                if message["room_id"] in self.logs:
                    self.logs[message["room_id"]].change(message)
            case "resync":
                if room in self.logs:
                    self.logs[room].is_live = False
                    self._fetch(room)
            case "resumed":
                if room in self.logs and room in self._resumed_from:
                    assert self.logs[room].seq >= frame["last_seq"], (self.logs[room].seq, frame)
                    self.logs[room].caught_up(frame["last_rev"])
            case "room":
                if frame["room"]["id"] not in self.logs:
                    self.logs[frame["room"]["id"]] = Log()
                    self._fetch(frame["room"]["id"])
            case "room_left":
                self.logs.pop(room, None)
                self._resumed_from.pop(room, None)
                self._heard = {each for each in self._heard if each[0] != room}
            case "error":
                # The room was left meanwhile.
                assert frame["code"] in ("not_found", "room_not_found", "forbidden", "busy"), frame
                self.waiting.pop(frame.get("client_id"), None)

    def _take(self, message):
        """One that the server sends by itself: never twice, never what the client had said it has."""
        room, seq = message["room_id"], message["seq"]
        self.arrivals.append((time.monotonic(), room, seq))
        assert room in self.logs, f"{self.number} hears {message} of a room it is not in"
        assert (room, seq) not in self._heard and seq > self._resumed_from.get(room, 0), f"{message} came again"
        assert message["rev"] >= self._changes_heard.get((room, seq), 0), f"{message} came after a later state of it"
        self._heard.add((room, seq))
        self.logs[room].take(message)

    def _fetch(self, room):
        """From where one is, by REST, as `resync` says."""
        task = asyncio.create_task(self._fetch_now(room))
        self._fetches.add(task)
        task.add_done_callback(self._fetches.discard)

    async def _fetch_now(self, room):
        path = f"/api/v1/rooms/{room}"
        log, rev = self.logs.get(room), None
        while log is not None and self.logs.get(room) is log:
            try:
                # The changes first: what they change that is not here yet comes with the messages as it now is.
                changes = await self._get(f"{path}/changes?after_rev={log.rev if rev is None else rev}&limit=200")
                page = await self._get(f"{path}/messages?after={log.seq}&limit=200")
            except (OSError, HTTPException):
                return
            if page.status != 200 or changes.status != 200:
                return
            for message in page.body["messages"]:
                log.take(message)
            for message in changes.body["messages"]:
                log.change(message)
            rev = changes.body["last_rev"]
            if not page.body["has_more"] and not changes.body["has_more"]:
                return log.caught_up(rev)

    async def _get(self, path):
        return await asyncio.to_thread(self.person.get, path)

    async def _abandon_fetches(self):
        for task in list(self._fetches):
            task.cancel()
        await asyncio.gather(*self._fetches, return_exceptions=True)
