"""A backup is held against the checkpoint that was kept elsewhere: an older or altered one is refused by name of the entry."""

import shutil
from pathlib import Path

import psycopg
import pytest

from tests import databases
from tests.backup.conftest import Office, emptied, entered, names
from tests.commands import people
from tests.commands.given import lks
from tests.databases import Database

RESEALED = """
DO $$
DECLARE
    one      record;
    previous bytea := (SELECT ledger.genesis_seal(ledger_id) FROM ledger.ledger_head);
BEGIN
    FOR one IN SELECT * FROM ledger.ledger_events ORDER BY notification_id LOOP
        previous := ledger.entry_seal(
            previous, one.notification_id, one.originator_id, one.originator_version, one.recorded_at, one.topic,
            one.municipality, one.recorded_by, one.intent_key, one.cause, one.state
        );
        UPDATE ledger.ledger_events SET seal = previous WHERE notification_id = one.notification_id;
    END LOOP;
    UPDATE ledger.ledger_head SET seal = previous;
END $$
"""


def test_a_good_backup_is_restored_audited_and_found_good(office: Office) -> None:
    said = people.answered(f"backup verify {office.place('second')} --expect {office.place('outside')}")
    assert (said["position"], said["findings"]) == (office.now, [])


def test_without_a_checkpoint_of_elsewhere_it_says_what_that_is_worth(office: Office) -> None:
    assert "give --expect" in people.done(f"backup verify {office.place('second')}")


def test_an_older_backup_is_refused_with_the_first_missing_entry(office: Office) -> None:
    outcome = lks(f"backup verify {office.place('first')} --expect {office.place('outside')}")
    assert outcome.exit_code == 1
    counted = f"the checkpoint counts {office.now} entries, this backup ends at {office.then}"
    wanted = f"{counted}: the first missing entry is {office.then + 1}"
    assert wanted in outcome.printed
    note = lks(f"backup verify {office.place('first')} --expect {office.place('outside') / 'checkpoint'}")
    assert (note.exit_code, wanted in note.printed) == (1, True)


def test_a_backup_that_goes_on_after_the_checkpoint_is_good(office: Office) -> None:
    checkpoint = office.place("first") / "checkpoint"
    assert people.answered(f"backup verify {office.place('second')} --expect {checkpoint}")["findings"] == []


@pytest.fixture(scope="module")
def forged(made: Office) -> Path:
    """A backup of a ledger in which somebody with every right changed an entry, and sealed and signed all of it anew."""
    with pytest.MonkeyPatch.context() as patched, databases.fresh(made.database.server) as other:
        emptied(other)
        entered(patched, made)
        names(patched, other, made.place("home"))
        people.done(f"backup restore --from {made.place('second')} --keys {made.place('second-keys')}")
        tampered(other)
        people.done(f"backup make --to {made.place('forged')}")
    return made.place("forged")


def tampered(database: Database) -> None:
    """The wage value is another, and every seal fits."""
    with psycopg.connect(database.admin_dsn, autocommit=True) as connection:
        connection.execute("ALTER TABLE ledger.ledger_events DISABLE TRIGGER USER")
        connection.execute("ALTER TABLE ledger.ledger_head DISABLE TRIGGER USER")
        changed = connection.execute(
            """
            UPDATE ledger.ledger_events
            SET state = replace(convert_from(state, 'UTF8'), '"wage_value":"60"', '"wage_value":"40"')::bytea
            WHERE topic = 'Measured'
            """
        )
        assert changed.rowcount == 1
        connection.execute(RESEALED)


def test_an_altered_backup_is_refused_with_the_first_entry_that_differs(office: Office, forged: Path) -> None:
    with psycopg.connect(office.database.admin_dsn) as connection:
        row = connection.execute("SELECT notification_id FROM ledger.ledger_events WHERE topic = 'Measured'").fetchone()
    assert row is not None
    outcome = lks(f"backup verify {forged} --expect {office.place('outside')}")
    assert (outcome.exit_code, f"entry {row[0]} is not the one that the checkpoint counted" in outcome.printed) == (
        1,
        True,
    )
    refused = lks(f"backup restore --from {forged} --expect {office.place('outside')}")
    assert (refused.exit_code, f"entry {row[0]} is not the one" in refused.printed) == (1, True)


def test_a_note_alone_shows_that_it_was_altered(office: Office, forged: Path) -> None:
    outcome = lks(f"backup verify {forged} --expect {office.place('outside') / 'checkpoint'}")
    assert (outcome.exit_code, "one of them was altered" in outcome.printed) == (1, True)


def test_a_look_that_was_taken_out_is_found(office: Office, elsewhere: Database) -> None:
    people.done(f"backup restore --from {office.place('second')} --keys {office.place('second-keys')}")
    with psycopg.connect(elsewhere.admin_dsn, autocommit=True) as connection:
        connection.execute("ALTER TABLE vault.look DISABLE TRIGGER USER")
        assert connection.execute("DELETE FROM vault.look WHERE position = 2").rowcount == 1
    people.done(f"backup make --to {office.place('unlooked')}")
    outcome = lks(f"backup verify {office.place('unlooked')} --expect {office.place('outside')}")
    assert (outcome.exit_code, "look: look 2" in outcome.printed) == (1, True)


@pytest.mark.parametrize("name", ["ledger.ledger_events.gz", "checkpoint", "erasures.json"])
def test_a_damaged_file_is_named(office: Office, tmp_path: Path, name: str) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(office.place("first"), copy)
    content = bytearray((copy / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copy / name).write_bytes(content)
    outcome = lks(f"backup verify {copy}")
    assert (outcome.exit_code, f"{name} is not what the manifest says" in outcome.printed) == (1, True)


def test_a_file_that_is_gone_or_a_manifest_that_is_none_is_told(office: Office, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(office.place("first"), copy)
    (copy / "ledger.ledger_head.gz").unlink()
    outcome = lks(f"backup verify {copy}")
    assert (outcome.exit_code, "ledger.ledger_head.gz cannot be read" in outcome.printed) == (1, True)
    (copy / "manifest.json").write_text('{"format": 2}')
    assert lks(f"backup verify {copy}").exit_code == 2
    assert lks(f"backup verify {tmp_path}").exit_code == 2


def test_the_keys_are_no_backup_of_the_ledger(office: Office) -> None:
    outcome = lks(f"backup verify {office.place('first-keys')}")
    assert (outcome.exit_code, "not of the ledger" in outcome.printed) == (2, True)
