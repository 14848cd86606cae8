"""`lks law`: the dated values that amounts rest on: what this version brings along and what a ledger knows of it (R41)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import click

from commands import known
from commands.call import Call, reading
from commands.law_adoption import adopt_, decline
from commands.options import DAY, MOMENT, PARAMETER
from commands.output import table
from commands.values import shown
from ledger import law as law_module
from ledger.calculation.calendar import amsterdam_day
from ledger.facts import ValueAdopted, ValueDeclined
from ledger.law import Key, packaged, packaged_law
from ledger.log.entry import Entry
from ledger.refusal import Refused

Status = Literal["packaged", "not adopted", "adopted", "deviating", "own", "declined"]
"""`own`: this version brings no value for that day; `deviating`: it brings another one."""


@dataclass(frozen=True, slots=True)
class Row:
    """One first day of one parameter: the value that counts (or would), and what the ledger said of it last."""

    value: ValueAdopted
    status: Status
    entry: Entry | None


@click.group()
def law() -> None:
    """The values of the law: known, in force, adopted, declined."""


law.add_command(adopt_)
law.add_command(decline)


# --- list and show ----------------------------------------------------------------------------------------------------


@law.command("list")
@click.option("--parameter", type=PARAMETER, help="Only this one.")
@reading
def list_(call: Call, parameter: str | None) -> None:
    """List every value, whether the ledger adopted it, and since when it is known."""
    entries = known.law_entries(call)
    rows = [row for row in _rows(entries) if parameter in (None, row.value.parameter)]
    headings = ("parameter", "since", "value", "confidence", "status", "known since", "entry")
    say = table(headings, [_columns(row) for row in rows])
    if entries is None:
        say.append(known.NO_LEDGER)
    call.output.answer(say, reachable=entries is not None, values=[_fields(row) for row in rows])


@law.command()
@click.argument("parameter", type=PARAMETER)
@click.option("--on", "day", type=DAY, help="The day that it holds on (default: today).")
@click.option("--known-at", type=MOMENT, help="As known at a position of the log, a day (its end) or a moment.")
@reading
def show(call: Call, parameter: str, day: date | None, known_at: int | datetime | None) -> None:
    """Show the value of PARAMETER that holds on a day, as known now or at an earlier moment."""
    day = day or call.today
    entries = known.law_entries(call)
    if entries is None and known_at is not None:
        raise Refused(
            "No ledger is reachable, so nothing was known at any time.", rule="R41", remedy="See lks db status."
        )
    cut = None if entries is None else [entry for entry in entries if _by(entry, known_at)]
    value = (packaged_law() if cut is None else law_module.fold(cut)).on(parameter, day)
    row = next(row for row in _rows(cut) if _key(row.value) == _key(value))
    call.output.answer(_told(row, day), on=str(day), reachable=cut is not None, **_fields(row))


def _by(entry: Entry, known_at: int | datetime | None) -> bool:
    if isinstance(known_at, datetime):
        return entry.recorded_at <= known_at
    return known_at is None or entry.position <= known_at


def _rows(entries: Sequence[Entry] | None) -> list[Row]:
    """Everything packaged and everything in the ledger, by parameter and first day."""
    brought = {_key(value): value for value in packaged()}
    said = [(entry, entry.fact) for entry in entries or () if isinstance(entry.fact, ValueAdopted | ValueDeclined)]
    counting = brought | {_key(fact): fact for _, fact in said if isinstance(fact, ValueAdopted)}
    last = {_key(fact): entry for entry, fact in said}
    return [
        Row(counting[key], "packaged" if entries is None else _status(brought.get(key), last.get(key)), last.get(key))
        for key in sorted(counting)
    ]


def _status(brought: ValueAdopted | None, entry: Entry | None) -> Status:
    if entry is None:
        return "not adopted"
    if isinstance(entry.fact, ValueDeclined):
        return "declined"
    if brought is None:
        return "own"
    assert isinstance(entry.fact, ValueAdopted)
    return "adopted" if entry.fact.value == brought.value else "deviating"


def _key(fact: ValueAdopted | ValueDeclined) -> Key:
    return fact.parameter, fact.since


def _columns(row: Row) -> Sequence[object]:
    value, entry = row.value, row.entry
    since, position = (amsterdam_day(entry.recorded_at), entry.position) if entry else ("", "")
    return value.parameter, value.since, shown(value.value), value.confidence, row.status, since, position


def _told(row: Row, day: date) -> Iterator[str]:
    value = row.value
    yield f"{value.parameter} on {day}: {shown(value.value)} {value.unit}"
    yield f"  since {value.since}{f', published {value.published}' if value.published else ''}; {value.article}"
    yield f"  source: {value.source}"
    yield f"  confidence: {value.confidence}"
    if row.entry is None:
        yield f"  {known.NO_LEDGER}"
    else:
        yield f"  {row.status}, known since {amsterdam_day(row.entry.recorded_at)} (entry {row.entry.position})"


def _fields(row: Row) -> dict[str, object]:
    recorded = {
        "position": row.entry.position if row.entry else None,
        "recorded_at": row.entry.recorded_at.isoformat() if row.entry else None,
    }
    return row.value.model_dump(mode="json") | {"status": row.status} | recorded
