"""People call each other by name, in any script, and find what called them."""

import pytest

from support.server import SnugServer

pytestmark = pytest.mark.main


def named(server, login, name):
    """Someone whose name is not what an address can hold."""
    person = server.register(login)
    assert person.patch("/api/v1/me", {"name": name}).body["name"] == name
    return person


def pages(person, limit):
    """All pages of what calls the person, as texts."""
    found, before = [], ""
    while True:
        page = person.get(f"/api/v1/me/mentions?limit={limit}{before}").body
        found.append([each["message"]["content"] for each in page["results"]])
        if not page["has_more"]:
            return found
        before = f"&before={page['results'][-1]['message']['id']}"


def test_what_calls_someone_is_counted_and_listed_newest_first(process):
    """By name or as everyone, over all rooms; what is deleted, edited away or in a room left is no longer there."""
    server = SnugServer(process)
    alma, ipek, lei = server.register("Alma"), named(server, "ipek", "İpek O’Brien"), named(server, "lei", "李雷")
    kitchen, garden = server.room(alma, ipek, lei), server.room(alma, lei)
    said = {}
    for room, text in [
        (kitchen, "@ipek?"), (garden, "@李雷你好"), (kitchen, "@room cake"), (kitchen, "你好@李雷"), (garden, "nobody"),
        (kitchen, "@İPEK O'BRIEN!"), (garden, "@Alma @李雷"),
    ]:
        said[text] = alma.post(f"/api/v1/rooms/{room}/messages", {"content": text}).body["seq"]
    lei.post(f"/api/v1/rooms/{kitchen}/messages", {"content": "@room thanks"})
    assert pages(lei, 2) == [["@Alma @李雷", "你好@李雷"], ["@room cake", "@李雷你好"]]
    assert pages(ipek, 50) == [["@room thanks", "@İPEK O'BRIEN!", "@room cake", "@ipek?"]]
    assert pages(alma, 50) == [["@room thanks"]]
    mentions = {room["id"]: room["mentions"] for room in lei.get("/api/v1/rooms").body["rooms"]}
    assert mentions == {kitchen: 0, garden: 2}, "who answers has read what came before"

    alma.patch(f"/api/v1/rooms/{kitchen}/messages/{said['@room cake']}", {"content": "cake"})
    alma.delete(f"/api/v1/rooms/{garden}/messages/{said['@李雷你好']}")
    assert pages(lei, 50) == [["@Alma @李雷", "你好@李雷"]]
    lei.delete(f"/api/v1/rooms/{garden}/members/{lei.id}")
    assert pages(lei, 50) == [["你好@李雷"]]
    assert lei.get("/api/v1/me/mentions?before=x").status == 422


def test_messages_that_call_someone_keep_their_place_among_the_others(process):
    """A name is looked up beside the writer; what its sender says next waits for it."""
    server = SnugServer(process)
    alma, bela = server.register("Alma"), server.register("Bela")
    room = server.room(alma, bela)
    hers = alma.socket()
    hers.wait_for(type="hello")
    texts = [f"@Bela {number}" if number % 3 == 0 else f"{number}" for number in range(90)]
    for number, text in enumerate(texts):
        hers.say(room, text, f"n-{number}")
    for number in range(len(texts)):
        hers.ack(f"n-{number}")
    log = bela.get(f"/api/v1/rooms/{room}/messages?limit=200").body["messages"]
    assert [message["content"] for message in log] == texts
    assert bela.get("/api/v1/rooms").body["rooms"][0]["mentions"] == 30
