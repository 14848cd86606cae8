"""`lks audit verify`: whoever tampers, with all the rights there are, is found; the first bad position is named."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from commands.story import Outcome
from ledger.server.embedded import EmbeddedServer
from tests import databases
from tests.commands.given import lks
from tests.commands.people import SECRETS, answered, done, entries, refused, settled
from tests.databases import Database
from tests.proof.tampering import BEHEADED, RESEAL, tampering


@pytest.fixture(scope="module")
def database(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A ledger with a case that was paid and settled; every test leaves it as it was."""
    with databases.fresh(server) as database, pytest.MonkeyPatch.context() as environment:
        settings = {
            "LKS_DSN": database.dsn,
            "LKS_ADMIN_DSN": database.admin_dsn,
            "LKS_HOME": tmp_path_factory.mktemp("audit") / "home",
            "LKS_ACTOR": "a.beheer",
        }
        for name, value in settings.items():
            environment.setenv(name, str(value))
        for name in ("LKS_CHECKPOINT_KEY", "LKS_CHECKPOINT_KEY_FILE"):
            environment.delenv(name, raising=False)
        done("db init --demonstration --shared-login")
        settled()
        yield database


def verified() -> Outcome:
    """What the audit says."""
    return lks("audit verify")


def found(outcome: Outcome) -> int:
    """The first bad position that it names."""
    assert outcome.exit_code == 1, outcome.printed
    first = outcome.printed.splitlines()[0]
    assert first.startswith("NOT WHOLE. First bad position: ")
    return int(first.removesuffix(".").rsplit(" ", 1)[1])


def last_of(admin: psycopg.Connection[Any], topic: str) -> int:
    """The position of the last entry of a topic."""
    query = "SELECT max(notification_id) FROM ledger.ledger_events WHERE topic = %s"
    row = admin.execute(query, [topic]).fetchone()
    assert row is not None
    return int(row[0])


def test_a_whole_ledger_is_whole(database: Database) -> None:
    outcome = verified()
    assert outcome.exit_code == 0
    count = entries(database.dsn)
    answer = answered("audit verify")
    tables, decided = len(answer["tables"]), answer["decided_again"]
    assert {"postings", "movements", "progress"} <= set(answer["tables"])
    assert decided > 10
    checked = (
        f"Checked: {count} entries and seals, 4 amounts, {decided} intents decided again (0 by other rules, 0 not), "
        f"{tables} tables, {answer['journal_balances']} entries of the journal."
    )
    assert outcome.printed.splitlines() == [
        f"{count} entries: in order, every seal fits; 4 amounts computed again, all equal.",
        f"{decided} intents decided again on what they read: the same facts, and no others.",
        f"{tables} tables of projections made anew up to entry {count}: the same rows.",
        f"The journal balances on each of {answer['journal_balances']} entries and dates.",
        f"{answer['definitions']} functions and views, and every trigger, are those of this release.",
        f"Head {count}: {answer['head']}",
        checked,
        "(demonstration)",
    ]
    assert (answer["whole"], answer["entries"], answer["amounts"], answer["findings"]) == (True, count, 4, [])
    assert (answer["not_checked"], answer["compared_to"]) == ([], count)


COLUMNS = {
    "originator_id": "gen_random_uuid()",
    "originator_version": "originator_version + 100",
    "recorded_at": "recorded_at + interval '1 microsecond'",
    "topic": "'PaymentReleased'",
    "municipality": "'GM0518'",
    "recorded_by": "'somebody'",
    "intent_key": "sha256('x'::bytea)",
    "cause": r"replace(convert_from(cause, 'UTF8'), 'a.beheer', 'b.beheer')::bytea",
    "state": r"replace(convert_from(state, 'UTF8'), '60', '06')::bytea",
    "seal": "sha256(seal)",
    "notification_id": "notification_id + 100000",
}


