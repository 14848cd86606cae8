"""R37: where two persons are asked, the guard wants two logins, unless the ledger has said that one is shared."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from ledger.log.entry import Row, encoded
from tests.log.attack import GUARD, NO_TEXT, Attacked
from tests.log.given import MUNICIPALITY, OTHER_MUNICIPALITY, cause, policy

SECONDS = {"RunApproved": "RunPrepared", "Approved": "Proposed", "OpeningSigned": "OpeningPrepared"}
ANOTHER = {"RunApproved": "Proposed", "Approved": "RunPrepared", "OpeningSigned": "RunPrepared"}


@pytest.fixture
def other(shared_log: Attacked, other_login: str) -> Iterator[psycopg.Connection[Any]]:
    """Another login, to the log for all."""
    with psycopg.connect(shared_log.database.dsn_for(other_login), autocommit=True) as connection:
        yield connection


def first_step(log: Attacked, topic: str, municipality: str = MUNICIPALITY) -> UUID:
    """A stream whose first entry is what a second person is asked for."""
    row = log.row(topic=topic, municipality=municipality)
    log.insert(row)
    return row.stream


def second_step(log: Attacked, topic: str, stream: UUID, of: object = 1, **changed: Any) -> Row:
    """The second person's entry, next in its stream."""
    state = f'{{"of":{of}}}'.encode()
    given: dict[str, Any] = {"topic": topic, "stream": stream, "version": 2, "state": state} | changed
    return log.row(**given)


def adopt(log: Attacked, value: str, municipality: str, switch: str = "shared_login") -> None:
    """Policy, as it is recorded."""
    log.insert(log.row(municipality=municipality, state=encoded(policy(value, switch))))


@pytest.mark.parametrize("topic", SECONDS)
def test_the_same_login_is_refused_as_a_second_person(shared_log: Attacked, topic: str) -> None:
    stream = first_step(shared_log, SECONDS[topic])
    with shared_log.refuses(GUARD):
        shared_log.insert(second_step(shared_log, topic, stream))


@pytest.mark.parametrize("topic", SECONDS)
def test_another_login_is_a_second_person(shared_log: Attacked, other: psycopg.Connection[Any], topic: str) -> None:
    stream = first_step(shared_log, SECONDS[topic])
    before = shared_log.store.head().position
    shared_log.insert(second_step(shared_log, topic, stream, recorded_by=other.info.user), connection=other)
    assert shared_log.store.head().position == before + 1


@pytest.mark.parametrize("topic", SECONDS)
@pytest.mark.parametrize("of", ["2", "0", "7", "null", "{}"])
def test_a_second_person_needs_a_first_step(
    shared_log: Attacked, other: psycopg.Connection[Any], topic: str, of: str
) -> None:
    stream = first_step(shared_log, SECONDS[topic])
    with shared_log.refuses(GUARD, *NO_TEXT):
        row = second_step(shared_log, topic, stream, of=of, recorded_by=other.info.user)
        shared_log.insert(row, connection=other)


@pytest.mark.parametrize("topic", SECONDS)
def test_a_first_step_of_another_kind_is_none(shared_log: Attacked, other: psycopg.Connection[Any], topic: str) -> None:
    stream = first_step(shared_log, ANOTHER[topic])
    with shared_log.refuses(GUARD):
        row = second_step(shared_log, topic, stream, recorded_by=other.info.user)
        shared_log.insert(row, connection=other)


def test_a_first_step_in_another_stream_or_municipality_is_none(
    shared_log: Attacked, other: psycopg.Connection[Any]
) -> None:
    stream = first_step(shared_log, "RunPrepared")
    by = {"recorded_by": other.info.user}
    with shared_log.refuses(GUARD):
        row = second_step(shared_log, "RunApproved", stream, municipality=OTHER_MUNICIPALITY, **by)
        shared_log.insert(row, connection=other)
    with shared_log.refuses(GUARD):
        shared_log.insert(second_step(shared_log, "RunApproved", uuid4(), version=1, **by), connection=other)


def test_a_second_step_that_says_nothing_of_a_first_is_refused(
    shared_log: Attacked, other: psycopg.Connection[Any]
) -> None:
    stream = first_step(shared_log, "RunPrepared")
    with shared_log.refuses(GUARD):
        row = second_step(shared_log, "RunApproved", stream, state=b"{}", recorded_by=other.info.user)
        shared_log.insert(row, connection=other)


# --- a shared login ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("topic", SECONDS)
@pytest.mark.parametrize("adopted_by", [MUNICIPALITY, ""])
def test_a_shared_login_that_is_adopted_may_take_both_steps(log: Attacked, topic: str, adopted_by: str) -> None:
    adopt(log, "yes", adopted_by)
    stream = first_step(log, SECONDS[topic])
    log.insert(second_step(log, topic, stream))
    log.records(3)


@pytest.mark.parametrize(
    "policies",
    [
        [("yes", OTHER_MUNICIPALITY)],
        [("yes", MUNICIPALITY), ("no", MUNICIPALITY)],
        [("no", MUNICIPALITY), ("yes", "")],
        [("yes", ""), ("no", MUNICIPALITY)],
        [("yes", ""), ("no", "")],
        [("maybe", MUNICIPALITY)],
    ],
)
def test_a_shared_login_counts_as_last_adopted_and_the_municipality_itself_first(
    log: Attacked, policies: list[tuple[str, str]]
) -> None:
    for value, municipality in policies:
        adopt(log, value, municipality)
    stream = first_step(log, "RunPrepared")
    with log.refuses(GUARD):
        log.insert(second_step(log, "RunApproved", stream))


def test_another_switch_shares_no_login(log: Attacked) -> None:
    adopt(log, "yes", MUNICIPALITY, switch="netting")
    stream = first_step(log, "RunPrepared")
    with log.refuses(GUARD):
        log.insert(second_step(log, "RunApproved", stream))


def test_no_append_shares_a_login_for_itself(shared_log: Attacked) -> None:
    stream = first_step(shared_log, "RunPrepared")
    policy_row = shared_log.row(state=encoded(policy("yes", "shared_login")))
    approval = second_step(shared_log, "RunApproved", stream, after=policy_row, recorded_at=policy_row.recorded_at)
    with shared_log.refuses(GUARD):
        shared_log.insert(policy_row, approval)


def test_both_steps_in_one_statement_are_refused(shared_log: Attacked) -> None:
    first = shared_log.row(topic="RunPrepared")
    second = second_step(
        shared_log, "RunApproved", first.stream, after=first, recorded_at=first.recorded_at, cause=encoded(cause({}))
    )
    with shared_log.refuses(GUARD):
        shared_log.insert(first, second)
