"""What a page knows of the site before anyone signs in."""

import base64
import json
import urllib.request

import pytest

from support.client import Client
from support.server import SnugServer
from support.snug import SnugProcess

SITE = "/api/v1/site"


@pytest.mark.parametrize("flags, word", [
    (["--registration", "closed"], "closed"), (["--registration", "invite"], "invite"),
    (["--registration", "domain", "--registration-domains", "example.org"], "domain"),
    (["--registration", "open"], "open"),
], ids=lambda value: value if isinstance(value, str) else "")
def test_the_site_says_its_name_and_who_may_register(tmp_path, flags, word):
    with SnugProcess(tmp_path, "--site-name", "Lindqvist & Co", *flags) as process:
        process.start()
        answer = SnugServer(process).guest.get(SITE)
        assert answer.status == 200
        key = answer.body.pop("push_key")
        assert len(key) == 87 and base64.urlsafe_b64decode(key + "=")[0] == 4, "a point that is not compressed"
        assert answer.body == {
            "name": "Lindqvist & Co", "registration": word, "setup_required": False, "mail": False,
            "upload_max_bytes": 26_214_400}
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_site_is_to_be_set_up_until_somebody_has(process):
    """Told at once, without a restart."""
    guest = Client(process.port)
    assert guest.get(SITE).body["setup_required"] is True
    server = SnugServer(process)
    assert server.guest.get(SITE).body["setup_required"] is False
    process.terminate()
    process.start()
    assert guest.get(SITE).body["setup_required"] is False


def test_the_site_says_that_codes_are_mailed(mailing_process):
    assert Client(mailing_process.port).get(SITE).body["mail"] is True


def test_the_page_and_the_installed_app_are_called_as_the_site_is(server):
    name = 'The <i> & "Attic"'
    assert server.owner.patch("/api/v1/admin/settings", {"site.name": name}).status == 200
    for path in ["/", "/invite"]:
        page = request(server.process.port, path)
        assert "<title>The &lt;i&gt; &amp; &quot;Attic&quot;</title>" in page
        assert 'name="application-name" content="The &lt;i&gt; &amp; &quot;Attic&quot;"' in page
    manifest = json.loads(request(server.process.port, "/app.webmanifest"))
    assert (manifest["name"], manifest["short_name"]) == (name, name)


def request(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.read().decode()


def test_a_change_of_the_settings_shows_at_once(server):
    assert server.owner.patch("/api/v1/admin/settings", {"site.name": "The Attic"}).status == 200
    assert server.guest.get(SITE).body["name"] == "The Attic"
