"""What counts of who a person or an employer is: the token of the registration, or of the last correction of it (R35, R36)."""

from collections.abc import Iterable
from typing import NamedTuple

from ledger import facts
from ledger.facts import Fact
from ledger.log.entry import Entry
from ledger.refusal import Refused


class Registration(NamedTuple):
    """A sealed part that holds who somebody is, with the topic under which it was sealed: both are needed to open it.
    `version`: of its entry in the stream."""

    topic: str
    token: str
    version: int


def registration(stream: Iterable[Entry]) -> Registration | None:
    """What counts of a person or an employer, from the entries of the stream; None where nobody was registered."""
    found: Registration | None = None
    for entry in stream:
        found = after(found, entry.fact, entry.version)
    return found


def after(known: Registration | None, fact: Fact, version: int) -> Registration | None:
    """What counts after one more fact."""
    match fact:
        case facts.PersonRegistered() | facts.EmployerRegistered():
            return Registration(fact.topic, fact.sealed, version)
        case facts.Corrected(kind="PersonRegistered" | "EmployerRegistered", sealed=str(token)):
            return Registration(fact.topic, token, version)
        case _:
            return known


def check_unchanged(number: str, known: Registration | None, asked_on: int) -> None:
    """Raises Refused where who somebody is was corrected after a question that rests on it; 0: it rests on nothing."""
    if asked_on and known is not None and known.version != asked_on:
        what = f"{number} was corrected after this was asked."
        raise Refused(what, rule="R36", remedy="Decline it, and ask it again on what counts now.")
