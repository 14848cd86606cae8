"""What a subsidy's entitlement rests on: employment, contracts, grants, ages and reported hours, as known at one
moment.

These are the values that facts have led to; nothing in them is checked again, so yesterday's stream always loads.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from ledger.calculation.segment import AgeStep, Route

ContractForm = Literal["fixed", "min_max", "zero_hours"]
HoursSource = Literal["payslip", "suwi"]


@dataclass(frozen=True, slots=True)
class Contract:
    """Arbeidsovereenkomst from `start`: `hours` agreed a week (min-max: the minimum; zero-hours: 0), the sector's
    full-time week, and whether the BBL scale of the youth minimum wage applies. The one with the latest start holds;
    of two with the same start the one recorded later (R36)."""

    start: date
    form: ContractForm
    hours: Decimal
    maximum_hours: Decimal | None
    sector_full_time_hours: Decimal
    bbl: bool = False


@dataclass(frozen=True, slots=True)
class Grant:
    """Toekenning from `start` up to and including `until`: route and percentage, and the `reference` day of R3
    (effective date of the last decision that fixes the amount). A grant later in the row replaces the ones before from
    its start; one that `revises` (herziening) only until its end. `withdrawn`: from its start on nothing is due
    (intrekking)."""

    start: date
    until: date | None
    route: Route
    wage_value: Decimal | None
    reference: date
    revises: bool = False
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class HoursReport:
    """Opgave gewerkte uren over `start` up to and including `until`, days of the employment; a report later in the row
    replaces the ones before on the days that both hold, within one `source`; of two sources policy prefers one (R10)."""

    start: date
    until: date
    hours: Decimal
    source: HoursSource = "payslip"

    @property
    def days(self) -> int:
        """The calendar days that it is about."""
        return (self.until - self.start).days + 1


@dataclass(frozen=True, slots=True)
class Leave:
    """Onbetaald verlof from `start` up to and including `until` (R13): `hours` agreed a week that remain; None: they stay.
    Later in the row replaces the ones before on the days that both hold."""

    start: date
    until: date
    hours: Decimal | None


@dataclass(frozen=True, slots=True)
class Sickness:
    """Ziekte with sick pay of art. 29b ZW reported before 2022 (R12), up to and including `until`, None while it lasts."""

    start: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Terms:
    """All of one subsidy. No `age_steps`: an adult; a step at the start tells the age then, later ones are birthdays.
    `ended`: the last day that is due, None while it runs on."""

    employment_start: date
    contracts: tuple[Contract, ...]
    grants: tuple[Grant, ...]
    age_steps: tuple[AgeStep, ...] = ()
    reports: tuple[HoursReport, ...] = ()
    ended: date | None = None
    leaves: tuple[Leave, ...] = ()
    sicknesses: tuple[Sickness, ...] = ()
