"""What the log says: troubles when they begin and end, and of people nothing at all."""

import contextlib
import re
import socket
import sqlite3

import pytest

from support.client import Client
from support.deadline import eventually
from support.plain_relay import PlainRelay
from support.rows import rows
from support.server import OWNER_PASSWORD, PASSWORD, SnugServer
from support.snug import BEHIND_PROXY, SnugProcess, run


def told(process, pattern=""):
    """The lines above `info` that match."""
    return [line for line in process.errors.splitlines()
            if re.search(f" (notice|warning|error|critical) .*({pattern})", line)]


def test_nobody_is_named_at_any_level(tmp_path):
    """Sign-up, sign-in, talk, refused and failing mails, wrong passwords, a test mail: neither addresses nor names nor
    words of people, nor the secrets that they use."""
    with PlainRelay() as relay, SnugProcess(
            tmp_path, *relay.flags, "--log-level", "trace", "--smtp-username", "olga@example.org",
            SNUG_SMTP_PASSWORD="relay-secret") as process:
        relay.answers = {"EHLO": "250-relay.example.org\r\n250 AUTH PLAIN", "AUTH": "235 ok"}
        server = SnugServer(process.start(), relay)
        ada, ben = server.register("Ada"), server.register("Ben")
        again = server.sign_in(ada)
        room = server.room(ada, ben, name="Scullery")
        with ada.socket() as talker:
            talker.wait_for(type="hello")
            talker.say(room, "marmalade by socket", "c1")
            talker.ack("c1")
        assert ada.post(f"/api/v1/rooms/{room}/messages", {"content": "marmalade @Ben"}).status == 201
        form = {"email": ada.email, "password": "quite the wrong one"}
        assert server.guest.post("/api/v1/auth/login", form).status == 401
        assert server.guest.post("/api/v1/auth/login", {"email": 7, "name": "Ada"}).status == 422
        relay.answers["RCPT_TO:<bela@example.org>"] = "550 5.1.1 <bela@example.org>: Bela is unknown here"
        relay.answers["RCPT_TO:<cora@example.org>"] = "450 4.2.1 cora@example.org is busy"
        relay.answers["RCPT_TO:<olga@example.org>"] = "550 5.1.1 <olga@example.org>: Olga is unknown here"
        for name in ("Bela", "Cora"):
            register = {"name": name, "email": f"{name.lower()}@example.org", "password": PASSWORD}
            assert server.guest.post("/api/v1/auth/register", register).status == 202
        assert server.owner.post("/api/v1/admin/test-mail", {}).status == 502
        eventually(lambda: "550 5.1.1" in process.errors and "450 4.2.1" in process.errors, "both refusals")
        assert run("config", "set", "mail.from", "olga@example.org", "--database", process.database).returncode == 0
        eventually(lambda: "mail.from" in process.errors, "a line on the setting")
        assert process.terminate() == 0
        said = process.errors
        secrets = [PASSWORD, OWNER_PASSWORD, "relay-secret", ada.token, again.token, "marmalade", "Scullery"]
        assert not [secret for secret in secrets if secret in said]
        assert not re.search(r"\b(ada|ben|bela|cora|olga)\b|@", said, re.IGNORECASE), said


def test_the_address_is_said_once(process):
    """By the program; the libraries in it are quiet about their everyday work, at the end too."""
    assert process.terminate() == 0
    said = process.output + process.errors
    assert len(re.findall(f"listening on .*:{process.port}", said, re.IGNORECASE)) == 1, said
    assert "Shutting down" not in said


def test_a_relay_that_is_away_is_told_of_once(tmp_path):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        with SnugProcess(
                tmp_path, "--smtp-host", "127.0.0.1", "--smtp-port", str(port), "--smtp-tls", "none") as process:
            server = SnugServer(process.start())
            for number in range(6):
                form = {"name": "Alma", "email": f"alma{number}@example.org", "password": PASSWORD}
                assert server.guest.post("/api/v1/auth/register", form).status == 202
            eventually(lambda: rows(process.database, "SELECT 1 FROM mail_queue WHERE tries > 0"), "a second try", 30)
            assert len(told(process, "relay does not take mails")) == 1, process.errors
            assert len(told(process)) == 1, process.errors


def test_tries_that_are_refused_in_masses_are_told_of_once(tmp_path):
    """A hundred proofs are tried, then as many more are refused: one line, which names nobody."""
    with SnugProcess(tmp_path, *BEHIND_PROXY) as process:
        server = SnugServer(process.start())
        guesser = Client(process.port, headers={"X-Forwarded-For": "203.0.113.9"})
        refused = 0
        while refused < 80:
            answer = guesser.post("/api/v1/setup", {
                "token": "A" * 43, "name": "Eve", "email": "eve@example.org", "password": PASSWORD})
            refused += answer.status == 429
        [line] = eventually(lambda: told(process, "refused in masses"), "a line about the guesser")
        assert "throttle=proofs_from_network" in line
        assert "203.0.113" not in process.errors
        assert server.owner.get("/api/v1/me").status == 200
