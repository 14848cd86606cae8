"""Reading the log in PostgreSQL: streams, municipalities, everything in order, and whether the seals hold.

Positions follow the order of commits, so what is read in batches by position misses nothing, and no long transaction
is needed to read a long log. A login that is not the app's sees its own municipalities: the same questions are asked of the
view `ledger.log`, and what a view cannot do well (order, limits, what stands around an entry) of functions.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from ledger.log.entry import Cause, Entry, Row, decoded, decoded_cause
from ledger.log.interface import Head, Numbered
from ledger.log.session import Role, Session, plainly

_COLUMNS: Final = """
SELECT
    e.notification_id, e.originator_id, e.originator_version, e.recorded_at, e.topic, e.municipality, e.recorded_by,
    e.intent_key, e.cause, e.state, e.seal
"""
_JOINED_SEALS: Final = """
SELECT count(*), coalesce(string_agg(s.seal, ''), '')
FROM (
    SELECT e.seal FROM ledger.ledger_events e
    WHERE e.notification_id > %s::bigint AND e.notification_id <= %s::bigint
    ORDER BY e.notification_id
) s
"""
_SEAL: Final = 32
_LAST: Final = 2**63 - 1
_MANY: Final = 500
_WORTH_SHARING: Final = 100_000


class LogReader:
    """The log, to read; each thread has a connection of its own."""

    def __init__(self, dsn: str) -> None:
        self._session = Session(dsn)

    @property
    def login(self) -> str:
        """The database login, which stands in `recorded_by` of what is appended here."""
        return self._session.login

    @property
    def role(self) -> Role:
        """What this login is."""
        return self._session.role

    @property
    def partial(self) -> bool:
        """Whether this login may see less than everything."""
        return self._session.role != "app"

    @property
    def sees_everything(self) -> bool:
        """Whether this login sees every municipality, so that what it reads has no gaps."""
        return not self.partial or bool(self._rows("SELECT ledger.sees_everything()")[0][0])

    @property
    def only_inspects(self) -> bool:
        """Whether the login looks as an inspector, and must say why."""
        return self._session.role == "inspector"

    def read(self, stream: UUID, after: int = 0, until_position: int | None = None) -> list[Entry]:
        """One stream in order, past a version, up to a position of the log."""
        query = f"""{self._select}
            WHERE e.originator_id = %s AND e.originator_version > %s::bigint AND e.notification_id <= %s::bigint
            ORDER BY e.originator_version"""
        return list(map(decoded, self._rows(query, stream, after, _or_last(until_position))))

    def read_many(self, streams: Iterable[UUID], until_position: int | None = None) -> dict[UUID, list[Entry]]:
        """Many streams as they were at one moment; an empty one has an empty list."""
        found: dict[UUID, list[Entry]] = {stream: [] for stream in streams}
        query = f"""{self._select}
            WHERE e.originator_id = ANY(%b::uuid[]) AND e.notification_id <= %s::bigint
            ORDER BY e.notification_id"""
        ask = self._rows if len(found) <= _MANY else self._passing
        for row in ask(query, list(found), _or_last(until_position)):
            entry = decoded(row)
            found[entry.stream].append(entry)
        return found

    def versions(self, streams: Iterable[UUID]) -> dict[UUID, int]:
        """The versions that streams have now; 0 for one that is empty."""
        if self.partial:
            return dict(self._rows("SELECT v.stream, v.version FROM ledger.versions(%b::uuid[]) v", list(streams)))
        query = """
            SELECT asked.stream, coalesce((
                SELECT e.originator_version FROM ledger.ledger_events e
                WHERE e.originator_id = asked.stream
                ORDER BY e.originator_version DESC
                LIMIT 1
            ), 0)
            FROM unnest(%b::uuid[]) AS asked (stream)"""
        return dict(self._rows(query, list(streams)))

    def versions_in(self, municipality: str | None, until_position: int) -> dict[UUID, int]:
        """The versions at a position of every stream of a municipality (None: of all)."""
        query = f"""
            SELECT e.originator_id, max(e.originator_version) FROM {self._session.log} e
            WHERE e.notification_id <= %s::bigint {"" if municipality is None else "AND e.municipality = %s"}
            GROUP BY e.originator_id"""
        return dict(self._rows(query, until_position, *([] if municipality is None else [municipality])))

    def read_municipality(
        self,
        municipality: str | None,
        topics: Sequence[str] | None = None,
        until_position: int | None = None,
        after: int = 0,
    ) -> Iterator[Entry]:
        """The entries of a municipality (None: of all), of some topics, past a position, in order of recording."""
        return map(decoded, self._stored(after, until_position, topics, municipality))

    def read_all(
        self, after: int = 0, until: int | None = None, topics: Sequence[str] | None = None, batch: int = 5000
    ) -> Iterator[Entry]:
        """The log past a position; never more than a batch in memory."""
        return map(decoded, self._stored(after, until, topics, batch=batch))

    def rows(
        self,
        after: int = 0,
        until: int | None = None,
        topics: Sequence[str] | None = None,
        municipality: str | None = None,
        batch: int = 5000,
    ) -> Iterator[Row]:
        """The same as they are stored."""
        return map(Row._make, self._stored(after, until, topics, municipality, batch))

    def _stored(
        self,
        after: int = 0,
        until: int | None = None,
        topics: Sequence[str] | None = None,
        municipality: str | None = None,
        batch: int = 5000,
    ) -> Iterator[tuple[Any, ...]]:
        """Rows as plain tuples, batch by batch: positions follow commits, so no batch misses an entry."""
        if self.partial:
            yield from self._pages(after, _or_last(until), topics, municipality, batch)
            return
        query = f"""{self._select}
            WHERE e.notification_id > %s::bigint AND e.notification_id <= %s::bigint
            {"" if municipality is None else "AND e.municipality = %s"}
            {"" if topics is None else "AND e.topic = ANY(%s)"}
            ORDER BY e.notification_id
            LIMIT %s::integer"""
        narrowed = [one for one in (municipality, None if topics is None else list(topics)) if one is not None]
        last = _or_last(until)
        while True:
            found = self._rows(query, after, last, *narrowed, batch)
            yield from found
            if len(found) < batch:
                return
            after = found[-1][0]

    def _pages(
        self, after: int, last: int, topics: Sequence[str] | None, municipality: str | None, batch: int
    ) -> Iterator[tuple[Any, ...]]:
        query = f"{_COLUMNS} FROM ledger.page(%s::bigint, %s::bigint, %s::text[], %s::text, %s::integer) e"
        while True:
            found = self._rows(query, after, last, None if topics is None else list(topics), municipality, batch)
            yield from found
            if len(found) < batch:
                return
            after = found[-1][0]

    def seals(self, until: int, batch: int = 20_000) -> Iterator[bytes]:
        """The seals as they are stored, from the first entry up to a position; they end before a place that is empty."""
        for after in range(0, until, batch):
            last = min(after + batch, until)
            count, joined = (0, b"") if self.partial else self._rows(_JOINED_SEALS, after, last)[0]
            if count == last - after and len(joined) == _SEAL * count:
                yield from [joined[at : at + _SEAL] for at in range(0, len(joined), _SEAL)]
                continue
            found = self._rows("SELECT s.place, s.seal FROM ledger.seals(%s::bigint, %s::bigint) s", after, last)
            for expected, (place, seal) in enumerate(found, after + 1):
                if place != expected:
                    return
                yield seal
            if len(found) < last - after:
                return

    def shared_login(self, municipality: str) -> bool:
        """Whether one login may take both steps where two persons are asked: the policy, as last adopted (R37)."""
        ((shared,),) = self._rows("SELECT ledger.shared_login(%s)", municipality)
        return bool(shared)

    def head(self) -> Head:
        """Where the log ends now."""
        (row,) = self._rows("SELECT h.position, h.seal, h.recorded_at, h.ledger_id FROM ledger.ledger_head h")
        return Head(*row)

    def find_intent(self, key: bytes) -> list[Entry] | None:
        """Everything that was recorded under an intent key: from there to where the next append begins."""
        if self.partial:
            return list(map(decoded, self._rows(f"{_COLUMNS} FROM ledger.appended(%s::bytea) e", key))) or None
        query = f"""{self._select}
            JOIN (SELECT f.notification_id AS position FROM ledger.ledger_events f WHERE f.intent_key = %s) first
                ON e.notification_id >= first.position
            WHERE e.notification_id < coalesce((
                SELECT min(n.notification_id) FROM ledger.ledger_events n
                WHERE n.intent_key IS NOT NULL AND n.notification_id > first.position
            ), {_LAST})
            ORDER BY e.notification_id"""
        return list(map(decoded, self._rows(query, key))) or None

    def placed(self, key: bytes, count: int) -> list[tuple[int, datetime, bytes]]:
        """Position, recorded time and seal of so many entries, from the one with this intent key on."""
        query = """
            SELECT e.notification_id, e.recorded_at, e.seal FROM ledger.ledger_events e
            WHERE e.notification_id >= (SELECT f.notification_id FROM ledger.ledger_events f WHERE f.intent_key = %s)
            ORDER BY e.notification_id
            LIMIT %s::integer"""
        return [(position, recorded_at, seal) for position, recorded_at, seal in self._rows(query, key, count)]

    def known_intents(self, keys: Iterable[bytes]) -> set[bytes]:
        """Those of many intent keys that something was recorded under."""
        query = f"SELECT e.intent_key FROM {self._session.log} e WHERE e.intent_key = ANY(%b::bytea[])"
        return {key for (key,) in self._rows(query, list(keys))}

    def position_at(self, moment: datetime) -> int:
        """The position of the last entry that was recorded by then; 0 before the first."""
        ((position,),) = self._rows("SELECT ledger.position_at(%s)", moment)
        return int(position)

    def cause_of(self, position: int) -> Cause:
        """Why that entry was recorded: the last cause at or before it."""
        ((cause,),) = self._rows("SELECT ledger.cause_at(%s::bigint)", position)
        return decoded_cause(cause)

    def next_numbers(self, kind: Numbered, count: int) -> list[int]:
        """Numbers that nobody else gets; some may never be used."""
        query = "SELECT nextval(%s::regclass) FROM generate_series(1, %s::integer)"
        return [number for (number,) in self._rows(query, f"ledger.{kind}_sequence", count)]

    def first_broken_seal(self, workers: int = 2) -> int | None:
        """The first position that is missing or not what was sealed; parts of a long log are checked side by side."""
        last = self.head().position
        parts = workers if last > _WORTH_SHARING else 1
        bounds = [last * part // parts for part in range(1, parts)]
        spans = zip([1, *(bound + 1 for bound in bounds)], [*bounds, None], strict=True)
        with ThreadPoolExecutor(parts) as pool:
            found = list(pool.map(self._first_broken_between, spans))
        return min((position for position in found if position is not None), default=None)

    def close(self) -> None:
        """End all connections."""
        self._session.close()

    def _first_broken_between(self, span: tuple[int, int | None]) -> int | None:
        with self._session.another() as connection, plainly(connection):
            row = connection.execute("SELECT ledger.first_broken_seal(%s::bigint, %s::bigint)", span).fetchone()
        assert row is not None
        position: int | None = row[0]
        return position

    def beyond_head(self) -> int | None:
        """The first position after the head, where no append can have put an entry; None when there is none."""
        query = f"""
            SELECT min(e.notification_id)
            FROM {self._session.log} e
            WHERE e.notification_id > (SELECT h.position FROM ledger.ledger_head h)"""
        ((position,),) = self._rows(query)
        return None if position is None else int(position)

    @property
    def _select(self) -> str:
        return f"{_COLUMNS} FROM {self._session.log} e"

    def _rows(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        return self._session.repeated(lambda connection: connection.execute(query, parameters, binary=True).fetchall())

    def _passing(self, query: str, *parameters: object) -> Iterator[tuple[Any, ...]]:
        """The rows of a long answer, as they pass: read through a cursor in the server, as of one moment."""
        connection = self._session.connection()
        with plainly(connection), connection.transaction(), connection.cursor("passing", binary=True) as cursor:
            cursor.itersize = 5000
            yield from cursor.execute(query, parameters)


def _or_last(position: int | None) -> int:
    return _LAST if position is None else position
