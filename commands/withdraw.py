"""`lks withdraw`: what was recorded by mistake counts no more, after showing what that does (R35, R36)."""

import click

from commands import party_entries
from commands.call import Call, recording
from commands.effect_text import effect_fields
from commands.entries import case_of, confirmed, preview
from commands.options import POSITION
from ledger.intents import WithdrawEntry


@click.command()
@click.argument("entry", type=POSITION)
@click.option("--yes", is_flag=True, help="Record it without asking.")
@recording
def withdraw(call: Call, entry: int, yes: bool, reason: str) -> None:
    """Take back an input by the number of its entry; of a correction, so that what stood before it counts again."""
    if party_entries.corrected(call, entry, reason, None, yes=yes):
        return
    case, found = case_of(call, entry)
    intent = call.with_anyway(WithdrawEntry(case=case, entry=found.version, reason=reason))
    shown = preview(call, intent)
    if not confirmed(call, shown, yes):
        return
    receipt = call.record(intent)
    call.answer(receipt, f"{case}: entry {entry} is taken back.", case=case,
                recorded=True, effects=effect_fields(shown.effects))  # fmt: skip
