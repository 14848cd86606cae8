"""What an employment (dienstbetrekking) can be: its dates, its hours, its form of contract (R4, R10)."""

from decimal import Decimal
from typing import Protocol

from ledger import intents
from ledger.facts import ContractForm
from ledger.refusal import Refused


class Agreed(Protocol):
    """What was agreed: hours a week (min-max: the minimum; zero-hours: 0) against the sector's full-time week."""

    @property
    def form(self) -> ContractForm:
        """Fixed, min-max or zero-hours."""

    @property
    def hours(self) -> Decimal:
        """Agreed hours a week."""

    @property
    def maximum_hours(self) -> Decimal | None:
        """Of a min-max contract."""

    @property
    def sector_full_time_hours(self) -> Decimal:
        """The sector's full-time week."""


def check_employment(employment: intents.Employment) -> None:
    """R4 and the order of dates: what no employment can be."""
    if employment.end is not None and employment.end < employment.start:
        raise Refused("The employment ends before it starts.", rule="R15", remedy="Give an end on or after the start.")
    check_contract(employment)


def check_contract(agreed: Agreed) -> None:
    """R4, R10: what no contract can be. More hours than the sector's week are accepted, and count up to it."""
    if agreed.hours > 60 or (agreed.maximum_hours or 0) > 60:
        raise Refused("More than 60 hours a week.", rule="R4", remedy="Give the agreed hours a week, 0 to 60.")
    if not 36 <= agreed.sector_full_time_hours <= 40:
        raise Refused(
            f"A full-time week of {agreed.sector_full_time_hours} hours is outside 36 to 40.",
            rule="R4",
            article="art. 10d lid 4 Pw",
            remedy="Give the sector's full-time week; without a collective agreement (CAO) it is 40.",
        )
    _check_form(agreed)


def _check_form(agreed: Agreed) -> None:
    form, hours, maximum = agreed.form, agreed.hours, agreed.maximum_hours
    if form == "zero_hours" and hours != 0:
        raise Refused("A zero-hours contract has no agreed hours.", rule="R10", remedy="Give 0 hours, or another form.")
    if form == "fixed" and (hours == 0 or maximum is not None):
        raise Refused("A fixed contract has hours, and no maximum.", rule="R10", remedy="Give the agreed hours a week.")
    if form == "min_max" and (maximum is None or maximum < hours):
        raise Refused("A min-max contract has a maximum above its minimum.", rule="R10", remedy="Give both.")
