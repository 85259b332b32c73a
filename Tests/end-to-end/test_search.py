"""What was said is found again, in every script, by whoever may read it and by nobody else (SECURITY 49)."""

import itertools
import json
import time
from pathlib import Path

import pytest
from support.searches import await_index, found, say, search, write
from support.server import SnugServer

pytestmark = pytest.mark.main

FINDS = json.loads((Path(__file__).parents[1] / "vectors" / "search.json").read_text())["finds"]
SCANNED = 2_000
"""Messages of someone's rooms up to which these are read one by one."""
HOSTILE = [
    '"', '""', '"""', "'", "''", "*", "a*", "*a", "^a", "a^b", "a OR", "OR", "AND", "NOT", "NOT a", "NEAR", "NEAR(a b)",
    "NEAR(a b, 99999999999)", "a:b", "words:a", "facts : r1", "{words facts} : a", "-a", "--a", "- a", "a -", "(", ")", "(((((",
    "a + b", "a NOT (b", '"a" "b', "a;DROP TABLE messages", "%", "_", "a%b", "\\", "\\\\", "\ud7ff", "\ue000", "\uffff", "a\ue000b",
    "\u202e", "\u200b", "e\u0301" * 100, "a" + "\u0301" * 200, "💥", "👨‍👩‍👧", "A" * 500, "文" * 170, "(" * 500, '"' * 500, "-" * 500,
    "a " * 32, "\t\n\r", "\x01\x02", "r1", "u1", "image", "file", "link", "delete-all", "rank:bm25", "message_search",
]


@pytest.fixture(params=["by reading all", "by the index"])
def town(request, process):
    """Three people with a room of all and one of two, and enough talk for the index, or little."""
    server = SnugServer(process)
    people = alma, bela, cora = [server.register(name) for name in ("Alma", "Bela", "Cora")]
    kitchen, attic = server.room(*people), server.room(alma, bela)

    def settle():
        if request.param == "by the index":
            await_index(process, alma, kitchen)

    if request.param == "by the index":
        # So much talk that its members' searches go by the index.
        write(process, kitchen, alma, [f"small talk {number}" for number in range(SCANNED + 1)])
    return alma, bela, cora, kitchen, attic, settle


def test_what_is_said_is_found_and_marked_in_every_script(town):
    """As the vectors have it, whichever way the server looks."""
    alma, bela, _, _, attic, settle = town
    for text in dict.fromkeys(each["text"] for each in FINDS):
        say(alma, attic, text)
    settle()
    for vector in FINDS:
        page = search(bela, vector["q"], room_id=attic, limit=50).body
        found = {each["message"]["content"]: each["snippet"] for each in page["results"]}
        assert (vector["text"] in found) == (vector["marked"] is not None), vector
        if vector["marked"]:
            shown = "".join(f"⟦{piece['text']}⟧" if piece["hit"] else piece["text"] for piece in found[vector["text"]])
            assert shown == vector["marked"]


def test_nothing_is_found_in_rooms_of_others(town):
    """Not by what is found, not by where it ends; from the moment on at which one comes or goes."""
    alma, bela, cora, kitchen, attic, settle = town
    say(alma, attic, *[f"secret number {number}" for number in range(30)])
    settle()
    assert len(found(bela, "secret", limit=7)) == 30
    nothing = {"results": [], "has_more": False}
    assert search(cora, "secret").body == search(cora, "nothingness").body == nothing
    assert search(cora, "secret", room_id=attic).status == 404
    assert search(cora, "secret", room_id=9_999).status == 404
    assert search(cora, "secret", user_id=alma.id).body == nothing
    alma.post(f"/api/v1/rooms/{attic}/members", {"user_id": cora.id})
    assert len(found(cora, "secret", limit=50)) == 30
    cora.delete(f"/api/v1/rooms/{attic}/members/{cora.id}")
    assert search(cora, "secret").body == nothing


