"""Mails over relays that are slow, forgetful or choosy, and addresses in any spelling."""

import re

import pytest

from support.deadline import eventually
from support.plain_relay import PlainRelay
from support.server import PASSWORD, SnugServer
from support.snug import SnugProcess

pytestmark = pytest.mark.main

@pytest.fixture
def relay():
    with PlainRelay() as relay:
        yield relay


@pytest.fixture
def server(tmp_path, relay):
    """One that mails over the relay."""
    with SnugProcess(tmp_path, *relay.flags) as process:
        yield SnugServer(process.start(), relay)


def test_mails_behind_some_that_hang_arrive(server, relay):
    """Three recipients about whom the relay never says a word hold up nobody else's code."""
    relay.tarpit = {f"stuck{number}@example.org" for number in range(3)}
    for address in sorted(relay.tarpit):
        form = {"name": "Stuck", "email": address, "password": PASSWORD}
        assert server.guest.post("/api/v1/auth/register", form).status == 202
    eventually(lambda: all(f"RCPT TO:<{address}>" in relay.said for address in relay.tarpit), "three mails that hang")
    for name in ["Alma", "Bela", "Cora", "Dana", "Edda", "Fina"]:
        assert server.register(name).name == name


def test_a_mail_whose_answer_was_lost_comes_again_as_the_same_mail(server, relay):
    """A relay that took it twice can drop one: the Message-ID and the Date are those of the first try."""
    relay.lost_answers = 1
    # Its code is not used: then no other try would be due.
    form = {"name": "Ottilie", "email": "ottilie@example.org", "password": PASSWORD}
    assert server.guest.post("/api/v1/auth/register", form).status == 202
    first, second = eventually(
        lambda: relay.to("ottilie@example.org")[1:2] and relay.to("ottilie@example.org"), "two tries", 30)
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]
    assert first.as_bytes() == second.as_bytes()


def test_a_mail_that_is_queued_over_a_restart_is_the_same_mail(tmp_path, relay):
    relay.lost_answers = 1
    with SnugProcess(tmp_path, *relay.flags) as process:
        server = SnugServer(process.start(), relay)
        form = {"name": "Alma", "email": "alma@example.org", "password": PASSWORD}
        assert server.guest.post("/api/v1/auth/register", form).status == 202
        eventually(lambda: relay.to("alma@example.org"), "the first try")
        process.kill()
        process.start()
        first, second = eventually(
            lambda: relay.to("alma@example.org")[1:2] and relay.to("alma@example.org"), "two tries", 30)
    assert (first["Message-ID"], first["Date"]) == (second["Message-ID"], second["Date"])


def test_a_relay_that_refuses_a_mechanism_is_signed_in_to_by_the_next(tmp_path):
    answers = {
        "EHLO": "250-relay.example.org\r\n250 AUTH PLAIN LOGIN", "AUTH_PLAIN": "504 5.5.4 unrecognized",
        "AUTH_LOGIN": "334 VXNlcm5hbWU6", "Y2hhdA==": "334 UGFzc3dvcmQ6", "c2VjcmV0": "235 ok"}
    with PlainRelay(**answers) as relay, SnugProcess(
            tmp_path, *relay.flags, "--smtp-username", "chat", SNUG_SMTP_PASSWORD="secret") as process:
        assert SnugServer(process.start(), relay).register("Alma").name == "Alma"
        assert relay.said.count("AUTH PLAIN AGNoYXQAc2VjcmV0") == relay.said.count("AUTH LOGIN") >= 1


@pytest.mark.parametrize("site, flags, ehlo, sender", [
    ("http://192.168.1.10", [], "[192.168.1.10]", "snug@localhost"),
    ("http://192.168.1.10", ["--ehlo-name", "chat.example.org"], "chat.example.org", "snug@localhost"),
    ("http://localhost", ["--mail-from", "Snug <snug@müller.example>"], "xn--mller-kva.example",
     "snug@xn--mller-kva.example"),
    ("https://chat.müller.example", [], "chat.xn--mller-kva.example", "snug@chat.xn--mller-kva.example"),
])
def test_the_relay_hears_a_name_that_it_can_take(tmp_path, relay, site, flags, ehlo, sender):
    with SnugProcess(tmp_path, *relay.flags, "--site-url", site, *flags) as process:
        SnugServer(process.start(), relay).register("Alma")
    assert f"EHLO {ehlo}" in relay.said
    assert [line for line in relay.said if line.startswith(f"MAIL FROM:<{sender}>")]


def test_the_log_names_nobody(server, relay):
    """Neither who gets mails nor whom the relay refuses: it repeats addresses in its answers."""
    server.register("Alma")
    relay.answers = {"RCPT_TO:<bela@example.org>": "550 5.1.1 <bela@example.org>: no such user bela"}
    form = {"name": "Bela", "email": "bela@example.org", "password": PASSWORD}
    assert server.guest.post("/api/v1/auth/register", form).status == 202
    eventually(lambda: "cannot be delivered" in server.process.errors, "a line about the refusal")
    assert "550 5.1.1" in server.process.errors
    assert re.search("Mail sent .*mail=1", server.process.errors)
    # A database's address has a user of its own.
    told = re.sub(r" database=\S+", "", server.process.errors)
    assert not re.search("alma|bela|olga|@", told, re.IGNORECASE), told


def test_two_spellings_of_an_address_are_one_account(server, relay):
    """A mailbox at an international domain gets its mail by a relay without SMTPUTF8, however it is typed."""
    address, kept = "alma@müller.example", "alma@xn--mller-kva.example"
    form = {"name": "Alma", "email": address, "password": PASSWORD}
    assert server.guest.post("/api/v1/auth/register", form).status == 202
    code = eventually(lambda: relay.codes_for(kept), "a code in ASCII")[0]
    alma = server.verify("ALMA@Mu\u0308ller.example", code)
    assert alma.email == kept
    for spelling in [address, kept, "Alma@MÜLLER.example"]:
        answer = server.guest.post("/api/v1/auth/login", {"email": spelling, "password": PASSWORD})
        assert answer.status == 202, answer.body
    assert not any("SMTPUTF8" in line for line in relay.said)


def test_a_page_of_a_site_with_an_international_name_may_call_it(tmp_path, relay):
    """Browsers send the name in ASCII, whatever the setting has."""
    with SnugProcess(tmp_path, *relay.flags, "--site-url", "https://chat.müller.example") as process:
        server = SnugServer(process.start(), relay)
        form = {"name": "Alma", "email": "alma@example.org", "password": PASSWORD}
        code = server.code_from("/api/v1/auth/register", form)
        answer = server.guest.post(
            "/api/v1/auth/verify", {"email": form["email"], "code": code, "cookie": True})
        cookie = answer.headers["Set-Cookie"].split(";")[0]

        def rename(origin):
            return server.guest.patch(
                "/api/v1/me", {"name": "Alma the Second"}, headers={"Cookie": cookie, "Origin": origin}).status
        assert rename("https://chat.xn--mller-kva.example") == 200
        assert rename("https://chat.xn--mller-kva.example.example.org") == 403
        assert process.setup_link.startswith("https://chat.xn--mller-kva.example/setup#")


@pytest.mark.parametrize("rate", ["1e-19", "0.001", "10001", "1e308", "nan"])
def test_a_message_rate_that_nobody_lives_to_see_is_refused(tmp_path, rate):
    with SnugProcess(tmp_path, "--message-rate", rate) as process, pytest.raises(AssertionError, match="message-rate"):
        process.start()