def test_a_change_in_any_column_is_found_with_its_position(database: Database) -> None:
    for column, value in COLUMNS.items():
        with tampering(database) as admin:
            place = last_of(admin, "Measured")
            admin.execute(f"UPDATE ledger.ledger_events SET {column} = {value} WHERE notification_id = %s", [place])
            assert found(verified()) == place, column
    assert verified().exit_code == 0


def test_a_row_deleted_in_the_middle_or_at_the_end_is_found(database: Database) -> None:
    end = entries(database.dsn)
    for first, last in ((3, 3), (1, 1), (end, end), (end - 5, end), (1, end)):
        with tampering(database) as admin:
            query = "DELETE FROM ledger.ledger_events WHERE notification_id BETWEEN %s AND %s"
            admin.execute(query, [first, last])
            assert found(verified()) == first


def test_swapped_rows_are_found(database: Database) -> None:
    with tampering(database) as admin:
        move = "UPDATE ledger.ledger_events SET notification_id = %s WHERE notification_id = %s"
        for to, from_ in ((1_000_000, 10), (10, 11), (11, 1_000_000)):
            admin.execute(move, [to, from_])
        assert found(verified()) == 10


def test_a_row_that_was_put_in_is_found(database: Database) -> None:
    with tampering(database) as admin:
        admin.execute(
            """
            INSERT INTO ledger.ledger_events
            SELECT
                %s, gen_random_uuid(), 1, recorded_at, topic, municipality, recorded_by,
                sha256('key'::bytea), cause, state, seal
            FROM ledger.ledger_events WHERE intent_key IS NOT NULL ORDER BY notification_id DESC LIMIT 1
            """,
            [entries(database.dsn) + 1],
        )
        assert found(verified()) == entries(database.dsn) + 1


def test_a_head_that_was_moved_is_found(database: Database) -> None:
    with tampering(database) as admin:
        admin.execute("UPDATE ledger.ledger_head SET position = position - 1")
        assert verified().exit_code == 1
    with tampering(database) as admin:
        admin.execute("UPDATE ledger.ledger_head SET ledger_id = gen_random_uuid()")
        assert found(verified()) == 1


@pytest.mark.parametrize(
    ("topic", "path", "kind"),
    [
        ("Paid", ["booked", "0", "subsidy_cents"], "amount"),
        ("Paid", ["booked", "1", "charges_cents"], "amount"),
        ("Paid", ["booked", "0", "segments", "0", "minimum_wage_cents"], "amount"),
        ("Paid", ["sent", "0", "subsidy_cents"], "decision"),
        ("RunPrepared", ["sent_cents"], "decision"),
        ("Decided", ["subsidy_cents"], "amount"),
        ("Settled", ["lines", "0", "subsidy_cents"], "amount"),
        ("Settled", ["lines", "0", "booked_charges_cents"], "amount"),
        ("Settled", ["lines", "0", "due", "segments", "0", "minimum_wage_cents"], "amount"),
        ("Settled", ["lines", "0", "routes", "0", "charges_cents"], "amount"),
        ("QuarterSettled", ["subsidy_cents"], "decision"),
        ("QuarterSettled", ["lines"], "decision"),
    ],
    ids=lambda value: ".".join(value) if isinstance(value, list) else value,
)
def test_an_amount_forged_with_every_seal_made_anew_is_found_by_computing_it_again(
    topic: str, path: list[str], kind: str, database: Database
) -> None:
    with tampering(database) as admin:
        place = last_of(admin, topic)
        read = "SELECT convert_from(state, 'UTF8') FROM ledger.ledger_events WHERE notification_id = %s"
        row = admin.execute(read, [place]).fetchone()
        assert row is not None
        forged = json.loads(row[0])
        *parents, last = path
        where = forged
        for key in parents:
            where = where[int(key) if key.isdecimal() else key]
        where[last] += 100000
        write = "UPDATE ledger.ledger_events SET state = %s WHERE notification_id = %s"
        admin.execute(write, [json.dumps(forged, separators=(",", ":")).encode(), place])
        admin.execute(RESEAL)
        outcome = verified()
        assert found(outcome) == place
        assert f"  {place} {kind}: " in outcome.printed
        assert f"  {place} decision: " in outcome.printed
        assert " seal: " not in outcome.printed


