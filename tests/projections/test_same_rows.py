"""The standing test: projected as it happens, projected anew, or folded plainly, the rows are the same (R21, R29)."""

import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import facts
from ledger.calculation.calendar import amsterdam_day
from ledger.calculation.entitlement import entitlement
from ledger.calculation.month import Month, months
from ledger.closing.quarters import Quarters, evolve, natural_date
from ledger.identifiers import stream_id
from ledger.log.entry import Entry
from ledger.log.store import PostgresStore, Store
from ledger.reading import Reading
from ledger.refusal import Refused
from ledger.server.embedded import EmbeddedServer
from ledger.subsidy import state
from ledger.subsidy.state import Cents2, Subsidy
from projections import movements
from projections.cases import moves
from projections.runner import catch_up, rebuild
from tests import databases
from tests.databases import Database
from tests.payments.office import Office, ledger_in
from tests.projections import replayed
from tests.projections.histories import Event, History, histories
from tests.projections.tables import ask, contents

EXAMPLES = 150 if os.environ.get("LKS_LONG") else 8

Key = tuple[str, str, str]
"""Case, month, element."""


@given(histories, st.integers(1, 9), st.integers(1, 30))
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_incremental_is_rebuilt_is_a_plain_fold_of_every_prefix(
    server: EmbeddedServer, events: list[Event], batch: int, other: int
) -> None:
    with databases.fresh(server) as database, closing(PostgresStore(database.dsn)) as store:
        history = History(Office(ledger_in(store)).open())
        for place, event in enumerate(events):
            history.play(event)
            if place % 2:
                catch_up(database.dsn, batch=batch)
        catch_up(database.dsn)
        incremental = contents(database)
        rebuild(database.dsn, batch=other)
        assert contents(database) == incremental

        moved = ask(database, "SELECT * FROM finance.movements ORDER BY position")
        for position in _positions(store):
            assert _summed(moved, "due", position) == dict(_due(store, position)), position
        assert _summed(moved, "booked") == _held_by(store, "booked")
        sent, returned = _summed(moved, "sent"), _summed(moved, "returned")
        assert _without(sent, returned) == _held_by(store, "sent")
        received, written_off = _summed(moved, "received"), _summed(moved, "written_off")
        assert _without(received, written_off, -1) == _held_by(store, "settled_up")
        routed = (
            _summed([row for row in moved if row["route"] == route], "booked") for route in ("regular", "flat_rate")
        )
        assert list(routed) == [_routed(store, route) for route in ("regular", "flat_rate")]
        assert _dates(moved) == _dates_by_fold(store)
        assert _employers(database) == list(_employers_by_fold(store))
        assert _measurements(database) == sorted(_measurements_by_fold(store))
        _check_replay(database, store, moved)


