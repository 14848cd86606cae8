"""What changed about a case between two moments, in words: how it stood, cent by cent, and which entry caused each difference."""

from collections.abc import Iterator
from typing import Any

from commands import trail_text
from commands.output import table
from commands.replay_case import indented, moment_fields
from commands.words import counted, words
from ledger.calculation.money import euro
from ledger.subsidy.state import Slot
from projections.replay.case import Amounts, Moment
from projections.replay.difference import Between, Part

HEADINGS = ("month", "element", "what", "was", "became", "difference")
PARTS = ("entry", "what", "month", "element", "subsidy", "charges", "total", "because of")


def lines(found: Between) -> Iterator[str]:
    """How it stood, the amounts that differ, what caused each, and what was recorded in between."""
    yield f"{found.after.case}  from {_moment(found.first)} to {_moment(found.second)}"
    yield from indented(_state(found))
    rows = [
        (*slot, words(name), euro(was), euro(became), euro(became - was))
        for slot in found.slots
        for name, was, became in _named(found, slot)
    ]
    yield ""
    yield "What differs"
    yield from indented(table(HEADINGS, rows) if rows else ["no amount differs"])
    if found.parts:
        yield ""
        yield "Which entry caused it; the parts of a month sum to its difference"
        yield from indented(table(PARTS, [_row(found, part) for part in found.parts]))
    yield ""
    yield "What was recorded in between"
    if not found.told:
        yield "  nothing about this case, and nothing that changed it"
    for one in found.told:
        yield from trail_text.wrapped(one, "  ")


def fields(found: Between) -> dict[str, Any]:
    """The same for machines, in cents."""
    return {
        "case": found.after.case,
        "first": moment_fields(found.first),
        "second": moment_fields(found.second),
        "status": [found.before.status, found.after.status],
        "payable_cents": [found.before.payable_cents(), found.after.payable_cents()],
        "differences": [
            {"month": str(slot[0]), "element": slot[1], "what": name, "was_cents": was, "became_cents": became}
            for slot in found.slots
            for name, was, became in _named(found, slot)
        ],
        "parts": [
            {**part._asdict(), "month": str(part.month), "total_cents": part.total_cents} for part in found.parts
        ],
        "entries": [trail_text.fields(one) for one in found.told],
    }


def _moment(moment: Moment) -> str:
    return f"entry {moment.position} ({moment.today})"


def _state(found: Between) -> Iterator[str]:
    was, became = found.before, found.after
    if was.status == became.status:
        yield f"{words(became.status)} at both moments"
    else:
        yield f"{'not there yet' if was.status == 'none' else words(was.status)}, became {words(became.status)}"
    if was.payable_cents() != became.payable_cents():
        yield f"payable {euro(was.payable_cents())}, became {euro(became.payable_cents())}"
    more = len(became.decisions) - len(was.decisions)
    if more:
        yield f"{counted(more, 'decision')} more"


def _named(found: Between, slot: Slot) -> Iterator[tuple[str, int, int]]:
    """The amounts of a month and element that differ, payable last."""
    was, became = found.amounts_before.get(slot, Amounts()), found.amounts_after.get(slot, Amounts())
    for name in Amounts._fields:
        if getattr(was, name) != getattr(became, name):
            yield name, getattr(was, name), getattr(became, name)
    if was.payable != became.payable:
        yield "payable", was.payable, became.payable


def _row(found: Between, part: Part) -> tuple[object, ...]:
    topic = next((one.entry.topic for one in found.told if one.entry.position == part.position), "")
    amounts = euro(part.subsidy_cents), euro(part.charges_cents), euro(part.total_cents)
    return part.position, words(part.kind), part.month, part.element, *amounts, words(topic)
