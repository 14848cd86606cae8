"""The guard of the log, attacked with plain SQL by a login that may append: each forged row is refused.

Every forged row is right in all but one thing, and sealed over its content; so one check alone stands against it.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from ledger.facts import FACTS
from ledger.log.entry import encoded, seal
from tests.log.attack import GUARD, KNOWN, MOVED, NO_TEXT, STREAM, TAKEN, Attacked
from tests.log.given import cause, key

NOTHING_READ = encoded(cause({}))

FORGED: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "a gap before it": ({"position": 4}, (GUARD,)),
    "far ahead": ({"position": 2**62}, (GUARD,)),
    "before the first": ({"position": 0}, (GUARD,)),
    "a negative position": ({"position": -1}, (GUARD,)),
    "the position of another": ({"position": 1}, (TAKEN,)),
    "no seal": ({"seal": bytes(32)}, (GUARD,)),
    "an empty seal": ({"seal": b""}, (GUARD,)),
    "a stream that begins with 2": ({"version": 2, "cause": NOTHING_READ}, (GUARD,)),
    "a stream that begins with 0": ({"version": 0, "cause": NOTHING_READ}, (GUARD,)),
    "a negative version": ({"version": -1, "cause": NOTHING_READ}, (GUARD,)),
    "a version left out": ({"stream": STREAM, "version": 4, "cause": NOTHING_READ}, (GUARD,)),
    "a version that is taken": ({"stream": STREAM, "version": 2, "cause": NOTHING_READ}, (TAKEN,)),
    "an unknown topic": ({"topic": "Invented"}, (GUARD,)),
    "a topic in other letters": ({"topic": "policyadopted"}, (GUARD,)),
    "no topic": ({"topic": ""}, (GUARD,)),
    "a name as municipality": ({"municipality": "Amsterdam"}, (GUARD,)),
    "a municipality and a line": ({"municipality": "GM0363\n"}, (GUARD,)),
    "two municipalities": ({"municipality": "GM0363\nGM0034"}, (GUARD,)),
    "broken JSON": ({"state": b'{"a":'}, NO_TEXT),
    "no JSON": ({"state": b""}, NO_TEXT),
    "a NUL in JSON": ({"state": b'{"a":"\\u0000"}'}, NO_TEXT),
    "no UTF-8": ({"state": b'{"a":"\xff"}'}, NO_TEXT),
    "half a character": ({"state": b'{"a":"\\ud800"}'}, NO_TEXT),
    "a list": ({"state": b"[]"}, (GUARD,)),
    "a text": ({"state": b'"{}"'}, (GUARD,)),
    "null": ({"state": b"null"}, (GUARD,)),
    "the owner's name": ({"recorded_by": "lks_owner"}, (GUARD,)),
    "the role's name": ({"recorded_by": "lks_app"}, (GUARD,)),
    "no name": ({"recorded_by": ""}, (GUARD,)),
    "neither key nor cause": ({"intent_key": None, "cause": None}, (GUARD,)),
    "a key without cause": ({"cause": None}, (GUARD,)),
    "a cause without key": ({"intent_key": None}, (GUARD,)),
    "a short key": ({"intent_key": bytes(15)}, (GUARD,)),
    "a long key": ({"intent_key": bytes(65)}, (GUARD,)),
    "a key that is known": ({"intent_key": key("first")}, (TAKEN,)),
    "a cause that is no JSON": ({"cause": b"because"}, NO_TEXT),
    "a cause that is a list": ({"cause": b"[]"}, (GUARD, "22023")),
    "a cause that says nothing of what was read": ({"cause": b"{}"}, (GUARD, "22023")),
    "a stream read that moved on": ({"cause": encoded(cause({STREAM: 1}))}, (MOVED,)),
    "a stream read as empty that is not": ({"cause": encoded(cause({STREAM: 0}))}, (MOVED,)),
    "a stream read further than it is": ({"cause": encoded(cause({STREAM: 3}))}, (MOVED,)),
    "a stream read that does not exist": ({"cause": encoded(cause({UUID(int=5): 1}))}, (MOVED,)),
    "a negative version read": ({"cause": encoded(cause({STREAM: -1}))}, (MOVED,)),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_row_is_refused(shared_log: Attacked, name: str) -> None:
    changed, states = FORGED[name]
    with shared_log.refuses(*states):
        shared_log.insert(shared_log.row(**changed))


def test_the_row_that_was_not_forged_is_recorded(log: Attacked) -> None:
    log.insert(log.row())
    log.insert(log.row(stream=STREAM, version=3))
    log.insert(log.row(cause=encoded(cause({STREAM: 3, UUID(int=5): 0})), municipality=""))
    log.records(3)


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_recorded_time_an_hour_off_is_refused(shared_log: Attacked, hours: int) -> None:
    with shared_log.refuses(GUARD):
        shared_log.insert(shared_log.row(recorded_at=shared_log.row().recorded_at + timedelta(hours=hours)))


def test_a_recorded_time_a_moment_before_the_last_entry_is_refused(shared_log: Attacked) -> None:
    with shared_log.refuses(GUARD):
        shared_log.insert(shared_log.row(recorded_at=shared_log.last().recorded_at - timedelta(microseconds=1)))


def test_a_recorded_time_that_goes_back_within_a_statement_is_refused(shared_log: Attacked) -> None:
    first = shared_log.row()
    second = shared_log.row(first, recorded_at=first.recorded_at - timedelta(microseconds=1))
    assert second.recorded_at > shared_log.last().recorded_at
    with shared_log.refuses(GUARD):
        shared_log.insert(first, second)


def last_recorded(log: Attacked, since: timedelta) -> datetime:
    """The head, as if the last entry had been recorded so long ago (or ahead of the clock)."""
    with psycopg.connect(log.database.admin_dsn) as admin:
        admin.execute("ALTER TABLE ledger.ledger_head DISABLE TRIGGER ALL")
        set_time = "UPDATE ledger.ledger_head SET recorded_at = clock_timestamp() - %s RETURNING recorded_at"
        row = admin.execute(set_time, [since]).fetchone()
    assert row is not None
    moment: datetime = row[0]
    return moment


def test_a_recorded_time_of_minutes_ago_is_refused_though_nothing_was_recorded_since(log: Attacked) -> None:
    last_recorded(log, timedelta(days=1))
    with log.refuses(GUARD):
        log.insert(log.row(recorded_at=log.row().recorded_at - timedelta(minutes=2)))
    log.insert(log.row(recorded_at=log.row().recorded_at - timedelta(seconds=5)))
    log.records(1)


def test_a_clock_that_runs_behind_a_little_is_waited_for_and_a_lot_is_refused(log: Attacked) -> None:
    ahead = last_recorded(log, -timedelta(seconds=30))
    log.append_by_function()
    assert log.last().recorded_at == ahead
    far_ahead = last_recorded(log, -timedelta(hours=1))
    with log.refuses(GUARD):
        log.insert(log.row(recorded_at=far_ahead))
    with log.refuses(GUARD):
        log.append_by_function()


@pytest.mark.parametrize("moment", ["infinity", "-infinity"])
def test_a_recorded_time_without_end_is_refused(shared_log: Attacked, moment: str) -> None:
    insert = "INSERT INTO ledger.ledger_events VALUES (%s, %s, %s, %s::timestamptz, %s, %s, %s, %s, %s, %s, %s)"
    row = list(shared_log.row())
    row[3] = moment
    with shared_log.refuses(GUARD):
        shared_log.connection.execute(insert, row)


def test_a_seal_over_another_seal_than_the_last_is_refused(shared_log: Attacked) -> None:
    row = shared_log.row()
    with shared_log.refuses(GUARD):
        shared_log.insert(row._replace(seal=seal(bytes(32), row)))


@pytest.mark.parametrize(
    "name", ["originator_id", "recorded_at", "topic", "municipality", "recorded_by", "state", "seal"]
)
def test_nothing_is_left_out(shared_log: Attacked, name: str) -> None:
    given = {
        "notification_id": 3, "originator_id": uuid4(), "originator_version": 1, "recorded_at": "now", "topic": "Ended",
        "municipality": "", "recorded_by": "lks_local", "state": b"{}", "seal": b"",
    }  # fmt: skip
    del given[name]
    with shared_log.refuses("23502"):
        shared_log.connection.execute(
            f"INSERT INTO ledger.ledger_events ({', '.join(given)}) VALUES ({', '.join(['%s'] * len(given))})".encode(),
            list(given.values()),
        )


def test_another_login_cannot_write_in_the_name_of_the_first(shared_log: Attacked, other_login: str) -> None:
    with psycopg.connect(shared_log.database.dsn_for(other_login), autocommit=True) as other:
        with shared_log.refuses(GUARD):
            shared_log.insert(shared_log.row(recorded_by="lks_local"), connection=other)
        with shared_log.refuses(GUARD):
            shared_log.insert(shared_log.row(recorded_by=other_login))


# --- the function -----------------------------------------------------------------------------------------------------


def test_the_function_refuses_what_a_forged_row_is_refused_for(shared_log: Attacked) -> None:
    with shared_log.refuses(KNOWN):
        shared_log.append_by_function(key=key("first"))
    with shared_log.refuses(GUARD):
        shared_log.append_by_function(key=b"short")
    with shared_log.refuses(*NO_TEXT):
        shared_log.append_by_function([b"{}", b"{"])
    with shared_log.refuses(GUARD):
        shared_log.append_by_function([b"{}", b"[]"])


@pytest.mark.parametrize(("stream", "version"), [(STREAM, 1), (STREAM, 0), (STREAM, 3), (STREAM, -1), (UUID(int=5), 1)])
def test_the_function_refuses_what_read_another_version_than_there_is(
    shared_log: Attacked, stream: UUID, version: int
) -> None:
    with shared_log.refuses(MOVED):
        shared_log.append_by_function(read={str(stream): version})


def test_the_function_records_nothing_when_it_is_given_nothing(shared_log: Attacked) -> None:
    before = shared_log.recorded()
    shared_log.append_by_function([])
    assert shared_log.recorded() == before


def test_the_function_refuses_lists_that_do_not_match(shared_log: Attacked) -> None:
    with shared_log.refuses("23502", GUARD):
        shared_log.connection.execute(
            "SELECT ledger.append(%b, %b, ARRAY[]::uuid[], ARRAY[]::bigint[], ARRAY['Ended'], ARRAY[''], ARRAY['{}'::bytea])",
            [uuid4().bytes, NOTHING_READ],
        )


def test_the_topics_that_may_be_recorded_are_the_facts_there_are(shared_log: Attacked) -> None:
    known = shared_log.connection.execute("SELECT name FROM ledger.topic").fetchall()
    assert {name for (name,) in known} == set(FACTS)
