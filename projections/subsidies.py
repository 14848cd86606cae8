"""Subsidies: one row per case as it stands now, for lists, for `lks find`, and for the payment schedule."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from ledger.calculation.calendar import Month, execution_day, payment_day
from ledger.law.policy import Policy
from ledger.subsidy.state import Subsidy
from projections.tables import Connection, add, remove


class Row(NamedTuple):
    """One row. `starts_on` to `ends_on` is the period granted; `first_run` the month of the first run that can pay."""

    case_number: str
    stream: UUID
    municipality: str
    person_number: str
    employer_number: str
    status: str
    basis: str
    route: str | None
    wage_value: object
    starts_on: date | None
    ends_on: date | None
    employment_start: date
    employment_end: date | None
    contract_form: str
    hours: object
    sheltered: bool
    hold: str | None
    opening: str | None
    first_run: date


class Subsidies:
    """Collects the cases that a batch moves."""

    def __init__(self) -> None:
        self.moved: dict[UUID, Subsidy] = {}
        self._new: set[UUID] = set()

    def take(self, stream: UUID, before: Subsidy, after: Subsidy) -> None:
        """A case moved."""
        if before.application is None:
            self._new.add(stream)
        if after.application is not None:
            self.moved[stream] = after

    def write(self, connection: Connection, policy: Callable[[str], Policy]) -> None:
        """Write the cases that moved, as they stand now."""
        if not self.moved:
            return
        known = [stream for stream in self.moved if stream not in self._new]
        if known:
            remove(connection, "subsidies", "stream", known)
        rows = (row(stream, one, policy(one.municipality)) for stream, one in self.moved.items())
        add(connection, "subsidies", Row._fields, rows)
        self.moved, self._new = {}, set()


def row(stream: UUID, subsidy: Subsidy, policy: Policy) -> Row:
    """A case as a row."""
    application, granted = subsidy.application, subsidy.granted
    assert application is not None
    assert subsidy.terms is not None
    return Row(
        case_number=application.case,
        stream=stream,
        municipality=subsidy.municipality,
        person_number=application.person,
        employer_number=subsidy.employer,
        status=subsidy.status,
        basis=application.basis,
        route=granted.route if granted else None,
        wage_value=granted.wage_value if granted else None,
        starts_on=min((grant.start for grant in subsidy.grants), default=None),
        ends_on=_ends_on(subsidy),
        employment_start=application.start,
        employment_end=subsidy.contract_end,
        contract_form=subsidy.terms.contracts[-1].form,
        hours=subsidy.terms.contracts[-1].hours,
        sheltered=application.sheltered,
        hold=subsidy.hold.reason if subsidy.hold else None,
        opening=subsidy.opening,
        first_run=first_run(application.start, policy).first,
    )


def first_run(start: date, policy: Policy) -> Month:
    """The month of the first run that can pay an employment: that of its start if it begins before the payment must be
    ordered, else the next (R23, R24)."""
    month = Month.of(start)
    if policy.on("first_payment", month.first) == "next_month":
        return month.next
    paid_on = payment_day(month)
    ordered_on = execution_day(paid_on, int(policy.on("execution_days_before", paid_on)))
    return month if start <= ordered_on else month.next


def _ends_on(subsidy: Subsidy) -> date | None:
    if subsidy.granted is None or subsidy.terms is None:
        return None
    lasts = [day for day in (subsidy.granted.until, subsidy.terms.ended) if day is not None]
    return min(lasts, default=None)