def test_findings_name_no_personal_data_and_are_json_too(database: Database) -> None:
    with tampering(database) as admin:
        place = last_of(admin, "Paid")
        admin.execute("UPDATE ledger.ledger_events SET state = '{}' WHERE notification_id = %s", [place])
        outcome = lks("audit verify --json")
        assert outcome.exit_code == 1
        findings = json.loads(outcome.printed)["findings"]
        found_at = {(finding["position"], finding["kind"]) for finding in findings}
        assert {(place, "seal"), (place, "fact")} <= found_at
        assert not any(secret in outcome.printed for secret in SECRETS)


def test_an_auditor_needs_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LKS_HOME", "/nonexistent")
    assert verified().exit_code == 0


def test_a_read_only_database_is_audited_and_what_is_not_checked_is_said_aloud(database: Database) -> None:
    """As on a replica or a restored backup: all but the tables made anew, which the journal's own sums do not wait for."""
    with psycopg.connect(database.admin_dsn, autocommit=True) as admin:
        admin.execute("ALTER ROLE lks_local SET default_transaction_read_only = on")
        try:
            outcome, answer = verified(), answered("audit verify")
        finally:
            admin.execute("ALTER ROLE lks_local RESET default_transaction_read_only")
    assert outcome.exit_code == 0
    why = "that projections made anew are the same: the database is read-only"
    assert f"NOT CHECKED: {why}." in outcome.printed
    assert "made anew up to" not in outcome.printed
    assert (answer["whole"], answer["tables"], answer["not_checked"]) == (True, [], [why])
    assert answer["journal_balances"] > 0


def test_a_projection_that_is_not_what_the_log_gives_is_found(database: Database) -> None:
    with psycopg.connect(database.admin_dsn, autocommit=True) as admin:
        change = "UPDATE projection.movements SET subsidy_cents = subsidy_cents + 1 WHERE kind = 'booked'"
        admin.execute(change)
        first = admin.execute("SELECT min(position) FROM projection.movements WHERE kind = 'booked'").fetchone()
        assert first is not None
        outcome = verified()
        assert found(outcome) == first[0]
        count = admin.execute("SELECT count(*) FROM projection.movements WHERE kind = 'booked'").fetchone()
        assert count is not None
        what = f"movements: {count[0]} rows are not what the log gives, and {count[0]} that it gives are not there"
        assert f"  {first[0]} projection: {what}" in outcome.printed
        left = admin.execute(
            "SELECT count(*) FROM pg_class WHERE relnamespace = 'projection_next'::regnamespace"
        ).fetchone()
        assert left == (0,)
    done("db rebuild")
    assert verified().exit_code == 0


def test_r33_a_journal_that_does_not_balance_is_found(database: Database) -> None:
    with psycopg.connect(database.admin_dsn, autocommit=True) as admin:
        admin.execute("ALTER TABLE projection.postings DISABLE TRIGGER ALL")
        row = admin.execute("SELECT min(position) FROM projection.postings").fetchone()
        assert row is not None
        query = "UPDATE projection.postings SET debit_cents = debit_cents + 5 WHERE position = %s AND debit_cents > 0"
        admin.execute(query, [row[0]])
        outcome = verified()
        assert found(outcome) == row[0]
        assert f"  {row[0]} journal: the journal has " in outcome.printed
        assert f"  {row[0]} projection: postings: " in outcome.printed
    done("db rebuild")


def test_projections_that_are_behind_are_compared_as_far_as_they_are(database: Database) -> None:
    with psycopg.connect(database.admin_dsn, autocommit=True) as admin:
        admin.execute("UPDATE projection.progress SET position = position - 1")
        answer = answered_anyway("audit verify")
    done("db rebuild")
    assert answer["compared_to"] == entries(database.dsn) - 1
    assert answer["not_checked"][0].startswith("the projections after entry")


