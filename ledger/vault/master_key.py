"""The master key: 32 bytes that lock every other key, kept apart from the database.

It comes from LKS_MASTER_KEY, from the file that LKS_MASTER_KEY_FILE names, or from `master.key` in the ledger's home. While
one version takes the place of another, both stand there: the last locks, both unlock (`rotation.py`).
Whoever loses it loses all personal data in the ledger; whoever steals it together with the database reads it.
"""

import base64
import binascii
import contextlib
import os
import re
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ledger.refusal import Unavailable

FILE_NAME = "master.key"
_SPELLING = re.compile(r"(?:([1-9][0-9]{0,8}):)?([A-Za-z0-9+/_-]{43}=?)")
_NONCE = 12
_LONGEST = 4096
_FORM = 'It is the base64 of 32 bytes, with its version before it: "1:" and 44 characters.'
_BACK = "Put back the key that this ledger was made with, from its backup."


@dataclass(frozen=True, slots=True)
class MasterKey:
    """The master key: the version that locks, those before it that still unlock, and where it came from (for messages).
    `path`: the file, which may hold another version than it did."""

    key: bytes = field(repr=False)
    version: int
    source: str
    before: tuple[tuple[int, bytes], ...] = field(default=(), repr=False)
    path: Path | None = field(default=None, repr=False, compare=False)

    @classmethod
    def load(cls, env: Mapping[str, str], home: Path) -> "MasterKey":
        """The key that the environment names, or else the one in the ledger's home."""
        if text := env.get("LKS_MASTER_KEY"):
            return _read(text, "LKS_MASTER_KEY")
        return read_master_key(Path(env.get("LKS_MASTER_KEY_FILE") or home / FILE_NAME))

    def wrap(self, plain: bytes, label: bytes) -> bytes:
        """Lock a key away; `label` says what it is for and must be given again to unwrap it."""
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(self.key).encrypt(nonce, plain, label)

    def unwrap(self, wrapped: bytes, label: bytes, version: int) -> bytes:
        """The key that was locked away under this version of the master key."""
        key = self._of(version)
        if key is None:
            has = " and ".join(map(str, self.keys))
            what = f"Personal data is locked with version {version} of the master key; {self.source} has {has}."
            raise Unavailable(what, remedy=_BACK)
        try:
            return AESGCM(key).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], label)
        except (InvalidTag, ValueError):
            raise Unavailable(f"The master key of {self.source} does not fit this ledger.", remedy=_BACK) from None

    def _of(self, version: int) -> bytes | None:
        """That version; a file is read again, for it may have been added since this process began."""
        if version in self.keys or self.path is None:
            return self.keys.get(version)
        return read_master_key(self.path).keys.get(version)

    @property
    def keys(self) -> dict[int, bytes]:
        """Every version that unlocks, in order."""
        return dict((*self.before, (self.version, self.key)))


def create_master_key(path: Path) -> MasterKey:
    """The key in this file, made if there is none: whole or not at all, for its owner only, and never overwritten."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        try:
            _write(fresh, b"1:" + base64.b64encode(os.urandom(32)) + b"\n")
            _publish(fresh, path)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise Unavailable(f"No master key can be made in {path.parent}: {error.strerror}.") from None
    return read_master_key(path)


def _write(path: Path, text: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _publish(fresh: Path, path: Path) -> None:
    with contextlib.suppress(FileExistsError):
        os.link(fresh, path)  # unlike a rename this fails when the name is taken
    _settle(path.parent)


def _settle(place: Path) -> None:
    folder = os.open(place, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read_master_key(path: Path) -> MasterKey:
    """The key in a file that nobody but its owner may read."""
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            text = file.read(_LONGEST).decode("ascii", "replace")
    except FileNotFoundError:
        remedy = "Make one with `lks db init`, or set LKS_MASTER_KEY or LKS_MASTER_KEY_FILE."
        raise Unavailable(f"There is no master key in {path}.", remedy=remedy) from None
    except OSError as error:
        raise Unavailable(f"The master key in {path} cannot be read: {error.strerror}.") from None
    if mode & 0o077:
        what = f"The master key in {path} is open to others (mode {mode:03o})."
        raise Unavailable(what, remedy=f"Close it: chmod 600 '{path}'.")
    return _read(text, str(path), path)


def add_version(path: Path) -> MasterKey:
    """The key in this file with a new version behind those that are there: the file is whole before and after, and never without
    a version that it had. Raises Unavailable."""
    known = read_master_key(path)
    added = f"{known.version + 1}:{base64.b64encode(os.urandom(32)).decode()}"
    lines = [*_spelled(known), added]
    whole = path.resolve()
    fresh = whole.with_name(f".{whole.name}.{secrets.token_hex(8)}")
    try:
        try:
            _write(fresh, "".join(f"{line}\n" for line in lines).encode())
            there = read_master_key(fresh)
            assert dict(there.before) == known.keys, "no version is lost"
            fresh.replace(whole)
            _settle(whole.parent)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        remedy = "Add a line to it yourself: the next version, a colon, and the base64 of 32 random bytes."
        raise Unavailable(f"{path} cannot take another version: {error.strerror}.", remedy=remedy) from None
    return read_master_key(path)


def _spelled(key: MasterKey) -> list[str]:
    return [f"{version}:{base64.b64encode(one).decode()}" for version, one in key.keys.items()]


def _read(text: str, source: str, path: Path | None = None) -> MasterKey:
    """One version or more, apart by white space; the highest locks."""
    found: dict[int, bytes] = {}
    for word in text.split() or [""]:
        version, key = _version(word, source)
        if version in found:
            raise Unavailable(f"{source} holds two keys of version {version}.", remedy="Leave the right one.")
        found[version] = key
    last = max(found)
    return MasterKey(found.pop(last), last, source, tuple(sorted(found.items())), path)


def _version(text: str, source: str) -> tuple[int, bytes]:
    match = _SPELLING.fullmatch(text)
    if match is None:
        raise Unavailable(f"{source} does not hold a master key.", remedy=_FORM)
    version, key = match.groups()
    try:
        plain = base64.b64decode(key.rstrip("=") + "=", altchars=b"-_" if set(key) & {"-", "_"} else b"+/")
    except binascii.Error:
        raise Unavailable(f"{source} does not hold a master key.", remedy=_FORM) from None
    return int(version or 1), plain
