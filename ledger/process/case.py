"""A case as the work items look at it: its state, with what counts by kind of fact, and the law and policy that rule it."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from ledger.calculation.month import Month
from ledger.facts import Applied, Fact
from ledger.law import Law
from ledger.law.policy import Policy
from ledger.party.state import Employer, Person
from ledger.process.asking import missing_months
from ledger.process.item import Ground, Kind, WorkItem, item
from ledger.subsidy.state import Subsidy

Of = TypeVar("Of", bound=Fact)


class At(NamedTuple):
    """A fact that counts, and the slot in which it stands."""

    slot: int
    fact: Any


class Case:
    """One subsidy, looked at once. `after(kind, slot)` are the facts of a kind that count and were recorded later."""

    def __init__(
        self,
        subsidy: Subsidy,
        law: Law,
        policy: Policy,
        until: date,
        person: Person | None = None,
        employer: Employer | None = None,
    ) -> None:
        assert subsidy.application is not None
        self.subsidy, self.law, self.policy, self.until = subsidy, law, policy, until
        self.person, self.employer = person, employer
        self.application: Applied = subsidy.application
        self.number: str = subsidy.case
        self.status = subsidy.status
        self.final = subsidy.determined if self.status == "ended" else None
        self._kinds: dict[type[Fact], list[At]] = {}
        for slot, one in sorted(subsidy.inputs.items()):
            if one.counts is not None:
                self._kinds.setdefault(type(one.counts), []).append(At(slot, one.counts))

    @cached_property
    def equated(self) -> frozenset[date]:
        """The days equated by decree (R38)."""
        return self.law.equated_days

    @cached_property
    def missing_months(self) -> tuple[Month, ...]:
        """The months that are over by the last day that is asked for, and of which worked hours are not reported (R11)."""
        return missing_months(self.subsidy, Month.of(self.until).previous, self.policy)

    def after(self, kind: type[Of], slot: int = 0) -> Sequence[At]:
        """The facts of a kind that count and stand after a slot, in the order of recording."""
        found = self._kinds.get(kind, ())
        return [one for one in found if one.slot > slot] if slot else found

    def last(self, kind: type[Of], slot: int = 0) -> At | None:
        """The last of them."""
        found = self.after(kind, slot)
        return found[-1] if found else None

    def item(
        self, kind: Kind, opens_on: date, due_on: date, ground: Ground, say: str, command: str, *, key: object = "",
        waits: bool = False, ends_on: date | None = None,
    ) -> WorkItem:  # fmt: skip
        """An item of this case; `command` is the verb with its options, and `{case}` where the case goes."""
        command = command.replace("{case}", f"--case {self.number}")
        return item(kind, self.number, opens_on, due_on, ground, say, command, key=key, waits=waits, ends_on=ends_on)
