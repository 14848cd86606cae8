"""`lks explain CASE --month`: where an amount comes from, step by step, each with its inputs, result and article."""

from collections.abc import Iterator

import click

from commands.call import Call, reading
from commands.derivation import derivation
from commands.difference import difference_fields, difference_lines
from commands.options import CASE, MONTH
from ledger.calculation.derivation import steps
from ledger.calculation.entitlement import Entitlement, entitlement
from ledger.calculation.money import euro
from ledger.calculation.month import Month
from ledger.calculation.timeline import GAPS
from ledger.refusal import Refused
from ledger.subsidy.state import Subsidy
from projections.causes import differences


@click.command()
@click.argument("case", type=CASE)
@click.option("--month", type=MONTH, required=True, help="The month to explain, like 2026-11.")
@click.option("--difference", is_flag=True, help="Explain every booking, and what is not booked yet, entry by entry.")
@reading
def explain(call: Call, case: str, month: Month, difference: bool) -> None:
    """Explain what is due for a month, on what is known now."""
    if difference:
        _difference(call, case, month)
        return
    known = call.ledger.reading()
    subsidy = known.subsidy(case)
    if subsidy.terms is None:
        raise Refused(f"There is no case {case}.", rule="R15", remedy="Look it up with lks find.")
    due = entitlement(subsidy.terms, month, known.law(), known.policy(subsidy.municipality))
    elsewhere = subsidy.paid_through is not None and month <= subsidy.paid_through
    call.output.answer(
        list(lines(subsidy, due, elsewhere)), case=case, month=str(month), settled_elsewhere=elsewhere, **fields(due)
    )


def _difference(call: Call, case: str, month: Month) -> None:
    """R29: the entry behind each part of a difference; the parts sum to the whole."""
    dsn = call.look()
    if call.ledger.reading().subsidy(case).terms is None:
        raise Refused(f"There is no case {case}.", rule="R15", remedy="Look it up with lks find.")
    found = differences(dsn, case, month)
    told = difference_fields(call, case, month, found)
    call.output.answer(
        [f"{case} {month}", *difference_lines(call, case, month, found)], case=case, month=str(month), differences=told
    )


def lines(subsidy: Subsidy, due: Entitlement, elsewhere: bool) -> Iterator[str]:
    """What is due of a month and why, or why nothing is; and what was booked of it."""
    yield f"{subsidy.case} {due.month}"
    if elsewhere:
        yield f"settled before the case was taken over, which was paid through {subsidy.paid_through} (R27)"
    for line in due.lines:
        yield f"{line.element} element: {euro(line.subsidy_cents)} subsidy + {euro(line.charges_cents)} charges"
        yield from derivation(steps(line.segments))
    for gap in due.gaps:
        yield f"  nothing from {gap.first} to {gap.last}: {GAPS[gap.reason]}"
    for first, last in due.hours_missing:
        yield f"  worked hours not reported from {first} to {last}: unknown, not due (R11)"
    booked = [(slot, cents) for slot, cents in subsidy.booked.items() if slot[0] == due.month]
    for (_, element), (subsidy_cents, charges_cents) in booked:
        yield f"booked, {element} element: {euro(subsidy_cents)} subsidy + {euro(charges_cents)} charges"


def fields(due: Entitlement) -> dict[str, object]:
    """The same for machines."""
    return {
        "lines": [
            line.model_dump(mode="json") | {"steps": [step.model_dump(mode="json") for step in steps(line.segments)]}
            for line in due.lines
        ],
        "gaps": [{"first": str(gap.first), "last": str(gap.last), "reason": gap.reason} for gap in due.gaps],
        "hours_missing": [[str(first), str(last)] for first, last in due.hours_missing],
    }
