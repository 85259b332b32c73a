"""Every page passes axe, in light and dark, on a phone and on a desk (WCAG 2.2 AA), and none scrolls sideways."""

import itertools
import json
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from administration import part, to
from choosing import pick, picture
from found import Finder, messages_of
from parts import ACTIONS, composer, post, refusing, row
from sent_files import photo, send, sound, upload
from support.addresses import new_address
from visitor import VirtualAuthenticator, within_site
from words import words

FINDINGS = {"checked_at": "2026-11-24T03:50:00.000Z", "findings": [
    {"id": f"{check}.{level}", "check": check, "level": level, "ignored": False, "what": "/var/lib/snug has 512 MB left.", "why": "A backup needs as much.",
     "fix": "du -xh --max-depth=2 /var/lib/snug/backups | sort -h | tail"}
    for check, level in (("db", "ok"), ("disk", "warning"), ("smtp", "error"))]}
PICTURE = Path(__file__).parents[2] / "Sources/SnugWeb/client/icon-512.png"
numbers = itertools.count(1)
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


SITE = {"name": "Lindqvist & Co", "registration": "open", "setup_required": False, "mail": True, "upload_max_bytes": 0, "push_key": None}
DOOR = ["/#/", "/#/register", "/#/forgot", "/setup#token", "/invite#token", "/login#token", "/#/signed-out"]


def tell_at_the_door(page, **changes):
    """As if the server said this of itself to whoever is not in."""
    page.route("**/api/v1/site", lambda route: route.fulfill(json=SITE | changes))


def test_the_door(beholder):
    for address in DOOR[1:]:
        beholder.go(address)
        beholder.page.get_by_role("heading").wait_for()
        look(beholder)
    beholder.page.get_by_role("button", name="Sign in with a passkey").click()
    beholder.page.get_by_role("alert").wait_for()
    look(beholder)


def test_the_door_of_a_server_that_lets_nobody_in_unasked(beholder, server):
    page = beholder.page
    tell_at_the_door(page, setup_required=True)
    beholder.go()
    page.get_by_role("heading", name="Nobody has set this server up yet").wait_for()
    look(beholder)
    tell_at_the_door(page, registration="closed", mail=False)
    for address in ["/#/", "/#/register", "/#/forgot"]:
        beholder.go(address)
        page.get_by_role("heading").wait_for()
        look(beholder)
    invite = server.owner.post("/api/v1/invites", {"name": "Garden", "uses": 3}).body["url"]
    beholder.go(within_site(invite))
    page.get_by_role("heading", name="Olga invites you to").wait_for()
    look(beholder)


def test_the_code_that_is_waited_for(beholder, person):
    page = beholder.page
    beholder.go()
    page.get_by_label("E-mail", exact=True).fill(person.email)
    page.get_by_label("Password", exact=True).fill(person.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Six-digit code").wait_for()
    look(beholder)
    page.get_by_label("Six-digit code").fill("12")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("main")).to_contain_text("The code has six digits.")
    look(beholder)


def test_the_first_password_of_whoever_came_by_a_link(beholder, server):
    owner = server.sign_in(server.owner, guest=server.guest.at(new_address()))
    made = owner.post("/api/v1/accounts", {"name": "Nora", "email": f"nora{next(numbers)}@example.org"})
    assert made.status == 201, made.body
    page = beholder.page
    beholder.go(within_site(made.body["login_link"]["url"]))
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("dialog", name="Choose a password").wait_for()
    look(beholder)
    page.keyboard.press("Escape")
    beholder.go("/#/settings")
    expect(beholder.section("Password")).to_contain_text("You came in without a password.")
    look(beholder)


