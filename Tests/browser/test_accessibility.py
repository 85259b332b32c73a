"""Every page passes axe, in light and dark, on a phone and on a desk (WCAG 2.2 AA), and none scrolls sideways."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from visitor import VirtualAuthenticator

FINDINGS = {"checked_at": "2026-11-24T03:50:00.000Z", "findings": [
    {"check": check, "level": level, "what": "/var/lib/snug has 512 MB left.", "why": "A backup needs as much.",
     "mend": "du -xh --max-depth=2 /var/lib/snug/backups | sort -h | tail"}
    for check, level in (("db", "ok"), ("disk", "warning"), ("smtp", "error"))]}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(params=[360, 1280])
def width(request):
    return request.param


@pytest.fixture(params=["light", "dark"])
def beholder(request, width, visitor):
    """Looks at pages. The test's own script is let in past the page's policy; nothing moves."""
    visitor = visitor(
        viewport={"width": width, "height": 740}, color_scheme=request.param, bypass_csp=True, reduced_motion="reduce",
        has_touch=width == 360, is_mobile=width == 360)
    VirtualAuthenticator(visitor)
    return visitor


def look(visitor):
    found = Axe().run(visitor.page, options=RULES).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_door(beholder):
    for address in ["/#/register", "/#/forgot", "/setup#token", "/invite#token", "/login#token", "/#/signed-out"]:
        beholder.go(address)
        beholder.page.get_by_role("heading").wait_for()
        look(beholder)
    beholder.page.get_by_role("button", name="Sign in with a passkey").click()
    beholder.page.get_by_role("alert").wait_for()
    look(beholder)


def test_the_settings(beholder, person, house):
    beholder.come_in(person, "/#/settings")
    passkeys = beholder.section("Passkeys")
    expect(beholder.section("Devices").get_by_role("listitem")).not_to_have_count(0)
    look(beholder)
    passkeys.get_by_label("Name of a new passkey").fill("Phone")
    passkeys.get_by_role("button", name="Add a passkey").click()
    passkeys.get_by_role("button", name="Remove Phone").click()
    look(beholder)
    beholder.page.get_by_role("button", name="Cancel").click()
    beholder.section("Password").get_by_label("Current password").fill("not the one")
    beholder.section("Password").get_by_label("New password").fill("eleven lost umbrellas")
    beholder.section("Password").get_by_role("button", name="Change password").click()
    expect(beholder.section("Password")).to_contain_text("This is not your current password.")
    look(beholder)


def test_the_offer_of_a_passkey(beholder, person):
    beholder.go()
    beholder.sign_in(person)
    beholder.page.get_by_role("dialog").wait_for()
    look(beholder)


def test_the_page_of_a_room(beholder, person, house):
    room = house.room(person, house.owner, name="Wohnungseigentümergemeinschaftsversammlungsvorbereitungsausschuss")
    hall = house.room(house.owner, kind="open", name="قاعة")
    beholder.come_in(person, f"/#/room/{room}/about")
    page = beholder.page
    page.get_by_role("button", name="Leave this room").wait_for()
    look(beholder)
    page.get_by_role("button", name="Add people").click()
    expect(page.get_by_role("dialog").get_by_role("listitem")).not_to_have_count(0)
    look(beholder)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Delete this room").click()
    look(beholder)
    beholder.go(f"/#/room/{hall}/about")
    page.get_by_role("button", name="Join this room").wait_for()
    look(beholder)
    beholder.go("/#/room/999999/about")
    page.get_by_role("alert").wait_for()
    look(beholder)


def test_the_administration(beholder, house):
    house.owner.post("/api/v1/invites", {"name": "دعوة إلى الحديقة", "uses": 3})
    house.room(house.owner, name="Orangery")
    beholder.come_in(house.owner, "/#/admin")
    page = beholder.page
    page.get_by_role("button", name="Change the account of Olga").click()
    look(beholder)
    page.get_by_role("dialog").get_by_role("button", name="Deactivate account").click()
    look(beholder)
    for _ in range(2):
        page.keyboard.press("Escape")
    look(beholder)
    page.get_by_role("link", name="Invites").click()
    page.get_by_role("button", name="Show the link of").first.click()
    page.get_by_role("img", name="The link as a QR code").wait_for()
    look(beholder)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="New invite").click()
    look(beholder)
    page.keyboard.press("Escape")
    look(beholder)
    page.get_by_role("link", name="Devices").click()
    expect(page.get_by_role("main").get_by_role("listitem")).not_to_have_count(0)
    look(beholder)
    page.get_by_role("main").get_by_role("link", name="Rooms", exact=True).click()
    page.get_by_role("button", name="Delete Orangery").first.wait_for()
    look(beholder)
    assert house.owner.post("/api/v1/admin/backups").status == 201
    page.get_by_role("link", name="Backups").click()
    expect(page.get_by_role("main").get_by_role("listitem")).not_to_have_count(0)
    look(beholder)
    page.route("**/api/v1/admin/findings", lambda route: route.fulfill(
        content_type="application/json", body=json.dumps(FINDINGS)))
    page.get_by_role("link", name="Health").click()
    expect(page.get_by_role("main").get_by_role("listitem")).to_have_count(3)
    look(beholder)
    page.get_by_role("main").get_by_role("link", name="Settings").click()
    page.get_by_role("button", name="Change backup.time").wait_for()
    look(beholder)
    page.get_by_role("button", name="Change backup.time").click()
    look(beholder)
    page.get_by_role("dialog").get_by_label("Value").fill("noon")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    page.get_by_role("dialog").get_by_text("This must be of the form").wait_for()
    look(beholder)
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Log").click()
    expect(page.get_by_role("main").get_by_role("listitem")).not_to_have_count(0)
    look(beholder)
