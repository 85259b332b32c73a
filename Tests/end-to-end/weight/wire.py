"""Connections that ask as fast as they are answered, and sockets that send as fast as they may: bytes, no libraries."""

import asyncio
import contextlib
import struct
from collections import Counter

AGAIN_AFTER = 0.02
"""Seconds until a connection that was ended is opened again."""
AHEAD = 64
"""Requests that are sent ahead where nobody reads the answers."""


def text_frame(payload):
    """A client's text frame. Its mask is nothing but zeros, so that the payload stands as it is."""
    size = len(payload)
    head = bytes([0x80 | size]) if size < 126 else b"\xfe" + struct.pack("!H", size)
    return b"\x81" + head + bytes(4) + payload


def handshake(path, token):
    return (
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nConnection: Upgrade\r\n"
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").encode()


class Kept(asyncio.Protocol):
    """A kept HTTP connection: the next request goes out when the last has been answered."""

    def __init__(self, requests, tally, reads=True):
        self.requests, self.tally, self.reads = requests, tally, reads
        self.closed = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport, self.head, self.left, self.is_chunked = transport, b"", None, False
        if self.reads:
            transport.write(next(self.requests))
        else:
            transport.pause_reading()
            for _ in range(AHEAD):
                transport.write(next(self.requests))
                self.tally["asked"] += 1

    def data_received(self, data):
        if self.left is None:
            self.head += data
            head, found, rest = self.head.partition(b"\r\n\r\n")
            if not found:
                return
            self.tally[int(head[9:12])] += 1
            lowered = head.lower()
            length = lowered.partition(b"content-length: ")[2].partition(b"\r\n")[0]
            self.is_chunked = b"transfer-encoding: chunked" in lowered
            self.left, data = int(length or 0), rest
        if self.is_chunked:
            self.head = (self.head + data)[-5:]
            is_over = self.head == b"0\r\n\r\n"
        else:
            self.left -= len(data)
            is_over = self.left <= 0
        if is_over:
            self.head, self.left = b"", None
            self.transport.write(next(self.requests))

    def connection_lost(self, _):
        self.closed.done() or self.closed.set_result(None)


class Sending(asyncio.Protocol):
    """A socket that sends without a pause, and reads what comes, or nothing."""

    def __init__(self, opening, chunks, tally, reads=True):
        self.opening, self.chunks, self.tally, self.reads = opening, chunks, tally, reads
        self.closed = asyncio.get_running_loop().create_future()
        self.is_open = self.is_full = False

    def connection_made(self, transport):
        self.transport = transport
        transport.write(self.opening)

    def data_received(self, data):
        if not self.is_open:
            if not data.startswith(b"HTTP/1.1 101"):
                self.tally[int(data[9:12])] += 1
                self.transport.abort()
                return
            self.is_open = True
            self.tally["opened"] += 1
            if not self.reads:
                self.transport.pause_reading()
            self._send()

    def _send(self):
        loop = asyncio.get_running_loop()
        if not self.transport.is_closing():
            for chunk, count in self.chunks:
                self.transport.write(chunk)
                self.tally["frames"] += count
                if self.is_full:
                    return
                return loop.call_soon(self._send)

    def pause_writing(self):
        self.is_full = True

    def resume_writing(self):
        self.is_full = False
        if self.is_open:
            self._send()

    def connection_lost(self, _):
        self.closed.done() or self.closed.set_result(None)


class Opening(asyncio.Protocol):
    """A socket that is opened, is told all it begins with, and is gone."""

    def __init__(self, opening, tally):
        self.opening, self.tally = opening, tally
        self.closed = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        transport.write(self.opening)

    def data_received(self, data):
        is_answer = data.startswith(b"HTTP/1.1 ")
        if is_answer:
            self.tally[int(data[9:12])] += 1
        # The first frame may come with the answer or after it.
        if not is_answer or data[9:12] != b"101" or data.partition(b"\r\n\r\n")[2]:
            self.transport.abort()

    def connection_lost(self, _):
        self.closed.done() or self.closed.set_result(None)


async def _again_and_again(port, make):
    while True:
        with contextlib.suppress(OSError):
            transport, protocol = await asyncio.get_running_loop().create_connection(make, "127.0.0.1", port)
            try:
                await protocol.closed
            finally:
                transport.abort()
        await asyncio.sleep(AGAIN_AFTER)


def press(port, makers, seconds, tally: Counter):
    """Keeps one connection of each maker busy for so long."""
    async def pressing():
        tasks = [asyncio.ensure_future(_again_and_again(port, make)) for make in makers]
        await asyncio.sleep(seconds)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    asyncio.run(pressing())
    return tally
