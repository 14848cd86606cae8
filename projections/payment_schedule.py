"""The payment schedule beside the movements: notes on months of which nothing or less is due, and payment days (R24).

The schedule itself is a view, `finance.schedule`: movements by month with what is noted here.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from ledger.calculation.calendar import Month, months, payment_day
from projections.due_changes import DueChange
from projections.dues import Outlook
from projections.tables import Connection, add, remove

FIRST = Month(2016, 1)
"""Payment days are kept from the year of the first law that this ledger counts with (R7)."""


class NoteRow(NamedTuple):
    """Months of one case and element with one reason."""

    case_number: str
    element: str
    first_month: date
    last_month: date
    reason: str


class PaymentSchedule:
    """Collects the cases whose notes can differ after a batch."""

    def __init__(self) -> None:
        self._renoted: dict[UUID, str] = {}

    def take(self, change: DueChange) -> None:
        """What is due of a case changed."""
        if change.renoted and change.subsidy.application is not None:
            self._renoted[change.stream] = change.subsidy.application.case

    def write(self, connection: Connection, whole: Callable[[UUID], Outlook]) -> None:
        """Write the notes of these cases anew."""
        if not self._renoted:
            return
        remove(connection, "schedule_notes", "case_number", list(self._renoted.values()))
        rows = (
            NoteRow(case, note.element, note.first.first, note.last.first, note.reason)
            for stream, case in self._renoted.items()
            for note in whole(stream).notes
        )
        add(connection, "schedule_notes", NoteRow._fields, rows)
        self._renoted = {}


def write_payment_days(connection: Connection, known: Month | None, horizon: Month) -> None:
    """Payment days up to the month after the horizon."""
    first = known.next.next if known else FIRST
    rows = ((month.first, payment_day(month)) for month in months(first, horizon.next))
    add(connection, "payment_days", ("month", "payment_day"), rows)
