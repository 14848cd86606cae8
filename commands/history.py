"""`lks history`: every entry of a case, a person or an employer, in order: when it was recorded, by whom, and what happened."""

import json
from collections.abc import Mapping, Sequence

import click

from commands.call import Call, reading
from commands.options import SUBJECT
from commands.output import table
from commands.words import words
from ledger.calculation.calendar import amsterdam_day
from ledger.facts import Corrected, Fact
from ledger.identifiers import StreamKind, stream_id
from ledger.log.entry import Cause, Entry
from ledger.refusal import Refused

HEADINGS = ("entry", "recorded", "business day", "by", "fact", "what")


_EMPTY: tuple[object, ...] = (None, [], {})

TOLD = 6
"""Fields of a fact that are told in a line; --json has them all."""


UNTOLD = {"sealed", "derivation", "booked", "sent", "age_steps", "case"}
"""Fields that are long, known, or nobody's business: birthdays are told by what is due."""

KINDS: Mapping[str, tuple[StreamKind, str, str]] = {
    "P": ("person", "R14", "Look them up with lks find."),
    "W": ("employer", "R26", "Look it up with lks find."),
    "L": ("subsidy", "R15", "Look it up with lks find."),
}
"""By the first letter of a number: of which stream it is, and what to say when there is none."""


@click.command()
@click.argument("number", metavar="NUMBER", type=SUBJECT)
@reading
def history(call: Call, number: str) -> None:
    """Show every entry of a case, or of a person or an employer, by its number."""
    call.mark()
    kind, rule, remedy = KINDS[number[0]]
    noun = "case" if kind == "subsidy" else kind
    entries = call.store.read(stream_id(kind, number))
    if not entries:
        raise Refused(f"There is no {noun} {number}.", rule=rule, remedy=remedy)
    told = [(entry, call.store.cause_of(entry.position)) for entry in entries]
    links = _links(entries)
    rows = [_row(entry, cause, links) for entry, cause in told]
    fields = [_fields(entry, cause) for entry, cause in told]
    call.output.answer(table(HEADINGS, rows), **{noun: number}, entries=fields)


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
    plain = entry.fact.model_dump(mode="json", exclude=UNTOLD)
    told = [f"{name}={_said(value)}" for name, value in plain.items() if value not in (None, "", [], {}, False)]
    return " ".join(told[:TOLD])


def _correction(fact: Corrected) -> str:
    right = {} if fact.replacement is None else json.loads(fact.replacement)
    told = [f"{name}={_said(value)}" for name, value in right.items() if name not in UNTOLD and value not in _EMPTY]
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
        "fields": _plain(entry.fact),
        "seal": entry.seal.hex(),
    }


def _plain(fact: Fact) -> dict[str, object]:
    """The fields of a fact without what is sealed; of a correction also without what its replacement has sealed."""
    fields: dict[str, object] = fact.model_dump(mode="json", exclude={"sealed"})
    if isinstance(fact, Corrected) and fact.replacement is not None:
        right = json.loads(fact.replacement)
        fields["replacement"] = json.dumps({name: value for name, value in right.items() if name != "sealed"})
    return fields
