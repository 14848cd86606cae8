"""`lks history CASE`: every entry of a case, in order: when it was recorded, by whom, and what happened."""

import click

from commands.call import Call, reading
from commands.options import CASE
from commands.output import table
from ledger.calculation.calendar import amsterdam_day
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
    rows = [_row(entry, cause) for entry, cause in told]
    call.output.answer(table(HEADINGS, rows), case=case, entries=[_fields(entry, cause) for entry, cause in told])


def _row(entry: Entry, cause: Cause) -> tuple[object, ...]:
    recorded = amsterdam_day(entry.recorded_at)
    return entry.position, recorded, cause.today, cause.actor, entry.topic, _summary(entry)


def _summary(entry: Entry) -> str:
    """The telling fields of a fact, never the sealed part."""
    plain = entry.fact.model_dump(mode="json", exclude={"sealed", "derivation", "booked", "sent", "age_steps", "case"})
    told = [f"{name}={_said(value)}" for name, value in plain.items() if value not in (None, "", [], {}, False)]
    return " ".join(told[:TOLD])


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
