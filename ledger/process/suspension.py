"""The term to decide waits while data are missing (Awb 4:15 lid 1).

It waits from the day after the applicant was asked for them, until the day on which the last of them came in, or through
the last day to send them when that passed in vain. A reminder asks again. Requests of which the day is not recorded
(before the process was) suspend nothing: then the earlier last day holds.
"""

from datetime import date, timedelta
from typing import NamedTuple

from ledger import facts
from ledger.law import Law
from ledger.law.policy import Policy
from ledger.process.deadlines import DECISION
from ledger.subsidy.state import Subsidy

_DAY = timedelta(days=1)


class Waiting(NamedTuple):
    """Days on which the term does not run, the first and the last."""

    first: date
    last: date


def decide_by_now(subsidy: Subsidy, law: Law, policy: Policy) -> date | None:
    """The last day to decide on the wage value established, or the measurement waived, since the last decision, with the
    days on which the term waited; of a request that is still open, all days to answer it. None: no term runs."""
    basis = subsidy.basis
    if basis is None:
        return None
    start = basis.waived_on if isinstance(basis, facts.MeasurementWaived) else basis.established_on
    days = decision_days(subsidy, start, policy)
    waited = _waited(start, days, waiting(subsidy))
    return DECISION.last_day(start + waited * _DAY, law.equated_days, days) if waited else basis.decide_by


def decision_days(subsidy: Subsidy, start: date, policy: Policy) -> int:
    """Five weeks (art. 10d lid 12); for lid 2 by policy (R19)."""
    assert subsidy.application is not None
    if subsidy.application.basis.startswith("lid_2"):
        return int(policy.on("decision_term_lid2_days", start))
    return DECISION.number


def waiting(subsidy: Subsidy) -> tuple[Waiting, ...]:
    """The periods in which data were waited for, in order, none of which touch."""
    awaited: set[str] = set()
    ended: list[Waiting] = []
    open_: list[Waiting] = []
    for _, one in sorted(subsidy.inputs.items()):
        match one.counts:
            case facts.DocumentsRequested() as fact:
                awaited |= set(fact.documents)
                if fact.requested_on is not None:
                    open_.append(Waiting(fact.requested_on + _DAY, fact.respond_by))
            case facts.Reminded(about="documents") as fact:
                open_.append(Waiting(fact.reminded_on + _DAY, fact.respond_by))
            case facts.DocumentsReceived() as fact:
                awaited -= set(fact.documents)
                if not awaited:
                    ended += (Waiting(each.first, min(each.last, fact.received_on - _DAY)) for each in open_)
                    open_ = []
    return _joined([*ended, *open_])


def _joined(periods: list[Waiting]) -> tuple[Waiting, ...]:
    joined: list[Waiting] = []
    for one in sorted(period for period in periods if period.first <= period.last):
        if joined and one.first <= joined[-1].last + _DAY:
            joined[-1] = joined[-1]._replace(last=max(joined[-1].last, one.last))
        else:
            joined.append(one)
    return tuple(joined)


def _waited(start: date, days: int, periods: tuple[Waiting, ...]) -> int:
    """How many days of a term were waited for: only what begins before it is over makes it longer."""
    waited = 0
    for one in periods:
        first = max(one.first, start + _DAY)
        if first > start + (days + waited) * _DAY:
            break
        waited += max(0, (one.last - first).days + 1)
    return waited
