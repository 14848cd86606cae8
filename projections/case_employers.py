"""Which employer a case belonged to, as known at every position: one row each time it changes."""

from projections.cases import Change
from projections.tables import Connection, add

_COLUMNS = ("case_number", "position", "employer_number", "municipality")


class CaseEmployers:
    """Collects the rows of a batch."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, int, str, str]] = []

    def take(self, change: Change) -> None:
        """A case moved."""
        before, after = change.before, change.after
        if after.application is not None and (before.application is None or before.employer != after.employer):
            self._rows.append((after.case, change.entry.position, after.employer, after.municipality))

    def write(self, connection: Connection) -> None:
        """Write what was collected."""
        if self._rows:
            add(connection, "case_employers", _COLUMNS, self._rows)
            self._rows = []
