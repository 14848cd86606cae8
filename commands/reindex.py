"""`lks reindex`: the amount set anew on 1 January (art. 10d lid 7 Pw), of one case or of all that run in a municipality.

The cases of a municipality are asked one by one, so that a run that was stopped is simply repeated.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from commands import progress
from commands.call import Call, recording
from commands.options import CASE, DAY, MUNICIPALITY
from commands.process_text import case_of, told
from commands.words import counted
from ledger import facts
from ledger.asking import Asking
from ledger.calculation.money import euro
from ledger.intents import Reindex
from ledger.process.renewing import set_anew
from ledger.refusal import Misuse, Refused

SHOWN = 10
"""So many refusals are told one by one; --json has them all."""


@click.command()
@click.option("--case", type=CASE, help="Case number.")
@click.option("--municipality", type=MUNICIPALITY, help="CBS code, like GM0363: all cases that run.")
@click.option("--year", type=click.IntRange(2016, 2099), required=True, help="The year that begins on that 1 January.")
@click.option("--employer-notified-on", type=DAY, help="Day the employer is told (default: the business day).")
@click.option("--employee-notified-on", type=DAY, help="Day the employee is told (default: the business day).")
@recording
def reindex(
    call: Call,
    case: str | None,
    municipality: str | None,
    year: int,
    employer_notified_on: date | None,
    employee_notified_on: date | None,
) -> None:
    """Record the notice of the amount from 1 January on. What is due follows from the law without it (R3).

    With --municipality only cases are told of which the amount is of before that day, and that were not told yet; it can be
    repeated.
    """
    if (case is None) == (municipality is None):
        raise Misuse("one of them is needed.", field="--case or --municipality", remedy="Give one of the two.")
    days = {
        "effective": date(year, 1, 1),
        "employer_notified_on": employer_notified_on or call.today,
        "employee_notified_on": employee_notified_on or call.today,
    }
    if case is not None:
        _one(call, case, days)
    else:
        assert municipality is not None
        _all(call, municipality, days)


def _one(call: Call, case: str, days: dict[str, date]) -> None:
    receipt = call.record(Reindex.model_validate({"case": case, **days}))
    notice = told(receipt, case_of(call, case), facts.Reindexed)
    was, becomes = notice.subsidy_before_cents, notice.subsidy_cents
    charges = f"{euro(notice.charges_cents)} charges, before {euro(notice.charges_before_cents)}"
    say = [
        f"{notice.decision}: a full month from {notice.effective} on: {euro(becomes)} subsidy, before {euro(was)}; {charges}.",
        f"Last day to object: employer {notice.employer_objects_until}, employee {notice.employee_objects_until}.",
    ]
    call.answer(receipt, say, case=case, notice=notice)


def _all(call: Call, municipality: str, days: dict[str, date]) -> None:
    cases = [one.case for one in call.ledger.reading().subsidies(municipality) if set_anew(one, days["effective"])]
    done = {"told": 0, "already": 0}
    refused: list[dict[str, Any]] = []
    try:
        for case in progress.counted(cases, total=len(cases), label="Cases"):
            try:
                done[_ask(call, case, days)] += 1
            except Refused as error:
                refused.append({"case": case, "what": error.what, "remedy": error.remedy})
    finally:
        call.project()
    call.output.demonstration = call.ledger.demonstration
    say = f"{municipality}: {counted(done['told'], 'case')} told of the amount from {days['effective']} on"
    already = f", {done['already']:,} told before" if done["already"] else ""
    call.output.answer(
        [f"{say}{already}{f', {len(refused):,} refused' if refused else ''}.", *_refusals(refused)],
        municipality=municipality,
        effective=str(days["effective"]),
        **done,
        refused=refused,
    )
    if refused:
        raise click.exceptions.Exit(1)


def _ask(call: Call, case: str, days: dict[str, date]) -> str:
    intent = call.with_anyway(Reindex.model_validate({"case": case, **days}))
    asking = call.asking()
    own = Asking(by=asking.by, today=asking.today, key=f"{asking.key}:{case}" if asking.key else "")
    receipt = call.ledger.handle(intent, own)
    return "already" if receipt.repeated else "told"


def _refusals(refused: list[dict[str, Any]]) -> Iterator[str]:
    for one in refused[:SHOWN]:
        yield f"  {one['what']} {one['remedy']}"
    if len(refused) > SHOWN:
        yield f"  and {len(refused) - SHOWN:,} more; --json has them all."
