"""Every fact has a rule, and says from when it counts."""

from datetime import date
from pathlib import Path

import pytest

from ledger import facts
from ledger.facts import FACTS
from ledger.grounds import GROUNDS, counts_from, ground

PINNED = Path(__file__).parent.parent / "facts"
DAY = date(2026, 9, 1)


def pinned(topic: str) -> facts.Fact:
    """The stored example of a fact."""
    return FACTS[topic].model_validate_json((PINNED / f"{topic}.json").read_text(encoding="utf-8"))


def test_the_table_has_every_fact_and_no_other() -> None:
    assert GROUNDS.keys() == FACTS.keys()


@pytest.mark.parametrize("topic", FACTS)
def test_every_fact_has_a_rule_and_a_field_that_it_has(topic: str) -> None:
    assert GROUNDS[topic].rule.startswith("R")
    assert GROUNDS[topic].since in ("", *FACTS[topic].model_fields)


@pytest.mark.parametrize("topic", FACTS)
def test_every_fact_says_from_which_day_it_counts(topic: str) -> None:
    fact = pinned(topic)
    assert ground(fact).rule
    assert isinstance(counts_from(fact, DAY), date)


def test_a_decision_rests_on_its_basis_or_on_the_article_of_what_it_does() -> None:
    decided = pinned("Decided")
    assert isinstance(decided, facts.Decided)

    def article(outcome: str, on: str) -> str:
        return ground(decided.model_copy(update={"outcome": outcome, "ground": on})).article

    assert article("grant", "lid_1b") == "art. 10d lid 1 b Pw"
    assert article("withdraw", "obligations_not_met") == "art. 4:48 Awb"
    assert article("reject", "applied_too_late") == "art. 10d Pw"


def test_a_value_of_the_law_brings_its_own_article() -> None:
    value = pinned("ValueAdopted")
    assert isinstance(value, facts.ValueAdopted)
    assert ground(value).article == value.article


def test_a_reminder_of_a_claim_rests_on_another_article_than_one_of_documents() -> None:
    reminded = pinned("Reminded")
    assert ground(reminded.model_copy(update={"about": "documents"})).article == "art. 4:5 Awb"
    assert ground(reminded.model_copy(update={"about": "payment"})).article == "art. 4:112 Awb"


def test_what_is_about_a_quarter_counts_from_its_first_day() -> None:
    signed = pinned("QuarterSignedOff")
    assert isinstance(signed, facts.QuarterSignedOff)
    assert counts_from(signed, DAY) == signed.quarter.months[0].first
