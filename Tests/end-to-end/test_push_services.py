"""What push services answer, and where names that members give may lead (SECURITY 26)."""

import pytest

from support.deadline import eventually
from support.preload import build
from support.push_service import PushService
from support.server import SnugServer
from support.snug import SnugProcess
from support.wrong_clock import HOUR, WrongClock

PRIVATE = {
    "inside.example.org": "10.0.0.1", "self.example.org": "127.0.0.1", "cloud.example.org": "169.254.169.254",
    "six.example.org": "::1", "mapped.example.org": "::ffff:10.0.0.1", "local.example.org": "fd00::1",
}


@pytest.fixture(scope="module")
def service():
    with PushService() as service:
        yield service


@pytest.fixture(scope="module")
def server(tmp_path_factory, service):
    folder = tmp_path_factory.mktemp("services")
    names = ",".join(f"{name}={address}" for name, address in PRIVATE.items())
    hosts = ",".join([service.place, "unknown.example.org", *PRIVATE])
    library = build("names", folder)
    with SnugProcess(folder, "--push-hosts", hosts, LD_PRELOAD=str(library), NAMES=names) as process:
        yield SnugServer(process.start())


@pytest.fixture
def ben(server, request):
    return server.register(f"Ben{abs(hash(request.node.name))}")


def only(person):
    """The one subscription of a person; none where it is gone."""
    return next(iter(person.get("/api/v1/me/push").body["subscriptions"]), None)


def outcome(person, id):
    """The subscription after a test push, once there is a word on it."""
    assert person.post(f"/api/v1/me/push/{id}/test").status == 202
    return eventually(
        lambda: (lambda known: known and (known["accepted_at"] or known["reason"]) and known)(only(person)),
        "a word on the push")


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(service, ben, status):
    browser = service.browser(f"gone-{status}", status)
    id = browser.subscribe(ben)
    assert ben.post(f"/api/v1/me/push/{id}/test").status == 202
    browser.wait()
    eventually(lambda: only(ben) is None, "the subscription is forgotten")


@pytest.mark.parametrize(("status", "words", "reason"), [
    (400, "BadWebPushTopic", "400 BadWebPushTopic"), (403, '{"reason":"BadJwtToken"}', '403 {"reason":"BadJwtToken"}'),
    (413, "", "413 The push is too long for it."), (401, "no\r\nline\x1b[31m", "401 no  line [31m")])
def test_a_refusal_is_kept_with_its_reason(service, ben, status, words, reason):
    browser = service.browser(f"refused-{status}", (status, {}, words))
    known = outcome(ben, browser.subscribe(ben))
    assert known["reason"] == reason and known["failed_at"] and not known["accepted_at"]
    service.answers[browser.path] = 201
    assert ben.post(f"/api/v1/me/push/{known['id']}/test").status == 202
    eventually(lambda: only(ben)["accepted_at"] and only(ben)["reason"] is None, "the reason is gone")
    assert len(browser.requests) == 2


@pytest.mark.parametrize("status", [429, 503])
def test_a_service_that_asks_for_time_gets_it(service, ben, status):
    browser = service.browser(f"later-{status}", (status, {"Retry-After": "7"}, "in a while"))
    known = outcome(ben, browser.subscribe(ben))
    assert known["reason"] == f"{status} in a while"
    service.answers[browser.path] = 201
    browser.wait(2)
    assert browser.requests[1].at - browser.requests[0].at >= 7
    eventually(lambda: only(ben)["accepted_at"], "the note that it was taken")


def test_what_is_delayed_is_sent_after_a_restart(service, server, ben):
    browser = service.browser("restarted", (500, {"Retry-After": "8"}, ""))
    outcome(ben, browser.subscribe(ben))
    server.process.kill()
    service.answers[browser.path] = 201
    server.process.start()
    browser.wait(2)
    eventually(lambda: only(ben)["accepted_at"], "the note that it was taken")


def test_a_redirect_is_not_followed(service, ben):
    other = service.browser("elsewhere")
    browser = service.browser("redirected", (307, {"Location": other.endpoint}, ""))
    known = outcome(ben, browser.subscribe(ben))
    assert known["reason"] == "307 It points elsewhere, and is not followed."
    assert other.requests == []


def test_a_service_that_hangs_holds_nobody_up(service, server, ben):
    hung = service.browser("hung", "hang")
    id = hung.subscribe(ben)
    assert ben.post(f"/api/v1/me/push/{id}/test").status == 202
    hung.wait()
    well = service.browser("well")
    ada = server.register("Ada")
    assert outcome(ada, well.subscribe(ada))["accepted_at"]
    assert only(ben)["reason"] is None, "it still waits"
    known = eventually(lambda: (lambda each: each["reason"] and each)(only(ben)), "the end of its time", within=30)
    assert "says nothing" in known["reason"]


@pytest.mark.parametrize("name", PRIVATE)
def test_a_name_that_leads_inside_gets_nothing(service, ben, name):
    subscription = service.browser(name).subscription | {"endpoint": f"https://{name}/push"}
    answer = ben.post("/api/v1/me/push", subscription)
    assert answer.status == 201, answer.body
    assert outcome(ben, answer.body["id"])["reason"] == (
        f"{name} leads to {PRIVATE[name]}, where this server sends nothing.")


def test_a_name_that_leads_nowhere_is_told(service, ben):
    subscription = service.browser("unknown").subscription | {"endpoint": "https://unknown.example.org/push"}
    id = ben.post("/api/v1/me/push", subscription).body["id"]
    assert outcome(ben, id)["reason"] == "The name unknown.example.org is not known here."


def test_endpoints_and_keys_are_in_no_log(server, service, ben):
    browser = service.browser("secret-place", (403, {}, "no"))
    outcome(ben, browser.subscribe(ben))
    said = server.process.output + server.process.errors
    assert "secret-place" not in said and browser.subscription["keys"]["auth"] not in said


def test_what_is_refused_while_the_clock_is_wrong_is_sent_once_it_is_right(tmp_path, service):
    clock = WrongClock(tmp_path)
    clock.set(13 * HOUR)
    with SnugProcess(tmp_path, *service.flags, **clock.settings) as process:
        ada = SnugServer(process.start()).register("Ada")
        browser = service.browser("of-tomorrow", (403, {}, "BadJwtToken"))
        known = outcome(ada, browser.subscribe(ada))
        assert known["reason"] == "403 BadJwtToken"
        service.answers[browser.path] = 201
        clock.set(0)
        browser.wait(2)
        eventually(lambda: only(ada)["accepted_at"], "the note that it was taken")
