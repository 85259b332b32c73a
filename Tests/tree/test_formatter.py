"""The formatter's rules are all named, so that none is off unnoticed: a `rules` object replaces its defaults."""

from formatter import OFF, configured_rules, known_rules


def test_every_rule_is_named(repository):
    assert known_rules() - configured_rules(repository).keys() == set()


def test_the_rules_that_are_off_have_a_reason(repository):
    assert {rule for rule, is_on in configured_rules(repository).items() if not is_on} == OFF.keys()
