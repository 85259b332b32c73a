"""Buttons that call the server and are no form's: a second press does nothing while it is asked, a refusal is said."""

import re

import pytest
from playwright.sync_api import expect

from administration import entry, part
from parts import composer
from support.deadline import eventually


def press_twice(page, button, method, pattern):
    """Presses it twice before the server answers; gives the calls, to be counted once all is done."""
    calls, held = [], []

    def hear(route):
        if route.request.method != method:
            return route.fallback()
        calls.append(route.request)
        # Only the first is kept waiting.
        return held.append(route) if len(calls) == 1 else route.fallback()

    page.route(pattern, hear)
    button.click()
    expect(button).to_be_disabled()
    button.dispatch_event("click")
    eventually(lambda: (page.wait_for_timeout(10), held)[1], "the call")
    held[0].continue_()
    return calls


def refused(page, button, pattern):
    """Presses it while the server is not reached, and looks for the word."""
    button.wait_for()
    page.route(pattern, lambda route: route.abort())
    button.click()
    expect(page.get_by_text("The server cannot be reached.").first).to_be_visible()
    page.unroute(pattern)


@pytest.fixture
def at_settings(visitor, person):
    one = visitor()
    one.come_in(person, "/#/settings")
    expect(one.section("Devices").get_by_role("listitem")).not_to_have_count(0)
    return one


def test_a_device_is_signed_out_once(at_settings, server, person):
    server.sign_in(person)
    at_settings.go("/#/settings")
    devices, page = at_settings.section("Devices"), at_settings.page
    others = devices.get_by_role("button", name="Sign out all other devices")
    refused(page, others, re.compile("/me/sessions"))
    at_settings.go("/#/settings")
    calls = press_twice(page, others, "DELETE", re.compile("/me/sessions"))
    expect(others).to_be_hidden()
    expect(devices.get_by_role("heading")).to_be_focused()
    assert len(calls) == 1


def test_a_change_of_address_is_given_up_once(at_settings, person):
    assert person.post("/api/v1/me/email", {"email": f"x.{person.email}", "current_password": person.password}).status == 202
    at_settings.go("/#/settings")
    page = at_settings.page
    button = at_settings.section("E-mail address").get_by_role("button", name="Cancel the change")
    refused(page, button, re.compile("/me/email"))
    calls = press_twice(page, button, "DELETE", re.compile("/me/email"))
    expect(at_settings.section("E-mail address").get_by_role("button", name="Change e-mail")).to_be_visible()
    assert len(calls) == 1


def test_someone_is_picked_once(at, person, ben):
    page = at(person)
    page.get_by_role("button", name="New conversation").first.click()
    # What is found takes the place of all people, and of a button that was pressed among them.
    with page.expect_response(re.compile("q=Ben")):
        page.get_by_role("searchbox", name="Find people").fill("Ben")
    pick = page.get_by_role("dialog").get_by_role("button", name="Ben", exact=True).first
    refused(page, pick, re.compile("/rooms$"))
    calls = press_twice(page, pick, "POST", re.compile("/rooms$"))
    expect(composer(page)).to_be_visible()
    assert len(calls) == 1


def test_signing_in_again_is_begun_once(at_settings):
    page = at_settings.page
    page.route("**/passkeys/register/options", lambda route: route.fulfill(
        status=403, content_type="application/problem+json", body='{"status": 403, "code": "recent_sign_in_required", "detail": "Sign in."}'))
    passkeys = at_settings.section("Passkeys")
    passkeys.get_by_role("button", name="Add a passkey").click()
    again = passkeys.get_by_role("button", name="Sign in again")
    calls = press_twice(page, again, "POST", "**/auth/logout")
    expect(page.get_by_label("E-mail", exact=True)).to_be_visible()
    assert len(calls) == 1


def test_the_first_page_is_begun_once(visitor, person):
    one = visitor()
    one.page.route("**/api/v1/me", lambda route: route.abort())
    one.go()
    again = one.page.get_by_role("button", name="Try again")
    again.wait_for()
    one.page.unroute("**/api/v1/me")
    calls = press_twice(one.page, again, "GET", "**/api/v1/me")
    expect(one.page.get_by_label("E-mail", exact=True)).to_be_visible()
    assert len(calls) == 1


def test_a_finding_is_marked_as_known_once(admin_at):
    page = admin_at("admin/findings").page
    mark = part(page).get_by_role("button", name=re.compile("^Mark .* as known")).first
    refused(page, mark, re.compile("/admin/settings"))
    calls = press_twice(page, mark, "GET", re.compile("/admin/settings"))
    expect(entry(page, "Known").first).to_be_visible()
    assert len(calls) == 1
