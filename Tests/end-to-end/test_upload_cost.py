"""What files cost those who only talk, and the machine: a large upload beside senders, and many slow ones at once
(SECURITY.md, line 37)."""

import asyncio
import concurrent.futures
import contextlib
import http.client
import json
import socket
import time

import pytest
from websockets.asyncio.client import connect

from support.attachments import Begun, noise, shared, upload
from support.cost import cpu_until_quiet, resident_megabytes
from support.deadline import eventually
from support.server import SnugServer
from support.snug import SnugProcess

SENDERS = 64
LARGE = 25 << 20
HELD_UP_MAX = 3.0
"""Seconds. The goal is 0.05, which a busy machine misses without an upload, too: the figures are printed."""
UPLOADERS, A_PERSON, DOWNLOADS = 3, 3, 50
UPLOADS = 8
MEGABYTES_MAX = 32

pytestmark = pytest.mark.security(37)


@pytest.fixture
def house(tmp_path):
    with SnugProcess(tmp_path) as process:
        yield SnugServer(process.start())


class Senders:
    """People who each wait for their acknowledgement before they say the next thing."""

    def __init__(self, person, room):
        self._person, self._room = person, room
        self.waits = []
        """(when it was said, seconds until it was acknowledged)"""

    async def __aenter__(self):
        self._over = asyncio.Event()
        self._all = [asyncio.create_task(self._send(number)) for number in range(SENDERS)]
        return self

    async def __aexit__(self, *_):
        self._over.set()
        await asyncio.gather(*self._all)

    async def _send(self, number):
        async with connect(
                f"ws://127.0.0.1:{self._person.port}/ws",
                additional_headers={"Authorization": f"Bearer {self._person.token}"},
                proxy=None, compression=None, ping_interval=None, max_queue=None, open_timeout=30) as connection:
            count = 0
            while not self._over.is_set():
                client_id, began = f"{number}-{count}", time.monotonic()
                await connection.send(json.dumps(
                    {"type": "send", "room_id": self._room, "content": "hello", "client_id": client_id}))
                async with asyncio.timeout(30):
                    while True:
                        frame = json.loads(await connection.recv())
                        if frame.get("client_id") == client_id and frame["type"] in ("ack", "error"):
                            break
                assert frame["type"] == "ack", frame
                self.waits.append((began, time.monotonic() - began))
                count += 1
                # As people do: not all of the time.
                await asyncio.sleep(0.2)

    def within(self, start, end):
        """Milliseconds: the median, one in a hundred, the longest."""
        waits = sorted(wait for at, wait in self.waits if start <= at < end)
        assert waits
        return [1_000 * waits[min(len(waits) - 1, int(share * len(waits)))] for share in (0.5, 0.99, 1)]


def test_a_large_upload_holds_up_nobody_who_talks(house):
    ada, ben = house.register("Ada"), house.register("Ben")
    room, other = house.room(ada), house.room(ben)
    content = noise(LARGE)

    async def beside():
        async with Senders(ben, other) as senders:
            await asyncio.sleep(2)
            start = time.monotonic()
            answers = [await asyncio.to_thread(upload, ada, room, content, f"{number}.bin") for number in range(3)]
            end = time.monotonic()
        return senders, start, end, answers

    senders, start, end, answers = asyncio.run(beside())
    assert [answer.status for answer in answers] == [201] * 3
    before, meanwhile = senders.within(0, start), senders.within(start, end)
    print(f"\n3 × 25 MB in {end - start:.2f} s; waits for an ack of {SENDERS} senders, p50, p99 and longest: "
          + ", ".join(f"{each:.1f}" for each in before) + " ms before, "
          + ", ".join(f"{each:.1f}" for each in meanwhile) + " ms meanwhile")
    assert meanwhile[2] < HELD_UP_MAX * 1_000


@contextlib.contextmanager
def slow_download(person, url):
    """A download of which the head is read, and the body is not."""
    with contextlib.closing(socket.socket()) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16_384)
        connection.settimeout(30)
        connection.connect(("127.0.0.1", person.port))
        connection.sendall(
            f"GET {url} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {person.token}\r\n\r\n".encode())
        response = http.client.HTTPResponse(connection)
        response.begin()
        yield response


@pytest.mark.security(38)
def test_many_slow_files_cost_little_memory(house):
    """Eight come in as slowly as they may, fifty go out to people who do not read on."""
    people = [house.register(f"Person{number}") for number in range(UPLOADERS)]
    room = house.room(*people)
    url = shared(people[0], room, noise(LARGE), "film.bin")[0]["url"]
    # What is made once is there.
    assert len(people[1].get(url).body) == LARGE
    cpu_until_quiet(house.process)
    before = resident_megabytes(house.process)
    with contextlib.ExitStack() as all_of_them:
        answers = []
        for number in range(DOWNLOADS):
            answers.append(all_of_them.enter_context(slow_download(people[number % UPLOADERS], url)))
        statuses = [answer.status for answer in answers]
        assert statuses.count(200) >= DOWNLOADS // 2 and set(statuses) <= {200, 503}, statuses
        begun = []
        for number in range(UPLOADS):
            each = all_of_them.enter_context(Begun(people[number // A_PERSON], room, LARGE, expects=True))
            assert each.answer().status == 100
            begun.append(each)
        with concurrent.futures.ThreadPoolExecutor(UPLOADS) as pool:
            list(pool.map(lambda each: each.send(noise(LARGE - 1)), begun))
        cpu_until_quiet(house.process)
        after = resident_megabytes(house.process)
        print(f"\nRSS {before:.1f} MB, {after:.1f} MB with {UPLOADS} uploads and {statuses.count(200)} slow downloads")
        assert after - before < MEGABYTES_MAX
        for each in begun:
            each.send(b"\x01")
        assert [each.answer().status for each in begun] == [201] * UPLOADS
    eventually(lambda: people[0].get(f"/api/v1/rooms/{room}").status == 200, "it goes on")
