"""The periods in which a subsidy runs on one wage value (or on the flat rate), as its terms give them.

A day counts when a grant rules it and the employment lasts. Sickness and leave stop a payment, never a wage value.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from ledger.calculation.calendar import months_after
from ledger.calculation.segment import Route
from ledger.calculation.terms import Grant, Terms
from ledger.calculation.timeline import FLAT_RATE_MONTHS, grant_on

_DAY = timedelta(days=1)


class Period(NamedTuple):
    """Consecutive days on one route and percentage; `last` None: it runs on. No `wage_value` on the flat rate."""

    first: date
    last: date | None
    route: Route
    wage_value: Decimal | None

    def overlaps(self, first: date, last: date) -> bool:
        """Whether any of these days is in it."""
        return self.first <= last and (self.last is None or self.last >= first)


def periods(terms: Terms | None) -> tuple[Period, ...]:
    """The periods of a subsidy in order of days; those that touch differ in route or percentage."""
    found: list[Period] = []
    for one in _pieces(terms) if terms is not None else ():
        before = found[-1] if found else None
        if before and before.last == one.first - _DAY and before[2:] == one[2:]:
            found[-1] = before._replace(last=one.last)
        else:
            found.append(one)
    return tuple(found)


def _pieces(terms: Terms) -> Iterator[Period]:
    """From every day on which something can begin to differ to the day before the next."""
    flat_rate_last = months_after(terms.employment_start, FLAT_RATE_MONTHS)
    cuts = sorted(_cuts(terms, flat_rate_last))
    for first, following in zip(cuts, (*cuts[1:], None), strict=True):
        grant = _ruling(terms, first, flat_rate_last)
        if grant is not None:
            wage_value = grant.wage_value if grant.route == "regular" else None
            yield Period(first, following and following - _DAY, grant.route, wage_value)


def _cuts(terms: Terms, flat_rate_last: date) -> set[date]:
    lasts = [terms.ended, *(grant.until for grant in terms.grants)]
    if any(grant.route == "flat_rate" for grant in terms.grants):
        lasts.append(flat_rate_last)
    after = {last + _DAY for last in lasts if last is not None}
    return {terms.employment_start, *(grant.start for grant in terms.grants), *after}


def _ruling(terms: Terms, day: date, flat_rate_last: date) -> Grant | None:
    if day < terms.employment_start or (terms.ended is not None and day > terms.ended):
        return None
    grant = grant_on(terms, day)
    if grant is None or grant.withdrawn or (grant.until is not None and day > grant.until):
        return None
    return None if grant.route == "flat_rate" and day > flat_rate_last else grant
