"""The administration: people, invites, rooms, backups, health, the log."""

import contextlib
import io
import json

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from administration import entry, part, to
from parts import called
from support.addresses import new_address
from support.deadline import eventually
from support.snug import run
from visitor import within_site


@pytest.fixture
def at(admin_at):
    return admin_at


@contextlib.contextmanager
def settings(server, **values):
    """These in the server's database, for as long as it takes."""
    def config(*arguments):
        assert run("config", *arguments, "--database", server.process.database).returncode == 0

    keys = {name.replace("_", "."): value for name, value in values.items()}
    for key, value in keys.items():
        config("set", key, value)
        eventually(lambda: f"setting={key} value={value}" in server.process.errors, f"{key} holds")
    yield
    for key in keys:
        config("unset", key)


def test_it_is_for_administrators_alone(at, person):
    page = at("admin", person).page
    expect(page.get_by_role("main")).to_contain_text("This page is for those who run this server.")
    expect(page.get_by_role("link", name="Administration")).to_have_count(0)


def test_a_role_is_changed_and_the_log_says_so(at, server, person):
    visitor = at("admin/people")
    page = visitor.page
    change = page.get_by_role("button", name=f"Change the account of {person.name}", exact=True)
    change.click()
    page.get_by_label("Role").select_option("Administrator")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(entry(page, person.name)).to_contain_text("Administrator")
    expect(page.get_by_role("heading", name="People")).to_be_focused()
    assert person.get("/api/v1/accounts").status == 200
    to(page, "Log")
    expect(part(page).get_by_role("listitem").first).to_contain_text(
        f"Olga changed the role of \u2068{person.name}\u2069 from \u2068member\u2069 to \u2068administrator\u2069.".replace("Olga", "\u2068Olga\u2069"))


def test_the_last_owner_stays_one_and_hears_why(at, server):
    page = at("admin/people").page
    page.get_by_role("button", name="Change the account of Olga").click()
    page.get_by_label("Role").select_option("Member")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_contain_text("Make somebody else an owner first.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Change the account of Olga")).to_be_focused()
    assert server.owner.get("/api/v1/me").body["role"] == "owner"


def test_an_account_is_deactivated_after_a_word_of_warning_and_let_in_again(at, person):
    at("settings", person)
    page = at("admin/people").page
    expect(entry(page, person.name)).to_contain_text("Online")
    change = page.get_by_role("button", name=f"Change the account of {person.name}", exact=True)
    change.click()
    page.get_by_role("button", name="Deactivate account").click()
    warning = page.get_by_role("dialog", name=f"Deactivate the account of {called(person.name)}?")
    expect(warning).to_contain_text("All their devices are signed out at once")
    warning.get_by_role("button", name="Deactivate account").click()
    expect(entry(page, person.name)).to_contain_text("Deactivated")
    expect(entry(page, person.name)).not_to_contain_text("Online")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("heading", name="People")).to_be_focused()
    assert person.get("/api/v1/me").status == 401
    change.click()
    page.get_by_role("button", name="Reactivate account").click()
    expect(entry(page, person.name)).not_to_contain_text("Deactivated")


def test_an_account_that_its_holder_has_closed_is_nobody_s_to_change(at, person):
    assert person.post("/api/v1/me/close", {"current_password": person.password}).status == 204
    page = at("admin/people").page
    closed = entry(page, person.name).filter(has_text="Closed by its holder")
    expect(closed).to_be_visible()
    expect(closed).not_to_contain_text("Deactivated")
    expect(closed.get_by_role("button")).to_have_count(0)
    assert closed.locator(".facts bdi").count() == 0


