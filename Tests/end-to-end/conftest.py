"""Fixtures: servers in temporary folders, gone when their test is."""

import pytest

from support.client import Client
from support.contract import Contract
from support.preload import build
from support.relay import MailRelay
from support.server import SnugServer
from support.snug import BEHIND_PROXY, SnugProcess


@pytest.fixture(scope="session", autouse=True)
def contract(tmp_path_factory):
    """The document of the server under test, to which every answer that a `Client` gets is held."""
    with SnugProcess(tmp_path_factory.mktemp("contract")) as process:
        document = Client(process.start().port).get("/api/openapi.json").body
    Client.contract = Contract(document)
    yield Client.contract
    Client.contract = None


@pytest.fixture(scope="session")
def relay(tmp_path_factory):
    with MailRelay(tmp_path_factory.mktemp("relay")) as relay:
        yield relay


@pytest.fixture(scope="session")
def machine(tmp_path_factory):
    """The settings of a machine whose clock is kept right, and which is as a test says else."""
    library = build("machine", tmp_path_factory.mktemp("machine"))
    return {"LD_PRELOAD": str(library)}


@pytest.fixture
def process(tmp_path):
    """A fresh server, not set up; its mails go to the console."""
    with SnugProcess(tmp_path) as process:
        yield process.start()


@pytest.fixture
def variables():
    """The settings that a `plain_process` finds in its environment; a file of tests may have others."""
    return {}


@pytest.fixture
def plain_process(tmp_path, variables):
    """A fresh server without flags of its own: what the database says counts."""
    with SnugProcess(tmp_path, **variables) as process:
        process.without_flags()
        yield process.start()


@pytest.fixture
def mailing_process(tmp_path, relay):
    """A fresh server, not set up; its mails go over the relay."""
    with SnugProcess(tmp_path, *relay.flags, **relay.settings) as process:
        yield process.start()


@pytest.fixture
def proxied(tmp_path):
    """A fresh server of one's own, behind a proxy that it trusts: people can come from any address."""
    with SnugProcess(tmp_path, *BEHIND_PROXY) as process:
        yield SnugServer(process.start())