def answered_anyway(words: str) -> Any:
    """The JSON that a command answered, whatever it found."""
    return json.loads(lks(f"{words} --json").printed)


@pytest.fixture
def published(database: Database, tmp_path: Path) -> Path:
    """The folder in which the ledger as it is was published."""
    done(f"checkpoint make --to {tmp_path / 'out'}")
    return tmp_path / "out"


def test_the_log_begins_with_what_was_published(database: Database, published: Path) -> None:
    count = entries(database.dsn)
    for place in (published, published / "checkpoint"):
        said = done(f"audit verify --expect {place}")
        assert f"The log begins with the {count} entries of the checkpoint." in said
    assert answered(f"audit verify --expect {published}")["checkpoint"] == count


def test_a_tail_that_was_deleted_with_the_head_set_back_is_found_from_outside(
    database: Database, published: Path
) -> None:
    end = entries(database.dsn)
    with tampering(database) as admin:
        admin.execute("DELETE FROM ledger.ledger_events WHERE notification_id > %s", [end - 5])
        admin.execute(BEHEADED)
        outcome = lks(f"audit verify --expect {published / 'checkpoint'}")
        what = f"the checkpoint counts {end} entries, the log ends at {end - 5}: entry {end - 4} is missing"
        assert f"  {end - 4} checkpoint: {what}" in outcome.printed
        assert found(outcome) == end - 4


def test_the_first_entry_that_was_changed_and_sealed_again_is_named_from_outside(
    database: Database, published: Path
) -> None:
    """A change that deciding again cannot see: everything was recorded by somebody else."""
    with tampering(database) as admin:
        admin.execute("UPDATE ledger.ledger_events SET recorded_by = 'lks_other' WHERE notification_id >= 20")
        admin.execute(RESEAL)
        assert found(lks(f"audit verify --expect {published}")) == 20
        note = lks(f"audit verify --expect {published / 'checkpoint'}")
        assert found(note) == 1
        assert "are others than when the checkpoint was published" in note.printed


def test_where_the_audit_stops_at_many_findings_the_checkpoint_is_compared_all_the_same(
    published: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commands.audit.MOST", 1)
    with tampering(database) as admin:
        admin.execute("UPDATE ledger.ledger_events SET seal = sha256(seal) WHERE notification_id IN (5, 30)")
        findings = json.loads(lks(f"audit verify --json --expect {published}").printed)["findings"]
    assert [(one["position"], one["kind"]) for one in findings][:2] == [(5, "seal"), (5, "checkpoint")]


def test_the_checkpoint_of_another_ledger_is_a_finding(database: Database, published: Path) -> None:
    with tampering(database) as admin:
        admin.execute("UPDATE ledger.ledger_head SET ledger_id = gen_random_uuid()")
        admin.execute(RESEAL)
        outcome = lks(f"audit verify --expect {published}")
        assert found(outcome) == 1
        assert "1 checkpoint: the checkpoint is of lks/" in outcome.printed


def test_from_an_entry_on(database: Database) -> None:
    said = done("audit verify --from 20")
    assert "NOT CHECKED: what stands before entry 20: it was taken as it is." in said
    with tampering(database) as admin:
        admin.execute("UPDATE ledger.ledger_events SET seal = sha256(seal) WHERE notification_id = 10")
        assert verified().exit_code == 1
        later = json.loads(lks("audit verify --from 12 --json").printed)["findings"]
        assert {one["kind"] for one in later} == {"schema"}, "nothing but the triggers that are off"
    assert "the last entry is" in refused("audit verify --from 100000", exit_code=2)
    assert "cannot be read" in refused("audit verify --expect /nowhere", exit_code=2)


def test_of_a_long_log_projections_are_compared_by_a_process_beside(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("projections.beside._WORTH_SHARING", 1)
    assert answered("audit verify")["compared_to"] == entries(database.dsn)
    with tampering(database) as admin:
        admin.execute("UPDATE ledger.ledger_events SET seal = sha256(seal) WHERE notification_id = 10")
        assert found(verified()) == 10  # and nobody waits for the other
