"""Correcting and taking back what was recorded of a case (R35, R36): inputs by slot, never decisions, never money.

Nothing is edited. A correction is a fact of its own that puts another fact in the slot of the wrong one; taking back puts
nothing there, and taking back a correction puts back what stood there before it.
"""

from collections.abc import Mapping

from pydantic import JsonValue

from ledger import facts, intents
from ledger.calculation.calendar import Month
from ledger.context import Context
from ledger.facts import FACTS, Fact
from ledger.refusal import Misuse, Refused
from ledger.second_person import seconded
from ledger.subsidy.checking import check, derived
from ledger.subsidy.effect import effect_cents, effects
from ledger.subsidy.inputs import PROCESS, Put, slot_of
from ledger.subsidy.state import Subsidy, after

MONEY = frozenset({
    "OpeningBooked", "Paid", "PaymentConfirmed", "PaymentReturned", "PaymentRejected", "Settled", "RecoveryReceived",
    "WrittenOff",
})  # fmt: skip
"""Facts that moved money."""

DECISIONS = frozenset({"Decided", "ObjectionDecided", "FinallySettled", "RecoveryClaimed", "SetAside"})
"""Facts that decided something."""

FIXED: Mapping[str, frozenset[str]] = {
    "Applied": frozenset({"case", "person", "employer", "sealed"}),
    "Measured": frozenset({"report_due", "sealed"}),
    "WageValueEstablished": frozenset({"decide_by"}),
    "MeasurementWaived": frozenset({"decide_by", "sealed"}),
    "Amended": frozenset({"employer", "sealed"}),
}
"""Fields that are not for people to give: they follow from the others, are sealed, or have a command of their own."""


def correct(intent: intents.Correct, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """`Corrected` with the fact as it should have been. Raises Refused, or Misuse for a field that the fact does not have."""
    slot, put = _counting(intent.entry, subsidy, context)
    wrong = put.fact
    if wrong is None:
        what = f"Entry {intent.entry} of {subsidy.case} was withdrawn."
        raise Refused(what, rule="R36", remedy="Take back the withdrawal first (lks withdraw), or record it anew.")
    if wrong.topic in PROCESS:
        what = f"{wrong.topic} is a step of the process: it is withdrawn, not replaced."
        raise Refused(what, rule="R35", remedy="Use lks withdraw, and record the step anew.")
    right = derived(_changed(wrong, intent.changes), subsidy, context)
    if right == wrong:
        return ()
    return _recorded(intent, subsidy, context, _corrected(intent, slot, wrong.topic, right))


def withdraw(intent: intents.WithdrawEntry, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """`Corrected` without a replacement; of a correction, with what stood before it. Raises Refused."""
    slot, put = _counting(intent.entry, subsidy, context)
    before = None if intent.entry == slot else subsidy.inputs[slot].before(intent.entry)
    if before == put.fact:
        return ()
    kind = next(one.fact.topic for one in subsidy.inputs[slot].puts if one.fact is not None)
    if kind == "Applied" and before is None:
        what = f"The application of {subsidy.case} is the case itself."
        raise Refused(what, rule="R36", remedy="Correct what is wrong in it (lks correct), or reject it.")
    together = _recorded_with(slot, subsidy) if kind == "ExtensionConfirmed" and before is None else ()
    also = (_corrected(intent, other, wrong.topic, None) for other, wrong in together)
    return _recorded(intent, subsidy, context, _corrected(intent, slot, kind, before), *also)


def _recorded_with(slot: int, subsidy: Subsidy) -> tuple[tuple[int, Fact], ...]:
    """The new end of the contract that came with an extension, as long as it counts: without the one the other is wrong."""
    confirmed, other = subsidy.inputs[slot].counts, subsidy.inputs.get(slot + 1)
    assert isinstance(confirmed, facts.ExtensionConfirmed)
    amended = other.counts if other is not None else None
    if isinstance(amended, facts.Amended) and amended.end == confirmed.until:
        return ((slot + 1, amended),)
    return ()


def _corrected(
    intent: intents.Correct | intents.WithdrawEntry, slot: int, kind: str, right: Fact | None
) -> facts.Corrected:
    stored = None if right is None else right.model_dump_json()
    return facts.Corrected(slot=slot, reason=intent.reason, kind=kind, replacement=stored, sealed=intent.sealed)


def _counting(entry: int, subsidy: Subsidy, context: Context) -> tuple[int, Put]:
    """The slot that an entry addresses, and what counts in it."""
    slot = slot_of(subsidy.inputs, entry)
    if slot is None:
        raise _no_input(entry, subsidy, context.topic)
    return slot, subsidy.inputs[slot].puts[-1]


def _no_input(entry: int, subsidy: Subsidy, topic: str | None) -> Refused:
    if topic is None:
        return Refused(f"{subsidy.case} has no entry {entry}.", rule="R36", remedy="See lks history for its entries.")
    if topic in MONEY:
        remedy = "It is put right by a settlement, a return or a recovery: correct the input, then lks settle."
        return Refused(f"{topic} moved money, which is never corrected.", rule="R35", remedy=remedy)
    if topic in DECISIONS:
        remedy = "Take another decision (lks decide revise, amend or withdraw), or decide on an objection."
        return Refused(f"{topic} is a decision, which is never corrected.", rule="R35", article="art. 6:19 Awb",
                       remedy=remedy)  # fmt: skip
    return Refused(f"{topic} is no input.", rule="R35", remedy="It is undone by its counterpart, like lks pay release.")


def _changed(wrong: Fact, changes: Mapping[str, JsonValue]) -> Fact:
    allowed = [name for name in type(wrong).model_fields if name not in FIXED.get(wrong.topic, ())]
    unknown = [name for name in changes if name not in allowed]
    if unknown or not changes:
        what = (
            f"{wrong.topic} has no field {', '.join(unknown)} to correct."
            if unknown
            else "Nothing to correct is given."
        )
        elsewhere = {"employer": " Another employer: lks amend --employer.", "person": " Persons: lks person merge."}
        more = "".join(elsewhere.get(name, "") for name in unknown)
        raise Misuse(what, field="--set", remedy=f"Its fields are: {', '.join(allowed)}.{more}")
    return FACTS[wrong.topic].model_validate(wrong.model_dump(mode="json") | dict(changes))


def _recorded(
    intent: intents.Correct | intents.WithdrawEntry, subsidy: Subsidy, context: Context, *corrected: facts.Corrected
) -> tuple[Fact, ...]:
    """R37: by two persons where more than the policy's amount moves."""
    happened = ((one, version, subsidy.municipality) for version, one in enumerate(corrected, subsidy.version + 1))
    becomes = after(happened, subsidy)
    for one in corrected:
        if one.replacement is not None:
            check(becomes.inputs[one.slot].counts, becomes, context)
    last = Month(context.today.year + 1, 12)
    moved = effect_cents(effects(subsidy, becomes, last, context.law, context.policy))
    if moved > int(context.policy.on("correction_second_person_cents", context.today)) or context.second:
        return seconded(intent, context, corrected)
    return corrected
