"""`lks measurement`: the wage value assessment (loonwaardebepaling): ordered, recorded, established, or waived (R18, R19)."""

from datetime import date
from decimal import Decimal

import click

from commands.call import Call, recording
from commands.options import CASE, CODE, DAY, PERCENTAGE
from commands.private import read_text
from commands.remeasurement import agree
from ledger import facts
from ledger.intents import EstablishWageValue, Note, OrderMeasurement, RecordMeasurement, WaiveMeasurement
from ledger.subsidy.decider import EXPERT_ROLES


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
@click.option("--measured-on", type=DAY, required=True, help="Day of the measurement.")
@click.option("--reported-on", type=DAY, help="Day the report came in (default: the business day).")
@click.option("--wage-value", type=PERCENTAGE, required=True, help="Percent of the minimum wage.")
@click.option("--expert", type=CODE, required=True, metavar="CODE", help="Code of the wage value expert.")
@click.option(
    "--expert-role",
    "roles",
    type=click.Choice(EXPERT_ROLES),
    multiple=True,
    help="Other role of the expert in this case.",
)
@click.option("--method", type=CODE, default="ULM", show_default=True, help="Method of measurement.")
@click.option("--draft-discussed-on", type=DAY, help="Day the draft was discussed with employer and employee.")
@click.option("--report-file", metavar="FILE", help="Contents of the report as text, sealed; - reads standard input.")
@recording
def record(
    call: Call,
    case: str,
    measured_on: date,
    reported_on: date | None,
    wage_value: Decimal,
    expert: str,
    roles: tuple[str, ...],
    method: str,
    draft_discussed_on: date | None,
    report_file: str | None,
) -> None:
    """Record the report of a measurement; it changes nothing that is due (R18)."""
    intent = RecordMeasurement(
        case=case,
        measured_on=measured_on,
        reported_on=reported_on or call.today,
        wage_value=wage_value,
        expert=expert,
        expert_roles=roles,
        method=method,
        draft_discussed_on=draft_discussed_on,
    )
    receipt = call.record(intent, _report(report_file))
    say = [f"{case}: measured at {wage_value} % on {measured_on}."]
    for fact in receipt.facts:
        if isinstance(fact, facts.Measured) and fact.reported_on > fact.report_due:
            say.append(f"The report was due on {fact.report_due} (ten working days) and is recorded as late.")
    call.answer(receipt, [*say, f"Next: lks measurement establish --case {case}"], case=case)


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


def _report(file: str | None) -> Note | None:
    if file is None:
        return None
    return Note(text=" ".join(read_text(file, "--report-file").split()))
