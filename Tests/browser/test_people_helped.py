"""People who are added, helped in by a link or a code, and invited by a standing link or a mail."""

import io
import json
import re

import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from administration import entry, part, to
from parts import called
from support.addresses import new_address
from support.deadline import eventually
from support.plain_relay import PlainRelay
from visitor import within_site


def test_a_person_is_added_and_comes_in_by_their_link(admin_at, visitor, server):
    page = admin_at("admin/people", server.sign_in(server.owner, guest=server.guest.at(new_address()))).page
    page.get_by_role("button", name="Add a person").click()
    dialog = page.get_by_role("dialog", name="Add a person")
    dialog.get_by_label("Name", exact=True).fill("Tobias")
    dialog.get_by_label("E-mail").fill("olga@example.org")
    dialog.get_by_role("button", name="Add a person").click()
    expect(dialog).to_contain_text("This address has an account already.")
    dialog.get_by_label("E-mail").fill("tobias@example.org")
    dialog.get_by_role("button", name="Add a person").click()
    expect(dialog).to_contain_text(f"{called('Tobias')} has an account now.")
    expect(dialog.get_by_text(f"{called('Tobias')} has an account now.")).to_be_focused()
    link = dialog.get_by_label("Login link", exact=True).input_value()
    picture = dialog.get_by_role("img", name="The login link as a QR code").screenshot()
    assert [found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))] == [link]
    dialog.get_by_role("button", name="Close").last.click()
    expect(entry(page, "tobias@example.org")).to_be_visible()

    tobias = visitor()
    tobias.go(within_site(link))
    tobias.page.get_by_role("button", name="Sign in").click()
    offer = tobias.page.get_by_role("dialog", name="Choose a password")
    offer.get_by_label("New password").fill("eleven lost umbrellas")
    offer.get_by_role("button", name="Choose password").click()
    expect(offer).to_have_count(0)
    assert server.guest.at(new_address()).post(
        "/api/v1/auth/login", {"email": "tobias@example.org", "password": "eleven lost umbrellas"}).status == 202


def test_whoever_is_added_lands_where_those_land_who_are_invited(own_server, visitor_of):
    owner = own_server.owner
    room = owner.post("/api/v1/rooms", {"kind": "open", "name": "Everyone"}).body["id"]
    assert owner.patch(f"/api/v1/rooms/{room}", {"welcomes": True}).status == 200
    link = owner.post("/api/v1/accounts", {"name": "Nora", "email": "nora@example.org"}).body["login_link"]["url"]
    one = visitor_of(own_server)
    one.go(within_site(link))
    one.page.get_by_role("button", name="Sign in").click()
    expect(one.page.get_by_role("dialog", name="Choose a password")).to_be_visible()
    one.is_at(f"/#/room/{room}")


def test_an_added_person_who_never_came_gets_the_link_again_at_the_right_address(admin_at, visitor, server):
    owner = server.sign_in(server.owner, guest=server.guest.at(new_address()))
    assert owner.post("/api/v1/accounts", {"name": "Ulf", "email": "ulf@exmple.org"}).status == 201
    page = admin_at("admin/people", owner).page
    expect(entry(page, "ulf@exmple.org")).to_contain_text("Not here yet")
    page.get_by_role("button", name="Change the account of Ulf", exact=True).click()
    card = page.get_by_role("dialog", name="Ulf", exact=True)
    card.get_by_label("E-mail").fill("ulf@example.org")
    card.get_by_role("button", name="Make the link again").click()
    expect(card).to_contain_text("Do not open it here: it works once")
    link = card.get_by_label("Login link", exact=True).input_value()
    page.keyboard.press("Escape")
    expect(entry(page, "ulf@example.org")).to_be_visible()
    ulf = visitor()
    ulf.go(within_site(link))
    ulf.page.get_by_role("button", name="Sign in").click()
    expect(ulf.page.locator(".whoami")).to_contain_text("Ulf")
    page.reload()
    expect(entry(page, "ulf@example.org")).not_to_contain_text("Not here yet")


def test_a_login_link_opened_where_someone_else_is_signed_in_says_so_and_is_still_good(own_server, visitor_of):
    link = own_server.owner.post("/api/v1/accounts", {"name": "Nora", "email": "nora@example.org"}).body["login_link"]["url"]
    one = visitor_of(own_server, "admin/people")
    one.go(within_site(link))
    page = one.page
    expect(page.get_by_role("heading", name="You are in already")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(own_server.owner.name)
    expect(page.get_by_role("main")).to_contain_text("it is still good")
    page.get_by_role("button", name="It is for someone else at this device").click()
    page.get_by_role("dialog").get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".whoami")).to_contain_text("Nora")


