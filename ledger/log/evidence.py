"""Entries as they are stored, by stream or by position, to prove something about them."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from ledger.log.entry import Row
from ledger.log.session import Session

_COLUMNS: Final = """
    e.notification_id, e.originator_id, e.originator_version, e.recorded_at, e.topic, e.municipality, e.recorded_by,
    e.intent_key, e.cause, e.state, e.seal
"""


class Evidence:
    """The log, to take rows from; whoever made it closes it."""

    def __init__(self, dsn: str) -> None:
        self._session = Session(dsn)

    def of_streams(self, streams: Iterable[UUID], until: int) -> list[Row]:
        """All entries of these streams up to a position of the log, in order."""
        return self._rows(
            f"""
            SELECT {_COLUMNS} FROM {self._session.log} e
            WHERE e.originator_id = ANY(%b::uuid[]) AND e.notification_id <= %s::bigint
            ORDER BY e.notification_id""",
            list(streams), until,
        )  # fmt: skip

    def at(self, positions: Iterable[int]) -> list[Row]:
        """The entries at these positions, in order."""
        return self._rows(
            f"""
            SELECT {_COLUMNS} FROM {self._session.log} e
            WHERE e.notification_id = ANY(%b::bigint[])
            ORDER BY e.notification_id""",
            list(positions),
        )  # fmt: skip

    def begins(self, positions: Iterable[int]) -> list[int]:
        """Where the appends begin that these entries belong to: there the cause stands."""
        query = "SELECT DISTINCT ledger.begin_of(asked.position) FROM unnest(%b::bigint[]) AS asked (position)"
        return sorted(begin for (begin,) in self._ask(query, list(positions)) if begin is not None)

    def seals_at(self, positions: Iterable[int]) -> dict[int, bytes]:
        """The seals of the entries at these positions."""
        query = """
            SELECT s.place, s.seal
            FROM unnest(%b::bigint[]) AS asked (position)
            CROSS JOIN LATERAL ledger.seals(asked.position - 1, asked.position) s"""
        return dict(self._ask(query, list(positions)))

    def close(self) -> None:
        """End the connection."""
        self._session.close()

    def _rows(self, query: str, *parameters: object) -> list[Row]:
        return [Row._make(row) for row in self._ask(query, *parameters)]

    def _ask(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        return self._session.repeated(lambda connection: connection.execute(query, parameters, binary=True).fetchall())
