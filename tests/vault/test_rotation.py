"""Another version of the master key: stopped anywhere, nothing is lost; afterwards the old version alone opens nothing."""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from ledger.identifiers import person_number
from ledger.refusal import Unavailable
from ledger.vault import rotation
from ledger.vault.identity import PersonData
from ledger.vault.master_key import MasterKey, add_version, create_master_key, read_master_key
from ledger.vault.sealing import Vault
from tests.databases import Database

JANSEN = PersonData(bsn="123456782", initials="J.", surname="Jansen", birth_date=date(2001, 2, 3))
STREAM = uuid.UUID(int=7)
SUBJECTS = [person_number(n) for n in range(1, 41)]


class Killed(Exception):
    """The process ends here."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a master key of one version."""
    create_master_key(tmp_path / "master.key")
    return tmp_path


@pytest.fixture
def tokens(database: Database, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """Forty persons, sealed under the first version, which are locked anew seven at a time."""
    monkeypatch.setattr(rotation, "_AT_ONCE", 7)
    with closing(vault(database, home)) as made:
        made.create_secret()
        yield {subject: made.seal(subject, STREAM, "PersonRegistered", JANSEN) for subject in SUBJECTS}


def vault(database: Database, home: Path) -> Vault:
    """As a process that starts now sees it."""
    return Vault(database.dsn, read_master_key(home / "master.key"))


def opens_all(made: Vault, tokens: dict[str, str]) -> bool:
    with closing(made):
        made.load_keys(tokens)
        return all(made.open(one, STREAM, "PersonRegistered", PersonData) == JANSEN for one in tokens.values())


def rotated(database: Database, master: MasterKey) -> int:
    """Rotate, in a process of its own."""
    with psycopg.connect(database.dsn, autocommit=True) as connection:
        assert rotation.alone(connection)
        return sum(rotation.rotate(connection, master))


def by_version(database: Database) -> dict[int, tuple[int, int]]:
    with psycopg.connect(database.dsn) as connection:
        return {one.version: (one.keys, one.secrets) for one in rotation.versions(connection)}


def killed_at(nth: int, *, before: bool) -> Callable[..., int]:
    """`_count` of which the nth call kills the process, before or after the database has answered it."""
    count, calls = rotation._count, iter(range(1, 100))

    def stopped(*given: Any) -> int:
        now = next(calls)
        if now == nth and before:
            raise Killed
        answer = count(*given)
        if now == nth:
            raise Killed
        return answer

    return stopped


def test_it_is_stopped_at_every_step_and_goes_on_with_nothing_lost(
    database: Database, home: Path, tokens: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    began_before = vault(database, home)
    old = read_master_key(home / "master.key")
    master = add_version(home / "master.key")
    steps = 1 + -(-len(SUBJECTS) // 7)
    moved = 0
    for nth in range(steps):
        with monkeypatch.context() as patched:
            patched.setattr(rotation, "_count", killed_at(1, before=nth % 2 == 0))
            with pytest.raises(Killed):
                rotated(database, master)
        now = by_version(database).get(2, (0, 0))
        assert sum(now) >= moved
        moved = sum(now)
        assert opens_all(vault(database, home), tokens)
    assert 0 < moved < len(SUBJECTS) + 1
    assert rotated(database, master) == len(SUBJECTS) - by_version(database).get(1, (0, 0))[0] - (moved - 1)
    assert by_version(database) == {2: (len(SUBJECTS), 1)}
    assert opens_all(vault(database, home), tokens)
    assert opens_all(began_before, tokens), "a process that began before reads the file again"
    with pytest.raises(Unavailable, match=r"locked with version 2 of the master key; .* has 1\.") as caught:
        opens_all(Vault(database.dsn, MasterKey(old.key, 1, "LKS_MASTER_KEY")), tokens)
    assert "from its backup" in caught.value.remedy
    new_alone = MasterKey(master.key, 2, "LKS_MASTER_KEY")
    assert opens_all(Vault(database.dsn, new_alone), tokens)


def test_others_make_keys_and_erase_meanwhile(
    database: Database, home: Path, tokens: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whose key is destroyed while it is being locked anew stays so; who got one under the old version is locked anew too."""
    late, old = person_number(99), vault(database, home)
    master, anew = add_version(home / "master.key"), rotation._anew
    done: list[str] = []

    def meanwhile(key: MasterKey, wrapped: bytes, label: bytes, version: int) -> bytes:
        if label.startswith(b"key") and not done:
            done.append(label[19:].decode())
            with psycopg.connect(database.admin_dsn) as connection:
                connection.execute("UPDATE vault.key SET wrapped = '', master_version = 0 WHERE subject = %s", done)
            old.seal(late, STREAM, "PersonRegistered", JANSEN)
        return anew(key, wrapped, label, version)

    monkeypatch.setattr(rotation, "_anew", meanwhile)
    rotated(database, master)
    old.close()
    assert by_version(database) == {0: (1, 0), 2: (len(SUBJECTS), 1)}
    with closing(vault(database, home)) as made:
        assert made.open(tokens[done[0]], STREAM, "PersonRegistered", PersonData) is None


def test_a_key_that_does_not_open_stops_it_and_stays_as_it_is(
    database: Database, home: Path, tokens: dict[str, str]
) -> None:
    wrong = MasterKey(os.urandom(32), 2, "elsewhere", ((1, os.urandom(32)),))
    before = by_version(database)
    with pytest.raises(Unavailable, match="does not fit"):
        rotated(database, wrong)
    assert by_version(database) == before
    assert opens_all(vault(database, home), tokens)


def test_two_do_not_rotate_at_once(database: Database) -> None:
    with psycopg.connect(database.dsn) as first, psycopg.connect(database.dsn) as second:
        assert rotation.alone(first)
        assert not rotation.alone(second)


def test_a_version_is_added_behind_those_that_are_there(home: Path) -> None:
    path = home / "master.key"
    one = read_master_key(path)
    two = add_version(path)
    three = add_version(path)
    assert (two.version, three.version) == (2, 3)
    assert three.keys == {1: one.key, 2: two.key, 3: three.key}
    assert path.stat().st_mode & 0o777 == 0o600
    assert [found.name for found in home.iterdir()] == ["master.key"]


def test_a_file_that_cannot_be_written_keeps_what_it_has(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = home / "master.key"
    before = path.read_bytes()

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", no_room)
    with pytest.raises(Unavailable, match="cannot take another version: No space left") as caught:
        add_version(path)
    assert "Add a line to it yourself" in caught.value.remedy
    assert path.read_bytes() == before
    assert [found.name for found in home.iterdir()] == ["master.key"]


def test_the_environment_can_hold_two_versions_and_not_two_keys_of_one() -> None:
    text = "1:" + "A" * 43
    assert MasterKey.load({"LKS_MASTER_KEY": f"{text} 2:{'B' * 43}"}, Path()).keys.keys() == {1, 2}
    with pytest.raises(Unavailable, match="two keys of version 1"):
        MasterKey.load({"LKS_MASTER_KEY": f"{text} {text}"}, Path())
