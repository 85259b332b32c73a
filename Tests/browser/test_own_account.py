"""One's own account: its address, its first password, and its end."""

import re

import pytest
from playwright.sync_api import expect

from parts import menu, post, row, said
from support.addresses import new_address
from support.deadline import eventually
from visitor import within_site


def settings(visitor, session, **options):
    one = visitor(**options)
    one.come_in(session, "/#/settings")
    expect(one.section("Devices").get_by_role("listitem")).not_to_have_count(0)
    return one


@pytest.fixture
def at_settings(visitor, person):
    return settings(visitor, person)


def test_the_address_is_changed_by_a_code_to_the_new_one_also_after_a_reload(at_settings, person, server):
    page, email = at_settings.page, at_settings.section("E-mail address")
    new = f"new.{person.email}"
    email.get_by_role("button", name="Change e-mail").click()
    expect(email.get_by_label("New e-mail")).to_be_focused()
    email.get_by_label("New e-mail").fill(new)
    email.get_by_label("Current password").fill("not the one")
    email.get_by_role("button", name="Ask for a code").click()
    expect(email).to_contain_text("This is not your current password.")
    email.get_by_label("Current password").fill(person.password)
    email.get_by_role("button", name="Ask for a code").click()
    # This server sends no mail.
    expect(email).to_contain_text(f"sees a code for {new} and can hand it on to you.")
    expect(email).not_to_contain_text("We sent")
    expect(email.get_by_label("Six-digit code")).to_be_focused()
    code = eventually(lambda: server.mails.codes_for(new), "a code")[-1]
    at_settings.go("/#/settings")
    expect(email).to_contain_text(f"sees a code for {new} and can hand it on to you.")
    expect(email.get_by_role("timer")).to_contain_text("Good for")
    wrong = "000000" if code != "000000" else "111111"
    email.get_by_label("Six-digit code").fill(wrong)
    expect(email.get_by_role("alert")).to_be_visible()
    email.get_by_label("Six-digit code").fill(code)
    expect(email).to_contain_text(f"You sign in as {new}.")
    assert person.get("/api/v1/me").body["email"] == new


def test_another_code_for_the_new_address_is_asked_for_with_the_password(at_settings, person, server):
    email = at_settings.section("E-mail address")
    new = f"again.{person.email}"
    email.get_by_role("button", name="Change e-mail").click()
    email.get_by_role("button", name="Cancel").click()
    expect(email.get_by_label("New e-mail")).to_have_count(0)
    assert person.post("/api/v1/me/email", {"email": new, "current_password": person.password}).status == 202
    at_settings.go("/#/settings")
    email.get_by_role("button", name="Ask for a new code").click()
    expect(email.get_by_label("Current password")).to_be_focused()
    expect(email.get_by_label("New e-mail")).to_have_value(new)
    email.get_by_label("Current password").fill(person.password)
    email.get_by_role("button", name="Ask for a code").click()
    expect(email.get_by_label("Six-digit code")).to_be_focused()


