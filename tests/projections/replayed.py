"""What a replay tells of cases and municipalities at a position, held to plain folds and to the movements."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from ledger import facts
from ledger.calculation.month import Month
from ledger.identifiers import stream_id
from ledger.log.store import Store
from ledger.subsidy import state
from projections.replay import difference
from projections.replay.case import Amounts, CaseThen, case_then
from projections.replay.totals import totals
from tests.databases import Database

Rows = list[dict[str, Any]]


def cases(store: Store, position: int) -> list[str]:
    """Every case of which something was recorded by then."""
    found = store.read_all(until=position, topics=("Applied",))
    return [one.fact.case for one in found if isinstance(one.fact, facts.Applied)]


def check_cases(store: Store, moved: Rows, position: int) -> list[CaseThen]:
    """Every case month by month is the sum of the movements up to there."""
    found = []
    for case in cases(store, position):
        then = case_then(store, case, position)
        assert then is not None
        own = [row for row in moved if row["case_number"] == case and row["position"] <= position]
        assert then.amounts() == _summed(own, then.last), (case, position)
        found.append(then)
    return found


def check_totals(database: Database, store: Store, moved: Rows, position: int) -> None:
    """A municipality is the plain fold of its cases, in cents and in cases by status."""
    by_municipality: dict[str, list[CaseThen]] = {}
    for then in check_cases(store, moved, position):
        by_municipality.setdefault(then.subsidy.municipality, []).append(then)
    for municipality, found in by_municipality.items():
        told = totals(database.dsn, store, municipality, position, "month")
        assert told.amounts == _folded(found)
        quarterly = totals(database.dsn, store, municipality, position, "quarter")
        assert quarterly.total == told.total
        folded = (state.fold(store.read(stream_id("subsidy", one.subsidy.case), 0, position)) for one in found)
        assert told.statuses == Counter(subsidy.status for subsidy in folded)


def check_difference(store: Store, moved: Rows, first: int, second: int) -> None:
    """Between two positions every part is a movement, the parts of a month sum to what differs, and both ends are the replay."""
    for case in cases(store, second):
        found = difference.between(store, case, first, second)
        then, before = case_then(store, case, second), case_then(store, case, first)
        assert found is not None
        assert then is not None
        assert found.amounts_after == then.amounts()
        if before is not None:
            told = {slot: one for slot, one in found.amounts_before.items() if slot[0] <= before.last}
            assert told == before.amounts()
        sums: dict[Any, Amounts] = {}
        for part in found.parts:
            slot = part.month, part.element
            sums[slot] = sums.get(slot, Amounts()).plus(Amounts(**{part.kind: part.total_cents}))
        assert {slot: one for slot, one in sums.items() if any(one)} == {
            slot: found.change(slot) for slot in found.slots
        }
        assert {part.position for part in found.parts} <= {one.entry.position for one in found.told}
        year = before_year(before)
        parts = [(*part[:2], part.month.first, *part[3:]) for part in found.parts if part.month.year <= year]
        rows = [
            tuple(row[name] for name in ("position", "kind", "month", "element", "subsidy_cents", "charges_cents"))
            for row in moved
            if row["case_number"] == case and first < row["position"] <= second and row["origin"] != "NewYear"
            and Month.of(row["month"]) <= then.last and row["month"].year <= year
        ]  # fmt: skip
        assert _whole(parts) == _whole(rows)


def before_year(before: CaseThen | None) -> int:
    """The last year that was in sight at the first moment; what comes into sight later is a movement and no difference."""
    return 9999 if before is None else before.last.year


def _whole(rows: Iterable[tuple[Any, ...]]) -> Counter[tuple[Any, ...]]:
    """Booked lines are split by route in the movements: by entry, kind, month and element they are summed."""
    sums: dict[tuple[Any, ...], tuple[int, int]] = {}
    for *key, subsidy_cents, charges_cents in rows:
        was = sums.get(tuple(key), (0, 0))
        sums[tuple(key)] = was[0] + subsidy_cents, was[1] + charges_cents
    return Counter((*key, *cents) for key, cents in sums.items() if cents != (0, 0))


def _folded(found: Iterable[CaseThen]) -> dict[Any, Amounts]:
    sums: dict[Any, Amounts] = {}
    for then in found:
        for (month, _), one in then.amounts().items():
            sums[month] = sums.get(month, Amounts()).plus(one)
    return {month: one for month, one in sums.items() if any(one)}


def _summed(rows: Rows, last: Month) -> dict[Any, Amounts]:
    sums: dict[Any, Amounts] = {}
    for row in rows:
        month = Month.of(row["month"])
        if row["kind"] != "due" or month <= last:
            slot = month, row["element"]
            cents = row["subsidy_cents"] + row["charges_cents"]
            sums[slot] = sums.get(slot, Amounts()).plus(Amounts(**{row["kind"]: cents}))
    return {slot: one for slot, one in sums.items() if any(one)}
