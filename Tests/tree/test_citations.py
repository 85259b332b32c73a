"""What is cited is there: sections of PROTOCOL.md, lines of SECURITY.md, and the tests that these name."""

from pathlib import PurePath

import pytest

from citations import cited_documents, cited_lines, cited_sections, holders, promises, protocol_sections


@pytest.fixture(scope="module")
def held(repository):
    """The test files by the number of the promise that they hold."""
    return {number: holders(text) for number, text in promises(repository).items()}


def assert_none(found):
    assert not found, "\n".join(sorted(map(str, found)))


def test_cited_sections_of_the_protocol_exist(repository):
    cited = cited_sections(repository)
    assert cited, "sources cite PROTOCOL §1 and others"
    assert_none({each for each in cited if each.number not in protocol_sections(repository)})


def test_cited_lines_of_security_exist(repository, held):
    cited = cited_lines(repository)
    assert cited, "tests cite lines of SECURITY.md"
    assert_none({each for each in cited if each.number not in held})


def test_every_promise_is_held_by_tests_that_exist(repository, held):
    assert_none({number for number, files in held.items() if not files})
    assert_none({file for files in held.values() for file in files if file not in repository.files})


def test_security_names_every_test_that_cites_a_line(repository, held):
    assert_none({each for each in cited_lines(repository) if each.file not in held.get(each.number, [])})


def test_cited_documents_exist(repository):
    names = {PurePath(name).name for name in repository.files}
    assert_none({f"{file} cites {name}" for file, name in cited_documents(repository) if name not in names})
