"""Firefox and WebKitGTK while the server is away, or refuses."""

import pytest

from parts import post, said
from support.deadline import eventually
from support.server import SnugServer
from support.snug import SnugProcess



@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("de", 320)])
def test_what_is_written_while_the_server_is_away_is_sent_once(onlooker, tmp_path, language, width):
    with SnugProcess(tmp_path) as process:
        server = SnugServer(process.start())
        owner = server.owner
        room = server.room(owner, name="Kitchen")
        post(owner, room, "Is the kettle on?")
        one = onlooker(server, language, width)
        one.come_in(owner, f"/#/room/{room}")
        one.row("Is the kettle on?")
        one.wait_for_worker()
        one.wait_until_kept("snapshots", "Is the kettle on?")
        process.kill()
        one.say("Written in the dark")
        one.see(".row", one.words["sending"])
        one.see(".banner", one.words["offline"])
        one.look()
        one.wait_until_kept("outbox", "Written in the dark")
        one.reload()
        one.row("Is the kettle on?")
        one.row("Written in the dark")
        process.start()
        eventually(lambda: "Written in the dark" in said(owner, room), "the message", within=40)
        one.miss(".banner")
        one.miss(".row", one.words["sending"])
        assert said(owner, room).count("Written in the dark") == 1
        assert len(one.all(".row", "Written in the dark")) == 1
