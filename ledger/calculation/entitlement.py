"""What is due for one subsidy and one month (recht op loonkostensubsidie), and of what it is made.

A pure function of the terms, the law and the policy known at one moment: it cuts the month, chooses the inputs of every
stretch and leaves the arithmetic to `amount`.
"""

from dataclasses import dataclass
from datetime import date

from ledger.calculation.amount import AgeStep, Element, Line, Segment, amount
from ledger.calculation.calendar import Month
from ledger.calculation.inputs import fixed_segment
from ledger.calculation.terms import Contract, Grant, HoursReport, Leave, Sickness, Terms
from ledger.calculation.timeline import GAPS, Gap, Share, timeline
from ledger.calculation.worked import hours_missing, worked_parts, worked_segments
from ledger.law import Law
from ledger.law.policy import Policy
from ledger.model import made

__all__ = [
    "AgeStep", "Contract", "Entitlement", "Gap", "Grant", "HoursReport", "Leave", "Sickness", "Terms", "entitlement",
    "monthly",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entitlement:
    """Lines of one month; the days on which nothing is due, and why; the days whose worked hours are not known."""

    month: Month
    lines: tuple[Line, ...]
    gaps: tuple[Gap, ...] = ()
    hours_missing: tuple[tuple[date, date], ...] = ()

    @property
    def unknown(self) -> bool:
        """R11: the variable part is not known, which is not zero."""
        return bool(self.hours_missing)

    @property
    def reason(self) -> str | None:
        """Why nothing or less is due: the most telling code of `timeline.GAPS`."""
        reasons = {gap.reason for gap in self.gaps}
        return next((code for code in GAPS if code in reasons), None)


def entitlement(terms: Terms, month: Month, law: Law, policy: Policy) -> Entitlement:
    """The lines of this month (R2). Raises Refused for days before the law that the formula is of (R7, R8)."""
    stretches, gaps = timeline(terms, month, policy)
    fixed = tuple(fixed_segment(stretch, law, policy) for stretch in stretches if stretch.contract.hours)
    lines: tuple[Line, ...] = (_line(month, "fixed", fixed),) if fixed else ()
    parts = worked_parts(terms, stretches, policy)
    missing = hours_missing(parts)
    if parts and not missing:
        lines += (_line(month, "variable", worked_segments(terms, month, parts, law, policy)),)
    return Entitlement(month, lines, tuple(gaps), missing)


def monthly(terms: Terms, day: date, law: Law, policy: Policy, part: Share | None = None) -> tuple[Segment, ...]:
    """A whole month of agreed hours (or `part` of it) on the terms of one day, as a decision states it (R20); nothing
    where nothing is due on that day."""
    stretches, _ = timeline(terms, Month.of(day), policy)
    days = Month.of(day).days
    return tuple(
        fixed_segment(stretch._replace(first=day), law, policy, part or Share(days, days))
        for stretch in stretches
        if stretch.first <= day <= stretch.last
    )


def _line(month: Month, element: Element, segments: tuple[Segment, ...]) -> Line:
    due = amount(segments)
    return made(
        Line,
        {
            "month": month,
            "element": element,
            "subsidy_cents": due.subsidy_cents,
            "charges_cents": due.charges_cents,
            "segments": segments,
        },
    )
