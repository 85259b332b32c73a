"""The page before one is in: what it shows is true before a form is filled in."""

import re

import pytest
from playwright.sync_api import expect

from parts import called, say, wait_until_kept
from support.console_mail import ConsoleMail
from support.deadline import eventually
from support.relay import MailRelay, wrong_code
from support.server import PASSWORD, SnugServer
from support.snug import BEHIND_PROXY, SnugProcess
from visitor import Visitor, within_site


def test_a_server_that_does_not_answer_is_named_and_tried_again(visitor, person):
    visitor = visitor(locale="de-DE")
    visitor.page.route("**/api/v1/me", lambda route: route.abort())
    visitor.go()
    expect(visitor.page.get_by_role("main")).to_contain_text("Der Server ist nicht zu erreichen.")
    visitor.page.unroute("**/api/v1/me")
    visitor.page.get_by_role("button", name="Noch einmal versuchen").click()
    expect(visitor.page.get_by_label("E-Mail")).to_be_visible()


def test_whoever_was_signed_out_by_their_own_wish_is_told_nothing_of_it(visitor, person):
    visitor = visitor()
    visitor.come_in(person)
    visitor.sign_out()
    visitor.is_at("/#/")
    expect(visitor.page.get_by_role("status")).to_have_count(0)


def test_the_ways_at_the_door_go_on_without_a_connection(visitor):
    guest = visitor()
    guest.go()
    guest.page.get_by_role("link", name="Forgot your password?").wait_for()
    guest.context.set_offline(True)
    guest.page.get_by_role("link", name="Forgot your password?").click()
    expect(guest.page.get_by_role("heading", name="Choose a new password")).to_be_visible()
    guest.page.go_back()
    expect(guest.page.get_by_role("link", name="Forgot your password?")).to_be_visible()


def test_a_page_that_is_not_had_after_the_code_is_had_by_another_try(visitor, server, person):
    guest = visitor(service_workers="block")
    guest.page.route("**/shell.js", lambda route: route.abort())
    guest.go()
    guest.page.get_by_label("E-mail").fill(person.email)
    guest.page.get_by_label("Password", exact=True).fill(PASSWORD)
    before = len(server.mails.codes_for(person.email))
    guest.page.get_by_role("button", name="Sign in", exact=True).click()
    guest.page.get_by_label("Code").fill(server.next_code(person.email, before))
    expect(guest.page.get_by_role("button", name="Try again")).to_be_visible()
    guest.page.unroute("**/shell.js")
    guest.page.get_by_role("button", name="Try again").click()
    expect(guest.page.locator(".whoami")).to_contain_text(person.name)


def test_a_code_that_was_waited_for_is_nothing_to_whoever_comes_next(visitor, server, person):
    guest = visitor()
    guest.go()
    guest.page.get_by_label("E-mail").fill(person.email)
    guest.page.get_by_label("Password", exact=True).fill(PASSWORD)
    guest.page.get_by_role("button", name="Sign in", exact=True).click()
    guest.page.get_by_label("Code").wait_for()
    guest.come_in(person)
    guest.sign_out()
    guest.page.reload()
    expect(guest.page.get_by_label("Password", exact=True)).to_be_visible()
    expect(guest.page.get_by_label("Code")).to_have_count(0)


# The state of the server


@pytest.fixture
def at_door(chromium, tmp_path):
    """Makes a server with these flags, and someone at its door, who looks at a page; no page may have thrown anything."""
    guests, processes = [], []

    def at_door(*flags, is_set_up=True, mails=None, **options):
        process = SnugProcess(tmp_path, *BEHIND_PROXY, *flags, **(mails.settings if mails else {}))
        processes.append(process)
        process.start()
        server = SnugServer(process, mails) if is_set_up else type("Fresh", (), {"process": process})()
        guests.append(Visitor(chromium, server, **options))
        return guests[-1]

    yield at_door
    for each in guests:
        each.leave()
    for each in processes:
        each.kill()
    assert [error for each in guests for error in each.errors] == []


@pytest.mark.parametrize(("locale", "title"), [
    ("en-GB", "Nobody has set this server up yet"), ("de-DE", "Dieser Server ist noch nicht eingerichtet")])
