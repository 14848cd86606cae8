"""Every append of the log: its facts are read, its intent is decided again where today's rules decided it, and its amounts are
computed again. Where an older release decided, facts are recomputed only: its rules are not those of today.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from ledger.attempt import DECIDER_VERSION
from ledger.audit import again, amounts
from ledger.audit.again import Decided
from ledger.audit.amounts import Ruling
from ledger.audit.finding import Finding, Kind
from ledger.audit.known import FAULTS, Known
from ledger.facts import Fact
from ledger.log.entry import Cause, Entry, Row, decoded_cause, decoded_fact
from ledger.log.interface import Store
from ledger.refusal import LedgerError, Refused

_BULK: Final = frozenset({"Paid", "PaymentConfirmed"})
"""Of these the decided fact stands for the stored one where their bytes are the same: most of a log need not be parsed."""


@dataclass
class Counts:
    """Amounts computed again; appends decided again, decided by other rules than today's, or not decided (with a finding)."""

    amounts: int = 0
    decided: int = 0
    other: int = 0
    undecided: int = 0


class Taken(NamedTuple):
    """What one append recorded, as far as it can be read; whether it was decided again; everything that is wrong with it."""

    entries: list[Entry]
    decided: bool
    findings: list[Finding]


class Deciding:
    """The appends of a log, one after another. Of those before entry `first` only the states are kept."""

    def __init__(self, store: Store, first: int = 1) -> None:
        self.known = Known(store)
        self.counts = Counts()
        self._first = first
        self._decider = 0
        self._found: list[Finding] = []

    def take(self, rows: Sequence[Row]) -> Taken:
        """Read one append, decide it again where that can be done, and know it from then on."""
        cause = self._cause(rows[0])
        read = [None if row.topic in _BULK else self._fact(row) for row in rows]
        decided = None
        if rows[-1].position >= self._first:
            decided = self._decided(rows, read, cause)
        agreed = self._compared(rows, read, decided)
        self._check_amounts(rows, read, agreed)
        entries = [_entry(row, fact, cause) for row, fact in zip(rows, read, strict=True) if fact is not None]
        for entry in entries:
            self.known.take(entry)
        return Taken(entries, decided is not None, self._taken())

    def finish(self) -> list[Finding]:
        """What fits no state, of the streams that nobody asked for since."""
        self.known.finish()
        return self._taken()

    def _decided(self, rows: Sequence[Row], read: Sequence[Fact | None], cause: Cause | None) -> Decided | None:
        """What its intent leads to today; None where other rules decided it, and where it cannot be decided."""
        first = rows[0]
        if cause is None or read[0] is None:
            self.counts.undecided += 1
            return None
        if cause.decider < self._decider:
            self._add(
                first.position, "decider", f"rules {cause.decider} decided it, and rules {self._decider} before it"
            )
        self._decider = max(self._decider, cause.decider)
        if cause.decider != DECIDER_VERSION:
            self.counts.other += 1
            return None
        try:
            decided = self._again(first, cause, [fact for fact in read if fact is not None])
        except FAULTS as error:
            self._add(first.position, "refused", _told(error))
            self.counts.undecided += 1
            return None
        self.counts.decided += 1
        self._found += again.misread(first, cause, decided, self.known)
        return decided

    def _again(self, first: Row, cause: Cause, read: Sequence[Fact]) -> Decided:
        return again.decide(cause, again.intent_of(cause), read, first.recorded_by, self.known)

    def _compared(self, rows: Sequence[Row], read: list[Fact | None], decided: Decided | None) -> set[int]:
        """Which entries of the append are what was decided. What was not read yet is read, or is what was decided."""
        agreed = set()
        for n, (row, draft) in enumerate(zip(rows, decided.drafts if decided else (), strict=False)):
            if again.same(draft, row):
                agreed.add(n)
                read[n] = read[n] or draft.fact
        for n, row in enumerate(rows):
            if read[n] is None and row.topic in _BULK:
                read[n] = self._fact(row)
        if decided is not None and not (len(agreed) == len(rows) == len(decided.drafts)):
            self._found += again.differences(rows, read, decided)
        return agreed

    def _check_amounts(self, rows: Sequence[Row], read: Sequence[Fact | None], agreed: set[int]) -> None:
        """An amount that was decided again was computed again; any other is computed from its inputs now."""
        if rows[-1].position < self._first:
            return
        for n, (row, fact) in enumerate(zip(rows, read, strict=True)):
            amounts_of = amounts.count(fact) if fact is not None else 0
            self.counts.amounts += amounts_of
            if amounts_of and fact is not None and n not in agreed:
                self._check_one(row, fact)

    def _check_one(self, row: Row, fact: Fact) -> None:
        now = self.known.reading()
        try:
            ruling = Ruling(now.law(), now.policy(row.municipality))
            self._found += list(amounts.check(row.position, fact, ruling))
        except FAULTS as error:
            self._add(row.position, "amount", f"its amounts cannot be computed ({type(error).__name__})")

    def _cause(self, first: Row) -> Cause | None:
        if first.cause is None:
            return None
        try:
            return decoded_cause(first.cause)
        except ValueError:
            self._add(first.position, "cause", "the stored cause cannot be read")
            return None

    def _fact(self, row: Row) -> Fact | None:
        try:
            return decoded_fact(row.position, row.topic, row.state)
        except LedgerError as error:
            self._add(row.position, "fact", error.what)
            return None

    def _add(self, position: int, kind: Kind, meaning: str) -> None:
        self._found.append(Finding(position, kind, meaning))

    def _taken(self) -> list[Finding]:
        found = [one for one in self._found + self.known.faults if one.position >= self._first]
        self._found, self.known.faults = [], []
        return found


def _entry(row: Row, fact: Fact, cause: Cause | None) -> Entry:
    why = cause if row.cause is not None else None
    return Entry(
        row.position, row.stream, row.version, row.topic, fact, row.municipality, row.recorded_at, row.recorded_by,
        row.intent_key, why, row.seal,
    )  # fmt: skip


def _told(error: Exception) -> str:
    """Why an intent cannot be decided again; of what no rule says only its kind, which holds nothing personal."""
    if isinstance(error, Refused):
        return f"decided again it is refused: {error}"
    if isinstance(error, LedgerError):
        return f"it cannot be decided again: {error.what}"
    return f"it cannot be decided again on what was known ({type(error).__name__})"
