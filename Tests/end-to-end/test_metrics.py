"""`/metrics` in Prometheus's text format, on a listener of its own; request ids."""

import contextlib
import http.client
import re

import pytest
from prometheus_client.parser import text_string_to_metric_families

from support.attachments import Begun, noise, upload, uploaded
from support.deadline import eventually
from support.server import SnugServer
from support.snug import SnugProcess, run

pytestmark = pytest.mark.main


@pytest.fixture
def watched(tmp_path):
    with SnugProcess(tmp_path, "--metrics-listen", "127.0.0.1:0") as process:
        yield process.start()


def port_of_metrics(process):
    return int(eventually(
        lambda: re.findall(r"^Metrics on http://127\.0\.0\.1:(\d+)/metrics$", process.output, re.M), "the address")[0])


def scrape(process):
    connection = http.client.HTTPConnection("127.0.0.1", port_of_metrics(process), timeout=5)
    connection.request("GET", "/metrics")
    answer = connection.getresponse()
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    return answer.read().decode()


def once_counted(process, is_counted):
    """The metrics, once they show what is awaited, or as they are when that takes too long."""
    found = []
    with contextlib.suppress(AssertionError):
        eventually(lambda: (found.append(scrape(process)), is_counted(samples(found[-1])))[1], "the counts")
    return found[-1]


def samples(text):
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text) for sample in family.samples}


def test_what_happens_is_counted(watched):
    """Every family has its help and its kind; counters move by what was done; routes are templates, never paths."""
    server = SnugServer(watched)
    ben = server.register("Ben")
    room = server.room(server.owner, ben)
    before = samples(scrape(watched))
    with server.owner.socket() as olga, ben.socket() as bens:
        for each in (olga, bens):
            each.wait_for(type="hello")
        for number in range(5):
            olga.say(room, f"hello {number}", f"c-{number}")
            assert olga.ack(f"c-{number}")
        bens.wait_for(type="message", client_id="c-4")
        assert server.owner.get("/api/v1/rooms/999999").status == 404
        assert server.guest.get("/nowhere/at/all").status == 404

        def count(after):
            """The counters that these acts have moved."""
            def moved(name, **labels):
                key = (name, *sorted(labels.items()))
                return after.get(key, 0) - before.get(key, 0)

            room_route = "/api/v1/rooms/{room}"
            return {
                "posted": moved("snug_messages_posted_total"),
                "delivered": moved("snug_deliveries_total"),
                "opened": moved("snug_sockets_opened_total"),
                "open": after["snug_sockets_open",],
                "refused": min(1, moved("snug_refusals_total", code="not_found")),
                "asked": moved("snug_http_requests_total", method="GET", route=room_route, status="4xx"),
                "timed": moved("snug_http_request_duration_seconds_count", route=room_route),
                "committed but not timed": after["snug_db_transactions_total", ("outcome", "committed")]
                - after["snug_db_transaction_duration_seconds_count",],
                "committed": min(5, moved("snug_db_transactions_total", outcome="committed")),
            }

        expected = {
            "posted": 5, "delivered": 10, "opened": 2, "open": 2, "refused": 1, "asked": 1, "timed": 1,
            "committed but not timed": 0, "committed": 5}
        # An answer may be there before it is counted; nothing is counted twice afterwards.
        text = once_counted(watched, lambda after: count(after) == expected)
        assert count(samples(text)) == expected
    after = samples(text)

    assert after["snug_db_transaction_duration_seconds_count",] == after["snug_db_transactions_total", ("outcome", "committed")]
    assert after["snug_db_size_bytes",] + after["snug_db_wal_size_bytes",] > 100_000
    assert 1e6 < after["process_resident_memory_bytes",] < 1e9
    assert after["process_open_fds",] < after["process_max_fds",]
    families = list(text_string_to_metric_families(text))
    assert all(family.documentation and family.type != "unknown" for family in families)
    # A measured value may have any digits.
    without_values = re.sub(r"^([^#].*) \S+$", r"\1", text, flags=re.MULTILINE)
    assert "999999" not in without_values and "nowhere" not in text and str(ben.email) not in text


def test_uploads_are_counted(watched):
    server = SnugServer(watched)
    ada, room = server.owner, server.room(server.owner)
    assert samples(scrape(watched))["snug_uploads_open",] == 0
    uploaded(ada, room, noise(5_000), "a.bin")
    assert upload(ada, room, noise(10), "..").status == 422
    with Begun(ada, room, 1_000, expects=True) as begun:
        assert begun.answer().status == 100
        eventually(lambda: samples(scrape(watched))["snug_uploads_open",] == 1, "the upload under way")
    expected = {("kept", 1), ("refused", 1), ("failed", 1)}

    def count(after):
        return {(outcome, after.get(("snug_uploads_total", ("outcome", outcome)))) for outcome, _ in expected}

    after = samples(once_counted(watched, lambda after: count(after) == expected))
    assert count(after) == expected
    assert after["snug_upload_bytes_total",] == 5_000
    eventually(lambda: samples(scrape(watched))["snug_files_size_bytes",] == 5_000, "its bytes alone")
    assert samples(scrape(watched))["snug_uploads_open",] == 0


def test_histograms_add_up(watched):
    SnugServer(watched)
    for family in text_string_to_metric_families(scrape(watched)):
        if family.type != "histogram":
            continue
        series = {}
        for sample in family.samples:
            labels = tuple(sorted((name, value) for name, value in sample.labels.items() if name != "le"))
            series.setdefault(labels, []).append(sample)
        for found in series.values():
            buckets = [sample.value for sample in found if sample.name.endswith("_bucket")]
            [count] = [sample.value for sample in found if sample.name.endswith("_count")]
            assert buckets == sorted(buckets) and buckets[-1] == count


def test_they_are_for_this_machine_alone_and_off_by_default(tmp_path, process):
    assert "Metrics on" not in process.output
    answer = SnugServer(process).guest.get("/metrics")
    assert answer.headers["content-type"] != "text/plain; version=0.0.4"
    for address in ["0.0.0.0:9464", "[::]:9464", "192.0.2.1:9464", "9464"]:
        ended = run("serve", "--metrics-listen", address, "--database", tmp_path / "other.db")
        assert ended.returncode == 64 and "is not an address of this machine alone and a port" in ended.stderr
    taken = run("serve", "--listen", "127.0.0.1:0", "--metrics-listen", f"127.0.0.1:{process.port}",
                "--database", tmp_path / "other.db")
    assert taken.returncode == 1 and "Choose another with --metrics-listen" in taken.stderr


def test_each_answer_has_an_id_of_its_own(process):
    server = SnugServer(process)
    ids = [server.guest.get(path).headers["x-request-id"] for path in ["/api/v1/me", "/", "/nowhere", "/api/v1/me"]]
    assert len(set(ids)) == 4 and all(re.fullmatch("[0-9a-f]{17,32}", each) for each in ids)