def test_a_forgotten_password_is_replaced_by_a_code_without_leaving(at_settings, person, server):
    page = at_settings.page
    for section in ["E-mail address", "Password"]:
        if section == "E-mail address":
            at_settings.section(section).get_by_role("button", name="Change e-mail").click()
        expect(at_settings.section(section).get_by_role("link", name="Forgotten? Get a code")).to_be_visible()
    at_settings.section("Close account").get_by_role("button", name="Close my account").click()
    page.get_by_role("dialog").get_by_role("link", name="Forgotten? Get a code").click()
    expect(page.get_by_role("heading", name="Choose a new password")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    known = len(server.mails.codes_for(person.email))
    page.get_by_role("button", name="Ask for a code").click()
    code = eventually(lambda: server.mails.codes_for(person.email)[known:], "a code")[-1]
    page.get_by_label("New password").fill("ten purple clouds")
    wrong = "000000" if code != "000000" else "111111"
    page.get_by_label("Six-digit code").fill(wrong)
    page.get_by_role("button", name="Set new password").click()
    expect(page.get_by_role("main").get_by_role("alert")).to_be_visible()
    page.get_by_label("Six-digit code").fill(code)
    page.get_by_role("button", name="Set new password").click()
    expect(at_settings.section("Password").get_by_label("Current password")).to_be_visible()
    assert server.guest.at(new_address()).post(
        "/api/v1/auth/login", {"email": person.email, "password": "ten purple clouds"}).status == 202


def test_a_change_of_address_can_be_given_up(at_settings, person):
    page, email = at_settings.page, at_settings.section("E-mail address")
    email.get_by_role("button", name="Change e-mail").click()
    email.get_by_label("New e-mail").fill(f"other.{person.email}")
    email.get_by_label("Current password").fill(person.password)
    email.get_by_role("button", name="Ask for a code").click()
    email.get_by_role("button", name="Cancel the change").click()
    expect(email).to_contain_text(f"You sign in as {person.email}.")
    expect(email.get_by_role("button", name="Change e-mail")).to_be_visible()
    expect(email.get_by_role("heading")).to_be_focused()
    at_settings.go("/#/settings")
    expect(email.get_by_role("button", name="Change e-mail")).to_be_visible()
    assert person.get("/api/v1/me").body["new_email"] is None


def test_the_address_before_takes_the_account_back_and_a_password_is_chosen(visitor, person, server):
    new = f"thief.{person.email}"
    code = server.code_from("/api/v1/me/email", {"email": new, "current_password": person.password}, person)
    assert person.post("/api/v1/me/email/verify", {"code": code}).status == 200
    link = eventually(lambda: re.search(r"http\S+/login#\S+", "".join(server.mails.to(person.email))), "the mail's link")[0]
    back = visitor()
    # A device of the holder's that is still signed in.
    back.come_in(person)
    back.go(within_site(link))
    page = back.page
    expect(page.get_by_role("heading", name="Take your account back")).to_be_focused()
    page.get_by_role("button", name="Take it back").click()
    dialog = page.get_by_role("dialog", name="Choose a password")
    dialog.get_by_label("New password").fill("eleven soft pillows")
    dialog.get_by_role("button", name="Choose password").click()
    expect(dialog).to_be_hidden()
    assert person.get("/api/v1/me").status == 401
    form = {"email": person.email, "password": "eleven soft pillows"}
    assert server.guest.post("/api/v1/auth/login", form).status == 202


def test_an_owner_hands_the_code_for_the_new_address_on(at_settings, person, server):
    email = at_settings.section("E-mail address")
    new = f"handed.{person.email}"
    assert person.post("/api/v1/me/email", {"email": new, "current_password": person.password}).status == 202
    owner = server.sign_in(server.owner, guest=server.guest.at(new_address()))
    waiting = owner.get("/api/v1/admin/waiting").body["waiting"]
    one = next(each for each in waiting if each["email"] == new)
    code = owner.post(f"/api/v1/admin/waiting/{one['id']}/code").body["code"]
    at_settings.go("/#/settings")
    email.get_by_label("Six-digit code").fill(code)
    expect(email).to_contain_text(f"You sign in as {new}.")


def added(server, name):
    """Someone whom an owner has added, and who came in by the link."""
    owner = server.sign_in(server.owner, guest=server.guest.at(new_address()))
    made = owner.post("/api/v1/accounts", {"name": name, "email": f"{name.lower()}@example.org"})
    assert made.status == 201, made.body
    guest = server.guest.at(new_address())
    return server.person(guest.post("/api/v1/auth/link", {"token": made.body["login_link"]["url"].partition("#")[2]}))


def offer(page):
    return page.get_by_role("dialog", name="Choose a password")


def test_whoever_has_no_way_in_is_asked_at_a_later_start_too_now_and_then(visitor, server):
    one = visitor()
    one.come_in(added(server, "Mina"))
    expect(offer(one.page)).to_contain_text("You came in without a password.")
    offer(one.page).get_by_role("button", name="Not now").click()
    one.go()
    one.page.wait_for_selector(".shell")
    one.page.get_by_role("button", name="New conversation").first.click()
    expect(one.page.get_by_role("dialog", name="New conversation")).to_be_visible()
    expect(offer(one.page)).to_have_count(0)
    one.page.evaluate("""() => {
        const key = Object.keys(localStorage).find((each) => each.startsWith("password-offer-"));
        localStorage.setItem(key, Number(localStorage.getItem(key)) - 9 * 3_600_000);
    }""")
    one.go()
    offer(one.page).get_by_label("New password").fill("eleven lost umbrellas")
    offer(one.page).get_by_role("button", name="Choose password").click()
    expect(offer(one.page)).to_have_count(0)
    one.page.evaluate("localStorage.clear()")
    with one.page.expect_response("**/api/v1/rooms"):
        one.go()
    expect(offer(one.page)).to_have_count(0)


def test_whoever_came_by_a_link_too_long_ago_is_led_to_a_code(visitor, server):
    one = visitor()
    one.page.route("**/api/v1/me", lambda route: route.fallback() if route.request.method == "GET" else route.fulfill(
        status=403, content_type="application/problem+json", body='{"status": 403, "code": "recent_sign_in_required", "detail": "Sign in."}'))
    one.come_in(added(server, "Nils"))
    offer(one.page).get_by_label("New password").fill("eleven lost umbrellas")
    offer(one.page).get_by_role("button", name="Choose password").click()
    offer(one.page).get_by_role("button", name="Sign in again").click()
    expect(one.page.get_by_role("heading", name="Choose a new password")).to_be_visible()
    one.is_at("/#/forgot")


def test_whoever_came_in_without_a_password_chooses_one(visitor, server):
    nora = added(server, "Nora")
    one = visitor()
    one.come_in(nora, "/#/settings")
    offer(one.page).get_by_role("button", name="Not now").click()
    password = one.section("Password")
    expect(password).to_contain_text("You came in without a password.")
    expect(password.get_by_label("Current password")).to_have_count(0)
    password.get_by_label("New password").fill("eleven lost umbrellas")
    password.get_by_role("button", name="Choose password").click()
    expect(password.get_by_label("Current password")).to_be_visible()
    assert nora.get("/api/v1/me").body["has_password"] is True


def test_an_account_is_closed_for_good_after_password_and_address(at_settings, person, server):
    page = at_settings.page
    room = server.room(server.owner, person, name="Library")
    assert person.post(f"/api/v1/rooms/{room}/messages", {"content": "I was here"}).status == 201
    at_settings.section("Close account").get_by_role("button", name="Close my account").click()
    dialog = page.get_by_role("dialog", name="Close your account?")
    expect(dialog).to_contain_text("It cannot be undone.")
    button = dialog.get_by_role("button", name="Close my account for good")
    dialog.get_by_label("Current password").fill("not the one")
    dialog.get_by_label(re.compile("^To be sure")).fill("something")
    button.click()
    expect(dialog).to_contain_text("This is not your address.")
    dialog.get_by_label(re.compile("^To be sure")).fill(person.email)
    button.click()
    expect(dialog).to_contain_text("This is not your current password.")
    dialog.get_by_label("Current password").fill(person.password)
    button.click()
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Your account is closed.")).to_be_visible()
    assert person.get("/api/v1/me").status == 401
    assert [each["content"] for each in server.owner.history(room)][-1] == "I was here"


def test_a_message_that_was_just_deleted_is_gone_with_the_account_too(visitor, person, server):
    room = server.room(server.owner, person, name="Library")
    post(person, room, "Not for ever")
    one = visitor()
    one.come_in(person, f"/#/room/{room}")
    page = one.page
    menu(page, "Not for ever").get_by_role("button", name="Delete").click()
    expect(row(page, "Not for ever")).to_have_count(0)
    page.evaluate("location.hash = '#/settings'")
    one.section("Close account").get_by_role("button", name="Close my account").click()
    dialog = page.get_by_role("dialog", name="Close your account?")
    dialog.get_by_label("Current password").fill(person.password)
    dialog.get_by_label(re.compile("^To be sure")).fill(person.email)
    dialog.get_by_role("button", name="Close my account for good").click()
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    assert "Not for ever" not in said(server.owner, room)


def test_the_last_owner_cannot_close_their_account(visitor, server):
    one = settings(visitor, server.owner)
    one.section("Close account").get_by_role("button", name="Close my account").click()
    dialog = one.page.get_by_role("dialog", name="Close your account?")
    dialog.get_by_label("Current password").fill(server.owner.password)
    dialog.get_by_label(re.compile("^To be sure")).fill(server.owner.email)
    dialog.get_by_role("button", name="Close my account for good").click()
    expect(dialog.get_by_role("alert").filter(has_text="Make somebody else an owner first.")).to_be_visible()


def test_the_own_account_is_spoken_of_in_german(visitor, person):
    one = visitor(locale="de-DE", viewport={"width": 320, "height": 700})
    one.come_in(person, "/#/settings")
    one.section("Konto schließen").get_by_role("button", name="Mein Konto schließen").click()
    expect(one.page.get_by_role("dialog", name="Dein Konto schließen?")).to_contain_text("rückgängig")
    assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
