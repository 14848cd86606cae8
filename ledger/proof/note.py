"""Signed notes (C2SP signed-note): a text that people can read, and under it who signed it, with Ed25519.

An empty line parts the text from the signatures. Each signature line names a key and holds, in base64, four bytes that
tell keys of one name apart and the signature over the text. Signatures of keys that the reader does not know are passed
over, so that others can sign the same note too.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ledger.refusal import Misuse, Refused

ED25519 = b"\x01"
RULE = "C2SP signed-note"
_DASH = "\u2014 "
_LONGEST = 1_000_000
_MOST_SIGNATURES = 100
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_SIGNATURE = re.compile(_DASH + r"([^\s+]+) ([A-Za-z0-9+/=]+)")
_VERIFIER = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)")


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public half of a key, with the name it signs under."""

    name: str
    public: bytes

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """The key in its written form: `name+hash+base64`."""
        match = _VERIFIER.fullmatch(text.strip())
        data = _from_base64(match[3]) if match else None
        if match is None or data is None or data[:1] != ED25519 or len(data) != 33:
            raise Misuse("is no verifier key.", field="key", remedy="It looks like lks/…+1a2b3c4d+AQ…, on one line.")
        key = cls(match[1], data[1:])
        if key.key_id.hex() != match[2]:
            raise Misuse("is damaged: its two halves do not agree.", field="key", remedy="Copy it again, whole.")
        return key

    @property
    def key_id(self) -> bytes:
        """Four bytes that tell keys of one name apart."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def signed(self, text: str, signature: bytes) -> bool:
        """Whether this key made this signature over the text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key of 32 bytes, and the name it signs under."""

    name: str
    private: bytes = field(repr=False)

    @property
    def verifier(self) -> VerifierKey:
        """The key to check its signatures with."""
        return VerifierKey(self.name, self._key().public_key().public_bytes_raw())

    def line(self, text: str) -> str:
        """The signature line under a text."""
        signature = base64.b64encode(self.verifier.key_id + self._key().sign(text.encode())).decode()
        return f"{_DASH}{self.name} {signature}\n"

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.private)


def sign(text: str, *signers: Signer) -> str:
    """The note: the text, an empty line, and a line for each signer. The text ends in a newline."""
    if not text.endswith("\n") or _CONTROL.search(text):
        raise ValueError("the text of a note is whole lines without control characters")
    return text + "\n" + "".join(signer.line(text) for signer in signers)


def parsed(note: bytes) -> tuple[str, list[tuple[str, bytes]]]:
    """The text of a note and its signatures (name, and the bytes of key id and signature), unchecked."""
    try:
        whole = note[: _LONGEST + 1].decode()
    except UnicodeDecodeError:
        raise _malformed() from None
    text, gap, below = whole.rpartition("\n\n")
    lines = below.split("\n")
    if len(note) > _LONGEST or not gap or _CONTROL.search(whole) or lines.pop() or not lines:
        raise _malformed()
    if len(lines) > _MOST_SIGNATURES:
        raise _malformed()
    return text + "\n", [_signature(line) for line in lines]


def opened(note: bytes, keys: Iterable[VerifierKey]) -> str:
    """The text of a note that at least one of these keys signed, and under which none of them stands falsely.
    Raises Misuse when it is no note, Refused when it was not signed so."""
    text, signatures = parsed(note)
    known = {(key.name, key.key_id): key for key in keys}
    found = False
    for name, data in signatures:
        key = known.get((name, data[:4]))
        if key is not None:
            if not key.signed(text, data[4:]):
                raise Refused(f"The signature of {name} does not fit the text of the note.", rule=RULE)
            found = True
    if not found:
        names = ", ".join(name for name, _ in signatures)
        raise Refused(
            f"The note is not signed with this key (it is signed by {names}).",
            rule=RULE,
            remedy="Ask the municipality for its verifier key in another way than with this note.",
        )
    return text


def _signature(line: str) -> tuple[str, bytes]:
    match = _SIGNATURE.fullmatch(line)
    data = _from_base64(match[2]) if match else None
    if match is None or data is None or len(data) < 5:
        raise _malformed()
    return match[1], data


def _from_base64(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def _malformed() -> Misuse:
    return Misuse("is no signed note: text, an empty line, and lines that begin with a dash.", field="note")