def test_the_settings(beholder, person, server):
    beholder.come_in(person, "/#/settings")
    passkeys = beholder.section("Passkeys")
    expect(beholder.section("Devices").get_by_role("listitem")).not_to_have_count(0)
    page = beholder.page
    beholder.section("Quiet hours").get_by_label("Be quiet at these hours").check()
    beholder.section("Quiet hours").get_by_label("From").wait_for()
    look(beholder)
    page.locator("input[type=file]").first.set_input_files(PICTURE)
    page.get_by_role("dialog", name="Your picture").wait_for()
    look(beholder)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Close my account").click()
    page.get_by_role("dialog", name="Close your account?").wait_for()
    look(beholder)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Change e-mail").click()
    look(beholder)
    address = beholder.section("E-mail address")
    address.get_by_label("New e-mail").fill(f"moved-{person.email}")
    address.get_by_label("Current password").fill(person.password)
    address.get_by_role("button", name="Ask for a code").click()
    address.get_by_label("Six-digit code").wait_for()
    look(beholder)
    passkeys.get_by_label("Name of a new passkey").fill("Phone")
    passkeys.get_by_role("button", name="Add a passkey").click()
    passkeys.get_by_role("button", name="Remove Phone").click()
    look(beholder)
    page.get_by_role("button", name="Cancel", exact=True).click()
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


PARTS = ["people", "waiting", "invites", "devices", "rooms", "settings", "mail", "backups", "findings", "audit"]
INSIDE = ["/#/search", "/#/room/{room}/search", "/#/", "/#/room/{room}", "/#/room/{room}/about", "/#/mentions", "/#/settings", "/#/admin", *map("/#/admin/{}".format, PARTS)]


@pytest.mark.parametrize("width", [360], indirect=True)
def test_each_page_before_its_answers_have_come(beholder, server, person):
    """A slow line: what is there already has its name."""
    page = beholder.page
    room = server.room(server.owner, person, name="Kitchen")
    post(person, room, "Hello")
    beholder.come_in(server.owner)
    page.route_web_socket(re.compile("/ws$"), lambda _: None)
    page.route(re.compile("/api/v1/(?!(me|site|rooms)$)"), lambda _: None)
    for address in INSIDE:
        beholder.go(address.format(room=room))
        page.locator(".room-item").first.wait_for(state="attached")
        look(beholder)
    page.route(re.compile("/api/v1/rooms$"), lambda _: None)
    beholder.go()
    page.wait_for_selector(".shell")
    look(beholder)


def test_the_page_of_a_room(beholder, person, server):
    room = server.room(person, server.owner, name="Wohnungseigentümergemeinschaftsversammlungsvorbereitungsausschuss")
    post(person, room, "Hello")
    hall = server.room(server.owner, kind="open", name="قاعة")
    beholder.come_in(person, f"/#/room/{room}/about")
    page = beholder.page
    page.get_by_role("button", name="Leave this room").wait_for()
    look(beholder)
    page.get_by_role("button", name="Add people").click()
    expect(page.get_by_role("dialog").get_by_role("listitem")).not_to_have_count(0)
    look(beholder)
    page.keyboard.press("Escape")
    for question in [f"Remove {server.owner.name}", "Leave this room", "Delete this room"]:
        page.get_by_role("button", name=question).click()
        page.get_by_role("dialog").wait_for()
        look(beholder)
        page.keyboard.press("Escape")
    beholder.go(f"/#/room/{hall}/about")
    page.get_by_role("button", name="Join this room").wait_for()
    look(beholder)
    beholder.go("/#/room/999999/about")
    page.get_by_role("alert").wait_for()
    look(beholder)


OVERVIEW = {
    "days": [{"day": f"2026-{10 + day // 30}-{day % 30 + 1:02}", "messages": day * 7 % 60, "people": day % 9} for day in range(30)],
    "accounts": 13, "online": 4, "rooms": 12, "messages": 18_432,
    "disk": {"free": 11_200_000_000, "total": 40_000_000_000, "database": 912_000_000, "backups": 6_400_000_000, "days_left": 12},
    "files": {"used": 3_400_000_000, "max": 10_737_418_240},
    "mail": {"relay": True, "waiting": 3, "oldest_at": "2026-11-27T08:00:00.000Z", "last_error": "451 later"},
    "backup": {"name": "snug.db", "taken_at": "2026-11-20T02:30:00.000Z", "proven": False}, "findings": {"errors": 1, "warnings": 2}}


