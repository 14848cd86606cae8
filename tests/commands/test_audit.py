"""`lks audit verify`: whoever tampers, with all the rights there are, is found; the first bad position is named."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from commands.story import Outcome
from tests.commands.given import lks
from tests.commands.people import SECRETS, entries, paid, settled
from tests.databases import Database

pytestmark = pytest.mark.usefixtures("opened")

RESEAL = """
DO $$
DECLARE
    one  record;
    last bytea := (SELECT ledger.genesis_seal(h.ledger_id) FROM ledger.ledger_head h);
BEGIN
    FOR one IN SELECT * FROM ledger.ledger_events ORDER BY notification_id LOOP
        last := ledger.entry_seal(
            last, one.notification_id, one.originator_id, one.originator_version, one.recorded_at, one.topic,
            one.municipality, one.recorded_by, one.intent_key, one.cause, one.state
        );
        UPDATE ledger.ledger_events SET seal = last WHERE notification_id = one.notification_id;
    END LOOP;
    UPDATE ledger.ledger_head SET seal = last;
END $$
"""


@contextmanager
def tampering(database: Database) -> Iterator[psycopg.Connection[Any]]:
    """A superuser for whom no trigger works; afterwards all is as it was."""
    with psycopg.connect(database.admin_dsn, autocommit=True) as admin:
        for table in ("ledger_events", "ledger_head"):
            admin.execute(f"ALTER TABLE ledger.{table} DISABLE TRIGGER ALL")
            admin.execute(f"CREATE TEMP TABLE kept_{table} AS TABLE ledger.{table}")
        yield admin
        for table in ("ledger_events", "ledger_head"):
            admin.execute(f"DELETE FROM ledger.{table}")
            admin.execute(f"INSERT INTO ledger.{table} SELECT * FROM kept_{table}")
            admin.execute(f"ALTER TABLE ledger.{table} ENABLE TRIGGER ALL")


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
    paid()
    outcome = verified()
    assert outcome.exit_code == 0
    count = entries(database.dsn)
    assert outcome.printed.startswith(
        f"{count} entries: in order, every seal fits; 3 amounts computed again, all equal.\nHead {count}: "
    )
    assert outcome.printed.endswith("\n(demonstration)")
    answer = json.loads(lks("audit verify --json").printed)
    assert (answer["entries"], answer["amounts"], answer["findings"]) == (count, 3, [])


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
    paid()
    for column, value in COLUMNS.items():
        with tampering(database) as admin:
            place = last_of(admin, "Measured")
            admin.execute(f"UPDATE ledger.ledger_events SET {column} = {value} WHERE notification_id = %s", [place])
            assert found(verified()) == place, column
    assert verified().exit_code == 0


def test_a_row_deleted_in_the_middle_or_at_the_end_is_found(database: Database) -> None:
    paid()
    end = entries(database.dsn)
    for first, last in ((3, 3), (1, 1), (end, end), (end - 5, end), (1, end)):
        with tampering(database) as admin:
            query = "DELETE FROM ledger.ledger_events WHERE notification_id BETWEEN %s AND %s"
            admin.execute(query, [first, last])
            assert found(verified()) == first


def test_swapped_rows_are_found(database: Database) -> None:
    paid()
    with tampering(database) as admin:
        move = "UPDATE ledger.ledger_events SET notification_id = %s WHERE notification_id = %s"
        for to, from_ in ((1_000_000, 10), (10, 11), (11, 1_000_000)):
            admin.execute(move, [to, from_])
        assert found(verified()) == 10


def test_a_row_that_was_put_in_is_found(database: Database) -> None:
    paid()
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
    paid()
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
        ("Paid", ["sent", "0", "subsidy_cents"], "run"),
        ("RunPrepared", ["sent_cents"], "run"),
        ("Decided", ["subsidy_cents"], "amount"),
        ("Settled", ["lines", "0", "subsidy_cents"], "amount"),
        ("Settled", ["lines", "0", "booked_charges_cents"], "amount"),
        ("Settled", ["lines", "0", "due", "segments", "0", "minimum_wage_cents"], "amount"),
        ("Settled", ["lines", "0", "routes", "0", "charges_cents"], "amount"),
        ("QuarterSettled", ["subsidy_cents"], "settlement"),
        ("QuarterSettled", ["lines"], "settlement"),
    ],
    ids=lambda value: ".".join(value) if isinstance(value, list) else value,
)
def test_an_amount_forged_with_every_seal_made_anew_is_found_by_computing_it_again(
    topic: str, path: list[str], kind: str, database: Database
) -> None:
    settled()
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
        expected = last_of(admin, "RunApproved") if kind == "run" else place
        assert found(outcome) == expected
        assert f"  {expected} {kind}: " in outcome.printed
        assert "seal" not in outcome.printed


def test_findings_name_no_personal_data_and_are_json_too(database: Database) -> None:
    paid()
    with tampering(database) as admin:
        place = last_of(admin, "Paid")
        admin.execute("UPDATE ledger.ledger_events SET state = '{}' WHERE notification_id = %s", [place])
        outcome = lks("audit verify --json")
        assert outcome.exit_code == 1
        findings = json.loads(outcome.printed)["findings"]
        assert [(finding["position"], finding["kind"]) for finding in findings] == [
            (place, "seal"),
            (place, "fact"),
            (last_of(admin, "RunApproved"), "run"),
        ]
        assert not any(secret in outcome.printed for secret in SECRETS)


def test_an_auditor_needs_no_key(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    paid()
    monkeypatch.setenv("LKS_HOME", "/nonexistent")
    assert verified().exit_code == 0
