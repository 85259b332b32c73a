"""A message on one side, and the notification of it on the other: Firefox, with a push service on this machine."""

import time

import pytest

from engines import Firefox
from firefox_push import FirefoxPush
from onlooker import Onlooker
from parts import post
from support.deadline import eventually
from support.server import SnugServer
from support.snug import BEHIND_PROXY, SnugProcess
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


def test_a_message_reaches_a_firefox_in_which_no_page_is_open(firefox, service, server):
    ada, ben = server.register("Ada"), server.register("Ben")
    attic = server.room(ada, ben, name="Attic")
    firefox.privileged("ExecuteScript", READY)
    one = Onlooker(firefox, server, words("en"))
    one.come_in(ada, "/#/settings")
    one.click("input[type=checkbox]", "Show notifications while I am not looking")
    one.click("input[type=checkbox]", "Also while this page is closed")
    one.see(".push-device", "This device", within=60)
    one.look()
    one.resize(320)
    one.look()
    # A file is no page of Snug's: nobody looks any more.
    one.run("location.href = '/assets/icon.svg'")
    eventually(lambda: one.run("return location.pathname") == "/assets/icon.svg", "the file")
    began = time.monotonic()
    post(ben, attic, "The kettle is on. ☕")
    shown = eventually(lambda: one.run_async(SHOWN), "the notification")
    seen = time.monotonic()
    [request] = service.requests
    assert shown == [{
        "title": "Attic", "body": "Ben: The kettle is on. ☕", "tag": f"room-{attic}", "url": f"/#/room/{attic}"}]
    eventually(lambda: service.acknowledged, "Firefox's word that it came")
    print(f"\n{request.at - began:.2f} s to the push service, {(seen - request.at) * 1_000:.0f} ms on to the notification")
