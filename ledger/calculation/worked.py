"""The variable element: worked hours, reported over any period, spread over the days of a month (R10, R11).

A report may run over two months (four-week payslips exist) and a month may need two reports, so stretches are cut once
more, at the borders of reports.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from ledger.calculation.amount import worked_hours
from ledger.calculation.calendar import Month
from ledger.calculation.inputs import worked_segment
from ledger.calculation.segment import WorkedSegment
from ledger.calculation.terms import HoursReport, Terms
from ledger.calculation.timeline import Stretch, timeline
from ledger.law import Law
from ledger.law.policy import Policy

_DAY = timedelta(days=1)
_LONGEST_MONTH = 31


class Part(NamedTuple):
    """A stretch that lies within one report, or within none."""

    stretch: Stretch
    report: HoursReport | None


def worked_parts(terms: Terms, stretches: Sequence[Stretch], policy: Policy) -> tuple[Part, ...]:
    """The stretches of contracts with worked hours, cut at the borders of reports."""
    return tuple(
        part
        for stretch in stretches
        if stretch.contract.form != "fixed"
        for part in _parts(stretch, terms.reports, policy)
    )


def hours_missing(parts: Sequence[Part]) -> tuple[tuple[date, date], ...]:
    """R11: the days that no report covers, as first and last days."""
    return tuple((part.stretch.first, part.stretch.last) for part in parts if part.report is None)


def worked_segments(
    terms: Terms, month: Month, parts: Sequence[Part], law: Law, policy: Policy
) -> tuple[WorkedSegment, ...]:
    """The segments of the variable line. Hours above the sector's weeks do not count, measured over the quarter or the
    month (switch `worked_hours_cap`); the other months of the quarter are kept only where that limit binds."""
    cap = policy.on("worked_hours_cap", month.quarter.first)
    if cap == "month":
        return tuple(worked_segment(*part, "limited", law, policy) for part in parts)
    if cap == "quarter" and _may_exceed(terms, month, policy):
        own = (worked_segment(*part, "limited", law, policy) for part in parts)
        limited = (*_context(terms, month, law, policy), *own)
        hours = worked_hours(limited)
        if hours.counted < hours.reported:
            return limited
    return tuple(worked_segment(*part, "counted", law, policy) for part in parts)


def _may_exceed(terms: Terms, month: Month, policy: Policy) -> bool:
    """Whether the quarter's limit can bind at all: not when every report stays below a full-time day, a 31st part of
    52/12 weeks, on the average of its calendar days. Spares the look at the other months in most cases."""
    week = min(contract.sector_full_time_hours for contract in terms.contracts)
    reports = _touching(terms.reports, month.quarter.first, month.quarter.last)
    if any(policy.on("part_month", each.first) != "calendar" for each in month.quarter.months):
        return True
    return any(report.hours * 12 * _LONGEST_MONTH > week * 52 * report.days for report in reports)


def _context(terms: Terms, month: Month, law: Law, policy: Policy) -> Iterator[WorkedSegment]:
    """The other months of the quarter: hours count in order of time, so those of earlier months come first and those of
    later months not at all; all of them make up the limit."""
    for other in month.quarter.months:
        if other != month:
            stretches, _ = timeline(terms, other, policy)
            for stretch, report in worked_parts(terms, stretches, policy):
                yield worked_segment(stretch, report if other < month else None, "context", law, policy)


def _parts(stretch: Stretch, reports: Sequence[HoursReport], policy: Policy) -> Iterator[Part]:
    near = _touching(reports, stretch.first, stretch.last)
    for first, last in _cut(stretch, near):
        yield Part(stretch._replace(first=first, last=last), _report(near, first, policy))


def _report(reports: Sequence[HoursReport], day: date, policy: Policy) -> HoursReport | None:
    """R10: the report that holds on a day: of the source that policy prefers, then the one later in the row."""
    found = [report for report in reports if report.start <= day <= report.until]
    if len(found) < 2:
        return found[0] if found else None
    preferred = policy.on("evidence_precedence", day)
    return next((report for report in reversed(found) if report.source == preferred), found[-1])


def _cut(stretch: Stretch, reports: Sequence[HoursReport]) -> Iterator[tuple[date, date]]:
    days = {report.start for report in reports} | {report.until + _DAY for report in reports}
    first = stretch.first
    for cut in sorted(day for day in days if first < day <= stretch.last):
        yield first, cut - _DAY
        first = cut
    yield first, stretch.last


def _touching(reports: Sequence[HoursReport], first: date, last: date) -> list[HoursReport]:
    return [report for report in reports if report.start <= last and report.until >= first]
