"""The worklist of the whole country, and of one municipality of a thousand cases, fsync on.

    .venv/bin/python -m tests.benchmarks.worklist [--cases 65000] [--workers 2]

A script, not a test. The history is that of `payment_month`: a year of each case, paid; and for a part of the cases what the
process asks: contracts that end, re-measurements, measurements ordered, applications that wait. Prints seconds, where they
go, memory, and the whole beside a raw SELECT of the same rows in the same run.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import psycopg

from ledger import facts
from ledger.identifiers import stream_id
from ledger.log.entry import Cause
from ledger.log.interface import Append, Draft
from ledger.log.store import PostgresStore, install
from ledger.process import work
from ledger.server.embedded import EmbeddedServer
from ledger.subsidy import state
from projections import worklist
from tests.benchmarks import payment_month
from tests.benchmarks.payment_month import _timed, peak_mb

TODAY, UNTIL = date(2026, 11, 27), date(2027, 1, 27)
THOUSAND = "GM9001"
WANTED_COUNTRY, WANTED_ONE, COUNTRY = 20, 2, 65_000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=COUNTRY)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    print(f"fsync on, {options.workers} processes, {os.cpu_count()} cores, Python {sys.version.split()[0]}\n")
    with tempfile.TemporaryDirectory(prefix="lks-bench-", dir="/tmp") as folder:
        server = EmbeddedServer(Path(folder))
        server.start()
        try:
            install(server.admin_dsn("lks"))
            sizes = {THOUSAND: 1000} | payment_month._sizes(options.cases - 1000)
            payment_month._history(server.dsn(), sizes)
            PostgresStore(server.dsn()).append_bulk(_process(sizes))
            with psycopg.connect(server.admin_dsn("lks"), autocommit=True) as admin:
                admin.execute("VACUUM ANALYZE")
            _one(server)
            _country(server, options.cases, options.workers)
        finally:
            server.stop()


def _process(sizes: dict[str, int]) -> Iterator[Append]:
    """What the process adds to a part of the cases."""
    cause = Cause(
        intent="Amend", fields={}, digest="00", actor="a.clerk", on_behalf_of=None, today=TODAY, read={}, decider=1
    )
    unchanged = dict.fromkeys(("form", "hours", "maximum_hours", "sector_full_time_hours", "employer"))
    ends = facts.Amended.model_validate({"effective": TODAY, "end": "2027-01-31"} | unchanged)
    variable = facts.Amended.model_validate(
        {"effective": "2026-07-01"} | unchanged | {"form": "zero_hours", "hours": "0", "end": None}
    )
    added: dict[int, facts.Fact] = {
        0: ends,
        1: facts.RemeasurementAgreed(agreed_on=TODAY, measure_on=date(2027, 1, 15)),
        2: facts.MeasurementOrdered(expert="LWD-1", ordered_on=TODAY, planned_on=date(2026, 12, 10)),
        3: facts.DocumentsRequested(documents=("payslip",), respond_by=date(2026, 12, 1), requested_on=TODAY),
        4: variable,
    }
    for code, name, nth in payment_month._cases(sizes):
        if (fact := added.get(nth % 20)) is not None:
            draft = Draft(stream_id("subsidy", name), payment_month.LAST_VERSION + 1, code, fact)
            yield Append(os.urandom(32), cause, [draft])


def _one(server: EmbeddedServer) -> None:
    """One municipality, in this process."""
    _work((server.dsn(), [THOUSAND]))  # once before, so that connections, law and holidays are there
    parts, items, _, processor = _work((server.dsn(), [THOUSAND]))
    what = f"one municipality of 1,000 cases: {items:,} items, {processor:.2f} s of the processor"
    _print(what, parts, WANTED_ONE, _raw(server, [THOUSAND]))


def _country(server: EmbeddedServer, cases: int, workers: int) -> None:
    codes = worklist.municipalities(server.dsn())
    began = time.perf_counter()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        results = list(pool.map(_work, [(server.dsn(), codes[n::workers]) for n in range(workers)]))
    seconds = time.perf_counter() - began
    parts = {name: sum(result[0][name] for result in results) for name in results[0][0]}
    items, memory = sum(result[1] for result in results), sum(result[2] for result in results)
    processor = sum(result[3] for result in results)
    wanted = WANTED_COUNTRY * cases / COUNTRY
    raw = _raw(server, codes)
    print(
        f"{cases:,} cases, {len(codes)} municipalities: {seconds:.1f} s (wanted {wanted:.1f}), {memory:,} MB together"
    )
    _print(f"  all processes, {items:,} items, {processor:.1f} s of the processor", parts, wanted * workers, raw)


def _print(what: str, parts: dict[str, float], wanted: float, raw: float) -> None:
    whole = sum(parts.values())
    print(f"{what}: {whole:.2f} s (wanted {wanted:.1f})")
    for name, took in parts.items():
        print(f"  {name:48}{took:7.2f} s {took / whole:6.0%}")
    print(f"  {'whole / raw SELECT of the same rows':48}{whole / raw:7.1f}  ({raw:.2f} s)\n")


def _work(share: tuple[str, list[str]]) -> tuple[dict[str, float], int, int, float]:
    """Seconds by part, the number of items, the most memory in MB, and seconds of the processor."""
    dsn, codes = share
    store = PostgresStore(dsn)
    with (
        _timed(worklist, "_read") as reading,
        _timed(state, "fold") as folding,
        _timed(work, "items") as computing,
    ):
        began, processor = time.perf_counter(), time.process_time()
        items = sum(1 for _ in worklist.worklist(store, codes, worklist.Wanted(TODAY, UNTIL)))
        whole = time.perf_counter() - began
        parts = {
            "read: rows and decoding": reading(),
            "fold": folding(),
            "compute: what is to do": computing(),
        }
    parts["the rest"] = whole - sum(parts.values())
    store.close()
    return parts, items, peak_mb(), time.process_time() - processor


def _raw(server: EmbeddedServer, codes: list[str]) -> float:
    """Seconds to SELECT the same rows as they are stored."""
    query = """
        SELECT notification_id, originator_id, originator_version, recorded_at, topic, municipality, recorded_by, intent_key,
            cause, state, seal
        FROM ledger.ledger_events WHERE municipality = %s AND topic = ANY(%s) ORDER BY notification_id"""
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        began = time.perf_counter()
        for code in codes:
            connection.execute(query, [code, list(worklist.TOPICS)], binary=True).fetchall()
        return time.perf_counter() - began


if __name__ == "__main__":
    main()
