"""The seal is what docs/seal.md says: its examples hold in Python and in SQL, and every column counts."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from ledger.log.entry import EPOCH, Row, genesis, seal
from ledger.server.embedded import EmbeddedServer
from tests import databases
from tests.databases import Database

SPECIFICATION = Path(__file__).parents[2] / "docs" / "seal.md"
BLOCK = re.compile(r"```text\n(.*?)```", re.DOTALL)
SEALED = [name for name in Row._fields if name != "seal"]
SQL = "SELECT ledger.entry_seal(%b, %s, %s, %s, %s, %s, %s, %s, %b, %b, %b)"


def blocks() -> Iterator[dict[str, bytes | None]]:
    """The examples of the specification, as names and bytes."""
    for block in BLOCK.findall(SPECIFICATION.read_text(encoding="utf-8")):
        yield {name: _bytes(value) for name, value in map(str.split, block.splitlines())}


def _bytes(value: str) -> bytes | None:
    return None if value == "NULL" else b"" if value == "empty" else bytes.fromhex(value)


def sure(value: bytes | None) -> bytes:
    """A value that is there."""
    assert value is not None
    return value


def row(example: dict[str, bytes | None]) -> Row:
    """An example as the row that it is of."""
    return Row(
        position=int.from_bytes(sure(example["position"]), signed=True),
        stream=UUID(bytes=sure(example["stream"])),
        version=int.from_bytes(sure(example["version"]), signed=True),
        recorded_at=EPOCH + timedelta(microseconds=int.from_bytes(sure(example["recorded_at"]), signed=True)),
        topic=sure(example["topic"]).decode(),
        municipality=sure(example["municipality"]).decode(),
        recorded_by=sure(example["recorded_by"]).decode(),
        intent_key=example["intent_key"],
        cause=example["cause"],
        state=sure(example["state"]),
        seal=sure(example["seal"]),
    )


GENESIS, *ENTRIES = blocks()
FIRST = row(ENTRIES[0])
PREVIOUS = sure(ENTRIES[0]["previous"])

CHANGED: dict[str, Any] = {
    "position": 2,
    "stream": UUID(int=FIRST.stream.int + 1),
    "version": 2,
    "recorded_at": FIRST.recorded_at + timedelta(microseconds=1),
    "topic": "PolicyAdopteD",
    "municipality": "GM0364",
    "recorded_by": "lks_locaL",
    "intent_key": bytes(32),
    "cause": b"{}",
    "state": FIRST.state + b" ",
}


Sealing = Callable[[bytes, Row], object]


@pytest.fixture(scope="module")
def sealed_in_sql(server: EmbeddedServer) -> Iterator[Sealing]:
    """What the database makes of a previous seal and a row; one database for all, for nothing is recorded in it."""
    with databases.fresh(server) as database, psycopg.connect(database.dsn) as connection:
        yield lambda previous, of: (connection.execute(SQL, [previous, *of[:-1]]).fetchone() or (None,))[0]


def test_the_specification_has_an_entry_with_key_and_cause_one_without_and_one_that_is_not_ascii() -> None:
    assert [example["cause"] is None for example in ENTRIES] == [False, True, False]
    assert [sure(example["message"]).isascii() for example in ENTRIES][2] is False
    assert "één" in sure(ENTRIES[2]["recorded_by"]).decode()


def test_the_genesis_seal_is_that_of_the_specification(database: Database) -> None:
    ledger_id = UUID(bytes=sure(GENESIS["ledger_id"]))
    assert genesis(ledger_id) == GENESIS["genesis"] == ENTRIES[0]["previous"]
    with psycopg.connect(database.dsn) as connection:
        assert connection.execute("SELECT ledger.genesis_seal(%s)", [ledger_id]).fetchone() == (GENESIS["genesis"],)


@pytest.mark.parametrize("example", ENTRIES, ids=["first", "second", "not-ascii"])
def test_every_example_holds_in_python_and_in_sql(example: dict[str, bytes | None], sealed_in_sql: Sealing) -> None:
    previous, of = sure(example["previous"]), row(example)
    assert sha256(sure(example["message"])).digest() == of.seal
    assert seal(previous, of) == of.seal
    assert sealed_in_sql(previous, of) == of.seal


def test_the_examples_follow_one_another() -> None:
    assert [example["previous"] for example in ENTRIES[1:]] == [example["seal"] for example in ENTRIES[:-1]]


def test_every_column_counts(sealed_in_sql: Sealing) -> None:
    assert set(CHANGED) == set(SEALED)
    seals = {FIRST.seal, seal(bytes(32), FIRST)}
    for name, value in CHANGED.items():
        other = FIRST._replace(**{name: value})
        seals.add(seal(PREVIOUS, other))
        assert sealed_in_sql(PREVIOUS, other) == seal(PREVIOUS, other), name
    assert len(seals) == len(CHANGED) + 2


@pytest.mark.parametrize(
    "other",
    [
        FIRST._replace(intent_key=None),
        FIRST._replace(intent_key=b""),
        FIRST._replace(cause=None),
        FIRST._replace(cause=b""),
        FIRST._replace(intent_key=None, cause=None),
        FIRST._replace(topic="PolicyAdoptedGM", municipality="0363"),
        FIRST._replace(topic="PolicyAdopted", municipality="", recorded_by="GM0363lks_local"),
    ],
)
def test_nothing_is_not_empty_and_no_field_runs_into_the_next(other: Row, sealed_in_sql: Sealing) -> None:
    assert seal(PREVIOUS, other) != FIRST.seal
    assert sealed_in_sql(PREVIOUS, other) == seal(PREVIOUS, other)


@pytest.mark.parametrize(
    "moment",
    [
        datetime(1969, 12, 31, 23, 59, 59, 999999, UTC),
        datetime(2000, 1, 1, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, 0, 1, UTC),
        datetime(2026, 11, 18, 9, 30, 0, 999999, UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999999, UTC),
    ],
)
def test_time_is_exact_to_the_microsecond(moment: datetime, sealed_in_sql: Sealing) -> None:
    of = FIRST._replace(recorded_at=moment)
    assert sealed_in_sql(PREVIOUS, of) == seal(PREVIOUS, of)
