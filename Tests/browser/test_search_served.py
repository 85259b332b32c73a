"""The search with the server's own answers: what is found is what was said, and only by those who may see it."""

import re

import pytest
from playwright.sync_api import expect

from parts import post, row
from sent_files import send, upload
from test_search import field, filters, option, results, texts


@pytest.fixture
def tower(server, person, ben):
    room = server.room(person, ben, name="Tower")
    post(ben, room, "Die Straße zum Turm ist gesperrt", "会議は明日の午後です", "การประชุมพรุ่งนี้", "The bell rings at eight")
    post(person, room, "The BELL is cracked", "See https://example.org/bells")
    return room


@pytest.fixture
def at_search(visitor, person):
    def at_search(**options):
        one = visitor(**options)
        one.come_in(person, "/#/search")
        expect(field(one.page)).to_be_focused()
        return one.page

    return at_search


@pytest.mark.parametrize("typed, found, marked", [
    ("bell", ["See https://example.org/bells", "The BELL is cracked", "The bell rings at eight"], ["bells", "BELL", "bell"]),
    ("\"bell\"", ["The BELL is cracked", "The bell rings at eight"], ["BELL", "bell"]),
    ("\"bell is\"", ["The BELL is cracked"], ["BELL is"]),
    ("bell -cracked", ["The bell rings at eight"], ["bell"]),
    ("STRASSE", ["Die Straße zum Turm ist gesperrt"], ["Straße"]),
    ("会議", ["会議は明日の午後です"], ["会議"]),
    ("พรุ่ง", ["การประชุมพรุ่งนี้"], ["พรุ่ง"]),
])
def test_words_of_every_script_are_found_and_marked(at_search, tower, typed, found, marked):
    page = at_search()
    field(page).fill(typed)
    expect(texts(page)).to_have_text(found)
    expect(page.locator(".result-text mark")).to_have_text(marked)


def test_filters_narrow_what_the_server_finds(at_search, server, tower, person, ben):
    hall = server.room(person, ben, name="Hall")
    send(ben, hall, "The plan", upload(ben, hall, "bell-tower.pdf", b"%PDF-1.4 plan"))
    page = at_search()
    field(page).press_sequentially("bell from:Ben")
    option(page, "Ben").click()
    expect(texts(page)).to_have_text(["The plan", "The bell rings at eight"])
    expect(page.locator(".result-file mark")).to_have_text(["bell"])
    field(page).press("End")
    field(page).press_sequentially(" in:Tow")
    field(page).press("Enter")
    expect(texts(page)).to_have_text(["The bell rings at eight"])
    for button in filters(page).get_by_role("button", name=re.compile("remove")).all()[::-1]:
        button.click()
    field(page).fill("bell has:link ")
    expect(texts(page)).to_have_text(["See https://example.org/bells"])


def test_the_whole_of_a_long_list_is_gone_through_without_holes(at_search, server, person, ben):
    room = server.room(person, ben, name="Log")
    post(ben, room, *(f"Wind {number}" for number in range(1, 66)))
    page = at_search()
    field(page).fill("wind")
    for count in [20, 40, 60, 65]:
        expect(results(page)).to_have_count(count)
        page.locator(".page-body").evaluate("(body) => body.scrollTo(0, body.scrollHeight)")
    expect(page.get_by_text("This is all.")).to_be_visible()
    expect(texts(page)).to_have_text([f"Wind {number}" for number in range(65, 0, -1)])
    link = results(page).filter(has_text=re.compile("Wind 7$"))
    link.click()
    expect(row(page, "Wind 7")).to_be_focused()
    page.go_back()
    expect(link).to_be_focused()


def test_what_was_taken_back_changed_or_left_is_not_found(at_search, server, tower, person, ben):
    closed = server.room(person, ben, name="Vault")
    post(ben, closed, "The bell of the vault")
    assert person.call("DELETE", f"/api/v1/rooms/{closed}/members/{person.id}").status == 204
    assert ben.call("DELETE", f"/api/v1/rooms/{tower}/messages/4").status == 204
    assert person.call("PATCH", f"/api/v1/rooms/{tower}/messages/5", {"content": "The gong is cracked"}).status == 200
    page = at_search()
    field(page).fill("bell")
    expect(texts(page)).to_have_text(["See https://example.org/bells"])
    field(page).fill("gong")
    expect(texts(page)).to_have_text(["The gong is cracked"])


@pytest.mark.parametrize("typed", ["-bell", "\"", "*", "( OR NEAR(a b", "the\u0000bell", "...", "a" * 600, "\U0001F514"])
def test_nothing_typed_is_an_error_of_the_engine(at_search, tower, typed):
    page = at_search()
    answers = []
    page.on("response", lambda answer: "/api/v1/search?" in answer.url and answers.append(answer))
    field(page).fill(typed)
    field(page).press("Enter")
    expect(page.get_by_role("main").locator(".hollow, .result, [role=status]").first).to_be_attached()
    field(page).fill("cracked")
    expect(texts(page)).to_have_text(["The BELL is cracked"])
    assert {answer.status for answer in answers} <= {200, 422}
