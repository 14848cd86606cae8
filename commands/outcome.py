"""`lks outcome`: the outcome of a measurement is discussed with employer and employee, before the decision (step C1)."""

from datetime import date
from typing import get_args

import click

from commands.call import Call, recording
from commands.options import CASE, DAY
from commands.process_text import told
from ledger import facts
from ledger.facts import Recipient
from ledger.intents import DiscussOutcome
from ledger.process.suspension import decide_by_now


@click.group()
def outcome() -> None:
    """The outcome of a measurement (uitkomst)."""


@outcome.command()
@click.option("--case", type=CASE, required=True, help="Case number.")
@click.option(
    "--with",
    "present",
    type=click.Choice(get_args(Recipient)),
    multiple=True,
    help="Who was there; may be repeated (default: both).",
)
@click.option("--discussed-on", type=DAY, help="Day of the talk (default: the business day).")
@recording
def discussed(call: Call, case: str, present: tuple[Recipient, ...], discussed_on: date | None) -> None:
    """Record that the wage value was discussed; what was said goes in a note (--note-file)."""
    who = present or get_args(Recipient)
    intent = DiscussOutcome(
        case=case,
        discussed_on=discussed_on or call.today,
        with_employer="employer" in who,
        with_employee="employee" in who,
    )
    receipt = call.record(intent)
    known = call.ledger.reading()
    subsidy = known.subsidy(case)
    talk = told(receipt, subsidy, facts.OutcomeDiscussed)
    there = " and ".join(name for name in get_args(Recipient) if getattr(talk, f"with_{name}"))
    say = [f"{case}: the outcome was discussed with {there} on {talk.discussed_on}."]
    last = decide_by_now(subsidy, known.law(), known.policy(subsidy.municipality))
    if last is not None:
        say.append(f"Next, by {last}: lks decide grant --case {case}")
    call.answer(receipt, say, case=case, discussed=talk)
