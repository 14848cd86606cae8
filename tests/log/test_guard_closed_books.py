"""R22, R34, R37: what the guard keeps of closed books: no money in a signed-off quarter, and nothing closed by one person."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from ledger.log.entry import Row, encoded
from tests.log.attack import GUARD, NO_TEXT, Attacked
from tests.log.given import MUNICIPALITY, OTHER_MUNICIPALITY, policy

BOOKING = ("Paid", "Settled", "QuarterSettled")
BY_TWO = {
    "QuarterSignedOff": "SignOffQuarter",
    "QuarterReopened": "ReopenQuarter",
    "YearSignedOff": "SignOffYear",
    "WrittenOff": "WriteOff",
    "AccountApproved": "ChangeAccount",
    "BankLineMatched": "MatchLine",
}


@pytest.fixture
def other(log: Attacked, other_login: str) -> Iterator[psycopg.Connection[Any]]:
    """Another login, to the test's own log."""
    with psycopg.connect(log.database.dsn_for(other_login), autocommit=True) as connection:
        yield connection


def proposal(log: Attacked, intent: str, municipality: str = MUNICIPALITY) -> UUID:
    """A stream in which something is proposed as its first entry."""
    row = log.row(topic="Proposed", municipality=municipality, state=f'{{"intent":"{intent}"}}'.encode())
    log.insert(row)
    return row.stream


def approved(log: Attacked, stream: UUID, topic: str, state: bytes, of: int = 1, **changed: Any) -> tuple[Row, Row]:
    """The approval of a proposal and what follows from it, in one append."""
    by = {name: changed[name] for name in ("recorded_by", "municipality") if name in changed}
    version = changed.pop("version", of + 1)
    first = log.row(topic="Approved", stream=stream, version=version, state=f'{{"of":{of}}}'.encode(), **by)
    rest = {"intent_key": None, "cause": None, "recorded_at": first.recorded_at} | changed
    second = log.row(first, topic=topic, stream=stream, version=version + 1, state=state, **rest)
    return first, second


def shared(log: Attacked) -> None:
    """One login may take both steps."""
    log.insert(log.row(municipality="", state=encoded(policy("yes", "shared_login"))))


def close(log: Attacked, quarter: str, municipality: str = MUNICIPALITY, topic: str = "QuarterSignedOff") -> None:
    """A quarter is signed off or reopened, in a stream of its own."""
    stream = proposal(log, BY_TWO[topic], municipality)
    state = f'{{"quarter":"{quarter}"}}'.encode()
    log.insert(*approved(log, stream, topic, state, municipality=municipality))


def booked(log: Attacked, topic: str, day: str, **changed: Any) -> Row:
    """Money in the books on a day."""
    return log.row(topic=topic, state=f'{{"booked_on":"{day}"}}'.encode(), **changed)


# --- no money in a quarter that is signed off ---------------------------------------------------------------------------


@pytest.mark.parametrize("topic", BOOKING)
def test_r22_nothing_is_booked_in_a_quarter_that_is_signed_off_or_before_it(log: Attacked, topic: str) -> None:
    shared(log)
    close(log, "2026Q3")
    for day in ("2026-07-01", "2026-09-30", "2026-06-30", "2019-12-31"):
        with log.refuses(GUARD):
            log.insert(booked(log, topic, day))
    log.insert(booked(log, topic, "2026-10-01"))
    log.records(5)


def test_r22_a_quarter_is_closed_in_its_own_municipality_only(log: Attacked) -> None:
    shared(log)
    close(log, "2026Q3", OTHER_MUNICIPALITY)
    log.insert(booked(log, "Paid", "2026-09-18"))
    with log.refuses(GUARD):
        log.insert(booked(log, "Paid", "2026-09-18", municipality=OTHER_MUNICIPALITY))


def test_r34_what_is_reopened_can_be_booked_in_until_it_is_closed_again(log: Attacked) -> None:
    shared(log)
    close(log, "2026Q2")
    close(log, "2026Q3")
    close(log, "2026Q3", topic="QuarterReopened")
    log.insert(booked(log, "Paid", "2026-09-18"))
    with log.refuses(GUARD):
        log.insert(booked(log, "Paid", "2026-06-19"))
    close(log, "2026Q3")
    with log.refuses(GUARD):
        log.insert(booked(log, "Paid", "2026-09-18"))


def test_r22_one_line_of_many_is_enough(log: Attacked) -> None:
    shared(log)
    close(log, "2026Q3")
    first = booked(log, "Paid", "2026-10-20")
    second = booked(log, "Settled", "2026-09-30", after=first, recorded_at=first.recorded_at)
    with log.refuses(GUARD):
        log.insert(first, second)


