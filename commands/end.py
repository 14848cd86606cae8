"""`lks end`: a subsidy ends after its last day (R31); what that does to the amounts, and what comes next."""

from datetime import date
from typing import get_args

import click

from commands.call import Call, recording
from commands.effect_text import effect_fields, effect_table
from commands.options import CASE, DAY
from ledger.calculation.month import Month
from ledger.facts import EndReason
from ledger.identifiers import stream_id
from ledger.intents import EndSubsidy
from ledger.refusal import Misuse
from ledger.subsidy.effect import Effect, effects
from ledger.subsidy.state import Subsidy


@click.command()
@click.option("--case", type=CASE, required=True, help="Case number.")
@click.option("--last-day", type=DAY, required=True, help="Last day that is due.")
@recording
def end(call: Call, case: str, last_day: date, reason: str) -> None:
    """End a subsidy after its last day. Reason: contract_ended, not_target_group or withdrawn.

    Then it is determined (lks decide determine): the final settlement (eindafrekening) of the employer's last letter.
    """
    if reason not in get_args(EndReason):
        raise Misuse(f"'{reason}' is no reason.", field="--reason", remedy=f"Use {', '.join(get_args(EndReason))}.")
    receipt = call.record(EndSubsidy.model_validate({"case": case, "reason": reason, "last_day": last_day}))
    found, subsidy = _effect(call, case)
    say = [f"{case} ends after {last_day}.", *effect_table(found, subsidy)]
    say.append(f"Next, when it is over and hours are reported: lks decide determine --case {case}")
    call.answer(receipt, say, case=case, last_day=str(last_day), effects=effect_fields(found))


def _effect(call: Call, case: str) -> tuple[tuple[Effect, ...], Subsidy]:
    """What the end does to what is due, month by month to the end of next year."""
    position = [entry.position for entry in call.store.read(stream_id("subsidy", case)) if entry.topic == "Ended"][-1]
    known = call.ledger.reading(until=position)
    before, ended = call.ledger.reading(until=position - 1).subsidy(case), known.subsidy(case)
    last = Month(call.today.year + 1, 12)
    return effects(before, ended, last, known.law(), known.policy(ended.municipality)), before
