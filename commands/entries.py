"""Entries of a case by their number (position in the log), and what changing them would do, before it is done."""

from typing import NamedTuple

from commands import confirming
from commands.call import Call
from commands.effect_text import effect_fields, effect_table
from commands.words import words
from ledger.calculation.month import Month
from ledger.facts import Applied
from ledger.intents import Correct, WithdrawEntry
from ledger.log.entry import Entry
from ledger.refusal import Refused
from ledger.subsidy.effect import Effect, effects
from ledger.subsidy.inputs import slot_of
from ledger.subsidy.state import Subsidy


class Shown(NamedTuple):
    """A preview: the lines for people, and the effects for machines."""

    lines: list[str]
    effects: tuple[Effect, ...]
    becomes: Subsidy


def case_of(call: Call, position: int) -> tuple[str, Entry]:
    """The case that an entry is about. Raises Refused."""
    entry = next(iter(call.store.read_all(after=position - 1, until=position)), None)
    if entry is None:
        raise Refused(f"There is no entry {position}.", rule="R36", remedy="See lks history CASE for its entries.")
    first = call.store.read(entry.stream)[0].fact
    if not isinstance(first, Applied):
        remedy = "Persons and employers: lks person correct, lks employer correct. The law: lks law, lks policy."
        raise Refused(f"Entry {position} ({entry.topic}) is not of a case.", rule="R35", remedy=remedy)
    return first.case, entry


def preview(call: Call, intent: Correct | WithdrawEntry) -> Shown:
    """What it does month by month: due, due with it, the difference, and who is paid or asked what."""
    before, becomes = call.ledger.preview(intent, call.asking())
    known = call.ledger.reading()
    last = Month(call.today.year + 1, 12)
    found = effects(before, becomes, last, known.law(), known.policy(before.municipality))
    lines = [*_changed(before, becomes, intent.entry), *effect_table(found, before)]
    return Shown(lines, found, becomes)


def confirmed(call: Call, shown: Shown, yes: bool) -> bool:
    """Whether to record it: asked for with --yes, or agreed with at a terminal; otherwise only shown."""
    return confirming.confirmed(call, shown.lines, yes, effects=effect_fields(shown.effects))


def _changed(before: Subsidy, becomes: Subsidy, version: int) -> list[str]:
    """The fields of the slot that differ."""
    slot = slot_of(before.inputs, version)
    if slot is None:
        return []
    was, now = before.inputs[slot].counts, becomes.inputs[slot].counts
    kind = next(put.fact.topic for put in before.inputs[slot].puts if put.fact is not None)
    name = words(kind)
    if was is None or now is None:
        return [f"{name}: {'counts again' if was is None else 'counts no more'}"]
    fields = (
        (field, getattr(was, field), getattr(now, field)) for field in type(now).model_fields if field != "sealed"
    )
    return [f"{name}: {field} {was_} becomes {is_}" for field, was_, is_ in fields if was_ != is_]
