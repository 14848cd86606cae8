"""Why a month's amount changed, for people: every booking and what is not booked yet, each with the entry behind every cent."""

from collections.abc import Iterator, Sequence

from commands.call import Call
from commands.output import table
from commands.words import words
from ledger import facts
from ledger.calculation.comparing import changed_inputs
from ledger.calculation.entitlement import entitlement
from ledger.calculation.money import euro
from ledger.calculation.month import Month
from ledger.calculation.segment import Line
from ledger.facts import Fact
from ledger.refusal import LedgerError
from projections.causes import Difference, Part
from projections.due_changes import NEW_YEAR


def difference_lines(call: Call, case: str, month: Month, found: Sequence[Difference]) -> Iterator[str]:
    """One block a booking: its parts, and their sum."""
    if not found:
        yield f"{case} {month}: nothing was due and nothing was booked."
    for difference in found:
        yield _heading(difference)
        rows = [(*_amounts(part), part.position, part.known_on, _why(call, case, month, difference.element, part))
                for part in difference.parts]  # fmt: skip
        for line in table(("subsidy", "charges", "total", "entry", "day", "because of"), rows):
            yield f"  {line}"
        yield f"  sum: {euro(difference.total_cents)}"


def difference_fields(call: Call, case: str, month: Month, found: Sequence[Difference]) -> list[dict[str, object]]:
    """The same for machines."""
    return [
        {
            "element": difference.element,
            "booked_by": None if difference.booked is None else difference.booked.origin,
            "booked_at": None if difference.booked is None else difference.booked.position,
            "total_cents": difference.total_cents,
            "parts": [
                part._asdict() | {"because": _why(call, case, month, difference.element, part)}
                for part in difference.parts
            ],
        }
        for difference in found
    ]


def _heading(difference: Difference) -> str:
    if difference.booked is None:
        return f"{difference.element} element, not booked yet: {euro(difference.total_cents)}"
    booked = difference.booked
    return (
        f"{difference.element} element, booked by {booked.origin} (entry {booked.position}): {euro(booked.total_cents)}"
    )


def _amounts(part: Part) -> tuple[str, str, str]:
    return euro(part.subsidy_cents), euro(part.charges_cents), euro(part.total_cents)


def _why(call: Call, case: str, month: Month, element: str, part: Part) -> str:
    """What the entry was, and which inputs of the amount it changed."""
    if part.origin == NEW_YEAR:
        return "a later year came into sight"
    (entry,) = call.store.read_all(after=part.position - 1, until=part.position)
    if isinstance(entry.fact, facts.OpeningBooked):
        return "booked elsewhere, before the takeover (R27)"
    before, after = (_line(call, case, month, element, until) for until in (part.position - 1, part.position))
    return f"{_named(entry.fact)}: {'; '.join(changed_inputs(before, after))}"


def _line(call: Call, case: str, month: Month, element: str, until: int) -> Line | None:
    known = call.ledger.reading(until)
    subsidy = known.subsidy(case)
    if subsidy.terms is None:
        return None
    try:
        due = entitlement(subsidy.terms, month, known.law(), known.policy(subsidy.municipality))
    except LedgerError:
        return None
    return next((line for line in due.lines if line.element == element), None)


def _named(fact: Fact) -> str:
    """The kind of fact in words, with what tells it from others of its kind."""
    match fact:
        case facts.Decided():
            return f"{words(fact.outcome)} {fact.decision}"
        case facts.ValueAdopted():
            return f"law: {words(fact.parameter)} since {fact.since} adopted"
        case facts.ValueDeclined():
            return f"law: {words(fact.parameter)} since {fact.since} declined"
        case facts.PolicyAdopted():
            return f"policy: {fact.switch} since {fact.since}"
        case facts.Corrected():
            what = "taken back" if fact.replacement is None else "corrected"
            return f"{words(fact.kind)} {what} ({fact.reason})"
        case _:
            return words(fact.topic)
