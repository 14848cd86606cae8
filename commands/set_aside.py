"""`lks set-aside`: an application that stays incomplete is set aside (buiten behandeling stellen, Awb 4:5)."""

from datetime import date

import click

from commands.call import Call, recording
from commands.deciding import days, notifying
from commands.process_text import case_of
from ledger.intents import SetAsideApplication


@click.command("set-aside")
@notifying
@recording
def set_aside(
    call: Call,
    case: str,
    decided_on: date | None,
    employer_notified_on: date | None,
    employee_notified_on: date | None,
) -> None:
    """Set an application aside, after the last reminder's term and within four weeks after it.

    Before all reminders were sent only with --anyway --reason CODE; never before the last term is over, and never when the
    application is complete.
    """
    told = days(call, decided_on, employer_notified_on, employee_notified_on)
    receipt = call.record(SetAsideApplication(case=case, **told))
    decided = case_of(call, case).set_asides[-1]
    missing = ", ".join(decided.documents)
    objection = f"employer {decided.employer_objects_until}, employee {decided.employee_objects_until}"
    say = [
        f"{decided.decision}: set aside on {decided.decided_on}; what did not come in by {decided.asked_until}: {missing}.",
        f"Last day to object: {objection}.",
        f"Next, in writing to the employee: lks notify employee --case {case} --decision {decided.decision}",
    ]
    call.answer(receipt, say, case=case, decision=decided)
