"""`lks target-group`: whether a person belongs to the target group (doelgroep loonkostensubsidie, art. 10c, R14)."""

from collections.abc import Callable
from datetime import date
from typing import Any, get_args

import click

from commands.call import Call, recording
from commands.options import DAY, PERSON
from ledger.facts import TargetGroup
from ledger.intents import EndTargetGroup, EstablishTargetGroup, RejectTargetGroup


@click.group("target-group")
def target_group() -> None:
    """The target group: established, rejected or ended for a person."""


def _judging(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--effective", type=DAY, help="From when it counts (default: the business day)."),
        click.option("--applied-on", type=DAY, help="Day of the written application; leave out when ex officio."),
        click.option(
            "--group", type=click.Choice(get_args(TargetGroup)), required=True, help="Which group (art. 7, 7a, 10d)."
        ),
        click.option("--person", "number", type=PERSON, required=True, help="Person number, like P-000034-R."),
    ):
        command = option(command)
    return command


@target_group.command()
@_judging
@recording
def establish(call: Call, number: str, group: TargetGroup, applied_on: date | None, effective: date | None) -> None:
    """Establish that the person belongs to the target group."""
    intent = EstablishTargetGroup(person=number, group=group, applied_on=applied_on, effective=effective or call.today)
    receipt = call.record(intent)
    call.answer(receipt, f"{number} belongs to the target group ({group}) from {intent.effective}.", person=number)


@target_group.command()
@_judging
@recording
def reject(call: Call, number: str, group: TargetGroup, applied_on: date | None, effective: date | None) -> None:
    """Establish that the person does not belong to the target group."""
    intent = RejectTargetGroup(person=number, group=group, applied_on=applied_on, effective=effective or call.today)
    receipt = call.record(intent)
    call.answer(receipt, f"{number} does not belong to the target group ({group}).", person=number)


@target_group.command()
@click.option("--person", "number", type=PERSON, required=True, help="Person number, like P-000034-R.")
@click.option("--effective", type=DAY, required=True, help="First day outside the target group.")
@recording
def end(call: Call, number: str, effective: date) -> None:
    """End the target group for a person; every subsidy of the person ends the day before (art. 10d lid 8)."""
    receipt = call.record(EndTargetGroup(person=number, effective=effective))
    call.answer(
        receipt, f"{number} is outside the target group from {effective}; running subsidies end.", person=number
    )
