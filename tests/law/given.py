"""Entries and values of the law for tests, without a log."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ledger import law
from ledger.facts import Fact, ValueAdopted, ValueDeclined
from ledger.law import Law, Value


class Entry(NamedTuple):
    """What a fold needs of an entry."""

    fact: Fact
    version: int


def entries(*facts: Fact) -> list[Entry]:
    """Facts in the order in which they were recorded."""
    return [Entry(fact, version) for version, fact in enumerate(facts, start=1)]


def known(*facts: Fact) -> Law:
    """The law after these facts."""
    return law.fold(entries(*facts))


def wage(since: str, value: str, *, confidence: str = "high") -> ValueAdopted:
    """An adopted minimum wage."""
    return adopted("minimum_wage", since, value, confidence=confidence)


def adopted(parameter: str, since: str, value: Value, *, confidence: str = "high") -> ValueAdopted:
    """An adopted value with a made-up source."""
    return ValueAdopted.model_validate(
        {
            "parameter": parameter,
            "since": since,
            "value": value,
            "unit": "euro per month",
            "published": None,
            "article": "art. 8 lid 1 b Wml",
            "source": "test",
            "confidence": confidence,
        }
    )


def declined(parameter: str, since: str) -> ValueDeclined:
    """A declined value."""
    return ValueDeclined(parameter=parameter, since=date.fromisoformat(since), reason="not_certain")


def day(text: str) -> date:
    """A day, short to write."""
    return date.fromisoformat(text)


def keys(values: Iterable[ValueAdopted]) -> list[tuple[str, str]]:
    """Parameter and first day of each value."""
    return [(value.parameter, str(value.since)) for value in values]
