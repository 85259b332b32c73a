"""A database as an earlier Snug left it, with all that was said in it."""

import contextlib
import re
import sqlite3
import textwrap
from pathlib import Path

SCHEMA = Path(__file__).parents[3] / "Sources" / "SnugStore" / "Schema.swift"
NAMES = ["first", "second", "third", "fourth", "fifth"]


def with_schema_of(steps, database, earlier):
    """Makes `earlier` out of a `database` that no server has open: the schema after so many steps, and every row of it
    that was in a table then."""
    text = SCHEMA.read_text()
    with contextlib.closing(sqlite3.connect(earlier, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA application_id = {0x534E5547}")
        connection.execute("PRAGMA foreign_keys = OFF")
        for name in NAMES[:steps]:
            step = re.search(rf'static let {name} = """\n(.*?)"""', text, re.DOTALL)[1]
            # A function of Snug's own has nothing to do while there are no rows.
            connection.executescript(re.sub(r"\\\([\w.]+\)", "", textwrap.dedent(step)))
        connection.execute(f"PRAGMA user_version = {steps}")
        connection.execute("ATTACH ? AS now", [str(database)])
        tables = [name for name, in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall()]
        for table in tables:
            columns = ", ".join(f'"{row[1]}"' for row in connection.execute(f'PRAGMA main.table_info("{table}")'))
            connection.execute(f'INSERT OR REPLACE INTO main."{table}" ({columns}) SELECT {columns} FROM now."{table}"')
        connection.execute("DELETE FROM main.sqlite_sequence")
        connection.execute("INSERT INTO main.sqlite_sequence SELECT * FROM now.sqlite_sequence WHERE name IN "
                           "(SELECT name FROM main.sqlite_schema)")
        connection.execute("DETACH now")
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
