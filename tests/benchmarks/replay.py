"""Replay and trail in a ledger of 100,000 entries, fsync on.

    .venv/bin/python -m tests.benchmarks.replay [--cases 3570]

A script, not a test. The history is that of `payment_month`: a year of each case, paid and confirmed. Prints the seconds of each
question, each in a process of its own as a user has it and apart from that inside one process, the whole trail beside a raw
SELECT of the same rows, and its memory.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from ledger.log.store import PostgresStore, install
from ledger.server.embedded import EmbeddedServer
from projections.replay.case import case_then
from projections.replay.difference import between
from projections.replay.totals import totals
from projections.runner import catch_up
from projections.trail.graph import Graph
from projections.trail.reading import Wanted, trail
from projections.trail.sentence import sentence
from tests.benchmarks import payment_month
from tests.benchmarks.payment_month import peak_mb

PLACE = "GM9001"
IN_PLACE = 1000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=3570)
    options = parser.parse_args()
    print(f"fsync on, {os.cpu_count()} cores, Python {sys.version.split()[0]}\n")
    with tempfile.TemporaryDirectory(prefix="lks-bench-", dir="/tmp") as folder:
        server = EmbeddedServer(Path(folder))
        server.start()
        try:
            install(server.admin_dsn("lks"))
            payment_month._history(server.dsn(), {PLACE: IN_PLACE} | payment_month._sizes(options.cases - IN_PLACE))
            catch_up(server.dsn())
            with psycopg.connect(server.admin_dsn("lks"), autocommit=True) as admin:
                admin.execute("VACUUM ANALYZE")
            _measure(server.dsn())
        finally:
            server.stop()


def _measure(dsn: str) -> None:
    store = PostgresStore(dsn)
    head = store.head().position
    case = next(one.fact.case for one in store.read_all(topics=("Applied",)))  # type: ignore[attr-defined]
    print(f"{head:,} entries")
    middle = head // 2
    _told("replay of a case", lambda: case_then(store, case, head))
    _told("replay of a case as known half way", lambda: case_then(store, case, middle))
    _told("difference of a case", lambda: between(store, case, middle, head))
    _told(f"totals of {IN_PLACE:,} cases", lambda: totals(dsn, store, PLACE, middle, "month"))
    paid = next(store.read_all(after=middle, topics=("Paid",)))
    _told("what a payment rests on", lambda: list(Graph(store).grounds(paid)))
    adopted = next(one for one in store.read_all(topics=("ValueAdopted",)) if "minimum_wage" in str(one.fact))
    _told("what rests on a value of the law, directly", lambda: sum(1 for _ in Graph(store).resting(adopted)))
    whole = _told("the whole trail, every sentence", lambda: sum(len(sentence(one)) for one in trail(store, Wanted())))
    raw = _told("raw SELECT of the same rows", lambda: _select(dsn))
    print(f"  trail / raw {whole / raw:.1f}; memory {peak_mb()} MB")
    for words in (f"replay {case}", f"replay {case} --known-at {middle}", f"replay --municipality {PLACE}"):
        _told(f"lks {words}", lambda words=words: _command(dsn, words))  # type: ignore[misc]


def _told(what: str, ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    took = time.perf_counter() - began
    print(f"  {what:60}{took:8.3f} s")
    return took


def _select(dsn: str) -> None:
    with psycopg.connect(dsn) as connection, connection.cursor("passing", binary=True) as cursor:
        cursor.itersize = 5000
        for _ in cursor.execute("SELECT * FROM ledger.ledger_events ORDER BY notification_id"):
            pass


def _command(dsn: str, words: str) -> None:
    environment = os.environ | {"LKS_DSN": dsn, "LKS_ACTOR": "a.bench"}
    subprocess.run(
        [sys.executable, "-m", "commands.cli", *words.split()], env=environment, check=True, stdout=subprocess.DEVNULL
    )


if __name__ == "__main__":
    main()
