"""What no input of a case can be, whether it is recorded for the first time or by a correction.

A check looks at the case as the input leaves it, so the same rules hold both ways.
"""

from datetime import date

from ledger import facts
from ledger.calculation.entitlement import Contract
from ledger.context import Context
from ledger.facts import Fact
from ledger.measuring.methods import check_method
from ledger.process.deadlines import DECISION, REPORT
from ledger.process.suspension import decision_days
from ledger.refusal import Refused
from ledger.subsidy.employment import check_contract
from ledger.subsidy.state import Subsidy

DRAFT_REQUIRED_FROM = date(2021, 7, 1)
SICKNESS_UNTIL = date(2022, 1, 1)
"""Verzamelwet SZW 2022: for sickness reported from this day on the subsidy runs on (art. 78dd Pw)."""
TAKEN_OVER_SINCE = date(2023, 7, 1)
"""Stb. 2022, 499: from this day on another Dutch municipality takes over (R32)."""
STAYS_COMPETENT = frozenset({
    "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI",
    "LT", "LU", "LV", "MT", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
})  # fmt: skip
"""EU, EEA and Switzerland: art. 10d lid 10 Pw."""


def check(fact: Fact | None, subsidy: Subsidy, context: Context) -> None:
    """Raises Refused where the case with this input in it breaks a rule."""
    match fact:
        case facts.Applied():
            not_after(fact.received_on, context.today, "An application cannot come from the future")
            _check_contracts(subsidy)
        case facts.Amended():
            _amended(fact, subsidy, context)
        case facts.HoursReported():
            _hours(fact, subsidy, context)
        case facts.LeaveReported():
            _leave(fact, subsidy)
        case facts.SicknessReported():
            _sickness(fact, subsidy, context)
        case facts.Transferred():
            _transferred(fact, subsidy, context)
        case facts.Ended():
            _within(fact.last_day, subsidy, "The last day")
        case facts.DocumentsReceived():
            not_after(fact.received_on, context.today, "Documents cannot come from the future")
        case facts.Measured():
            _measured(fact, subsidy, context)
        case facts.WageValueEstablished():
            not_after(fact.established_on, context.today, "The college establishes today or earlier")
        case facts.MeasurementWaived():
            not_after(fact.waived_on, context.today, "The college waives today or earlier")


def derived(fact: Fact, subsidy: Subsidy, context: Context) -> Fact:
    """The fact with the days that follow from others in it worked out again (R38)."""
    match fact:
        case facts.Measured():
            return fact.model_copy(update={"report_due": report_due(fact.measured_on)})
        case facts.WageValueEstablished():
            return fact.model_copy(update={"decide_by": decide_by(fact.established_on, subsidy, context)})
        case facts.MeasurementWaived():
            return fact.model_copy(update={"decide_by": decide_by(fact.waived_on, subsidy, context)})
        case _:
            return fact


def report_due(measured_on: date) -> date:
    """R19: ten municipal working days after the measurement."""
    return REPORT.last_day(measured_on)


def decide_by(start: date, subsidy: Subsidy, context: Context) -> date:
    """Five weeks (art. 10d lid 12), moved to the next legal day; for lid 2 by policy (R19)."""
    return DECISION.last_day(start, context.law.equated_days, decision_days(subsidy, start, context.policy))


def not_after(day: date, limit: date, what: str) -> None:
    """R40: raises Refused for a day that comes after what it must not come after."""
    if day > limit:
        raise Refused(f"{what}: {day} is after {limit}.", rule="R40", remedy="Check the dates.")


def _check_contracts(subsidy: Subsidy) -> None:
    assert subsidy.terms is not None
    for contract in subsidy.terms.contracts:
        check_contract(contract)
    end = subsidy.contract_end
    if end is not None and end < subsidy.terms.employment_start:
        raise Refused("The employment ends before it starts.", rule="R15", remedy="Give an end on or after the start.")


def _amended(fact: facts.Amended, subsidy: Subsidy, context: Context) -> None:
    _within(fact.effective, subsidy, "The change")
    if fact.employer is not None:
        not_after(fact.effective, context.today, "Another employer is paid from today or earlier")
    _check_contracts(subsidy)


def _hours(fact: facts.HoursReported, subsidy: Subsidy, context: Context) -> None:
    """R10: only where worked hours count, for days that were employed and are over."""
    _period(fact.start, fact.until, subsidy, "Hours")
    not_after(fact.until, context.today, "Hours are reported when they were worked")
    days = (fact.until - fact.start).days + 1
    if fact.hours > 24 * days:
        what = f"{fact.hours} hours in {days} days."
        raise Refused(what, rule="R10", remedy="Give the hours of the whole period, for which wage was due.")
    fixed = [one for one in _contracts_between(fact.start, fact.until, subsidy) if one.form == "fixed"]
    if fixed:
        raise Refused(
            f"On a fixed contract (from {fixed[0].start}) the subsidy follows the agreed hours.",
            rule="R10",
            article="ECLI:NL:RBNHO:2025:4899",
            remedy="When the agreed hours changed: lks amend --hours. Else there is nothing to report.",
        )


