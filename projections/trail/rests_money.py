"""What the money of a case rests on: the run or settlement, the decision that ruled each day, the inputs, the law, the account."""

from collections.abc import Iterable, Iterator
from datetime import date

from ledger import facts
from ledger.calculation.calendar import Month
from ledger.calculation.segment import Line, Segment, WorkedSegment
from ledger.calculation.timeline import grant_on
from ledger.facts import MonthAmount, SettledLine
from ledger.subsidy.inputs import counting
from projections.trail.before import Before, Link, Rests, Where, linked
from projections.trail.rests_case import after, application, law
from projections.words import in_month

_AGREED = ("form", "hours", "maximum_hours", "sector_full_time_hours")
"""What a change can set, and an amount rests on."""


def paid(fact: facts.Paid, before: Before) -> Iterator[Link]:
    """The run that was approved, the account, each line, and what came back of an earlier payment."""
    others, entry = before.others, before.entry
    approved = others.last("run", entry.municipality, entry, "RunApproved", where=_of_run(fact.run))
    yield from linked(
        (approved, "the approval of the run"), (others.version("employer", fact.employer, fact.account), "the account")
    )
    yield from lines(fact.booked, before)
    yield from law(fact, before)
    booked = {(line.month, line.element) for line in fact.booked}
    yield from _earlier([line for line in fact.sent if (line.month, line.element) not in booked], before)
    if before.subsidy.came_back is not None and fact.sent:
        yield from linked((before.last("PaymentReturned", "PaymentRejected"), "what came back before"))


def settled(fact: facts.Settled, before: Before) -> Iterator[Link]:
    """The settlement of the municipality, what was booked before, and what is due."""
    others, entry = before.others, before.entry
    whole = others.last(
        "quarter", entry.municipality, entry, "QuarterSettled", where=lambda one: one.through == fact.through
    )
    yield from linked((whole, "the settlement of the municipality"))
    changed = [line for line in fact.lines if line.total_cents]
    yield from _earlier(changed, before)
    yield from lines([line.due for line in changed], before)
    yield from law(fact, before)


def lines(found: Iterable[Line], before: Before) -> Iterator[Link]:
    """What lines of an amount rest on in their case: decisions and inputs."""
    for segment in (segment for line in found for segment in line.segments):
        yield from _ruled(segment.start, before)
        yield from _inputs(segment, before)
    yield from linked(application(before))


def answered(
    fact: facts.PaymentConfirmed | facts.PaymentReturned | facts.PaymentRejected, before: Before
) -> Iterator[Link]:
    """The payment, and what the bank said of it."""
    others, entry = before.others, before.entry
    place = entry.municipality
    yield from linked((before.last("Paid", where=_of_run(fact.run)), "the payment"))
    yield from linked(
        (before.bank(), "what the bank said"),
        (others.last("run", place, entry, "RunWithdrawn", where=_of_run(fact.run)), "the withdrawal of the run"),
        (others.last("run", place, entry, "FileRejected", where=_of_run(fact.run)), "the file that the bank refused"),
    )


def opening(fact: facts.OpeningBooked, before: Before) -> Iterator[Link]:
    """The application and the decision that came along."""
    return linked((before.last("Decided"), "the decision that came along"), application(before))


def determined(fact: facts.FinallySettled, before: Before) -> Iterator[Link]:
    """The decision, and the last settlement."""
    return linked((before.decision(fact.decision), "the decision"), (before.last("Settled"), "the last settlement"))


def received(fact: facts.RecoveryReceived, before: Before) -> Iterator[Link]:
    """The claim, and what the bank said."""
    account = before.fields.get("account")
    bank = (
        before.others.version("bank", account, fact.bank_line) if isinstance(account, str) and fact.bank_line else None
    )
    return linked((before.last("RecoveryClaimed"), "the claim"), (bank, "the line of the bank"))


def _ruled(day: date, before: Before) -> Iterator[Link]:
    """The decision that ruled a day: grants follow from decisions one by one."""
    terms = before.subsidy.terms
    grant = None if terms is None else grant_on(terms, day)
    if terms is None or grant is None:
        return
    place = next(n for n, one in enumerate(terms.grants) if one is grant)
    granting = [one.position for one in before.entries if _grants(one.fact)]
    yield Link(granting[place], f"the decision that ruled {in_month(Month.of(day))}")


def _grants(fact: facts.Fact) -> bool:
    return isinstance(fact, facts.Decided) and fact.outcome in ("grant", "revise", "withdraw")


def _inputs(segment: Segment, before: Before) -> Iterator[Link]:
    """The changes of the contract that rule the segment, and the hours, leave and end that bear on its month."""
    subsidy, month = before.subsidy, Month.of(segment.start)
    inputs = subsidy.inputs
    changes = [
        (one.effective, slot, one) for slot, one in counting(inputs, facts.Amended) if one.effective <= segment.start
    ]
    changes.sort(key=lambda change: change[:2])
    for slot in {_last_of(field, changes) for field in _AGREED} - {None}:
        yield from linked((before.slot(slot or 0), "the change in the employment"))
    if isinstance(segment, WorkedSegment):
        for slot, hours in counting(inputs, facts.HoursReported):
            if hours.start <= month.last and hours.until >= month.first:
                yield from linked((before.slot(slot), f"the worked hours of {in_month(month)}"))
    for slot, leave in counting(inputs, facts.LeaveReported):
        if leave.start <= month.last and leave.until >= month.first:
            yield from linked((before.slot(slot), "the leave"))
    for slot, ended in counting(inputs, facts.Ended):
        if Month.of(ended.last_day) == month:
            yield from linked((before.slot(slot), "the end"))


def _last_of(field: str, changes: list[tuple[date, int, facts.Amended]]) -> int | None:
    """The slot of the change that a field of the contract comes from."""
    return next((slot for _, slot, one in reversed(changes) if getattr(one, field) is not None), None)


def _earlier(found: Iterable[MonthAmount | SettledLine], before: Before) -> Iterator[Link]:
    """What booked the same months before."""
    for line in found:
        for one in before.entries:
            if any((said.month, said.element) == (line.month, line.element) for said in _booked(one.fact)):
                yield Link(one.position, f"what was booked of {in_month(line.month)} before")


def _booked(fact: facts.Fact) -> tuple[Line | MonthAmount | SettledLine, ...]:
    match fact:
        case facts.Paid():
            return fact.booked
        case facts.Settled():
            return fact.lines
        case facts.OpeningBooked():
            return (*fact.lines, *fact.balance)
        case _:
            return ()


def _of_run(run: str) -> Where:
    return lambda fact: bool(fact.run == run)


RESTS: dict[str, Rests] = {
    "Paid": paid,
    "Settled": settled,
    "PaymentConfirmed": answered,
    "PaymentReturned": answered,
    "PaymentRejected": answered,
    "OpeningBooked": opening,
    "FinallySettled": determined,
    "RecoveryAnnounced": after("the determination", "FinallySettled", "Settled"),
    "RecoveryClaimed": after("the announcement", "RecoveryAnnounced", "FinallySettled"),
    "InstalmentsAgreed": after("the claim", "RecoveryClaimed"),
    "RecoveryReceived": received,
    "WrittenOff": after("the claim", "RecoveryClaimed", "FinallySettled"),
    "PaymentReleased": after("the hold", "PaymentHeld"),
    "PaymentHeld": after("the application", "Applied"),
}