def test_someone_who_is_locked_out_is_helped_in_by_a_link(admin_at, server, person, visitor):
    page = admin_at("admin/people", server.sign_in(server.owner, guest=server.guest.at(new_address()))).page
    page.get_by_role("button", name=f"Change the account of {person.name}", exact=True).click()
    card = page.get_by_role("dialog", name=person.name, exact=True)
    card.get_by_role("button", name="Make a login link").click()
    link = card.get_by_label("Login link", exact=True).input_value()
    expect(card).to_contain_text("it works once")
    one = visitor()
    one.go(within_site(link))
    one.page.get_by_role("button", name="Sign in").click()
    expect(one.page.locator(".whoami")).to_contain_text(person.name)
    # They have a password, which they may well have forgotten.
    offer = one.page.get_by_role("dialog", name="Do you know your password?")
    offer.get_by_role("link", name="Choose a new password").click()
    expect(one.page.get_by_role("button", name="Ask for a code")).to_be_visible()
    expect(offer).to_have_count(0)


def test_each_link_that_leads_nowhere_on_other_devices_says_so(own_server, visitor_of):
    page = visitor_of(own_server, "admin/invites").page
    warning = "This link works on this computer alone"
    page.get_by_role("button", name="New invite").click()
    page.get_by_role("dialog", name="New invite").get_by_role("button", name="Make invite").click()
    expect(page.get_by_role("dialog", name="Invite", exact=True)).to_contain_text(warning)
    page.keyboard.press("Escape")
    to(page, "People")
    page.get_by_role("button", name="Add a person").click()
    dialog = page.get_by_role("dialog", name="Add a person")
    dialog.get_by_label("Name", exact=True).fill("Nora")
    dialog.get_by_label("E-mail").fill("nora@example.org")
    dialog.get_by_role("button", name="Add a person").click()
    expect(dialog).to_contain_text(warning)
    dialog.get_by_role("link", name="Tell it its address").click()
    page.get_by_role("button", name="Change Address of the site").click()
    dialog = page.get_by_role("dialog", name="Address of the site")
    expect(dialog).not_to_contain_text("After the restart")
    dialog.get_by_label("Value").fill("https://chat.example.org")
    expect(dialog.get_by_role("status").filter(has_text="After the restart this page is at https://chat.example.org")).to_be_visible()


def test_whoever_waits_for_a_code_is_told_of_before_one_goes_and_looks(own_server, visitor_of):
    guest = own_server.guest
    page = visitor_of(own_server, "admin").page
    way = page.get_by_role("navigation", name="Administration").get_by_role("link", name=re.compile("^Waiting for a code"))
    expect(way).to_have_accessible_name("Waiting for a code")
    assert guest.post("/api/v1/auth/password/forgot", {"email": own_server.owner.email}).status == 202
    page.reload()
    expect(way).to_contain_text("1 person waits for a code")
    expect(part(page).get_by_role("link", name=re.compile("^1 person waits for a code"))).to_be_visible()
    page.locator(".whoami-me").click()
    page.get_by_role("dialog").get_by_role("link", name="1 person waits for a code").click()
    expect(entry(page, own_server.owner.email)).to_be_visible()


def test_help_takes_a_fresh_sign_in(admin_at, person):
    page = admin_at("admin/people").page
    page.route("**/login-link", lambda route: route.fulfill(
        status=403, content_type="application/problem+json", body=json.dumps({"status": 403, "code": "recent_sign_in_required", "detail": "Sign in."})))
    page.get_by_role("button", name=f"Change the account of {person.name}", exact=True).click()
    page.get_by_role("button", name="Make a login link").click()
    expect(page.get_by_role("alert").filter(has_text="within the last ten minutes").get_by_role("button", name="Sign in again")).to_be_visible()