def test_an_invite_is_made_shown_as_a_picture_used_and_taken_back(at, visitor, server):
    room = server.room(server.owner, name="Choir")
    admin = at("admin/invites")
    page = admin.page
    expect(page.get_by_role("main")).to_contain_text("No other invites.")
    page.get_by_role("button", name="New invite").click()
    page.get_by_label("What it is for (optional)").fill("Altos")
    page.get_by_label("For how many people").fill("2")
    page.get_by_label("Choir").check()
    page.get_by_role("button", name="Make invite").click()
    dialog = page.get_by_role("dialog", name="Invite", exact=True)
    expect(dialog).to_contain_text("Altos")
    link = dialog.get_by_label("Link of the invite").input_value()
    picture = dialog.get_by_role("img", name="The link as a QR code").screenshot()
    assert [found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))] == [link]
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="New invite")).to_be_focused()
    expect(entry(page, "Altos")).to_contain_text("0 of 2 used")
    expect(entry(page, "Altos")).to_contain_text(f"Into {called('Choir')}")

    guest = visitor()
    guest.go(within_site(link))
    guest.page.get_by_label("Your name").fill("Anna")
    guest.page.get_by_label("E-mail").fill("anna@example.org")
    guest.page.get_by_label("Password", exact=True).fill("ten warm blankets")
    guest.page.get_by_role("button", name="Create account").click()
    expect(guest.page.get_by_role("navigation", name="Rooms").get_by_role("link", name="Choir")).to_be_visible()

    admin.go("/#/admin/invites")
    expect(entry(page, "Altos")).to_contain_text("1 of 2 used")
    page.get_by_role("button", name="Take back Altos").click()
    page.get_by_role("dialog").get_by_role("button", name="Take back", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("No other invites.")
    expect(page.get_by_role("heading", name="Other invites")).to_be_focused()
    assert [each for each in server.owner.get("/api/v1/invites").body["invites"] if not each.get("standing")] == []
    assert room in [each["id"] for each in server.owner.get("/api/v1/rooms").body["rooms"]]


def test_an_invite_that_another_made_shows_its_link_to_owners_alone(at, server, person):
    assert server.owner.patch(f"/api/v1/users/{person.id}", {"role": "admin"}).status == 200
    made = server.owner.post("/api/v1/invites", {"name": "The board"}).body
    for someone, buttons in ((person, []), (server.owner, ["Show the link of The board"])):
        buttons = [*buttons, "Take back The board"]
        here = entry(at("admin/invites", someone).page, "The board").get_by_role("button")
        expect(here).to_have_count(len(buttons))
        assert [each.get_attribute("aria-label") for each in here.all()] == buttons
    assert server.owner.delete(f"/api/v1/invites/{made['id']}").status == 204


def test_an_invite_that_is_refused_says_why_beside_the_field(at):
    page = at("admin/invites").page
    page.get_by_role("button", name="New invite").click()
    uses = page.get_by_label("For how many people")
    uses.evaluate("field => field.removeAttribute('max')")
    uses.fill("10001")
    page.get_by_role("button", name="Make invite").click()
    expect(uses).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("dialog")).to_contain_text("An invite is good for 1 to 10000 people.")


def test_a_lost_device_is_signed_out(at, server, person):
    """From everyone's list, or from the one in their account."""
    phone, tablet, laptop = (
        server.sign_in(person, guest=server.guest.at(new_address()).on(f"Mozilla/5.0 ({system}) Firefox/145.0"))
        for system in ("Android 16", "Windows NT 10.0", "X11; Linux x86_64"))
    page = at("admin/devices").page
    expect(entry(page, "Olga").filter(has_text="This device").get_by_role("button")).to_have_count(0)
    theirs = entry(page, person.name)
    expect(theirs).to_have_count(4)
    expect(theirs.first).to_contain_text("Firefox on Linux")
    page.get_by_role("button", name=f"Sign {person.name} out of Firefox on Linux").click()
    page.get_by_role("dialog", name=f"Sign {called(person.name)} out?").get_by_role("button", name="Sign out").click()
    expect(theirs).to_have_count(3)
    expect(page.get_by_role("main").get_by_role("heading", name="Devices")).to_be_focused()
    assert laptop.get("/api/v1/me").status == 401

    to(page, "People")
    page.get_by_role("button", name=f"Change the account of {person.name}", exact=True).click()
    account = page.get_by_role("dialog", name=person.name, exact=True)
    expect(account.get_by_role("listitem")).to_have_count(3)
    account.get_by_role("button", name="out of Firefox on Windows").click()
    page.get_by_role("dialog", name=f"Sign {called(person.name)} out?").get_by_role("button", name="Sign out").click()
    expect(account.get_by_role("listitem")).to_have_count(2)
    assert (tablet.get("/api/v1/me").status, phone.get("/api/v1/me").status) == (401, 200)
    page.keyboard.press("Escape")
    to(page, "Log")
    expect(part(page).get_by_role("listitem").first).to_contain_text("out of \u2068Firefox on Windows\u2069.")


def test_an_owner_is_signed_out_by_owners_alone(at, server, person):
    assert server.owner.patch(f"/api/v1/users/{person.id}", {"role": "admin"}).status == 200
    page = at("admin/devices", person).page
    expect(entry(page, "Olga").first).to_be_visible()
    expect(entry(page, "Olga").get_by_role("button")).to_have_count(0)


