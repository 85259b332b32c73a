"""Someone in very many rooms, which anyone may take them into: the list is drawn once for all that comes at once."""

from types import SimpleNamespace

import pytest

from front import Front
from pace import Pace, tasks_of
from support.server import SnugServer
from support.snug import BEHIND_PROXY, SnugProcess
from visitor import Visitor

ROOMS = 300
TASK_MILLISECONDS_MAX = 120
"""Entries for so many rooms are made in half of it; a list drawn anew for each of them took 1,200 ms."""


@pytest.fixture
def front(tmp_path):
    """A server that can be cut off, whose owner is in many rooms."""
    with Front() as front, SnugProcess(tmp_path, "--site-url", front.origin, *BEHIND_PROXY) as process:
        front.server = SnugServer(process.start())
        front.target = process.port
        for number in range(ROOMS):
            front.server.room(front.server.owner, name=f"Room {number}")
        yield front


def until_connected(page, act):
    """Until a page that connects has heard what it lacks, and done with it."""
    with page.expect_response("**/api/v1/users?*"):
        act()
    page.wait_for_load_state("networkidle")
    page.locator(".room-item").nth(ROOMS - 1).wait_for()
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))")


@pytest.mark.alone
def test_neither_a_start_nor_a_new_connection_draws_the_list_for_each_room(front, chromium):
    visitor = Visitor(chromium, SimpleNamespace(process=front))
    page = visitor.page
    until_connected(page, lambda: visitor.come_in(front.server.owner))
    for what, act in [("start", page.reload), ("new connection", front.cut)]:
        with tasks_of(page) as tasks:
            until_connected(page, act)
        pace = Pace(page).alone
        print(f"{what}: longest task {tasks.longest:.0f} ms, bound {TASK_MILLISECONDS_MAX} ms × {pace:.1f}")
        assert 0 < tasks.longest <= TASK_MILLISECONDS_MAX * pace, what
    assert visitor.errors == []
    visitor.leave()
