"""Fixtures: a browser, and a server to visit with it."""

import itertools

import pytest

from playwright.sync_api import expect

from engines import Firefox, WebKit
from front import Front
from onlooker import Onlooker
from parts import composer, post
from support.addresses import new_address
from support.deadline import WITHIN
from support.server import SnugServer
from support.snug import BEHIND_PROXY, SnugProcess
from visitor import Visitor, debians_chromium
from words import words

numbers = itertools.count(1)
expect.set_options(timeout=WITHIN * 1_000)


@pytest.fixture(scope="session")
def chromium():
    with debians_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def server_flags():
    return BEHIND_PROXY


@pytest.fixture
def person(server):
    """Someone new for each test: an address gets no more than five codes an hour."""
    return server.register(f"Person{next(numbers)}", guest=server.guest.at(new_address()))


@pytest.fixture
def visitor(chromium, server):
    """Makes visitors, each with a browser profile of their own. No page of theirs may have thrown anything."""
    visitors = []

    def visitor(**options):
        visitors.append(Visitor(chromium, server, **options))
        return visitors[-1]

    yield visitor
    for each in visitors:
        each.leave()
        assert each.errors == []


@pytest.fixture
def at(visitor):
    """The page that someone looks at, in a profile of its own."""
    def at(person, room=None, **options):
        one = visitor(**options)
        one.come_in(person, f"/#/room/{room}" if room else "/#/")
        return one.page

    return at


@pytest.fixture
def room(server, person, ben):
    return server.room(person, ben, name="Attic")


@pytest.fixture
def page(at, person, room):
    """The page of one of two people in that room."""
    page = at(person, room)
    expect(composer(page)).to_be_visible()
    return page


@pytest.fixture
def admin_at(visitor, server):
    """A visitor at a page of the administration, the server's owner where nobody else is named."""
    def at(page, person=server.owner, **options):
        one = visitor(**options)
        one.come_in(person, f"/#/{page}")
        return one

    return at


@pytest.fixture
def own_server(tmp_path):
    """A server of which nothing is told by flags."""
    with SnugProcess(tmp_path) as process:
        yield SnugServer(process.start())


@pytest.fixture
def visitor_of(chromium):
    """Makes visitors of another server, its owner at a page of its administration where one is named."""
    visitors = []

    def visitor_of(server, page=None, **options):
        visitors.append(Visitor(chromium, server, **options))
        if page:
            visitors[-1].come_in(server.owner, f"/#/{page}")
        return visitors[-1]

    yield visitor_of
    for each in visitors:
        each.leave()
        assert each.errors == []


@pytest.fixture(scope="module")
def ben(server):
    return server.register("Ben", guest=server.guest.at(new_address()))


@pytest.fixture(scope="module")
def cleo(server):
    return server.register("Cleo", guest=server.guest.at(new_address()))


@pytest.fixture
def front(tmp_path):
    """A server behind something that can bring its next version, and a room of its owner's."""
    with Front() as front, SnugProcess(tmp_path, "--site-url", front.origin, "--trusted-proxies", "127.0.0.1") as process:
        front.server = SnugServer(process.start())
        front.target = process.port
        front.room = front.server.room(front.server.owner, name="Kitchen")
        post(front.server.owner, front.room, "Is the kettle on?")
        yield front


@pytest.fixture(scope="session", params=[Firefox, WebKit], ids=lambda engine: engine.name)
def engine(request, tmp_path_factory):
    engine = request.param(tmp_path_factory.mktemp(request.param.name))
    yield engine
    engine.stop()


@pytest.fixture
def onlooker(engine):
    """Makes someone at that engine, who has never been here. No page of theirs may have thrown anything."""
    def onlooker(server, language="en", width=1280, is_dark=False):
        engine.open(language, is_dark)
        one = Onlooker(engine, server, words(language))
        one.resize(width)
        return one

    yield onlooker
    errors = engine.errors()
    engine.close()
    assert errors == []
