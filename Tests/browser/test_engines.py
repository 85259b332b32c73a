"""Firefox and WebKitGTK: coming in, talking, reading and leaving, as in Chromium."""

from types import SimpleNamespace

import pytest

from parts import post, said
from sent_files import photo, send
from support.console_mail import ConsoleMail
from support.deadline import eventually
from support.server import PASSWORD
from support.snug import SnugProcess
from visitor import within_site

COMPOSER = ".composer textarea"
EMAIL = "petra@example.org"


def room_of(person, room):
    return next(each for each in person.get("/api/v1/rooms").body["rooms"] if each["id"] == room)


def sign_out(one):
    one.click(".whoami-me")
    one.click("dialog .menu-item", one.words["signOut"])
    one.click("dialog form button", one.words["signOut"])
    one.see("input[type=password]")


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("de", 320)])
def test_a_server_is_set_up_by_its_link_and_come_back_to_by_a_mailed_code(onlooker, tmp_path, language, width):
    with SnugProcess(tmp_path) as process:
        process.start()
        one = onlooker(SimpleNamespace(process=process), language, width)
        one.go(within_site(process.setup_link))
        for label, text in [("name", "Petra"), ("email", EMAIL), ("password", PASSWORD)]:
            one.fill("input", one.words[label], text)
        one.click("button", one.words["setup"])
        one.see("main h1", one.words["everyone"])
        one.see(".invite-card .qr")
        one.go()
        sign_out(one)
        for label, text in [("email", EMAIL), ("password", PASSWORD)]:
            one.fill("input", one.words[label], text)
        one.click("form button", one.words["signIn"])
        one.fill("input", one.words["code"], ConsoleMail(process).code_for(EMAIL))
        one.see(".whoami-me", "Petra")


def test_what_is_said_edited_answered_reacted_to_and_deleted_reaches_the_others(onlooker, server, person, ben):
    room = server.room(person, ben, name="Kitchen")
    one = onlooker(server)
    one.come_in(person)
    one.click(".rooms a", "Kitchen")
    one.has_focus(COMPOSER)
    one.say("Soup at sevn")
    eventually(lambda: said(ben, room) == ["Soup at sevn"], "the message")
    one.menu("Soup at sevn")
    one.click(".menu-item", "Edit")
    one.say("Soup at seven")
    one.see(".row", "(edited)")
    eventually(lambda: said(ben, room) == ["Soup at seven"], "the edit")

    post(ben, room, "I bring bread")
    one.row("I bring bread")
    one.menu("I bring bread")
    one.click(".menu .emoji-button", "🎉")
    one.see(".reaction", "🎉 You")
    one.menu("I bring bread")
    one.click(".menu-item", "Reply")
    one.say("Thank you")
    one.see(".row .quotation", "I bring bread")
    assert eventually(lambda: ben.history(room)[2:], "the answer")[0]["reply_to"] == 2

    one.menu("Thank you")
    one.click(".menu-item", "Delete")
    one.click(".tombstone button", "Undo")
    one.row("Thank you")
    one.menu("Thank you")
    one.click(".menu-item", "Delete")
    eventually(lambda: "Thank you" not in said(ben, room), "that it is gone")
    one.miss(".tombstone button")


def test_what_is_unread_is_counted_and_read_once_it_was_in_sight(onlooker, server, person, ben):
    attic = server.room(person, ben, name="Attic")
    cellar = server.room(person, ben, name="Cellar")
    one = onlooker(server)
    one.come_in(person, f"/#/room/{cellar}")
    one.has_focus(COMPOSER)
    post(ben, attic, *(f"Dust {number}" for number in range(60)))
    one.see(".rooms a", "60 unread")
    one.await_(lambda: one.run("return document.title") == "(60) Cellar · Snug", "the count in the title")
    one.click(".rooms a", "Attic")
    one.see(".new-line")
    one.row("Dust 1")
    eventually(lambda: 0 < room_of(person, attic)["read_seq"] < 60, "as far as one sees")
    one.click("button", "Go to the newest message")
    eventually(lambda: room_of(person, attic)["read_seq"] == 60, "all read")
    one.await_(lambda: one.run("return document.title") == "Attic · Snug", "no count in the title")


