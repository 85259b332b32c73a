"""A mail to try a relay with, by settings that are kept only once they work."""

import pytest

from support.addresses import new_address
from support.plain_relay import PlainRelay
from support.rows import rows
from support.server import SnugServer

TEST_MAIL, SETTINGS = "/api/v1/admin/test-mail", "/api/v1/admin/settings"


@pytest.fixture
def server(plain_process):
    """Set up, and without a relay."""
    return SnugServer(plain_process)


@pytest.fixture
def relay():
    with PlainRelay() as relay:
        yield relay


def of(relay):
    """The settings that lead to it, as an owner gives them."""
    names = [flag.removeprefix("--").replace("-", ".") for flag in relay.flags[::2]]
    return dict(zip(names, relay.flags[1::2], strict=True))


def kept(server):
    return [name for (name,) in rows(server.process.database, "SELECT name FROM settings WHERE name LIKE 'smtp.%'")]


def test_settings_are_tried_before_they_are_kept(server, relay):
    answer = server.owner.post(TEST_MAIL, {"settings": of(relay)})
    assert (answer.status, answer.body["sent_to"]) == (200, server.owner.email)
    assert answer.body["relay"] == f"127.0.0.1:{of(relay)['smtp.port']}"
    assert len(relay.to(server.owner.email)) == 1
    assert kept(server) == []
    assert server.owner.post(TEST_MAIL).body["relay"] is None, "without any it goes to the console, as before"
    assert server.owner.patch(SETTINGS, of(relay)).status == 200
    # One that is set is tried without.
    answer = server.owner.post(TEST_MAIL, {"settings": {"smtp.host": None}})
    assert (answer.status, answer.body["relay"]) == (200, None)
    assert server.owner.post(TEST_MAIL, {}).body["relay"] is not None


def test_the_relay_is_heard_where_it_does_not_take_the_mail(server, relay):
    relay.answers["RCPT_TO"] = "550 5.7.1 not from there"
    answer = server.owner.post(TEST_MAIL, {"settings": of(relay)})
    assert (answer.status, answer.body["code"]) == (502, "mail_not_taken")
    assert "5.7.1 not from there" in answer.body["detail"]


def test_only_owners_try_and_only_what_could_be_kept(server, relay):
    assert server.owner.patch(SETTINGS, {"registration": "open"}).status == 200
    cleo = server.register("Cleo", guest=server.guest.at(new_address()))
    assert server.owner.patch(f"/api/v1/users/{cleo.id}", {"role": "admin"}).status == 200
    assert cleo.post(TEST_MAIL, {"settings": of(relay)}).status == 403
    assert cleo.post(TEST_MAIL, {"settings": {}}).status == 200
    for wrong in ({"smtp.port": "mail"}, {"smtp.ca.file": "/etc/passwd"}, {"smtp-host": "127.0.0.1"}):
        answer = server.owner.post(TEST_MAIL, {"settings": of(relay) | wrong})
        assert (answer.status, [each["field"] for each in answer.body["errors"]]) == (422, list(wrong)), wrong
    assert server.owner.post(TEST_MAIL, {"settings": ["smtp.host"]}).status == 422
    assert relay.mails == []


def test_the_password_that_is_kept_goes_to_no_other_relay(server, relay):
    kept_elsewhere = {"smtp.host": "kept.example.org", "smtp.username": "snug", "smtp.password": "RelayS3cret"}
    assert server.owner.patch(SETTINGS, kept_elsewhere).status == 200
    with PlainRelay() as other:
        answer = server.owner.post(TEST_MAIL, {"settings": of(other)})
        assert (answer.status, len(other.to(server.owner.email))) == (200, 1), "it signed in nowhere"
    assert kept(server).count("smtp.password") == 1, "the trial forgets nothing"
    entries = server.owner.get("/api/v1/audit").body["entries"]
    assert [entry["actor_id"] for entry in entries if entry["act"] == "settings_tried"] == [server.owner.id]
    assert "RelayS3cret" not in str(entries)
    assert server.owner.patch(SETTINGS, {"smtp.host": "other.example.org"}).status == 200
    assert "smtp.password" not in kept(server) and "smtp.username" not in kept(server)
