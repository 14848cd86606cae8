"""The standing test: projected as it happens, projected anew, or folded plainly, the rows are the same (R21, R29)."""

import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.calculation.calendar import amsterdam_day
from ledger.calculation.entitlement import entitlement
from ledger.calculation.month import Month, months
from ledger.log.store import PostgresStore, Store
from ledger.reading import Reading
from ledger.refusal import Refused
from ledger.server.embedded import EmbeddedServer
from ledger.subsidy.state import Cents2, Subsidy
from projections.runner import catch_up, rebuild
from tests import databases
from tests.payments.office import Office, ledger_in
from tests.projections.histories import Event, History, histories
from tests.projections.tables import ask, contents

EXAMPLES = 150 if os.environ.get("LKS_LONG") else 12

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


def _positions(store: Store) -> Iterator[int]:
    """Every position at which what is due can differ."""
    for entry in store.read_all():
        if entry.topic not in ("PersonRegistered", "EmployerRegistered", "Measured"):
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


def _without(left: dict[Key, Cents2], right: dict[Key, Cents2]) -> dict[Key, Cents2]:
    keys = dict.fromkeys((*left, *right))
    zero = (0, 0)
    found = {
        k: (left.get(k, zero)[0] - right.get(k, zero)[0], left.get(k, zero)[1] - right.get(k, zero)[1]) for k in keys
    }
    return {key: cents for key, cents in found.items() if cents != zero}
