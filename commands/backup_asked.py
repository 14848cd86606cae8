"""What `lks backup` is asked about: folders, a backup held against a checkpoint, keys, and lists of erasures."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from commands.backup_text import refused
from commands.progress import counted
from ledger.backup import checking, erasures, manifest
from ledger.backup.checking import Contents, Finding
from ledger.backup.manifest import Manifest
from ledger.proof import signing_key
from ledger.proof.published import Published, open_published
from ledger.refusal import Misuse, Refused
from ledger.server.embedded import home


def watch(pieces: Any, total: int | None, label: str) -> Any:
    """Shows how far copying or checking is, on a terminal."""
    return counted(pieces, total=total, label=label)


def new_folder(text: str) -> Path:
    """A folder to make."""
    path = Path(text).absolute()
    if not path.name:
        raise Misuse("is no folder to make.", field=text, remedy="Give a new folder.")
    return path


def checked(folder: Path, expect: str | None, key_text: str | None) -> tuple[Manifest, Contents, list[Finding]]:
    """The manifest of a backup, its contents, and what is wrong with it."""
    ledger_id = manifest.read(folder, "ledger").ledger_id
    expected: Published | None = None
    if expect is not None:
        signer = signing_key.known(os.environ, home(os.environ), ledger_id)
        expected = open_published(Path(expect), signing_key.verifier(key_text, signer) if key_text or signer else None)
    return checking.check(folder, expected, watch)


def wanted(
    folder: Path, keys_place: str | None, expect: str | None, key_text: str | None, lists: Sequence[str]
) -> tuple[tuple[Path, Manifest, Contents], tuple[Path, Manifest] | None, dict[str, int]]:
    """The backup, checked; the keys; and the erasures of the lists. Raises Refused for a backup that is not what it should be."""
    found, content, findings = checked(folder, expect, key_text)
    if findings:
        raise Refused(" ".join(refused(findings)), rule="backup", remedy="Take another backup.")
    keys = None
    if keys_place is not None:
        keys = Path(keys_place), manifest.read(Path(keys_place), "keys")
        if keys[1].ledger_id != found.ledger_id:
            what = f"are the keys of ledger {keys[1].ledger_id}, the backup is of {found.ledger_id}."
            raise Misuse(what, field="--keys", remedy="Give the keys of this ledger.")
        manifest.check_files(*keys, watch)
    erased = erasures.joined(found.ledger_id, [erasures.read(Path(one)) for one in lists])
    return (folder, found, content), keys, erased
