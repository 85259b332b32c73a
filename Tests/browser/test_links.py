"""Links that lead in: an invite's, and one that lets an account in once."""

import re

import pytest
from playwright.sync_api import expect

from parts import entry
from support.deadline import eventually
from support.relay import MailRelay
from support.server import SnugServer
from support.snug import SnugProcess, run
from visitor import Visitor, within_site


@pytest.fixture(scope="module")
def server_flags():
    """Nobody signs up by themselves, as it is by default: an invite is the owner's word all the same."""
    return ("--registration", "closed")


@pytest.fixture
def mailing(tmp_path):
    """A server whose mails go over a relay."""
    flags = ("--registration", "invite")
    with MailRelay(tmp_path) as relay, SnugProcess(tmp_path, *flags, *relay.flags, **relay.settings) as process:
        yield SnugServer(process.start(), mails=relay)


@pytest.fixture
def guest(chromium, mailing):
    """Someone at that server's page."""
    guest = Visitor(chromium, mailing)
    yield guest
    guest.leave()
    assert guest.errors == []


def test_an_invite_makes_an_account_at_once_where_no_relay_could_bring_a_code(visitor, server):
    room = server.room(server.owner, name="Attic")
    made = server.owner.post("/api/v1/invites", {"room_ids": [room]}).body
    visitor = visitor()
    visitor.go(within_site(made["url"]))
    page = visitor.page
    page.get_by_label("Your name").fill("Ida")
    page.get_by_label("E-mail").fill("ida@example.org")
    page.get_by_label("Password", exact=True).fill("ten warm blankets")
    page.get_by_role("button", name="Create account").click()
    expect(entry(page, "Attic")).to_be_visible()
    visitor.is_at(f"/#/room/{room}")


def test_an_invite_makes_an_account_and_leads_into_its_room(guest, mailing):
    server, visitor = mailing, guest
    room = server.room(server.owner, name="Garden")
    made = server.owner.post("/api/v1/invites", {"room_ids": [room]}).body
    visitor.go(within_site(made["url"]))
    page = visitor.page
    expect(page.get_by_role("heading", name="Olga invites you to Snug")).to_be_visible()

    page.get_by_label("Your name").fill("Ada")
    page.get_by_label("E-mail").fill("oda@example.org")
    page.get_by_label("Password", exact=True).fill("ten warm blankets")
    page.get_by_role("button", name="Create account").click()
    # A slip in the address does not cost the invite.
    page.get_by_role("button", name="Use another e-mail address").click()
    expect(page.get_by_role("heading", name="Olga invites you to Snug")).to_be_visible()
    page.get_by_label("Your name").fill("Ada")
    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_label("Password", exact=True).fill("ten warm blankets")
    page.get_by_role("button", name="Create account").click()
    page.get_by_label("Six-digit code").fill(eventually(
        lambda: server.mails.codes_for("ada@example.org"), "a code for Ada")[0])

    expect(entry(page, "Garden")).to_be_visible()
    visitor.is_at(f"/#/room/{room}")


def test_an_invite_that_is_not_valid_says_whom_to_ask_and_leads_to_the_door(visitor):
    visitor = visitor()
    visitor.go("/invite#nonsense")
    page = visitor.page
    expect(page.get_by_role("heading", name="This invite does not work any more")).to_be_focused()
    expect(page.get_by_role("main")).to_contain_text("Ask whoever sent it for a new one.")
    page.get_by_role("link", name="Sign in").click()
    expect(page.get_by_role("heading", name="Welcome back")).to_be_visible()


def test_an_invite_that_is_found_invalid_only_when_it_is_used_says_so_then(visitor):
    visitor = visitor()
    page = visitor.page
    page.route("**/invites/look", lambda route: route.abort())
    visitor.go("/invite#nonsense")
    page.get_by_label("Your name").fill("Ben")
    page.get_by_label("E-mail").fill("ben@example.org")
    page.get_by_label("Password", exact=True).fill("ten warm blankets")
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("heading", name="This invite does not work any more")).to_be_focused()


def test_a_link_that_lost_its_end_says_so(visitor):
    visitor = visitor()
    for path in ["/invite", "/login#"]:
        visitor.go(path)
        expect(visitor.page.get_by_role("heading", name="This link is not complete")).to_be_focused()


def test_whoever_is_in_already_needs_no_invite(visitor, server):
    visitor = visitor()
    visitor.come_in(server.owner)
    visitor.go("/invite#nonsense")
    expect(visitor.page.get_by_role("main")).to_contain_text("You are signed in as Olga.")
    visitor.page.get_by_role("link", name="Go to your rooms").click()
    visitor.page.wait_for_selector(".shell")


def test_whoever_is_in_already_is_asked_before_a_login_link_takes_their_place(visitor, server):
    made = run("user", "login-link", server.owner.email, "--database", server.process.database)
    link = within_site(re.search(r"http\S+", made.stdout)[0])
    visitor = visitor()
    page = visitor.page
    invite = server.owner.post("/api/v1/invites", {}).body["token"]
    visitor.come_in(server.register("Wilma", invite=invite))
    visitor.go(link)
    expect(page.get_by_role("main")).to_contain_text("You are signed in as Wilma. This link signs in")
    page.get_by_role("link", name="Go to your rooms").click()
    expect(page.locator(".whoami")).to_contain_text("Wilma")
    visitor.go(link)
    page.get_by_role("button", name="It is for someone else at this device").click()
    page.get_by_role("dialog", name="Sign out and go on?").get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".whoami")).to_contain_text(server.owner.name)


def test_the_way_from_an_invite_to_the_sign_in_is_open(visitor, server):
    visitor = visitor()
    visitor.go("/invite#nonsense")
    visitor.page.get_by_role("link", name="Sign in").click()
    visitor.sign_in(server.owner)
    visitor.is_at("/#/")


def test_a_login_link_lets_in_once(visitor, server):
    made = run("user", "login-link", server.owner.email, "--database", server.process.database)
    link = within_site(re.search(r"http\S+", made.stdout)[0])
    first, second = visitor(), visitor()
    for each in (first, second):
        each.go(link)
    first.page.get_by_role("button", name="Sign in", exact=True).click()
    expect(first.page.locator(".whoami")).to_contain_text(server.owner.name)
    first.is_at("/#/")
    second.page.get_by_role("button", name="Sign in", exact=True).click()
    expect(second.page.get_by_role("heading", name="This link does not work any more")).to_be_focused()
