"""How fast a backup is made, checked and put back, against raw COPY of the same rows in the same run.

    .venv/bin/python -m tests.benchmarks.backup [--entries 200000]

A script, not a test: it prints what it measured, and judges nothing.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg

from ledger.backup import checking, making
from ledger.backup.restoring import restore
from ledger.log import copied
from ledger.log.migrating import migrate
from ledger.log.store import PostgresStore, install
from ledger.proof.checkpoint import origin
from ledger.proof.note import Signer
from ledger.server.embedded import DATABASE, EmbeddedServer
from ledger.vault.looker import Looker
from tests.benchmarks.log import _appends


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=200_000)
    entries = parser.parse_args().entries
    with tempfile.TemporaryDirectory(prefix="lks-bench-", dir="/tmp") as folder:
        server = EmbeddedServer(Path(folder) / "home")
        server.start()
        try:
            _measure(server, Path(folder), entries)
        finally:
            server.stop()


def _measure(server: EmbeddedServer, folder: Path, entries: int) -> None:
    dsn = server.admin_dsn(DATABASE)
    install(dsn)
    store = PostgresStore(server.dsn())
    store.append_bulk(islice(_appends(), entries // 4))
    store.close()
    raw = _seconds(_raw, dsn)
    print(f"{entries:,} entries; raw COPY out of the log: {raw:.2f} s")
    place = folder / "backup"
    _told("make", raw, lambda: making.make(dsn, place, folder / "keys", _signer, Looker(), _watch))
    print(f"    {sum(path.stat().st_size for path in place.iterdir()) / 1e6:.0f} MB")
    found = _told("check files, order, seals and root", raw, lambda: checking.check(place, None, _watch))
    manifest, content, findings = found
    assert not findings
    with psycopg.connect(server.admin_dsn(), autocommit=True) as admin:
        admin.execute("CREATE DATABASE restored")
    into = server.admin_dsn("restored")
    asked: dict[str, Any] = {"ledger": (place, manifest, content), "keys": None, "erased": {}}
    _told("restore", raw, lambda: restore(into, login=None, **asked, looker=Looker(), watch=_watch))
    _told("migrate", raw, lambda: migrate(dsn, login=None, check=False, watch=_watch))


def _raw(dsn: str) -> None:
    with psycopg.connect(dsn) as connection:
        for _ in copied.out(connection, copied.ENTRIES):
            pass


def _signer(ledger_id: Any) -> Signer:
    return Signer(origin(ledger_id), bytes(32))


def _watch(pieces: Any, total: int | None, label: str) -> Any:
    return pieces


def _told(name: str, raw: float, work: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    answer = work()
    seconds = time.perf_counter() - began
    print(f"{name}: {seconds:.2f} s, {seconds / raw:.1f} times raw")
    return answer


def _seconds(work: Callable[..., object], *arguments: object) -> float:
    began = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
