"""What a running case asks every month or year: worked hours, the amount of a new year, a birthday in the youth scale."""

from collections.abc import Iterator
from datetime import date

from ledger import facts
from ledger.calculation.calendar import Month
from ledger.process import deadlines
from ledger.process.case import Case
from ledger.process.item import WorkItem
from ledger.process.renewing import set_anew


def steps(case: Case) -> Iterator[WorkItem]:
    """What comes back, up to the day that is asked for."""
    if case.subsidy.terms is None or not case.subsidy.grants:
        return
    if case.final is None:
        yield from _hours(case)
    if case.status == "granted":
        yield from _indexation(case)
        yield from _birthdays(case)


def _hours(case: Case) -> Iterator[WorkItem]:
    """R28: settled at least once a quarter, on the hours that are known then."""
    for month in case.missing_months:
        last = deadlines.hours_by(month)
        command = f"lks hours report {{case}} --from {month.first} --until {month.last} --hours HOURS --source payslip"
        say = f"worked hours of {month} to report"
        yield case.item("hours", month.next.first, last, deadlines.HOURS, say, command, key=month)


def _indexation(case: Case) -> Iterator[WorkItem]:
    """Art. 10d lid 7: on 1 January the amount is set again ex officio, and told."""
    day = date(case.until.year, 1, 1)
    if not set_anew(case.subsidy, day):
        return
    if any(one.fact.effective == day for one in case.after(facts.Reindexed)):
        return
    last = deadlines.told_by(day)
    say = f"amount from {day} on to tell (indexation)"
    command = f"lks reindex {{case}} --year {day.year}"
    yield case.item("indexation", day, last, deadlines.INDEXATION, say, command, key=day.year)


def _birthdays(case: Case) -> Iterator[WorkItem]:
    """R6: the youth minimum wage follows the age by itself; the next specification tells it."""
    terms = case.subsidy.terms
    assert terms is not None
    last = case.until if terms.ended is None else min(case.until, terms.ended)
    for step in terms.age_steps:
        if terms.employment_start < step.since <= last:
            say = f"{step.age} years on {step.since}: the amount follows by itself"
            opens = step.since.replace(day=1)
            command = f"lks explain {case.number} --month {Month.of(step.since)}"
            yield case.item("birthday", opens, step.since, deadlines.BIRTHDAY, say, command, key=step.age, waits=True)
