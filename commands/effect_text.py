"""What a change does to the amounts of a case, in words: by month what was due, what is due with it, and who is paid or
asked what."""

from collections.abc import Iterator, Sequence
from typing import Any

from commands.output import table
from ledger.calculation.money import euro
from ledger.calculation.month import Month
from ledger.subsidy.effect import Effect
from ledger.subsidy.state import Subsidy

HEADINGS = ("month", "element", "was", "becomes", "difference")


def effect_table(found: Sequence[Effect], subsidy: Subsidy) -> list[str]:
    """Month by month what was due and becomes due, subsidy and charges together; months alike in a row are one line. Then
    what it means for months that are booked already."""
    if not found:
        return ["No amount changes."]
    rows = [_row(stretch) for stretch in _stretches(found)]
    return [*table(HEADINGS, rows), *_consequence(found, subsidy)]


def effect_fields(found: Sequence[Effect]) -> list[dict[str, Any]]:
    """The same for machines, every month by itself, in cents."""
    return [
        {
            "month": str(month),
            "element": element,
            "was": _cents(one.before),
            "becomes": _cents(one.after),
            "difference": _cents(one.difference),
        }
        for one in found
        for month, element in (one.slot,)
    ]


def _cents(amount: tuple[int, int]) -> dict[str, int]:
    return {"subsidy_cents": amount[0], "charges_cents": amount[1]}


def _row(stretch: Sequence[Effect]) -> tuple[str, ...]:
    first, last = stretch[0], stretch[-1]
    (month, element), until = first.slot, last.slot[0]
    months = str(month) if month == until else f"{month} to {until}"
    return months, element, *map(euro, (sum(first.before), sum(first.after), first.difference_cents))


def _stretches(found: Sequence[Effect]) -> list[list[Effect]]:
    """Months in a row whose amounts are alike, by element; in order of their first months."""
    stretches: list[list[Effect]] = []
    for one in sorted(found, key=lambda one: (one.slot[1], one.slot[0])):
        if stretches and _continues(stretches[-1][-1], one):
            stretches[-1].append(one)
        else:
            stretches.append([one])
    return sorted(stretches, key=lambda stretch: stretch[0].slot)


def _continues(before: Effect, one: Effect) -> bool:
    follows = (before.slot[0].next, before.slot[1]) == one.slot
    return follows and (before.before, before.after) == (one.before, one.after)


def _consequence(found: Sequence[Effect], subsidy: Subsidy) -> Iterator[str]:
    """R21, R28: what is booked already is settled; the months after it are booked by their runs."""
    booked = booked_through(subsidy)
    settled = [one.difference_cents for one in found if booked is not None and one.slot[0] <= booked]
    if not settled:
        return
    more = sum(settled)
    what = (
        f"{subsidy.employer} gets {euro(more)} more" if more >= 0 else f"{subsidy.employer} got {euro(-more)} too much"
    )
    books = "the next lks settle" if subsidy.finally_settled is None else "a new lks decide determine"
    yield f"Through {booked}, which is booked: {what}; {books} books it."


def booked_through(subsidy: Subsidy) -> Month | None:
    """The last month of which something is booked."""
    return max((month for month, _ in subsidy.booked), default=None)
