"""One thing to do: its kind, whose it is, from when and by when, on which rule, and the command that does it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from ledger.process.deadlines import Day, Term

Role = Literal["case_worker", "expert", "lawyer", "finance", "controller"]
"""Consulent, loonwaardedeskundige, jurist, financiële administratie, controller: who does it."""

Kind = Literal[
    "target_group",
    "first_contact",
    "documents",
    "reminder",
    "set_aside",
    "measurement_to_plan",
    "measurement",
    "report",
    "establish",
    "discuss",
    "decide",
    "default",
    "tell_employee",
    "objection_term",
    "objection",
    "flat_rate_ending",
    "extension",
    "extension_answer",
    "no_answer",
    "replacement",
    "extend",
    "end",
    "remeasurement",
    "hours",
    "indexation",
    "birthday",
    "determine",
    "announce_recovery",
    "recovery_views",
    "claim",
    "payment_of_claim",
    "collect",
    "recovery_lapses",
    "payment_back",
    "prepare_run",
    "approve_run",
    "export_run",
    "run_again",
    "settle",
    "sign_off",
    "proposal",
]

KINDS: Mapping[Kind, Role] = {
    "target_group": "case_worker",
    "first_contact": "case_worker",
    "documents": "case_worker",
    "reminder": "case_worker",
    "set_aside": "lawyer",
    "measurement_to_plan": "case_worker",
    "measurement": "expert",
    "report": "expert",
    "establish": "lawyer",
    "discuss": "case_worker",
    "decide": "lawyer",
    "default": "lawyer",
    "tell_employee": "case_worker",
    "objection_term": "lawyer",
    "objection": "lawyer",
    "flat_rate_ending": "case_worker",
    "extension": "case_worker",
    "extension_answer": "case_worker",
    "no_answer": "case_worker",
    "replacement": "case_worker",
    "extend": "lawyer",
    "end": "case_worker",
    "remeasurement": "case_worker",
    "hours": "case_worker",
    "indexation": "case_worker",
    "birthday": "case_worker",
    "determine": "lawyer",
    "announce_recovery": "lawyer",
    "recovery_views": "lawyer",
    "claim": "lawyer",
    "payment_of_claim": "finance",
    "collect": "finance",
    "recovery_lapses": "lawyer",
    "payment_back": "finance",
    "prepare_run": "finance",
    "approve_run": "controller",
    "export_run": "finance",
    "run_again": "finance",
    "settle": "finance",
    "sign_off": "controller",
    "proposal": "controller",
}
"""Every kind of item, and whose work it is."""

UNLESS_ANSWERED: frozenset[Kind] = frozenset({"reminder", "set_aside", "no_answer", "collect"})
"""Kinds that an answer in time makes needless: nobody plans them before they can be done."""

Ground = Term | Day
"""The term or the day that an item rests on: it gives rule, article and calendar."""

ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True)
class WorkItem:
    """What is to be done. `subject` is a case, a run or a municipality; `key` tells items of one kind and subject apart. What
    only `waits` for others, or tells, asks nobody to act and is over after its last day; so is what can no longer be done after
    `ends_on`."""

    kind: Kind
    subject: str
    key: str
    opens_on: date
    due_on: date
    ground: Ground
    say: str
    command: str
    waits: bool = False
    ends_on: date | None = None

    @property
    def role(self) -> Role:
        """Whose work it is."""
        return KINDS[self.kind]

    def days_left(self, today: date) -> int:
        """Days until the last day; below zero it is late."""
        return (self.due_on - today).days

    def late(self, today: date) -> bool:
        """Whether it should have been done."""
        return today > self.due_on and not self.waits

    def over(self, today: date) -> bool:
        """Whether it passed by itself."""
        last = self.due_on if self.waits else self.ends_on
        return last is not None and today > last


def item(
    kind: Kind,
    subject: str,
    opens_on: date,
    due_on: date,
    ground: Ground,
    say: str,
    command: str,
    *,
    key: object = "",
    waits: bool = False,
    ends_on: date | None = None,
) -> WorkItem:
    """An item; one that would open after its last day opens on it."""
    return WorkItem(kind, subject, str(key), min(opens_on, due_on), due_on, ground, say, command, waits, ends_on)