def test_a_server_that_nobody_has_set_up_says_what_to_do(at_door, locale, title):
    guest = at_door(is_set_up=False, locale=locale)
    for address in ["/#/", "/#/register", "/invite#12-token", "/login#token"]:
        guest.go(address)
        expect(guest.page.get_by_role("heading", name=title)).to_be_visible()
        expect(guest.page.get_by_text("snug setup-link")).to_be_visible()
        expect(guest.page.get_by_role("textbox")).to_have_count(0)


def test_a_set_up_link_on_a_server_that_is_set_up_says_so(visitor):
    guest = visitor()
    guest.go("/setup#token")
    expect(guest.page.get_by_role("heading", name="This server is set up")).to_be_visible()
    expect(guest.page.get_by_role("textbox")).to_have_count(0)
    guest.page.get_by_role("link", name="Sign in").click()
    expect(guest.page.get_by_label("E-mail", exact=True)).to_be_visible()


@pytest.mark.parametrize(("registration", "takes_new"), [("closed", False), ("invite", False), ("open", True)])
def test_an_account_is_offered_only_where_one_can_be_made(at_door, registration, takes_new):
    guest = at_door("--registration", registration)
    guest.go()
    expect(guest.page.get_by_role("link", name="Create an account")).to_have_count(int(takes_new))
    expect(guest.page.get_by_text("Ask someone inside for an invite.")).to_have_count(int(not takes_new))
    guest.go("/#/register")
    expect(guest.page.get_by_label("Your name")).to_have_count(int(takes_new))
    expect(guest.page.get_by_role("heading", name="You need an invite")).to_have_count(int(not takes_new))


def test_every_page_is_called_as_the_site_is(at_door):
    guest = at_door("--site-name", "Lindqvist & <Co>")
    guest.go()
    expect(guest.page).to_have_title("Welcome back · Lindqvist & <Co>")
    expect(guest.page.get_by_role("main")).to_contain_text("Lindqvist & <Co>")
    manifest = guest.page.evaluate(
        "fetch(document.querySelector('link[rel=manifest]').href).then((answer) => answer.json())")
    assert manifest["name"] == "Lindqvist & <Co>"
    guest.come_in(guest.server.owner)
    expect(guest.page.get_by_role("navigation", name="Rooms").get_by_role("heading", level=1)).to_have_text("Lindqvist & <Co>")
    expect(guest.page).to_have_title(re.compile("Lindqvist & <Co>$"))


# Invites


@pytest.fixture
def invite(server):
    """The way to the page of a new invite."""
    answer = server.owner.post("/api/v1/invites", {"uses": 1})
    assert answer.status == 201, answer.body
    return server.process.origin + within_site(answer.body["url"]), answer.body["id"]


@pytest.mark.parametrize("code", [True, False])
def test_an_invite_promises_a_code_only_if_one_is_mailed(visitor, invite, code):
    page = visitor(service_workers="block").page
    page.route("**/api/v1/invites/look", lambda route: route.fulfill(json={"code": code, "rooms": [], "invited_by": ""}))
    page.goto(invite[0])
    expect(page.locator(".lead")).to_have_text(
        "Make yourself an account." + " We mail you a code to make sure that the address is yours." * code)


def test_an_invite_says_by_whom_to_what_and_into_which_rooms(visitor, server):
    rooms = [server.room(server.owner, name=name) for name in ["Kitchen", "Garden"]]
    url = server.owner.post("/api/v1/invites", {"room_ids": rooms}).body["url"]
    guest = visitor()
    guest.go(within_site(url))
    expect(guest.page.get_by_role("heading", name="Olga invites you to Snug")).to_be_visible()
    expect(guest.page.locator(".lead")).to_contain_text(f"You will find yourself in “{called('Kitchen')}” and “{called('Garden')}”.")


def test_whoever_comes_by_an_invite_lands_in_its_room(visitor, server):
    room = server.room(server.owner, name="Garden")
    url = server.owner.post("/api/v1/invites", {"room_ids": [room]}).body["url"]
    guest = visitor(viewport={"width": 390, "height": 844}, has_touch=True)
    guest.go(within_site(url))
    for label, text in [("Your name", "Nils"), ("E-mail", "nils@example.org"), ("Password", PASSWORD)]:
        guest.page.get_by_label(label, exact=True).fill(text)
    guest.page.get_by_role("button", name="Create account").click()
    expect(guest.page.get_by_role("main").get_by_role("heading", name="Garden")).to_be_visible()
    guest.is_at(f"/#/room/{room}")
    guest.page.get_by_role("link", name="Back to rooms").click()
    expect(guest.page.get_by_role("navigation", name="Rooms").get_by_role("link", name="Garden")).to_be_visible()


