"""What commands ask of the projections, over the public views where these have it."""

from contextlib import closing
from datetime import date
from typing import Any, NamedTuple

from psycopg.rows import args_row

from ledger.calculation.calendar import Month
from ledger.log.store import connect
from projections.dues import REASONS


class Planned(NamedTuple):
    """A month of one case and element in the payment schedule, in cents; `month` and `payment_day` as days."""

    municipality: str
    employer: str
    case: str
    month: date
    element: str
    status: str
    reason: str | None
    payment_day: date | None
    run: str | None
    due_subsidy_cents: int
    due_charges_cents: int
    booked_subsidy_cents: int
    booked_charges_cents: int
    sent_subsidy_cents: int
    sent_charges_cents: int
    received_subsidy_cents: int
    received_charges_cents: int

    @property
    def why(self) -> str:
        """The reason in words."""
        return REASONS[self.reason] if self.reason else ""

    @property
    def due_cents(self) -> int:
        """Subsidy and charges due."""
        return self.due_subsidy_cents + self.due_charges_cents

    @property
    def booked_cents(self) -> int:
        """Subsidy and charges booked."""
        return self.booked_subsidy_cents + self.booked_charges_cents

    @property
    def sent_cents(self) -> int:
        """Subsidy and charges sent and not returned."""
        return self.sent_subsidy_cents + self.sent_charges_cents

    @property
    def received_cents(self) -> int:
        """Subsidy and charges that the employer paid back of a claim."""
        return self.received_subsidy_cents + self.received_charges_cents


class PaymentLine(NamedTuple):
    """What a run booked and sent about one month of a case, in cents, under the reference that the bank sees."""

    employer: str
    reference: str
    case: str
    month: date
    element: str
    booked_subsidy_cents: int
    booked_charges_cents: int
    sent_subsidy_cents: int
    sent_charges_cents: int

    @property
    def sent_cents(self) -> int:
        """Subsidy and charges sent."""
        return self.sent_subsidy_cents + self.sent_charges_cents


class Wanted(NamedTuple):
    """Which part of the schedule: the months from first to last (None: without limit), narrowed by what is given."""

    municipality: str | None = None
    employer: str | None = None
    case: str | None = None
    first: Month | None = None
    last: Month | None = None


_SCHEDULE = """
SELECT
    municipality, employer_number, case_number, month, element, status, reason, payment_day, run,
    due_subsidy_cents, due_charges_cents, booked_subsidy_cents, booked_charges_cents,
    sent_subsidy_cents, sent_charges_cents, received_subsidy_cents, received_charges_cents
FROM finance.schedule
WHERE {conditions}
ORDER BY municipality, case_number, month, element
"""

_LINES = """
SELECT
    p.employer_number, p.reference, p.case_number, m.month, m.element,
    coalesce(sum(m.subsidy_cents) FILTER (WHERE m.kind = 'booked'), 0)::bigint,
    coalesce(sum(m.charges_cents) FILTER (WHERE m.kind = 'booked'), 0)::bigint,
    coalesce(sum(m.subsidy_cents) FILTER (WHERE m.kind = 'sent'), 0)::bigint,
    coalesce(sum(m.charges_cents) FILTER (WHERE m.kind = 'sent'), 0)::bigint
FROM finance.payments p
JOIN finance.movements m ON m.case_number = p.case_number AND m.position = p.position
WHERE p.run = %(run)s
GROUP BY p.employer_number, p.reference, p.case_number, m.month, m.element
ORDER BY p.employer_number, p.case_number, m.month, m.element
"""


def schedule(dsn: str, wanted: Wanted) -> list[Planned]:
    """The payment schedule."""
    conditions = {
        "municipality": "municipality = %(municipality)s",
        "employer": "employer_number = %(employer)s",
        "case": "case_number = %(case)s",
        "first": "month >= %(first)s",
        "last": "month <= %(last)s",
    }
    asked = {name: value for name, value in wanted._asdict().items() if value is not None}
    where = " AND ".join(conditions[name] for name in asked) or "true"
    parameters = {name: value.first if isinstance(value, Month) else value for name, value in asked.items()}
    return _rows(dsn, _SCHEDULE.format(conditions=where), parameters, Planned)


def payment_lines(dsn: str, run: str) -> list[PaymentLine]:
    """The payment lines of an approved run, employer by employer."""
    return _rows(dsn, _LINES, {"run": run}, PaymentLine)


def _rows(dsn: str, query: str, parameters: dict[str, Any], kind: Any) -> list[Any]:
    with closing(connect(dsn)) as connection:
        return connection.cursor(row_factory=args_row(kind)).execute(query, parameters).fetchall()
