"""What rules every case at a position of the log: the law, the policies, and up to which month is looked ahead.

It starts at any position by reading only what is asked for, and then moves on entry by entry with the ledger's own
folds, so rows made in one go and rows made in many are the same.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from ledger import law
from ledger.calculation.calendar import Month, amsterdam_day
from ledger.identifiers import stream_id
from ledger.law import Law, policy
from ledger.law.policy import Policy
from ledger.log.entry import Entry
from ledger.log.store import Store

LAW_TOPICS = ("ValueAdopted", "ValueDeclined")
POLICY_TOPIC = "PolicyAdopted"


class Moment(NamedTuple):
    """Law, policies by municipality ('' is the whole ledger's), and the last month that is looked ahead to."""

    law: Law
    policies: Mapping[str, Policy]
    horizon: Month

    def policy(self, municipality: str) -> Policy:
        """The policy of a municipality over that of the whole ledger."""
        return policy.combine(self.policies[""], self.policies[municipality])


class Clock:
    """Moves from moment to moment, entry by entry.

    The horizon is December of the year after the latest entry's, by the clock or by its business day (a demonstration's
    can be later, R40); what is due is kept up to there.
    """

    def __init__(self, store: Store, position: int, horizon: Month | None) -> None:
        self.store = store
        self.position = position
        self.horizon = horizon
        self.business_day = date.min
        self._recorded_at: datetime | None = None
        self._law: Law | None = None
        self._policies: dict[str, Policy] = {}
        self._moments: dict[tuple[str, ...], Moment] = {}

    def moment(self, *municipalities: str) -> Moment:
        """What rules the cases of these municipalities now; the same object until it changes."""
        assert self.horizon is not None, "no entry was taken in yet"
        if municipalities not in self._moments:
            policies = {name: self._policy(name) for name in ("", *municipalities)}
            self._moments[municipalities] = Moment(self._known_law(), policies, self.horizon)
        return self._moments[municipalities]

    def horizon_after(self, entry: Entry) -> Month:
        """The horizon as this entry would move it. Takes in the business day, which the first of an append knows; the others
        of it were recorded at the same time and move nothing."""
        if entry.cause is not None:
            self.business_day = entry.cause.today
        elif self.business_day == date.min:
            self.business_day = self.store.cause_of(entry.position).today
        elif self.horizon and entry.recorded_at == self._recorded_at:
            return self.horizon
        self._recorded_at = entry.recorded_at
        year = max(self.business_day.year, amsterdam_day(entry.recorded_at).year) + 1
        return self.horizon if self.horizon and self.horizon.year >= year else Month(year, 12)

    def evolve(self, entry: Entry, horizon: Month) -> None:
        """Move on to this entry."""
        if entry.topic in LAW_TOPICS:
            self._law = law.evolve(self._known_law(), entry)
        elif entry.topic == POLICY_TOPIC:
            self._policies[entry.municipality] = policy.evolve(self._policy(entry.municipality), entry)
        elif horizon == self.horizon:
            return
        self.horizon = horizon
        self._moments.clear()

    def _known_law(self) -> Law:
        if self._law is None:
            self._law = law.fold(self.store.read(stream_id("law", ""), until_position=self.position))
        return self._law

    def _policy(self, municipality: str) -> Policy:
        if municipality not in self._policies:
            own = Policy.defaults()
            for entry in self.store.read(stream_id("policy", municipality), until_position=self.position):
                own = policy.evolve(own, entry)
            self._policies[municipality] = own
        return self._policies[municipality]