def test_history_comes_above_the_row_that_is_read_and_moves_it_not(onlooker, server, person, ben):
    room = server.room(person, ben, name="Attic")
    post(ben, room, *(f"Line {number}.\nof two" for number in range(1, 161)))
    assert person.post(f"/api/v1/rooms/{room}/read", {"seq": 160}).status == 204
    one = onlooker(server)
    one.come_in(person, f"/#/room/{room}")
    one.row("Line 160.")
    moved = one.run_async("""
        const done = arguments[arguments.length - 1], timeline = document.querySelector(".timeline");
        const scroller = [timeline, ...timeline.querySelectorAll("*")].find((each) => each.scrollHeight > each.clientHeight + 50
            && /auto|scroll/.test(getComputedStyle(each).overflowY));
        const rows = () => [...document.querySelectorAll(".row[data-seq]")];
        const first = rows()[0];
        scroller.scrollTop = 100;
        const before = first.getBoundingClientRect().top;
        const look = () => rows()[0] === first ? requestAnimationFrame(look)
            : setTimeout(() => done(Math.abs(first.getBoundingClientRect().top - before)), 100);
        requestAnimationFrame(look);
    """)
    assert moved <= 1


def test_a_draft_outlives_the_page(onlooker, server, person, ben):
    room = server.room(person, ben, name="Attic")
    one = onlooker(server, width=390)
    one.come_in(person, f"/#/room/{room}")
    one.fill(COMPOSER, None, "Half a sentence")
    one.reload()
    one.await_(lambda: one.run("return document.querySelector(arguments[0])?.value", COMPOSER) == "Half a sentence", "the draft")


def test_dialogs_open_and_close_by_keys_and_give_the_focus_back(onlooker, server, person, ben):
    attic, _ = [server.room(person, ben, name=name) for name in ["Attic", "Cellar"]]
    post(person, attic, "Hello")
    one = onlooker(server)
    one.come_in(person, f"/#/room/{attic}")
    one.has_focus(COMPOSER)
    one.press("Control", "/")
    one.see("dialog", "Keyboard shortcuts")
    one.press("Escape")
    one.miss("dialog")
    one.has_focus(COMPOSER)
    one.press("Control", "k")
    one.has_focus("dialog input[type=search]")
    one.type("cel")
    one.press("Enter")
    one.see("main h1", "Cellar")
    one.has_focus(COMPOSER)
    one.press("Alt", "ArrowDown")
    one.see("main h1", "Attic")
    one.row("Hello")
    one.has_focus(COMPOSER)
    one.press("Shift", "Tab")
    one.has_focus(".composer button")
    one.press("Shift", "Tab")
    one.has_focus(".row-more")
    one.press("Enter")
    one.has_focus(".menu .emoji-button")
    one.press("Escape")
    one.miss(".menu")
    one.has_focus(".row-more")


def test_pictures_are_looked_at_one_after_the_other(onlooker, server, person, ben):
    room = server.room(person, ben, name="Garden")
    for name, alt in [("first.jpg", "A hedge"), ("second.jpg", "A pond")]:
        send(ben, room, "", photo(ben, room, name, alt=alt))
    one = onlooker(server)
    one.come_in(person, f"/#/room/{room}")
    loaded = "return [...document.querySelectorAll(arguments[0])].map((each) => each.complete && each.naturalWidth > 0)"
    one.await_(lambda: one.run(loaded, ".file-place img") == [True, True], "both pictures")
    one.run("document.querySelectorAll('.file-place button')[1].focus()")
    one.press("Enter")
    one.see("dialog .viewer-caption", "A pond")
    one.await_(lambda: one.run(loaded, "dialog img") == [True], "the picture")
    one.press("+")
    one.await_(lambda: one.run("return document.querySelector('dialog img').style.transform.includes('scale(1.5)')"), "a larger one")
    one.press("0")
    one.press("ArrowLeft")
    one.see("dialog .viewer-caption", "A hedge")
    one.press("Escape")
    one.miss("dialog")
    one.await_(lambda: one.run("return document.activeElement === document.querySelectorAll('.file-place button')[1]"), "the focus back")


def test_whoever_signs_out_is_at_the_door_and_leaves_nothing(onlooker, server, person, ben):
    room = server.room(person, ben, name="Attic")
    post(ben, room, "The key is under the mat")
    one = onlooker(server)
    one.come_in(person, f"/#/room/{room}")
    one.row("The key is under the mat")
    sign_out(one)
    assert person.get("/api/v1/me").status == 401
    assert one.run("return Object.keys(localStorage).filter((key) => key.startsWith('drafts-'))") == []
    assert "under the mat" not in one.run("return document.documentElement.outerHTML")
