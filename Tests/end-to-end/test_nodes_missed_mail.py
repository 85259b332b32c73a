"""Two servers on one database mail once about what somebody has missed, whichever of them it was said at."""

import pytest

from support.deadline import eventually
from support.nodes import Nodes
from support.postgres import NewDatabase


@pytest.fixture(scope="module")
def nodes(tmp_path_factory, relay):
    settings = {"SNUG_MAIL_MISSED_AFTER": "1"}
    with Nodes(tmp_path_factory.mktemp("nodes"), NewDatabase(), relay, count=2, **settings) as nodes:
        yield nodes


def missed(relay, person):
    return [mail for mail in relay.to(person.email) if "List-Unsubscribe" in mail]


def test_each_is_mailed_once_by_one_of_them(nodes, relay):
    ada = nodes.server.register("Ada")
    people = [nodes.server.register(name) for name in ("Ben", "Cleo", "Dora", "Emil", "Fay", "Gil")]
    rooms = [nodes.server.room(ada, person, kind="direct", name=None) for person in people]
    for number, room in enumerate(rooms):
        at = nodes.everywhere(ada)[number % 2]
        assert at.post(f"/api/v1/rooms/{room}/messages", {"content": "psst"}).status == 201
    eventually(lambda: all(missed(relay, person) for person in people), "a mail to each", within=180)
    assert [len(missed(relay, person)) for person in people] == [1] * len(people)
    assert nodes.everywhere(people[0])[1].get("/api/v1/me").body["mails_missed"] is True
