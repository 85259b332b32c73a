"""A message on one side, and the notification of it on the other: Firefox, with a push service on this machine."""

import shutil
import time

import pytest

from engines import Firefox
from firefox_push import FirefoxPush
from onlooker import Onlooker
from parts import post
from support.deadline import eventually
from support.server import SnugServer
from support.snug import BEHIND_PROXY, SnugProcess, run
from words import words

# Where it is driven, Firefox has no pushes; else it begins with them when it has nothing better to do, and what asks
# earlier is never answered.
READY = """
    Services.prefs.setBoolPref("dom.push.connection.enabled", true);
    ChromeUtils.importESModule("resource://gre/modules/PushService.sys.mjs").PushService.init();
"""
SHOWN = """
    const done = arguments[arguments.length - 1];
    navigator.serviceWorker.getRegistration().then((registration) => registration.getNotifications()).then((shown) =>
        done(shown.map(({ title, body, tag, data }) => ({ title, body, tag, url: data.url }))), (error) => done(String(error)));
"""


@pytest.fixture
def service():
    with FirefoxPush() as service:
        yield service


@pytest.fixture
def server(tmp_path, service):
    with SnugProcess(tmp_path, *BEHIND_PROXY, *service.flags) as process:
        yield SnugServer(process.start())


@pytest.fixture
def firefox(tmp_path_factory, service):
    engine = Firefox(tmp_path_factory.mktemp("firefox"), service.preferences)
    yield engine
    engine.stop()


def turn_on(firefox, server, person):
    """The person's page, at its settings, once pushes come to it."""
    firefox.privileged("ExecuteScript", READY)
    one = Onlooker(firefox, server, words("en"))
    one.come_in(person, "/#/settings")
    one.click("input[type=checkbox]", "Show notifications while I am not looking")
    one.click("input[type=checkbox]", "Also while this page is closed")
    one.see(".push-device", "This device", within=60)
    return one


def look_away(one):
    """A file is no page of Snug's: nobody looks any more."""
    one.run("location.href = '/assets/icon.svg'")
    eventually(lambda: one.run("return location.pathname") == "/assets/icon.svg", "the file")


def shown(one, room, words):
    """Once exactly that is shown, of one room."""
    wanted = [{"title": "Attic", "body": words, "tag": f"room-{room}", "url": f"/#/room/{room}"}]
    return eventually(lambda: one.run_async(SHOWN) == wanted, f"the notification {words}")


def test_a_message_reaches_a_firefox_in_which_no_page_is_open(firefox, service, server):
    ada, ben = server.register("Ada"), server.register("Ben")
    attic = server.room(ada, ben, name="Attic")
    one = turn_on(firefox, server, ada)
    one.look()
    one.resize(320)
    one.look()
    look_away(one)
    began = time.monotonic()
    post(ben, attic, "The kettle is on. ☕")
    shown(one, attic, "Ben: The kettle is on. ☕")
    seen = time.monotonic()
    [request] = service.requests
    eventually(lambda: service.acknowledged, "Firefox's word that it came")
    print(f"\n{request.at - began:.2f} s to the push service, {(seen - request.at) * 1_000:.0f} ms on to the notification")


def test_a_box_made_from_a_backup_goes_on_telling_it_without_being_allowed_anew(firefox, service, server, tmp_path):
    """Its key is in the one file; nobody opens the page meanwhile."""
    lost = server.process
    ada, ben = server.register("Ada"), server.register("Ben")
    attic = server.room(ada, ben, name="Attic")
    one = turn_on(firefox, server, ada)
    look_away(one)
    post(ben, attic, "Before")
    shown(one, attic, "Ben: Before")
    copy, other = tmp_path / "copy.db", tmp_path / "other"
    other.mkdir()
    assert run("backup", "create", copy, "--database", lost.database).returncode == 0
    lost.kill()
    shutil.rmtree(lost.folder / "data")
    ended = run("restore", copy, "--database", other / "snug.db")
    assert ended.returncode == 0, ended.stderr
    with SnugProcess(other, *BEHIND_PROXY, *service.flags, database=other / "snug.db") as box:
        box.port = lost.port
        box.start()
        post(ben, attic, "After")
        shown(one, attic, "Ben: After")
    assert len(service.requests) == 2
    assert len({request.headers["authorization"].split("k=")[1] for request in service.requests}) == 1, "one key"
