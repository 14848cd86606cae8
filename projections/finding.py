"""Cases as `lks find` lists them: by persons, employers, case numbers, or the reference of a payment."""

from collections.abc import Collection
from contextlib import closing
from datetime import date
from typing import Literal, NamedTuple

from psycopg.rows import args_row

from ledger.log.store import connect

By = Literal["person", "employer", "case"]


class FoundCase(NamedTuple):
    """A case as it stands; from and to are the period granted, or the employment as long as nothing is granted."""

    person: str
    employer: str
    case: str
    municipality: str
    status: str
    first: date
    last: date | None


_CASES = """
SELECT
    person_number, employer_number, case_number, municipality, status,
    coalesce(starts_on, employment_start),
    CASE WHEN starts_on IS NULL THEN employment_end ELSE ends_on END
FROM ledger.cases
WHERE {column} = ANY(%(numbers)s)
    AND (%(municipality)s::text IS NULL OR municipality = %(municipality)s)
ORDER BY person_number, employer_number, case_number
"""

_PAID = """
SELECT DISTINCT case_number
FROM finance.payments
WHERE reference = %(reference)s
"""


def cases(dsn: str, by: By, numbers: Collection[str], municipality: str | None = None) -> list[FoundCase]:
    """The cases of these persons or employers, or with these numbers; in one municipality when it is given."""
    query = _CASES.format(column=f"{by}_number")
    asked = {"numbers": list(numbers), "municipality": municipality}
    with closing(connect(dsn)) as connection:
        return connection.cursor(row_factory=args_row(FoundCase)).execute(query, asked).fetchall()


def paid_under(dsn: str, reference: str) -> list[str]:
    """The numbers of the cases that a payment with this reference paid (betaalkenmerk)."""
    with closing(connect(dsn)) as connection:
        return [case for (case,) in connection.execute(_PAID, {"reference": reference}).fetchall()]