def _leave(fact: facts.LeaveReported, subsidy: Subsidy) -> None:
    _period(fact.start, fact.until, subsidy, "Leave")
    agreed = min(one.hours for one in _contracts_between(fact.start, fact.until, subsidy))
    if fact.hours is not None and fact.hours > agreed:
        what = f"{fact.hours} hours remain of {agreed} agreed."
        raise Refused(what, rule="R13", remedy="Give the agreed hours a week that remain during the leave.")


def _sickness(fact: facts.SicknessReported, subsidy: Subsidy, context: Context) -> None:
    if fact.reported_on >= SICKNESS_UNTIL:
        raise Refused(
            "The subsidy runs on; do not send health data.",
            rule="R12",
            article="art. 78dd Pw",
            remedy=f"Nothing was kept. Sickness counts only when it was reported before {SICKNESS_UNTIL}.",
        )
    not_after(fact.reported_on, context.today, "A report cannot come from the future")
    if fact.first_day > fact.reported_on:
        what = f"Reported on {fact.reported_on}, before the first day, {fact.first_day}."
        raise Refused(what, rule="R12", article="art. 78dd Pw", remedy="Only sickness of before 2022 counts.")
    _period(fact.first_day, fact.last_day or fact.first_day, subsidy, "Sickness")


def _transferred(fact: facts.Transferred, subsidy: Subsidy, context: Context) -> None:
    not_after(fact.registered_on, context.today, "A registration cannot come from the future")
    assert subsidy.terms is not None
    if fact.registered_on <= subsidy.terms.employment_start:
        what = f"Registered there from {fact.registered_on}, not after the start on {subsidy.terms.employment_start}."
        raise Refused(what, rule="R32", remedy="Then the subsidy was that municipality's from the start.")
    if fact.stays:
        if fact.destination not in STAYS_COMPETENT:
            what = f"{fact.destination} is no country of the EU, the EEA or Switzerland."
            raise Refused(what, rule="R32", article="art. 10d lid 10 Pw", remedy="End it: lks end.")
    elif fact.destination == subsidy.municipality:
        raise Refused(f"The case is {fact.destination}'s already.", rule="R32", remedy="Give the new municipality.")
    elif fact.registered_on < TAKEN_OVER_SINCE:
        raise Refused(
            f"Before {TAKEN_OVER_SINCE} the municipality that granted kept paying.",
            rule="R32",
            article="art. 10d lid 10 Pw (2017)",
            remedy="Nothing to record.",
        )


def _measured(fact: facts.Measured, subsidy: Subsidy, context: Context) -> None:
    assert subsidy.application is not None
    check_method(fact.method, subsidy.application.received_on)
    not_after(fact.measured_on, fact.reported_on, "A report follows the measurement")
    not_after(fact.reported_on, context.today, "A report cannot come from the future")
    if fact.measured_on >= DRAFT_REQUIRED_FROM and fact.draft_discussed_on is None:
        raise Refused(
            "The draft was not discussed with employer and employee.",
            rule="R19",
            article="Besluit loonkostensubsidie Participatiewet 2021",
            remedy="Record the day on which the draft was discussed (--draft-discussed-on).",
        )


def _period(first: date, last: date, subsidy: Subsidy, what: str) -> None:
    """Days of the employment, in order."""
    if last < first:
        raise Refused(
            f"{what} of {first} to {last}: the last day is before the first.", rule="R39", remedy="Check both."
        )
    _within(first, subsidy, what)
    _within(last, subsidy, what)


def _within(day: date, subsidy: Subsidy, what: str) -> None:
    assert subsidy.terms is not None
    start, end = subsidy.terms.employment_start, subsidy.terms.ended
    if day < start or (end is not None and day > end):
        until = f" to {end}" if end else ""
        raise Refused(
            f"{what}: {day} is no day of the employment, which is from {start}{until}.",
            rule="R15",
            remedy="Check the day; a wrong start or end is corrected with lks correct.",
        )


def _contracts_between(first: date, last: date, subsidy: Subsidy) -> list[Contract]:
    """The contracts that hold on any of these days, in order."""
    assert subsidy.terms is not None
    contracts = sorted(subsidy.terms.contracts, key=lambda one: one.start)
    later = [one for one in contracts if first < one.start <= last]
    holding = [one for one in contracts if one.start <= first][-1:] or contracts[:1]
    return holding + later
