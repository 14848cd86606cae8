"""`lks worklist`: what is due and when, worst first, each with its rule, its last day and the command that does it."""

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

import click

from commands import known
from commands.call import Call, reading
from commands.options import ACTOR, DAY, MOMENT, MUNICIPALITY
from commands.words import counted, words
from ledger.calculation.calendar import months_after
from ledger.process.item import KINDS, ROLES
from ledger.refusal import Misuse
from projections.worklist import Listed, Wanted, everywhere, municipalities

AHEAD_MONTHS = 2
WIDTH = 120
_KINDS = click.Choice([kind.replace("_", "-") for kind in KINDS])


@click.command()
@click.option("--municipality", type=MUNICIPALITY, help="Only this municipality, like GM0363.")
@click.option(
    "--actor",
    type=ACTOR,
    metavar="WHO",
    help=f"Only the work of a role ({', '.join(role.replace('_', '-') for role in ROLES)}), or of the cases about which a "
    "person was the last to record something.",
)
@click.option(
    "--kind",
    "kinds",
    type=_KINDS,
    multiple=True,
    metavar="KIND",
    help="Only this kind (docs/worklist.md); may be repeated.",
)
@click.option("--until", type=DAY, help="What is due by this day too (default: two months after the business day).")
@click.option(
    "--known-at", type=MOMENT, help="As known at a position, day or moment; counted from the day it was then."
)
@click.option("--ics", is_flag=True, help="Answer as a calendar (iCalendar), without personal data and birthdays.")
@reading
def worklist(
    call: Call,
    municipality: str | None,
    actor: str | None,
    kinds: tuple[str, ...],
    until: date | None,
    known_at: int | datetime | None,
    ics: bool,
) -> None:
    """List what is due and when: the longest overdue first, with what can be done now and what is due by --until.

    An item is gone when it was done, or when what it waits for came in. Marked with ~: nobody has to act, it waits or tells.
    """
    if ics and call.output.as_json:
        raise Misuse("exclude each other.", field="--ics and --json", remedy="Give one of the two.")
    call.mark()
    position = known.position(call, known_at)
    today = known.business_day(call, known_at, position)
    wanted = Wanted(
        today,
        until or months_after(today, AHEAD_MONTHS),
        frozenset(kind.replace("-", "_") for kind in kinds) or None,
        actor and (actor.replace("-", "_") if actor.replace("-", "_") in ROLES else actor),
    )
    places = [municipality] if municipality else municipalities(call.dsn)
    found = everywhere(call.dsn, places, wanted, position)
    if ics:
        from commands.worklist_calendar import calendar  # loads a good deal

        (entry,) = call.store.read_all(after=position - 1, until=position)
        click.echo(calendar(found, call.store.head().ledger_id, entry.recorded_at), nl=False)
        return
    call.output.answer(_text(found, today, several=municipality is None), **_fields(found, wanted, position))


def _text(found: Sequence[Listed], today: date, *, several: bool) -> Iterator[str]:
    """Two lines an item: when, what and why; and below it the command."""
    for one in found:
        item = one.item
        where = f"{one.municipality:8}" if several else ""
        what = f"{'~ ' if item.waits else ''}{item.say}"
        rule = " ".join(filter(None, (item.ground.rule, item.ground.article)))
        yield from _wrapped(f"{item.due_on}  {_left(one, today):>9}  {where}{item.subject:18}{what}".rstrip(), " " * 23)
        yield from _wrapped(f"{' ' * 23}{rule}: {item.command}", " " * 27)
    yield _summary(found, today)


def _wrapped(line: str, indent: str) -> list[str]:
    return textwrap.wrap(line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _left(one: Listed, today: date) -> str:
    days = one.item.days_left(today)
    if days < 0:
        return f"{-days} late"
    if one.item.opens_on > today:
        return f"{days} ahead"
    return f"{days} left"


def _summary(found: Sequence[Listed], today: date) -> str:
    """How many there are, of which late; the most frequent kinds; the oldest."""
    if not found:
        return "Nothing is to be done."
    late = [one for one in found if one.item.late(today)]
    waiting = sum(one.item.waits for one in found)
    kinds = Counter(one.item.kind for one in found).most_common(3)
    most = ", ".join(f"{words(kind)} {count}" for kind, count in kinds)
    oldest = f"; the oldest {-late[0].item.days_left(today)} days" if late else ""
    return f"{counted(len(found), 'item')}: {len(late)} late{oldest}, {waiting} waiting. Most: {most}."


def _fields(found: Sequence[Listed], wanted: Wanted, position: int) -> dict[str, Any]:
    return {
        "today": str(wanted.today),
        "until": str(wanted.until),
        "position": position,
        "late": sum(one.item.late(wanted.today) for one in found),
        "items": [_item(one, wanted.today) for one in found],
    }


def _item(one: Listed, today: date) -> dict[str, Any]:
    item = one.item
    return {
        "kind": item.kind,
        "municipality": one.municipality or None,
        "subject": item.subject or None,
        "what": item.say,
        "opens_on": str(item.opens_on),
        "due_on": str(item.due_on),
        "days_left": item.days_left(today),
        "late": item.late(today),
        "waits": item.waits,
        "rule": item.ground.rule,
        "article": item.ground.article or None,
        "calendar": item.ground.calendar,
        "role": item.role,
        "handler": one.handler or None,
        "command": item.command,
    }
