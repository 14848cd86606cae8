"""A municipality as it was known at a position: cases by status, and by month or quarter what was due, booked and sent.

Cases are folded from the log; amounts are the sum of the movements up to the position, so the past costs as much as the
present. A standing test holds them equal to a plain fold over every case.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import reduce
from typing import Literal, NamedTuple
from uuid import UUID

from ledger.calculation.month import Month, Quarter
from ledger.log.entry import Entry
from ledger.log.interface import Store
from ledger.log.store import connect
from ledger.subsidy import state
from projections import cases
from projections.replay.case import Amounts, Moment, last_month, moment_at

By = Literal["month", "quarter"]
Period = Month | Quarter

_SUMS = """
SELECT
    m.month,
    coalesce(sum(m.total_cents) FILTER (WHERE m.kind = 'due' AND m.month <= %(last)s), 0)::bigint,
    coalesce(sum(m.total_cents) FILTER (WHERE m.kind = 'booked'), 0)::bigint,
    coalesce(sum(m.total_cents) FILTER (WHERE m.kind = 'sent'), 0)::bigint,
    coalesce(sum(m.total_cents) FILTER (WHERE m.kind = 'returned'), 0)::bigint,
    coalesce(sum(m.total_cents) FILTER (WHERE m.kind = 'received'), 0)::bigint,
    coalesce(sum(m.total_cents) FILTER (WHERE m.kind = 'written_off'), 0)::bigint
FROM finance.movements m
WHERE m.municipality = %(municipality)s AND m.position <= %(position)s
GROUP BY m.month
ORDER BY m.month
"""


@dataclass(frozen=True, slots=True)
class Totals:
    """A municipality at a moment; months up to `last`."""

    moment: Moment
    last: Month
    statuses: Mapping[str, int]
    amounts: Mapping[Period, Amounts]

    @property
    def total(self) -> Amounts:
        """All periods together."""
        return total(self.amounts.values())


class Change(NamedTuple):
    """A period at two moments."""

    period: Period
    before: Amounts
    after: Amounts

    @property
    def change(self) -> Amounts:
        """How it differs."""
        return self.after.minus(self.before)


def totals(dsn: str, store: Store, municipality: str, position: int, by: By, last: Month | None = None) -> Totals:
    """The municipality as known at a position; months up to `last`, or to December of the year of the business day."""
    moment = moment_at(store, position)
    last = last or last_month(moment)
    asked = {"municipality": municipality, "position": position, "last": last.first}
    sums: dict[Period, Amounts] = {}
    with closing(connect(dsn)) as connection:
        for month, *cents in connection.execute(_SUMS, asked).fetchall():
            period = Month.of(month) if by == "month" else Quarter.of(month)
            sums[period] = sums.get(period, Amounts()).plus(Amounts(*cents))
    found = statuses(store, municipality, position)
    return Totals(moment, last, found, {period: one for period, one in sums.items() if any(one)})


def statuses(store: Store, municipality: str, position: int) -> dict[str, int]:
    """How many cases stood how, by the facts that say so; payments, most of the log, are not read."""
    streams: dict[UUID, list[Entry]] = {}
    for entry in store.read_municipality(municipality, cases.TOPICS, position):
        if cases.moves(entry):
            streams.setdefault(entry.stream, []).append(entry)
    folded = (state.fold(entries) for entries in streams.values())
    return dict(sorted(Counter(subsidy.status for subsidy in folded if subsidy.case).items()))


def changes(before: Totals, after: Totals) -> Iterator[Change]:
    """The periods that differ between two moments, in order."""
    for period in sorted(before.amounts.keys() | after.amounts.keys(), key=str):
        change = Change(period, before.amounts.get(period, Amounts()), after.amounts.get(period, Amounts()))
        if any(change.change):
            yield change


def total(found: Iterable[Amounts]) -> Amounts:
    """The sum of many."""
    return reduce(Amounts.plus, found, Amounts())
