"""How long a file of worked hours takes, from the file to the last commit, with fsync on.

    .venv/bin/python -m tests.benchmarks.report_hours [--cases 5000] [--months 3] [--postgres FOLDER]

A script, not a test: it imports running zero-hours cases, reports the hours of some months of each in one file, reports the
same file again, and prints rows a second beside a raw COPY of the same entries' bytes in the same run.
"""

import argparse
import os
import tempfile
import time
from datetime import date
from pathlib import Path

import psycopg
from psycopg.types.json import Jsonb

from ledger.application import Ledger
from ledger.asking import Asking
from ledger.calculation.month import Month, months
from ledger.facts import Applied
from ledger.importing.cases import Importing
from ledger.importing.hours import Reporting
from ledger.log.store import PostgresStore, install
from ledger.server.embedded import DATABASE, EmbeddedServer
from ledger.vault.sealing import MasterKey, Vault
from tests.importing import given

BY = Asking(by="a.consulent", today=date(2027, 1, 15))
LAST = Month(2026, 12)


def main() -> None:
    """Measure and print."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="lks-bench-", dir="/tmp") as folder:
        server = EmbeddedServer(Path(folder), binaries=options.postgres)
        server.start()
        try:
            _measure(server, Path(folder), options)
        finally:
            server.stop()


def _measure(server: EmbeddedServer, folder: Path, options: argparse.Namespace) -> None:
    install(server.admin_dsn(DATABASE))
    store, vault = PostgresStore(server.dsn()), Vault(server.dsn(), MasterKey(os.urandom(32), 1, "benchmark"))
    vault.create_secret()
    ledger = given.ledger(store, vault)
    file = _reports(folder, _cases(ledger, folder, options.cases), options.months)
    outcome, seconds = _report(ledger, file)
    rows = options.cases * options.months
    print(f"{rows:,} reports of {options.cases:,} cases: {seconds:.1f} s, {rows / seconds:,.0f} a second")
    print("  " + ", ".join(f"{phase} {spent:.1f} s" for phase, spent in outcome.items()))
    raw = _copied(server, rows)
    print(f"a raw COPY of as many rows: {raw:.2f} s; {raw / seconds:.3f} of it")
    print(f"the same file again: {_report(ledger, file)[1]:.1f} s")


def _cases(ledger: Ledger, folder: Path, count: int) -> list[str]:
    """Running zero-hours cases, taken over."""
    contract = {"form": "zero_hours", "hours": "0"}
    file = given.jsonl(folder / "cases.jsonl", (given.running(n, **contract) for n in range(count)))
    outcome = Importing(ledger, given.BY).run(file)
    assert not outcome.findings, outcome.findings[:3]
    return [entry.fact.case for entry in ledger.store.read_all(topics=("Applied",)) if isinstance(entry.fact, Applied)]


def _reports(folder: Path, cases: list[str], count: int) -> Path:
    """A file in which every case has its months, month by month."""
    rows = (
        {"case": case, "from": str(month.first), "until": str(month.last), "hours": "80.5", "source": "payslip"}
        for month in months(LAST + -(count - 1), LAST)
        for case in cases
    )
    return given.jsonl(folder / "hours.jsonl", rows)


def _report(ledger: Ledger, file: Path) -> tuple[dict[str, float], float]:
    began = time.perf_counter()
    outcome = Reporting(ledger, BY).run(file)
    assert not outcome.findings, outcome.findings[:3]
    return outcome.seconds, time.perf_counter() - began


def _copied(server: EmbeddedServer, rows: int) -> float:
    """How long PostgreSQL takes for the last entries, without a seal, a guard or a question."""
    with psycopg.connect(server.admin_dsn(DATABASE), autocommit=True) as connection:
        connection.execute("CREATE TABLE raw (LIKE ledger.ledger_events)")
        source = connection.execute("SELECT * FROM ledger.ledger_events ORDER BY notification_id DESC LIMIT %s", [rows])
        entries = source.fetchall()
        began = time.perf_counter()
        with connection.cursor() as cursor, cursor.copy("COPY raw FROM STDIN") as copy:
            for entry in entries:
                copy.write_row([Jsonb(one) if isinstance(one, dict) else one for one in entry])
        return time.perf_counter() - began


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cases", type=int, default=5_000)
    parser.add_argument("--months", type=int, default=3)
    parser.add_argument("--postgres", type=Path, help="folder of PostgreSQL's programs; default as `lks` chooses")
    return parser.parse_args()


if __name__ == "__main__":
    main()
