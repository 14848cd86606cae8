"""How fast the log is, against raw psycopg on the same rows in the same run, with fsync on.

    .venv/bin/python -m tests.benchmarks.log [--entries 1000000] [--postgres FOLDER]

A script, not a test: it prints what it measured beside what is wanted, and judges nothing. Raw is a table with the same
columns and indexes and no triggers: single rows by INSERT and commit, many by one COPY, reading by SELECT.
"""

import argparse
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import count, islice
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg

from ledger import facts
from ledger.log.entry import Cause, Row
from ledger.log.interface import Append, Draft
from ledger.log.reader import LogReader
from ledger.log.store import PostgresStore, install
from ledger.server.embedded import DATABASE, EmbeddedServer

SINGLE = 3000
BULK = 200_000
A_CASE = 12
MUNICIPALITY = "GM0363"
COLUMNS = """notification_id, originator_id, originator_version, recorded_at, topic, municipality, recorded_by,
    intent_key, cause, state, seal"""
INSERT = f"INSERT INTO public.raw ({COLUMNS}) VALUES (%b, %b, %b, %b, %b, %b, %b, %b, %b, %b, %b)"
KEYS = count(1)
Raw = psycopg.Connection[Any]


def main() -> None:
    """Measure everything and print it."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="lks-bench-", dir="/tmp") as folder:
        server = EmbeddedServer(Path(folder), binaries=options.postgres)
        server.start()
        try:
            _measure(server, options.entries)
        finally:
            server.stop()


def _measure(server: EmbeddedServer, entries: int) -> None:
    install(server.admin_dsn(DATABASE))
    store = PostgresStore(server.dsn())
    with psycopg.connect(server.admin_dsn(DATABASE), autocommit=True) as raw:
        (version,) = raw.execute("SHOW server_version").fetchone() or ("",)
        print(f"PostgreSQL {version}, fsync on, {sys.version.split()[0]}\n")
        print(f"{'':44}{'ours /s':>12}{'raw /s':>12}{'ratio':>8}{'wanted':>9}")
        raw.execute("CREATE TABLE public.raw (LIKE ledger.ledger_events INCLUDING INDEXES)")
        _single(store, raw)
        _bulk(store, raw)
        _read(store, raw)
        _fill(store, entries)
        _seals(store)
        _memory(server.dsn())


def _single(store: PostgresStore, raw: Raw) -> None:
    """One entry a commit: appended alone, and as a command that reads a case of twelve entries first."""
    cases = [uuid4() for _ in range(SINGLE)]
    store.append_bulk(_append(case, A_CASE) for case in cases)
    sample = next(store.rows())
    rows = [sample._replace(position=n, stream=uuid4(), intent_key=n.to_bytes(32, "big")) for n in range(SINGLE)]
    single = alone = command = 0.0
    for turn in range(0, SINGLE, SINGLE // 6):  # by turns, so that a slow moment of the machine hits all three
        part = slice(turn, turn + SINGLE // 6)
        single += _seconds(_insert, raw, rows[part])
        alone += _seconds(_append_alone, store, len(rows[part]))
        command += _seconds(_commands, store, cases[part])
    raw.execute("TRUNCATE public.raw")
    _print("append, one a commit", SINGLE / alone, SINGLE / single, 0.5)
    _print(f"command: read {A_CASE} entries, append one", SINGLE / command, SINGLE / single, 0.5)


def _insert(raw: Raw, rows: Iterable[Row]) -> None:
    for row in rows:
        raw.execute(INSERT, row, prepare=True)


def _append_alone(store: PostgresStore, times: int) -> None:
    for _ in range(times):
        _record(store, uuid4(), 0)


def _commands(store: PostgresStore, cases: Iterable[UUID]) -> None:
    for case in cases:
        _record(store, case, len(store.read(case)))


def _record(store: PostgresStore, stream: UUID, version: int) -> None:
    append = _append(stream, 1, version)
    store.append(list(append.drafts), append.intent_key, append.cause)


def _bulk(store: PostgresStore, raw: Raw) -> None:
    """Many entries in one transaction, four an append."""
    appends = list(islice(_appends(), BULK // 4))
    position = store.head().position
    ours = _seconds(store.append_bulk, appends)
    rows = list(store.rows(after=position))
    theirs = _seconds(_copy, raw, rows)
    _print("bulk: sealed here, checked there, by COPY", BULK / ours, BULK / theirs, 0.4)


def _copy(raw: Raw, rows: Iterable[Row]) -> None:
    with raw.cursor().copy(f"COPY public.raw ({COLUMNS}) FROM STDIN (FORMAT binary)") as copy:
        copy.set_types(["int8", "uuid", "int8", "timestamptz", *["text"] * 3, *["bytea"] * 4])
        for row in rows:
            copy.write_row(row)


def _read(store: PostgresStore, raw: Raw) -> None:
    """The log in order, in batches of 5,000: decoded to entries, against the same rows as psycopg gives them."""
    query = f"SELECT {COLUMNS} FROM public.raw WHERE notification_id > %s ORDER BY notification_id LIMIT 5000"
    raw.execute("VACUUM ANALYZE public.raw")
    after = store.head().position - BULK

    def select() -> None:
        last = 0
        while found := raw.execute(query, [last], binary=True).fetchall():
            last = found[-1][0]

    theirs = min(_seconds(select) for _ in range(3))
    ours = min(_seconds(lambda: deque(store.read_all(after=after), maxlen=0)) for _ in range(3))
    _print("read and decode in order", BULK / ours, BULK / theirs, 0.25)


def _fill(store: PostgresStore, entries: int) -> None:
    missing = entries - store.head().position
    began = time.perf_counter()
    store.append_bulk(islice(_appends(), max(0, missing // 4)))
    print(f"\n{missing:,} more entries in {time.perf_counter() - began:.1f} s, {store.head().position:,} in all")


def _seals(store: PostgresStore) -> None:
    for workers in (2, 1):
        seconds = min(_seconds(_check, store, workers) for _ in range(2))
        print(f"all seals checked by {workers} connection(s): {seconds:.2f} s (wanted 3 for a million)")


def _check(store: PostgresStore, workers: int) -> None:
    assert store.first_broken_seal(workers) is None


def _memory(dsn: str) -> None:
    """The most memory that a pass over all entries takes, in a process of its own."""
    ran = subprocess.run([sys.executable, "-m", "tests.benchmarks.log", "--pass", dsn], check=True, capture_output=True)
    print(f"peak memory of a pass over all entries: {int(ran.stdout) // 1024} MB (wanted 300)")


def _pass(dsn: str) -> None:
    deque(LogReader(dsn).read_all(), maxlen=0)
    status = Path("/proc/self/status")  # getrusage also counts what the parent held before it became this process
    peak = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    print(peak[1] if peak else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def _appends() -> Iterator[Append]:
    while True:
        yield _append(uuid4(), 4)


def _append(stream: UUID, entries: int, version: int = 0) -> Append:
    drafts = [Draft(stream, version + n, MUNICIPALITY, FACT) for n in range(1, entries + 1)]
    return Append(next(KEYS).to_bytes(32, "big"), _cause(stream, version), drafts)


def _cause(stream: UUID, version: int) -> Cause:
    return Cause(
        intent="RecordMeasurement",
        fields=FACT.model_dump(mode="json", exclude={"sealed"}) | {"case": "LKS-26-000017-Z", "anyway": None},
        digest="5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592",
        actor="j.jansen",
        on_behalf_of=None,
        today=date(2026, 11, 2),
        read={str(stream): version, str(UUID(int=1)): 0, str(UUID(int=2)): 0},
        decider=1,
    )


def _seconds(work: Callable[..., object], *arguments: object) -> float:
    began = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - began


def _print(name: str, ours: float, raw: float, wanted: float) -> None:
    print(f"{name:44}{ours:12,.0f}{raw:12,.0f}{ours / raw:8.2f}{wanted:9.2f}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--postgres", type=Path, help="folder of PostgreSQL's programs; default as `lks` chooses")
    return parser.parse_args()


FACT = facts.Measured(
    measured_on=date(2026, 10, 29),
    reported_on=date(2026, 11, 2),
    report_due=date(2026, 11, 12),
    wage_value=Decimal(55),
    expert="E-014",
    method="LKS-2021",
    draft_discussed_on=date(2026, 10, 30),
    sealed="v1.3f0c6a52-9d8e-5b17-8c43-1e7a64d20b95.q83vEjRWeJqrze8SNFZ4mqvN7xI0VniaNw",
)

if __name__ == "__main__":
    _pass(sys.argv[2]) if sys.argv[1:2] == ["--pass"] else main()