LOGIN_LINK = {"url": "https://chat.example.org/login#aRatherLongTokenThatNobodyGuesses", "expires_at": "2099-11-27T08:15:00.000Z"}
ADDED = {"id": 99, "name": "Tobias", "email": "tobias@example.org", "role": "member", "login_link": LOGIN_LINK, "mailed": False}
WAITING = [
    {"id": number, "email": f"{name or 'nobody'}@example.org".lower(), "name": name, "purpose": purpose, "user_id": None,
     "created_at": "2026-11-27T08:00:00.000Z", "expires_at": "2099-11-27T08:10:00.000Z", "mail": mail}
    for number, (name, purpose, mail) in enumerate([
        ("Tobias", "registration", "printed"), ("Elena", "login", "failed"), ("Yuki", "reset", "waiting"), (None, "email", "sent"),
        ("Wei", "login", "handed_on")])]


def test_the_first_page_of_the_administration(beholder, server):
    page = beholder.page
    page.route("**/api/v1/admin/overview", lambda route: route.fulfill(json=OVERVIEW))
    beholder.come_in(server.owner, "/#/admin")
    expect(part(page)).to_contain_text("1 thing needs mending")
    look(beholder)
    page.get_by_text("As a table").first.click()
    look(beholder)


def test_the_administration_of_accounts_and_invites(beholder, server, person):
    server.owner.post("/api/v1/invites", {"name": "دعوة إلى الحديقة", "uses": 3})
    assert server.owner.post("/api/v1/invites/standing").status == 201
    page = beholder.page
    page.route("**/api/v1/accounts", lambda route: route.fallback() if route.request.method == "GET" else route.fulfill(
        status=201, json=ADDED))
    page.route("**/login-link", lambda route: route.fulfill(status=201, json=LOGIN_LINK))
    page.route("**/api/v1/admin/waiting", lambda route: route.fulfill(json={"waiting": WAITING}))
    page.route("**/api/v1/admin/waiting/*/code", lambda route: route.fulfill(status=201, json={
        "code": "593576", "email": "tobias@example.org", "expires_at": "2099-11-27T08:10:00.000Z"}))
    beholder.come_in(server.owner, "/#/admin/people")
    page.get_by_role("button", name="Add a person").click()
    look(beholder)
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill("Tobias")
    dialog.get_by_label("E-mail").fill("tobias@example.org")
    dialog.get_by_role("button", name="Add a person").click()
    dialog.get_by_role("img", name="The login link as a QR code").wait_for()
    look(beholder)
    page.keyboard.press("Escape")
    page.get_by_role("button", name=f"Change the account of {person.name}", exact=True).click()
    look(beholder)
    dialog.get_by_role("button", name="Make a login link").click()
    dialog.get_by_role("img", name="The login link as a QR code").wait_for()
    look(beholder)
    dialog.get_by_role("button", name="Deactivate account").click()
    look(beholder)
    for _ in range(2):
        page.keyboard.press("Escape")
    look(beholder)
    # How many there are stands beside it.
    page.get_by_role("navigation", name="Administration").get_by_role("link", name="Waiting for a code").click()
    expect(part(page).get_by_role("listitem")).to_have_count(len(WAITING))
    look(beholder)
    page.get_by_role("button", name="Hand the code on to Tobias").click()
    page.get_by_role("dialog", name=re.compile("^Code for .?Tobias")).wait_for()
    look(beholder)
    page.keyboard.press("Escape")
    to(page, "Invites")
    door = page.get_by_role("region", name="Invite link")
    door.get_by_role("img", name="The link as a QR code").wait_for()
    look(beholder)
    door.get_by_role("button", name="New link").click()
    page.get_by_role("dialog", name="Make a new link?").wait_for()
    look(beholder)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Show the link of").first.click()
    page.get_by_role("dialog").get_by_role("img", name="The link as a QR code").wait_for()
    look(beholder)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="New invite").click()
    look(beholder)
    page.keyboard.press("Escape")
    look(beholder)


def test_the_menu_behind_ones_own_name(beholder, server):
    beholder.come_in(server.owner)
    beholder.page.locator(".whoami-me").click()
    beholder.page.get_by_role("dialog").get_by_role("link", name="Administration").wait_for()
    look(beholder)
    beholder.page.get_by_role("dialog").get_by_role("button", name="Sign out").click()
    beholder.page.get_by_role("dialog", name="Sign out?").wait_for()
    look(beholder)


