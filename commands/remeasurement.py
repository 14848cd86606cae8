"""`lks measurement agree`: when the wage value is measured again (hermeting, art. 10d lid 6 Pw)."""

from datetime import date

import click

from commands.call import Call, recording
from commands.options import CASE, DAY
from commands.process_text import case_of, told
from ledger import facts
from ledger.intents import AgreeRemeasurement


@click.command()
@click.option("--case", type=CASE, required=True, help="Case number.")
@click.option("--measure-on", type=DAY, required=True, help="Day on which it is measured again.")
@click.option("--agreed-on", type=DAY, help="Day of the agreement (default: the business day).")
@recording
def agree(call: Call, case: str, measure_on: date, agreed_on: date | None) -> None:
    """Record when employer and employee agreed to measure again; a later agreement takes its place."""
    intent = AgreeRemeasurement(case=case, agreed_on=agreed_on or call.today, measure_on=measure_on)
    receipt = call.record(intent)
    agreed = told(receipt, case_of(call, case), facts.RemeasurementAgreed)
    say = [
        f"{case}: agreed on {agreed.agreed_on} to measure again on {agreed.measure_on}.",
        f"Next, in time before that day: lks measurement order --case {case} --planned-on {agreed.measure_on}",
    ]
    call.answer(receipt, say, case=case, agreed=agreed)
