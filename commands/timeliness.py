"""`lks timeliness`: how long decisions, payments and settlements took, and how many were in time, by municipality and month."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click

from commands import known
from commands.call import Call, reading
from commands.options import MOMENT, MONTH, MUNICIPALITY
from commands.output import table
from ledger.calculation.month import Month
from ledger.refusal import Misuse
from projections.timeliness import Score, Span, Timeliness, middle
from projections.timeliness import timeliness as rows
from projections.worklist import municipalities

MONTHS = 12
HEADINGS = (
    "municipality", "month", "decided", "days", "slowest", "in time", "first paid", "days", "slowest", "months paid",
    "quarter",
)  # fmt: skip


@click.command()
@click.option("--municipality", type=MUNICIPALITY, help="Only this municipality, like GM0363.")
@click.option("--from", "first", type=MONTH, help="First month (default: a year up to the last one).")
@click.option("--through", "last", type=MONTH, help="Last month (default: that of the business day).")
@click.option("--known-at", type=MOMENT, help="As known at a position, day or moment.")
@reading
def timeliness(
    call: Call, municipality: str | None, first: Month | None, last: Month | None, known_at: int | datetime | None
) -> None:
    """Tell by municipality and month how long it took, and what was in time.

    From asked to decided and from granted to first paid: how many, the median and the slowest in days. In time: decisions
    within five weeks, as their term ran; months of cases paid by their day; and the quarter that ends, settled before the next
    one does.
    """
    dsn = call.look()
    position = known.position(call, known_at)
    today = known.business_day(call, known_at, position)
    last = last or Month.of(today)
    first = first or last + (1 - MONTHS)
    if last < first:
        raise Misuse(f"{first} is after {last}.", field="--from", remedy="Give the first month first.")
    places = [municipality] if municipality else [name for name in municipalities(dsn) if name]
    found = rows(call.store, dsn, places, Span(first, last, position, today))
    text = [*table(HEADINGS, map(_cells, found)), _whole(found)] if found else ["Nothing was decided or paid."]
    call.output.answer(text, position=position, today=str(today), rows=[_fields(one) for one in found])


def _cells(one: Timeliness) -> tuple[object, ...]:
    return (
        one.municipality,
        one.month,
        *_days(one.decided_days),
        _score(one.decisions),
        *_days(one.paid_days),
        _score(one.months_paid),
        "" if one.settled is None else "settled" if one.settled else "late",
    )


def _days(days: Sequence[int]) -> tuple[object, object, object]:
    return (len(days), middle(days), max(days)) if days else ("", "", "")


def _score(score: Score) -> str:
    return f"{score.in_time} of {score.of}" if score.of else ""


def _whole(found: Sequence[Timeliness]) -> str:
    """All of it in one line."""
    decisions, months = Score(), Score()
    for one in found:
        decisions, months = decisions.plus(*one.decisions), months.plus(*one.months_paid)
    quarters = [one.settled for one in found if one.settled is not None]
    return (
        f"In time: {_score(decisions) or 'no'} decisions, {_score(months) or 'no'} months paid by their day, "
        f"{sum(quarters)} of {len(quarters)} quarters settled."
    )


def _fields(one: Timeliness) -> dict[str, Any]:
    return {
        "municipality": one.municipality,
        "month": str(one.month),
        "decided": {
            "number": len(one.decided_days),
            "median_days": middle(one.decided_days),
            "slowest_days": max(one.decided_days, default=None),
        },
        "decided_in_time": one.decisions._asdict(),
        "first_paid": {
            "number": len(one.paid_days),
            "median_days": middle(one.paid_days),
            "slowest_days": max(one.paid_days, default=None),
        },
        "months_paid_in_time": one.months_paid._asdict(),
        "quarter_settled_in_time": one.settled,
    }
