"""Clients come and go at random while people are removed and added and the server is killed: in the end everyone has the
same log (PROTOCOL §2 and §4; SECURITY.md, lines 21 and 33)."""

import asyncio
import os
import random
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException

import pytest

from support.log_checks import check_acknowledged, check_logs
from support.rows import rows
from support.server import SnugServer
from support.snug import SnugProcess
from support.storm_client import StormClient

pytestmark = pytest.mark.main

SECONDS = float(os.environ.get("SNUG_STORM_SECONDS", "25"))
"""Two minutes is the real thing: SNUG_STORM_SECONDS=120."""
SEED = int(os.environ.get("SNUG_STORM_SEED", random.randrange(2 ** 32)))
PEOPLE, DEVICES, KILLS = 10, 5, 5


class Weather:
    """What happens around the clients."""

    def __init__(self, process, owner, rooms, people, random):
        self.process, self.owner, self.rooms, self.people, self.random = process, owner, rooms, people, random
        self.absences = []
        """(person, room, number that the room stood at once they were out, from when, until when)."""

    def insist(self, call):
        """Calls until the server is there to answer."""
        while True:
            try:
                return call()
            except (OSError, HTTPException):
                time.sleep(0.05)

    def membership(self, until):
        """Removes someone from a room for a while, over and over."""
        while time.monotonic() < until:
            person, room = self.random.choice(self.people), self.random.choice(self.rooms)
            answer = self.insist(lambda: self.owner.delete(f"/api/v1/rooms/{room}/members/{person.id}"))
            since = time.monotonic()
            if answer.status == 204:
                # Looked up after they were out: nothing later than this may reach them.
                seq = self.insist(lambda: self.owner.get(f"/api/v1/rooms/{room}")).body["last_seq"]
                time.sleep(self.random.uniform(0, 0.5))
                self.absences.append((person.id, room, seq, since, time.monotonic()))
            self.insist(lambda: self.owner.post(f"/api/v1/rooms/{room}/members", {"user_id": person.id}))
            time.sleep(self.random.uniform(0, 0.3))

    def changes(self, until):
        """Reactions, edits and deletions of what was said lately."""
        while time.monotonic() < until:
            room = self.random.choice(self.rooms)
            path = f"/api/v1/rooms/{room}/messages"
            page = self.insist(lambda: self.owner.get(f"{path}?limit=20")).body["messages"]
            for message in self.random.sample(page, min(3, len(page))):
                one = f"{path}/{message['seq']}"
                self.insist(lambda: self.owner.call("PUT", f"{one}/reactions/%F0%9F%91%8D"))
                if self.random.random() < 0.2:
                    self.insist(lambda: self.owner.delete(one))
            said = self.insist(lambda: self.owner.post(path, {"content": "by REST"}))
            if said.status == 201:
                self.insist(lambda: self.owner.patch(f"{path}/{said.body['seq']}", {"content": "by REST, mended"}))
            time.sleep(self.random.uniform(0, 0.2))

    def kills(self, until):
        pause = (until - time.monotonic()) / (KILLS + 1)
        for _ in range(KILLS):
            time.sleep(pause * self.random.uniform(0.7, 1.2))
            self.process.kill()
            self.process.start()


@pytest.mark.security(21, 33)
def test_after_a_storm_everyone_has_the_same_log(tmp_path):
    print(f"\nSNUG_STORM_SEED={SEED}")
    draw = random.Random(SEED)
    with SnugProcess(tmp_path) as process:
        server = SnugServer(process.start())
        people = [server.register(f"Storm{number}") for number in range(PEOPLE)]
        rooms = [server.room(server.owner, *people, name=f"Room {number}") for number in range(3)]
        clients = [
            StormClient(person, f"{person.id}-{device}", random.Random(draw.random()))
            for person in people for device in range(DEVICES)]
        weather = Weather(process, server.owner, rooms, people, random.Random(draw.random()))
        until = time.monotonic() + SECONDS

        async def talk():
            await asyncio.gather(*(client.talk(until) for client in clients))

        with ThreadPoolExecutor(3) as pool:
            around = [pool.submit(work, until) for work in (weather.membership, weather.changes, weather.kills)]
            asyncio.run(talk())
            for work in around:
                work.result()

        async def settle():
            # What is sent again on coming back moves the rooms once more.
            for client in clients:
                await client.flush()
            standing = {
                room: (last_seq, last_rev)
                for room, last_seq, last_rev in rows(process.database, "SELECT id, last_seq, last_rev FROM rooms")}
            for client in clients:
                await client.settle(standing)

        asyncio.run(settle())
        drops, acked = sum(client.drops for client in clients), sum(len(client.acknowledged) for client in clients)
        print(f"{drops} connections dropped, {KILLS} kills, {len(weather.absences)} absences, {acked} acknowledged")
        assert drops >= len(clients) and acked >= len(clients) and weather.absences
        check_logs(process.database, clients, rooms)
        check_acknowledged(process.database, clients)
        check_absences(clients, weather.absences)


def check_absences(clients, absences):
    """Whoever was out heard nothing of what came later."""
    for client in clients:
        for person, room, seq, since, until in absences:
            if person == client.person.id:
                late = [at for at, where, number in client.arrivals if where == room and number > seq and since < at < until]
                assert not late, (client.number, room, seq)
