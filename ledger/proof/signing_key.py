"""The key that signs checkpoints (Ed25519): made once for a ledger, kept in its home and never in the database.

It comes from LKS_CHECKPOINT_KEY, from the file that LKS_CHECKPOINT_KEY_FILE names, or from `checkpoint.key` in the ledger's
home. It says which ledger it is of, so no ledger signs with the key of another. Who loses it makes a new one and tells the
outsiders its verifier key; what the old one signed holds as before.
"""

import base64
import binascii
import contextlib
import os
import re
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from ledger.proof.checkpoint import origin
from ledger.proof.note import ED25519, Signer, VerifierKey
from ledger.refusal import Unavailable

FILE_NAME = "checkpoint.key"
_SPELLING = re.compile(r"PRIVATE\+KEY\+([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]{44})")
_FORM = "It is one line: PRIVATE+KEY+lks/… and so on, as lks checkpoint make makes it."


def place(env: Mapping[str, str], home: Path) -> Path:
    """The file of the key, where the key itself is not in the environment."""
    return Path(env.get("LKS_CHECKPOINT_KEY_FILE") or home / FILE_NAME)


def known(env: Mapping[str, str], home: Path, ledger_id: UUID) -> Signer | None:
    """The key of this ledger, if there is one. Raises Unavailable when it cannot be used."""
    if text := env.get("LKS_CHECKPOINT_KEY"):
        return _parsed(text, "LKS_CHECKPOINT_KEY", ledger_id)
    path = place(env, home)
    return _read(path, ledger_id) if os.path.lexists(path) else None


def load_or_make(env: Mapping[str, str], home: Path, ledger_id: UUID) -> tuple[Signer, bool]:
    """The key of this ledger, and whether it was made now."""
    found = known(env, home, ledger_id)
    if found is not None:
        return found, False
    path = place(env, home)
    _make(path, ledger_id)
    return _read(path, ledger_id), True


def written(signer: Signer) -> str:
    """The key as one line, in the form that other programs for signed notes read."""
    data = base64.b64encode(ED25519 + signer.private).decode()
    return f"PRIVATE+KEY+{signer.name}+{signer.verifier.key_id.hex()}+{data}"


def _make(path: Path, ledger_id: UUID) -> None:
    """Whole or not at all, for its owner only, and never overwritten."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
                file.write(written(Signer(origin(ledger_id), secrets.token_bytes(32))) + "\n")
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(fresh, path)  # unlike a rename this fails when the name is taken
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise Unavailable(f"No checkpoint key can be made in {path.parent}: {error.strerror}.") from None


def _read(path: Path, ledger_id: UUID) -> Signer:
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            text = file.read(1024).decode("ascii", "replace")
    except OSError as error:
        raise Unavailable(f"The checkpoint key in {path} cannot be read: {error.strerror}.") from None
    if mode & 0o077:
        what = f"The checkpoint key in {path} is open to others (mode {mode:03o})."
        raise Unavailable(what, remedy=f"Close it: chmod 600 '{path}'.")
    return _parsed(text, str(path), ledger_id)


def _parsed(text: str, source: str, ledger_id: UUID) -> Signer:
    match = _SPELLING.fullmatch(text.strip())
    try:
        data = base64.b64decode(match[3], validate=True) if match else b""
    except binascii.Error:
        data = b""
    if match is None or len(data) != 33 or data[:1] != ED25519:
        raise Unavailable(f"{source} does not hold a checkpoint key.", remedy=_FORM)
    signer = Signer(match[1], data[1:])
    if signer.verifier.key_id.hex() != match[2]:
        raise Unavailable(f"The checkpoint key of {source} is damaged.", remedy="Put it back from its backup.")
    if signer.name != origin(ledger_id):
        what = f"The checkpoint key of {source} is of {signer.name}, and this ledger is {origin(ledger_id)}."
        raise Unavailable(what, remedy="Name the key of this ledger (LKS_CHECKPOINT_KEY_FILE), or move that file away.")
    return signer


def verifier(text: str | None, signer: Signer | None) -> VerifierKey:
    """The key to check with: the one that is given, else that of this ledger. Raises Unavailable when there is neither."""
    if text:
        return VerifierKey.parse(text)
    if signer is None:
        raise Unavailable("There is no key to check the signature with.", remedy="Give --key VKEY.")
    return signer.verifier
