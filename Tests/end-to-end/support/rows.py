"""What is in the database, a file or one of PostgreSQL, read and changed without the server."""

import contextlib
import re
import sqlite3
from pathlib import Path

import psycopg


def rows(database, query, *arguments):
    """The rows of a query, on a connection that changes nothing."""
    if isinstance(database, Path):
        database = f"file:{database}?mode=ro"
        with contextlib.closing(sqlite3.connect(database, uri=True)) as connection:
            return connection.execute(query, arguments).fetchall()
    with _Postgres(database) as connection:
        return connection.execute(query, arguments).fetchall()


def messages_of(database, room):
    """A room's log as `(seq, user_id, client_id, content)`, in order."""
    return rows(
        database, "SELECT seq, user_id, client_id, content FROM messages WHERE room_id = ? ORDER BY seq", room)


def assert_sound(database):
    """SQLite finds nothing wrong with its file; PostgreSQL looks after its own."""
    if isinstance(database, Path):
        assert rows(database, "PRAGMA integrity_check") == [("ok",)]


@contextlib.contextmanager
def changing(database):
    """A connection that takes SQLite's words, and commits once all is done."""
    if isinstance(database, Path):
        with contextlib.closing(sqlite3.connect(database, timeout=30)) as connection, connection:
            yield connection
    else:
        with _Postgres(database) as connection:
            yield connection


class _Postgres:
    """A connection to PostgreSQL that takes SQLite's placeholders."""

    def __init__(self, url):
        self._connection = psycopg.connect(url)

    def execute(self, query, arguments=()):
        return self._connection.execute(self._translated(query), arguments or None)

    def executemany(self, query, arguments):
        with self._connection.cursor() as cursor:
            cursor.executemany(self._translated(query), list(arguments))

    @staticmethod
    def _translated(query):
        return re.sub(r"(?<!:):(\w+)", r"%(\1)s", query.replace("%", "%%").replace("?", "%s"))

    def __enter__(self):
        self._connection.__enter__()
        return self

    def __exit__(self, *raised):
        return self._connection.__exit__(*raised)