def _check_replay(database: Database, store: Store, moved: list[dict[str, object]]) -> None:
    """The past of each case and municipality, at a few moments and between each and the next."""
    positions = list(_positions(store))
    moments = [*positions[len(positions) // 4 :: max(1, len(positions) // 4)], positions[-1]]
    for position in moments:
        replayed.check_totals(database, store, moved, position)
    for first, second in pairwise(moments):
        replayed.check_difference(store, moved, first, second)


def _positions(store: Store) -> Iterator[int]:
    """Every position at which what is due can differ."""
    for entry in store.read_all():
        if entry.topic not in ("PersonRegistered", "EmployerRegistered", "Measured", "MeasurementAccounted"):
            yield entry.position


def _due(store: Store, position: int) -> Iterator[tuple[Key, Cents2]]:
    """What is due as known at a position, month by month, without any memory of what was due before."""
    reading, horizon = Reading(store, position), _horizon(store, position)
    for subsidy in reading.subsidies(""):
        for month in _months(subsidy, horizon):
            try:
                due = entitlement(subsidy.terms, month, reading.law(), reading.policy(subsidy.municipality))  # type: ignore[arg-type]
            except Refused:
                continue
            for line in due.lines:
                if line.total_cents:
                    yield (subsidy.case, str(month), line.element), (line.subsidy_cents, line.charges_cents)


def _months(subsidy: Subsidy, horizon: Month) -> list[Month]:
    if subsidy.terms is None or not subsidy.terms.grants:
        return []
    first = Month.of(min(grant.start for grant in subsidy.terms.grants))
    opened = {month for month, _ in subsidy.booked}
    through = subsidy.paid_through
    return [month for month in months(first, horizon) if through is None or month > through or month in opened]


def _horizon(store: Store, position: int) -> Month:
    """December of the year after the latest day that an entry knows."""
    days: list[date] = []
    for entry in store.read_all(until=position):
        days.append(amsterdam_day(entry.recorded_at))
        if entry.cause is not None:
            days.append(entry.cause.today)
    return Month(max(days).year + 1, 12)


def _summed(moved: list[dict[str, object]], kind: str, position: int | None = None) -> dict[Key, Cents2]:
    sums: defaultdict[Key, Cents2] = defaultdict(lambda: (0, 0))
    for row in moved:
        if row["kind"] == kind and (position is None or row["position"] <= position):  # type: ignore[operator]
            key = str(row["case_number"]), str(row["month"])[:7], str(row["element"])
            subsidy_cents, charges_cents = sums[key]
            sums[key] = subsidy_cents + int(str(row["subsidy_cents"])), charges_cents + int(str(row["charges_cents"]))
    return {key: cents for key, cents in sums.items() if cents != (0, 0)}


def _held_by(store: Store, side: str) -> dict[Key, Cents2]:
    """What the subsidies themselves hold as booked or sent."""
    return {
        (subsidy.case, str(month), element): cents
        for subsidy in Reading(store).subsidies("")
        for (month, element), cents in getattr(subsidy, side).items()
        if cents != (0, 0)
    }


def _routed(store: Store, route: str) -> dict[Key, Cents2]:
    """What the subsidies themselves hold as booked on a route."""
    return {
        (subsidy.case, str(month), element): cents
        for subsidy in Reading(store).subsidies("")
        for (month, element, by), cents in subsidy.booked_routes.items()
        if by == route and cents != (0, 0)
    }


def _dates(moved: list[dict[str, object]]) -> set[tuple[object, ...]]:
    return {(row["position"], row["booked_on"], row["value_date"]) for row in moved if row["booked_on"]}


def _dates_by_fold(store: Store) -> set[tuple[object, ...]]:
    """R22: the date in the books of every money fact with an amount, by the books as they were at its entry."""
    books: defaultdict[str, Quarters] = defaultdict(Quarters)
    found: set[tuple[object, ...]] = set()
    for entry in store.read_all():
        if entry.stream == stream_id("quarter", entry.municipality):
            books[entry.municipality] = evolve(books[entry.municipality], entry)
        natural = natural_date(entry.fact) if entry.topic in movements.TOPICS else None
        if natural is not None and _moves_cents(entry.fact):
            value_date = getattr(entry.fact, "value_date", natural)
            found.add((entry.position, books[entry.municipality].booked_on(natural), value_date))
    return found


def _moves_cents(fact: facts.Fact) -> bool:
    lines = ("booked", "sent", "lines", "balance")
    return any(getattr(fact, name, ()) for name in lines)


def _employers(database: Database) -> list[tuple[object, ...]]:
    rows = ask(database, "SELECT case_number, position, employer_number FROM finance.case_employers ORDER BY position")
    return [tuple(row.values()) for row in rows]


def _employers_by_fold(store: Store) -> Iterator[tuple[str, int, str]]:
    """The employer of every case, each time that it is another."""
    known: dict[UUID, Subsidy] = {}
    for entry in store.read_all():
        if not moves(entry):
            continue
        before = known.get(entry.stream, Subsidy())
        after = known[entry.stream] = state.evolve(before, entry)
        if after.application and (before.application is None or before.employer != after.employer):
            yield after.case, entry.position, after.employer


def _measurements(database: Database) -> list[tuple[object, ...]]:
    query = """
        SELECT case_number, entry, status, wage_value, provider, certified, commented, established_wage_value
        FROM inspection.measurements
        ORDER BY case_number, entry
    """
    return [tuple(row.values()) for row in ask(database, query)]


def _measurements_by_fold(store: Store) -> Iterator[tuple[object, ...]]:
    """Every report of every case, from the state of the case and, for what was established, from the state at each moment."""
    streams: dict[UUID, list[Entry]] = {}
    for entry in store.read_all():
        streams.setdefault(entry.stream, []).append(entry)
    for entries in streams.values():
        subsidy = state.fold(entries)
        established: dict[int, Decimal] = {}
        for entry in entries:
            now = subsidy.inputs[entry.version].counts if entry.version in subsidy.inputs else None
            if isinstance(now, facts.WageValueEstablished):
                then = state.fold(entries[: entry.version - 1])
                reports = [slot for slot, one in then.inputs.items() if isinstance(one.counts, facts.Measured)]
                established |= {max(reports): now.wage_value} if reports else {}
        for slot, one in subsidy.inputs.items():
            if one.kind != "Measured":
                continue
            told = [put.fact for put in one.puts if isinstance(put.fact, facts.Measured)]
            accounts = [two.counts for two in subsidy.inputs.values() if getattr(two.counts, "of", None) == slot]
            account = accounts[0] if accounts else None
            assert account is None or isinstance(account, facts.MeasurementAccounted)
            same = account is not None and account.expert == told[-1].expert
            status = "withdrawn" if one.counts is None else "counts" if told[-1] == told[0] else "corrected"
            yield (
                subsidy.case,
                entries[slot - 1].position,
                status,
                told[-1].wage_value,
                account.provider if account and same else None,
                account.certified if account and same else None,
                list(account.commented) if account else None,
                established.get(slot),
            )


def _without(left: dict[Key, Cents2], right: dict[Key, Cents2], sign: int = 1) -> dict[Key, Cents2]:
    keys = dict.fromkeys((*left, *right))
    zero = (0, 0)
    found = {
        k: (
            left.get(k, zero)[0] - sign * right.get(k, zero)[0],
            left.get(k, zero)[1] - sign * right.get(k, zero)[1],
        )
        for k in keys
    }
    return {key: cents for key, cents in found.items() if cents != zero}
