"""`lks transfer`: a person moves to another municipality or abroad (verhuizing, R32)."""

from datetime import date, timedelta

import click

from commands.call import Call, recording
from commands.change import answer, record
from commands.options import CASE, DAY, DESTINATION
from ledger.intents import Transfer


@click.command()
@click.option("--case", type=CASE, required=True, help="Case number.")
@click.option("--to", "destination", type=DESTINATION, required=True, help="Municipality (GM0518) or country (BE).")
@click.option("--registered-on", type=DAY, required=True, help="First day registered there.")
@recording
def transfer(call: Call, case: str, destination: str, registered_on: date) -> None:
    """Record a move. Another municipality takes the case over from that day; balances never cross (R32)."""
    change = record(call, Transfer(case=case, destination=destination, registered_on=registered_on))
    say = [f"{case}: registered in {destination} from {registered_on}."]
    if destination.startswith("GM"):
        say.append(f"The last day that is due here is {registered_on - timedelta(days=1)}.")
        then = [f"Next: {destination} takes it over from {registered_on}; here, lks decide determine --case {case}"]
    else:
        say.append("Within the EU, the EEA and Switzerland this municipality keeps paying (art. 10d lid 10 Pw).")
        then = []
    answer(call, change, say, then)
