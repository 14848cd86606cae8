"""What one cell may hold, by kind: text in, one value out.

What does not fit is a `ValueError` that says how to write it. It never shows the cell, which may hold a BSN.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, get_args

from ledger.calculation.money import whole_cents
from ledger.calculation.month import Month
from ledger.calculation.segment import Element
from ledger.facts import MonthAmount
from ledger.model import plain
from ledger.vault import checks

LONGEST = 65_536
"""Characters of a cell; the payments of a long employment take a tenth of it."""

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile("[0-9]{4}-(0[1-9]|1[0-2])")
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,2})?")
_CODE = re.compile("[A-Za-z0-9][A-Za-z0-9._:/+-]{0,39}")
_MUNICIPALITY = re.compile("GM[0-9]{4}")
_AMOUNT = re.compile("([^:]*):([^:]*):([^+]*)[+](.*)")
_FLAGS = {"yes": True, "true": True, "no": False, "false": False}
_AMOUNT_FIELDS = ("month", "element", "subsidy", "charges")

Cell = str | list[object]
"""A cell as it was read: text, or in JSON Lines also a list."""


def text(cell: str) -> str:
    """Text as it is; the checks of names and numbers of persons come later."""
    if cell[0] in "=+-@":
        raise ValueError(f"begins with {cell[0]}, as a formula does; leave that character out.")
    return cell


def line(cell: str) -> str:
    """One line of text, at most what a bank takes."""
    return checks.line(text(cell))


def code(cell: str) -> str:
    """A short code that says nothing of a person."""
    if not _CODE.fullmatch(text(cell)):
        raise ValueError("is no code: at most 40 letters, digits and . _ : / + -, the first a letter or digit.")
    return cell


def municipality(cell: str) -> str:
    """The CBS code of a municipality."""
    found = text(cell).upper()
    if not _MUNICIPALITY.fullmatch(found) or found == "GM0000":
        raise ValueError("is no municipality; write its CBS code (gemeentecode), like GM0363.")
    return found


def day(cell: str) -> date:
    """A day, year-month-day."""
    if not _DAY.fullmatch(cell):
        raise ValueError("is not a day; write it as year-month-day, like 2026-11-20.")
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise ValueError("is no day of the calendar; write it as year-month-day, like 2026-11-20.") from None


def month(cell: str) -> Month:
    """A month, year-month."""
    if not _MONTH.fullmatch(cell):
        raise ValueError("is not a month; write it as year-month, like 2026-11.")
    return Month.parse(cell)


def flag(cell: str) -> bool:
    """Yes or no."""
    found = _FLAGS.get(cell.lower())
    if found is None:
        raise ValueError("is neither yes nor no.")
    return found


def choice(*values: str) -> Callable[[str], str]:
    """One of a closed list."""

    def chosen(cell: str) -> str:
        if cell not in values:
            raise ValueError(f"is none of: {', '.join(values)}.")
        return cell

    return chosen


def number(low: int | None = None, high: int | None = None) -> Callable[[str], Decimal]:
    """An exact number of at most two decimals, with a point, within limits."""

    def exact(cell: str) -> Decimal:
        if "," in cell:
            raise ValueError("has a comma; write decimals with a point, like 32.5, and no thousands separator.")
        if not _NUMBER.fullmatch(cell):
            raise ValueError("is not a number of at most two decimals; write it like 32.5.")
        found = Decimal(plain(Decimal(cell)))
        if low is not None and found < low:
            raise ValueError(f"is below {low}.")
        if high is not None and found > high:
            raise ValueError(f"is above {high}.")
        return found

    return exact


def euro(low: int | None = None) -> Callable[[str], int]:
    """Cents of an amount in euro."""
    exact = number(low)
    return lambda cell: whole_cents(exact(cell))


def amounts(cell: Cell) -> tuple[MonthAmount, ...]:
    """Amounts by month and element: `2026-01:fixed:897.41+224.35;…`, or a list of objects; each month and element once."""
    parts = cell if isinstance(cell, list) else [_taken_apart(part) for part in re.split(r"[;\s]+", cell) if part]
    found = tuple(_amount(n, part) for n, part in enumerate(parts, start=1))
    if len({(one.month, one.element) for one in found}) < len(found):
        raise ValueError("holds a month and element twice.")
    return tuple(sorted(found, key=lambda one: (one.month, one.element)))


def _taken_apart(part: str) -> dict[str, str]:
    found = _AMOUNT.fullmatch(part)
    if found is None:
        raise ValueError("is not written as month:element:subsidy+charges, like 2026-01:fixed:897.41+224.35.")
    return dict(zip(_AMOUNT_FIELDS, found.groups(), strict=True))


def _amount(n: int, part: object) -> MonthAmount:
    if not isinstance(part, dict) or part.keys() != set(_AMOUNT_FIELDS):
        raise ValueError(f"has a part {n} that is no object with {', '.join(_AMOUNT_FIELDS)}.")
    values: dict[str, Any] = {}
    for name, kind in _AMOUNT_KINDS.items():
        try:
            values[name] = kind(str(part[name]))
        except ValueError as error:
            raise ValueError(f"has a part {n} whose {name} {error}") from None
    return MonthAmount(
        month=values["month"],
        element=values["element"],
        subsidy_cents=values["subsidy"],
        charges_cents=values["charges"],
    )


_AMOUNT_KINDS: dict[str, Callable[[str], Any]] = {
    "month": month,
    "element": choice(*get_args(Element)),
    "subsidy": euro(),
    "charges": euro(),
}
