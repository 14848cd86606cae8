"""The values of the law that this package brings along, and what each parameter may hold.

The TOML files beside this module are how values are distributed. A ledger counts with one only after adopting it (R41),
so nothing here says what any ledger knows.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

from ledger.facts import ValueAdopted
from ledger.refusal import Misuse

Value = str | dict[str, str] | tuple[str, ...]
"""A number as text, a scale by age, or days."""

YOUNGEST, OLDEST = 15, 22
"""Ages that a scale of the youth minimum wage can name (art. 7 lid 3 Wml, and the adult age of 23 before July 2017)."""

_PLAIN_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One dated parameter of the law. `yearly`: a new value is expected every 1 January."""

    name: str
    meaning: str
    unit: str
    fault: Callable[[Value, date], str]
    """What is wrong with a value that would hold from a day on; empty when nothing is."""
    yearly: bool = False


def check(value: ValueAdopted) -> None:
    """Raises Misuse unless parameter and value are well-formed, so that whoever reads the value later need not ask."""
    parameter = PARAMETERS.get(value.parameter)
    if parameter is None:
        raise Misuse(f"'{value.parameter}' is no parameter of the law.", remedy=f"Known are: {', '.join(PARAMETERS)}.")
    if fault := parameter.fault(value.value, value.since):
        raise Misuse(fault, field=f"{value.parameter} since {value.since}", remedy=f"The unit is: {parameter.unit}.")


@cache
def packaged() -> tuple[ValueAdopted, ...]:
    """Every value in the TOML files, ordered by parameter and first day."""
    found = [value for name, text in texts().items() for value in read(text, name)]
    return tuple(sorted(found, key=lambda value: (value.parameter, value.since)))


def texts() -> Mapping[str, str]:
    """The packaged TOML files by name."""
    names = sorted(entry.name for entry in files(__package__).iterdir() if entry.name.endswith(".toml"))
    return {name: (files(__package__) / name).read_text(encoding="utf-8") for name in names}


def read(text: str, name: str) -> tuple[ValueAdopted, ...]:
    """The values of one TOML text, in its order. Raises Misuse that names the file."""
    tables = tomllib.loads(text)
    values = tuple(
        ValueAdopted.model_validate({"parameter": parameter, "published": None, **row})
        for parameter, rows in tables.items()
        for row in rows
    )
    for value in values:
        try:
            check(value)
        except Misuse as error:
            raise Misuse(str(error), field=name) from None
    return values


def exact(text: str) -> Decimal | None:
    """A plain decimal number with a point and at most two decimals, or None."""
    return Decimal(text) if _PLAIN_NUMBER.fullmatch(text) else None


def _amount_fault(value: Value, _since: date) -> str:
    number = exact(value) if isinstance(value, str) else None
    return "" if number is not None and 0 < number < 100_000 else f"'{value}' is no amount in euro, like 2337.00."


def _percentage_fault(value: Value, _since: date) -> str:
    number = exact(value) if isinstance(value, str) else None
    return "" if number is not None and number <= 100 else f"'{value}' is no percentage from 0 to 100, like 23.5."


def _scale_fault(value: Value, since: date) -> str:
    if not isinstance(value, dict):
        return f"'{value}' is no scale of percentages by age."
    ages = sorted(value)
    if ages != [str(age) for age in range(YOUNGEST, YOUNGEST + len(ages))] or len(ages) > OLDEST - YOUNGEST + 1:
        return f"A scale names every age from {YOUNGEST} up to the last below the adult age, at most {OLDEST}."
    return next((fault for text in value.values() if (fault := _percentage_fault(text, since))), "")


def _base_fault(value: Value, _since: date) -> str:
    return "" if value in ("sector", "36") else f"'{value}' is neither 'sector' nor '36'."


def _days_fault(value: Value, since: date) -> str:
    if not isinstance(value, tuple):
        return f"'{value}' is no list of days."
    try:
        days = [date.fromisoformat(text) for text in value]
    except ValueError:
        return f"'{', '.join(value)}' is no list of days like 2026-05-15."
    inside = all(day.year == since.year for day in days) and (since.month, since.day) == (1, 1)
    return (
        "" if inside and days == sorted(set(days)) else "Days lie in order in the year whose 1 January they count from."
    )


PARAMETERS: Mapping[str, Parameter] = {
    parameter.name: parameter
    for parameter in (
        Parameter(
            "minimum_wage",
            "Wettelijk minimumloon of an adult; since 2024 the referentiemaandloon",
            "euro per month",
            _amount_fault,
            yearly=True,
        ),
        Parameter("youth_percentages", "Minimumjeugdloon: share of the adult amount", "percent by age", _scale_fault),
        Parameter("bbl_percentages", "Minimumjeugdloon in vocational training (bbl)", "percent by age", _scale_fault),
        Parameter("holiday_percentage", "Vakantiebijslag on the minimum wage", "percent", _percentage_fault),
        Parameter("charges_percentage", "Vergoeding werkgeverslasten on the subsidy", "percent", _percentage_fault),
        Parameter("cap_percentage", "Most that the regular route gives", "percent", _percentage_fault),
        Parameter("flat_rate_percentage", "Forfaitaire subsidy, first six months", "percent", _percentage_fault),
        Parameter("hours_base", "Week that agreed hours are measured against", "hours per week", _base_fault),
        Parameter("equated_days", "Days equated with a public holiday", "days", _days_fault, yearly=True),
    )
}
"""Every parameter of the law, by name."""
