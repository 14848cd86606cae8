"""Making a backup: one snapshot of the ledger, and of the keys apart from it, while commands go on.

Everything is copied in one transaction, so the head in it is that of the entries in it. What is written is read back: order, seals
and root are those of the file, not what the database said.
"""

import gzip
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal
from uuid import UUID

import psycopg
from psycopg import sql

from ledger.backup import erasures, folder, tables
from ledger.backup.checking import Contents, contents
from ledger.backup.manifest import CHECKPOINT, ERASURES, FORMAT, MANIFEST, Manifest, Table, Watch, file_of
from ledger.log import copied, release
from ledger.log.interface import Head
from ledger.log.session import plainly
from ledger.proof.checkpoint import Checkpoint
from ledger.proof.note import Signer
from ledger.refusal import Misuse, Refused, Unavailable
from ledger.vault.looker import Looker

Connection = psycopg.Connection[Any]

ROLE: Final = "lks_backup"
_LEVEL: Final = 1
"""Of the compression: seals and sealed text hardly shrink, and the rest does at once."""


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: the manifests, what stands in the log, and how many keys there are."""

    ledger: Manifest
    keys: Manifest | None
    found: Contents


def make(
    dsn: str, place: Path, keys_place: Path | None, signer: Callable[[UUID], Signer], looker: Looker, watch: Watch
) -> Made:
    """A backup in a new folder, and the keys in another; that keys are copied is a look at everybody, and logged first. Raises
    Misuse for folders that will not do."""
    check_apart(place, keys_place)
    with ExitStack() as stack:
        draft = stack.enter_context(folder.filled(place))
        keys_draft = stack.enter_context(folder.filled(keys_place)) if keys_place else None
        connection = stack.enter_context(_snapshot(dsn, looker if keys_place else None))
        head = _head(connection)
        rows = _copy(connection, draft, "ledger", head, watch)
        found = contents(draft, head.ledger_id, watch, head.position)
        files = _beside(draft, found, head, signer(head.ledger_id))
        ledger = _manifest(connection, "ledger", head, found, rows, files)
        keys = None
        if keys_draft is not None:
            keys = _manifest(connection, "keys", head, found, _copy(connection, keys_draft, "keys", head, watch), {})
            folder.write(keys_draft / MANIFEST, lambda file: file.write(keys.bytes if keys else b""))
        folder.write(draft / MANIFEST, lambda file: file.write(ledger.bytes))
    return Made(ledger, keys, found)


def check_apart(place: Path, keys_place: Path | None) -> None:
    """Raises Misuse unless the folders are free, and neither is in the other."""
    folder.check_free(place)
    if keys_place is None:
        return
    one, other = place.resolve(), keys_place.resolve()
    if one == other or one in other.parents or other in one.parents:
        what = "must be apart from the ledger: a backup of both together would bring back whoever is erased."
        raise Misuse(what, field="--keys-to", remedy="Give a folder on another disk, that other people look after.")
    folder.check_free(keys_place)


@contextmanager
def _snapshot(dsn: str, looker: Looker | None) -> Iterator[Connection]:
    """A connection that sees one moment, as the role for backups where it may take that; whoever takes keys is logged before."""
    try:
        connection = psycopg.connect(dsn, application_name="lks", client_encoding="utf8")
    except psycopg.OperationalError:
        raise Unavailable("The ledger's database does not answer.", remedy="See `lks db status`.") from None
    with connection, plainly(connection):
        may = connection.execute("SELECT pg_has_role(to_regrole(%s)::oid, 'MEMBER')", [ROLE]).fetchone()
        if may and may[0]:
            connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(ROLE)))
        if looker is not None and release.is_made(connection):
            connection.execute("SELECT vault.record_look('backed_up', '{}', %s, %s, %s)", looker.columns())
        connection.commit()
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield connection
        connection.rollback()


def _head(connection: Connection) -> Head:
    if not release.is_made(connection):
        raise Refused("There is no ledger in this database.", rule="backup", remedy="Make one with lks db init.")
    query = "SELECT position, seal, recorded_at, ledger_id FROM ledger.ledger_head"
    row = connection.execute(query).fetchone()
    assert row is not None
    position, seal, recorded_at, ledger_id = row
    return Head(position, bytes(seal), recorded_at, ledger_id)


def _copy(
    connection: Connection, draft: Path, kind: Literal["ledger", "keys"], head: Head, watch: Watch
) -> dict[str, Table]:
    """Copies every table to its file."""
    made = {}
    for table, columns in tables.kept(connection, kind).items():
        total = head.position if table == tables.ENTRIES else None
        pieces = watch(copied.out(connection, tables.query(table, columns)), total, f"Copying {table}")
        digest = folder.write(draft / file_of(table), partial(_compressed, pieces))
        count = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(*table.split("."))))
        made[table] = Table(columns=columns, rows=(count.fetchone() or (0,))[0], sha256=digest)
    return made


def _compressed(pieces: Iterable[bytes], file: BinaryIO) -> None:
    with gzip.GzipFile(fileobj=file, mode="wb", filename="", compresslevel=_LEVEL, mtime=0) as compressed:
        for piece in pieces:
            compressed.write(piece)


def _beside(draft: Path, found: Contents, head: Head, signer: Signer) -> dict[Any, str]:
    """The signed checkpoint at the head, and the list of erasures."""
    note = Checkpoint(head.ledger_id, found.position, found.root).signed(signer)
    kept = erasures.Erasures(ledger_id=head.ledger_id, position=found.position, erasures=found.erasures)
    return {
        CHECKPOINT: folder.write(draft / CHECKPOINT, lambda file: file.write(note.encode())),
        ERASURES: folder.write(draft / ERASURES, lambda file: file.write(kept.bytes)),
    }


def _manifest(
    connection: Connection,
    kind: Literal["ledger", "keys"],
    head: Head,
    found: Contents,
    rows: dict[str, Table],
    files: dict[Any, str],
) -> Manifest:
    version = connection.execute("SELECT current_setting('server_version')").fetchone() or ("",)
    return Manifest(
        format=FORMAT,
        kind=kind,
        ledger_id=head.ledger_id,
        position=head.position,
        seal=head.seal.hex(),
        root=found.root.hex(),
        recorded_at=head.recorded_at.isoformat(),
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        release=release.ours().version,
        postgresql=str(version[0]).split()[0],
        tables=rows,
        sequences=tables.sequences(connection) if kind == "ledger" else {},
        files=files,
    )
