"""Every column that a file may hold: what it means, how it is written, and when it is needed.

The documentation is made from this table and the code reads by it, so the two cannot differ.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple, get_args

from ledger.calculation.segment import Route
from ledger.facts import Applicant, Basis, ContractForm, TargetGroup
from ledger.importing import cells
from ledger.importing.layout import Layout

Part = Literal["municipality", "person", "target group", "employer", "application", "employment", "running case"]
Needed = Literal["always", "application", "running case", ""]
"""Rows of which kind must fill a column: all, those of an application, those of a running case, none."""


class Column(NamedTuple):
    """One column. `default` is what an empty cell means; `written` is how people write it."""

    name: str
    part: Part
    read: Callable[[Any], Any]
    written: str
    needed: Needed
    meaning: str
    default: object = None
    listed: bool = False


def _kept(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """Cells that recur, and say nothing of one person, are read once."""
    return lru_cache(maxsize=1 << 14)(read)


def _choice(values: tuple[str, ...]) -> tuple[Callable[[Any], Any], str]:
    return _kept(cells.choice(*values)), ", ".join(f"`{value}`" for value in values)


_TEXT = (cells.text, "text")
_CODE = (_kept(cells.code), "code")
_DAY = (_kept(cells.day), "2026-11-20")
_MONTH = (_kept(cells.month), "2026-11")
_FLAG = (cells.flag, "yes or no")
_HOURS = (_kept(cells.number(0, 60)), "0 to 60, like 32.5")
_WEEK = (_kept(cells.number(36, 40)), "36 to 40, like 38")
_PERCENTAGE = (_kept(cells.number(0, 100)), "0 to 100, like 57.5")
_EURO = (_kept(cells.euro(0)), "euro, like 2294.40")
_AMOUNTS = (cells.amounts, "`month:element:subsidy+charges`, separated by `;` or white space; JSON Lines: a list")

COLUMNS: tuple[Column, ...] = (
    Column("municipality", "municipality", _kept(cells.municipality), "GM0363", "always",
           "CBS code of the municipality (gemeentecode); left out when `--municipality` says it for all rows"),
    Column("bsn", "person", *_TEXT, "always", "burgerservicenummer, nine digits that pass the eleven test"),
    Column("initials", "person", *_TEXT, "", "initials", ""),
    Column("surname", "person", *_TEXT, "always", "surname with its prefix"),
    Column("birth_date", "person", cells.day, "1990-12-31", "always", "birth date"),
    Column("group", "target group", *_choice(get_args(TargetGroup)), "always", "target group (art. 10c)"),
    Column("group_since", "target group", *_DAY, "always", "first day in the target group"),
    Column("group_applied_on", "target group", *_DAY, "",
           "day on which the person applied for it; empty: ex officio (ambtshalve)"),
    Column("name", "employer", *_TEXT, "always", "name of the employer (the organisation, not the person)"),
    Column("kvk", "employer", *_TEXT, "always", "KvK number, eight digits"),
    Column("payroll_tax_number", "employer", *_TEXT, "always",
           "loonheffingennummer, like 123456782L01: who is paid, one account each"),
    Column("iban", "employer", *_TEXT, "always", "account that the subsidy is paid to, within SEPA"),
    Column("account_name", "employer", *_TEXT, "always", "name of the account holder"),
    Column("applicant", "application", *_choice(get_args(Applicant)), "application", "who asked"),
    Column("basis", "application", *_choice(get_args(Basis)[:-1]), "application", "part of art. 10d that was asked for"),
    Column("received_on", "application", *_DAY, "application", "day on which the application came in"),
    Column("qualified_until", "application", *_DAY, "", "lid 2: last day in school or in the art. 7 group"),
    Column("personnel_number", "application", cells.line, "text", "", "the employer's personnel number", ""),
    Column("start", "employment", *_DAY, "always", "first day of the employment"),
    Column("end", "employment", *_DAY, "", "last day of the employment, when agreed"),
    Column("form", "employment", *_choice(get_args(ContractForm)), "", "form of the contract", "fixed"),
    Column("hours", "employment", *_HOURS, "always", "agreed hours a week; min-max: the minimum; zero-hours: 0"),
    Column("maximum_hours", "employment", *_HOURS, "", "maximum hours a week of a min-max contract"),
    Column("full_time_hours", "employment", *_WEEK, "", "the sector's full-time week", cells.number()("40")),
    Column("bbl", "employment", *_FLAG, "", "part of a BBL training", False),
    Column("sheltered", "employment", *_FLAG, "", "sheltered work (beschut werk, art. 10b)", False),
    Column("paid_through", "running case", *_MONTH, "running case",
           "last month that was settled elsewhere; filled: the row is a running case"),
    Column("taken_over_from", "running case", *_CODE, "running case", "system, municipality or employer it comes from"),
    Column("route", "running case", *_choice(get_args(Route)), "running case", "regular, or flat-rate (forfaitair)"),
    Column("wage_value", "running case", *_PERCENTAGE, "", "wage value in percent; regular route only"),
    Column("decision", "running case", *_CODE, "running case", "number of the decision (beschikking) in force"),
    Column("decided_on", "running case", *_DAY, "running case", "day of that decision"),
    Column("granted_from", "running case", *_DAY, "running case", "first day of the grant"),
    Column("granted_until", "running case", *_DAY, "", "last day of the grant, when it has one"),
    Column("reference", "running case", *_DAY, "running case",
           "day from which the last decision that fixed the amount counts; that year's 1 January, if later, sets the minimum wage"),
    Column("minimum_wage", "running case", *_EURO, "running case",
           "minimum wage a month of an adult that the old system counts with in the month after `paid_through`"),
    Column("lines", "running case", *_AMOUNTS, "", "what was booked and paid elsewhere, by month, as far as known", (), True),
    Column("balance", "running case", *_AMOUNTS, "",
           "what was booked elsewhere and not paid; below zero: owed to us", (), True),
)  # fmt: skip

NAMES: dict[str, Column] = {column.name: column for column in COLUMNS}
"""Every column by its name."""


def layout(*, municipality: bool) -> Layout:
    """What a file of cases looks like. `municipality`: it is given for all rows, so no column needs it."""
    return Layout(
        names=NAMES.keys(),
        listed=frozenset(column.name for column in COLUMNS if column.listed),
        needed=lambda header: _needed(header, municipality),
        guide="docs/import.md",
    )


def _needed(header: Sequence[str], municipality: bool) -> Iterator[str]:
    """Columns that no row can do without, in a file of applications, of running cases, or of both."""
    both = "paid_through" in header and "received_on" in header
    kind = "running case" if "paid_through" in header else "application"
    for column in COLUMNS:
        needed = column.needed == "always" or (column.needed == kind and not both)
        if needed and not (column.name == "municipality" and municipality):
            yield column.name


def documentation() -> str:
    """The columns as a table in Markdown."""
    rows = [f"| `{one.name}` | {one.written} | {_need(one)} | {one.meaning} |" for one in COLUMNS]
    return "\n".join(["| column | written as | needed | meaning |", "|---|---|---|---|", *rows])


def _need(column: Column) -> str:
    match column.needed:
        case "":
            default = "" if column.default in (None, "", ()) else _text(column.default)
            return f"no ({default})" if default else "no"
        case "always":
            return "yes"
        case kind:
            return kind


def _text(default: object) -> str:
    return "no" if default is False else str(default)
