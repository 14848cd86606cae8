"""Both identities of R33 for one municipality and quarter, as the functions of the schema `finance` compute them.

Every amount is euro cents, subsidy and charges together unless its name says otherwise.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from typing import Any, NamedTuple

import psycopg
from psycopg.rows import args_row

from ledger.calculation.month import Month, Quarter
from ledger.log.store import connect
from ledger.refusal import Misuse, Unavailable

LATEST = 2**63 - 1
"""A position that no log reaches: everything known."""


class Amounts(NamedTuple):
    """`opening unbooked + change of due - booked = closing unbooked`, and `opening payable + booked - sent + returned +
    received + written off = closing payable`. `earlier`: about an earlier quarter; `taken_over`: elsewhere (R27); both are
    parts of what they stand with."""

    opening_unbooked_cents: int
    change_of_due_cents: int
    due_earlier_cents: int
    booked_cents: int
    booked_subsidy_cents: int
    booked_charges_cents: int
    booked_earlier_cents: int
    taken_over_booked_cents: int
    closing_unbooked_cents: int
    opening_payable_cents: int
    sent_cents: int
    taken_over_sent_cents: int
    returned_cents: int
    received_cents: int
    written_off_cents: int
    closing_payable_cents: int

    @property
    def unexplained_cents(self) -> tuple[int, int]:
        """What each identity is off by; always zero."""
        unbooked = self.opening_unbooked_cents + self.change_of_due_cents - self.booked_cents
        payable = self.opening_payable_cents + self.booked_cents - self.sent_cents + self.returned_cents
        payable += self.received_cents + self.written_off_cents
        return unbooked - self.closing_unbooked_cents, payable - self.closing_payable_cents


class Owed(NamedTuple):
    """Payable by case, what we owe apart from what is owed to us (R30, R33)."""

    opening_we_owe_cents: int
    opening_owed_to_us_cents: int
    closing_we_owe_cents: int
    closing_owed_to_us_cents: int


class Line(NamedTuple):
    """One case and month (None: all months of the case, or of the employer) with its amounts."""

    employer: str
    case: str | None
    month: date | None
    amounts: Amounts


class UnknownMonth(NamedTuple):
    """A case and month of which worked hours are not reported, so nothing of its variable part is due (R11)."""

    case: str
    month: date


class BookEntry(NamedTuple):
    """One movement behind a line; `opening`: it was counted in the opening already."""

    position: int
    opening: bool
    kind: str
    element: str
    route: str
    origin: str
    employer: str
    subsidy_cents: int
    charges_cents: int
    total_cents: int
    booked_on: date | None
    value_date: date | None


class Unpaid(NamedTuple):
    """A case and month that is due and not, or more than, paid on a day (negative); cents."""

    employer: str
    case: str
    month: date
    due_cents: int
    paid_cents: int
    unpaid_subsidy_cents: int
    unpaid_charges_cents: int
    unpaid_cents: int


class Forecast(NamedTuple):
    """A month of a year: cases with something due, what is due, booked of it, and to come; cents."""

    month: date
    cases: int
    due_subsidy_cents: int
    due_charges_cents: int
    due_cents: int
    booked_cents: int
    to_come_cents: int


class YearLine(NamedTuple):
    """What was booked in a year about the months of one year, in one category: regular, flat_rate or sheltered.

    `gross - receipts = net`; net is what was booked. Taken over: booked elsewhere, in none of these.
    """

    belongs_to: int
    category: str
    gross_subsidy_cents: int
    gross_charges_cents: int
    receipts_subsidy_cents: int
    receipts_charges_cents: int
    net_subsidy_cents: int
    net_charges_cents: int
    gross_cents: int
    receipts_cents: int
    net_cents: int
    written_off_cents: int
    taken_over_cents: int


class SignedOff(NamedTuple):
    """The sign-off of a period: the entry, the position that the report was made on, and its SHA-256."""

    entry: int
    position: int
    digest: str


_AMOUNTS = ", ".join(Amounts._fields)
_OWED = ", ".join(Owed._fields)
_ARGUMENTS = "%(municipality)s, %(quarter)s, %(position)s"
_TOTALS = f"SELECT {_AMOUNTS}, {_OWED} FROM finance.reconciliation({_ARGUMENTS})"
_LINES = f"""
SELECT employer_number, case_number, month, {_AMOUNTS}
FROM finance.reconciliation_lines({_ARGUMENTS})
ORDER BY employer_number COLLATE "C", case_number COLLATE "C", month
"""
_ENTRIES = """
SELECT
    position, opening, kind, element, route, origin, employer_number, subsidy_cents, charges_cents, total_cents, booked_on,
    value_date
