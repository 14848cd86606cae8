"""One record of the monthly set: a subsidy that runs on at least one day of the month, as it is at the end of it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ledger.calculation.calendar import Month
from ledger.calculation.entitlement import entitlement
from ledger.calculation.segment import Route
from ledger.calculation.terms import Contract, ContractForm, Terms
from ledger.facts import TargetGroup
from ledger.law import Law
from ledger.law.policy import Policy
from ledger.subsidy.state import Subsidy
from projections.wage_values.periods import periods


class Record(NamedTuple):
    """A subsidy in a month. Route, percentage and contract are those of its last day in the month; `start` and `end` of the
    whole subsidy, `end` None where it runs on. The amount is what is due for the month; `unknown`: without worked hours
    that are not reported (R11). No `bsn`: it was not asked for."""

    month: Month
    municipality: str
    bsn: str | None
    case: str
    person: str
    start: date
    end: date | None
    route: Route
    wage_value: Decimal | None
    hours: Decimal
    form: ContractForm
    sheltered: bool
    target_group: TargetGroup
    subsidy_cents: int
    charges_cents: int
    unknown: bool

    @property
    def amount_cents(self) -> int:
        """Subsidy and charges together."""
        return self.subsidy_cents + self.charges_cents


def record(subsidy: Subsidy, month: Month, law: Law, policy: Policy) -> Record | None:
    """The record of a subsidy; None where it does not run in the month. Raises Refused where the law of it is not adopted."""
    spans = periods(subsidy.terms)
    in_month = [one for one in spans if one.overlaps(month.first, month.last)]
    if not in_month:
        return None
    assert subsidy.terms is not None
    assert subsidy.application is not None
    last = in_month[-1]
    contract = _contract(subsidy.terms, min(last.last or month.last, month.last))
    subsidy_cents, charges_cents, unknown = _due(subsidy, month, law, policy)
    return Record(
        month=month,
        municipality=subsidy.municipality,
        bsn=None,
        case=subsidy.case,
        person=subsidy.application.person,
        start=spans[0].first,
        end=spans[-1].last,
        route=last.route,
        wage_value=last.wage_value,
        hours=contract.hours,
        form=contract.form,
        sheltered=subsidy.application.sheltered,
        target_group=subsidy.application.group,
        subsidy_cents=subsidy_cents,
        charges_cents=charges_cents,
        unknown=unknown,
    )


def totals(records: Iterable[Record]) -> dict[str, int]:
    """Control totals: cents, records by route, and sheltered ones; `hours_unknown` miss the worked hours in their amount."""
    listed = list(records)
    return {
        "subsidy_cents": sum(one.subsidy_cents for one in listed),
        "charges_cents": sum(one.charges_cents for one in listed),
        "regular": sum(one.route == "regular" for one in listed),
        "flat_rate": sum(one.route == "flat_rate" for one in listed),
        "sheltered": sum(one.sheltered for one in listed),
        "hours_unknown": sum(one.unknown for one in listed),
    }


def _due(subsidy: Subsidy, month: Month, law: Law, policy: Policy) -> tuple[int, int, bool]:
    """Subsidy and charges; nothing of a month that was settled before the case was taken over (R27)."""
    if subsidy.settled_elsewhere(month):
        return 0, 0, False
    assert subsidy.terms is not None
    found = entitlement(subsidy.terms, month, law, policy)
    subsidy_cents = sum(line.subsidy_cents for line in found.lines)
    return subsidy_cents, sum(line.charges_cents for line in found.lines), found.unknown


def _contract(terms: Terms, day: date) -> Contract:
    begun = [one for one in sorted(terms.contracts, key=lambda one: one.start) if one.start <= day]
    return begun[-1]
