"""The head of the looks at persons as a signed note: where their chain ended (docs/looks.md), for whoever keeps it outside.

Three lines: `lks/<ledger id>/looks`, the position, the seal in base64. A folder that checkpoints are published in has them under
`looks/<position>`.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from ledger.proof.checkpoint import origin
from ledger.proof.note import Signer, VerifierKey, opened, sign
from ledger.refusal import Misuse

LOOKS = "looks"
"""The folder of these notes, in a folder of checkpoints."""

_POSITION = re.compile("0|[1-9][0-9]{0,17}")
_SEAL = 32


def note(ledger_id: UUID, position: int, seal: bytes, signer: Signer) -> str:
    """The signed note. Ed25519 is deterministic: the same head and key give the same note."""
    return sign(f"{origin(ledger_id)}/{LOOKS}\n{position}\n{base64.b64encode(seal).decode()}\n", signer)


def kept(place: Path, ledger_id: UUID, key: VerifierKey) -> Mapping[int, bytes]:
    """The seals by position in a note, or in all notes of a folder. Raises Misuse where there is none, Refused where one was not
    signed with this key."""
    inside = place / LOOKS if (place / LOOKS).is_dir() else place
    paths = sorted(inside.iterdir()) if inside.is_dir() else [place]
    try:
        found = dict(_read(path.read_bytes(), ledger_id, key) for path in paths if not path.name.startswith("."))
    except OSError as error:
        raise Misuse(f"cannot be read ({error.strerror}).", field=place.name, remedy=_REMEDY) from None
    if not found:
        raise Misuse("holds no head of the looks.", field=place.name, remedy=_REMEDY)
    return found


def _read(content: bytes, ledger_id: UUID, key: VerifierKey) -> tuple[int, bytes]:
    lines = opened(content, [key]).split("\n")
    try:
        seal = base64.b64decode(lines[2], validate=True) if len(lines) == 4 else b""
    except binascii.Error:
        seal = b""
    if lines[0] != f"{origin(ledger_id)}/{LOOKS}" or len(seal) != _SEAL or not _POSITION.fullmatch(lines[1]):
        raise Misuse("is no head of the looks of this ledger.", field="note", remedy=_REMEDY)
    return int(lines[1]), seal


_REMEDY = "Name a note of lks looks head --out, or a folder of lks checkpoint make --to."
