"""Three servers on one database behind Debian's Caddy and nginx, each set up by nothing but what its guide says: calls and
sockets may land anywhere, and nobody is out for long when one of the servers goes."""

import contextlib
import threading
import time

import pytest
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from support.deadline import eventually
from support.log_checks import check_acknowledged
from support.nodes import Nodes
from support.peers import peers
from support.postgres import NewDatabase
from support.proxies import CaddyToNodes, NginxToNodes, Visitor

BACK_WITHIN = 3.0
PEOPLE = 12


class Front:
    """The servers, the proxy in front of them, and who comes by it."""

    def __init__(self, nodes, proxy):
        self.nodes, self.proxy = nodes, proxy
        people = self.people = [nodes.server.register(f"Front{number}") for number in range(PEOPLE)]
        self.room = nodes.server.room(nodes.server.owner, *people)
        self.visitors = [Visitor(proxy, person.token) for person in people]

    def sockets_at(self, process):
        return len(peers(process.pid, process.port))


@pytest.fixture(scope="module", params=[CaddyToNodes, NginxToNodes], ids=["caddy", "nginx"])
def front(request, tmp_path_factory, relay):
    proxy = request.param(tmp_path_factory.mktemp("proxy"))
    settings = proxy.guide.settings
    with Nodes(tmp_path_factory.mktemp("nodes"), NewDatabase(), relay, **settings) as nodes:
        try:
            yield Front(nodes, proxy.start(nodes.ports))
        finally:
            proxy.stop()


def greeted(visitor):
    socket = visitor.socket()
    socket.wait_for(type="hello")
    return socket


class Guest(threading.Thread):
    """Talks by the proxy, and comes back whenever its socket is lost."""

    def __init__(self, person, front):
        super().__init__(daemon=True)
        self.person, self.room = person, front.room
        self.visitor = Visitor(front.proxy, person.token)
        self.over = threading.Event()
        self.acknowledged = {}
        self.ways_back = []
        self.failure = None
        self._said = 0

    def run(self):
        lost_at, waiting = None, None
        try:
            while not self.over.is_set():
                try:
                    with greeted(self.visitor) as socket:
                        if lost_at:
                            self.ways_back.append(time.monotonic() - lost_at)
                            lost_at = None
                        while waiting or not self.over.is_set():
                            if not waiting:
                                self._said += 1
                                waiting = f"{self.name}-{self._said}"
                            socket.say(self.room, f"says {waiting}", waiting)
                            self.acknowledged[waiting] = (self.room, socket.ack(waiting)["seq"])
                            waiting = None
                            time.sleep(0.1)
                except (OSError, ConnectionClosed, InvalidHandshake, TimeoutError):
                    lost_at = lost_at or time.monotonic()
                    time.sleep(0.05)
        except Exception as failure:
            self.failure = failure


@contextlib.contextmanager
def talking(front):
    guests = [Guest(person, front) for person in front.people]
    for guest in guests:
        guest.start()
    eventually(lambda: all(guest.acknowledged for guest in guests), "all of them talk")
    yield guests
    for guest in guests:
        guest.over.set()
    for guest in guests:
        guest.join(30)
        assert not guest.is_alive() and guest.failure is None, guest.failure


def test_sockets_land_on_each_of_them_and_hear_all_that_is_said(front):
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(greeted(visitor)) for visitor in front.visitors]
        assert all(front.sockets_at(process) for process in front.nodes.processes)
        for number, socket in enumerate(sockets):
            socket.say(front.room, f"from {number}", f"land-{number}")
            socket.ack(f"land-{number}")
        for number, socket in enumerate(sockets):
            for other in range(PEOPLE):
                if other != number:
                    socket.wait_for(type="message", content=f"from {other}")


def test_a_killed_server_is_left_out_and_its_people_are_back_elsewhere(front):
    with talking(front) as guests:
        front.nodes[1].kill()
        killed = time.monotonic()
        while time.monotonic() < killed + BACK_WITHIN:
            # Whoever asks anything meanwhile is answered.
            assert front.visitors[0].get("/api/v1/site").status == 200
            time.sleep(0.05)
        before = [len(guest.acknowledged) for guest in guests]
        eventually(
            lambda: all(len(guest.acknowledged) > count for guest, count in zip(guests, before)), "all talk on")
        front.nodes[1].start()
    lost = [way for guest in guests for way in guest.ways_back]
    assert lost and max(lost) < BACK_WITHIN, lost
    assert check_acknowledged(front.nodes.database, guests)


def test_one_after_the_other_is_stopped_and_started_as_an_upgrade_does(front):
    with talking(front) as guests:
        for process in front.nodes.processes:
            assert process.terminate() == 0, process.errors[-2000:]
            process.start()
            eventually(lambda: front.visitors[0].get("/readyz").status == 200, "an answer")
    assert max((way for guest in guests for way in guest.ways_back), default=0) < BACK_WITHIN
    assert check_acknowledged(front.nodes.database, guests)
