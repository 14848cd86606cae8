"""A case as known at a moment, in words: how it stood, what was due and why, what moved, and every entry with who and why."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from commands import show, trail_text
from commands.derivation import derivation
from commands.explain import fields as explained
from commands.output import table
from ledger.calculation.derivation import Step, steps
from ledger.calculation.money import euro
from ledger.calculation.month import Month
from ledger.calculation.segment import Line
from ledger.subsidy.state import Slot
from projections.dues import REASONS, Note
from projections.movements import Movement
from projections.replay.case import Amounts, CaseThen, Moment

HEADINGS = ("month", "element", "due", "booked", "sent", "returned", "received", "written off", "payable")
MOVED = ("entry", "day", "what", "month", "element", "subsidy", "charges", "by")

_KINDS = {"written_off": "written off"}


def lines(then: CaseThen, today: date) -> Iterator[str]:
    """All of it, the state first."""
    yield known_at(then.moment)
    yield ""
    yield from show.lines(then.subsidy, then.law, then.policy, today)
    yield ""
    yield f"Month by month, through {then.last}"
    yield from indented(amount_table(then.amounts()))
    yield ""
    yield "What was due, and why"
    yield from indented(reasons(then))
    yield ""
    yield "What was booked, sent and came back"
    yield from indented(moved_table(then.moved))
    yield ""
    yield "What was recorded, by whom and why"
    for one in then.told:
        yield from trail_text.wrapped(one, "  ")


def fields(then: CaseThen) -> dict[str, Any]:
    """The same for machines."""
    return {
        **moment_fields(then.moment),
        "case": then.subsidy.case,
        "state": show.fields(then.subsidy, then.law, then.policy),
        "months": [amount_fields(slot, one) for slot, one in then.amounts().items()],
        "entitlement": [_explained(then, month) for month in _months(then)],
        "not_due": [_note_fields(note) for note in then.notes],
        "movements": [_movement_fields(one) for one in then.moved],
        "entries": [trail_text.fields(one) for one in then.told],
    }


def known_at(moment: Moment) -> str:
    """Which moment is shown."""
    recorded = trail_text.at(moment.recorded_at)
    return f"As known at entry {moment.position}, recorded {recorded}, business day {moment.today}"


def moment_fields(moment: Moment) -> dict[str, Any]:
    """A moment for machines."""
    return {
        "position": moment.position,
        "recorded_at": moment.recorded_at.isoformat(),
        "known_on": str(moment.today),
    }


def indented(text: Iterable[str]) -> Iterator[str]:
    """Two spaces further in."""
    return (f"  {line}" for line in text)


def amount_table(found: dict[Slot, Amounts]) -> list[str]:
    """A row for each month and element, and the sum."""
    if not found:
        return ["nothing was due, booked or sent"]
    rows = [(month, element, *cells(one)) for (month, element), one in found.items()]
    total = Amounts()
    for one in found.values():
        total = total.plus(one)
    return table(HEADINGS, [*rows, ("total", "", *cells(total))])


def cells(one: Amounts) -> tuple[str, ...]:
    """The amounts of a row in euro, payable last."""
    return (*map(euro, one), euro(one.payable))


def amount_fields(slot: Slot, one: Amounts) -> dict[str, Any]:
    """The same for machines, in cents."""
    cents = {f"{name}_cents": value for name, value in one._asdict().items()}
    return {"month": str(slot[0]), "element": slot[1], **cents, "payable_cents": one.payable}


def moved_table(moved: Sequence[Movement]) -> list[str]:
    """Every money fact's amounts with their entry."""
    if not moved:
        return ["nothing was booked or sent"]
    rows = [
        (
            one.position, one.value_date, _KINDS.get(one.kind, one.kind), Month.of(one.month), one.element,
            euro(one.subsidy_cents), euro(one.charges_cents), one.origin,
        )
        for one in moved
    ]  # fmt: skip
    return table(MOVED, rows)


def reasons(then: CaseThen) -> Iterator[str]:
    """Each line with its derivation, months that are made of the same told once; and why nothing was due where nothing was."""
    found = [(line, steps(line.segments)) for month in _months(then) for line in _lines_of(then, month)]
    if not found and not then.notes:
        yield "nothing was granted"
    for stretch in _stretches(found):
        line, its_steps = stretch[0]
        months = f"{line.month}" if len(stretch) == 1 else f"{line.month} to {stretch[-1][0].month}, each"
        yield f"{months}, {line.element} element: {euro(line.subsidy_cents)} subsidy + {euro(line.charges_cents)} charges"
        yield from indented(derivation(its_steps))
    for note in then.notes:
        yield f"{span(note)}, {note.element} element: {REASONS[note.reason]}"


def span(note: Note) -> str:
    """The months of a note."""
    return str(note.first) if note.first == note.last else f"{note.first} to {note.last}"


def _months(then: CaseThen) -> list[Month]:
    return sorted({month for month, _ in then.due})


def _lines_of(then: CaseThen, month: Month) -> list[Line]:
    due = then.explained(month)
    return [] if due is None else [line for line in due.lines if (month, line.element) in then.due]


def _stretches(found: Iterable[tuple[Line, tuple[Step, ...]]]) -> list[list[tuple[Line, tuple[Step, ...]]]]:
    """Months in a row made of the same, by element."""
    stretches: list[list[tuple[Line, tuple[Step, ...]]]] = []
    for one in sorted(found, key=lambda one: (one[0].element, one[0].month)):
        if stretches and _continues(stretches[-1][-1], one):
            stretches[-1].append(one)
        else:
            stretches.append([one])
    return sorted(stretches, key=lambda stretch: stretch[0][0].month)


def _continues(before: tuple[Line, tuple[Step, ...]], one: tuple[Line, tuple[Step, ...]]) -> bool:
    follows = before[0].element == one[0].element and before[0].month.next == one[0].month
    return follows and [_without_day(step) for step in before[1]] == [_without_day(step) for step in one[1]]


def _without_day(step: Step) -> Step:
    return step.model_copy(update={"start": None})


def _explained(then: CaseThen, month: Month) -> dict[str, Any]:
    due = then.explained(month)
    return {"month": str(month), **({} if due is None else explained(due))}


def _note_fields(note: Note) -> dict[str, Any]:
    return {
        "element": note.element,
        "first": str(note.first),
        "last": str(note.last),
        "reason": note.reason,
        "text": REASONS[note.reason],
    }


def _movement_fields(one: Movement) -> dict[str, Any]:
    return {
        "entry": one.position,
        "kind": one.kind,
        "month": str(Month.of(one.month)),
        "element": one.element,
        "subsidy_cents": one.subsidy_cents,
        "charges_cents": one.charges_cents,
        "on": str(one.value_date),
        "origin": one.origin,
        "route": one.route or None,
    }
