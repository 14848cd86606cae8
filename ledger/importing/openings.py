"""The takeovers that an import makes: the running cases of a file, per municipality, under one number, with count, totals
and digest for a second person to sign (R27).
"""

import hashlib
import re
from collections.abc import Iterable
from uuid import UUID

from ledger.facts import OpeningBooked, OpeningPrepared
from ledger.intents import PrepareOpening
from ledger.log.entry import Entry
from ledger.refusal import Misuse

_NUMBER = re.compile("GM[0-9]{4}-opening-[1-9][0-9]{0,5}")


class Tally:
    """Count, totals and digest of what a takeover books: of the cases as they come in, or as the log has them."""

    def __init__(self, municipality: str, opening: str) -> None:
        self.municipality = municipality
        self.opening = opening
        self.cases = self._subsidy_cents = self._charges_cents = 0
        self._digest = hashlib.sha256()

    def add(self, stream: UUID, fact: OpeningBooked) -> None:
        """One more case, by its stream; the order counts."""
        self.cases += 1
        self._digest.update(f"{stream} {fact.paid_through}\n".encode())
        for kind, amounts in (("booked", fact.lines), ("balance", fact.balance)):
            for one in amounts:
                self._subsidy_cents += one.subsidy_cents
                self._charges_cents += one.charges_cents
                text = f"{kind} {one.month} {one.element} {one.subsidy_cents} {one.charges_cents}\n"
                self._digest.update(text.encode())

    def intent(self, anyway: str | None = None) -> PrepareOpening:
        """What is asked to have it signed."""
        return PrepareOpening(
            municipality=self.municipality,
            opening=self.opening,
            cases=self.cases,
            subsidy_cents=self._subsidy_cents,
            charges_cents=self._charges_cents,
            digest=self._digest.hexdigest(),
            anyway=anyway,
        )

    def agrees(self, prepared: OpeningPrepared) -> bool:
        """Whether it is what was prepared."""
        mine = self.intent()
        return all(getattr(mine, field) == getattr(prepared, field) for field in type(prepared).model_fields)


def number(municipality: str, nth: int) -> str:
    """The number of a municipality's nth takeover: GM0363-opening-1."""
    return f"{municipality}-opening-{nth}"


def parse_number(text: str) -> str:
    """The number of a takeover as someone typed it."""
    if not _NUMBER.fullmatch(text):
        raise Misuse("this does not look like the number of a takeover.", remedy="Write it as GM0363-opening-1.")
    return text


def municipality_of(opening: str) -> str:
    """The municipality whose takeover it is."""
    return opening.partition("-")[0]


def tally(opening: str, entries: Iterable[Entry]) -> Tally:
    """What a takeover booked, among the entries of its municipality."""
    found = Tally(municipality_of(opening), opening)
    for entry in entries:
        if isinstance(entry.fact, OpeningBooked) and entry.fact.opening == opening:
            found.add(entry.stream, entry.fact)
    return found
