"""How fast checkpoints and bundles are, against a raw SELECT of the same rows in the same run, with fsync on.

    .venv/bin/python -m tests.benchmarks.proof [--entries 1000000] [--postgres FOLDER]

A script, not a test: it prints what it measured beside what is wanted, and judges nothing. Rows are those of
`tests/benchmarks/log.py`; the bundle is of a made-up case whose entries are spread over the whole log as those of a real one are.
"""

import argparse
import io
import random
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import psycopg

from commands.publishing import publish
from ledger.log.entry import genesis
from ledger.log.evidence import Evidence
from ledger.log.store import PostgresStore, install
from ledger.proof import log_tree
from ledger.proof.bundle import bundle
from ledger.proof.checkpoint import origin
from ledger.proof.concerning import Chosen, Stream
from ledger.proof.note import Signer
from ledger.proof.published import open_published
from ledger.proof.tree import Tree, included, leaf
from ledger.server.embedded import DATABASE, EmbeddedServer
from projections.tree import Subtrees, checkpoint_at
from tests.benchmarks.log import COLUMNS, _appends

VERIFIER = Path(__file__).parents[2] / "tools" / "verify_bundle.py"
LAW, OWN = 60, 70
"""Entries of a case: those of law and policy, which stand together, and its own appends, of one or two entries."""

Result = TypeVar("Result")


def main() -> None:
    """Measure everything and print it."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="lks-bench-", dir="/tmp") as folder:
        server = EmbeddedServer(Path(folder) / "server", binaries=options.postgres)
        server.start()
        try:
            _measure(server, options.entries, Path(folder))
        finally:
            server.stop()


def _measure(server: EmbeddedServer, entries: int, folder: Path) -> None:
    install(server.admin_dsn(DATABASE))
    with closing(PostgresStore(server.dsn())) as store, closing(Evidence(server.dsn())) as evidence:
        store.append_bulk(islice(_appends(), entries // 4))
        with psycopg.connect(server.admin_dsn(DATABASE), autocommit=True) as admin:
            admin.execute("VACUUM ANALYZE ledger.ledger_events")
        head = store.head()
        signer = Signer(origin(head.ledger_id), bytes(32))
        print(f"{head.position:,} entries, {sys.version.split()[0]}")
        raw = min(_timed(_select, server.dsn())[0] for _ in range(2))
        print(f"raw SELECT of all rows in order: {raw:.2f} s")
        checked, _ = _timed(store.first_broken_seal)
        grown, tree = _timed(lambda: Tree(store.seals(head.position)))
        whole, tree = _timed(lambda: log_tree.whole_tree(store, head.position))
        print(f"seals and tree: {whole:.2f} s, {whole / raw:.2f} of raw (wanted 5 s a million)")
        print(f"  of which seals computed again {checked:.2f} s, tree {grown:.2f} s")
        _proofs(tree)
        _published(store, tree, signer, folder / "published")
        _bundle(evidence, store, tree, signer)
        _projection(server.dsn(), store, tree)


def _select(dsn: str) -> None:
    query = f"SELECT {COLUMNS} FROM ledger.ledger_events WHERE notification_id > %s ORDER BY notification_id LIMIT 5000"
    last = 0
    with psycopg.connect(dsn, autocommit=True) as connection:
        while found := connection.execute(query, [last], binary=True).fetchall():
            last = found[-1][0]


def _proofs(tree: Tree) -> None:
    root, places = tree.root(), random.Random(1).sample(range(tree.size), 1000)
    seconds, proofs = _timed(lambda: [tree.inclusion(place) for place in places])
    assert all(
        included(root, tree.size, place, tree.node(0, place), proof)
        for place, proof in zip(places, proofs, strict=True)
    )
    print(f"inclusion proof: {seconds * 1000:.1f} µs, {len(proofs[0])} hashes")
    seconds, _ = _timed(lambda: [tree.consistency(place + 1) for place in places])
    print(f"consistency proof: {seconds * 1000:.1f} µs")


def _published(store: PostgresStore, tree: Tree, signer: Signer, folder: Path) -> None:
    folder.mkdir()
    for size in (tree.size - 1000, tree.size):
        made = log_tree.checkpoint(store.head(), tree, size)
        seconds, added = _timed(lambda made=made: publish(folder, made, made.signed(signer), tree, signer.verifier))
        print(f"published {size:,}: {added.files} files in {seconds:.2f} s")
    seconds, published = _timed(lambda: open_published(folder, signer.verifier))
    compared, found = _timed(lambda: published.differs_from(tree))
    assert found is None
    print(f"folder opened and its root computed in {seconds:.2f} s, compared in {compared:.3f} s")


def _bundle(evidence: Evidence, store: PostgresStore, tree: Tree, signer: Signer) -> None:
    chance, head = random.Random(6), store.head()
    places = set(range(1, LAW + 1))
    for place in chance.sample(range(LAW + 1, head.position - 1), OWN):
        places |= {place, place + chance.randint(0, 1)}
    began = time.perf_counter()
    rows = evidence.at(places)
    streams = [Stream(stream, None, None, whole=False) for stream in dict.fromkeys(row.stream for row in rows)]
    before = evidence.seals_at(row.position - 1 for row in rows) | {0: genesis(head.ledger_id)}
    made = log_tree.checkpoint(head, tree, head.position)
    packed = bundle({"municipality": "GM0363"}, made, made.signed(signer), Chosen(rows, streams), before, tree)
    print(
        f"bundle of {len(rows)} entries: {len(packed) / 1000:.1f} kB (wanted 50) in {time.perf_counter() - began:.2f} s"
    )
    module: dict[str, Any] = {"__name__": "verify_bundle"}
    exec(compile(VERIFIER.read_text(encoding="utf-8"), str(VERIFIER), "exec"), module)
    seconds, hashes = _timed(lambda: _checked(module, packed, str(signer.verifier)))
    print(f"checked in {seconds:.3f} s (wanted 1), {hashes} hashes shared: {hashes * 32 / 1000:.1f} kB")


def _checked(module: dict[str, Any], packed: bytes, key: str) -> int:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    name, size, root = module["checkpoint"](files["checkpoint"], key)
    entries = list(module["_entries"](files["entries.jsonl"]))
    module["seals"](entries, UUID(name.removeprefix("lks/")), size)
    return int(module["included"](entries, files["proof"], size, root))


def _projection(dsn: str, store: PostgresStore, tree: Tree) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("SET search_path = projection, pg_temp")
        seconds, _ = _timed(lambda: _project(connection, store))
    print(f"subtrees projected in {seconds:.2f} s, reading the log included")
    seconds, found = _timed(lambda: checkpoint_at(dsn, tree.size - 1))
    assert found is not None
    assert found.root == tree.root(tree.size - 1)
    assert tree.node(0, 0) == leaf(next(store.seals(1)))
    print(f"root for a report: {seconds * 1000:.1f} ms")


def _project(connection: psycopg.Connection[Any], store: PostgresStore) -> None:
    subtrees, entries = Subtrees(0), store.read_all()
    while batch := list(islice(entries, 5000)):
        for entry in batch:
            subtrees.take(entry)
        subtrees.write(connection, store)


def _timed(work: Callable[..., Result], *arguments: object) -> tuple[float, Result]:
    began = time.perf_counter()
    made = work(*arguments)
    return time.perf_counter() - began, made


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--postgres", type=Path, help="folder of PostgreSQL's programs; default as `lks` chooses")
    return parser.parse_args()


if __name__ == "__main__":
    main()
