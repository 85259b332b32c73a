"""The administration at a glance, the ways through it, and its settings in words."""

import pytest
from playwright.sync_api import expect

from administration import entry, held, part, to

OVERVIEW = {
    "days": [{"day": f"2026-11-{day + 1:02}", "messages": day * 3, "people": day % 5} for day in range(30)],
    "accounts": 13, "online": 4, "rooms": 12, "messages": 18_432,
    "disk": {"free": 11_200_000_000, "total": 40_000_000_000, "database": 912_000_000, "backups": 6_400_000_000, "days_left": 412},
    "files": {"used": 3_400_000_000, "max": 10_737_418_240},
    "mail": {"relay": False, "waiting": 0, "oldest_at": None, "last_error": None},
    "backup": None, "findings": {"errors": 0, "warnings": 1}}


@pytest.fixture
def overview(admin_at):
    def overview(**changes):
        one = admin_at("admin/people")
        one.page.route("**/api/v1/admin/overview", lambda route: route.fulfill(json=OVERVIEW | changes))
        to(one.page, "Overview")
        return part(one.page)

    return overview


def test_the_first_page_tells_how_the_server_is(admin_at, server):
    room = server.room(server.owner, name="Kitchen")
    assert server.owner.post(f"/api/v1/rooms/{room}/messages", {"content": "Hello"}).status == 201
    found = part(admin_at("admin").page)
    expect(found.get_by_role("link", name="here now")).to_contain_text("1")
    expect(found.get_by_role("figure")).to_have_count(2)
    expect(found.get_by_role("region", name="Disk")).to_contain_text("free of")
    expect(found.get_by_role("region", name="Mail")).to_contain_text("No mail server")
    expect(found.get_by_role("region", name="Last backup")).to_be_visible()
    figure = found.get_by_role("figure").first
    figure.get_by_text("As a table").click()
    today = figure.get_by_role("row").nth(1)
    expect(figure.get_by_role("row")).to_have_count(31)
    assert int(today.get_by_role("cell").inner_text()) >= 1


def test_a_figure_is_a_table_for_whoever_wants_one_and_tells_each_day_that_is_pointed_at(overview):
    figure = overview().get_by_role("figure").first
    expect(figure).to_contain_text("1,305 in 30 days")
    expect(figure.get_by_role("table")).to_have_count(0)
    figure.get_by_text("As a table").click()
    table = figure.get_by_role("table", name="Messages a day")
    expect(table.get_by_role("row").nth(1)).to_contain_text("Mon 30 Nov87")
    picture = figure.locator("svg")
    box = picture.bounding_box()
    picture.hover(position={"x": box["width"] - 5, "y": 40})
    expect(figure).to_contain_text("Mon 30 Nov: 87 messages")


def test_troubles_stand_first_and_lead_to_their_mend(overview):
    found = overview()
    expect(found.get_by_role("link", name="1 thing is worth a look")).to_have_attribute("href", "#/admin/findings")
    expect(found.get_by_role("region", name="Disk")).to_contain_text("lasts for about 14 months")
    expect(found.get_by_role("region", name="Mail").get_by_role("link")).to_have_attribute("href", "#/admin/mail")
    expect(found.get_by_role("region", name="Last backup")).to_contain_text("No backup is kept yet.")
    found = overview(
        findings={"errors": 2, "warnings": 1}, mail={"relay": True, "waiting": 3, "oldest_at": "2026-11-27T08:00:00.000Z", "last_error": "451 later"},
        disk=OVERVIEW["disk"] | {"days_left": None})
    expect(found).to_contain_text("2 things need mending")
    expect(found).to_contain_text("3 mails wait")
    expect(found).to_contain_text("451 later")
    expect(found.get_by_role("region", name="Disk")).to_contain_text("not grown enough")
    found = overview(findings={"errors": 0, "warnings": 0, "checked_at": None}, disk=None)
    expect(found).to_contain_text("have not run yet")
    expect(found.get_by_role("region", name="Disk")).to_contain_text("It cannot be looked at")


def test_a_first_page_that_cannot_be_fetched_says_so_and_is_tried_again(admin_at):
    one = admin_at("admin/people")
    one.page.route("**/api/v1/admin/overview", lambda route: route.abort())
    to(one.page, "Overview")
    expect(part(one.page).get_by_role("alert")).to_contain_text("The server cannot be reached.")
    one.page.unroute("**/api/v1/admin/overview")
    one.page.route("**/api/v1/admin/overview", lambda route: route.fulfill(json=OVERVIEW))
    part(one.page).get_by_role("button", name="Try again").click()
    expect(part(one.page).get_by_role("figure")).to_have_count(2)


@pytest.mark.parametrize(("width", "is_beside"), [(320, False), (720, False), (1280, True)])
def test_the_ways_stand_beside_the_page_or_in_one_row_above_it(admin_at, width, is_beside):
    one = admin_at("admin/audit", viewport={"width": width, "height": 700})
    ways = one.page.get_by_role("navigation", name="Administration").get_by_role("link")
    expect(ways).to_have_count(11)
    current = ways.filter(has_text="Log")
    expect(current).to_have_attribute("aria-current", "page")
    expect(current).to_be_in_viewport()
    boxes = [each.bounding_box() for each in ways.all()]
    assert len({box["y" if not is_beside else "x"] for box in boxes}) == 1


