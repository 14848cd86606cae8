"""Looks at persons, as `lks looks` and what goes with it read and tell them."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from commands.call import Call
from ledger.log.session import Connection, connect
from ledger.refusal import Misuse
from ledger.vault import looks as kept
from ledger.vault.looks import Look

ZONE = ZoneInfo("Europe/Amsterdam")
SHOWN = 100
"""Looks that a list for people shows."""

HEADINGS = ("look", "when", "login", "actor", "event", "whom", "why", "device", "result")
_NAMED = 3


@contextmanager
def reading_looks(call: Call) -> Iterator[Connection]:
    """A connection to read looks with. It needs no key."""
    call.mark()
    with closing(connect(call.dsn)) as connection:
        yield connection


def moments(first: date | None, last: date | None) -> tuple[datetime | None, datetime | None]:
    """From the beginning of a day to the end of another, Dutch time. Raises Misuse when they are the wrong way round."""
    if first and last and last < first:
        raise Misuse("is before --from.", field="--to", remedy="Give a later day.")
    end = last + timedelta(days=1) if last else None
    return _midnight(first), _midnight(end)


def fields(look: Look) -> dict[str, Any]:
    """A look for machines; its moment in Dutch time."""
    return look._asdict() | {"looked_at": look.looked_at.astimezone(ZONE).isoformat(), "seal": look.seal.hex()}


def whom(subjects: Sequence[str]) -> str:
    """The first of the subjects, and how many more there are."""
    more = f" and {len(subjects) - _NAMED} more" if len(subjects) > _NAMED else ""
    return ", ".join(subjects[:_NAMED]) + more or "-"


def said(end: kept.LookHead) -> str:
    """A head in one word."""
    return f"{end.position}:{end.seal.hex()}"


def cells(look: Look) -> tuple[object, ...]:
    when = look.looked_at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")
    event = f"{look.event} by {look.found_by}" if look.found_by else look.event
    who = (look.login, look.actor or "-", event, whom(look.subjects))
    return (look.position, when, *who, look.purpose, look.device, look.result)


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), ZONE) if day else None
