"""What logging a look costs, fsync on: the keys of one subject and of many, against the same keys read as they are; and verifying.

    .venv/bin/python -m tests.benchmarks.looks [--subjects 20000] [--looks 20000]

A script, not a test. Unwrapping keys, which both do, is measured apart: it is what a bulk flow spends on keys anyway.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import psycopg

from ledger.identifiers import person_number
from ledger.log.store import install
from ledger.server.embedded import EmbeddedServer
from ledger.vault.looker import Looker
from ledger.vault.looks import findings
from ledger.vault.postgres_rows import PostgresRows
from ledger.vault.sealing import MasterKey, Vault

RAW = "SELECT key_id, subject, wrapped, master_version FROM vault.key WHERE subject = ANY(%b)"
TIMES = 5


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--subjects", type=int, default=20_000)
    parser.add_argument("--looks", type=int, default=20_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lks-bench-", dir="/tmp") as folder:
        server = EmbeddedServer(Path(folder))
        server.start()
        try:
            install(server.admin_dsn("lks"))
            _measure(server.dsn(), server.admin_dsn("lks"), asked.subjects, asked.looks)
        finally:
            server.stop()


def _measure(dsn: str, admin_dsn: str, subjects: int, looks: int) -> None:
    master = MasterKey(os.urandom(32), 1, "benchmark")
    vault = Vault(dsn, master)
    vault.create_secret()
    persons = [person_number(n) for n in range(1, subjects + 1)]
    print(f"{subjects} new keys: {_seconds(lambda: vault.ensure_keys(persons)):.2f} s")
    rows = PostgresRows(dsn, Looker("benchmark", "benchmark"))
    with psycopg.connect(admin_dsn, autocommit=True) as admin:
        for count in (1, 1000, subjects):
            some = persons[:count]
            raw = _median(lambda some=some: admin.execute(RAW, [some]).fetchall())  # type: ignore[misc]
            logged = _median(lambda some=some: rows.keys_of(some))  # type: ignore[misc]
            opened = _median(lambda some=some: Vault(dsn, master).load_keys(some))  # type: ignore[misc]
            more = 1000 * (logged - raw)
            print(f"keys of {count}: raw {1000 * raw:.2f} ms, with its look {1000 * logged:.2f} ms (+{more:.2f}); "
                  f"with unwrapping and a new connection {1000 * opened:.1f} ms")  # fmt: skip
    spent = _seconds(lambda: [rows.keys_of(persons[:1]) for _ in range(looks)])
    print(f"{looks} single looks: {looks / spent:,.0f} a second")
    with psycopg.connect(dsn) as connection:
        spent = _seconds(lambda: list(findings(connection)))
        position = connection.execute("SELECT position FROM vault.look_head").fetchone()
        assert position is not None
        print(f"verifying {position[0]} looks: {position[0] / spent:,.0f} a second")


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _median(work: Callable[[], object]) -> float:
    return median(_seconds(work) for _ in range(TIMES))


if __name__ == "__main__":
    main()
