"""One box for the whole story: what one test leaves there is what the next one finds."""

import os
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
def box(packages, tmp_path_factory):
    box = Box(os.environ["SNUG_DEBIAN"], packages[0].parent, tmp_path_factory.mktemp("box") / "console.log")
    yield box
    box.stop()
