"""`lks history CASE`: every entry of a case, in order: when it was recorded, by whom, and what happened."""

import click

from commands.call import Call, reading
from commands.options import CASE
from commands.output import table
from ledger.calendar import amsterdam_day
from ledger.entry import Entry
from ledger.identifiers import stream_id
from ledger.refusal import Refused

HEADINGS = ("entry", "recorded", "business day", "by", "fact", "what")


@click.command()
@click.argument("case", type=CASE)
@reading
def history(call: Call, case: str) -> None:
    """Show every entry of a case."""
    entries = call.store.read(stream_id("subsidy", case))
    if not entries:
        raise Refused(f"There is no case {case}.", rule="R15", remedy="Look it up with lks find.")
    rows = [_row(entry, call.store.cause_of(entry.position)) for entry in entries]
    call.output.answer(table(HEADINGS, rows), case=case, entries=[_fields(entry) for entry in entries])


def _row(entry: Entry, cause: object) -> tuple[object, ...]:
    actor, today = getattr(cause, "actor", ""), getattr(cause, "today", "")
    return entry.position, amsterdam_day(entry.recorded_at), today, actor, entry.topic, _summary(entry)


def _summary(entry: Entry) -> str:
    """The telling fields of a fact, never the sealed part."""
    plain = entry.fact.model_dump(mode="json", exclude={"sealed", "derivation", "booked", "sent", "age_steps", "case"})
    told = [f"{name}={value}" for name, value in plain.items() if value not in (None, "", [], {}, False)]
    return " ".join(told[:6])


def _fields(entry: Entry) -> dict[str, object]:
    return {
        "position": entry.position,
        "version": entry.version,
        "recorded_at": entry.recorded_at.isoformat(),
        "recorded_by": entry.recorded_by,
        "fact": entry.topic,
        "fields": entry.fact.model_dump(mode="json", exclude={"sealed"}),
        "seal": entry.seal.hex(),
    }