FROM finance.reconciliation_entries(%(municipality)s, %(quarter)s, %(case)s, %(month)s, %(position)s)
ORDER BY position, kind, element, route
"""
_YEAR = f"""
SELECT {", ".join(YearLine._fields)}
FROM finance.year_statement_at(%(year)s, %(position)s, %(municipality)s)
ORDER BY belongs_to, category
"""
_ACCRUAL = """
SELECT
    employer_number, case_number, month, due_cents, paid_cents, unpaid_subsidy_cents, unpaid_charges_cents, unpaid_cents
FROM finance.accrual(%(municipality)s, %(day)s, %(position)s)
ORDER BY employer_number COLLATE "C", case_number COLLATE "C", month
"""
_FORECAST = f"""
SELECT {", ".join(Forecast._fields)}
FROM finance.forecast(%(municipality)s, %(year)s, %(position)s)
ORDER BY month
"""
_HAS_CASES = "SELECT FROM finance.movements WHERE municipality = %(municipality)s LIMIT 1"
_UNKNOWN_THEN = """
SELECT u.unknown ->> 'case', (m.month || '-01')::date
FROM ledger.entries e
CROSS JOIN LATERAL jsonb_array_elements(e.fact -> 'unknown') AS u (unknown)
CROSS JOIN LATERAL jsonb_array_elements_text(u.unknown -> 'months') AS m (month)
WHERE e.position = %(entry)s
ORDER BY 1, 2
"""
_UNKNOWN_NOW = """
SELECT case_number, month
FROM finance.schedule
WHERE municipality = %(municipality)s AND status = 'unknown' AND month <= %(last)s
ORDER BY case_number COLLATE "C", month
"""
_KNOWN = "SELECT finance.report_position(%(municipality)s, %(kind)s, %(first_day)s, %(position)s)"
_REACHED = "SELECT projection.reached()"
_SHARED_LOGIN = """
SELECT choice.fact ->> 'value' = 'yes'
FROM (
    SELECT e.municipality, e.notification_id, convert_from(e.state, 'UTF8')::jsonb AS fact
    FROM ledger.log e
    WHERE e.topic = 'PolicyAdopted' AND e.municipality IN (%(municipality)s, '') AND e.notification_id <= %(position)s
) choice
WHERE choice.fact ->> 'switch' = 'shared_login'
ORDER BY choice.municipality DESC, choice.notification_id DESC
LIMIT 1
"""
_SIGNED = """
SELECT entry, position, digest
FROM finance.sign_offs
WHERE municipality = %(municipality)s AND kind = %(kind)s AND first_day = %(first_day)s
    AND entry <= %(known_at)s AND (reopened IS NULL OR reopened > %(known_at)s)
