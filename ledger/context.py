"""What a decider may know besides its own stream: time, actor, law, policy, and the states it asked to read.

`decide` is pure, so everything that could differ tomorrow comes in here as an argument.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ledger.closing.checklist import Checklist
from ledger.closing.quarters import Quarters
from ledger.closing.settlement import Settlement
from ledger.facts import Fact
from ledger.identifiers import StreamKind
from ledger.law import Law
from ledger.law.policy import Policy
from ledger.log.entry import Signature
from ledger.measuring.state import Expert, Provider
from ledger.party.state import Employer, Person
from ledger.payment.lines import Prepared
from ledger.payment.matching import Matches
from ledger.payment.runs import PaymentRuns
from ledger.refusal import Refused
from ledger.retention.result import Retention
from ledger.subsidy.state import Subsidy


@dataclass(frozen=True, slots=True)
class Seconding:
    """A second person agrees: the stream version of the first person's entry and who that was (R37)."""

    of: int
    first: Signature


class Elsewhere(NamedTuple):
    """A fact for another stream than the one that is asked, by kind and readable name."""

    kind: StreamKind
    name: str
    municipality: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Context:
    """The circumstances of one decision. `address` is the readable name of the stream that is asked, `case` that of the
    first stream that the intent concerns. `matches`: what a bank statement says of payments; `confirmed`: whether the bank
    has already carried out a payment of the run. `topic`: of the entry that is to be corrected; `subsidy`: the case as the
    facts of the streams before this one leave it. `quarters`: which books are closed; `settlement`: what one would book;
    `booked_since`: what was recorded in a quarter after its report was made. `signed`: no takeover of the case waits for a
    second person. `elsewhere`: what an intent about several cases or persons records in their streams. `about`: what a letter
    tells about. `expert`: who measured, `provider`: where they work; None where nobody is registered under that code.
    `retention`: how long who is to be erased is kept."""

    today: date
    by: Signature
    address: str
    case: str
    municipality: str
    law: Law
    policy: Policy
    person: Person | None = None
    employer: Employer | None = None
    second: Seconding | None = None
    prepared: Prepared | None = None
    changed_lines: tuple[str, ...] = ()
    position: int = 0
    changes_money: bool = False
    matches: Matches | None = None
    confirmed: bool = False
    topic: str | None = None
    subsidy: Subsidy | None = None
    signed: bool = True
    runs: PaymentRuns | None = None
    quarters: Quarters | None = None
    settlement: Settlement | None = None
    checklist: Checklist | None = None
    booked_since: tuple[str, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    about: Fact | None = None
    expert: Expert | None = None
    provider: Provider | None = None
    retention: Retention | None = None


def check_second_person(first: Signature, context: Context) -> None:
    """R37: actor and login must both differ from the first person's, unless the policy `shared_login` is adopted."""
    if first.actor.casefold() == context.by.actor.casefold():
        raise Refused(
            f"{context.by.actor} asked for this and cannot also agree with it.",
            rule="R37",
            remedy="Let a second person do this (--by or LKS_ACTOR).",
        )
    shared = context.policy.on("shared_login", context.today) == "yes"
    if first.login == context.by.login and not shared:
        raise Refused(
            "Both steps came through the same database login.",
            rule="R37",
            remedy="Let the second person use an own login, or adopt the policy shared_login.",
        )
