"""The card that hands the standing invite on: in the room that newcomers come into, for those who run the server."""

import io

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from support.client import Client
from support.deadline import eventually
from support.relay import MailRelay
from support.server import PASSWORD, SnugServer
from support.snug import BEHIND_PROXY, SnugProcess
from visitor import Visitor

# A worker that is there already hands modules out by itself, past the test.
WITHOUT_WORKER = {"service_workers": "block"}


@pytest.fixture
def alone(chromium, tmp_path):
    """Makes a server that has just been set up, and its owner, who looks at the first room."""
    made = []

    def alone(*flags, browser=None, **settings):
        process = SnugProcess(tmp_path, *BEHIND_PROXY, *flags, **settings)
        process.start()
        server = SnugServer(process, first_room=True)
        owner = Visitor(chromium, server, **browser or {})
        made.append((process, owner))
        owner.room = server.owner.get("/api/v1/rooms").body["rooms"][0]["id"]
        owner.come_in(server.owner, f"/#/room/{owner.room}")
        return owner

    yield alone
    for process, owner in made:
        owner.leave()
        process.kill()
        assert owner.errors == []


def card(page):
    return page.get_by_role("region", name="Bring the others in")


def standing(server):
    return server.owner.get("/api/v1/invites/standing").body["url"]


def come(server, name="Tobias"):
    token = standing(server).split("#")[1]
    return server.register(name, invite=token)


def test_whoever_is_alone_sees_the_link_and_its_picture_until_someone_comes(alone):
    owner = alone()
    page = owner.page
    link = card(page).get_by_label("Link of the invite").input_value()
    assert link == standing(owner.server)
    picture = card(page).get_by_role("img", name="The link as a QR code").screenshot()
    assert [found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))] == [link]
    expect(card(page)).to_contain_text("This link works on this computer alone")
    tobias = come(owner.server)
    expect(card(page)).to_have_count(0)
    assert [each["id"] for each in tobias.get("/api/v1/rooms").body["rooms"]] == [owner.room]


def test_the_warning_of_a_link_comes_with_it_and_moves_no_picture(alone):
    page = alone(browser=WITHOUT_WORKER).page
    link = card(page).get_by_label("Link of the invite")
    # The page before the reload asks for nothing more.
    expect(link).to_be_visible()
    held = []
    page.route("**/links/near-only.js", lambda route: held.append(route))
    with page.expect_request("**/links/near-only.js"):
        page.reload()
    assert link.count() == 1 and not link.is_visible()
    held[0].continue_()
    expect(link).to_be_visible()
    assert "This link works on this computer alone" in card(page).inner_text()


def test_the_link_is_shown_even_if_its_warning_cannot_be_had(alone):
    page = alone(browser=WITHOUT_WORKER).page
    page.route("**/links/near-only.js", lambda route: route.abort())
    page.reload()
    expect(card(page).get_by_label("Link of the invite")).to_be_visible()


def test_what_one_writes_alone_stands_beneath_the_card(alone):
    page = alone().page
    page.get_by_role("textbox", name="Write to").fill("Hello?")
    page.get_by_role("textbox", name="Write to").press("Enter")
    expect(page.locator(".row")).to_contain_text("Hello?")
    expect(card(page)).to_be_visible()


def test_the_page_of_the_room_keeps_it_for_those_who_run_the_server(alone, visitor_of):
    owner = alone()
    tobias = come(owner.server)
    owner.go(f"/#/room/{owner.room}/about")
    expect(card(owner.page).get_by_label("Link of the invite")).to_have_value(standing(owner.server))
    other = visitor_of(owner.server)
    other.come_in(tobias, f"/#/room/{owner.room}/about")
    expect(other.page.get_by_role("heading", name="Members (2)")).to_be_visible()
    expect(card(other.page)).to_have_count(0)


def test_the_link_is_made_anew_once_that_was_meant(alone):
    owner = alone()
    page = owner.page
    field = card(page).get_by_label("Link of the invite")
    before = field.input_value()
    card(page).get_by_role("button", name="New link").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(field).to_have_value(before)
    card(page).get_by_role("button", name="New link").click()
    page.get_by_role("dialog").get_by_role("button", name="New link").click()
    expect(field).not_to_have_value(before)
    expect(card(page)).to_contain_text("The old link does not work any more.")
    assert field.input_value() == standing(owner.server)
    look = Client(owner.server.process.port).post("/api/v1/invites/look", {"invite": before.split("#")[1]})
    assert look.body["code"] == "invalid_invite"


def test_without_a_relay_it_says_that_none_is_needed_and_where_one_is_set_up(alone):
    page = alone().page
    expect(card(page).get_by_role("link", name="set up mail")).to_have_attribute("href", "#/admin/mail")
    expect(card(page).get_by_role("button", name="Mail it")).to_have_count(0)


def test_with_a_relay_it_is_mailed(alone, tmp_path):
    with MailRelay(tmp_path) as relay:
        owner = alone(*relay.flags, **relay.settings)
        page = owner.page
        card(page).get_by_role("button", name="Mail it").click()
        card(page).get_by_label("E-mail of whoever you invite").fill("tobias@example.org")
        card(page).get_by_role("button", name="Mail the invite").click()
        expect(card(page)).to_contain_text("The invite is on its way to tobias@example.org.")
        mail = eventually(lambda: relay.to("tobias@example.org"), "the mailed invite")[0]
        assert standing(owner.server) in mail.get_body(("plain",)).get_content()


def test_another_room_can_be_the_one_that_newcomers_come_into(alone):
    owner = alone()
    garden = owner.server.room(owner.server.owner, kind="open", name="Garden")
    owner.go(f"/#/room/{garden}/about")
    owner.page.get_by_role("button", name="Let them come in here").click()
    expect(card(owner.page)).to_be_visible()
    tobias = come(owner.server)
    assert [each["id"] for each in tobias.get("/api/v1/rooms").body["rooms"]] == [garden]


def test_a_link_that_could_not_be_made_says_so_and_is_made_once(alone):
    owner = alone()
    page = owner.page
    expect(card(page).get_by_label("Link of the invite")).to_be_visible()
    page.route("**/api/v1/invites", lambda route: route.fulfill(json={"invites": []}))
    page.reload()
    make = card(page).get_by_role("button", name="Make a link")
    make.wait_for()
    page.route("**/invites/standing", lambda route: route.abort())
    make.click()
    expect(card(page).get_by_role("alert")).to_contain_text("The server cannot be reached.")
    page.unroute("**/invites/standing")
    held = []
    page.route("**/invites/standing", lambda route: held.append(route))
    make.click()
    expect(make).to_be_disabled()
    make.dispatch_event("click")
    eventually(lambda: (page.wait_for_timeout(10), held)[1], "the call")
    for route in held:
        route.continue_()
    assert card(page).get_by_label("Link of the invite").input_value() == standing(owner.server)
    assert len(held) == 1


def test_the_card_is_tried_again_until_it_is_had(alone):
    owner = alone()
    page = owner.page
    expect(card(page).get_by_label("Link of the invite")).to_be_visible()
    page.route("**/api/v1/invites", lambda route: route.abort())
    page.reload()
    again = page.locator(".invite-card").get_by_role("button", name="Try again")
    again.click()
    expect(page.locator(".invite-card").get_by_role("alert")).to_contain_text("The server cannot be reached.")
    expect(again).to_be_enabled()
    page.unroute("**/api/v1/invites")
    again.click()
    expect(card(page).get_by_label("Link of the invite")).to_be_visible()
