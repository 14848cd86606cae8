"""What finance waits for: reconciling one municipality, the whole country, then beside now, and a rebuild.

    .venv/bin/python -m tests.benchmarks.reconciliation [--movements 400000] [--entries 60000]

A script, not a test; fsync on. The questions are asked of movements that are put in their table as the projector would write
them: for every case two years of months due, and each month booked and sent by the run of its municipality, with corrections,
settlements and returns among them. Rebuilding is measured apart, from a real log (that of the benchmark of a payment month).
Prints seconds, and ratios against a raw SELECT of the same run.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg

from ledger.calculation.calendar import payment_day
from ledger.calculation.month import Month, Quarter, months
from ledger.identifiers import case_number, employer_number
from ledger.log.store import install
from ledger.server.embedded import EmbeddedServer
from projections.movements import Movement
from projections.reconciliation.books import books
from projections.runner import rebuild
from tests.benchmarks.payment_month import _history, _sizes, peak_mb

FIRST, LAST, HORIZON = Month(2025, 1), Month(2026, 9), Month(2027, 12)
QUARTER = Quarter(2026, 3)
ROWS_A_CASE = 2 * 21 + 36 + 4
"""Booked and sent for each month, due for each month up to the horizon, and some corrections."""

ROUNDS = 60
WANTED_ONE, WANTED_ALL, WANTED_KNOWN_AT, WANTED_REBUILD, WANTED_MB = 0.2, 5.0, 1.5, 0.2, 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--movements", type=int, default=400_000)
    parser.add_argument("--entries", type=int, default=60_000)
    options = parser.parse_args()
    print(f"fsync on, {os.cpu_count()} cores, Python {sys.version.split()[0]}\n")
    with tempfile.TemporaryDirectory(prefix="lks-bench-", dir="/tmp") as folder:
        server = EmbeddedServer(Path(folder))
        server.start()
        try:
            install(server.admin_dsn("lks"))
            if options.movements:
                _questions(server, options.movements)
            if options.entries:
                _rebuilding(server, options.entries)
        finally:
            server.stop()


def _questions(server: EmbeddedServer, rows: int) -> None:
    sizes = _sizes(max(342, rows // ROWS_A_CASE))
    written, last = _fill(server, sizes)
    print(f"{written:,} movements of {sum(sizes.values()):,} cases in {len(sizes)} municipalities")
    codes = random.Random(1).choices(list(sizes), weights=list(sizes.values()), k=ROUNDS)
    now = _times(lambda code: _reconcile(server, code, None), codes)
    then = _times(lambda code: _reconcile(server, code, last // 2), codes)
    p50, p95 = statistics.median(now), statistics.quantiles(now, n=20)[-1]
    print(
        f"reconcile one municipality: p50 {p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms (wanted {WANTED_ONE * 1000:.0f})"
    )
    latest = _times(lambda code: _reconcile(server, code, last), codes)
    print(f"known at the last entry / now: {sum(latest) / sum(now):.2f} (wanted at most {WANTED_KNOWN_AT})")
    print(f"known at half of the log / now: {sum(then) / sum(now):.2f}")
    (lines,) = _times(lambda code: _lines(server, code), [max(sizes, key=lambda code: sizes[code])])
    print(f"every line of the largest municipality: {lines * 1000:.0f} ms")
    (all_of,) = _times(lambda _: _country(server, list(sizes)), [""])
    raw = _raw(server, "SELECT sum(subsidy_cents + charges_cents) FROM projection.movements")
    print(f"reconcile the whole country: {all_of:.2f} s (wanted {WANTED_ALL:.0f}); a raw sum of the rows: {raw:.2f} s")


def _times(ask: Callable[[str], object], codes: list[str]) -> list[float]:
    took = []
    for code in codes:
        began = time.perf_counter()
        ask(code)
        took.append(time.perf_counter() - began)
    return took


def _reconcile(server: EmbeddedServer, code: str, position: int | None) -> None:
    """What `lks reconcile` asks: a connection, the totals, and the amounts by employer."""
    with books(server.dsn(), code) as found:
        totals, _ = found.totals(QUARTER, position)
        assert totals.unexplained_cents == (0, 0)


def _lines(server: EmbeddedServer, code: str) -> None:
    with books(server.dsn(), code) as found:
        assert list(found.lines(QUARTER, None))


def _country(server: EmbeddedServer, codes: list[str]) -> None:
    query = """
        SELECT p.municipality, r.*
        FROM finance.municipalities p
        CROSS JOIN LATERAL finance.reconciliation(p.municipality, %s, NULL) r
    """
    with psycopg.connect(server.dsn()) as connection:
        assert len(connection.execute(query, [QUARTER.months[0].first]).fetchall()) == len(codes)


def _raw(server: EmbeddedServer, query: str) -> float:
    with psycopg.connect(server.dsn()) as connection:
        began = time.perf_counter()
        connection.execute(query).fetchall()
        return time.perf_counter() - began


# --- movements, as the projector writes them ----------------------------------------------------------------------------


def _fill(server: EmbeddedServer, sizes: dict[str, int]) -> tuple[int, int]:
    """Movements of these cases: how many, and the last position."""
    cases = [
        (code, case_number(2025, n + 1)) for n, code in enumerate(c for c, size in sizes.items() for _ in range(size))
    ]
    employers = [employer_number(n // 4 + 1) for n in range(len(cases))]
    with psycopg.connect(server.admin_dsn("lks"), autocommit=True) as admin:
        _parties(admin, cases, employers)
        written = 0
        with admin.cursor().copy(f"COPY projection.movements ({', '.join(Movement._fields)}) FROM STDIN") as copy:
            for row in _movements(cases, employers):
                copy.write_row(row)
                written += 1
        admin.execute("VACUUM ANALYZE")
        found = admin.execute("SELECT max(position) FROM projection.movements").fetchone()
        assert found is not None
        return written, int(found[0])


def _parties(admin: psycopg.Connection[Any], cases: list[tuple[str, str]], employers: list[str]) -> None:
    with admin.cursor().copy(
        "COPY projection.case_employers (case_number, position, employer_number, municipality) FROM STDIN"
    ) as copy:
        for position, ((code, case), employer) in enumerate(zip(cases, employers, strict=True), 1):
            copy.write_row((case, position, employer, code))
    admin.execute(
        """
        INSERT INTO projection.subsidies
        SELECT
            e.case_number, gen_random_uuid(), e.municipality, 'P', e.employer_number, 'granted', 'lid_1a', 'regular', 60,
            '2025-01-01', NULL, '2025-01-01', NULL, 'fixed', 32, false, NULL, NULL, '2025-01-01'
        FROM projection.case_employers e
        """
    )


def _movements(cases: list[tuple[str, str]], employers: list[str]) -> Iterator[Movement]:
    chance, position = random.Random(7), len(cases)
    for (code, case), employer in zip(cases, employers, strict=True):
        position += 1
        for month in months(FIRST, HORIZON):
            yield _due(code, case, employer, position, month, 89741)
    for month in months(FIRST, LAST):
        day, by_code = payment_day(month), ""
        for (code, case), employer in zip(cases, employers, strict=True):
            by_code, position = code, position + 1
            run = f"{by_code}-{month}-1"
            money = _Money(code, case, employer, month, day)
            yield money.row("booked", position, run, 89741, "regular")
            yield money.row("sent", position, run, 89741, "")
            if chance.random() < 0.05:
                position += 1
                yield money.row("returned", position, run, 89741, "")
            if chance.random() < 0.05:
                position += 1
                yield _due(code, case, employer, position, month, 500)
            if month.number % 3 == 0 and chance.random() < 0.2:
                position += 1
                yield money.row("booked", position, f"settlement {month}", 500, "flat_rate")


def _due(code: str, case: str, employer: str, position: int, month: Month, cents: int) -> Movement:
    return Movement(
        case, month.first, "fixed", "due", position, employer, cents, cents // 4, None, None, "Decided", FIRST.first, code, "",
        False, False,
    )  # fmt: skip


class _Money:
    """What all money of a case and month shares."""

    def __init__(self, code: str, case: str, employer: str, month: Month, day: date) -> None:
        self._code, self._case, self._employer, self._month, self._day = code, case, employer, month, day

    def row(self, kind: Any, position: int, origin: str, cents: int, route: str) -> Movement:
        """One movement."""
        return Movement(
            self._case, self._month.first, "fixed", kind, position, self._employer, cents, cents // 4, self._day, self._day,
            origin, self._day, self._code, route, False, False,
        )  # fmt: skip


# --- a rebuild ----------------------------------------------------------------------------------------------------------


def _rebuilding(server: EmbeddedServer, entries: int) -> None:
    with psycopg.connect(server.admin_dsn("lks"), autocommit=True) as admin:
        admin.execute("TRUNCATE projection.movements, projection.case_employers, projection.subsidies")
    _history(server.dsn(), _sizes(max(342, entries // 28)))
    with psycopg.connect(server.admin_dsn("lks"), autocommit=True) as admin:
        admin.execute("VACUUM ANALYZE ledger.ledger_events")
        found = admin.execute("SELECT count(*) FROM ledger.ledger_events").fetchone()
        assert found is not None
        recorded = int(found[0])
    before, raw = peak_mb(), _raw(server, "SELECT * FROM ledger.ledger_events ORDER BY notification_id")
    began = time.perf_counter()
    rebuild(server.dsn())
    took = time.perf_counter() - began
    print(
        f"rebuild of {recorded:,} entries: {recorded / took:,.0f} a second, {raw / took:.2f} of a raw SELECT "
        f"(wanted {WANTED_REBUILD}); {before} MB before, {peak_mb():,} MB at most (wanted {WANTED_MB:,})"
    )


if __name__ == "__main__":
    main()
