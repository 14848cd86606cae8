"""What may happen to the books of a municipality: they are settled, and quarters and years are closed by two persons (R28, R34)."""

from datetime import date

from ledger import facts, intents
from ledger.calculation.month import Month, Quarter
from ledger.closing.checklist import runs_of, some
from ledger.closing.quarters import Quarters
from ledger.context import Context
from ledger.facts import Fact
from ledger.payment.runs import PaymentRuns
from ledger.refusal import Refused
from ledger.second_person import original, seconded


def decide(intent: intents.Intent, quarters: Quarters, context: Context) -> tuple[Fact, ...]:
    """The facts of the municipality's own stream; what the subsidies record is in `context.settlement`. Raises Refused."""
    match intent:
        case intents.Settle():
            return _settle(quarters, context)
        case intents.SignOffQuarter():
            return _sign_off(intent, quarters, context)
        case intents.ReopenQuarter():
            return _reopen(intent, quarters, context)
        case intents.SignOffYear():
            return _sign_off_year(intent, quarters, context)
    raise AssertionError(f"{type(intent).__name__} is not asked of a quarter")


def settled_through(asked: Month, runs: PaymentRuns, today: date) -> Month:
    """R28: the month that is settled through: not later than that of the last approved run, or the last that is over. Asked
    before anything is read. Raises Refused."""
    if runs.open is not None:
        number = runs.open.number
        raise Refused(
            f"{number} is prepared and not approved.",
            rule="R28",
            remedy=f"Approve it (lks pay approve {number}) or withdraw it (lks pay withdraw {number}); then settle.",
        )
    over = Month.of(today).previous
    return min(asked, max(over, runs.last_month or over))


def check_can_be_signed_off(quarter: Quarter, quarters: Quarters, runs: PaymentRuns, today: date) -> None:
    """What stands in the way whatever the report says: order and time. Asked before anything is read. Raises Refused."""
    if quarters.signed_through is not None and quarter <= quarters.signed_through:
        raise Refused(
            f"{quarter} is signed off already.",
            rule="R34",
            remedy="What becomes known now is booked in the oldest open quarter; nothing has to be reopened.",
        )
    if today <= quarter.last:
        remedy = f"Sign it off from {quarter.next.first} on."
        raise Refused(f"{quarter} runs until {quarter.last}; it is {today}.", rule="R34", remedy=remedy)
    first = oldest_open(quarters, runs)
    if first is None:
        what = "Nothing was paid or settled in this municipality yet."
        raise Refused(what, rule="R34", remedy="Check the municipality: lks pay list.")
    if quarter < first:
        raise Refused(
            f"The books begin with {first}.", rule="R34", remedy=f"Sign off {first}; all before it is closed then."
        )
    if first < quarter:
        raise Refused(f"{first} comes before {quarter}.", rule="R34", remedy=f"Sign off {first} first.")


def oldest_open(quarters: Quarters, runs: PaymentRuns) -> Quarter | None:
    """The quarter that is next to be signed off: after the last one, or the first in which something was paid or settled."""
    if quarters.signed_through is not None:
        return quarters.signed_through.next
    days = [one.fact.booked_on for one in quarters.settlements]
    days += [run.prepared.payment_day for run in runs.approved]
    return min(map(Quarter.of, days), default=None)


def _settle(quarters: Quarters, context: Context) -> tuple[Fact, ...]:
    """None when due is what was booked, so that settling again changes nothing."""
    found = context.settlement
    assert found is not None
    lines = found.lines
    if not lines:
        return ()
    settled = facts.QuarterSettled(
        through=found.through,
        booked_on=quarters.booked_on(found.through.last),
        position=context.position,
        cases=len(found.settled),
        lines=len(lines),
        subsidy_cents=sum(line.subsidy_cents for line in lines),
        charges_cents=sum(line.charges_cents for line in lines),
        digest=found.digest,
    )
    return (settled,)


