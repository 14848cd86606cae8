"""The inputs of one case by slot (R35, R36), and the terms that they lead to."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from ledger import facts
from ledger.calculation.entitlement import Contract, Grant, HoursReport, Leave, Sickness, Terms
from ledger.slots import Input, Inputs, Kind, Put, counting, put, replacement, slot_of

__all__ = [
    "BESIDE",
    "PROCESS",
    "SLOTTED",
    "TERMS",
    "Input",
    "Inputs",
    "Kind",
    "Put",
    "contract_end",
    "counting",
    "earliest",
    "employer_of",
    "put",
    "replacement",
    "slot_of",
    "terms_of",
]

TERMS = (
    "Applied", "Amended", "HoursReported", "LeaveReported", "SicknessReported", "Ended", "Transferred",
)  # fmt: skip
"""Inputs on which an amount rests."""

BESIDE = ("DocumentsReceived", "Measured", "WageValueEstablished", "MeasurementWaived")
"""Inputs on which a decision rests, and no amount (R18)."""

PROCESS = (
    "DocumentsRequested", "MeasurementOrdered", "ObjectionFiled", "RecoveryAnnounced", "InstalmentsAgreed", "Reminded",
    "OutcomeDiscussed", "EmployeeNotified", "DefaultNoticed", "ExtensionAsked", "ExtensionConfirmed", "ExtensionDeclined",
    "RemeasurementAgreed", "Reindexed", "LetterSent", "MeasurementAccounted",
)  # fmt: skip
"""Steps of the process: withdrawn, never replaced (R35)."""

SLOTTED = frozenset((*TERMS, *BESIDE, *PROCESS))


def terms_of(inputs: Inputs, grants: tuple[Grant, ...]) -> Terms | None:
    """What the entitlement rests on (R4, R10, R12, R13, R32)."""
    application = next((fact for _, fact in counting(inputs, facts.Applied)), None)
    if application is None:
        return None
    amendments = [fact for _, fact in counting(inputs, facts.Amended)]
    return Terms(
        employment_start=application.start,
        contracts=_contracts(application, amendments),
        grants=grants,
        age_steps=application.age_steps,
        reports=tuple(
            HoursReport(one.start, one.until, one.hours, one.source) for _, one in counting(inputs, facts.HoursReported)
        ),
        ended=_ended(application, amendments, inputs),
        leaves=tuple(Leave(one.start, one.until, one.hours) for _, one in counting(inputs, facts.LeaveReported)),
        sicknesses=_sicknesses(one for _, one in counting(inputs, facts.SicknessReported)),
    )


def employer_of(inputs: Inputs) -> str:
    """The employer that is paid: that of the application, or of the last change of it (R26)."""
    moved = [fact for _, fact in counting(inputs, facts.Amended) if fact.employer]
    if moved and (last := _in_time(moved)[-1].employer):
        return last
    return next(fact for _, fact in counting(inputs, facts.Applied)).employer


def contract_end(application: facts.Applied, amendments: Iterable[facts.Amended]) -> date | None:
    """The last day of the employment's contract, None without one."""
    end = application.end
    for amended in _in_time(amendments):
        if amended.end is not None:
            end = None if amended.end == "open" else amended.end
    return end


def earliest(one: date | None, other: date | None) -> date | None:
    """The earlier of two last days, where None means that there is none."""
    return min((day for day in (one, other) if day is not None), default=None)


def _in_time(amendments: Iterable[facts.Amended]) -> list[facts.Amended]:
    """In the order in which they count; of two from one day the later recorded is last (R36)."""
    return sorted(amendments, key=lambda amended: amended.effective)


def _contracts(application: facts.Applied, amendments: Iterable[facts.Amended]) -> tuple[Contract, ...]:
    """The contract from the start and after each change; a change says what differs from then on, and no more."""
    agreed: dict[str, Any] = {name: getattr(application, name) for name in _AGREED}
    contracts = [_contract(application.start, agreed, application.bbl)]
    for amended in _in_time(amendments):
        changed = {name: getattr(amended, name) for name in _AGREED if getattr(amended, name) is not None}
        if changed:
            agreed |= changed
            contracts.append(_contract(amended.effective, agreed, application.bbl))
    return tuple(contracts)


_AGREED = ("form", "hours", "maximum_hours", "sector_full_time_hours")


def _contract(start: date, agreed: Mapping[str, Any], bbl: bool) -> Contract:
    contract = Contract(start=start, bbl=bbl, **agreed)
    if contract.form == "zero_hours":
        return replace(contract, hours=contract.hours * 0, maximum_hours=None)
    return replace(contract, maximum_hours=None) if contract.form == "fixed" else contract


def _ended(application: facts.Applied, amendments: Iterable[facts.Amended], inputs: Inputs) -> date | None:
    last = contract_end(application, amendments)
    for _, ended in counting(inputs, facts.Ended):
        last = earliest(last, ended.last_day)
    for _, moved in counting(inputs, facts.Transferred):
        if not moved.stays:
            last = earliest(last, moved.registered_on - timedelta(days=1))
    return last


def _sicknesses(reported: Iterable[facts.SicknessReported]) -> tuple[Sickness, ...]:
    """Of two reports from one first day the later recorded counts (R36): it tells the last day."""
    by_first_day = {one.first_day: Sickness(one.first_day, one.last_day) for one in reported}
    return tuple(by_first_day.values())
