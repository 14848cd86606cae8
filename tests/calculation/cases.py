"""Terms, law and policy for the tests of the calculation, with everything that a test does not name at its plainest."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from ledger.calculation.amount import AgeStep, FixedSegment, WorkedSegment
from ledger.calculation.calendar import Month
from ledger.calculation.entitlement import Contract, Entitlement, Grant, HoursReport, Terms, entitlement
from ledger.calculation.terms import ContractForm
from ledger.law import packaged_law
from ledger.law.policy import Choice, Policy

LAW = packaged_law()
DEFAULTS = Policy.defaults()


def policy(since: date = date(2000, 1, 1), **choices: str) -> Policy:
    """Switches as adopted from a day on; `law__charges_percentage` is the deviation `law:charges_percentage`."""
    names = {name: name.replace("law__", "law:") for name in choices}
    return Policy({names[name]: (Choice(since, value, 1),) for name, value in choices.items()})


def contract(
    start: date,
    hours: str = "36",
    form: ContractForm = "fixed",
    full_time_hours: str = "36",
    *,
    maximum: str | None = None,
    bbl: bool = False,
) -> Contract:
    """A contract; the sector's week is 36 hours unless said."""
    most = None if maximum is None else Decimal(maximum)
    return Contract(start, form, Decimal(hours), most, Decimal(full_time_hours), bbl)


def regular(start: date, wage_value: str = "50", *, until: date | None = None, reference: date | None = None) -> Grant:
    """A grant under lid 4."""
    return Grant(start, until, "regular", Decimal(wage_value), reference or start)


def flat_rate(start: date, *, until: date | None = None) -> Grant:
    """A grant under lid 5."""
    return Grant(start, until, "flat_rate", None, start)


def terms(start: date, *grants: Grant, contracts: Sequence[Contract] = (), **others: Any) -> Terms:
    """A subsidy of an employment; 36 hours and a wage value of 50 % unless said."""
    return Terms(
        employment_start=start,
        contracts=tuple(contracts) or (contract(start),),
        grants=grants or (regular(start),),
        age_steps=tuple(AgeStep(age=age, since=since) for age, since in others.pop("ages", ())),
        reports=tuple(HoursReport(first, last, Decimal(hours)) for first, last, hours in others.pop("reports", ())),
        **others,
    )


def due(subsidy: Terms, month: str, chosen: Policy = DEFAULTS) -> Entitlement:
    """What is due in a month, by the packaged law."""
    return entitlement(subsidy, Month.parse(month), LAW, chosen)


def cents(found: Entitlement, element: str = "fixed") -> tuple[int, int]:
    """Subsidy and charges of one element; nothing is 0."""
    lines = [line for line in found.lines if line.element == element]
    assert len(lines) <= 1, "R2: one line a month and element"
    return (lines[0].subsidy_cents, lines[0].charges_cents) if lines else (0, 0)


def fixed_segment(**changed: Any) -> FixedSegment:
    """36 hours, wage value 50 %, the whole of February 2026."""
    plain: dict[str, Any] = {
        "start": "2026-02-01",
        "days": 28,
        "days_in_month": 28,
        "hours": "36",
        "full_time_hours": "36",
        "base_hours": "36",
        "reference_date": "2026-01-01",
        "minimum_wage_cents": 229440,
        "age_percentage": "100",
        "holiday_percentage": "8",
        "route": "regular",
        "wage_value": "50",
        "wage_value_holiday_percentage": "8",
        "cap_percentage": "70",
        "flat_rate_percentage": None,
        "charges_percentage": "25",
        "charges_on": "unrounded",
        "formula": "lks-2024",
    }
    return FixedSegment.model_validate(plain | changed)


def worked_segment(**changed: Any) -> WorkedSegment:
    """100 hours worked in February 2026 on a zero-hours contract."""
    plain = fixed_segment(hours="0").model_dump()
    worked = {
        "formula": "lks-2024-worked",
        "reported_hours": "100",
        "worked_days": 28,
        "report_days": 28,
        "role": "counted",
    }
    return WorkedSegment.model_validate(plain | worked | changed)


def with_reports(subsidy: Terms, *reports: tuple[date, date, str]) -> Terms:
    """The same subsidy with other reports of worked hours."""
    return replace(subsidy, reports=tuple(HoursReport(first, last, Decimal(hours)) for first, last, hours in reports))
