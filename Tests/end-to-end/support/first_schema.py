"""A database as the first Snug left it."""

import contextlib
import re
import sqlite3
import textwrap
from pathlib import Path

SCHEMA = Path(__file__).parents[3] / "Sources" / "SnugStore" / "Schema.swift"


def of_first_schema(path):
    """Makes one, with Ada as its owner."""
    first = textwrap.dedent(re.search(r'static let first = """\n(.*?)"""', SCHEMA.read_text(), re.DOTALL)[1])
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"PRAGMA application_id = {0x534E5547}")
        connection.executescript(first)
        connection.execute("PRAGMA user_version = 1")
        connection.execute(
            "INSERT INTO users (name, name_folded, email, password, role, created_at)"
            " VALUES ('Ada', 'ada', 'ada@example.org', 'a', 'owner', 1)")
