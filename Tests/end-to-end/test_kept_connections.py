"""Sockets opened on connections that the proxy has kept from earlier requests: they last as long as people hold them.

`SNUG_HELD_SECONDS` says how long they are held: a little more than the 60 s after which the server lets a quiet HTTP
connection go, where it says nothing.
"""

import contextlib
import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from websockets.frames import Opcode
from websockets.sync.client import ClientConnection

from support.peers import peers
from support.proxies import Caddy, Nginx, Visitor
from support.server import SnugServer
from support.snug import SnugProcess

HELD_SECONDS = float(os.environ.get("SNUG_HELD_SECONDS", "65"))
PING_EVERY = 30
"""Seconds between two pings of the server."""


class Pinged(ClientConnection):
    """Counts the pings that arrive."""

    pings = 0

    def process_event(self, event):
        self.pings += getattr(event, "opcode", None) is Opcode.PING
        super().process_event(event)


class Front:
    """A server, the proxy in front of it, and the people who come by it: Tove is in a quiet room alone."""

    def __init__(self, process, proxy):
        self.process, self.proxy = process, proxy
        server = SnugServer(process)
        rosa, tove = server.register("Rosa"), server.register("Tove")
        self.olga, self.rosa, self.tove = (Visitor(proxy, person.token) for person in (server.owner, rosa, tove))
        self.quiet_room = server.room(tove, name="Library")
        self.busy_room = server.room(server.owner, rosa, name="Market")

    def keep_connections(self):
        """Has the proxy ask for many things at once, again and again, and tells which connections it keeps."""
        with ThreadPoolExecutor(8) as pool:
            for _ in range(3):
                answers = pool.map(lambda _: self.rosa.get("/api/v1/rooms").status, range(8))
                assert set(answers) == {200}
        return peers(self.process.pid, self.process.port)

    def socket(self, person):
        """A socket, and the connection to the server that the proxy took for it."""
        before = peers(self.process.pid, self.process.port)
        opened = person.socket(create_connection=Pinged)
        opened.wait_for(type="hello")
        return opened, peers(self.process.pid, self.process.port) - before


@pytest.fixture(scope="module")
def fronts(tmp_path_factory):
    with contextlib.ExitStack() as until_end:
        opened = {}
        for make in (Caddy, Nginx):
            name = make.__name__.lower()
            proxy = make(tmp_path_factory.mktemp(name))
            process = until_end.enter_context(
                SnugProcess(tmp_path_factory.mktemp("server"), **proxy.guide.settings)).start()
            until_end.callback(proxy.stop)
            opened[name] = Front(process, proxy.start(process.port))
        yield opened


def hold_quietly(front, socket):
    """Nothing but the server's pings for the whole time; then what is said next arrives."""
    with pytest.raises(TimeoutError):
        socket.receive(HELD_SECONDS)
    assert socket.connection.pings >= int(HELD_SECONDS / PING_EVERY)
    socket.say(front.quiet_room, "still here", "still-here")
    assert socket.ack("still-here")["seq"] == 1
    said = front.tove.post(f"/api/v1/rooms/{front.quiet_room}/messages", {"content": "so am I"}).body
    assert socket.wait_for(type="message", content="so am I")["seq"] == said["seq"] == 2
    return socket.connection.pings


def hold_busily(front, mine, theirs):
    """A message each way every second for the whole time: each arrives, none twice, in the room's order."""
    beats = 0
    until = time.monotonic() + HELD_SECONDS
    while time.monotonic() < until:
        mine.say(front.busy_room, f"mine {beats}", f"mine-{beats}")
        mine.ack(f"mine-{beats}")
        theirs.wait_for(type="message", content=f"mine {beats}")
        theirs.say(front.busy_room, f"theirs {beats}", f"theirs-{beats}")
        theirs.ack(f"theirs-{beats}")
        mine.wait_for(type="message", content=f"theirs {beats}")
        beats += 1
        time.sleep(1)
    for socket, words in ((mine, "theirs"), (theirs, "mine")):
        heard = [message["content"] for message in socket.messages(front.busy_room)]
        assert heard == [f"{words} {beat}" for beat in range(beats)]
    log = [message["content"] for message in front.rosa.history(front.busy_room)]
    assert log == [f"{who} {beat}" for beat in range(beats) for who in ("mine", "theirs")]
    return beats


def test_sockets_on_kept_connections_are_held_quiet_and_busy(fronts):
    """Neither proxy and nothing in the server takes them for HTTP connections that have been idle."""
    with contextlib.ExitStack() as until_end, ThreadPoolExecutor(2 * len(fronts)) as pool:
        held = {}
        for name, front in fronts.items():
            kept = front.keep_connections()
            assert len(kept) > 2, "the proxy keeps connections"
            quiet, new = front.socket(front.tove)
            until_end.callback(quiet.close)
            mine, more = front.socket(front.rosa)
            until_end.callback(mine.close)
            theirs, others = front.socket(front.olga)
            until_end.callback(theirs.close)
            # Caddy opens one for each socket whatever it has; nginx takes what it has.
            assert name != "nginx" or not new | more | others, "a new connection instead of a kept one"
            held[name, "quiet"] = pool.submit(hold_quietly, front, quiet)
            held[name, "busy"] = pool.submit(hold_busily, front, mine, theirs)
        for (name, kind), outcome in held.items():
            counted = "pings" if kind == "quiet" else "messages each way"
            print(f"{name}, {kind}, {HELD_SECONDS:.0f} s: {outcome.result()} {counted}")