def test_whoever_waits_for_a_code_is_seen_and_gets_it_by_another_way(admin_at, server):
    guest = server.guest.at(new_address())
    assert guest.post("/api/v1/auth/register", {
        "name": "Waldo", "email": "waldo@example.org", "password": "ten warm blankets"}).status == 202
    page = admin_at("admin/waiting", server.sign_in(server.owner, guest=server.guest.at(new_address()))).page
    waldo = entry(page, "waldo@example.org")
    expect(waldo).to_contain_text("To make an account")
    expect(waldo.get_by_role("timer")).to_contain_text("Good for")
    waldo.get_by_role("button", name="Hand the code on to Waldo").click()
    dialog = page.get_by_role("dialog", name=f"Code for {called('Waldo')}")
    code = dialog.locator(".code-shown").inner_text().replace(" ", "")
    assert guest.post("/api/v1/auth/verify", {"email": "waldo@example.org", "code": code}).status == 200
    page.keyboard.press("Escape")
    to(page, "Log")
    expect(part(page)).to_contain_text(re.compile("handed a .*code"))
    to(page, "Waiting for a code")
    expect(entry(page, "waldo@example.org")).to_have_count(0)


def test_a_list_that_could_not_be_had_anew_is_asked_for_from_its_beginning(admin_at, server):
    guest = server.guest.at(new_address())
    for name in ["Xaver", "Xenia"]:
        assert guest.post("/api/v1/auth/register", {
            "name": name, "email": f"{name.lower()}@example.org", "password": "ten warm blankets"}).status == 202
    page = admin_at("admin/waiting", server.sign_in(server.owner, guest=server.guest.at(new_address()))).page
    page.clock.install()
    page.reload()
    expect(entry(page, "xaver@example.org")).to_have_count(1)
    page.route(re.compile("/waiting"), lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.clock.run_for(15_000)
    expect(part(page).get_by_role("alert")).to_have_count(0)
    entry(page, "xenia@example.org").get_by_role("button", name="Hand the code on to Xenia").click()
    expect(part(page).get_by_role("alert")).to_be_visible()
    page.unroute(re.compile("/waiting"))
    page.get_by_role("button", name="Try again").click()
    expect(part(page).get_by_role("alert")).to_have_count(0)
    expect(entry(page, "xaver@example.org")).to_have_count(1)


def test_the_standing_invite_is_shown_used_and_renewed(admin_at, visitor, server):
    page = admin_at("admin/invites").page
    door = page.get_by_role("region", name="Invite link")
    door.get_by_role("button", name="Make a link").click()
    link = door.get_by_label("Link of the invite").input_value()
    picture = door.get_by_role("img", name="The link as a QR code").screenshot()
    assert [found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))] == [link]
    guest = visitor()
    guest.go(within_site(link))
    expect(guest.page.get_by_label("Your name")).to_be_visible()
    expect(door).to_contain_text("Nobody has come by it yet")
    door.get_by_role("button", name="New link").click()
    page.get_by_role("dialog", name="Make a new link?").get_by_role("button", name="New link").click()
    expect(door.get_by_label("Link of the invite")).not_to_have_value(link)
    page.keyboard.press("Escape")
    guest.go("/#/")
    guest.go(within_site(link))
    expect(guest.page.get_by_role("heading", name="This invite does not work any more")).to_be_visible()
    # It stands by itself, not among the others.
    expect(page.get_by_role("region", name="Other invites").get_by_role("listitem").filter(has_text="10000")).to_have_count(0)


def test_an_invite_is_mailed_where_there_is_a_relay(own_server, visitor_of):
    page = visitor_of(own_server, "admin/invites").page
    door = page.get_by_role("region", name="Invite link")
    door.get_by_role("button", name="Make a link").click()
    expect(door.get_by_role("link", name="set up mail")).to_have_attribute("href", "#/admin/mail")
    expect(door.get_by_role("button", name="Mail it")).to_have_count(0)
    page.get_by_role("button", name="New invite").click()
    page.get_by_role("button", name="Make invite").click()
    invite = page.get_by_role("dialog", name="Invite", exact=True)
    invite.get_by_label("Mail it to").fill("anna@example.org")
    invite.get_by_role("button", name="Send").click()
    expect(invite.get_by_role("alert").filter(has_text="Without a mail server")).to_be_visible()
    with PlainRelay() as relay:
        _, host, _, port, *_ = relay.flags
        assert own_server.owner.patch(
            "/api/v1/admin/settings", {"smtp.host": host, "smtp.port": port, "smtp.tls": "none", "mail.from": "h@example.org"}).status == 200
        invite.get_by_role("button", name="Send").click()
        expect(page.get_by_role("status").filter(has_text="The invite is on its way to anna@example.org.")).to_be_visible()
        mail = eventually(lambda: relay.to("anna@example.org"), "the invite")[0]
        assert invite.get_by_label("Link of the invite").input_value() in mail.get_body(("plain",)).get_content()
