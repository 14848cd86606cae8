"""`lks history CASE`: every entry of a case, in order: when it was recorded, by whom, and what happened."""

import json
from collections.abc import Sequence

import click

from commands.call import Call, reading
from commands.options import CASE
from commands.output import table
from commands.words import words
from ledger.calculation.calendar import amsterdam_day
from ledger.facts import Corrected
from ledger.identifiers import stream_id
from ledger.log.entry import Cause, Entry
from ledger.refusal import Refused

HEADINGS = ("entry", "recorded", "business day", "by", "fact", "what")


TOLD = 6
"""Fields of a fact that are told in a line; --json has them all."""


@click.command()
@click.argument("case", type=CASE)
@reading
def history(call: Call, case: str) -> None:
    """Show every entry of a case."""
    call.mark()
    entries = call.store.read(stream_id("subsidy", case))
    if not entries:
        raise Refused(f"There is no case {case}.", rule="R15", remedy="Look it up with lks find.")
    told = [(entry, call.store.cause_of(entry.position)) for entry in entries]
    links = _links(entries)
    rows = [_row(entry, cause, links) for entry, cause in told]
    call.output.answer(table(HEADINGS, rows), case=case, entries=[_fields(entry, cause) for entry, cause in told])


def _row(entry: Entry, cause: Cause, links: dict[int, str]) -> tuple[object, ...]:
    recorded = amsterdam_day(entry.recorded_at)
    return entry.position, recorded, cause.today, cause.actor, entry.topic, _linked(_summary(entry), entry, links)


def _links(entries: Sequence[Entry]) -> dict[int, str]:
    """R36: what a correction corrects, and what corrects an input, by the numbers of both entries."""
    positions = {entry.version: entry.position for entry in entries}
    links: dict[int, str] = {}
    for entry in entries:
        if isinstance(entry.fact, Corrected):
            original = positions[entry.fact.slot]
            links[entry.position] = f"of entry {original}"
            done = "taken back" if entry.fact.replacement is None else "corrected"
            links[original] = f"{done} by entry {entry.position}"
    return links


def _linked(summary: str, entry: Entry, links: dict[int, str]) -> str:
    return f"{summary} ({links[entry.position]})" if entry.position in links else summary


def _summary(entry: Entry) -> str:
    """The telling fields of a fact, never the sealed part."""
    if isinstance(entry.fact, Corrected):
        return _correction(entry.fact)
    plain = entry.fact.model_dump(mode="json", exclude={"sealed", "derivation", "booked", "sent", "age_steps", "case"})
    told = [f"{name}={_said(value)}" for name, value in plain.items() if value not in (None, "", [], {}, False)]
    return " ".join(told[:TOLD])


def _correction(fact: Corrected) -> str:
    right = {} if fact.replacement is None else json.loads(fact.replacement)
    told = [
        f"{name}={_said(value)}" for name, value in right.items() if name != "sealed" and value not in (None, [], {})
    ]
    return " ".join((f"{words(fact.kind)}, {fact.reason}:", *(told or ["counts no more"])))


def _said(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _fields(entry: Entry, cause: Cause) -> dict[str, object]:
    return {
        "position": entry.position,
        "version": entry.version,
        "recorded_at": entry.recorded_at.isoformat(),
        "recorded_by": entry.recorded_by,
        "by": cause.actor,
        "business_day": str(cause.today),
        "fact": entry.topic,
        "fields": entry.fact.model_dump(mode="json", exclude={"sealed"}),
        "seal": entry.seal.hex(),
    }
