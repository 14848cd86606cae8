"""An entry of the trail for people and for machines: its sentence, both times, who, why, on which ground, and its seal."""

import textwrap
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ledger.grounds import counts_from, ground
from projections.trail.sentence import Told, sentence

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WIDTH = 120
_SEAL = 16
"""Characters of a seal that people are shown; machines get all 64."""


def lines(told: Told) -> Iterator[str]:
    """Three lines: when and by which login, what happened, and why it could."""
    entry, cause = told.entry, told.cause
    counts = counts_from(entry.fact, cause.today)
    yield f"entry {entry.position}, recorded {at(entry.recorded_at)} by login {entry.recorded_by}, counts from {counts}"
    yield f"  {sentence(told)}"
    yield f"  {entry.topic} by intent {cause.intent} of {who(told)}; {basis(told)}; seal {entry.seal.hex()[:_SEAL]}…"


def wrapped(told: Told, indent: str = "") -> Iterator[str]:
    """The same, no line longer than a terminal is wide."""
    for line in lines(told):
        begin = indent + ("  " if line.startswith(" ") else "")
        yield from textwrap.wrap(
            line.strip(), WIDTH, initial_indent=begin, subsequent_indent=begin, break_on_hyphens=False
        )


def fields(told: Told) -> dict[str, Any]:
    """The same for machines; flat, so that it is a row too."""
    entry, cause = told.entry, told.cause
    on = ground(entry.fact)
    return {
        "entry": entry.position,
        "recorded_at": entry.recorded_at.isoformat(),
        "business_day": str(cause.today),
        "counts_from": str(counts_from(entry.fact, cause.today)),
        "municipality": entry.municipality or None,
        "subject": told.subject,
        "fact": entry.topic,
        "sentence": sentence(told),
        "actor": cause.actor,
        "on_behalf_of": cause.on_behalf_of,
        "login": entry.recorded_by,
        "intent": cause.intent,
        "rule": on.rule,
        "article": on.article or None,
        "seal": entry.seal.hex(),
    }


def at(moment: datetime) -> str:
    """A recorded time in Dutch time, to the second."""
    return f"{moment.astimezone(AMSTERDAM):%Y-%m-%d %H:%M:%S}"


def who(told: Told) -> str:
    """The actor, and on whose behalf."""
    cause = told.cause
    return f"{cause.actor} on behalf of {cause.on_behalf_of}" if cause.on_behalf_of else cause.actor


def basis(told: Told) -> str:
    """Rule and article."""
    on = ground(told.entry.fact)
    return f"{on.rule}, {on.article}" if on.article else on.rule