def test_the_administration_of_devices_rooms_and_backups(beholder, server):
    server.room(server.owner, name="Orangery")
    beholder.come_in(server.owner, "/#/admin/devices")
    page = beholder.page
    expect(part(page).get_by_role("listitem")).not_to_have_count(0)
    look(beholder)
    to(page, "Rooms")
    look(beholder)
    page.get_by_role("button", name="Delete Orangery").first.click()
    page.get_by_role("dialog").wait_for()
    look(beholder)
    page.keyboard.press("Escape")
    assert server.owner.post("/api/v1/admin/backups").status == 201
    to(page, "Backups")
    expect(part(page).get_by_role("listitem")).not_to_have_count(0)
    look(beholder)


def test_the_administration_of_health_settings_and_the_log(beholder, server):
    page = beholder.page
    page.route("**/api/v1/admin/findings", lambda route: route.fulfill(
        content_type="application/json", body=json.dumps(FINDINGS)))
    beholder.come_in(server.owner, "/#/admin/findings")
    expect(part(page).get_by_role("listitem")).to_have_count(3)
    look(beholder)
    to(page, "Settings")
    page.get_by_role("button", name="Change Nightly backup").wait_for()
    look(beholder)
    page.get_by_role("button", name="Change How much the log tells").click()
    look(beholder)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Change Nightly backup").click()
    page.get_by_role("dialog").get_by_label("Value").fill("noon")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    page.get_by_role("dialog").get_by_text("is not a time in UTC").wait_for()
    look(beholder)
    page.keyboard.press("Escape")
    page.route("**/api/v1/admin/test-mail", lambda route: route.fulfill(
        status=502, content_type="application/problem+json", body=json.dumps(
            {"status": 502, "code": "mail_not_taken", "detail": "The mail could not be sent: nothing listens there."})))
    to(page, "Mail")
    page.get_by_role("button", name="Send a test mail").click()
    page.get_by_text("does not answer at that port").wait_for()
    look(beholder)
    to(page, "Log")
    expect(part(page).get_by_role("listitem")).not_to_have_count(0)
    look(beholder)


def test_the_rooms_and_what_is_done_in_them(beholder, person, server, width):
    for name in ["Kitchen", "قاعة", "Wohnungseigentümergemeinschaftsversammlungsvorbereitungsausschuss"]:
        room = server.room(server.owner, person, name=name)
        said = ["Hello", "**Bold** and `code`, with https://example.org/a/rather/long/path/that/does/not/break", "👍",
                "> quoted\n\n- one\n- two", f"@{person.name} look", "```\nlet x = 1 // a line of code that is wider than any phone\n```"]
        for content in said:
            assert server.owner.post(f"/api/v1/rooms/{room}/messages", {"content": content}).status == 201
    assert server.owner.post(f"/api/v1/rooms/{room}/messages", {"content": "An answer", "reply_to": 2}).status == 201
    assert person.call("PUT", f"/api/v1/rooms/{room}/messages/7/reactions/%F0%9F%91%8D").status == 204
    beholder.come_in(person)
    page = beholder.page
    expect(page.locator(".room-item")).not_to_have_count(0)
    look(beholder)
    page.get_by_role("button", name="New conversation").first.click()
    expect(page.get_by_role("dialog").get_by_role("listitem")).not_to_have_count(0)
    look(beholder)
    for kind in ["Group", "Open rooms"]:
        page.get_by_label(kind).check(force=True)
        page.get_by_role("dialog").get_by_role("searchbox").wait_for()
        look(beholder)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog").get_by_role("listitem")).not_to_have_count(0)
    look(beholder)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+/")
    page.get_by_role("dialog", name="Keyboard shortcuts").wait_for()
    look(beholder)

    beholder.go(f"/#/room/{room}")
    row = page.locator(".row").last
    expect(row).to_contain_text("An answer")
    look(beholder)
    row.get_by_role("button", name="What to do with this message").focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name="What to do with this message").wait_for()
    look(beholder)
    page.get_by_role("button", name="More emoji").press("Enter")
    page.get_by_role("searchbox", name="Find an emoji").wait_for()
    look(beholder)
    page.keyboard.press("Escape")
    page.locator(".author").first.press("Enter")
    page.locator(".person-card").wait_for()
    look(beholder)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Emoji", exact=True).press("Enter")
    page.get_by_role("tab", name="Flags").press("Enter")
    look(beholder)
    page.keyboard.press("Escape")
    page.get_by_role("textbox", name="Write to").press_sequentially("@")
    page.get_by_role("option").first.wait_for()
    look(beholder)


