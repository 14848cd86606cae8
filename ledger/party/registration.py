"""What counts of who a person or an employer is: the token of the registration, or of the last correction of it (R35, R36)."""

from collections.abc import Iterable
from typing import NamedTuple

from ledger import facts
from ledger.facts import Fact
from ledger.log.entry import Entry


class Registration(NamedTuple):
    """A sealed part that holds who somebody is, with the topic under which it was sealed: both are needed to open it."""

    topic: str
    token: str


def registration(stream: Iterable[Entry]) -> Registration | None:
    """What counts of a person or an employer, from the entries of the stream; None where nobody was registered."""
    found: Registration | None = None
    for entry in stream:
        found = after(found, entry.fact)
    return found


def after(known: Registration | None, fact: Fact) -> Registration | None:
    """What counts after one more fact."""
    match fact:
        case facts.PersonRegistered() | facts.EmployerRegistered():
            return Registration(fact.topic, fact.sealed)
        case facts.Corrected(kind="PersonRegistered" | "EmployerRegistered", sealed=str(token)):
            return Registration(fact.topic, token)
        case _:
            return known
