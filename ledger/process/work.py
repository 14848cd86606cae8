"""Work items: what is to be done about a case or a municipality, who does it, by which rule, and by which day.

Computed from states alone, so without a clock: an item says from when it can be done (`opens_on`) and by when it must be
(`due_on`). It is gone when the facts say that it was done. Only what comes back every month or year is cut off, at
`until`. `items` is for one case; `municipal.py` has what a municipality does as a whole.
"""

from collections.abc import Callable, Iterator
from datetime import date

from ledger.law import Law
from ledger.law.policy import Policy
from ledger.party.state import Employer, Person
from ledger.process.case import Case
from ledger.process.item import WorkItem
from ledger.process.steps import applying, ending, extending, living, measuring, telling, unanswered
from ledger.subsidy.state import Subsidy

__all__ = ["WorkItem", "items"]

_STEPS: tuple[Callable[[Case], Iterator[WorkItem]], ...] = (
    applying.steps,
    unanswered.steps,
    measuring.steps,
    telling.steps,
    extending.steps,
    living.steps,
    ending.steps,
)


def items(
    subsidy: Subsidy,
    law: Law,
    policy: Policy,
    until: date,
    person: Person | None = None,
    employer: Employer | None = None,
) -> tuple[WorkItem, ...]:
    """What is to do about one case. `person` tells about the target group while the application is open, `employer` about
    the account where a payment came back; what returns (hours, birthdays, indexation) is told up to `until`."""
    if subsidy.application is None:
        return ()
    case = Case(subsidy, law, policy, until, person, employer)
    return tuple(item for steps in _STEPS for item in steps(case))
