"""What is told and what may come of it: the letter to the employee, the terms to object, and objections (steps C3 and C4)."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ledger import facts
from ledger.process import deadlines
from ledger.process.case import Case
from ledger.process.item import WorkItem


class _Told(NamedTuple):
    """A decision and whom it was, or is to be, told."""

    number: str
    decided_on: date
    employee_on: date | None
    objects_until: date


def steps(case: Case) -> Iterator[WorkItem]:
    """Letters, terms and objections of every decision of the case."""
    for told in _decisions(case):
        yield from _employee(case, told)
        yield from _term(case, told)
    yield from _objections(case)


def _decisions(case: Case) -> Iterator[_Told]:
    """Every decision that somebody can object to; one that was taken elsewhere, before a takeover, was told there."""
    decisions: list[facts.Decided | facts.SetAside] = [*case.subsidy.decisions, *case.subsidy.set_asides]
    for one in decisions:
        if isinstance(one, facts.Decided) and one.ground == "takeover":
            continue
        until = max(one.employer_objects_until, one.employee_objects_until)
        yield _Told(one.decision, one.decided_on, one.employee_notified_on, until)
    for notice in case.after(facts.Reindexed):
        day, told = notice.fact.employer_notified_on, notice.fact
        until = max(told.employer_objects_until, told.employee_objects_until)
        yield _Told(told.decision, day, None, until)
    for claim in case.subsidy.claims:
        yield _Told(claim.decision, claim.decided_on, None, claim.employer_objects_until)


def _employee(case: Case, told: _Told) -> Iterator[WorkItem]:
    """The employee is told in writing, with the decision; without it the term of the employee does not begin (Awb 6:8)."""
    if told.employee_on is None or _notified(case, told.number) is not None:
        return
    say = f"{told.number} to confirm to the employee in writing"
    command = f"lks notify employee {{case}} --decision {told.number}"
    yield case.item("tell_employee", told.decided_on, told.employee_on, deadlines.TOLD, say, command, key=told.number)


def _notified(case: Case, number: str) -> facts.EmployeeNotified | None:
    found = [one.fact for one in case.after(facts.EmployeeNotified) if one.fact.decision == number]
    return found[-1] if found else None


def _term(case: Case, told: _Told) -> Iterator[WorkItem]:
    """For information: until when an objection is in time."""
    notified = _notified(case, told.number)
    last = max(told.objects_until, notified.objects_until) if notified else told.objects_until
    say = f"{told.number} can be objected to until {last}"
    command = f"lks objection file {{case}} --decision {told.number} --objector employer"
    yield case.item(
        "objection_term", told.decided_on, last, deadlines.OBJECTION, say, command, key=told.number, waits=True
    )


def _objections(case: Case) -> Iterator[WorkItem]:
    for objection in case.subsidy.objections.values():
        if objection.decided is None:
            filed = objection.filed
            say = f"objection of {filed.by} to {filed.decision}: decide by {filed.decide_by}"
            command = (
                f"lks objection decide {{case}} --decision {filed.decision} --objector {filed.by} --outcome OUTCOME"
            )
            yield case.item(
                "objection", filed.received_on, filed.decide_by, deadlines.OBJECTION_DECISION, say, command,
                key=objection.version,
            )  # fmt: skip
