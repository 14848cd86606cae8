"""How long it took, and what was in time: from asked to decided to first paid, months paid by their day, quarters settled.

By municipality and month, as known at a position: decisions from the log, payments from the movements, which never change.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from statistics import median_low
from typing import Any, NamedTuple

from ledger import facts
from ledger.calculation.calendar import payment_day
from ledger.calculation.month import Month
from ledger.closing.quarter_decider import oldest_open
from ledger.closing.quarters import Quarters
from ledger.log.entry import Entry
from ledger.log.interface import Store
from ledger.log.store import connect
from ledger.process.deadlines import settled_by
from ledger.reading import Reading
from ledger.subsidy import state
from ledger.subsidy.state import Subsidy

TOPICS = ("Applied", "Corrected", "Decided", "SetAside")


class Span(NamedTuple):
    """Which months, the first and the last, as known at a position, when it was `today`."""

    first: Month
    last: Month
    position: int
    today: date

    def holds(self, day: date | None) -> bool:
        """Whether a day is in these months."""
        return day is not None and self.first <= Month.of(day) <= self.last


class Score(NamedTuple):
    """How many of how many were in time."""

    in_time: int = 0
    of: int = 0

    def plus(self, in_time: int, of: int) -> "Score":
        """With more of them."""
        return Score(self.in_time + in_time, self.of + of)


NONE = Score()


@dataclass
class Timeliness:
    """One municipality and month. Days from the application to the decision, and from a grant to its first payment; decisions
    within their term; months of cases that were paid by their day; `settled`: the quarter that ends with the month (None: none
    ends, or it is not late yet)."""

    municipality: str
    month: Month
    decided_days: list[int] = field(default_factory=list)
    paid_days: list[int] = field(default_factory=list)
    decisions: Score = NONE
    months_paid: Score = NONE
    settled: bool | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.decided_days or self.paid_days or self.months_paid.of or self.settled is not None)


def middle(days: Sequence[int]) -> int | None:
    """The median, the lower one of two."""
    return median_low(days) if days else None


def timeliness(store: Store, dsn: str, places: Sequence[str], span: Span) -> list[Timeliness]:
    """A row for every municipality and month of which there is something to tell."""
    rows: dict[tuple[str, Month], Timeliness] = {}

    def row(place: str, month: Month) -> Timeliness:
        return rows.setdefault((place, month), Timeliness(place, month))

    first_paid = _first_paid(dsn, places, span)
    for place in places:
        for subsidy in _decided(store, place, span.position):
            _tell_case(subsidy, first_paid.get(subsidy.case), span, row)
        _tell_quarters(Reading(store, span.position), place, span, row)
    for place, month, paid, count in _months_paid(dsn, places, span):
        found = row(place, month)
        found.months_paid = found.months_paid.plus(count if paid else 0, count)
    return sorted((one for one in rows.values() if not one.empty), key=lambda one: (one.municipality, one.month))


# --- decisions ----------------------------------------------------------------------------------------------------------


def _decided(store: Store, place: str, position: int) -> Iterator[Subsidy]:
    """The cases that were asked for here, one after another."""
    streams: dict[Any, list[Entry]] = {}
    for entry in store.read_municipality(place, TOPICS, position):
        if entry.stream in streams or isinstance(entry.fact, facts.Applied):
            streams.setdefault(entry.stream, []).append(entry)
    for entries in streams.values():
        subsidy = state.fold(entries)
        if subsidy.application is not None and subsidy.application.basis != "takeover":
            yield subsidy


def _tell_case(subsidy: Subsidy, paid_on: date | None, span: Span, row: Any) -> None:
    assert subsidy.application is not None
    decided: list[facts.Decided | facts.SetAside] = [*subsidy.decisions[:1], *subsidy.set_asides[:1]]
    first = min(decided, default=None, key=lambda one: one.decided_on)
    if first is not None and span.holds(first.decided_on):
        found = row(subsidy.municipality, Month.of(first.decided_on))
        found.decided_days.append((first.decided_on - subsidy.application.received_on).days)
        if first.decide_by is not None:
            found.decisions = found.decisions.plus(first.decided_on <= first.decide_by, 1)
    granted = next((one for one in subsidy.decisions if one.outcome == "grant"), None)
    if granted is not None and paid_on is not None and span.holds(paid_on):
        row(subsidy.municipality, Month.of(paid_on)).paid_days.append((paid_on - granted.decided_on).days)


# --- payments -----------------------------------------------------------------------------------------------------------

_FIRST_PAID = """
SELECT p.case_number, min(p.paid_on)
FROM (
    SELECT
        m.case_number, m.origin, min(m.value_date) FILTER (WHERE m.kind = 'sent') AS paid_on,
        sum(CASE m.kind WHEN 'sent' THEN m.total_cents ELSE -m.total_cents END) AS cents
    FROM finance.movements m
    WHERE m.kind IN ('sent', 'returned') AND NOT m.taken_over AND m.position <= %(position)s
        AND m.municipality = ANY(%(places)s)
    GROUP BY m.case_number, m.origin
) p
WHERE p.cents > 0
GROUP BY p.case_number
"""
_MONTHS_PAID = """
WITH back AS (
    SELECT DISTINCT m.case_number, m.origin FROM finance.movements m
    WHERE m.kind = 'returned' AND m.position <= %(position)s AND m.municipality = ANY(%(places)s)
), due AS (
    SELECT
        m.municipality, m.case_number, m.month,
        sum(m.total_cents) FILTER (WHERE m.kind = 'due') AS due_cents,
        min(m.known_on) FILTER (WHERE m.kind = 'due') AS known_on,
        min(m.value_date) FILTER (WHERE m.kind IN ('booked', 'sent') AND b.origin IS NULL AND m.origin LIKE 'GM%%') AS paid_on,
        bool_or(m.taken_over) AS elsewhere
    FROM finance.movements m
    LEFT JOIN back b ON b.case_number = m.case_number AND b.origin = m.origin
    WHERE m.element = 'fixed' AND m.month BETWEEN %(first)s AND %(last)s AND m.position <= %(position)s
        AND m.municipality = ANY(%(places)s)
    GROUP BY m.municipality, m.case_number, m.month
)
SELECT d.municipality, d.month, d.known_on, d.paid_on, date_trunc('month', s.employment_start)::date = d.month, count(*)
FROM due d
JOIN ledger.cases s ON s.case_number = d.case_number
WHERE d.due_cents > 0 AND NOT d.elsewhere
GROUP BY 1, 2, 3, 4, 5
"""


def _first_paid(dsn: str, places: Sequence[str], span: Span) -> dict[str, date]:
    """By case the payment day of the first run that sent something that did not come back."""
    return dict(_rows(dsn, _FIRST_PAID, places, span))


def _months_paid(dsn: str, places: Sequence[str], span: Span) -> Iterator[tuple[str, Month, bool, int]]:
    """Months of cases whose payment day is over: municipality, month, whether they were paid by it, and how many."""
    for place, first_day, known_on, paid_on, begins, count in _rows(dsn, _MONTHS_PAID, places, span):
        month = Month.of(first_day)
        last = paid_by(month, known_on, begins=begins)
        if last < span.today or paid_on is not None:
            yield place, month, paid_on is not None and paid_on <= last, count


def paid_by(month: Month, known_on: date, *, begins: bool) -> date:
    """Steps D1 and D2, R23: the payment day of the month; of the month in which the employment begins that of the next one;
    and of what was granted later the first one that was still to come."""
    asked = month.next if begins else month
    known = Month.of(known_on)
    if known_on >= payment_day(known):
        known = known.next
    return payment_day(max(asked, known))


def _rows(dsn: str, query: str, places: Sequence[str], span: Span) -> list[Any]:
    asked = {"places": list(places), "position": span.position, "first": span.first.first, "last": span.last.first}
    with closing(connect(dsn)) as connection:
        return connection.cursor().execute(query, asked).fetchall()


# --- quarters -----------------------------------------------------------------------------------------------------------


def _tell_quarters(reading: Reading, place: str, span: Span, row: Any) -> None:
    """R28: settled, or signed off because nothing differed, before the next quarter was over."""
    quarters, runs = reading.quarters(place), reading.runs(place)
    begin = oldest_open(Quarters(settlements=quarters.settlements), runs)
    quarter = begin
    while quarter is not None and quarter.last < span.today:
        month = quarter.months[-1]
        if span.first <= month <= span.last:
            done, last = _settled_on(reading, quarters, month), settled_by(month, monthly=False)
            if done is not None or last < span.today:
                row(place, month).settled = done is not None and done <= last
        quarter = quarter.next


def _settled_on(reading: Reading, quarters: Quarters, month: Month) -> date | None:
    positions = [one.position for one in quarters.settlements if one.fact.through >= month]
    positions += [one.position for one in quarters.signed if one.fact.quarter.months[-1] >= month]
    return reading.store.cause_of(min(positions)).today if positions else None