def test_a_dead_invite_is_told_before_a_form_is_filled_in(visitor, server, invite):
    assert server.owner.call("DELETE", f"/api/v1/invites/{invite[1]}").status == 204
    page = visitor().page
    page.goto(invite[0])
    expect(page.get_by_role("heading", name="This invite does not work any more")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_count(0)


def test_an_invite_opened_where_someone_is_signed_in_says_so_and_can_be_used_for_someone_else(visitor, person, invite):
    guest = visitor()
    guest.come_in(person)
    guest.page.goto("about:blank")
    guest.page.goto(invite[0])
    expect(guest.page.get_by_role("heading", name="You are in already")).to_be_visible()
    expect(guest.page.get_by_role("main")).to_contain_text(person.name)
    guest.page.get_by_role("button", name="It is for someone else at this device").click()
    guest.page.get_by_role("dialog").get_by_role("button", name="Sign out").click()
    expect(guest.page.get_by_label("Your name")).to_be_visible()
    assert person.get("/api/v1/me").status == 401


def test_whoever_makes_room_for_someone_else_hears_what_is_not_sent_and_all_tabs_go(visitor, server, person, invite):
    room = server.room(person, name="Kitchen")
    guest = visitor()
    guest.page.route_web_socket(re.compile("/ws$"), lambda _: None)
    guest.come_in(person, f"/#/room/{room}")
    say(guest.page, "Never sent")
    wait_until_kept(guest.page, "outbox", "Never sent")
    second = guest.context.new_page()
    second.goto(invite[0])
    second.get_by_role("button", name="It is for someone else at this device").click()
    expect(second.get_by_role("dialog")).to_contain_text("1 message is not sent yet")
    second.get_by_role("dialog").get_by_role("button", name="Sign out").click()
    expect(second.get_by_label("Your name")).to_be_visible()
    expect(guest.page.get_by_label("E-mail", exact=True)).to_be_visible()


# The code


def ask_for_code(guest, person):
    """At the door, as far as the page of the code; gives the codes that were mailed before."""
    before = len(guest.server.mails.codes_for(person.email))
    guest.page.get_by_label("E-mail", exact=True).fill(person.email)
    guest.page.get_by_label("Password", exact=True).fill(person.password)
    guest.page.get_by_role("button", name="Sign in", exact=True).click()
    guest.page.get_by_label("Six-digit code").wait_for()
    return eventually(lambda: guest.server.mails.codes_for(person.email)[before:], "a code")[0]


def test_the_page_of_the_code_survives_a_reload_and_keeps_no_secret(visitor, person):
    guest = visitor()
    guest.go()
    code = ask_for_code(guest, person)
    kept = guest.page.evaluate("JSON.stringify([{ ...sessionStorage }, { ...localStorage }])")
    assert person.email in kept and person.password not in kept and code not in kept
    guest.page.reload()
    expect(guest.page.get_by_role("main")).to_contain_text(person.email)
    expect(guest.page.get_by_role("button", name=re.compile("Ask again in 0:[0-5]"))).to_be_visible()
    guest.page.get_by_label("Six-digit code").press_sequentially(code)
    guest.page.wait_for_selector(".shell")
    assert guest.page.evaluate("sessionStorage.getItem('code-step')") is None


def test_change_leads_back_from_the_code_to_the_address(visitor, person):
    guest = visitor()
    guest.go()
    ask_for_code(guest, person)
    guest.page.reload()
    guest.page.get_by_role("button", name="Use another e-mail address").click()
    expect(guest.page.get_by_label("E-mail", exact=True)).to_have_value(person.email)
    guest.page.reload()
    expect(guest.page.get_by_label("Password", exact=True)).to_be_visible()


def test_a_wrong_code_is_sent_once_and_can_be_mended(visitor, person):
    guest = visitor()
    tries = []
    guest.page.on("request", lambda request: request.url.endswith("/auth/verify") and tries.append(request))
    guest.go()
    code = ask_for_code(guest, person)
    field = guest.page.get_by_label("Six-digit code")
    wrong = wrong_code([code])
    field.press_sequentially(wrong)
    expect(guest.page.get_by_role("alert")).to_be_visible()
    field.press("End")
    field.press("Space")
    assert len(tries) == 1
    field.fill("")
    field.press_sequentially(f"{code[:3]} {code[3:]}")
    guest.page.wait_for_selector(".shell")
    assert len(tries) == 2


def test_without_a_relay_the_page_of_the_code_says_who_has_it(visitor, person):
    guest = visitor(locale="de-DE")
    guest.go()
    guest.page.get_by_label("E-Mail", exact=True).fill(person.email)
    guest.page.get_by_label("Passwort", exact=True).fill(person.password)
    guest.page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(guest.page.get_by_role("heading", name="Frag nach deinem Code")).to_be_visible()
    expect(guest.page.locator(".lead")).to_contain_text("Dieser Server verschickt keine Mails.")


def test_with_a_relay_the_code_is_in_ones_mails(at_door, tmp_path):
    with MailRelay(tmp_path) as relay:
        guest = at_door(*relay.flags, mails=relay)
        owner = guest.server.owner
        guest.go()
        code = ask_for_code(guest, owner)
        expect(guest.page.get_by_role("heading", name="Check your mail")).to_be_visible()
        guest.page.get_by_label("Six-digit code").fill(f"Your code is {code[:3]} {code[3:]}")
        guest.page.wait_for_selector(".shell")


def test_several_accounts_of_one_address_are_told_apart_by_the_password_after_a_reload_too(visitor, server):
    guest = visitor()
    for password in [PASSWORD, "eleven lost umbrellas"]:
        guest.go("/#/register")
        if password != PASSWORD:
            guest.page.get_by_role("button", name="Use another e-mail address").click()
        for label, text in [("Your name", "Tove"), ("E-mail", "tove@example.org"), ("Password", password)]:
            guest.page.get_by_label(label, exact=True).fill(text)
        guest.page.get_by_role("button", name="Create account").click()
        guest.page.get_by_label("Six-digit code").wait_for()
    code = server.next_code("tove@example.org", 0)
    guest.page.reload()
    guest.page.get_by_label("Six-digit code").press_sequentially(code)
    expect(guest.page.get_by_text("Several accounts were asked for with this address.")).to_be_visible()
    guest.page.get_by_label("Password", exact=True).fill(PASSWORD)
    guest.page.get_by_role("button", name="Continue").click()
    guest.page.wait_for_selector(".shell")


def test_after_a_reset_one_is_in(visitor, person, server):
    guest = visitor()
    guest.go("/#/forgot")
    before = len(server.mails.codes_for(person.email))
    guest.page.get_by_label("E-mail", exact=True).fill(person.email)
    guest.page.get_by_role("button", name="Ask for a code").click()
    guest.page.get_by_label("Six-digit code").wait_for()
    guest.page.reload()
    guest.page.get_by_label("Six-digit code").fill(server.next_code(person.email, before))
    guest.page.get_by_label("New password", exact=True).fill("eleven lost umbrellas")
    guest.page.get_by_role("button", name="Set new password").click()
    expect(guest.page.locator(".whoami-me")).to_contain_text(person.name)
    assert person.get("/api/v1/me").status == 401, "Every earlier session ends."


def test_at_another_address_a_page_leads_to_the_one_that_works(visitor, server):
    """In the browser's language and the door's colours, without a script of its own."""
    visitor = visitor(locale="de-DE")
    visitor.page.goto(f"http://127.0.0.1:{server.process.port}/?from=mail")
    expect(visitor.page.get_by_role("heading", name="Bitte eine andere Adresse")).to_be_visible()
    link = visitor.page.get_by_role("link", name=f"{server.process.origin} öffnen")
    assert link.evaluate("link => getComputedStyle(link).display") != "inline", "the stylesheet has not been applied"
    link.click()
    expect(visitor.page.get_by_label("E-Mail")).to_be_visible()
    assert visitor.page.url.startswith(f"{server.process.origin}/?from=mail")
