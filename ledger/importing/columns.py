"""Every column that a file of cases may hold: what it means, how it is written, and when it is needed.

The documentation, the JSON Schema and the form are made from this table and the code reads by it, so they cannot differ.
"""

from collections.abc import Iterator, Sequence
from typing import get_args

from ledger.calculation.segment import Route
from ledger.facts import Applicant, Basis, ContractForm, TargetGroup
from ledger.importing import cells
from ledger.importing.column import (
    AMOUNTS,
    BIRTH_DATE,
    BSN,
    CODE,
    DAY,
    EURO,
    FLAG,
    HOURS,
    IBAN,
    KVK,
    LINE,
    MONTH,
    MUNICIPALITY,
    PAYROLL,
    PERCENTAGE,
    TEXT,
    WEEK,
    Column,
    choice,
    table,
)
from ledger.importing.layout import Layout

COLUMNS: tuple[Column, ...] = (
    Column("municipality", "municipality", *MUNICIPALITY, "always",
           "CBS code of the municipality (gemeentecode); left out when `--municipality` says it for all rows"),
    Column("bsn", "person", *BSN, "always", "burgerservicenummer, nine digits that pass the eleven test"),
    Column("initials", "person", *TEXT, "", "initials", ""),
    Column("surname", "person", *TEXT, "always", "surname with its prefix"),
    Column("birth_date", "person", *BIRTH_DATE, "always", "birth date"),
    Column("group", "target group", *choice(get_args(TargetGroup)), "always", "target group (art. 10c)"),
    Column("group_since", "target group", *DAY, "always", "first day in the target group"),
    Column("group_applied_on", "target group", *DAY, "",
           "day on which the person applied for it; empty: ex officio (ambtshalve)"),
    Column("name", "employer", *TEXT, "always", "name of the employer (the organisation, not the person)"),
    Column("kvk", "employer", *KVK, "always", "KvK number, eight digits"),
    Column("payroll_tax_number", "employer", *PAYROLL, "always",
           "loonheffingennummer, like 123456782L01: who is paid, one account each"),
    Column("iban", "employer", *IBAN, "always", "account that the subsidy is paid to, within SEPA"),
    Column("account_name", "employer", *TEXT, "always", "name of the account holder"),
    Column("applicant", "application", *choice(get_args(Applicant)), "application", "who asked"),
    Column("basis", "application", *choice(get_args(Basis)[:-1]), "application", "part of art. 10d that was asked for"),
    Column("received_on", "application", *DAY, "application", "day on which the application came in"),
    Column("qualified_until", "application", *DAY, "", "lid 2: last day in school or in the art. 7 group"),
    Column("personnel_number", "application", *LINE, "", "the employer's personnel number", ""),
    Column("start", "employment", *DAY, "always", "first day of the employment"),
    Column("end", "employment", *DAY, "", "last day of the employment, when agreed"),
    Column("form", "employment", *choice(get_args(ContractForm)), "", "form of the contract", "fixed"),
    Column("hours", "employment", *HOURS, "always", "agreed hours a week; min-max: the minimum; zero-hours: 0"),
    Column("maximum_hours", "employment", *HOURS, "", "maximum hours a week of a min-max contract"),
    Column("full_time_hours", "employment", *WEEK, "", "the sector's full-time week", cells.number()("40")),
    Column("bbl", "employment", *FLAG, "", "part of a BBL training", False),
    Column("sheltered", "employment", *FLAG, "", "sheltered work (beschut werk, art. 10b)", False),
    Column("paid_through", "running case", *MONTH, "running case",
           "last month that was settled elsewhere; filled: the row is a running case"),
    Column("taken_over_from", "running case", *CODE, "running case", "system, municipality or employer it comes from"),
    Column("route", "running case", *choice(get_args(Route)), "running case", "regular, or flat-rate (forfaitair)"),
    Column("wage_value", "running case", *PERCENTAGE, "", "wage value in percent; regular route only"),
    Column("decision", "running case", *CODE, "running case", "number of the decision (beschikking) in force"),
    Column("decided_on", "running case", *DAY, "running case", "day of that decision"),
    Column("granted_from", "running case", *DAY, "running case", "first day of the grant"),
    Column("granted_until", "running case", *DAY, "", "last day of the grant, when it has one"),
    Column("reference", "running case", *DAY, "running case",
           "day from which the last decision that fixed the amount counts; that year's 1 January, if later, sets the minimum wage"),
    Column("minimum_wage", "running case", *EURO, "running case",
           "minimum wage a month of an adult that the old system counts with in the month after `paid_through`"),
    Column("lines", "running case", *AMOUNTS, "", "what was booked and paid elsewhere, by month, as far as known", ()),
    Column("balance", "running case", *AMOUNTS, "",
           "what was booked elsewhere and not paid; below zero: owed to us", ()),
)  # fmt: skip

NAMES: dict[str, Column] = table(*COLUMNS)
"""Every column by its name."""


def layout(*, municipality: bool) -> Layout:
    """What a file of cases looks like. `municipality`: it is given for all rows, so no column needs it."""
    return Layout(NAMES, lambda header: _needed(header, municipality), "docs/import.md")


def _needed(header: Sequence[str], municipality: bool) -> Iterator[str]:
    """Columns that no row can do without, in a file of applications, of running cases, or of both."""
    both = "paid_through" in header and "received_on" in header
    kind = "running case" if "paid_through" in header else "application"
    for column in COLUMNS:
        needed = column.needed == "always" or (column.needed == kind and not both)
        if needed and not (column.name == "municipality" and municipality):
            yield column.name