def test_what_comes_and_goes_in_a_room(beholder, person, ben, server):
    """A row that was not sent, a word about what was done, a lost connection."""
    room = server.room(server.owner, person, name="Kitchen")
    post(server.owner, room, "Hello")
    beholder.context.route_web_socket(re.compile("/ws$"), refusing)
    beholder.come_in(person, f"/#/room/{room}")
    page = beholder.page
    link = f"{server.process.origin}/#/room/{room}/message"
    post(server.owner, room, "Quoted", f"See #Kitchen and {link}/2", f"{link}/999")
    expect(page.locator(".reference")).to_have_count(2)
    assert server.owner.post(f"/api/v1/rooms/{room}/members", {"user_id": ben.id}).status == 201
    expect(page.locator(".notice-row")).to_contain_text("Ben")
    look(beholder)
    composer(page).fill("Too much")
    page.get_by_role("button", name="Send").click()
    expect(row(page, "Too much")).to_contain_text("Not sent. Too fast.")
    look(beholder)
    row(page, "Hello").get_by_role("button", name=ACTIONS).focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name=ACTIONS).get_by_role("button", name="Copy text").press("Enter")
    expect(page.locator(".toast")).to_be_visible()
    look(beholder)
    page.context.set_offline(True)
    expect(page.get_by_text("No connection.")).to_be_visible(timeout=40_000)
    look(beholder)


# 200 % zoom of a window 1,280 wide leaves 640 for the page.
@pytest.mark.parametrize("css_width", [320, 640])
def test_no_page_scrolls_sideways_in_a_narrow_or_enlarged_window(visitor, person, server, css_width):
    room = server.room(person, server.owner, name="Wohnungseigentümergemeinschaftsversammlungsvorbereitungsausschuss")
    for content in ["a" * 400, "```\n" + "wide " * 80 + "\n```", "https://example.org/" + "x" * 300]:
        assert server.owner.post(f"/api/v1/rooms/{room}/messages", {"content": content}).status == 201
    server.owner.post("/api/v1/invites", {"name": "W" * 80, "uses": 3})
    narrow = {"viewport": {"width": css_width, "height": 512}, "device_scale_factor": 2, "reduced_motion": "reduce"}

    def fits(one, address):
        one.go(address)
        one.page.wait_for_load_state("networkidle")
        assert one.page.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [css_width, css_width], address

    door = visitor(**narrow)
    for address in DOOR:
        fits(door, address)
    inside = visitor(**narrow)
    inside.come_in(server.owner)
    for address in INSIDE:
        fits(inside, address.format(room=room))
    for keys in ["Control+k", "Control+/"]:
        inside.page.keyboard.press(keys)
        inside.page.get_by_role("dialog").wait_for()
        assert inside.page.evaluate("""() => [...document.querySelectorAll("dialog")].every((dialog) =>
            dialog.scrollWidth <= dialog.clientWidth && dialog.getBoundingClientRect().right <= innerWidth)""")
        inside.page.keyboard.press("Escape")


