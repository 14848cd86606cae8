"""`lks leave`: unpaid leave (onbetaald verlof); the amount follows only where agreed hours are lowered (R13)."""

from datetime import date
from decimal import Decimal

import click

from commands.call import Call, recording
from commands.change import answer, record, takes_decision
from commands.options import CASE, DAY, HOURS
from ledger.intents import ReportLeave
from ledger.model import plain


@click.command()
@click.option("--case", type=CASE, required=True, help="Case number.")
@click.option("--from", "start", type=DAY, required=True, help="First day of the leave.")
@click.option("--until", type=DAY, required=True, help="Last day of the leave.")
@click.option("--hours", type=HOURS, help="Agreed hours a week that remain; left out: the agreed hours stay.")
@recording
def leave(call: Call, case: str, start: date, until: date, hours: Decimal | None) -> None:
    """Record unpaid leave. Where agreed hours stay, the amount stays too, unless the policy unpaid_leave_stops says no."""
    change = record(call, ReportLeave(case=case, start=start, until=until, hours=hours))
    remain = "the agreed hours stay" if hours is None else f"{plain(hours)} agreed hours a week remain"
    say = [f"{case}: unpaid leave from {start} to {until}, {remain}."]
    answer(call, change, say, list(takes_decision(change)))
