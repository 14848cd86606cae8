"""From the application to complete data: the target group, the first contact, what is missing, and what came of it."""

from collections.abc import Iterator

from ledger import facts
from ledger.process import deadlines
from ledger.process.case import Case
from ledger.process.item import WorkItem
from ledger.slots import counting

_BEGUN = (
    facts.DocumentsRequested,
    facts.DocumentsReceived,
    facts.MeasurementOrdered,
    facts.Measured,
    facts.WageValueEstablished,
    facts.MeasurementWaived,
    facts.Reminded,
)
"""What shows that the case was taken up."""


def steps(case: Case) -> Iterator[WorkItem]:
    """What an open application asks."""
    if case.status != "applied":
        return
    yield from _target_group(case)
    yield from _first_contact(case)


def _target_group(case: Case) -> Iterator[WorkItem]:
    """Art. 10c: the college establishes or rejects it; without a term of its own, eight weeks (Awb 4:13)."""
    person = case.person
    if person is None or person.group is not None or list(counting(person.inputs, facts.TargetGroupRejected)):
        return
    received = case.application.received_on
    last = deadlines.TARGET_GROUP.last_day(received, case.equated)
    command = f"lks target-group establish --person {case.application.person} --group {case.application.group}"
    say = f"target group of {case.application.person} to establish or reject"
    yield case.item("target_group", received, last, deadlines.TARGET_GROUP, say, command)


def _first_contact(case: Case) -> Iterator[WorkItem]:
    """Step A1: all data are asked at once, at the start, preferably in a conversation."""
    if any(case.after(kind) for kind in _BEGUN):
        return
    received = case.application.received_on
    last = deadlines.FIRST_CONTACT.last_day(received)
    say = "first contact: collect all data at once"
    command = "lks documents request {case} --document contract --respond-by DAY"
    yield case.item("first_contact", received, last, deadlines.FIRST_CONTACT, say, command)
