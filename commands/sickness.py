"""`lks sickness`: sickness that was reported before 1 January 2022 (R12); later the subsidy runs on and nothing is kept."""

from datetime import date

import click

from commands.call import Call, recording
from commands.change import answer, record
from commands.options import CASE, CODE, DAY
from ledger.intents import ReportSickness


@click.command()
@click.option("--case", type=CASE, required=True, help="Case number.")
@click.option("--reported-on", type=DAY, required=True, help="Day of the report, before 2022-01-01.")
@click.option("--first-day", type=DAY, required=True, help="First day with sick pay of art. 29b ZW.")
@click.option("--last-day", type=DAY, help="Last day with it, once it is over.")
@click.option("--source", type=CODE, required=True, metavar="CODE", help="Where it is known from.")
@recording
def sickness(call: Call, case: str, reported_on: date, first_day: date, last_day: date | None, source: str) -> None:
    """Record sickness that was reported before 2022. Do not send health data of later: it changes nothing and is refused."""
    intent = ReportSickness(case=case, reported_on=reported_on, first_day=first_day, last_day=last_day, source=source)
    until = f"to {last_day}" if last_day else "on, while it lasts"
    answer(call, record(call, intent), [f"{case}: sick pay from {first_day} {until}, reported on {reported_on}."])
