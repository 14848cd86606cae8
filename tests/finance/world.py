"""A municipality with half a year of everything: paid on both routes, amended with retroactive effect, settled, signed off,
returned by the bank, claimed back and partly received. Small enough to be reckoned by hand."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger import facts, intents
from ledger.calculation.month import Month, Quarter
from ledger.facts import Paid
from tests.finance.entries import Recorder, amount
from tests.payments.office import Office


@dataclass(frozen=True, slots=True)
class World:
    """Who is in it."""

    lowered: str
    """Regular, 32 hours since July; from October on it is known that these were 24 since August."""
    flat_rate: str
    """Flat-rate since August; the bank returned November."""
    ended: str
    """Regular since July; ended on 31 August, known in October; owed back, half of it received."""
    employers: tuple[str, str]
    """Of the first case, and of the two others."""


def world(office: Office) -> World:
    """Let it happen."""
    first, second = office.employer(), office.employer()
    lowered = office.granted(date(2026, 7, 1), date(2026, 6, 20), employer=first)
    ended = office.granted(date(2026, 7, 1), date(2026, 6, 20), employer=second)
    flat_rate = office.applied(date(2026, 8, 1), second, date(2026, 7, 20))
    office.ask(intents.WaiveMeasurement(case=flat_rate, waived_on=date(2026, 7, 21)), date(2026, 7, 21))
    office.grant(flat_rate, date(2026, 7, 22))
    for number in (7, 8, 9):
        office.pay(Month(2026, number), date(2026, number, 10))
    recorder = Recorder(office)
    recorder.sign_off(Quarter(2026, 3), office.store.head().position)
    _october(office, recorder, lowered, ended)
    paid = office.pay(Month(2026, 11), date(2026, 11, 12))
    _returned(recorder, flat_rate, paid, second)
    return World(lowered, flat_rate, ended, (first, second))


def _october(office: Office, recorder: Recorder, lowered: str, ended: str) -> None:
    """What becomes known after the quarter was signed off, is paid on, and is settled."""
    known = date(2026, 10, 6)
    office.ask(intents.Amend(case=lowered, effective=date(2026, 8, 1), hours="24"), known)
    office.ask(intents.EndSubsidy(case=ended, reason="contract_ended", last_day=date(2026, 8, 31)), known)
    office.pay(Month(2026, 10), date(2026, 10, 12))
    office.ask(intents.Settle(municipality="GM0363", through=Month(2026, 10)), date(2026, 11, 2), by="f.finance")
    days: dict[str, Any] = dict.fromkeys(
        ("decided_on", "employer_notified_on", "employer_objects_until", "pay_by"), date(2026, 11, 3)
    )
    recorder.of_case(ended, facts.RecoveryClaimed(decision=f"{ended}/2", cents=112176, **days))
    half = amount(Month(2026, 9), 50000, 6088)
    recorder.of_case(ended, facts.RecoveryReceived(lines=(half,), received_on=date(2026, 11, 20), bank_line=None))


def _returned(recorder: Recorder, case: str, paid: list[Paid], employer: str) -> None:
    (own,) = [one for one in paid if one.employer == employer]
    back = facts.PaymentReturned(run=own.run, reason="AC04", lines=own.sent, returned_on=date(2026, 11, 24))
    recorder.of_case(case, back)
