"""The end of a case in words: what a determination booked and found, and how far a recovery is (R31)."""

from collections.abc import Iterable, Iterator
from datetime import date

from commands.output import table
from ledger import facts
from ledger.calculation.money import euro
from ledger.facts import Fact
from ledger.subsidy.recovering import lapses, overdue_cents
from ledger.subsidy.state import Subsidy

HEADINGS = ("month", "element", "due", "booked before", "booked now")


def settled(recorded: Iterable[Fact]) -> list[str]:
    """What was booked with a determination, month by month; nothing where nothing was left to book."""
    lines = [line for fact in recorded if isinstance(fact, facts.Settled) for line in fact.lines]
    if not lines:
        return []
    rows = [
        (
            line.month,
            line.element,
            euro(line.due.total_cents),
            euro(line.due.total_cents - line.total_cents),
            euro(line.total_cents),
        )
        for line in lines
    ]
    return table(HEADINGS, rows)


def determination(case: str, decided: facts.Decided, final: facts.FinallySettled) -> Iterator[str]:
    """The decision and its balance, and what comes next."""
    amounts = f"{euro(final.subsidy_cents)} subsidy + {euro(final.charges_cents)} charges in all"
    yield f"{decided.decision}: determined from {decided.start} to {decided.until}, decided on {decided.decided_on}: {amounts}."
    if final.balance_cents < 0:
        yield f"{euro(-final.balance_cents)} is owed to the municipality; it can be claimed until {final.claim_until}."
        yield f"Next: lks recovery announce --case {case} --respond-by DAY"
    elif final.balance_cents:
        yield f"{euro(final.balance_cents)} is payable; the next run sends it."
    else:
        yield "Nothing is payable or owed."
    objection = f"employer {decided.employer_objects_until}, employee {decided.employee_objects_until}"
    yield f"Last day to object: {objection}."


def recovery(subsidy: Subsidy, today: date) -> Iterator[str]:
    """How far a recovery is: claims, parts, what came in, what was written off, and what is still owed."""
    final, announced = subsidy.finally_settled, subsidy.announced
    if final is not None:
        yield f"determined by {final.decision}: balance {euro(final.balance_cents)}, can be claimed until {final.claim_until}"
    if announced is not None:
        yield f"announced {announced.announced_on}: {euro(announced.cents)}, views until {announced.respond_by}"
    for claim in subsidy.claims:
        open_until = f", lapses after {lapses(claim)}" if subsidy.claimed_cents() else ""
        told = f"last day to object {claim.employer_objects_until}{open_until}"
        yield f"{claim.decision} {claim.decided_on}: claimed {euro(claim.cents)}, to be paid by {claim.pay_by}; {told}"
    if subsidy.instalments is not None:
        parts = ", ".join(f"{part.due_on} {euro(part.cents)}" for part in subsidy.instalments.instalments)
        yield f"in parts, agreed on {subsidy.instalments.agreed_on}: {parts}"
    if subsidy.claims:
        settled_up = sum(subsidy_cents + charges_cents for subsidy_cents, charges_cents in subsidy.settled_up.values())
        overdue = overdue_cents(subsidy, today)
        late = f", of which {euro(overdue)} is overdue" if overdue else ""
        yield f"received or written off {euro(settled_up)}, outstanding {euro(subsidy.claimed_cents())}{late}"
    unclaimed = subsidy.owed_cents() - subsidy.claimed_cents()
    if unclaimed and (final is not None or subsidy.claims):
        yield f"owed and not claimed: {euro(unclaimed)}"
