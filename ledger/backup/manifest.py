"""The manifest of a backup: what is in the folder, of which ledger, up to where, and the SHA-256 of every file."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal
from uuid import UUID

from pydantic import StringConstraints, ValidationError

from ledger.model import Model
from ledger.refusal import Misuse, Refused

MANIFEST = "manifest.json"
CHECKPOINT = "checkpoint"
ERASURES = "erasures.json"
FORMAT = 1
_PIECE = 1 << 20

Watch = Callable[[Iterable[bytes], int | None, str], Iterable[bytes]]
"""Passes pieces on and shows how far it is: the pieces, how many there are, and what is done with them."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z_][a-z0-9_]*$")]
TableName = Annotated[str, StringConstraints(pattern=r"^(ledger|vault)\.[a-z_][a-z0-9_]*$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Table(Model):
    """The rows of one table, in the file of its name: its columns in the order of the copy."""

    columns: tuple[Name, ...]
    rows: int
    sha256: Digest


class Manifest(Model):
    """`kind`: the ledger, or its keys. `position` and `seal` are those of the head, `root` that of the tree over all seals. `files`
    are the other files with their SHA-256."""

    format: Literal[1]
    kind: Literal["ledger", "keys"]
    ledger_id: UUID
    position: int
    seal: Digest
    root: Digest
    recorded_at: str
    made_at: str
    release: str
    postgresql: str
    tables: dict[TableName, Table]
    sequences: dict[TableName, int]
    files: dict[Literal["checkpoint", "erasures.json"], Digest]

    @property
    def bytes(self) -> bytes:
        """As it is written."""
        return (json.dumps(self.model_dump(mode="json"), indent=1) + "\n").encode()


def file_of(table: str) -> str:
    """The name of a table's file."""
    return f"{table}.gz"


def read(folder: Path, kind: Literal["ledger", "keys"]) -> Manifest:
    """The manifest in a folder. Raises Misuse when it is no backup, or one of another kind."""
    try:
        content = (folder / MANIFEST).read_bytes()
    except OSError as error:
        what = f"holds no backup: {MANIFEST} cannot be read ({error.strerror})."
        raise Misuse(what, field=folder.name, remedy="Name a folder that lks backup make made.") from None
    try:
        manifest = Manifest.model_validate_json(content)
    except ValidationError:
        what = f"has a {MANIFEST} that this release cannot read."
        raise Misuse(what, field=folder.name, remedy="Use the release that made it, or a newer one.") from None
    if manifest.kind != kind:
        other = "--keys" if manifest.kind == "keys" else "--from"
        raise Misuse(
            f"is a backup of the {manifest.kind}, not of the {kind}.", field=folder.name, remedy=f"See {other}."
        )
    return manifest


def check_files(folder: Path, manifest: Manifest, watch: Watch) -> None:
    """Raises Refused unless every file is there with the SHA-256 that the manifest names."""
    wanted = {file_of(table): found.sha256 for table, found in manifest.tables.items()} | dict(manifest.files)
    for name, digest in wanted.items():
        found = hashlib.sha256()
        try:
            for piece in watch(_pieces(folder / name), None, f"Reading {name}"):
                found.update(piece)
        except OSError as error:
            raise _damaged(folder, f"{name} cannot be read ({error.strerror})") from None
        if found.hexdigest() != digest:
            raise _damaged(folder, f"{name} is not what the manifest says: its SHA-256 differs")


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def _damaged(folder: Path, what: str) -> Refused:
    return Refused(f"The backup {folder.name} is damaged or changed: {what}.", rule="backup", remedy="Take another.")
