"""What a running case asks every month or year: worked hours, the amount of a new year, a birthday in the youth scale."""

from collections.abc import Iterator
from datetime import date, timedelta

from ledger import facts
from ledger.calculation.calendar import Month
from ledger.calculation.terms import HoursReport, Terms
from ledger.calculation.timeline import grant_on, timeline
from ledger.calculation.worked import hours_missing, worked_parts
from ledger.process import deadlines
from ledger.process.case import Case
from ledger.process.item import WorkItem

_DAY = timedelta(days=1)


def steps(case: Case) -> Iterator[WorkItem]:
    """What comes back, up to the day that is asked for."""
    if case.subsidy.terms is None or not case.subsidy.grants:
        return
    if case.final is None:
        yield from _hours(case)
    if case.status == "granted":
        yield from _indexation(case)
        yield from _birthdays(case)


def months_without_hours(case: Case, last: Month) -> Iterator[Month]:
    """R11: the months through this one of which worked hours count and are not reported for every day."""
    terms = case.subsidy.terms
    assert terms is not None
    if all(contract.form == "fixed" for contract in terms.contracts):
        return
    if terms.ended is not None:
        last = min(last, Month.of(terms.ended))
    for month in case.subsidy.months_due(last):
        if not _covered(terms.reports, month) and _missing(terms, month, case):
            yield month


def _hours(case: Case) -> Iterator[WorkItem]:
    """R28: settled at least once a quarter, on the hours that are known then."""
    for month in months_without_hours(case, Month.of(case.until).previous):
        last = deadlines.hours_by(month)
        command = f"lks hours report {{case}} --from {month.first} --until {month.last} --hours HOURS --source payslip"
        say = f"worked hours of {month} to report"
        yield case.item("hours", month.next.first, last, deadlines.HOURS, say, command, key=month)


def _covered(reports: tuple[HoursReport, ...], month: Month) -> bool:
    """Whether one report holds the whole month: most do, and spare the look at its days."""
    return any(report.start <= month.first and month.last <= report.until for report in reports)


def _missing(terms: Terms, month: Month, case: Case) -> bool:
    stretches, _ = timeline(terms, month, case.policy)
    return bool(hours_missing(worked_parts(terms, stretches, case.policy)))


def _indexation(case: Case) -> Iterator[WorkItem]:
    """Art. 10d lid 7: on 1 January the amount is set again ex officio, and told."""
    day = date(case.until.year, 1, 1)
    terms = case.subsidy.terms
    assert terms is not None
    grant = grant_on(terms, day)
    if grant is None or grant.withdrawn or grant.reference >= day or not _runs_on(terms, grant.until, day):
        return
    if any(one.fact.effective == day for one in case.after(facts.Reindexed)):
        return
    last = deadlines.told_by(day)
    say = f"amount from {day} on to tell (indexation)"
    command = f"lks reindex {{case}} --year {day.year}"
    yield case.item("indexation", day, last, deadlines.INDEXATION, say, command, key=day.year)


def _runs_on(terms: Terms, until: date | None, day: date) -> bool:
    return all(last is None or day <= last for last in (until, terms.ended))


def _birthdays(case: Case) -> Iterator[WorkItem]:
    """R6: the youth minimum wage follows the age by itself; the next specification tells it."""
    terms = case.subsidy.terms
    assert terms is not None
    for step in terms.age_steps:
        if terms.employment_start < step.since <= case.until and _runs_on(terms, None, step.since):
            say = f"{step.age} years on {step.since}: the amount follows by itself"
            opens = step.since.replace(day=1)
            command = f"lks explain {case.number} --month {Month.of(step.since)}"
            yield case.item("birthday", opens, step.since, deadlines.BIRTHDAY, say, command, key=step.age, waits=True)
