"""Fixtures of every suite: a server for the tests of one file, which keeps a file or a database of PostgreSQL."""

import pytest

from support.postgres import NewDatabase
from support.server import SnugServer
from support.snug import SnugProcess


def pytest_addoption(parser):
    parser.addoption(
        "--postgres", action="store_true",
        help="servers keep what they have in PostgreSQL, each in a database of its own, unless a test names a file")


def pytest_configure(config):
    if config.getoption("postgres"):
        SnugProcess.new_database = NewDatabase


def pytest_collection_modifyitems(config, items):
    """Names the tests that PostgreSQL cannot be asked for; they are among what is told at the end."""
    if config.getoption("postgres"):
        for item in items:
            if item.get_closest_marker("file"):
                item.add_marker(pytest.mark.skip(reason="about the SQLite file itself"))


@pytest.fixture(scope="module")
def server_flags():
    """The flags that `server` is started with; a file, or a suite, puts its own in their place."""
    return ()


@pytest.fixture(scope="module")
def server(tmp_path_factory, server_flags):
    """A server with an owner, shared by the tests of one file; it must still stop cleanly after them."""
    with SnugProcess(tmp_path_factory.mktemp("server"), *server_flags) as process:
        yield SnugServer(process.start())
        assert process.terminate() == 0, process.errors[-2000:]