def _sign_off(intent: intents.SignOffQuarter, quarters: Quarters, context: Context) -> tuple[Fact, ...]:
    assert context.checklist is not None
    assert context.runs is not None
    check_can_be_signed_off(intent.quarter, quarters, context.runs, context.today)
    _check_not_waiting(intent, quarters, context)
    _check_position(intent.position, quarters, context)
    _check_explained(intent, context.runs)
    if context.booked_since:
        raise Refused(
            f"Since the report of {intent.quarter} was made, more was recorded in it: {some(context.booked_since)}.",
            rule="R34",
            remedy="Decline this proposal (lks proposals decline) and propose again: lks quarter sign-off.",
        )
    if not context.checklist.green:
        what = "; ".join(item.what for item in context.checklist.faults)
        remedy = " ".join(item.remedy for item in context.checklist.faults)
        raise Refused(f"{intent.quarter} cannot be signed off: {what}.", rule="R34", remedy=remedy)
    signed = facts.QuarterSignedOff(
        quarter=intent.quarter,
        position=intent.position,
        digest=intent.digest,
        explained=intent.explained,
        unknown=context.checklist.unknown,
    )
    return seconded(intent, context, (signed,))


def _reopen(intent: intents.ReopenQuarter, quarters: Quarters, context: Context) -> tuple[Fact, ...]:
    last = quarters.signed_through
    if last != intent.quarter:
        which = f"the last that is signed off is {last}" if last else "none is signed off"
        raise Refused(
            f"{intent.quarter} cannot be reopened; {which}.",
            rule="R34",
            remedy="Normally none is: what becomes known now is booked in the oldest open quarter.",
        )
    if quarters.signed_year(last.year) is not None:
        raise Refused(
            f"{last.year} is signed off, and {last} with it.",
            rule="R34",
            remedy="What becomes known now is booked in the oldest open quarter.",
        )
    _check_not_waiting(intent, quarters, context)
    return seconded(intent, context, (facts.QuarterReopened(quarter=intent.quarter, reason=intent.reason),))


def _sign_off_year(intent: intents.SignOffYear, quarters: Quarters, context: Context) -> tuple[Fact, ...]:
    if quarters.signed_year(intent.year) is not None:
        raise Refused(f"{intent.year} is signed off already.", rule="R34", remedy="See lks quarter list.")
    last = Quarter(intent.year, 4)
    if quarters.signed_through is None or quarters.signed_through < last:
        first = quarters.signed_through.next if quarters.signed_through else Quarter(intent.year, 1)
        raise Refused(
            f"{intent.year} is not signed off through {last}.",
            rule="R34",
            remedy=f"Sign off its quarters first: lks quarter sign-off --quarter {first}.",
        )
    _check_not_waiting(intent, quarters, context)
    _check_position(intent.position, quarters, context)
    year = facts.YearSignedOff(**intent.model_dump(exclude={"municipality", "anyway", "sealed"}))
    return seconded(intent, context, (year,))


def _check_not_waiting(
    intent: intents.SignOffQuarter | intents.ReopenQuarter | intents.SignOffYear, quarters: Quarters, context: Context
) -> None:
    """The same was proposed and waits: it is answered, not proposed once more."""
    if context.second is not None:
        return
    for waiting in quarters.waiting.values():
        other = original(waiting.fact)
        if type(other) is type(intent) and _about(other) == _about(intent):
            raise Refused(
                f"{_about(intent)} was proposed already (proposal {waiting.position}).",
                rule="R37",
                remedy=f"Let a second person agree: lks proposals approve {waiting.position}; or decline it first.",
            )


def _about(intent: intents.Intent) -> Quarter | int:
    if isinstance(intent, intents.SignOffYear):
        return intent.year
    assert isinstance(intent, intents.SignOffQuarter | intents.ReopenQuarter)
    return intent.quarter


def _check_position(position: int, quarters: Quarters, context: Context) -> None:
    """A report is made of what the ledger holds, after all that was closed before it."""
    before = quarters.signed[-1].position if quarters.signed else 0
    if not before <= position <= context.position:
        raise Refused(
            f"No report can be made of position {position}: the ledger is at {context.position}.",
            rule="R34",
            remedy="Ask again, so that the report is made anew.",
        )


def _check_explained(intent: intents.SignOffQuarter, runs: PaymentRuns) -> None:
    known = {run.number for run in runs_of(intent.quarter, runs)}
    for number in intent.explained:
        if number not in known:
            raise Refused(f"{number} is no run of {intent.quarter}.", rule="R34", remedy="See lks pay list.")
