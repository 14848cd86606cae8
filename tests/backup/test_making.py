"""A backup is one moment of the ledger, whole or not there; the keys are apart, and the master key is in neither."""

import gzip
import json
import stat
from pathlib import Path
from typing import Any

import psycopg
import pytest

from ledger.backup import folder, making, tables
from ledger.backup.tables import FILLED_BY_THE_SCHEMA, kept
from ledger.proof.checkpoint import Checkpoint
from ledger.proof.published import open_published
from tests.backup.conftest import Office
from tests.commands import people
from tests.commands.given import lks


def manifest(place: Path) -> Any:
    """What a backup says of itself."""
    return json.loads((place / "manifest.json").read_bytes())


def test_the_head_in_a_backup_is_exactly_that_of_the_checkpoint_beside_it(office: Office) -> None:
    said = manifest(office.place("second"))
    beside = open_published(office.place("second") / "checkpoint", None).checkpoint
    assert (beside.size, beside.root.hex(), str(beside.ledger_id)) == (office.now, said["root"], said["ledger_id"])
    assert beside == open_published(office.place("outside"), None).checkpoint
    assert said["tables"]["ledger.ledger_events"]["rows"] == said["position"] == office.now


def test_it_is_one_moment_although_commands_go_on(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = making._copy

    def copied_late(*arguments: Any) -> Any:
        people.done(f"policy adopt part_month {ways.pop()} --since 2027-01-01 --municipality GM0363 --yes {people.DAY}")
        return copy(*arguments)

    ways = ["calendar", "working"]
    monkeypatch.setattr(making, "_copy", copied_late)
    before = people.entries(office.database.dsn)
    made = people.answered(f"backup make --to {office.place('busy')} --keys-to {office.place('busy-keys')}")
    assert people.entries(office.database.dsn) == before + 2
    assert made["position"] == before
    assert open_published(office.place("busy") / "checkpoint", None).checkpoint.size == before
    assert manifest(office.place("busy"))["tables"]["ledger.ledger_events"]["rows"] == before


def test_only_its_owner_can_read_it(office: Office) -> None:
    for name in ("second", "second-keys"):
        assert stat.S_IMODE(office.place(name).stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in office.place(name).iterdir()} == {0o600}


def test_no_key_is_with_the_ledger_and_the_master_key_is_nowhere(office: Office) -> None:
    with psycopg.connect(office.database.admin_dsn) as connection:
        wrapped = [bytes(key) for (key,) in connection.execute("SELECT wrapped FROM vault.key")]
    master = office.place("home").joinpath("master.key").read_bytes()[2:].strip()
    signing = office.place("home").joinpath("checkpoint.key").read_bytes().strip()
    ledger, keys = (contents(office.place(name)) for name in ("second", "second-keys"))
    assert wrapped
    assert all(key in keys and key not in ledger for key in wrapped)
    assert not any(secret in both for secret in (master, signing) for both in (ledger, keys))
    assert not any(secret.encode() in both for secret in people.SECRETS for both in (ledger, keys))


def test_every_table_of_ledger_and_vault_is_kept_in_one_place_or_made_by_the_schema(office: Office) -> None:
    with psycopg.connect(office.database.admin_dsn) as connection:
        ledger, keys = kept(connection, "ledger"), kept(connection, "keys")
        every = {table for (table, _) in connection.execute(tables._TABLES)}
    assert not set(ledger) & set(keys)
    assert set(ledger) | set(keys) == every - set(FILLED_BY_THE_SCHEMA)
    assert set(keys) == {"vault.key", "vault.lookup", "vault.secret"}
    assert {"ledger.ledger_events", "ledger.ledger_head", "vault.look", "vault.look_head"} <= set(ledger)


def test_copying_keys_is_a_look_at_everybody_and_logged_before(office: Office) -> None:
    with psycopg.connect(office.database.admin_dsn) as connection:
        looks = connection.execute("SELECT actor, subjects FROM vault.look WHERE event = 'backed_up'").fetchall()
    assert looks[:2] == [("a.beheer", []), ("a.beheer", [])]


def test_a_login_that_may_only_back_up_can_and_changes_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    login = f"backup_{office.database.name}"
    with psycopg.connect(office.database.server.admin_dsn(), autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {login} LOGIN; GRANT lks_backup TO {login}".encode())
        try:
            monkeypatch.setenv("LKS_BACKUP_DSN", office.database.dsn_for(login))
            monkeypatch.setenv("LKS_ADMIN_DSN", "host=/nonexistent")
            made = people.answered(f"backup make --to {office.place('own')} --keys-to {office.place('own-keys')}")
            assert made["position"] == people.entries(office.database.dsn)
            with (
                psycopg.connect(office.database.dsn_for(login)) as own,
                pytest.raises(psycopg.errors.InsufficientPrivilege),
            ):
                own.execute("DELETE FROM vault.key")
        finally:
            admin.execute(f"DROP ROLE {login}".encode())


@pytest.mark.parametrize(
    ("to", "keys_to"),
    [
        ("new", "new"),
        ("new", "new/keys"),
        ("new/ledger", "new"),
        ("first", None),
        ("new", "first-keys"),
        ("none/new", None),
    ],
)
def test_a_folder_that_will_not_do_is_refused_and_nothing_is_made(office: Office, to: str, keys_to: str | None) -> None:
    before = listed(office.folder)
    words = f"backup make --to {office.place(to)}" + (f" --keys-to {office.place(keys_to)}" if keys_to else "")
    assert lks(words).exit_code == 2
    assert listed(office.folder) == before


@pytest.mark.parametrize("stopped_at", ["manifest.json", "erasures.json", "vault.key.gz"])
def test_one_that_is_stopped_leaves_nothing(office: Office, monkeypatch: pytest.MonkeyPatch, stopped_at: str) -> None:
    write = folder.write

    def stopped(path: Path, fill: folder.Fill) -> str:
        if path.name == stopped_at:
            raise KeyboardInterrupt
        return write(path, fill)

    monkeypatch.setattr(folder, "write", stopped)
    before = listed(office.folder)
    outcome = lks(f"backup make --to {office.place('stopped')} --keys-to {office.place('stopped-keys')}")
    assert outcome.exit_code == 130
    assert listed(office.folder) == before


def test_what_a_killed_one_left_is_swept_away(office: Office) -> None:
    left = office.place(f".again.{2**22 + 1}.part")
    left.mkdir()
    people.done(f"backup make --to {office.place('again')}")
    assert not left.exists()


def test_a_ledger_that_is_not_whole_is_kept_and_told(office: Office) -> None:
    triggers = "ALTER TABLE ledger.ledger_events {} TRIGGER append_only"
    with psycopg.connect(office.database.admin_dsn, autocommit=True) as connection:
        connection.execute(triggers.format("DISABLE"))
        connection.execute("UPDATE ledger.ledger_events SET state = state || ' ' WHERE notification_id = 7")
        outcome = lks(f"backup make --to {office.place('broken')}")
        connection.execute(
            "UPDATE ledger.ledger_events SET state = rtrim(convert_from(state, 'UTF8'))::bytea WHERE notification_id = 7"
        )
        connection.execute(triggers.format("ENABLE ALWAYS"))
    assert (outcome.exit_code, "the first bad position is 7" in outcome.printed) == (1, True)
    assert (
        "entry 7 is missing, out of place, or not what was sealed"
        in lks(f"backup verify {office.place('broken')}").printed
    )


def contents(place: Path) -> bytes:
    """All that is in a backup, unpacked."""
    return b"".join(
        gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() for path in place.iterdir()
    )


def listed(place: Path) -> set[str]:
    """Every name below a folder."""
    return {str(path.relative_to(place)) for path in place.rglob("*")}


def test_a_checkpoint_of_the_same_entries_is_the_same_one(office: Office) -> None:
    first, second = manifest(office.place("first")), manifest(office.place("second"))
    assert first["position"] < second["position"]
    beside = open_published(office.place("first") / "checkpoint", None).checkpoint
    assert isinstance(beside, Checkpoint)
    assert beside.size == office.then
