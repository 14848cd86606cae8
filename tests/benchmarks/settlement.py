"""One quarter for the whole country: settle every one of 342 municipalities, fsync on.

    .venv/bin/python -m tests.benchmarks.settlement [--cases 6500] [--workers 2] [--changed 100]

A script, not a test. The history is that of `payment_month`: a year of each case, paid. Of `--changed` percent of the cases
other hours since 1 July were told afterwards, so that three months of them differ, and all months of all cases are
compared. Municipalities are shared out over as many processes as there are workers. Prints seconds, where they go, memory,
the append beside a raw COPY of the same rows, and a second settlement, which finds nothing.
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

from ledger import facts, intents
from ledger.asking import Asking
from ledger.calculation.month import Month
from ledger.closing import settlement, settling
from ledger.identifiers import stream_id
from ledger.log.entry import Cause
from ledger.log.interface import Append, Draft, Store
from ledger.log.store import PostgresStore, install
from ledger.reading import Reading
from ledger.server.embedded import EmbeddedServer
from ledger.subsidy import state as subsidy_state
from tests.benchmarks import payment_month
from tests.benchmarks.payment_month import _timed, peak_mb

THROUGH = Month(2026, 9)
PAID = Month(2026, 10)
TODAY = date(2026, 10, 20)
WANTED_SECONDS, WANTED_CASES = 60, 65_000
CHANGED_HOURS, SINCE = "30", date(2026, 7, 1)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=6_500)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--changed", type=int, default=100, help="percent of the cases of which three months differ")
    options = parser.parse_args()
    print(f"fsync on, {options.workers} processes, {os.cpu_count()} cores, Python {sys.version.split()[0]}\n")
    with tempfile.TemporaryDirectory(prefix="lks-bench-", dir="/tmp") as folder:
        server = EmbeddedServer(Path(folder))
        server.start()
        try:
            install(server.admin_dsn("lks"))
            sizes = payment_month._sizes(options.cases)
            payment_month._history(server.dsn(), sizes)
            PostgresStore(server.dsn()).append_bulk(_told_afterwards(sizes, options.changed))
            with psycopg.connect(server.admin_dsn("lks"), autocommit=True) as admin:
                admin.execute("VACUUM ANALYZE")
            for what in ("settled", "settled again"):
                _measure(server, what, options.cases, options.workers, list(sizes))
        finally:
            server.stop()


def _told_afterwards(sizes: dict[str, int], percent: int) -> Iterator[Append]:
    """Runs that were approved, and other hours for a part of the cases."""
    cause = Cause(
        intent="Amend", fields={}, digest="00", actor="a.clerk", on_behalf_of=None, today=TODAY, read={}, decider=1
    )
    unchanged = dict.fromkeys(("form", "maximum_hours", "sector_full_time_hours", "end", "employer"))
    amended = facts.Amended.model_validate({"effective": SINCE, "hours": CHANGED_HOURS} | unchanged)
    for code, name, nth in payment_month._cases(sizes):
        if nth == 1:
            yield Append(os.urandom(32), cause, list(_run(code)))
        if nth % 100 < percent:
            yield Append(
                os.urandom(32),
                cause,
                [Draft(stream_id("subsidy", name), payment_month.LAST_VERSION + 1, code, amended)],
            )


def _run(code: str) -> Iterator[Draft]:
    stream, number = stream_id("run", code), f"{code}-{PAID}-1"
    prepared = facts.RunPrepared(
        run=number, month=PAID, payment_day=date(2026, 10, 20), execution_day=date(2026, 10, 19), position=1, cases=0,
        lines=0, subsidy_cents=0, charges_cents=0, sent_cents=0, digest="00", left_out=(), long_first_payments={},
    )  # fmt: skip
    yield Draft(stream, 1, code, prepared)
    yield Draft(stream, 2, code, facts.RunApproved(run=number, of=1, digest="00"))


def _measure(server: EmbeddedServer, what: str, cases: int, workers: int, codes: list[str]) -> None:
    store: Store = PostgresStore(server.dsn())
    before = store.head().position
    shares = [(server.dsn(), codes[n::workers]) for n in range(workers)]
    began = time.perf_counter()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        results = list(pool.map(_work, shares))
    seconds = time.perf_counter() - began
    spent = {name: sum(result[0][name] for result in results) for name in results[0][0]}
    recorded = store.head().position - before
    wanted = WANTED_SECONDS * cases / WANTED_CASES
    print(
        f"{what}: {cases:,} cases, {len(codes)} municipalities, {recorded:,} entries: {seconds:.1f} s "
        f"(wanted {wanted:.1f}, {WANTED_SECONDS} for {WANTED_CASES:,}), {sum(result[1] for result in results):,} MB together"
    )
    processor = sum(result[2] for result in results)
    print(f"  of the processor {processor:.1f} s together, without those of the database")
    for name, took in spent.items():
        print(f"  {name:48}{took:7.1f} s {took / sum(spent.values()):6.0%}")
    if recorded:
        copied = payment_month._raw_copy(server, after=before)
        print(f"  {'append / raw COPY of the same rows':48}{copied / spent['append: seal, COPY, guard']:7.2f}")


def _work(share: tuple[str, list[str]]) -> tuple[dict[str, float], int, float]:
    """Settle these municipalities one after another: seconds by part, the most memory in MB, and seconds of the processor."""
    dsn, codes = share
    ledger = payment_month._ledger(dsn)
    with (
        _timed(Reading, "subsidies") as read_and_fold,
        _timed(subsidy_state, "fold") as folding,
        _timed(settling, "differences") as comparing,
        _timed(settlement, "entitlement") as calculating,
        _timed(PostgresStore, "append") as appending,
    ):
        began, processor = time.perf_counter(), time.process_time()
        for code in codes:
            asking = Asking(by="f.finance", today=TODAY)
            ledger.handle(intents.Settle(municipality=code, through=THROUGH), asking)
        whole = time.perf_counter() - began
        parts = {
            "read: rows and decoding": read_and_fold() - folding(),
            "fold": folding(),
            "calculate: what is due": calculating(),
            "compare with what was booked": comparing() - calculating(),
            "append: seal, COPY, guard": appending(),
        }
    parts["the rest"] = whole - sum(parts.values())
    return parts, peak_mb(), time.process_time() - processor


if __name__ == "__main__":
    main()
