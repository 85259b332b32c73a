"""Three servers on one database, killed one after the other under load, then the database's own primary: nothing that
was acknowledged is lost or doubled, and everyone goes on talking (PROTOCOL §2, §4 and §6; SECURITY.md, line 33)."""

import asyncio
import os
import random
import time

import pytest

from support.deadline import eventually
from support.log_checks import check_acknowledged, check_logs
from support.nodes import Nodes
from support.postgres import Cluster
from support.rows import rows
from support.traveller import Traveller

SECONDS = float(os.environ.get("SNUG_NODES_SECONDS", "60"))
"""Ten minutes is the real thing: SNUG_NODES_SECONDS=600."""
SEED = int(os.environ.get("SNUG_NODES_SEED", random.randrange(2 ** 32)))
PEOPLE, ROOMS = 30, 6
PACE = 0.25
"""Seconds from one message of a client to its next, on average."""
BACK_WITHIN = 3.0
"""Seconds from the loss of a connection until the hello of another server."""


@pytest.fixture
def pair():
    """A primary, and a standby for which each commit waits."""
    with Cluster() as primary, Cluster(of=primary) as standby:
        primary.rows("ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (*)'")
        primary.rows("SELECT pg_reload_conf()")
        eventually(lambda: primary.follows(standby), "a standby that is waited for")
        yield primary, standby


def either(primary, standby, database):
    """The URL by which servers find whichever of two takes writes."""
    return (
        f"postgresql://snug@127.0.0.1:{primary.port},127.0.0.1:{standby.port}/{database}"
        "?target_session_attrs=read-write")


async def weather(nodes, pair, until):
    """Kills each server and starts it again, then kills the primary and has the standby take its place."""
    pause = (until - time.monotonic()) / (len(nodes.processes) + 2)
    for process in nodes.processes:
        await asyncio.sleep(pause / 2)
        process.kill()
        await asyncio.sleep(pause / 2)
        await asyncio.to_thread(process.start)
    await asyncio.sleep(pause / 2)
    primary, standby = pair
    killed = time.monotonic()
    await asyncio.to_thread(primary.kill)
    await asyncio.to_thread(standby.promote)
    return killed, time.monotonic()


@pytest.mark.alone
@pytest.mark.security(33)
def test_nothing_acknowledged_is_lost_while_servers_and_the_primary_are_killed(tmp_path, pair, relay):
    print(f"\nSNUG_NODES_SEED={SEED}")
    draw = random.Random(SEED)
    url = either(*pair, pair[0].new_database())
    with Nodes(tmp_path, url, relay) as nodes:
        owner = nodes.server.owner
        people = [nodes.server.register(f"Node{number}") for number in range(PEOPLE)]
        rooms = [nodes.server.room(owner, *people, name="Everyone")] + [
            nodes.server.room(owner, *people[number::ROOMS - 1], *people[number + 1::ROOMS - 1], name=f"Room {number}")
            for number in range(ROOMS - 1)]
        clients = []
        for number, person in enumerate(people):
            near = number % len(nodes.ports)
            ports = nodes.ports[near:] + nodes.ports[:near]
            clients.append(Traveller(person, f"n{number}", random.Random(draw.random()), ports, PACE))
        until = time.monotonic() + SECONDS

        async def talk():
            around = asyncio.create_task(weather(nodes, pair, until))
            try:
                await asyncio.gather(*(client.stay(until) for client in clients))
            finally:
                killed, promoted = await around
            return killed, promoted

        killed, promoted = asyncio.run(talk())

        async def settle():
            for client in clients:
                await client.flush()
            standing = {room: (seq, rev) for room, seq, rev in rows(url, "SELECT id, last_seq, last_rev FROM rooms")}
            for client in clients:
                await client.settle(standing)

        asyncio.run(settle())
        check_logs(url, clients, rooms)
        acknowledged = check_acknowledged(url, clients)
        ways_back = [way for client in clients for way in client.ways_back]
        waits = sorted(wait for client in clients for wait in client.waits.values())
        print(f"{acknowledged} acknowledged, none lost, none doubled; {len(ways_back)} connections lost, back elsewhere "
              f"within {max(ways_back):.2f} s; acknowledged within {waits[len(waits) // 2] * 1_000:.0f} ms (median), "
              f"{waits[-1]:.2f} s (longest); the standby took over in {promoted - killed:.2f} s")
        assert acknowledged == sum(len(client.waits) for client in clients) > PEOPLE * SECONDS / PACE / 4
        assert len(ways_back) >= PEOPLE * 2 // 3
        assert max(ways_back) < BACK_WITHIN
        for process in nodes.processes:
            assert process.terminate() == 0, process.errors[-2000:]
