"""One row of a payment specification (betaalspecificatie): one employee, month and component of an amount."""

from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

VERSION = "LKS-BS-1.0"
"""The layout: its columns, codes and their meaning. Another layout gets another version."""

Profile = Literal["A", "B"]
"""A: with BSN, name, birth date and wage value. B, the usual one: without; the employee is known by personnel number and
case."""

Kind = Literal[
    "VAST", "VARIABEL", "CORRECTIE", "INDEXERING", "LEEFTIJD", "EINDAFREKENING", "TERUGVORDERING", "SALDO"
]  # fmt: skip
Reason = Literal[
    "MAAND", "NABETALING", "HERREKENING", "TERUGSTORTING", "AFGEKEURD", "INGETROKKEN", "OVERNAME", "DOORGESCHOVEN",
    "CONTRACTWIJZIGING", "MEERUREN", "MINUREN", "BEZWAAR", "LOONWAARDE", "FOUTHERSTEL",
]  # fmt: skip
RouteCode = Literal["FORFAITAIR", "REGULIER"]
ContractCode = Literal["VAST", "MINMAX", "NULUREN"]
HoursSource = Literal["CONTRACT", "LOONSTROOK", "SUWI"]


class Row(NamedTuple):
    """The 44 columns in order. Amounts are cents; percentages and hours have two decimals, factors six; no text is ''.

    `hours_per_week` and `minimum_wage_cents` to `hours_factor` are None where the month has several segments or was
    calculated elsewhere. `subsidy_cents` + `charges_cents` = `due_cents` - `paid_before_cents` = `total_cents`.
    """

    version: str
    specification: str
    number: int
    row_id: str
    municipality: str
    municipality_name: str
    executor: str
    employer_name: str
    kvk: str
    rsin: str
    payroll_tax_number: str
    execution_day: date
    reference: str
    iban: str
    case: str
    decision: str
    personnel_number: str
    bsn: str
    surname: str
    initials: str
    birth_date: date | None
    period_from: date
    period_until: date
    kind: Kind
    reason: Reason
    route: RouteCode
    contract_form: ContractCode
    hours_per_week: Decimal | None
    hours_worked: Decimal | None
    hours_source: HoursSource | None
    minimum_wage_cents: int | None
    holiday_percentage: Decimal | None
    wage_value: Decimal | None
    month_factor: Decimal | None
    hours_factor: Decimal | None
    subsidy_cents: int
    charges_percentage: Decimal
    charges_cents: int
    due_cents: int
    paid_before_cents: int
    total_cents: int
    corrects: str
    calculation: str
    ledger_account: str
