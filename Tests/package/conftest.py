"""A box for each file, whose tests are one story: what one of them leaves there is what the next one finds."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from box import Box


@pytest.fixture(scope="session")
def packages():
    """The package, and the same one with a higher version; `Tests/package/run` builds them."""
    folder = Path(os.environ["SNUG_PACKAGES"])
    first, second = sorted(folder.glob("snug_*.deb"), key=lambda path: len(path.name))
    return first, second


@pytest.fixture(scope="session")
def earlier(packages, tmp_path_factory):
    """The package in its earlier form: a lower version, with the settings file as one that dpkg looks after."""
    tree = tmp_path_factory.mktemp("earlier") / "tree"
    subprocess.run(["dpkg-deb", "--raw-extract", packages[0], tree], check=True, timeout=60)
    control = tree / "DEBIAN" / "control"
    control.write_text(re.sub("^Version: .*$", "Version: 0.0.9", control.read_text(), flags=re.MULTILINE))
    settings = tree / "etc" / "snug" / "snug.env"
    settings.parent.mkdir(parents=True)
    settings.write_text("# Settings of the Snug server\n#SNUG_LISTEN=127.0.0.1:8080\n")
    (tree / "DEBIAN" / "conffiles").write_text("/etc/snug/snug.env\n")
    package = packages[0].parent / "earlier.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", tree, package],
                   check=True, timeout=60, stdout=subprocess.DEVNULL)
    return package


@pytest.fixture(scope="module")
def data():
    """The folder that the server's data are in, where they are to be on a disk: a file puts its own in this one's place."""
    return None


@pytest.fixture(scope="module")
def box(packages, tmp_path_factory, data):
    with Box(os.environ["SNUG_DEBIAN"], packages[0].parent, tmp_path_factory.mktemp("box") / "console.log", data) as box:
        yield box
