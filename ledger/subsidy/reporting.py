"""What is reported of a running case: changes, worked hours, leave, sickness, a move, an end (R10–R13, R31, R32).

Each is one fact. What it does to amounts follows from the terms that it makes, and from nothing else.
"""

from ledger import facts, intents
from ledger.context import Context
from ledger.facts import Fact
from ledger.party.decider import check_employer
from ledger.refusal import Misuse, Refused
from ledger.subsidy.checking import check
from ledger.subsidy.inputs import counting
from ledger.subsidy.state import Subsidy, after

Report = (
    intents.Amend
    | intents.ReportHours
    | intents.ReportLeave
    | intents.ReportSickness
    | intents.Transfer
    | intents.EndSubsidy
)


def report(intent: Report, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """The fact that a report leads to; none when it says what counts already. Raises Refused."""
    fact = _fact(intent, subsidy)
    if _counts_already(fact, subsidy):
        return ()
    _check_open(subsidy, fact.topic)
    if isinstance(intent, intents.Amend):
        _check_amendment(intent, subsidy, context)
    version = subsidy.version + 1
    check(fact, after([(fact, version, subsidy.municipality)], subsidy), context)
    return (fact,)


def _fact(intent: Report, subsidy: Subsidy) -> Fact:
    match intent:
        case intents.Amend():
            return facts.Amended(**_fields(intent), sealed=intent.sealed)
        case intents.ReportHours():
            return facts.HoursReported(**_fields(intent))
        case intents.ReportLeave():
            return facts.LeaveReported(**_fields(intent))
        case intents.ReportSickness():
            return facts.SicknessReported(**_fields(intent))
        case intents.Transfer():
            return facts.Transferred(**_fields(intent), stays=not intent.destination.startswith("GM"))
        case intents.EndSubsidy():
            return facts.Ended(reason=intent.reason, last_day=intent.last_day)


def _fields(intent: Report) -> dict[str, object]:
    return {name: value for name, value in intent if name not in ("case", "sealed", "anyway")}


def _counts_already(fact: Fact, subsidy: Subsidy) -> bool:
    """Whether the same is the last that was said of these days: what was said in between takes its place (R36)."""
    said = [one for _, one in counting(subsidy.inputs, type(fact)) if one == fact or _same_days(one, fact)]
    return bool(said) and said[-1] == fact


def _same_days(one: Fact, other: Fact) -> bool:
    match one, other:
        case facts.Amended(), facts.Amended():
            return one.effective == other.effective
        case facts.HoursReported(), facts.HoursReported():
            return one.start <= other.until and other.start <= one.until
        case facts.LeaveReported(), facts.LeaveReported():
            return one.start <= other.until and other.start <= one.until
        case facts.SicknessReported(), facts.SicknessReported():
            return one.first_day == other.first_day
    return True


def _check_open(subsidy: Subsidy, topic: str) -> None:
    """R31: after the end only what was before it is told; after the determination only decisions and corrections."""
    if subsidy.status in ("rejected", "set_aside"):
        what = f"{subsidy.case} is {subsidy.status.replace('_', ' ')}."
        raise Refused(what, rule="R31", remedy="A new case needs lks apply.")
    if subsidy.finally_settled is not None:
        what = f"{subsidy.case} is finally settled."
        raise Refused(what, rule="R31", remedy="Only decisions and corrections are left: lks correct, lks decide.")
    if subsidy.status == "ended" and topic in ("Ended", "Transferred"):
        raise Refused(f"{subsidy.case} is ended.", rule="R31", remedy="Another last day is a correction: lks correct.")


def _check_amendment(intent: intents.Amend, subsidy: Subsidy, context: Context) -> None:
    changes = [name for name, value in intent if name in _CHANGES and value is not None]
    if not changes:
        raise Misuse("nothing is given that changes.", field="lks amend", remedy=f"Give one of {', '.join(_CHANGES)}.")
    if intent.employer is not None:
        check_employer(intent.employer, context)
        if intent.employer == subsidy.employer:
            raise Refused(f"{intent.employer} is paid already.", rule="R26", remedy="Give the other payroll number.")


_CHANGES = ("form", "hours", "maximum_hours", "sector_full_time_hours", "end", "employer")
