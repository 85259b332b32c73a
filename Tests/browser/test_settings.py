"""The settings page: what is one's own, changed and seen to be changed."""

import re

import pytest
from playwright.sync_api import expect

from support.clock import pass_time
from support.deadline import eventually
from visitor import VirtualAuthenticator, Visitor

PHONE = ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
         "Version/18.5 Mobile/15E148 Safari/604.1")

# With the reason, where the server tells it.
SIGNED_OUT = re.compile("signed out")


@pytest.fixture
def at_settings(visitor, person):
    visitor = visitor()
    visitor.come_in(person, "/#/settings")
    expect(visitor.section("Devices").get_by_role("listitem")).not_to_have_count(0)
    return visitor


def test_a_new_name_is_kept_and_stands_below_the_rooms_at_once(at_settings, person):
    profile = at_settings.section("Profile")
    profile.get_by_label("Your name").fill("Ada King")
    profile.get_by_role("button", name="Save").click()
    expect(at_settings.page.locator(".whoami")).to_contain_text("Ada King")
    assert person.get("/api/v1/me").body["name"] == "Ada King"


def test_a_name_that_is_refused_says_why_beside_the_field(at_settings):
    profile = at_settings.section("Profile")
    profile.get_by_label("Your name").fill("   ")
    profile.get_by_role("button", name="Save").click()
    expect(profile.get_by_label("Your name")).to_have_attribute("aria-invalid", "true")
    expect(profile).to_contain_text("Please give a name.")


def test_the_language_changes_at_once_and_stays(at_settings):
    page = at_settings.page
    page.get_by_label("Language").select_option("Deutsch")
    expect(page.get_by_role("heading", name="Einstellungen")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "de"
    at_settings.go("/#/settings")
    expect(page.get_by_role("heading", name="Einstellungen")).to_be_visible()
    page.get_by_label("Sprache").select_option("Wie der Browser")
    expect(page.get_by_role("heading", name="Settings")).to_be_visible()


def test_a_german_browser_is_spoken_to_in_german_refusals_too(visitor):
    visitor = visitor(locale="de-AT")
    visitor.go()
    page = visitor.page
    page.get_by_label("E-Mail").fill("nobody@example.org")
    page.get_by_label("Passwort", exact=True).fill("nothing of the kind")
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("Die E-Mail-Adresse oder das Passwort ist falsch.")


def test_a_chosen_theme_holds_against_the_system_and_after_a_reload(at_settings):
    page = at_settings.page

    def ground():
        return page.evaluate("getComputedStyle(document.documentElement).backgroundColor")

    def choose(theme):
        at_settings.section("Appearance").get_by_label(theme).check(force=True)

    page.emulate_media(color_scheme="light")
    light = ground()
    choose("Dark")
    dark = ground()
    assert dark != light
    at_settings.go("/#/settings")
    expect(page.get_by_role("heading", name="Settings")).to_be_visible()
    assert ground() == dark
    page.emulate_media(color_scheme="dark")
    choose("Light")
    assert ground() == light
    choose("System")
    assert ground() == dark


def test_looks_chosen_in_another_tab_are_those_of_this_one_too(at_settings):
    other = at_settings.context.new_page()
    other.goto(at_settings.page.url)
    for title, choice in [("Theme", "Dark"), ("Spacing", "Compact")]:
        group = other.get_by_role("group", name=title)
        expect(group.get_by_label(choice)).not_to_be_checked()
        at_settings.page.get_by_role("group", name=title).get_by_label(choice).check(force=True)
        expect(group.get_by_label(choice)).to_be_checked()
    assert other.evaluate("document.documentElement.dataset.density") == "compact"


def test_typing_is_told_until_one_says_not_to(at_settings, person, server):
    room = server.room(person)
    page = at_settings.page
    told = at_settings.section("Privacy").get_by_label("Show when I am typing")
    frames = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: frames.append(frame)))

    def types_once(text):
        """Whether a frame said so; the message that is sent after it is the proof that none is still to come."""
        frames.clear()
        at_settings.go(f"/#/room/{room}")
        page.wait_for_function("navigator.onLine")
        composer = page.get_by_role("textbox", name="Write to Kitchen")
        composer.fill("first, to know that it is connected")
        composer.press("Enter")
        expect(page.locator(".row.sending")).to_have_count(0)
        expect(page.locator(".row").last).to_contain_text("first")
        frames.clear()
        composer.press_sequentially(text)
        composer.press("Enter")
        expect(page.locator(".row").last).to_contain_text(text)
        expect(page.locator(".row.sending")).to_have_count(0)
        return any('"typing"' in frame for frame in frames)

    assert types_once("hello")
    at_settings.go("/#/settings")
    told.uncheck()
    assert not types_once("goodbye")


