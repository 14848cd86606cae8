"""The totals of a municipality as known at a moment, and what changed in them between two, in words."""

from collections.abc import Iterator
from typing import Any

import psycopg

from commands.call import Call
from commands.output import table
from commands.replay_case import cells, indented, known_at, moment_fields
from commands.words import counted, words
from ledger.calculation.money import euro
from ledger.refusal import Refused, Unavailable
from projections.reconciliation.books import books
from projections.replay.case import Amounts
from projections.replay.totals import By, Change, Totals, changes, totals
from projections.runner import check_caught_up

__all__ = ["By", "difference", "then"]

AMOUNTS = ("due", "booked", "sent", "returned", "received", "written off", "payable")


def then(call: Call, municipality: str, position: int, by: By) -> None:
    """As known at a position."""
    _reach(call, municipality, position)
    found = totals(call.dsn, call.store, municipality, position, by)
    _check_there(found, municipality)
    call.mark_shared_login(municipality)
    call.output.answer(_lines(municipality, found, by), municipality=municipality, **_fields(found))


def difference(call: Call, municipality: str, first: int, second: int, by: By) -> None:
    """What changed between two positions."""
    _reach(call, municipality, second)
    after = totals(call.dsn, call.store, municipality, second, by)
    before = totals(call.dsn, call.store, municipality, first, by, after.last)
    _check_there(after, municipality)
    call.mark_shared_login(municipality)
    call.output.answer(
        _changed(municipality, before, after, by),
        municipality=municipality,
        first=_fields(before),
        second=_fields(after),
        differences=[_change_fields(one) for one in changes(before, after)],
    )


def _reach(call: Call, municipality: str, position: int) -> None:
    """The sums need the movements up to there; what is projected already is left alone."""
    try:
        with books(call.dsn, municipality) as one:
            one.check_reached(position)
    except Unavailable as behind:
        try:
            check_caught_up(call.dsn)
        except psycopg.errors.ReadOnlySqlTransaction:
            raise behind from None


def _check_there(found: Totals, municipality: str) -> None:
    if not found.statuses:
        what = f"{municipality} had no cases by entry {found.moment.position}."
        raise Refused(what, rule="R15", remedy="Give a later moment, or the CBS code of another municipality.")


def _lines(municipality: str, found: Totals, by: By) -> Iterator[str]:
    yield known_at(found.moment)
    yield f"{municipality}  {counted(sum(found.statuses.values()), 'case')}: {_statuses(found)}"
    rows = [(period, *cells(one)) for period, one in found.amounts.items()]
    yield f"By {by}, what is due through {found.last}"
    yield from indented(table((by, *AMOUNTS), [*rows, ("total", *cells(found.total))]))


def _changed(municipality: str, before: Totals, after: Totals, by: By) -> Iterator[str]:
    first, second = before.moment, after.moment
    yield f"{municipality}  from entry {first.position} ({first.today}) to entry {second.position} ({second.today})"
    for status in sorted({*before.statuses, *after.statuses}):
        was, became = before.statuses.get(status, 0), after.statuses.get(status, 0)
        if was != became:
            yield f"  {words(status)}: {was} became {became}"
    yield f"By {by}, what differs; what is due through {after.last}"
    rows = [row for one in changes(before, after) for row in _rows(one)]
    yield from indented(table((by, "what", "was", "became", "difference"), rows) if rows else ["no amount differs"])


def _rows(one: Change) -> Iterator[tuple[object, ...]]:
    for name, was, became in _named(one.before, one.after):
        yield one.period, name.replace("_", " "), euro(was), euro(became), euro(became - was)


def _named(before: Amounts, after: Amounts) -> Iterator[tuple[str, int, int]]:
    pairs = zip((*Amounts._fields, "payable"), (*before, before.payable), (*after, after.payable), strict=True)
    return ((name, was, became) for name, was, became in pairs if was != became)


def _statuses(found: Totals) -> str:
    return ", ".join(f"{count} {words(status)}" for status, count in found.statuses.items())


def _fields(found: Totals) -> dict[str, Any]:
    return {
        **moment_fields(found.moment),
        "through": str(found.last),
        "cases": dict(found.statuses),
        "amounts": [{"period": str(period), **_cents(one)} for period, one in found.amounts.items()],
        "totals": _cents(found.total),
    }


def _change_fields(one: Change) -> dict[str, Any]:
    return {
        "period": str(one.period),
        "was": _cents(one.before),
        "became": _cents(one.after),
        "difference": _cents(one.change),
    }


def _cents(one: Amounts) -> dict[str, int]:
    return {f"{name}_cents": value for name, value in one._asdict().items()} | {"payable_cents": one.payable}
