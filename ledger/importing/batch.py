"""The rows of a file over one staged ledger: what is new is asked of the ordinary `Ledger`, row by row.

A row's key is made of its content and not of the day, so the same row again, in whatever file, records nothing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final
from uuid import UUID

from ledger.application import Ledger
from ledger.asking import Asking, Receipt
from ledger.facts import OpeningBooked, OpeningPrepared
from ledger.identifiers import stream_id
from ledger.importing import asked, openings
from ledger.importing.columns import NAMES
from ledger.importing.findings import Finding
from ledger.importing.openings import Tally
from ledger.importing.parties import Parties
from ledger.importing.row import Row
from ledger.intents import Intent
from ledger.log.staging import Staging
from ledger.refusal import Misuse, Refused
from ledger.vault.identity import PrivateModel

PARTS: Final = ("person", "employer", "group", "case")
"""What a row asks, each under a key of its own."""

_COLUMN_OF: Final[Mapping[tuple[str, str], str]] = {
    ("R16", "art. 10d lid 9 Pw"): "start",
    ("R27", "art. 10d lid 4 Pw"): "wage_value",
    ("R27", "art. 10d lid 5 Pw"): "wage_value",
    ("R27", "art. 10d lid 7 Pw"): "minimum_wage",
}
_COLUMN_OF_RULE: Final[Mapping[str, str]] = {
    "R3": "reference", "R4": "hours", "R7": "route", "R8": "granted_from", "R10": "form", "R14": "group",
    "R15": "basis", "R16": "group", "R17": "wage_value", "R20": "granted_from", "R27": "paid_through",
}  # fmt: skip
"""Where to look first when a rule says no."""

_CASE: Final = re.compile("LKS-[0-9]{2}-[0-9]{6,9}-[0-9A-Z]")


@dataclass
class Counts:
    """What a batch holds."""

    known: int = 0
    cases: int = 0
    running: int = 0
    openings: list[OpeningPrepared] = field(default_factory=list)


class Batch:
    """Rows that are recorded together. `provisional`: only tried, with numbers that nobody keeps."""

    def __init__(self, real: Ledger, asking: Asking, anyway: str | None, *, provisional: bool) -> None:
        self.staging = Staging(real.store, real.vault, real.now(), provisional=provisional)
        self.ledger = Ledger(self.staging.store, self.staging.vault, real.login, real.now)
        self.parties = Parties(self.staging, anyway)
        self.counts = Counts()
        self.findings: list[Finding] = []
        self._asking, self._anyway = asking, anyway
        self._tallies: dict[str, Tally] = {}
        self._lines: dict[str, int] = {}
        self._key = ""

    def take(self, rows: Sequence[Row]) -> None:
        """Ask for all that is new among these rows; what is refused becomes a finding."""
        for key, row in self._new(rows).items():
            self._key = key
            try:
                with self.staging.all_or_nothing():
                    self._take(row)
            except (Refused, Misuse) as error:
                self.findings.append(self._finding(row, error))

    def finish(self) -> None:
        """Count and totals of the running cases, per municipality, to be signed (R27)."""
        for tally in filter(attrgetter("cases"), self._tallies.values()):
            intent = tally.intent(self._anyway)
            self._key = intent.digest
            prepared = self._ask(intent, "opening", None).facts[0]
            assert isinstance(prepared, OpeningPrepared)
            self.counts.openings.append(prepared)

    def _new(self, rows: Sequence[Row]) -> dict[str, Row]:
        """The rows that were not recorded before, by their keys, with everything that asking for them reads at hand."""
        keys = {self.ledger.vault.hmac("import", row.content()).hex(): row for row in rows}
        known = self.staging.store.known_intents([self._intent_key(key, "case") for key in keys])
        new = {key: row for key, row in keys.items() if self._intent_key(key, "case") not in known}
        self.counts.known += len(keys) - len(new)
        self.staging.look_ahead(self._intent_key(key, part) for key in new for part in PARTS)
        persons, employers = self.parties.look_ahead(list(new.values()))
        self.staging.store.draw("person", persons)
        self.staging.store.draw("employer", employers)
        self.staging.store.draw("case", len(new))
        return new

    def _take(self, row: Row) -> None:
        person, employer = self.parties.person(row, self._ask), self.parties.employer(row, self._ask)
        self._ask(asked.target_group(row, person.number, self._anyway), "group", None)
        if row.running:
            tally = self._tally(row.municipality)
            intent = asked.take_over(row, person.number, employer.number, tally.opening, self._anyway)
            receipt = self._ask(intent, "case", asked.details(row))
            tally.add(*_booked(receipt))
            self.counts.running += 1
        else:
            application = asked.application(row, person.number, employer.number, self._anyway)
            receipt = self._ask(application, "case", asked.details(row))
        self.counts.cases += 1
        self._lines[receipt.name] = row.line
        self.parties.remember(row, person, employer)

    def _ask(self, intent: Intent, part: str, private: PrivateModel | None) -> Receipt:
        who = self._asking
        return self.ledger.handle(intent, Asking(who.by, who.today, who.on_behalf_of, f"{self._key}/{part}"), private)

    def _intent_key(self, key: str, part: str) -> bytes:
        return self.ledger.intent_key(f"{key}/{part}")

    def _tally(self, municipality: str) -> Tally:
        """The takeover of this municipality's running cases, under the first number that is free."""
        if municipality not in self._tallies:
            nth = 1
            while self.staging.store.read(stream_id("opening", openings.number(municipality, nth))):
                nth += 1
            self._tallies[municipality] = Tally(municipality, openings.number(municipality, nth))
        return self._tallies[municipality]

    def _finding(self, row: Row, error: Refused | Misuse) -> Finding:
        """Where to look, and what was said; a case of this file is named by its line, for it has no number yet."""
        said = _CASE.sub(lambda found: self._named(found.group()), str(error))
        if isinstance(error, Refused):
            rule = error.rule.partition(",")[0]
            column = _COLUMN_OF.get((rule, error.article)) or _COLUMN_OF_RULE.get(rule, "")
            return Finding(row.line, column, said, rule)
        column = error.field if error.field in NAMES else ""
        return Finding(row.line, column, said.removeprefix(f"{column}: "))

    def _named(self, case: str) -> str:
        return f"the case of line {self._lines[case]}" if case in self._lines else case


def _booked(receipt: Receipt) -> tuple[UUID, OpeningBooked]:
    return next((entry.stream, entry.fact) for entry in receipt.entries if isinstance(entry.fact, OpeningBooked))
