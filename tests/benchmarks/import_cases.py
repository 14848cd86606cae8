"""How long an import takes, from a file to the last commit, with fsync on.

    .venv/bin/python -m tests.benchmarks.import_cases [--rows 65000] [--postgres FOLDER]

A script, not a test: it makes a file of distinct persons at some three thousand employers, half of them running cases
with a few months that were paid elsewhere, imports it, imports it again, and prints seconds beside what is wanted.
Projecting is another step and is not in it.
"""

import argparse
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ledger.application import Ledger
from ledger.calculation.money import whole_cents
from ledger.calculation.month import Month, months
from ledger.importing.cases import Importing, Outcome
from ledger.law import packaged_law
from ledger.log.staged_store import StagedStore
from ledger.log.store import PostgresStore, install
from ledger.server.embedded import DATABASE, EmbeddedServer
from ledger.vault.sealing import MasterKey, Vault
from ledger.vault.staged import StagedVault
from tests.importing import given

SEED = 20261120
EMPLOYERS = 3000
MUNICIPALITIES = ("GM0363", "GM0518", "GM0599")
WANTED_SECONDS = 60


def main() -> None:
    """Measure and print."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="lks-bench-", dir="/tmp") as folder:
        file = Path(folder) / "cases.jsonl"
        _write(file, options.rows)
        server = EmbeddedServer(Path(folder), binaries=options.postgres)
        server.start()
        try:
            _measure(server, file, options.rows)
        finally:
            server.stop()


def _measure(server: EmbeddedServer, file: Path, rows: int) -> None:
    install(server.admin_dsn(DATABASE))
    store, vault = PostgresStore(server.dsn()), Vault(server.dsn(), MasterKey(os.urandom(32), 1, "benchmark"))
    vault.create_secret()
    ledger = given.ledger(store, vault)
    before = _peak()
    print(
        f"{rows:,} rows, {file.stat().st_size / 1e6:.0f} MB; fsync on, {sys.version.split()[0]}, {os.cpu_count()} cores\n"
    )
    with (
        _timed(StagedVault, "seal") as sealing,
        _timed(StagedStore, "append") as staging,
        _timed(StagedVault, "store_keys") as locking,
    ):
        outcome, seconds, processor = _run(ledger, file)
    assert not outcome.findings, outcome.findings[:5]
    _report(outcome, sealing(), staging(), locking())
    print(f"{'in all':36}{seconds:7.1f} s {rows / seconds:9,.0f} rows/s (wanted {WANTED_SECONDS} s for 65,000)")
    print(f"{'of the processor, in this process':36}{processor:7.1f} s")
    print(f"{outcome.entries:,} entries; peak memory {_peak():,} MB, before it {before:,} MB")
    again, seconds, _ = _run(ledger, file)
    print(f"the same file again: {again.counts.known:,} already recorded, {again.entries} entries, {seconds:.1f} s")


def _run(ledger: Ledger, file: Path) -> tuple[Outcome, float, float]:
    began, processor = time.perf_counter(), time.process_time()
    outcome = Importing(ledger, given.BY).run(file)
    return outcome, time.perf_counter() - began, time.process_time() - processor


def _report(outcome: Outcome, sealing: float, staging: float, locking: float) -> None:
    parts = {
        "parse: read and check each row": outcome.seconds["read"],
        "decide: ask the ledger": outcome.seconds["ask"] - sealing - staging,
        "seal: what is personal": sealing,
        "stage: the bytes of facts and causes": staging,
        "store the keys": locking,
        "append: seal the log, COPY, guard": outcome.seconds["record"] - locking,
    }
    whole = sum(parts.values())
    for name, seconds in parts.items():
        print(f"{name:36}{seconds:7.1f} s {seconds / whole:8.0%}")


@contextmanager
def _timed(owner: Any, name: str) -> Iterator[Callable[[], float]]:
    """How long a function took in all."""
    original, spent = getattr(owner, name), [0.0]

    def timed(*args: Any, **how: Any) -> Any:
        began = time.perf_counter()
        try:
            return original(*args, **how)
        finally:
            spent[0] += time.perf_counter() - began

    setattr(owner, name, timed)
    yield lambda: spent[0]
    setattr(owner, name, original)


# --- the file ---------------------------------------------------------------------------------------------------------


def _write(file: Path, rows: int) -> None:
    chance = random.Random(SEED)
    with file.open("w", encoding="utf-8") as out:
        for n in range(rows):
            out.write(json.dumps(_row(chance, n)) + "\n")


def _row(chance: random.Random, n: int) -> dict[str, object]:
    born = date(1965, 1, 1) + timedelta(days=chance.randrange(15_000))
    common = {
        "municipality": chance.choice(MUNICIPALITIES),
        "birth_date": str(born),
        "surname": chance.choice(("de Vries", "Jansen", "van den Berg", "Bakker", "Yılmaz", "El Amrani")),
        "personnel_number": str(n),
        "hours": chance.choice(("16", "20", "24", "28", "32", "36")),
        "full_time_hours": chance.choice(("36", "38", "40")),
        **given.employer(1 + chance.randrange(EMPLOYERS)),
    }
    return given.running(n, **common, **_running(chance)) if n % 2 else given.application(n, **common)


def _running(chance: random.Random) -> dict[str, object]:
    start = date(2025, 1, 1) + timedelta(days=chance.randrange(480))
    paid = months(Month(2026, 8) + -chance.randrange(4), Month(2026, 8))
    return {
        "start": str(start),
        "group_since": str(start),
        "granted_from": str(start),
        "reference": str(start),
        "decided_on": str(start),
        "wage_value": str(chance.randrange(30, 95)),
        "minimum_wage": _minimum_wage(start),
        "lines": [
            {"month": str(month), "element": "fixed", "subsidy": chance.randrange(80_000) / 100, "charges": 12.5}
            for month in paid
        ],
    }


def _minimum_wage(reference: date) -> str:
    """In use in September 2026: that of 1 January, or of a later reference date (R3)."""
    day = max(reference, date(2026, 1, 1))
    cents = whole_cents(packaged_law().decimal("minimum_wage", day))
    return f"{cents // 100}.{cents % 100:02}"


def _peak() -> int:
    """Megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=65_000)
    parser.add_argument("--postgres", type=Path, help="folder of PostgreSQL's programs; default as `lks` chooses")
    return parser.parse_args()


if __name__ == "__main__":
    main()
