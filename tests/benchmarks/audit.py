"""How long an audit takes, check by check, beside a raw SELECT of the same rows in the same run; fsync on.

    .venv/bin/python -m tests.benchmarks.audit [--entries 300000] [--municipalities 12] [--home FOLDER]

A script, not a test. It makes a ledger in which everything was asked (`audit_world.py`), projects it, and then verifies: order and
seals, the tree, deciding again (with order and seals, as an audit does), projections made anew and compared, and the whole command.
With `--home` the ledger stays there and is used again the next time.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

import psycopg

from ledger import collector
from ledger.audit import BEFORE_ALL, Audit
from ledger.audit.order import whole_in_order
from ledger.log.store import PostgresStore, install
from ledger.proof.tree import Tree
from ledger.server.embedded import DATABASE, EmbeddedServer
from projections.comparing import compare
from projections.runner import catch_up
from tests.benchmarks import audit_world

WANTED_SECONDS, WANTED_ENTRIES = 120, 1_000_000
COLUMNS = (
    "notification_id, originator_id, originator_version, recorded_at, topic, municipality, recorded_by, intent_key, cause, "
    "state, seal"
)


def main() -> None:
    """Make it, or use what is there; measure and print."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="lks-bench-", dir="/tmp") as folder:
        home = options.home or Path(folder)
        home.mkdir(exist_ok=True)
        server = EmbeddedServer(home)
        server.start()
        try:
            install(server.admin_dsn(DATABASE))
            store = PostgresStore(server.dsn())
            if store.head().position == 0:
                audit_world.built(server.dsn(), options.entries, options.municipalities)
            catch_up(server.dsn())
            with psycopg.connect(server.admin_dsn(DATABASE), autocommit=True) as admin:
                admin.execute("VACUUM ANALYZE")
            _measure(store, server.dsn())
        finally:
            server.stop()


def _measure(store: PostgresStore, dsn: str) -> None:
    head = store.head()
    print(
        f"{head.position:,} entries, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}\n"
    )
    print(f"{'':44}{'seconds':>10}{'entries/s':>12}{'of raw':>9}{'processor':>11}")
    raw = _print("raw SELECT of the same rows", head.position, None, lambda: _select(dsn))
    _print("order and seals", head.position, raw, lambda: _none(whole_in_order(store.rows(), head)))
    _print("tree over the seals", head.position, raw, lambda: Tree(store.seals(head.position)).root())
    _print("order, seals, deciding again, amounts", head.position, raw, lambda: _decide(store))
    _print("projections made anew and compared", head.position, raw, lambda: _none(compare(dsn).findings))
    whole = _print("whole: lks audit verify", head.position, raw, lambda: _command(dsn))
    wanted = WANTED_SECONDS * head.position / WANTED_ENTRIES
    print(f"\nwanted {wanted:.0f} s ({WANTED_SECONDS} for {WANTED_ENTRIES:,}); it took {whole:.0f} s")
    print(f"peak memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MB")


def _print(name: str, entries: int, raw: float | None, work: Callable[[], object]) -> float:
    """What it took; `processor` is the time of this process and its children, without the database."""
    began, processor = time.perf_counter(), _processor()
    with collector.at_rest():
        work()
    seconds = time.perf_counter() - began
    ratio = "" if raw is None else f"{raw / seconds:.3f}"
    print(f"{name:44}{seconds:10.1f}{entries / seconds:12,.0f}{ratio:>9}{_processor() - processor:11.1f}", flush=True)
    return seconds


def _processor() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _select(dsn: str) -> None:
    query = f"SELECT {COLUMNS} FROM ledger.ledger_events WHERE notification_id > %s ORDER BY notification_id LIMIT 5000"
    with psycopg.connect(dsn, autocommit=True) as connection:
        last = 0
        while found := connection.execute(query, [last], binary=True).fetchall():
            last = found[-1][0]


def _decide(store: PostgresStore) -> None:
    head = store.head()
    audit = Audit(store)
    _none(audit.verify(store.rows(BEFORE_ALL, head.position), head))
    assert audit.counts.other == audit.counts.undecided == 0


def _none(findings: object) -> None:
    found = deque(findings, maxlen=5)  # type: ignore[call-overload]
    assert not found, found


def _command(dsn: str) -> None:
    environment = {**os.environ, "LKS_DSN": dsn}
    subprocess.run([sys.executable, "-m", "commands", "audit", "verify"], check=True, env=environment)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--entries", type=int, default=300_000)
    parser.add_argument("--municipalities", type=int, default=12)
    parser.add_argument("--home", type=Path, help="keep the ledger in this folder, and use it again")
    return parser.parse_args()


if __name__ == "__main__":
    main()
