"""Data as the original product kept it, and the files that `pg_dump` and COPY … TO … CSV make of it."""

import csv
import hashlib

PASSWORDS = {"ann@example.org": "Grandma knits 7", "bo@example.org": "Grandma knits 7"}
BCRYPT = "$2b$06$abcdefghijklmnopqrstuu/AveT/Mnw6HCs5zpBVB4sSCcroHgUOq"
SHA256 = hashlib.sha256(b"Grandma knits 7").hexdigest()
LONG = "long " * 8_000
STRANGE = "a\ttab, a\nline, a \\ and \\N, it's \"quoted\"; $$ -- 👩‍👩‍👧 مرحبا\r\nend"

TABLES = {
    "users": (["id", "name", "email", "password", "role", "otp", "otp_expiry", "token", "last_seen"], [
        (1, "Ann", "ann@example.org", SHA256, "admin", None, None, "eyJ.old.token", "2025-03-05 10:00:00.5"),
        (2, "Bo", "bo@example.org", BCRYPT, "student", "1234", "2025-03-05 10:05:00", None, None),
        (3, "Cy\u202e", "CY@Example.org", None, "student", None, None, None, None),
        (5, "Ann again", "ann@EXAMPLE.org", SHA256, "student", None, None, None, None),
        (6, "Nobody", "not an address", SHA256, "student", None, None, None, None),
        (7, "Di", "di@example.org", SHA256, "admin", None, None, None, "yesterday"),
    ]),
    "rooms": (["id", "name", "created_by", "created_at", "is_private"], [
        (1, "Kitchen", 1, "2025-03-01 09:00:00", False),
        (2, "Ann and Bo", 2, "2025-03-01 09:30:00", True),
        (3, "The two again", 1, "2025-03-01 09:40:00", True),
        (4, "Left by all", 1, "2025-03-01 09:50:00", False),
    ]),
    "room_members": (["room_id", "user_id", "joined_at"], [
        (1, 1, "2025-03-01 09:00:00"), (1, 2, "2025-03-01 09:00:01"), (1, 3, None), (1, 6, None),
        (2, 1, None), (2, 2, None), (3, 1, None), (3, 2, None), (9, 1, None),
    ]),
    "messages": (["id", "room_id", "user_id", "content", "timestamp"], [
        # As after an update: not in the order of their ids.
        (12, 1, 2, STRANGE, "2025-03-02 08:00:02"),
        (10, 1, 1, "good morning", "2025-03-02 08:00:00.123456"),
        (11, 1, 5, "it is me again", "yesterday"),
        (13, 1, 77, "from nobody", "2025-03-02 08:00:03"),
        (14, 1, 3, "   ", "2025-03-02 08:00:04"),
        (15, 1, 3, LONG, "2025-03-02 08:00:05+02"),
        (16, 2, 1, "just us", "2025-03-02 09:00:00"),
        (17, 9, 1, "nowhere", "2025-03-02 09:00:01"),
    ]),
}

SMALL = {
    "users": (["id", "email"], [(1, "ann@example.org")]),
    "rooms": (["id", "name"], [(1, "Kitchen")]),
    "room_members": (["room_id", "user_id"], [(1, 1)]),
    "messages": (["id", "room_id", "user_id", "content"], [(1, 1, 1, "from the former one")]),
}
"""The same of another time."""

OTHERS = {
    "auth": {"users": (["id", "email"], [("7f3a", "zoe@example.org")])},
    "realtime": {"messages": (["topic", "payload"], [("greeting", "{}")])},
}
"""Schemas of other programs in the same database, with tables of the same names."""

