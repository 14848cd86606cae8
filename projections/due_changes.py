"""What an entry changes in what is due: of its own case, or of every case when the law, a policy or the year turns.

A change is the difference between what was due just before the entry and what is due with it (R29), so all changes up
to a position add up to what is due as known at that position.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from ledger.calculation.calendar import Month
from ledger.facts import PolicyAdopted, ValueAdopted, ValueDeclined
from ledger.law import policy
from ledger.log.entry import Entry
from ledger.subsidy.state import Cents2, Slot, Subsidy
from projections.cases import Cases, Change, moves
from projections.dues import NOTHING, Outlook, difference, outlook
from projections.moment import Moment

NEW_YEAR = "NewYear"
"""Origin of what becomes due because the year of an entry is later than that of all entries before it."""

RULING = frozenset({"ValueAdopted", "ValueDeclined", "PolicyAdopted"})
"""Topics that can change what rules every case."""


class DueChange(NamedTuple):
    """What one entry changes for one case, in cents by month and element; `renoted`: its notes may differ, too."""

    stream: UUID
    position: int
    known_on: date
    subsidy: Subsidy
    cents: Mapping[Slot, Cents2]
    origin: str
    renoted: bool


class Turn(NamedTuple):
    """An entry that changes what rules every case, with its business day and the moments before and after it."""

    entry: Entry
    known_on: date
    before: Moment
    after: Moment

    @property
    def first(self) -> Month:
        """The first month that can differ: values are looked up by day, by month, or for a whole quarter (R10)."""
        moved = self.before.horizon.next
        since = _since(self.entry)
        return moved if since is None else min(moved, since.quarter.months[0])

    @property
    def origin(self) -> str:
        """The topic, or that only the year moved on."""
        return self.entry.topic if _since(self.entry) else NEW_YEAR

    def concerns(self, stream: UUID, subsidy: Subsidy) -> bool:
        """Whether it can bear on this case: a municipality's policy is its own, and the case that the entry itself moves
        is left to `of_case`."""
        if self.entry.stream == stream and moves(self.entry):
            return False
        own = isinstance(self.entry.fact, PolicyAdopted) and self.entry.municipality not in ("", subsidy.municipality)
        return not own or self.before.horizon != self.after.horizon


def changes_what_rules(entry: Entry) -> bool:
    """Whether the entry changes the law, or a policy that bears on money."""
    return _since(entry) is not None


class DueChanges:
    """Makes the changes of one entry after another, and keeps whole outlooks that the next ones may need."""

    def __init__(self, cases: Cases) -> None:
        self._cases = cases
        self._outlooks: dict[UUID, Outlook] = {}

    def of_case(self, change: Change, known_on: date, before: Moment | None, after: Moment) -> DueChange | None:
        """What an entry of a case changes; None where it moves nothing that an amount rests on."""
        entry = change.entry
        if before is after and _same(change.before, change.after):
            return None
        was = NOTHING if before is None else self._whole(entry.stream, change.before, before)
        becomes = self._outlooks[entry.stream] = _outlook(change.after, after)
        cents = difference(was.due, becomes.due)
        return DueChange(entry.stream, entry.position, known_on, change.after, cents, entry.topic, renoted=True)

    def of_all(self, turns: list[Turn]) -> Iterator[DueChange]:
        """What these entries change, case by case; no case moved between them."""
        self._outlooks.clear()
        first = min(turn.first for turn in turns)
        for stream, subsidy in self._cases.all().items():
            if subsidy.terms is not None and subsidy.terms.grants:
                yield from _turned(stream, subsidy, turns, first)

    def whole(self, stream: UUID, moment: Moment) -> Outlook:
        """All that is due of a case now, and why not."""
        return self._whole(stream, self._cases.known[stream], moment)

    def forget(self) -> None:
        """Let go of what was kept, at the end of a batch."""
        self._outlooks.clear()

    def _whole(self, stream: UUID, subsidy: Subsidy, moment: Moment) -> Outlook:
        if stream not in self._outlooks:
            self._outlooks[stream] = _outlook(subsidy, moment)
        return self._outlooks[stream]


def _turned(stream: UUID, subsidy: Subsidy, turns: list[Turn], first: Month) -> Iterator[DueChange]:
    assert subsidy.terms is not None
    odd = any(grant.reference > grant.start for grant in subsidy.terms.grants)
    begin = None if odd else first
    was: Outlook | None = None
    for turn in turns:
        if not turn.concerns(stream, subsidy):
            continue
        if was is None:
            was = _outlook(subsidy, turn.before, begin)
        becomes = _outlook(subsidy, turn.after, begin)
        cents, renoted = difference(was.due, becomes.due), was.notes != becomes.notes
        if cents or renoted:
            yield DueChange(stream, turn.entry.position, turn.known_on, subsidy, cents, turn.origin, renoted)
        was = becomes


def _outlook(subsidy: Subsidy, moment: Moment, first: Month | None = None) -> Outlook:
    return outlook(subsidy, moment.law, moment.policy(subsidy.municipality), first, moment.horizon)


def _same(before: Subsidy, after: Subsidy) -> bool:
    return before.terms is after.terms and before.paid_through == after.paid_through


def _since(entry: Entry) -> Month | None:
    """The month from which an entry changes what rules every case."""
    if entry.topic not in RULING:
        return None
    fact = entry.fact
    if isinstance(fact, ValueAdopted | ValueDeclined):
        return Month.of(fact.since)
    if isinstance(fact, PolicyAdopted) and policy.changes_money(fact.switch):
        return Month.of(fact.since)
    return None