def test_a_room_is_ended_from_outside_without_a_look_into_it(at, server, person):
    mine = server.room(server.owner, person, name="Workshop")
    theirs = server.room(person, kind="group", name="Hideout")
    server.room(person, server.register("Zoe"), kind="direct")
    assert person.post(f"/api/v1/rooms/{theirs}/messages", {"content": "not for Olga"}).status == 201
    page = at("admin/rooms").page
    expect(page.get_by_role("main").get_by_role("link", name="Workshop")).to_have_attribute("href", f"#/room/{mine}")
    expect(entry(page, "Hideout")).to_contain_text("1 person")
    expect(entry(page, "Hideout")).to_contain_text("1 message")
    expect(entry(page, "Two people")).to_have_count(1)
    expect(page.get_by_role("main")).not_to_contain_text("not for Olga")
    page.get_by_role("button", name="Delete Hideout").click()
    page.get_by_role("textbox", name="type its name").fill("Hideout")
    page.get_by_role("dialog", name=f"Delete “{called('Hideout')}”?").get_by_role("button", name="Delete this room").click()
    expect(entry(page, "Hideout")).to_have_count(0)
    expect(page.get_by_role("main").get_by_role("heading", name="Rooms", exact=True)).to_be_focused()
    assert person.get(f"/api/v1/rooms/{theirs}").status == 404


