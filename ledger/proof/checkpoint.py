"""A checkpoint (C2SP tlog-checkpoint): how many entries a ledger has, and the root of the tree over their seals.

It is a pure function of the log up to a position, so the same checkpoint can always be made again; whoever keeps one outside sees
any change before it. Three lines: the origin `lks/<ledger id>`, the size, the root in base64.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from uuid import UUID

from ledger.proof.note import Signer, VerifierKey, opened, parsed, sign
from ledger.proof.tree import HASH
from ledger.refusal import Misuse

_ORIGIN = re.compile(r"lks/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")
_SIZE = re.compile(r"0|[1-9][0-9]{0,17}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The ledger, the position of the last entry, and the root over all up to it. Lines that others added come after."""

    ledger_id: UUID
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def origin(self) -> str:
        """The name of the ledger in notes; its key has the same name."""
        return origin(self.ledger_id)

    @property
    def text(self) -> str:
        """The text that is signed."""
        lines = self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions
        return "".join(f"{line}\n" for line in lines)

    @property
    def line(self) -> str:
        """As reports print it: `12: <root in base64>`."""
        return f"{self.size}: {base64.b64encode(self.root).decode()}"

    def signed(self, signer: Signer) -> str:
        """The signed note. Ed25519 is deterministic: the same checkpoint and key give the same note."""
        return sign(self.text, signer)


def origin(ledger_id: UUID) -> str:
    """The name of a ledger in notes."""
    return f"lks/{ledger_id}"


def parse(text: str) -> Checkpoint:
    """The checkpoint in the text of a note. Raises Misuse when it is none."""
    lines = text.split("\n")
    match = _ORIGIN.fullmatch(lines[0])
    if match is None or len(lines) < 4 or lines[-1] or not _SIZE.fullmatch(lines[1]) or not all(lines[3:-1]):
        raise _malformed()
    try:
        root = base64.b64decode(lines[2], validate=True)
    except (binascii.Error, ValueError):
        raise _malformed() from None
    if len(root) != HASH or base64.b64encode(root).decode() != lines[2]:
        raise _malformed()
    return Checkpoint(UUID(match[1]), int(lines[1]), root, tuple(lines[3:-1]))


def open_note(note: bytes, key: VerifierKey | None) -> Checkpoint:
    """The checkpoint in a signed note. With a key its signature is checked, and that the key is of that ledger; without one
    it is only read. Raises Misuse when it is no checkpoint, Refused when it was not signed so."""
    text = parsed(note)[0] if key is None else opened(note, [key])
    checkpoint = parse(text)
    if key is not None and key.name != checkpoint.origin:
        raise Misuse(f"is of {key.name}; the checkpoint is of {checkpoint.origin}.", field="key")
    return checkpoint


def _malformed() -> Misuse:
    return Misuse(
        "holds no checkpoint of a ledger.",
        field="note",
        remedy="It has lines with lks/…, a number, and a root in base64.",
    )
