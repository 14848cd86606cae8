"""`lks vault`: the keys that lock personal data: under which version of the master key, and another version in its place."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import psycopg

from commands.call import Call, reading, recording
from commands.output import table
from commands.progress import counted
from ledger.log.session import ConnectionLost, plainly
from ledger.refusal import Misuse, Refused, Unavailable
from ledger.server.embedded import home
from ledger.vault import rotation
from ledger.vault.master_key import FILE_NAME, MasterKey, add_version
from ledger.vault.rotation import DESTROYED, Version


@click.group()
def vault() -> None:
    """The keys that lock personal data, and the master key that locks them."""


@vault.command()
@reading
def status(call: Call) -> None:
    """Tell how many keys are locked with each version of the master key, and which versions are at hand."""
    with _connected(call) as connection:
        found = rotation.versions(connection)
    master = _master()
    rows = [(one.version, one.keys, one.secrets, _at_hand(one, master)) for one in found if one.version != DESTROYED]
    destroyed = sum(one.keys for one in found if one.version == DESTROYED)
    say = [
        *table(("version", "keys", "secrets", "at hand"), rows),
        f"Version {master.version} of {master.source} locks; destroyed keys: {destroyed}.",
    ]
    told = [one._asdict() | {"at_hand": one.version in master.keys} for one in found if one.version != DESTROYED]
    call.output.answer(say, versions=told, destroyed=destroyed, locks=master.version, source=master.source)


@vault.command()
@recording
def rotate(call: Call) -> None:
    """Lock every key and secret with a new version of the master key. It can be stopped, and repeated: it goes on where it was.

    The new version is put behind the old one in the file of the master key, which unlocks with both; other commands go on
    meanwhile. Take the old version out of it when no backup needs it any more.
    """
    with _connected(call) as connection:
        if not rotation.alone(connection):
            raise Refused("Somebody else rotates this ledger now.", rule="R40", remedy="Wait until that is done.")
        master = _with_new_version(connection, rotation.versions(connection))
        waiting = _under_others(rotation.versions(connection), master)
        if not waiting:
            raise _nothing_to_do(master)
        keys = sum(one.keys for one in waiting)
        for _ in counted(
            _each(rotation.rotate(connection, master, call.looker)), total=keys, label="Locking keys anew"
        ):
            pass
        now = next(one for one in rotation.versions(connection) if one.version == master.version)
    before = " and ".join(str(version) for version, _ in master.before)
    keys_now = f"{now.keys} key{'' if now.keys == 1 else 's'}"
    say = f"{keys_now} now under version {master.version}; keep version {before} until no backup needs it."
    call.output.answer(say, version=master.version, keys=now.keys, secrets=now.secrets, moved=keys)


def _each(parts: Iterator[int]) -> Iterator[int]:
    for part in parts:
        yield from range(part)


@contextmanager
def _connected(call: Call) -> Iterator["psycopg.Connection[Any]"]:
    """A connection that is kept until the end, and commits by itself. What the database says no to is told plainly."""
    try:
        connection = psycopg.connect(call.dsn, autocommit=True)
    except psycopg.OperationalError:
        raise Unavailable("The database that holds the keys does not answer.", remedy="See `lks db status`.") from None
    try:
        with connection, plainly(connection):
            yield connection
    except ConnectionLost:
        raise Unavailable("The connection to the database was lost.", remedy="Repeat it: it goes on.") from None


def _master() -> MasterKey:
    return MasterKey.load(os.environ, home(os.environ))


def _with_new_version(connection: "psycopg.Connection[Any]", found: list[Version]) -> MasterKey:
    """The master key with a version to go to: one that waits already, or one that is added to its file. Raises Refused."""
    master = _master()
    _check_fits(connection, master, found)
    if master.before:
        return master
    if os.environ.get("LKS_MASTER_KEY"):
        raise Misuse(
            "holds one version only.",
            field="LKS_MASTER_KEY",
            remedy=f"Put a second behind it, after a space, for every process that uses this ledger: {master.version + 1}: and "
            "the base64 of 32 random bytes. Then repeat.",
        )
    return add_version(Path(os.environ.get("LKS_MASTER_KEY_FILE") or home(os.environ) / FILE_NAME))


def _check_fits(connection: "psycopg.Connection[Any]", master: MasterKey, found: list[Version]) -> None:
    """Nothing is locked anew with a key that does not open what there is. Raises Unavailable."""
    missing = [one.version for one in found if one.version not in (DESTROYED, *master.keys)]
    if missing:
        remedy = "Put that version back beside the others, from its backup."
        raise Unavailable(f"Keys are locked with version {missing[0]}, which {master.source} lacks.", remedy=remedy)
    rotation.check(connection, master)


def _under_others(found: list[Version], master: MasterKey) -> list[Version]:
    return [one for one in found if one.version not in (DESTROYED, master.version)]


def _nothing_to_do(master: MasterKey) -> Refused:
    before = " and ".join(str(version) for version, _ in master.before)
    return Refused(
        f"Everything is locked with version {master.version} already.",
        rule="R35",
        article="art. 32 AVG",
        remedy=f"Once no backup needs version {before}, take it out of {master.source}; then another can be made.",
    )


def _at_hand(one: Version, master: MasterKey) -> str:
    return "yes" if one.version in master.keys else "no"