def test_a_device_that_is_signed_out_from_another_one_is_at_the_door_and_told_why(at_settings, visitor, server, person):
    phone = visitor(user_agent=PHONE)
    phone.come_in(server.sign_in(person, server.guest.on(PHONE)))
    at_settings.go("/#/settings")
    devices = at_settings.section("Devices")
    row = devices.get_by_role("listitem").filter(has_text="Safari on iPhone")
    expect(row).to_contain_text("127.0.0.1")
    row.get_by_role("button", name="Sign out Safari on iPhone").click()
    expect(row).to_have_count(0)
    expect(devices.get_by_role("heading")).to_be_focused()
    expect(phone.page.get_by_role("status")).to_contain_text(SIGNED_OUT)
    phone.is_at(re.compile("/#/signed-out"))
    # What was there before cannot be come back to.
    phone.go("/#/settings")
    expect(phone.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def test_a_call_that_finds_the_session_over_leads_to_the_door_too(visitor, person):
    visitor = visitor()
    # A socket that is never opened cannot tell.
    visitor.page.route_web_socket("**/ws", lambda socket: None)
    visitor.come_in(person, "/#/settings")
    # Nor may a call that is still on its way find it before the one below.
    visitor.page.wait_for_load_state("networkidle")
    profile = visitor.section("Profile")
    profile.get_by_label("Your name").fill("Somebody")
    assert person.post("/api/v1/auth/logout").status == 204
    profile.get_by_role("button", name="Save").click()
    expect(visitor.page.get_by_role("status")).to_contain_text(SIGNED_OUT)


def test_all_other_devices_are_signed_out_together_and_this_one_stays(at_settings, visitor, server, person):
    phone = visitor(user_agent=PHONE)
    phone.come_in(server.sign_in(person, server.guest.on(PHONE)))
    at_settings.go("/#/settings")
    devices = at_settings.section("Devices")
    devices.get_by_role("button", name="Sign out all other devices").click()
    expect(devices.get_by_role("listitem")).to_have_count(1)
    expect(devices.get_by_role("listitem")).to_contain_text("This device")
    expect(phone.page.get_by_role("status")).to_contain_text(SIGNED_OUT)
    assert person.get("/api/v1/me").status == 200


def test_a_new_password_takes_the_current_one(at_settings, person):
    password = at_settings.section("Password")

    def change(current, new):
        password.get_by_label("Current password").fill(current)
        password.get_by_label("New password").fill(new)
        password.get_by_role("button", name="Change password").click()

    change("not the one", "eleven lost umbrellas")
    expect(password).to_contain_text("This is not your current password.")
    change(person.password, "password")
    expect(password).to_contain_text("This password is one of the commonest")
    change(person.password, "eleven lost umbrellas")
    expect(at_settings.page.get_by_role("status").filter(has_text="Your password is changed")).to_be_visible()
    expect(password.get_by_label("New password")).to_have_value("")


def test_passkeys_take_a_fresh_sign_in_and_one_comes_back_to_them_from_it(chromium, own_server):
    olga = own_server.owner
    visitor = Visitor(chromium, own_server)
    VirtualAuthenticator(visitor)
    pass_time(own_server.process, 11 * 60)
    visitor.come_in(olga, "/#/settings")
    page, passkeys = visitor.page, visitor.section("Passkeys")
    expect(passkeys.get_by_label("Name of a new passkey")).not_to_have_value("")
    passkeys.get_by_role("button", name="Add a passkey").click()
    expect(passkeys.get_by_role("alert").filter(has_text="within the last ten minutes")).to_be_visible()
    passkeys.get_by_role("button", name="Sign in again").click()
    visitor.sign_in(olga)
    page.get_by_role("button", name="Not now").click()
    visitor.is_at("/#/settings")
    passkeys.get_by_label("Name of a new passkey").fill("Kitchen laptop")
    passkeys.get_by_role("button", name="Add a passkey").click()
    expect(passkeys.get_by_role("listitem")).to_contain_text("Kitchen laptop")
    passkeys.get_by_role("button", name="Remove Kitchen laptop").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove", exact=True).click()
    expect(passkeys.get_by_role("listitem")).to_have_count(0)
    expect(passkeys.get_by_role("heading")).to_be_focused()
    visitor.go("/#/settings")
    expect(passkeys.get_by_label("Name of a new passkey")).not_to_have_value("")
    expect(passkeys.get_by_role("listitem")).to_have_count(0)
    assert visitor.errors == []
    visitor.leave()


def test_the_name_of_a_passkey_that_is_being_typed_is_not_replaced_by_the_device_s(visitor, person):
    visitor = visitor()
    VirtualAuthenticator(visitor)
    asked = []
    visitor.page.route("**/api/v1/me/sessions", lambda route: asked.append(route))
    with visitor.page.expect_response("**/api/v1/me"):
        visitor.come_in(person, "/#/settings")
    name = visitor.section("Passkeys").get_by_label("Name of a new passkey")
    # The devices ask too.
    eventually(lambda: (visitor.page.wait_for_timeout(10), len(asked) == 2)[1], "both questions for the devices")
    name.fill("Ring")
    with visitor.page.expect_response("**/api/v1/me/sessions"):
        for route in asked:
            route.continue_()
    expect(visitor.section("Devices").get_by_role("listitem")).not_to_have_count(0)
    expect(name).to_have_value("Ring")


def test_a_mistake_in_the_page_is_said_in_words_and_kept_from_nobody_who_can_mend_it(visitor, person):
    visitor = visitor()
    visitor.come_in(person, "/#/settings")
    visitor.page.route("**/api/v1/me", lambda route: (
        route.fulfill(json=None) if route.request.method == "PATCH" else route.continue_()))
    profile = visitor.section("Profile")
    profile.get_by_label("Your name").fill("Somebody Else")
    profile.get_by_role("button", name="Save").click()
    expect(profile.get_by_role("alert")).to_have_text("That did not work. Load the page anew and try again.")
    eventually(lambda: (visitor.page.wait_for_timeout(10), visitor.errors)[1], "the mistake itself")
    visitor.errors.clear()
