"""`lks apply`: an application (aanvraag, art. 10d lid 1 and 2, R15) opens a case."""

from datetime import date
from decimal import Decimal
from typing import Any, get_args

import click

from commands.call import Call, recording
from commands.options import CODE, DAY, EMPLOYER, HOURS, MUNICIPALITY, PERSON
from commands.private import ask
from ledger.facts import Applicant, Basis, ContractForm, TargetGroup
from ledger.intents import ApplicationDetails, Apply, Employment


@click.command()
@click.option("--municipality", type=MUNICIPALITY, required=True, help="The municipality that grants, like GM0363.")
@click.option("--person", type=PERSON, required=True, help="Person number.")
@click.option("--employer", type=EMPLOYER, required=True, help="Employer number.")
@click.option("--applicant", type=click.Choice(get_args(Applicant)), required=True, help="Who asks.")
@click.option("--basis", type=click.Choice(get_args(Basis)[:-1]), required=True, help="Which part of art. 10d.")
@click.option("--group", type=click.Choice(get_args(TargetGroup)), required=True, help="Which target group.")
@click.option("--received-on", type=DAY, help="Day the application came in (default: the business day).")
@click.option("--start", type=DAY, required=True, help="First day of the employment.")
@click.option("--end", type=DAY, help="Last day of the employment, when agreed.")
@click.option(
    "--form", type=click.Choice(get_args(ContractForm)), default="fixed", show_default=True, help="Form of contract."
)
@click.option("--hours", type=HOURS, required=True, help="Agreed hours a week; min-max: the minimum; zero-hours: 0.")
@click.option("--maximum-hours", type=HOURS, help="Maximum hours a week of a min-max contract.")
@click.option(
    "--full-time-hours", type=HOURS, default="40", show_default=True, help="The sector's full-time week, 36 to 40."
)
@click.option("--bbl", is_flag=True, help="The employment is part of a BBL training.")
@click.option("--sheltered", is_flag=True, help="Sheltered work (beschut werk, art. 10b).")
@click.option("--qualified-until", type=DAY, help="Lid 2: last day in school or in the art. 7 group.")
@click.option("--outside-the-law", is_flag=True, help="By decision of the municipal executive, by two persons (R16).")
@click.option("--college-decision", type=CODE, metavar="NUMBER", help="Number of that decision.")
@click.option(
    "--details-file", metavar="FILE", help="JSON with personnel_number and text, sealed; - reads standard input."
)
@recording
def apply(call: Call, details_file: str | None, outside_the_law: bool, **options: Any) -> None:
    """Record an application; answers with the case number."""
    if outside_the_law != bool(options["college_decision"]):
        raise click.UsageError("--outside-the-law and --college-decision go together.")
    details = ApplicationDetails(**ask({}, details_file, "--details-file")) if details_file else None
    intent = Apply(
        **{name: options[name] for name in ("municipality", "person", "employer", "applicant", "basis", "group")},
        received_on=options["received_on"] or call.today,
        employment=_employment(call, options),
        qualified_until=options["qualified_until"],
        college_decision=options["college_decision"],
    )
    receipt = call.record(intent, details)
    say = [
        f"Recorded the application as case {receipt.name}.",
        "Next: lks measurement order, or lks measurement waive.",
    ]
    call.answer(receipt, say, case=receipt.name)


def _employment(call: Call, options: dict[str, Any]) -> Employment:
    start: date = options["start"]
    full_time: Decimal = options["full_time_hours"]
    return Employment(
        start=start,
        end=options["end"],
        form=options["form"],
        hours=options["hours"],
        maximum_hours=options["maximum_hours"],
        sector_full_time_hours=full_time,
        bbl=options["bbl"],
        sheltered=options["sheltered"],
        age_steps=call.age_steps(options["person"], start),
    )