@pytest.mark.parametrize("state", [b"{}", b'{"booked_on":null}', b'{"booked_on":"soon"}', b'{"booked_on":20261001}'])
def test_r22_what_says_no_day_is_not_booked_where_books_are_closed(log: Attacked, state: bytes) -> None:
    shared(log)
    close(log, "2026Q3")
    with log.refuses(GUARD, *NO_TEXT):
        log.insert(log.row(topic="Paid", state=state))


def test_r34_an_append_does_not_close_a_quarter_and_book_in_it(log: Attacked) -> None:
    shared(log)
    stream = proposal(log, "SignOffQuarter")
    agreement, signed = approved(log, stream, "QuarterSignedOff", b'{"quarter":"2026Q3"}')
    paid = booked(log, "Paid", "2026-09-18", after=signed, recorded_at=agreement.recorded_at)
    with log.refuses(GUARD):
        log.insert(agreement, signed, paid)


@pytest.mark.parametrize("quarter", ["2026Q5", "soon", "", "99999"])
def test_a_quarter_that_is_none_closes_nothing(log: Attacked, quarter: str) -> None:
    shared(log)
    close(log, quarter)
    log.insert(booked(log, "Paid", "2026-09-18"))
    log.records(5)


# --- nothing closed by one person ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("topic", BY_TWO)
def test_r37_what_two_persons_do_is_not_recorded_alone(log: Attacked, topic: str) -> None:
    with log.refuses(GUARD):
        log.insert(log.row(topic=topic, state=b"{}"))
    stream = proposal(log, BY_TWO[topic])
    with log.refuses(GUARD):
        log.insert(log.row(topic=topic, stream=stream, version=2, state=b"{}"))


@pytest.mark.parametrize("topic", BY_TWO)
def test_r37_another_login_that_approves_records_it(log: Attacked, other: psycopg.Connection[Any], topic: str) -> None:
    stream = proposal(log, BY_TWO[topic])
    rows = approved(log, stream, topic, b'{"quarter":"2026Q3"}', recorded_by=other.info.user)
    log.insert(*rows, connection=other)
    log.records(3)


@pytest.mark.parametrize("topic", BY_TWO)
def test_r37_the_same_login_cannot_approve(log: Attacked, topic: str) -> None:
    stream = proposal(log, BY_TWO[topic])
    with log.refuses(GUARD):
        log.insert(*approved(log, stream, topic, b"{}"))


@pytest.mark.parametrize("topic", BY_TWO)
def test_r37_the_approval_of_something_else_is_none(log: Attacked, other: psycopg.Connection[Any], topic: str) -> None:
    intent = "HoldPayment" if topic == "QuarterSignedOff" else "SignOffQuarter"
    stream = proposal(log, intent)
    with log.refuses(GUARD):
        log.insert(*approved(log, stream, topic, b"{}", recorded_by=other.info.user), connection=other)


def test_r37_an_approval_of_another_append_or_stream_or_municipality_is_none(log: Attacked) -> None:
    shared(log)
    stream = proposal(log, "SignOffQuarter")
    agreement, _ = approved(log, stream, "QuarterSignedOff", b'{"quarter":"2026Q3"}')
    elsewhere = log.row(
        agreement, topic="QuarterSignedOff", stream=uuid4(), version=1, state=b"{}", intent_key=None, cause=None,
        recorded_at=agreement.recorded_at,
    )  # fmt: skip
    with log.refuses(GUARD):
        log.insert(agreement, elsewhere)
    of_another = log.row(
        agreement, topic="QuarterSignedOff", stream=stream, version=3, state=b"{}", intent_key=None, cause=None,
        recorded_at=agreement.recorded_at, municipality=OTHER_MUNICIPALITY,
    )  # fmt: skip
    with log.refuses(GUARD):
        log.insert(agreement, of_another)
    log.insert(agreement)
    with log.refuses(GUARD):
        log.insert(log.row(topic="QuarterSignedOff", stream=stream, version=3, state=b'{"quarter":"2026Q3"}'))


def test_r37_one_approval_closes_one_quarter(log: Attacked) -> None:
    shared(log)
    stream = proposal(log, "SignOffQuarter")
    agreement, signed = approved(log, stream, "QuarterSignedOff", b'{"quarter":"2026Q3"}')
    again = log.row(
        signed, topic="QuarterSignedOff", stream=stream, version=4, state=b'{"quarter":"2026Q4"}', intent_key=None,
        cause=None, recorded_at=agreement.recorded_at,
    )  # fmt: skip
    with log.refuses(GUARD):
        log.insert(agreement, signed, again)
