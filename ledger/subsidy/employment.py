"""What an employment (dienstbetrekking) can be: its dates, its hours, its form of contract (R4, R10)."""

from ledger import intents
from ledger.refusal import Refused


def check_employment(employment: intents.Employment) -> None:
    """R4 and the order of dates: what no employment can be."""
    if employment.end is not None and employment.end < employment.start:
        raise Refused("The employment ends before it starts.", rule="R15", remedy="Give an end on or after the start.")
    if employment.hours > 60 or (employment.maximum_hours or 0) > 60:
        raise Refused("More than 60 hours a week.", rule="R4", remedy="Give the agreed hours a week, 0 to 60.")
    if not 36 <= employment.sector_full_time_hours <= 40:
        raise Refused(
            f"A full-time week of {employment.sector_full_time_hours} hours is outside 36 to 40.",
            rule="R4",
            article="art. 10d lid 4 Pw",
            remedy="Give the sector's full-time week; without a collective agreement (CAO) it is 40.",
        )
    _check_form(employment)


def _check_form(employment: intents.Employment) -> None:
    form, hours, maximum = employment.form, employment.hours, employment.maximum_hours
    if form == "zero_hours" and hours != 0:
        raise Refused("A zero-hours contract has no agreed hours.", rule="R10", remedy="Give 0 hours, or another form.")
    if form == "fixed" and (hours == 0 or maximum is not None):
        raise Refused("A fixed contract has hours, and no maximum.", rule="R10", remedy="Give the agreed hours a week.")
    if form == "min_max" and (maximum is None or maximum < hours):
        raise Refused("A min-max contract has a maximum above its minimum.", rule="R10", remedy="Give both.")
