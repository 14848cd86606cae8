"""Entries of a person by their number: what was recorded of the target group is corrected and taken back like inputs of a
case (R14, R36)."""

from collections.abc import Mapping

from pydantic import JsonValue

from commands import case_effects
from commands.call import Call
from commands.confirming import confirmed
from ledger.facts import PersonRegistered
from ledger.intents import CorrectTargetGroup, WithdrawTargetGroup


def corrected(call: Call, position: int, reason: str, changes: Mapping[str, JsonValue] | None, *, yes: bool) -> bool:
    """Correct an entry of a person's stream, or take it back when there are no `changes`, after showing what that does.
    False where the entry is not of a person, and then nothing was said. Raises Refused or Misuse."""
    intent = asked(call, position, reason, changes)
    if intent is None:
        return False
    intent = call.with_anyway(intent)
    found = call.ledger.preview_all(intent, call.asking())
    moved = case_effects.case_effects(call, found)
    told = {"person": intent.person, "cases": list(found), "effects": case_effects.fields(moved)}
    ends = [f"{case}: its end moves with it." for case in found]
    if confirmed(call, [f"Target group of {intent.person}.", *ends, *case_effects.text(moved, found)], yes, **told):
        done = "taken back" if changes is None else "corrected"
        call.answer(call.record(intent), f"{intent.person}: entry {position} is {done}.", recorded=True, **told)
    return True


def asked(
    call: Call, position: int, reason: str, changes: Mapping[str, JsonValue] | None
) -> CorrectTargetGroup | WithdrawTargetGroup | None:
    """The intent for an entry of a person's stream; None where it is of another stream, or there is none."""
    entry = next(iter(call.store.read_all(after=position - 1, until=position)), None)
    first = call.store.read(entry.stream)[0].fact if entry else None
    if entry is None or not isinstance(first, PersonRegistered):
        return None
    if changes is None:
        return WithdrawTargetGroup(person=first.person, entry=entry.version, reason=reason)
    return CorrectTargetGroup(person=first.person, entry=entry.version, reason=reason, changes=dict(changes))
