"""The server at a glance: figures, disk, mails, backups and findings, without a look of its own."""

from datetime import UTC, date, datetime, timedelta

import pytest

from support.deadline import eventually
from support.rows import changing, rows
from support.server import SnugServer
from support.snug import SnugProcess

pytestmark = pytest.mark.main

OVERVIEW = "/api/v1/admin/overview"
DAY = 86_400_000_000
"""In microseconds."""


def overview(server):
    answer = server.owner.get(OVERVIEW)
    assert answer.status == 200, answer.body
    return answer.body


@pytest.fixture
def quick(tmp_path):
    """A server that takes a new look each time: the clock of each test's process is its own."""
    with SnugProcess(tmp_path) as process:
        yield SnugServer(process.start())


def test_it_is_for_administrators(server):
    assert server.register("Ben").get(OVERVIEW).status == 403
    assert server.guest.get(OVERVIEW).status == 401


def test_it_tells_of_today_and_of_what_there_is(quick):
    ada, ben = quick.register("Ada"), quick.register("Ben")
    room = quick.room(ada, ben)
    for person in (ada, ada, ben):
        assert person.post(f"/api/v1/rooms/{room}/messages", {"content": "hi"}).status == 201
    with ada.socket() as hers:
        hers.wait_for(type="hello")
        seen = overview(quick)
    today = datetime.now(UTC).date()
    days = [date.fromisoformat(each["day"]) for each in seen["days"]]
    assert len(days) == 30 and days[-1] in (today, today - timedelta(1))
    assert all(later - earlier == timedelta(1) for earlier, later in zip(days, days[1:], strict=False))
    assert (seen["days"][-1]["messages"], seen["days"][-1]["people"]) == (3, 2)
    assert (seen["accounts"], seen["online"], seen["messages"]) == (3, 1, 3)
    assert seen["rooms"] >= 1
    assert seen["mail"] == {"relay": False, "waiting": 0, "oldest_at": None, "last_error": None}
    assert seen["backup"] is None
    assert seen["findings"] == {"errors": 0, "warnings": 0, "checked_at": None}


@pytest.mark.file
def test_it_tells_of_the_disk_that_the_file_is_on(quick):
    disk = overview(quick)["disk"]
    assert 0 < disk["free"] < disk["total"] and disk["database"] > 4096 and disk["backups"] == 0
    assert disk["days_left"] is None


def test_it_has_the_last_findings_and_backups(quick):
    findings = quick.owner.get("/api/v1/admin/findings").body
    made = quick.owner.post("/api/v1/admin/backups").body
    seen = overview(quick)
    counted = [each["level"] for each in findings["findings"] if not each["ignored"]]
    assert seen["findings"] == {
        "errors": counted.count("error"), "warnings": counted.count("warning"), "checked_at": findings["checked_at"]}
    assert seen["backup"] == {"name": made["name"], "taken_at": made["taken_at"], "proven": True}
    assert seen["disk"] is None or seen["disk"]["backups"] >= made["bytes"]


def test_figures_outlast_a_restart_and_tell_of_the_days_before(tmp_path):
    """What was said is counted while the server runs, and never again."""
    with SnugProcess(tmp_path) as process:
        server = SnugServer(process.start())
        ada = server.register("Ada")
        room = server.room(ada)
        for number in range(5):
            assert ada.post(f"/api/v1/rooms/{room}/messages", {"content": str(number)}).status == 201
        assert process.terminate() == 0
        with changing(process.database) as database:
            # The first two are from yesterday, and the database has grown for a week.
            database.execute("UPDATE messages SET timestamp = timestamp - ? WHERE seq <= 2", [DAY])
            [(now,)] = database.execute("SELECT max(timestamp) FROM messages")
            grown = [(now // DAY - day, (100 - day) * 10_000_000) for day in range(8)]
            database.executemany("INSERT INTO daily_figures (day, bytes) VALUES (?, ?)", grown)
        process.start()
        seen = overview(server)
        assert [each["messages"] for each in seen["days"][-2:]] == [2, 3]
        assert [each["people"] for each in seen["days"][-2:]] == [1, 1]
        left = seen["disk"] and seen["disk"]["days_left"]
        assert left is None or left > 0
        eventually(
            lambda: rows(process.database, "SELECT sum(messages) FROM daily_figures") == [(5,)], "counted at the start")
        assert process.terminate() == 0
        process.start()
        assert [each["messages"] for each in overview(server)["days"][-2:]] == [2, 3]
