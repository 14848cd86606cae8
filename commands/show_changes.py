"""What changed in a case since the application, what was objected to, and which changes still take a decision."""

from collections.abc import Iterator
from typing import Any

from commands.change import capped
from commands.words import words
from ledger.calculation.entitlement import Contract
from ledger.calculation.money import euro
from ledger.model import plain
from ledger.subsidy.objecting import late
from ledger.subsidy.state import Objection, Subsidy
from ledger.subsidy.undecided import Undecided


def contracts(subsidy: Subsidy) -> Iterator[str]:
    """The contract after each change, and where more hours are agreed than count (R4)."""
    assert subsidy.terms is not None
    first, *changed = sorted(subsidy.terms.contracts, key=lambda one: one.start)
    if found := capped(first):
        yield found
    for contract in changed:
        yield f"from {contract.start}: {_contract(contract)}"
        if found := capped(contract):
            yield found
    assert subsidy.application is not None
    if subsidy.contract_end != subsidy.application.end:
        yield f"the contract ends on {subsidy.contract_end}" if subsidy.contract_end else "the contract has no end"
    if subsidy.employer != subsidy.application.employer:
        yield f"{subsidy.employer} is paid"
    for leave in subsidy.terms.leaves:
        hours = "the agreed hours stay" if leave.hours is None else f"{plain(leave.hours)} agreed hours remain"
        yield f"unpaid leave from {leave.start} to {leave.until}, {hours}"


def objections(subsidy: Subsidy) -> Iterator[str]:
    """Each objection, and how it was decided or by when it must be."""
    for objection in subsidy.objections.values():
        filed, decided = objection.filed, objection.decided
        when = f"{filed.received_on}{', late' if late(filed) else ''}"
        how = f"{words(decided.outcome)} on {decided.decided_on}" if decided else f"decide by {filed.decide_by}"
        yield f"objection of the {filed.by} against {filed.decision} on {when}: {how}"


def signals(found: tuple[Undecided, ...]) -> Iterator[str]:
    """R20: changes that lower the amount, of which no decision was taken."""
    for one in found:
        amounts = f"from {euro(one.before_cents)} to {euro(one.after_cents)} a full month"
        yield f"no decision yet on what changed from {one.day}: {amounts}; lks decide amend --effective {one.day} (R20)"


def fields(subsidy: Subsidy, found: tuple[Undecided, ...]) -> dict[str, Any]:
    """The same for machines."""
    return {
        "contract_end": subsidy.contract_end,
        "employer": subsidy.employer,
        "objections": [_objection(one) for one in subsidy.objections.values()],
        "undecided": [one._asdict() | {"day": str(one.day)} for one in found],
    }


def _contract(contract: Contract) -> str:
    hours = plain(contract.hours)
    if contract.maximum_hours is not None:
        hours += f" to {plain(contract.maximum_hours)}"
    return f"{words(contract.form)} contract, {hours} hours of {plain(contract.sector_full_time_hours)} a week"


def _objection(objection: Objection) -> dict[str, Any]:
    return {
        "version": objection.version,
        "filed": objection.filed.model_dump(mode="json", exclude={"sealed"}),
        "decided": objection.decided and objection.decided.model_dump(mode="json", exclude={"sealed"}),
    }