def test_a_setting_is_told_in_words_changed_and_given_back_its_default(admin_at):
    page = admin_at("admin/settings").page
    days = entry(page, "session.days")
    expect(days).to_contain_text("Stay signed in without a visit")
    expect(days).to_contain_text("30 days after the last visit")
    expect(days).to_contain_text("Default")
    page.get_by_role("button", name="Change Stay signed in without a visit").click()
    dialog = page.get_by_role("dialog", name="Stay signed in without a visit")
    expect(dialog).to_contain_text("days")
    dialog.get_by_label("Value").fill("0")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("“0” is not a number from 1 to 3650.")
    expect(dialog.get_by_label("Value")).to_be_focused()
    dialog.get_by_label("Value").fill(" 7 ")
    dialog.get_by_role("button", name="Save").click()
    expect(days).to_contain_text("7 days after the last visit")
    expect(days).to_contain_text("Set here")
    expect(part(page).get_by_role("heading", name="Access")).to_be_focused()
    to(page, "Log")
    expect(part(page).get_by_role("listitem").first).to_contain_text(
        "\u2068Olga\u2069 changed the setting \u2068Stay signed in without a visit\u2069.")
    to(page, "Settings")
    page.get_by_role("button", name="Change Stay signed in without a visit").click()
    dialog.get_by_role("button", name="Back to the default: 30 days after the last visit").click()
    expect(days).to_contain_text("Default")


def test_a_choice_is_made_among_sentences(own_server, visitor_of):
    page = visitor_of(own_server, "admin/settings").page
    log = entry(page, "How much the log tells")
    expect(log).to_contain_text("The usual")
    page.get_by_role("button", name="Change How much the log tells").click()
    page.get_by_role("dialog", name="How much the log tells").get_by_role("radio", name="Warnings and errors").check()
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(log).to_contain_text("Warnings and errors")
    assert held(own_server)["log.level"] == "warning"


def test_a_setting_that_waits_for_a_restart_says_so(admin_at):
    page = admin_at("admin/settings").page
    page.get_by_role("button", name="Change Form of the log").click()
    dialog = page.get_by_role("dialog", name="Form of the log")
    expect(dialog).to_contain_text("A change takes effect when the server is restarted.")
    dialog.get_by_role("radio", name="JSON for programs").check()
    dialog.get_by_role("button", name="Save").click()
    expect(entry(page, "log.format")).to_contain_text("Waits for a restart")
    expect(page.get_by_role("status").filter(has_text="It takes effect when the server is restarted.")).to_be_visible()
    page.get_by_role("button", name="Change Form of the log").click()
    dialog.get_by_role("button", name="No longer set").click()
    expect(entry(page, "log.format")).not_to_contain_text("Waits for a restart")


def test_what_is_set_elsewhere_and_what_is_not_theirs_is_only_shown(admin_at, server, person):
    page = admin_at("admin/settings").page
    expect(entry(page, "trusted.proxies")).to_contain_text("From the flag --trusted-proxies")
    expect(entry(page, "tls.certificate")).to_contain_text("Changed on the server itself")
    for key in ("trusted.proxies", "tls.certificate"):
        expect(entry(page, key).get_by_role("button")).to_have_count(0)
    assert server.owner.patch(f"/api/v1/users/{person.id}", {"role": "admin"}).status == 200
    page = admin_at("admin/settings", person).page
    expect(part(page)).to_contain_text("Only owners change it.")
    expect(entry(page, "session.days")).to_contain_text("30 days")
    expect(part(page).get_by_role("listitem").get_by_role("button")).to_have_count(0)


def test_the_settings_are_explained_in_german(admin_at):
    page = admin_at("admin/settings", locale="de-DE").page
    expect(entry(page, "site.name")).to_contain_text("Der Name auf Seiten und in Mails.")
    expect(entry(page, "backup.time")).to_contain_text("Jede Nacht um 02:30 UTC")


def test_a_size_is_asked_for_with_its_unit_and_what_it_may_be_is_said(own_server, visitor_of):
    page = visitor_of(own_server, "admin/settings", locale="de-DE").page
    page.get_by_role("button", name="Größe einer Datei ändern").click()
    dialog = page.get_by_role("dialog", name="Größe einer Datei")
    for typed, said in (("abc", "Das geht hier nicht. Zum Beispiel 25 MB, höchstens 2 GB"), ("10", "Mit der Einheit: 10 KB, 10 MB oder 10 GB.")):
        dialog.get_by_label("Wert").fill(typed)
        dialog.get_by_role("button", name="Speichern").click()
        expect(dialog).to_contain_text(said)
    dialog.get_by_label("Wert").fill("10 MB")
    dialog.get_by_role("button", name="Speichern").click()
    expect(entry(page, "upload.max.bytes")).to_contain_text("Bis zu 10 MB")


def test_a_finding_leads_to_the_page_that_mends_it(admin_at):
    page = admin_at("admin/findings").page
    entry(page, "No mail server is set.").get_by_role("link", name="Set up mail").click()
    expect(part(page).get_by_label("Mail server", exact=True)).to_be_visible()
