"""Fixtures of every suite: a server for the tests of one file."""

import pytest

from support.server import SnugServer
from support.snug import SnugProcess


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
