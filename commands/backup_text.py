"""What `lks backup` says: what was made, what is wrong, what came back and what could not."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ledger.backup.checking import Contents, Finding
from ledger.backup.making import Made
from ledger.backup.manifest import Manifest
from ledger.backup.restoring import Restored
from ledger.server.embedded import home
from ledger.vault.master_key import FILE_NAME

NUMBERS = 10
"""How many numbers of persons are named; the JSON has all."""


def made(to: Path, keys_to: Path | None, made: Made) -> Iterator[str]:
    """What was made, in a line for each folder."""
    of = made.ledger
    size = sum(path.stat().st_size for path in to.iterdir())
    yield f"{to}: ledger {of.ledger_id} up to entry {of.position}, {size / 1000:,.0f} kB, root {of.root}."
    if keys_to and made.keys:
        yield f"{keys_to}: the keys of {made.keys.tables['vault.key'].rows} subjects, locked. The master key is in neither."
    else:
        yield "Without the keys of persons: --keys-to FOLDER backs these up, elsewhere."
    if made.found.broken:
        yield f"THE LEDGER IS NOT WHOLE: the first bad position is {made.found.broken}. See lks audit verify."


def good(folder: Path, found: Manifest, expect: str | None) -> Iterator[str]:
    """That a backup is what it should be, and how far that was compared."""
    yield f"{folder}: ledger {found.ledger_id} up to entry {found.position}, of {moment(found)}."
    yield "Its files, the order and every seal are good; restored on a server of its own, it passes the audit."
    if expect:
        yield f"It begins with exactly what the checkpoint {expect} counts."
    else:
        yield "Compared with the checkpoint beside it only, which whoever alters a backup can alter too: give --expect."


def refused(findings: Sequence[Finding]) -> list[str]:
    """What is wrong with a backup."""
    return ["REFUSED.", *(f"  {one.meaning}." for one in findings[:NUMBERS])]


def told(
    restored: Restored,
    with_keys: bool,
    ledger: tuple[Path, Manifest, Contents],
    keys: tuple[Path, Manifest] | None,
    expect: str | None,
    lists: Sequence[str],
) -> Iterator[str]:
    """What a restore brought back, whom it did not, and what it could not know."""
    position = ledger[1].position
    if not with_keys or keys is None:
        yield "Without keys: nobody's data can be read, and nobody is found by a BSN or a name. Give --keys."
    else:
        yield f"{restored.keys} keys are back."
        if restored.erased:
            yield f"Erased again: {_numbers(restored.erased)}."
        if restored.unknown:
            yield f"Destroyed, for this ledger does not know them: {_numbers(restored.unknown)}."
        if restored.missing:
            yield f"No key in this backup, so their data cannot be read: {_numbers(restored.missing)}."
        if keys[1].position != position:
            yield f"The keys are of entry {keys[1].position}: what was corrected in between is found by what it was then."
    if not lists:
        yield f"Erasures after entry {position} are in no list that was given (--erasures): see to them again."
    if not expect:
        yield "Not compared with a checkpoint that was kept elsewhere (--expect)."
    if not (home(os.environ) / FILE_NAME).exists() and not {"LKS_MASTER_KEY", "LKS_MASTER_KEY_FILE"} & set(os.environ):
        yield f"Put the master key of this ledger back: {home(os.environ) / FILE_NAME}."


def _numbers(numbers: Sequence[str]) -> str:
    more = f" and {len(numbers) - NUMBERS} more" if len(numbers) > NUMBERS else ""
    return f"{', '.join(numbers[:NUMBERS])}{more}"


def moment(found: Manifest) -> str:
    """Of when a backup is."""
    return found.recorded_at[:16].replace("T", " ") + " UTC"


def about(found: Manifest) -> dict[str, Any]:
    """Which ledger a backup is of, for machines."""
    return found.model_dump(
        mode="json", include={"ledger_id", "position", "seal", "root", "release", "postgresql", "made_at"}
    )


def fields(restored: Restored) -> dict[str, Any]:
    """What a restore brought back, for machines."""
    return {"keys": restored.keys, "erased": restored.erased, "unknown": restored.unknown, "missing": restored.missing}


def findings(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """What is wrong, for machines."""
    return [{"position": one.position, "meaning": one.meaning} for one in findings]
