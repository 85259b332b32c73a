"""The first ten minutes of the installed package behind Caddy, set up by nothing but what README and the guide say.

Each step leaves a picture in pytest's folder."""

import os
import re
from types import SimpleNamespace

import pytest

from box import Box
from support.proxies import NAME, Caddy
from visitor import debians_chromium
from walk import Walk

SITE = SimpleNamespace(origin=f"https://{NAME}")


@pytest.fixture
def box(packages, tmp_path):
    """A box for each walk: the first owner comes once."""
    with Box(os.environ["SNUG_DEBIAN"], packages[0].parent, tmp_path / "console.log") as box:
        yield box


@pytest.fixture
def caddy(tmp_path):
    caddy = Caddy(tmp_path)
    yield caddy
    caddy.stop()


@pytest.mark.parametrize(("device", "scheme", "language"), [("phone", "light", "en"), ("desk", "dark", "de")])
def test_two_people_talk_by_the_sites_name_within_two_minutes(box, packages, caddy, tmp_path, device, scheme, language):
    """The links are to the name, and the sessions for https alone."""
    told = box.install(packages[0])
    assert "sudo snug setup-link" in told
    box.write_settings(*caddy.guide.block("sh").splitlines())
    caddy.start(box.port)
    with debians_chromium(*caddy.chromium_flags) as chromium:
        walk = Walk(chromium, SITE, tmp_path, language, device, scheme)
        walk.set_up(re.search(r"^Set-up link: (\S+)$", box.run("snug", "setup-link"), re.MULTILINE)[1])
        walk.press(walk.maria, "copyLink")
        walk.come_by(walk.card_link.input_value())
        walk.talk()
        for one in (walk.maria, walk.tobias):
            assert [each["secure"] for each in one.context.cookies()] == [True]
        walk.end()
