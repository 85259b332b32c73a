"""The directory of people, and people by their ids."""

import pytest

pytestmark = pytest.mark.main

USERS = "/api/v1/users"
AT_ONCE = 200


@pytest.fixture(scope="module")
def server(server):
    """With three people, of whom Cleo is out of use."""
    server.ada, server.ben, server.cleo = (server.register(name) for name in ("Ada", "Ben", "Cleo"))
    assert server.owner.patch(f"{USERS}/{server.cleo.id}", {"deactivated": True}).status == 200
    return server


def by_ids(person, *ids):
    return person.get(f"{USERS}?ids={','.join(map(str, ids))}")


def test_people_are_found_by_id_whether_their_accounts_are_in_use_or_not(server):
    """What they wrote stands under their name; the directory has them no more."""
    answer = by_ids(server.ada, server.cleo.id, server.ben.id, server.cleo.id, 99_999)
    assert answer.status == 200 and answer.body["has_more"] is False
    ben, cleo = answer.body["users"]
    assert (ben["id"], ben["name"], cleo["id"], cleo["name"]) == (server.ben.id, "Ben", server.cleo.id, "Cleo")
    assert ben.keys() == {"id", "name", "last_seen", "online"}, "as in the directory, without the address"
    assert cleo["deactivated"] is True and cleo["online"] is False
    listed = server.ada.get(f"{USERS}?q=").body["users"]
    assert ben in listed and server.cleo.id not in [each["id"] for each in listed]


def test_a_person_is_found_by_id(server):
    for person, deactivated in ((server.ben, None), (server.cleo, True)):
        answer = server.ada.get(f"{USERS}/{person.id}")
        assert (answer.status, answer.body["name"], answer.body.get("deactivated")) == (200, person.name, deactivated)
        assert "email" not in answer.body
        assert server.owner.get(f"{USERS}/{person.id}").body["email"] == person.email
    assert by_ids(server.owner, server.cleo.id).body["users"][0]["email"] == server.cleo.email
    for nobody in (99_999, 0, -1, "me", 10 ** 30):
        answer = server.ada.get(f"{USERS}/{nobody}")
        assert (answer.status, answer.body["code"]) == (404, "not_found")


def test_so_many_people_are_asked_for_at_once_and_no_more(server):
    assert by_ids(server.ada).body == {"users": [], "has_more": False}
    few = by_ids(server.ada, *range(1, AT_ONCE + 1))
    assert few.status == 200 and len(few.body["users"]) == 4
    assert by_ids(server.ada, *[server.ada.id] * 1_000).status == 200, "each counts once"
    for ids in (range(1, AT_ONCE + 2), ["x"], [1, 0], [-1], [10 ** 30], ["1;2"]):
        answer = by_ids(server.ada, *ids)
        assert (answer.status, answer.body["code"]) == (422, "invalid")
        assert [each["field"] for each in answer.body["errors"]] == ["ids"]


def test_people_are_shown_to_people_alone(server):
    for path in (f"{USERS}?ids=1", f"{USERS}/1"):
        assert server.guest.get(path).status == 401