SPEECH_BEFORE = """--
-- PostgreSQL database dump
--
\\restrict Abc'Def
SET statement_timeout = 0;
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS $body$
begin new.name := 'it''s; COPY public.users (id) FROM stdin;'; return new; end
$body$;
/* CREATE TABLE public.users ( /* nested */ nothing integer ); */
CREATE TABLE public.alembic_version ( version_num character varying(32) NOT NULL );
COPY public.alembic_version (version_num) FROM stdin;
1\\tabc
\\.
"""
SPEECH_AFTER = """SELECT pg_catalog.setval('public.users_id_seq', 6, true);
ALTER TABLE ONLY public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
CREATE INDEX ix_users_email ON public.users USING btree (email);
\\unrestrict Abc'Def
"""
DECLARED = {
    "users": "id integer NOT NULL, name character varying(80), email character varying, password text, role text, otp text,"
             " otp_expiry timestamp without time zone, token text, last_seen timestamp without time zone,"
             " CONSTRAINT users_check CHECK ((char_length(name) > 0))",
    "rooms": "id integer NOT NULL, name text, created_by integer, created_at timestamp without time zone DEFAULT now(),"
             " is_private boolean DEFAULT false",
    "room_members": "room_id integer, user_id integer, joined_at timestamp without time zone",
    "messages": "id integer NOT NULL, room_id integer, user_id integer, content text NOT NULL,"
                " \"timestamp\" timestamp without time zone",
}


def declarations():
    return "".join(f"CREATE TABLE public.{table} (\n    {columns}\n);\n" for table, columns in DECLARED.items())


def copied(value):
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    text = str(value)
    for raw, escaped in [("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")]:
        text = text.replace(raw, escaped)
    return text


def literal(value):
    if value is None:
        return "NULL"
    if isinstance(value, (bool, int)):
        return str(value).lower()
    return "'" + value.replace("'", "''") + "'"


def escaped_literal(value):
    if not isinstance(value, str):
        return literal(value)
    return "E'" + value.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("é", "\\u00e9") + "'"


def named(columns):
    return ", ".join('"timestamp"' if column == "timestamp" else column for column in columns)


def dump_with_copy(path, tables=TABLES):
    """The tables in pg_dump's order, which is that of their names: what was said comes before who said it."""
    with path.open("w", newline="", encoding="utf-8") as file:
        file.write(SPEECH_BEFORE + declarations())
        for table in sorted(tables):
            columns, rows = tables[table]
            file.write(f"COPY public.{table} ({named(columns)}) FROM stdin;\n")
            for row in rows:
                file.write("\t".join(copied(value) for value in row) + "\n")
            file.write("\\.\n\n\n")
        file.write(SPEECH_AFTER)
    return [path]


def dump_of_databases(path, databases):
    """Several schemas of several databases, as `pg_dumpall` writes them: `{database: {schema: tables}}`."""
    with path.open("w", newline="", encoding="utf-8") as file:
        for database, schemas in databases.items():
            file.write(f"CREATE DATABASE {database};\n\\connect {database}\nSET client_encoding = 'UTF8';\n")
            for schema, tables in schemas.items():
                for table in sorted(tables):
                    columns, rows = tables[table]
                    declared = ", ".join(f'"{column}" text' for column in columns)
                    file.write(f"CREATE TABLE {schema}.{table} ({declared});\n")
                    file.write(f"COPY {schema}.{table} ({named(columns)}) FROM stdin;\n")
                    for row in rows:
                        file.write("\t".join(copied(value) for value in row) + "\n")
                    file.write("\\.\n\n")
    return [path]


def dump_with_inserts(path, tables=TABLES):
    """Without the columns' names: they are what CREATE TABLE says."""
    with path.open("w", newline="", encoding="utf-8") as file:
        file.write(SPEECH_BEFORE + declarations())
        for table in sorted(tables):
            for row in tables[table][1]:
                file.write(f"INSERT INTO public.{table} VALUES ({', '.join(map(literal, row))});\n")
        file.write(SPEECH_AFTER)
    return [path]


def dump_with_many_a_statement(path, tables=TABLES):
    """With the columns' names, many rows to a statement, and escapes."""
    with path.open("w", newline="", encoding="utf-8") as file:
        for table in sorted(tables):
            columns, rows = tables[table]
            values = ",\n\t".join(f"({', '.join(map(escaped_literal, row))})" for row in rows)
            file.write(f"INSERT INTO \"public\".\"{table}\" ({named(columns)}) OVERRIDING SYSTEM VALUE VALUES\n\t{values};\n")
    return [path]


def comma_separated(folder, tables=TABLES):
    folder.mkdir()
    for table, (columns, rows) in tables.items():
        with (folder / f"{table}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows([["" if value is None else value for value in row] for row in rows])
    return [folder]


FORMS = {
    "copy": dump_with_copy, "inserts": dump_with_inserts, "many": dump_with_many_a_statement, "csv": comma_separated,
}
