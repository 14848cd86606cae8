"""From a total to its lines in steps: the municipality, its employers, their cases, and the months of these (R33).

Every level is the sum of the one below it. What we owe and what is owed to us is told apart by case on every level, since
nothing is set off between cases (R30).
"""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Literal, NamedTuple

from ledger.calculation.month import Month
from projections.reconciliation.books import Amounts, Line, Owed

Level = Literal["employer", "case", "month"]
LEVELS: tuple[Level, ...] = ("employer", "case", "month")
NOTHING = Amounts(*[0] * len(Amounts._fields))


class Row(NamedTuple):
    """One employer, one case of it, or one month of that case."""

    employer: str
    case: str | None
    month: date | None
    amounts: Amounts
    owed: Owed

    @property
    def keys(self) -> tuple[str, ...]:
        """What the row is about, from the employer down."""
        month = str(Month.of(self.month)) if self.month else None
        return tuple(key for key in (self.employer, self.case, month) if key)


def rows(lines: Iterable[Line], level: Level) -> list[Row]:
    """The rows of a level, in the order of the lines: by employer, case and month."""
    if level == "month":
        return [Row(*line, owed=_owed(line.amounts)) for line in lines]
    cases = [_case(list(found)) for _, found in groupby(lines, key=lambda line: (line.employer, line.case))]
    if level == "case":
        return cases
    return [_employer(employer, list(found)) for employer, found in groupby(cases, key=lambda row: row.employer)]


def total(found: Iterable[Row]) -> tuple[Amounts, Owed]:
    """What rows add up to."""
    each = list(found)
    if not each:
        return NOTHING, Owed(0, 0, 0, 0)
    return Amounts(*_sums(row.amounts for row in each)), Owed(*_sums(row.owed for row in each))


def _case(lines: list[Line]) -> Row:
    amounts = Amounts(*_sums(line.amounts for line in lines))
    return Row(lines[0].employer, lines[0].case, None, amounts, _owed(amounts))


def _employer(employer: str, cases: list[Row]) -> Row:
    amounts, owed = total(cases)
    return Row(employer, None, None, amounts, owed)


def _owed(amounts: Amounts) -> Owed:
    opening, closing = amounts.opening_payable_cents, amounts.closing_payable_cents
    return Owed(max(0, opening), max(0, -opening), max(0, closing), max(0, -closing))


def _sums(each: Iterable[tuple[int, ...]]) -> list[int]:
    return [sum(column) for column in zip(*each, strict=True)]
