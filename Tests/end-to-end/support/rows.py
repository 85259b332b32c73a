"""What is in the SQLite file, read without the server."""

import contextlib
import sqlite3


def rows(database, query, *arguments):
    """The rows of a query, on a connection that changes nothing."""
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return connection.execute(query, arguments).fetchall()


def messages_of(database, room):
    """A room's log as `(seq, user_id, client_id, content)`, in order."""
    return rows(
        database, "SELECT seq, user_id, client_id, content FROM messages WHERE room_id = ? ORDER BY seq", room)
