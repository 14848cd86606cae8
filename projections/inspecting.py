"""What commands ask of the measurements, over the public view `inspection.measurements`."""

from contextlib import closing
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from psycopg.rows import args_row

from ledger.log.store import connect


class Report(NamedTuple):
    """A report of a measurement, as the view has it."""

    case: str
    municipality: str
    measured_on: date
    reported_on: date
    report_due: date
    late: bool
    wage_value: Decimal
    method: str
    expert: str
    provider: str | None
    supervisor: str | None
    certificate: str | None
    certificate_until: date | None
    certified: bool | None
    draft_discussed_on: date | None
    commented: list[str] | None
    second_look_on: date | None
    established_on: date | None
    established_wage_value: Decimal | None
    status: str
    entry: int


_REPORTS = """
SELECT
    case_number, municipality, measured_on, reported_on, report_due, late, wage_value, method, expert, provider, supervisor,
    certificate, certificate_until, certified, draft_discussed_on, commented, second_look_on, established_on,
    established_wage_value, status, entry
FROM inspection.measurements
WHERE (%(municipality)s::text IS NULL OR municipality = %(municipality)s)
    AND (%(case)s::text IS NULL OR case_number = %(case)s)
    AND (%(expert)s::text IS NULL OR expert = %(expert)s)
    AND (late OR NOT %(late)s)
ORDER BY measured_on, case_number, entry
"""


def reports(
    dsn: str, *, municipality: str | None = None, case: str | None = None, expert: str | None = None, late: bool = False
) -> list[Report]:
    """The reports of a municipality, a case or an expert; only the late ones where asked. Oldest first."""
    asked = {"municipality": municipality, "case": case, "expert": expert, "late": late}
    with closing(connect(dsn)) as connection:
        return connection.cursor(row_factory=args_row(Report)).execute(_REPORTS, asked).fetchall()
