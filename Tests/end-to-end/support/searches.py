"""Searches over all of their pages, and rooms in which much was said."""

from urllib.parse import quote

from .deadline import eventually
from .postgres import NewDatabase
from .rows import changing, rows


def search(person, text, **parameters):
    """The answer to a search."""
    more = "".join(f"&{name}={quote(str(value))}" for name, value in parameters.items())
    return person.get(f"/api/v1/search?q={quote(text)}{more}")


def found(person, text, **parameters):
    """What a search finds, over all of its pages."""
    texts, before = [], {}
    while True:
        page = search(person, text, **parameters, **before).body
        texts += [each["message"]["content"] for each in page["results"]]
        if not page["has_more"]:
            assert "next" not in page
            return texts
        assert not before or page["next"] < before["before"]
        before = {"before": page["next"]}


def say(person, room, *texts):
    return [person.post(f"/api/v1/rooms/{room}/messages", {"content": text}).body for text in texts]


def write(process, room, person, texts):
    """Texts in a room as if the person had said them, at once."""
    with changing(process.database) as db:
        # The row first: whoever posts meanwhile waits.
        db.execute("UPDATE rooms SET last_seq = last_seq WHERE id = ?", (room,))
        (seq,) = db.execute("SELECT last_seq FROM rooms WHERE id = ?", (room,)).fetchone()
        said = [(room, seq + number, person.id, text, 1_795_363_200_000_000) for number, text in enumerate(texts, 1)]
        db.executemany("INSERT INTO messages (room_id, seq, user_id, content, timestamp) VALUES (?, ?, ?, ?, ?)", said)
        db.execute("UPDATE rooms SET last_seq = last_seq + ? WHERE id = ?", (len(said), room))


def await_index(process, person, room):
    """Returns once the index holds all that was said."""
    (last,) = say(person, room, "the last word")

    def is_held():
        if isinstance(process.database, NewDatabase):
            held = rows(process.database, "SELECT last_id FROM message_index WHERE version <> ''")
            return held and held[0][0] >= last["id"]
        noted = rows(process.database, "SELECT value FROM settings WHERE name = 'last.message.indexed'")
        return noted and int(noted[0][0].split(" ")[1]) >= last["id"]

    eventually(is_held, "an index that holds all that was said", within=60)