def test_everything_has_room_in_german_on_the_narrowest_phone(visitor, person, ben, server):
    say = words("de")
    room = server.room(person, ben, name="Wohnungseigentümergemeinschaftsversammlungsvorbereitungsausschuss")
    post(ben, room, f"@{person.name} kommst du?")
    one = visitor(viewport={"width": 320, "height": 640}, locale="de-DE", color_scheme="dark", bypass_csp=True, reduced_motion="reduce",
                  has_touch=True, is_mobile=True)
    page = one.page
    dialog = page.get_by_role("dialog")

    def look_and_close():
        dialog.wait_for()
        look(one)
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)

    def press(word):
        page.get_by_role("button", name=say[word]).first.click()

    for address in DOOR:
        one.go(address)
        page.get_by_role("heading").wait_for()
        look(one)
    one.come_in(person, f"/#/room/{room}")
    row(page, "kommst du?").locator(".author").press("Enter")
    page.locator(".person-card").wait_for()
    look_and_close()
    page.locator(".room > .bar button").first.click()
    look_and_close()
    press("emoji")
    look_and_close()
    one.go("/#/mentions")
    expect(page.locator(".mention-entry")).to_have_count(1)
    look(one)
    one.go(f"/#/room/{room}/about")
    press("deleteRoom")
    look_and_close()
    one.go("/#/settings")
    expect(one.section(say["devices"]).get_by_role("listitem")).not_to_have_count(0)
    one.section(say["quietHours"]).get_by_label(say["quietHoursOn"]).check()
    press("changeEmail")
    look(one)
    press("closeAccount")
    look_and_close()
    page.locator("input[type=file]").first.set_input_files(PICTURE)
    look_and_close()

    one.come_in(server.owner, "/#/admin/people")
    for word in ["addPerson", "changeAccount"]:
        press(word)
        look_and_close()
    for name in ["", "/waiting", "/invites", "/mail", "/settings", "/backups", "/findings", "/audit"]:
        one.go(f"/#/admin{name}")
        expect(part(page)).not_to_contain_text(say["loading"])
        look(one)
    one.go("/#/admin/invites")
    press("newInvite")
    look_and_close()


def test_files_that_are_to_be_sent(beholder, person, server, width):
    beholder.come_in(person, f"/#/room/{server.room(person, name='Attic')}")
    page = beholder.page
    expect(composer(page)).to_be_visible()
    page.locator("input[type=file]").set_input_files([PICTURE, Path(__file__)])
    pick(page, picture(4_000, 3_000, "JPEG", "A walk along the sea on a long Sunday.jpg"))
    expect(page.locator(".tray-file")).to_have_count(3)
    expect(page.locator(".tray-file").get_by_text("Preparing")).to_have_count(0)
    expect(page.get_by_role("checkbox", name=re.compile("^Original quality, .*Sunday"))).to_have_count(1)
    look(beholder)
    least = 44 if width == 360 else 24
    for button in page.locator(".composer button:visible").all():
        assert button.bounding_box()["height"] >= least, button.get_attribute("aria-label")
    page.locator("input[type=file]").set_input_files([{"name": "empty.txt", "mimeType": "text/plain", "buffer": b""}])
    page.get_by_role("alert").wait_for()
    look(beholder)
    page.get_by_role("button", name=re.compile("^Describe")).first.click()
    page.get_by_label("What is to be seen").fill("The sign of the house")
    look(beholder)


def test_the_list_of_rooms_its_menus_and_the_mentions(beholder, person, ben, server):
    rooms = [server.room(person, ben, name=name) for name in ["Attic", "Cellar", "Garden", "Hall", "Pantry", "قاعة"]]
    for room in rooms:
        post(ben, room, f"@{person.name} look")
    assert person.post(f"/api/v1/rooms/{rooms[0]}/notify", {"notify": "nothing"}).status == 204
    assert person.post(f"/api/v1/rooms/{rooms[1]}/notify", {"notify": "mentions"}).status == 204
    beholder.come_in(person)
    page = beholder.page
    page.get_by_role("group", name="Show in the list").get_by_role("button", name="People").click()
    expect(page.get_by_role("status").filter(has_text="Nothing here.")).to_be_visible()
    look(beholder)
    page.get_by_role("group", name="Show in the list").get_by_role("button", name="All").click()
    page.get_by_role("button", name="What to do with Hall").focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name="What to do with Hall").wait_for()
    look(beholder)
    page.get_by_role("button", name="Mute…").press("Enter")
    page.get_by_role("button", name="For good").wait_for()
    look(beholder)
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Escape")
    page.get_by_role("dialog", name="Mark everything as read?").wait_for()
    look(beholder)
    page.keyboard.press("Escape")
    beholder.go("/#/mentions")
    expect(page.locator(".mention-entry")).to_have_count(len(rooms))
    look(beholder)
    beholder.go(f"/#/room/{rooms[0]}")
    page.get_by_role("button", name="Notifications: nothing").click()
    page.get_by_role("dialog", name="Notifications in Attic").wait_for()
    look(beholder)
    page.keyboard.press("Escape")
    page.evaluate("document.documentElement.dataset.density = 'compact'")
    look(beholder)


