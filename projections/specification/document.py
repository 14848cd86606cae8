"""A whole specification: the rows for one employer, what they were calculated from, and under which number and name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from ledger.calculation.segment import Segment
from ledger.identifiers import parse_employer
from ledger.refusal import Misuse
from projections.specification.row import Profile, Row

_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9/-]{0,79}")
_SEVERAL_MUNICIPALITIES = "0000"


@dataclass(frozen=True, slots=True)
class Specification:
    """Rows for one employer under one number; `traces` are the segments behind a row, by its row id."""

    number: str
    employer: str
    profile: Profile
    rows: tuple[Row, ...]
    traces: Mapping[str, tuple[Segment, ...]]

    @property
    def sent_cents(self) -> dict[str, int]:
        """What the rows sum to, by payment reference (betaalkenmerk)."""
        totals: dict[str, int] = {}
        for row in self.rows:
            totals[row.reference] = totals.get(row.reference, 0) + row.total_cents
        return totals


def specification_number(run: str, employer: str) -> str:
    """The number of the specification of one run for one employer."""
    return f"{run}/{employer}"


def join(parts: Sequence[Specification], number: str) -> Specification:
    """One specification for one employer over several municipalities or runs, with its own number and row numbers.

    Raises Misuse where the parts are of several employers or profiles, repeat a row, or the number does not fit.
    """
    if not _NUMBER.fullmatch(number):
        raise Misuse("letters, digits, - and / only, at most 80.", field="number", remedy="Like 2026-11/W-000012-8.")
    if len({(part.employer, part.profile) for part in parts}) != 1:
        raise Misuse("not of one employer and one profile.", field="parts", remedy="Make one for each of them.")
    rows = tuple(
        row._replace(specification=number, number=nth)
        for nth, row in enumerate(chain.from_iterable(part.rows for part in parts), start=1)
    )
    if len({row.row_id for row in rows}) != len(rows):
        raise Misuse("the same payment comes twice.", field="parts", remedy="Give every run once.")
    traces = {key: segments for part in parts for key, segments in part.traces.items()}
    return Specification(number, parts[0].employer, parts[0].profile, rows, traces)


def file_name(specification: Specification) -> str:
    """The name of its files without extension.

    It holds our own number of the employer, never a payroll number, which can be a BSN. Over several municipalities the
    municipality is 0000 and the day the last execution day.
    """
    municipalities = {row.municipality for row in specification.rows}
    municipality = municipalities.pop() if len(municipalities) == 1 else _SEVERAL_MUNICIPALITIES
    employer = parse_employer(specification.employer)
    day = max(row.execution_day for row in specification.rows)
    number = specification.number.replace("/", "-")
    return f"LKS_betaalspecificatie_{municipality}_{employer}_{day}_{number}"
