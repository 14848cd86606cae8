"""`lks measurement`: the wage value assessment (loonwaardebepaling): ordered, recorded, established, or waived (R18, R19)."""

from datetime import date

import click

from commands.call import Call, recording
from commands.measurement_record import record
from commands.measurements import list_, show
from commands.options import CASE, CODE, DAY
from commands.remeasurement import agree
from ledger import facts
from ledger.intents import EstablishWageValue, OrderMeasurement, WaiveMeasurement


@click.group()
def measurement() -> None:
    """The wage value: ordered, measured, established by the municipal executive, or not measured."""


measurement.add_command(agree)


@measurement.command()
@click.option("--case", type=CASE, required=True, help="Case number.")
@click.option("--expert", type=CODE, required=True, metavar="CODE", help="Code of the wage value expert.")
@click.option("--planned-on", type=DAY, help="Day it is planned.")
@recording
def order(call: Call, case: str, expert: str, planned_on: date | None) -> None:
    """Order a measurement."""
    receipt = call.record(OrderMeasurement(case=case, expert=expert, planned_on=planned_on))
    call.answer(receipt, f"{case}: measurement ordered from {expert}.", case=case)


@measurement.command()
@click.option("--case", type=CASE, required=True, help="Case number.")
@click.option("--established-on", type=DAY, help="Day the executive established it (default: the business day).")
@click.option("--valid-until", type=DAY, help="Last day for which it was established, if any.")
@recording
def establish(call: Call, case: str, established_on: date | None, valid_until: date | None) -> None:
    """Establish the wage value on the last report; the five weeks to decide start."""
    day = established_on or call.today
    receipt = call.record(EstablishWageValue(case=case, established_on=day, valid_until=valid_until))
    say = [f"{case}: wage value established on {day}."]
    for fact in receipt.facts:
        if isinstance(fact, facts.WageValueEstablished):
            say = [f"{case}: wage value {fact.wage_value} % established on {day}. Decide by {fact.decide_by}."]
    call.answer(receipt, [*say, f"Next: lks decide grant --case {case}"], case=case)


@measurement.command()
@click.option("--case", type=CASE, required=True, help="Case number.")
@click.option("--waived-on", type=DAY, help="Day of the agreement with the employer (default: the business day).")
@recording
def waive(call: Call, case: str, waived_on: date | None) -> None:
    """Establish, with the employer, that measuring can wait: flat-rate for at most six months (R7)."""
    day = waived_on or call.today
    receipt = call.record(WaiveMeasurement(case=case, waived_on=day))
    say = [f"{case}: measurement waived on {day}."]
    for fact in receipt.facts:
        if isinstance(fact, facts.MeasurementWaived):
            say = [f"{case}: measurement waived on {day}. Decide by {fact.decide_by}."]
    call.answer(receipt, [*say, f"Next: lks decide grant --case {case}"], case=case)


measurement.add_command(record)
measurement.add_command(list_)
measurement.add_command(show)