def test_the_search_and_what_it_finds(beholder, person, ben, server, width):
    room = server.room(person, ben, name="Wohnungseigentümergemeinschaftsversammlungsvorbereitungsausschuss")
    post(ben, room, "tea " + "a" * 400, "قهوة tea", "Is there any tea?")
    send(ben, room, "", upload(ben, room, "tea-" + "x" * 150 + ".pdf", b"%PDF-1.4 plan"))
    page = beholder.page
    finder = Finder(page, *messages_of(person, room))
    beholder.come_in(person, "/#/search")
    field = page.get_by_role("combobox")
    expect(field).to_be_focused()
    look(beholder)
    field.fill("tea")
    expect(page.locator("a.result")).to_have_count(4)
    look(beholder)
    least = 44 if width == 360 else 24
    for button in page.get_by_role("main").get_by_role("button").all():
        assert button.bounding_box()["height"] >= least, button.inner_text()
    page.get_by_role("button", name="Days…").click()
    look(beholder)
    field.press("End")
    field.press_sequentially(" in:W")
    page.get_by_role("option").wait_for()
    look(beholder)
    field.press("Enter")
    expect(page.locator(".chip.set")).to_have_count(1)
    look(beholder)
    field.fill("Wohn")
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()
    look(beholder)
    page.locator(".chip.set").click()
    page.get_by_role("region", name="Rooms and people").wait_for()
    look(beholder)
    finder.answer = lambda route, asked: route.abort()
    field.fill("green")
    page.get_by_role("button", name="Try again").wait_for()
    look(beholder)
    field.fill("tea")
    field.press("Enter")
    field.fill("")
    page.get_by_role("region", name="Recent searches").wait_for()
    look(beholder)
    for button in page.get_by_role("main").get_by_role("button").all():
        assert button.bounding_box()["height"] >= least, button.inner_text()


def test_the_invite_in_the_room_that_newcomers_come_into(beholder, server):
    room = server.room(server.owner, kind="open", name="Everyone")
    assert server.owner.patch(f"/api/v1/rooms/{room}", {"welcomes": True}).status == 200
    assert server.owner.post("/api/v1/invites/standing").status == 201
    beholder.come_in(server.owner, f"/#/room/{room}")
    beholder.page.get_by_role("region", name="Bring the others in").get_by_role("img").wait_for()
    look(beholder)
    assert server.owner.delete(f"/api/v1/rooms/{room}").status == 204


def test_the_files_of_a_room(beholder, person, server):
    room = server.room(person, server.owner, name="Garden")
    owner = server.owner
    send(owner, room, "In the evening", photo(owner, room, "hedge.jpg", alt="The hedge"))
    send(person, room, "", *(photo(person, room, f"{number}.jpg") for number in range(5)))
    send(owner, room, "All of it", upload(owner, room, "Übersicht.pdf", b"%PDF-1.4 plan"), upload(owner, room, "tone.wav", sound(), "audio/wav"))
    page = beholder.page
    beholder.come_in(person, f"/#/room/{room}")
    expect(page.locator(".file-place img")).to_have_count(6)
    page.get_by_role("link", name="Download").first.wait_for()
    look(beholder)
    page.get_by_role("button", name="The hedge").click()
    page.get_by_role("dialog", name=owner.name).wait_for()
    expect(page.locator(".viewer-busy")).to_be_hidden()
    look(beholder)
    page.keyboard.press("Escape")
    page.route("**/api/v1/attachments/**", lambda route: route.abort())
    beholder.go(f"/#/room/{room}")
    expect(page.locator(".file-missing")).to_have_count(6)
    look(beholder)
    page.unroute("**/api/v1/attachments/**")
    beholder.go(f"/#/room/{room}/files")
    expect(page.locator(".room-files li")).to_have_count(6)
    look(beholder)
    page.get_by_role("button", name="Other files").click()
    expect(page.locator(".room-files li")).to_have_count(2)
    look(beholder)
