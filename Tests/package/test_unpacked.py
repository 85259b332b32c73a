"""What the package holds, run without being installed: how large, how soon there and how much memory at rest."""

import os
import re
import subprocess
import time
from pathlib import Path

import pytest

from support.snug import SnugProcess

PACKAGE_MAX = 30e6
RSS_MAX = 64 * 1024
"""KiB: DESIGN's fifth promise."""
START_MAX = 5.0
"""Seconds; it takes some 0.1 where nobody else computes."""


@pytest.fixture(scope="module")
def tree(packages, tmp_path_factory):
    folder = tmp_path_factory.mktemp("unpacked")
    subprocess.run(["dpkg-deb", "--extract", packages[0], folder], check=True, timeout=60)
    return folder


@pytest.fixture
def unpacked(tree, tmp_path, monkeypatch):
    monkeypatch.setenv("SNUG_BINARY", str(tree / "usr/bin/snug"))
    with SnugProcess(tmp_path) as process:
        yield process


def memory(process):
    """RSS and its anonymous part, in KiB."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return tuple(int(re.search(rf"^{name}:\s+(\d+) kB$", status, re.MULTILINE)[1]) for name in ("VmRSS", "RssAnon"))


def test_it_starts_soon_and_takes_little(tree, packages, unpacked):
    """The first start makes the database; the second is what a restart costs."""
    starts = []
    for _ in range(2):
        begin = time.monotonic()
        unpacked.start()
        starts.append(time.monotonic() - begin)
        rss, own = memory(unpacked)
        assert unpacked.terminate() == 0, unpacked.errors[-2000:]
    size, binary = packages[0].stat().st_size, (tree / "usr/bin/snug").stat().st_size
    installed = sum(path.lstat().st_size for path in tree.rglob("*"))
    print(f"package {size / 1e6:.1f} MB, installed {installed / 2**20:.0f} MiB, the binary {binary / 2**20:.0f}; "
          f"in service {starts[0]:.2f} s after its first start, {starts[1]:.2f} s after its second; "
          f"RSS {rss} KiB ({own} anonymous)")
    assert size < PACKAGE_MAX
    assert max(starts) < START_MAX
    assert rss < RSS_MAX


def test_nothing_in_it_is_anyone_elses_to_write(tree):
    """No file is writable for others, none is setuid; the program is the only one that runs."""
    for path in tree.rglob("*"):
        mode = path.lstat().st_mode
        assert not mode & 0o6022, path
        assert path.is_dir() or os.access(path, os.X_OK) == (path.name == "snug" and path.parent.name == "bin"), path
