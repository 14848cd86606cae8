"""Random attempts of one login to take both steps where two persons are asked, or to book in a quarter that is closed.

Every attempt is right in all other ways, sealed as it should be, and comes by INSERT, by COPY or by the function."""

import json
from dataclasses import dataclass
from random import Random
from typing import Any, Final
from uuid import UUID, uuid4

import psycopg

from ledger.identifiers import stream_id
from ledger.log.entry import Row, encoded
from tests.log.given import INSERT, cause, next_row, policy
from tests.roles.realm import HERE, THERE, Realm

BOOKING: Final = ("Paid", "Settled", "QuarterSettled")
CLOSED_DAYS: Final = (
    "2026-06-30",
    "2026-04-01",
    "2025-12-31",
    "2024-02-29",
    "2026-06-30T23:59",
    "0000-00-00",
    "",
    None,
)
COPY: Final = "COPY ledger.ledger_events FROM STDIN"


@dataclass
class Attacker:
    """A login that asked for what waits, and tries to agree with it itself."""

    realm: Realm
    connection: psycopg.Connection[Any]
    random: Random

    def __post_init__(self) -> None:
        self._versions = dict(self._read())
        self.waiting = {
            ("RunApproved", None): (stream_id("run", HERE), self._slot("RunPrepared", stream_id("run", HERE))),
            ("Approved", "AccountApproved"): self._proposed(stream_id("employer", self.realm.employers[HERE])),
            ("Approved", "QuarterSignedOff"): self._proposed(stream_id("quarter", HERE)),
        }

    def attempt(self) -> None:
        """One attempt; raises what the database says of it."""
        kind = self.random.choice(("own", "own", "own", "book"))
        rows = self._own() if kind == "own" else self._book()
        way = self.random.choice(("insert", "insert", "copy", "function"))
        if way == "function" and all(row.recorded_by == self.connection.info.user for row in rows):
            self._function(rows)
        elif way == "copy":
            self._copy(rows)
        else:
            self._insert(rows)

    def right(self, topic: str, follows: str | None) -> list[Row]:
        """What a second person records: nothing else is wrong with it."""
        stream, of = self.waiting[topic, follows]
        return self._rows(topic, follows, stream, of)

    def booked(self, day: str | None, topic: str = "Paid") -> list[Row]:
        """Money that is booked on a day."""
        return [
            next_row(self.connection, topic=topic, municipality=HERE, state=json.dumps({"booked_on": day}).encode())
        ]

    # --- what is attempted ------------------------------------------------------------------------------------------------

    def _own(self) -> list[Row]:
        topic, follows = self.random.choice(list(self.waiting))
        stream, of = self.waiting[topic, follows]
        changed: dict[str, Any] = {}
        match self.random.randrange(9):
            case 0:
                changed["recorded_by"] = self.random.choice((self.realm.login("app_too"), "postgres", "lks_owner", ""))
            case 1:
                of = self.random.choice((0, -1, of - 1, of + 1, 999, 2**62))
            case 2:
                changed["municipality"] = self.random.choice((THERE, "", "GM9999"))
            case 3:
                stream = self.random.choice(
                    (uuid4(), stream_id("run", THERE), stream_id("subsidy", self.realm.cases[HERE][0]))
                )
            case 4:
                return self._allowed_first(topic, follows)
            case 5 if follows:
                return self._without_approval(follows, stream)
            case 6:
                changed["of_text"] = self.random.choice((str(of), f"{of}.0", True, [of], {"of": of}, None))
            case _:
                pass
        return self._rows(topic, follows, stream, of, **changed)

    def _book(self) -> list[Row]:
        day = self.random.choice(CLOSED_DAYS)
        topic = self.random.choice(BOOKING)
        state = {"booked_on": day, "value_date": "2026-11-01"} if self.random.random() < 0.9 else {}
        stream = self.random.choice(
            (uuid4(), stream_id("quarter", HERE), stream_id("subsidy", self.realm.cases[HERE][0]))
        )
        return [self._next(None, topic=topic, municipality=HERE, stream=stream, state=json.dumps(state).encode())]

    def _rows(self, topic: str, follows: str | None, stream: UUID, of: int, **changed: Any) -> list[Row]:
        said = json.dumps({"of": changed.pop("of_text", of)}).encode()
        first = self._next(
            None, topic=topic, stream=stream, state=said, **({"municipality": self._place(stream)} | changed)
        )
        if follows is None:
            return [first]
        state = json.dumps({"quarter": "2026Q3", "sealed": ""}).encode()
        return [first, self._following(first, follows, state)]

    def _following(self, first: Row, topic: str, state: bytes) -> Row:
        return next_row(
            self.connection, first, topic=topic, stream=first.stream, version=first.version + 1, state=state, intent_key=None,
            cause=None, municipality=first.municipality, recorded_by=first.recorded_by, recorded_at=first.recorded_at,
        )  # fmt: skip

    def _allowed_first(self, topic: str, follows: str | None) -> list[Row]:
        """First the policy that allows it, in the same append."""
        allowed = self._next(
            None, municipality=self.random.choice((HERE, "")), state=encoded(policy("yes", "shared_login"))
        )
        stream, of = self.waiting[topic, follows]
        state = json.dumps({"of": of}).encode()
        second = next_row(
            self.connection, allowed, topic=topic, stream=stream, version=self._versions[stream] + 1, state=state,
            municipality=self._place(stream), recorded_at=allowed.recorded_at,
        )  # fmt: skip
        return [allowed, second] if follows is None else [allowed, second, self._following(second, follows, b"{}")]

    def _without_approval(self, follows: str, stream: UUID) -> list[Row]:
        return [
            self._next(
                None, topic=follows, stream=stream, municipality=self._place(stream), state=b'{"quarter":"2026Q3"}'
            )
        ]

    # --- how --------------------------------------------------------------------------------------------------------------

    def _insert(self, rows: list[Row]) -> None:
        statement = INSERT + "".join(f", ({', '.join(['%s'] * 11)})" for _ in rows[1:])
        self.connection.execute(statement.encode(), [value for row in rows for value in row])

    def _copy(self, rows: list[Row]) -> None:
        with self.connection.cursor().copy(COPY) as copy:
            for row in rows:
                copy.write_row(row)

    def _function(self, rows: list[Row]) -> None:
        self.connection.execute(
            "SELECT ledger.append(%b, %b, %b, %b, %b, %b, %b)",
            [
                rows[0].intent_key,
                rows[0].cause,
                [row.stream for row in rows],
                [row.version for row in rows],
                [row.topic for row in rows],
                [row.municipality for row in rows],
                [row.state for row in rows],
            ],
        )

    # --- what stands in the log --------------------------------------------------------------------------------------------

    def _next(self, after: Row | None, **changed: Any) -> Row:
        stream = changed.get("stream")
        version = self._versions.get(stream, 0) + 1 if stream is not None else 1
        read = {} if stream is None else {stream: version - 1}
        return next_row(self.connection, after, **({"version": version, "cause": encoded(cause(read))} | changed))

    def _place(self, stream: UUID) -> str:
        return "" if stream == stream_id("employer", self.realm.employers[HERE]) else HERE

    def _read(self) -> list[tuple[UUID, int]]:
        query = "SELECT originator_id, max(originator_version) FROM ledger.ledger_events GROUP BY originator_id"
        return self.connection.execute(query).fetchall()

    def _slot(self, topic: str, stream: UUID) -> int:
        query = "SELECT max(originator_version) FROM ledger.ledger_events WHERE originator_id = %s AND topic = %s"
        row = self.connection.execute(query, [stream, topic]).fetchone()
        assert row is not None
        return int(row[0])

    def _proposed(self, stream: UUID) -> tuple[UUID, int]:
        return stream, self._slot("Proposed", stream)