def test_what_is_edited_or_deleted_is_found_no_more(town):
    """From that moment on; what it says now is."""
    alma, bela, _, _, attic, settle = town
    edited, deleted = say(alma, attic, "marzipan 旧", "nougat 新")
    settle()
    assert found(bela, "marzipan") == ["marzipan 旧"]
    alma.patch(f"/api/v1/rooms/{attic}/messages/{edited['seq']}", {"content": "praline 改"})
    alma.delete(f"/api/v1/rooms/{attic}/messages/{deleted['seq']}")
    assert [found(bela, each) for each in ("marzipan", "旧", "nougat", "新")] == [[]] * 4
    assert found(bela, "praline") == found(bela, "改") == ["praline 改"]
    alma.delete(f"/api/v1/rooms/{attic}")
    assert found(bela, "praline") == []


def test_searches_are_bounded_by_author_room_day_and_what_there_is_beside_the_words(town):
    """Names of files are searched as what is said."""
    alma, bela, _, kitchen, attic, settle = town
    say(alma, attic, "tea at https://example.org", "tea")
    say(bela, kitchen, "tea for all")
    file = alma.call("POST", f"/api/v1/rooms/{attic}/attachments?name=Rechnung_2026.pdf", raw=b"%PDF-1.7 tea",
                     headers={"Content-Type": "application/pdf"}).body
    alma.post(f"/api/v1/rooms/{attic}/messages", {"content": "", "attachment_ids": [file["id"]]})
    settle()
    assert found(bela, "tea", user_id=bela.id) == ["tea for all"]
    assert found(bela, "tea", room_id=kitchen) == ["tea for all"]
    assert found(bela, "tea", has="link") == ["tea at https://example.org"]
    assert found(bela, "rechn") == found(bela, "2026 pdf", has="file") == [""]
    assert found(bela, "rechnung", has="image") == []
    (hit,) = search(bela, "rechnung").body["results"]
    assert hit["snippet"] == [{"text": "Rechnung", "hit": True}, {"text": "_2026.pdf", "hit": False}]
    today = hit["message"]["timestamp"][:10]
    assert len(found(bela, "tea", since=today)) == len(found(bela, "tea", since=today, until="9999-12-31")) == 3
    assert found(bela, "tea", until="1999-12-31") == found(bela, "tea", since="9999-01-01") == []


@pytest.mark.parametrize("parameters", [
    "", "q=", "q=%20", "q=-a", "q=%F0%9F%91%8D", "q=" + "a" * 513, "q=" + "a+" * 33, "q=%FF", "q=a%00b", "q=a&has=cake",
    "q=a&since=yesterday", "q=a&since=2026-02-30", "q=a&until=2026-1-1", "q=a&before=x", "q=a&room_id=x", "q=a&user_id=x", "q=a&limit=0",
])
def test_a_search_that_is_none_says_so(process, parameters):
    """With the field's name."""
    person = SnugServer(process).register("Alma")
    answer = person.get(f"/api/v1/search?{parameters}")
    assert (answer.status, answer.body["code"]) == (422, "invalid")


def test_hostile_searches_find_something_or_nothing(town):
    """No sign means anything to the engine; each is a search, or has no word."""
    alma, bela, _, _, attic, settle = town
    say(alma, attic, "a b OR NOT near r1 u1 image file link words facts delete all")
    settle()
    for text in HOSTILE + [f"{a} {b}" for a, b in itertools.pairwise(HOSTILE) if len(a + b) < 500]:
        answer = search(bela, text)
        if answer.status == 429:
            time.sleep(float(answer.headers["Retry-After"]))
            answer = search(bela, text)
        assert answer.status in (200, 422), (text, answer)
        if answer.status == 422:
            assert [each["field"] for each in answer.body["errors"]] == ["q"]
    assert len(search(bela, "delete-all").body["results"]) == 1
    for before in (-2**63, -1, 0, 1, 2**63 - 1):
        for bounds in ({}, {"room_id": attic}, {"user_id": -2**63}, {"since": "1970-01-01", "until": "9999-12-31"}):
            assert search(bela, "delete", before=before, **bounds).status == 200


def test_a_search_takes_a_session(process):
    """As every call about what was said."""
    assert SnugServer(process).guest.get("/api/v1/search?q=a").status == 401
