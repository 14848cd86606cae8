"""`lks looks odd`: looks at persons that stand out, each with its reason."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import click

from commands.call import Call, reading
from commands.looks_told import SHOWN, moments, reading_looks
from commands.options import DAY
from commands.output import table
from commands.words import counted
from ledger.vault import looks as kept
from projections.looks import odd as odd_looks
from projections.looks.acts import acts
from projections.looks.odd import MEANINGS, Odd

HEADINGS = ("reason", "login", "actor", "whom", "count", "looks", "from", "to")
PERIOD_DAYS = 30


@click.command()
@click.option("--from", "first", type=DAY, help=f"From this day on (default: {PERIOD_DAYS} days before the last).")
@click.option("--to", "last", type=DAY, help="Through this day (default: today).")
@reading
def odd(call: Call, first: date | None, last: date | None) -> None:
    """Report looks that stand out: at night and on days off, searches and repeated looks that nothing was done after, one person
    looked at by many, and actors or logins who looked at many more than others.

    Each is a question to ask, no proof. docs/looks.md tells exactly what counts.
    """
    last = last or call.today
    first = first or last - timedelta(days=PERIOD_DAYS)
    since, before = moments(first, last)
    dsn = call.look()
    with reading_looks(call) as connection:
        found = list(kept.about(connection, since=since, before=before))
    persons = sorted({one for look in found for one in look.subjects if one.startswith("P-")})
    stand_out = odd_looks.odd(found, acts(dsn, persons))
    lines = [f"{counted(len(found), 'look')} from {first} through {last}; {len(stand_out)} to ask about."]
    lines += list(_lines(stand_out))
    call.output.answer(
        lines, **{"from": str(first), "to": str(last)}, looks=len(found), odd=[_fields(one) for one in stand_out]
    )


def _lines(found: list[Odd]) -> Iterator[str]:
    if not found:
        return
    yield from table(HEADINGS, [_cells(one) for one in found[:SHOWN]])
    if len(found) > SHOWN:
        yield f"The first {SHOWN} of {len(found)}; --json has all."
    for reason in dict.fromkeys(one.reason for one in found):
        yield f"{reason}: {MEANINGS[reason]}"


def _cells(one: Odd) -> tuple[object, ...]:
    where = str(one.first) if one.first == one.last else f"{one.first} to {one.last}"
    count = str(one.counted) if one.usual is None else f"{one.counted} (limit {one.usual:.1f})"
    moments = (one.since.strftime("%Y-%m-%d %H:%M"), one.until.strftime("%Y-%m-%d %H:%M"))
    return (one.reason, one.login or "several", one.actor or "several", one.subject or "-", count, where, *moments)


def _fields(one: Odd) -> dict[str, Any]:
    told = one._asdict() | {"since": one.since.isoformat(), "until": one.until.isoformat()}
    return told | {"meaning": MEANINGS[one.reason]}