def test_a_backup_is_made_and_shown_as_proven(at, server, person):
    page = at("admin/backups").page
    expect(page.get_by_role("main")).to_contain_text("There is no verified backup yet.")
    expect(page.get_by_role("main")).to_contain_text("No backup is kept yet.")
    page.get_by_role("button", name="Back up now").click()
    expect(page.get_by_role("status").filter(has_text="A backup is made and verified")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("The last verified backup is of")
    kept = server.owner.get("/api/v1/admin/backups").body["backups"]
    expect(entry(page, kept[0]["name"])).to_contain_text("Verified")
    expect(page.get_by_role("button", name="Back up now")).to_be_focused()


def test_an_owner_downloads_a_backup_after_a_word_of_warning(at, server, tmp_path):
    made = server.owner.post("/api/v1/admin/backups").body["name"]
    fresh = server.sign_in(server.owner)
    page = at("admin/backups", fresh).page
    page.get_by_role("button", name=f"Download {made}").click()
    warning = page.get_by_role("dialog", name="Download this backup?")
    expect(warning).to_contain_text("Everyone’s words are in it")
    with page.expect_download() as download:
        warning.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == made
    download.value.save_as(tmp_path / made)
    kept = server.process.database.parent / "backups" / made
    assert (tmp_path / made).read_bytes() == kept.read_bytes()
    expect(page.get_by_role("dialog")).to_have_count(0)
    to(page, "Log")
    expect(part(page).get_by_role("listitem").first).to_contain_text(
        f"\u2068Olga\u2069 downloaded the backup \u2068{made}\u2069.")


def test_a_backup_is_downloaded_by_nobody_with_an_old_session_and_by_owners_alone(at, server, person):
    made = server.owner.post("/api/v1/admin/backups").body["name"]
    page = at("admin/backups").page
    page.route("**/api/v1/admin/backups/*", lambda route: route.fulfill(status=403))
    page.get_by_role("button", name=f"Download {made}").click()
    page.get_by_role("dialog").get_by_role("button", name="Download").click()
    told = page.get_by_role("alert").filter(has_text="within the last ten minutes")
    expect(told.get_by_role("button", name="Sign in again")).to_be_visible()
    assert server.owner.patch(f"/api/v1/users/{person.id}", {"role": "admin"}).status == 200
    page = at("admin/backups", person).page
    expect(entry(page, made)).to_contain_text("this minute")
    expect(page.get_by_role("button", name="Download")).to_have_count(0)


def test_a_backup_that_is_being_made_shows_how_far_it_is(at):
    """By whomever: it is listed once it is done."""
    visitor = at("admin")
    page = visitor.page
    answers = [{"copied": 40 << 20, "total": 160 << 20}, {"copied": 160 << 20, "total": 160 << 20}, None]
    held = []

    def answer(route):
        making = answers[min(len(held), 2)]
        route.fulfill(content_type="application/json", body=json.dumps({
            "backups": [], "making": making, "last_good_at": None, "last_failure": None}))

    page.route("**/api/v1/admin/backups", answer)
    to(page, "Backups")
    progress = page.get_by_role("progressbar")
    expect(page.get_by_role("main")).to_contain_text("40 MB of 160 MB are copied.")
    assert progress.evaluate("bar => bar.position") == 0.25
    held.append("copied")
    expect(page.get_by_role("main")).to_contain_text("All is copied, and is being verified.")
    held.append("proven")
    expect(progress).to_have_count(0)


def test_a_backup_that_fails_says_why(at, server):
    (server.process.folder / "taken").write_text("a file")
    impossible = server.process.folder / "taken" / "backups"
    with settings(server, backup_directory=impossible):
        page = at("admin/backups").page
        page.get_by_role("button", name="Back up now").click()
        expect(page.get_by_role("alert").filter(has_text=str(impossible))).to_have_count(2)
        expect(page.get_by_role("alert").filter(has_text="The latest backup failed.")).to_contain_text(str(impossible))


FINDINGS = {"checked_at": "2026-11-24T03:50:00.000Z", "findings": [
    {"id": "db.ok", "check": "db", "level": "ok", "ignored": False, "what": "The database is whole.", "why": "Never shown.", "fix": "Never shown."},
    {"id": "moon.full", "check": "moon", "level": "warning", "ignored": False, "what": "The moon is full.", "why": "Nights are bright.", "fix": "curtains"},
    {"id": "smtp.refused", "check": "smtp", "level": "error", "ignored": False, "what": "The relay is gone.", "why": "No codes.", "fix": "snug check smtp"}]}


def test_what_the_checks_found_is_told_the_worst_first(at):
    visitor = at("admin")
    page = visitor.page
    page.route("**/api/v1/admin/findings", lambda route: route.fulfill(
        content_type="application/json", body=json.dumps(FINDINGS)))
    to(page, "Health")
    found = visitor.section("Health").get_by_role("listitem")
    expect(found).to_contain_text([
        "MailNeeds mendingThe relay is gone.No codes.Set up mailsnug check smtpsmtp.refusedMark as known",
        "moonWorth a lookThe moon is full.Nights are bright.curtainsmoon.fullMark as known", "DatabaseGoodThe database is whole."])
    expect(visitor.section("Health")).to_contain_text("2 things to look at.")
    expect(visitor.section("Health")).not_to_contain_text("Never shown.")
    page.unroute("**/api/v1/admin/findings")
    page.route("**/api/v1/admin/findings", lambda route: route.fulfill(
        content_type="application/json", body=json.dumps(FINDINGS | {"findings": FINDINGS["findings"][:1]})))
    page.get_by_role("button", name="Look again").click()
    expect(visitor.section("Health")).to_contain_text("All is well.")
    expect(found).to_have_count(1)


def test_a_finding_that_is_known_counts_for_nothing_until_it_is_to_count_again(at, server, person):
    """By owners: it is a setting."""
    visitor = at("admin/findings")
    page = visitor.page
    page.get_by_role("button", name="Mark smtp.none as known").click()
    expect(entry(page, "No mail server is set.")).to_contain_text("Known")
    expect(page.get_by_role("heading", name="Health")).to_be_focused()
    ended = run("check", "smtp", "--database", server.process.database)
    assert ended.returncode == 0 and "ignored" in ended.stdout
    page.get_by_role("button", name="Count smtp.none again").click()
    expect(entry(page, "No mail server is set.")).to_contain_text("Worth a look")
    assert run("check", "smtp", "--database", server.process.database).returncode == 1
    assert server.owner.patch(f"/api/v1/users/{person.id}", {"role": "admin"}).status == 200
    page = at("admin/findings", person).page
    expect(entry(page, "No mail server is set.")).to_contain_text("smtp.none")
    expect(page.get_by_role("button", name="Mark smtp.none as known")).to_have_count(0)


def test_findings_are_told_in_german_with_the_servers_own_words_below(visitor, server):
    one = visitor(locale="de-DE")
    one.come_in(server.owner, "/#/admin/findings")
    found = entry(one.page, "Es ist kein Mailserver gesetzt.")
    expect(found).to_contain_text("Einen Blick wert")
    expect(found).to_contain_text("Herein kommt, wem du sie gibst.")
    expect(found.locator("[lang=en]").first).to_have_text("No mail server is set.")
    expect(found).to_contain_text("snug config set smtp.host")
    expect(entry(one.page, "Die Datenbank ist heil.")).to_contain_text("Gut")
    # Of what is well, no figures in another language.
    expect(entry(one.page, "Die Datenbank ist heil.").locator("[lang=en]")).to_have_count(0)


def test_the_log_goes_back_to_its_beginning_a_page_at_a_time(at, server):
    for number in range(60):
        assert server.owner.post("/api/v1/invites", {"name": f"Number {number}"}).status == 201
    page = at("admin/audit").page
    entries = part(page).get_by_role("listitem")
    expect(entries).to_have_count(50)
    page.get_by_role("button", name="Show more").click()
    expect(entries.nth(50)).to_be_focused()
    while page.get_by_role("button", name="Show more").is_visible():
        before = entries.count()
        page.get_by_role("button", name="Show more").click()
        expect(entries.nth(before)).to_be_visible()
    expect(entries.last).to_contain_text("set this server up.")


def test_a_list_that_cannot_be_fetched_says_so_and_is_tried_again(at):
    visitor = at("admin/people")
    page = visitor.page
    expect(entry(page, "olga@example.org")).to_be_visible()
    page.route("**/api/v1/audit*", lambda route: route.abort())
    to(page, "Log")
    expect(page.get_by_role("alert").filter(has_text="The server cannot be reached.")).to_be_visible()
    page.unroute("**/api/v1/audit*")
    page.get_by_role("main").get_by_role("button", name="Try again").click()
    expect(part(page).get_by_role("listitem").first).to_be_visible()
