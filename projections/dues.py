"""What is due for one subsidy in every month, and why nothing is where nothing is.

Most months are like the one before, so a month is computed only where a day of the case, the law or the policy can make
it differ; the others repeat the month before.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ledger.calculation.calendar import Month, months
from ledger.calculation.entitlement import Entitlement, Terms, entitlement
from ledger.calculation.repeating import fresh_months, repeats_itself
from ledger.calculation.segment import Element
from ledger.calculation.timeline import GAPS
from ledger.law import Law
from ledger.law.policy import Policy
from ledger.payment.lines import REASONS as NOT_PAID
from ledger.refusal import Refused
from ledger.subsidy.state import Cents2, Slot, Subsidy

REASONS: dict[str, str] = {
    **GAPS,
    **NOT_PAID,
    "hours_unknown": "worked hours are not reported; unknown is not zero",
    "settled_elsewhere": "settled before the case was taken over",
    "law_missing": "no value of the law is adopted for this month",
    "payable": "booked and not sent; the next run sends it",
    "overpaid": "more was sent than is booked; the next run sets it off, or it is claimed back",
}
"""Why a month is not due, not known or not paid, for people to read."""

_LESS = frozenset({"ended", "withdrawn", "grant_ended", "wage_value_missing", "sick_pay", "unpaid_leave"})
"""Reasons that are told also where a part of the month is due."""


class Note(NamedTuple):
    """Consecutive months of one element with one reason, a code of `REASONS`."""

    element: Element
    first: Month
    last: Month
    reason: str


class Outlook(NamedTuple):
    """Cents due by month and element, and notes on months of which nothing or less is due."""

    due: dict[Slot, Cents2]
    notes: tuple[Note, ...]


class Span(NamedTuple):
    """Consecutive months, first and last included."""

    first: Month
    last: Month


class _Due(NamedTuple):
    """What is due for a month, without the month; and why not."""

    cents: tuple[tuple[Element, Cents2], ...]
    reasons: tuple[tuple[Element, str], ...]


NOTHING = Outlook({}, ())
_NO_LAW = _Due((), (("fixed", "law_missing"),))


def outlook(subsidy: Subsidy, law: Law, policy: Policy, first: Month | None, last: Month) -> Outlook:
    """What is due for this subsidy from its first granted month, or from `first` if that is later, to `last`."""
    if subsidy.terms is None or not subsidy.terms.grants:
        return NOTHING
    begin = Month.of(min(grant.start for grant in subsidy.terms.grants))
    if first is not None and first > begin:
        begin = first
    spans, notes = _spans(subsidy, begin, last)
    due: dict[Slot, Cents2] = {}
    for month, (amounts, reasons) in _months_due(subsidy.terms, law, policy, spans):
        for element, cents in amounts:
            due[month, element] = cents
        for element, reason in reasons:
            _note(notes, element, month, reason)
    return Outlook(due, tuple(notes))


def difference(before: dict[Slot, Cents2], after: dict[Slot, Cents2]) -> dict[Slot, Cents2]:
    """By month and element what changed, without the zeros."""
    if not before:
        return {slot: cents for slot, cents in after.items() if cents != (0, 0)}
    changed: dict[Slot, Cents2] = {}
    for slot in dict.fromkeys((*before, *after)):
        was, becomes = before.get(slot, (0, 0)), after.get(slot, (0, 0))
        if was != becomes:
            changed[slot] = becomes[0] - was[0], becomes[1] - was[1]
    return changed


def _spans(subsidy: Subsidy, first: Month, last: Month) -> tuple[list[Span], list[Note]]:
    """The months that can be due here, and notes on those that were settled before the case was taken over: all up to
    `paid_through` of which no line came along (R27)."""
    if subsidy.paid_through is None or subsidy.paid_through < first:
        return [Span(first, last)], []
    through = min(subsidy.paid_through, last)
    lines = sorted({month for month, _ in subsidy.booked if first <= month <= through})
    spans: list[Span] = []
    notes: list[Note] = []
    for span in (*(Span(line, line) for line in lines), Span(through.next, last)):
        if first < span.first:
            notes.append(Note("fixed", first, span.first.previous, "settled_elsewhere"))
            spans.append(span)
        elif spans:
            spans[-1] = Span(spans[-1].first, span.last)
        else:
            spans.append(span)
        first = span.last.next
    return spans, notes


def _months_due(terms: Terms, law: Law, policy: Policy, spans: list[Span]) -> Iterator[tuple[Month, _Due]]:
    fresh, repeats = fresh_months(terms, law, policy), repeats_itself(terms)
    for span in spans:
        found: _Due | None = None
        for month in _months(*span):
            if found is None or not repeats or month in fresh:
                found = _due(terms, month, law, policy)
            yield month, found


def _due(terms: Terms, month: Month, law: Law, policy: Policy) -> _Due:
    """A month for which no law is known stops nobody: nothing can be due yet, and the schedule says so."""
    try:
        found = entitlement(terms, month, law, policy)
    except Refused:
        return _NO_LAW
    cents = tuple((line.element, (line.subsidy_cents, line.charges_cents)) for line in found.lines)
    return _Due(cents, tuple(_reasons(found, terms)))


def _reasons(found: Entitlement, terms: Terms) -> Iterator[tuple[Element, str]]:
    if found.unknown:
        yield "variable", "hours_unknown"
    if found.reason in _LESS or (found.reason and not found.lines and not found.unknown):
        yield ("fixed" if terms.contracts[-1].hours else "variable"), found.reason


def _note(notes: list[Note], element: Element, month: Month, reason: str) -> None:
    """Add a month to the note that it continues, or begin another."""
    for place, note in enumerate(notes):
        if (note.element, note.reason, note.last) == (element, reason, month.previous):
            notes[place] = note._replace(last=month)
            return
    notes.append(Note(element, month, month, reason))


@lru_cache(maxsize=1024)
def _months(first: Month, last: Month) -> tuple[Month, ...]:
    return tuple(months(first, last))
