"""Fixtures: this checkout."""

import pytest

from repository import Repository


@pytest.fixture(scope="session")
def repository():
    return Repository()