ORDER BY entry DESC
LIMIT 1
"""


class Books:
    """The books of one municipality, over one connection and one moment."""

    def __init__(self, connection: psycopg.Connection[Any], municipality: str) -> None:
        self._connection = connection
        self._municipality = municipality

    def totals(self, quarter: Quarter, position: int | None) -> tuple[Amounts, Owed]:
        """All of the municipality."""
        row = self._row(_TOTALS, quarter=_first(quarter), position=position)
        return Amounts(*row[: len(Amounts._fields)]), Owed(*row[len(Amounts._fields) :])

    def lines(self, quarter: Quarter, position: int | None) -> Iterator[Line]:
        """Case by case and month by month, in the order of their employers."""
        asked = {"municipality": self._municipality, "quarter": _first(quarter), "position": position}
        for employer, case, month, *amounts in self._connection.execute(_LINES, asked):
            yield Line(employer, case, month, Amounts(*amounts))

    def entries(self, quarter: Quarter, case: str, month: Month, position: int | None) -> list[BookEntry]:
        """The movements behind one case and month, each with its entry."""
        asked = {"municipality": self._municipality, "quarter": _first(quarter), "case": case, "month": month.first}
        cursor = self._connection.cursor(row_factory=args_row(BookEntry))
        return cursor.execute(_ENTRIES, asked | {"position": position}).fetchall()

    def unknown(self, quarter: Quarter, signed: SignedOff | None) -> list[UnknownMonth]:
        """Months up to the end of a quarter without reported hours: as its sign-off names them, or else as known now."""
        query = _UNKNOWN_NOW if signed is None else _UNKNOWN_THEN
        asked = {"municipality": self._municipality, "last": quarter.last, "entry": signed and signed.entry}
        return self._connection.cursor(row_factory=args_row(UnknownMonth)).execute(query, asked).fetchall()

    def year(self, year: int, position: int | None) -> list[YearLine]:
        """What was booked in a calendar year."""
        asked = {"municipality": self._municipality, "year": year, "position": position}
        return self._connection.cursor(row_factory=args_row(YearLine)).execute(_YEAR, asked).fetchall()

    def quarter_position(self, quarter: Quarter, position: int) -> int:
        """What the report of a quarter rests on: its sign-off as known at a position, or else that position."""
        return self._known("quarter", quarter.months[0].first, position)

    def opening_position(self, quarter: Quarter, position: int) -> int:
        """What the opening of a quarter rests on."""
        return self.quarter_position(Quarter.of(quarter.months[0].previous.first), position)

    def year_position(self, year: int, position: int) -> int:
        """What the statement of a year rests on."""
        return self._known("year", date(year, 1, 1), position)

    def shared_login(self, position: int) -> bool:
        """Whether two persons could share one login, by the policy adopted last (R37)."""
        row = self._connection.execute(
            _SHARED_LOGIN, {"municipality": self._municipality, "position": position}
        ).fetchone()
        return bool(row and row[0])

    def check_known(self) -> None:
        """Raises Misuse where the municipality has no cases here."""
        if self._connection.execute(_HAS_CASES, {"municipality": self._municipality}).fetchone() is None:
            what = f"{self._municipality} has no cases in this ledger."
            raise Misuse(what, field="--municipality", remedy="Give the CBS code of one that has, like GM0363.")

    def accrual(self, day: date, position: int | None) -> list[Unpaid]:
        """What is due and unpaid on a day."""
        asked = {"municipality": self._municipality, "day": day, "position": position}
        return self._connection.cursor(row_factory=args_row(Unpaid)).execute(_ACCRUAL, asked).fetchall()

    def forecast(self, year: int, position: int | None) -> list[Forecast]:
        """What the known cases come to in a year, month by month."""
        asked = {"municipality": self._municipality, "year": year, "position": position}
        return self._connection.cursor(row_factory=args_row(Forecast)).execute(_FORECAST, asked).fetchall()

    def check_reached(self, position: int) -> None:
        """Raises Unavailable where the projections do not hold all that was known at a position."""
        if self._row(_REACHED)[0] < position:
            what = f"Entry {position} is not projected yet."
            raise Unavailable(what, remedy="Ask again after any other command, or see lks db rebuild.")

    def signed_off(self, kind: str, first_day: date, known_at: int | None) -> SignedOff | None:
        """The sign-off of a quarter or a year that stood at a position of the log."""
        asked = {
            "municipality": self._municipality,
            "kind": kind,
            "first_day": first_day,
            "known_at": known_at or LATEST,
        }
        cursor = self._connection.cursor(row_factory=args_row(SignedOff))
        return cursor.execute(_SIGNED, asked).fetchone()

    def _known(self, kind: str, first_day: date, position: int) -> int:
        return int(self._row(_KNOWN, kind=kind, first_day=first_day, position=position)[0])

    def _row(self, query: str, **asked: Any) -> Any:
        row = self._connection.execute(query, {"municipality": self._municipality, **asked}).fetchone()
        assert row is not None
        return row


@contextmanager
def books(dsn: str, municipality: str) -> Iterator[Books]:
    """The books as they are at one moment, however many questions are asked."""
    with closing(connect(dsn)) as connection, connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield Books(connection, municipality)


def _first(quarter: Quarter) -> date:
    return quarter.months[0].first
