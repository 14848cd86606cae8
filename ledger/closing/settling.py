"""The settlement of a whole municipality in one pass over its subsidies, and what stands in a quarter's checklist."""

from collections.abc import Iterable
from datetime import date, timedelta

from ledger.calculation.month import Month, Quarter
from ledger.closing.checklist import Checklist, checklist
from ledger.closing.quarters import BOOKED_TOPICS, natural_date
from ledger.closing.settlement import CaseSettlement, Settlement, differences, settled, without_waiting
from ledger.facts import Fact, LeftOut, UnknownHours
from ledger.law import Law
from ledger.law.policy import Policy
from ledger.payment.accounts import PAYING_ACCOUNT
from ledger.reading import Reading
from ledger.refusal import Refused
from ledger.subsidy.state import Subsidy


def settle_all(reading: Reading, municipality: str, through: Month, waits_from: Month | None) -> Settlement:
    """What a settlement through this month books, what it does not know, and whom it leaves out."""
    law, policy = reading.law(), reading.policy(municipality)
    found: list[CaseSettlement] = []
    unknown: list[UnknownHours] = []
    left_out: list[LeftOut] = []
    for subsidy in reading.subsidies(municipality):
        if not (subsidy.grants or subsidy.booked):
            continue
        reason = _left_out(reading, subsidy)
        if reason is not None:
            left_out.append(LeftOut(case=subsidy.case, reason=reason))
            continue
        different = _differences(reading, subsidy, through, law, policy)
        case = without_waiting(different, subsidy, waits_from)
        if case.unknown:
            unknown.append(UnknownHours(case=case.case, months=case.unknown))
        if case.lines:
            found.append(case)
    return Settlement(through, tuple(found), tuple(unknown), tuple(left_out), waits_from)


def settlements(settlement: Settlement, booked_on: date) -> Iterable[tuple[str, Fact]]:
    """By case what a settlement records in its stream."""
    return ((case.case, settled(case, settlement.through, booked_on)) for case in settlement.settled)


def judge(reading: Reading, municipality: str, quarter: Quarter, explained: dict[str, str]) -> Checklist:
    """The checklist of a quarter on what is known now (R34)."""
    policy = reading.policy(municipality)
    banks = {iban: reading.bank(iban) for iban in paid_from(policy, quarter)}
    would_settle = settle_all(reading, municipality, quarter.months[-1], None)
    return checklist(quarter, reading.runs(municipality), explained, banks, would_settle)


def paid_from(policy: Policy, quarter: Quarter) -> list[str]:
    """The accounts, by IBAN, that a municipality paid from on the days of a quarter."""
    days = (quarter.last - quarter.first).days
    names = {policy.on(PAYING_ACCOUNT, quarter.first + timedelta(days=n)) for n in range(days + 1)}
    return sorted(iban for iban, _, name in (text.partition(" ") for text in names) if name)


def asked_by_policy(policy: Policy, today: date) -> Month:
    """R28: the month that is to be settled through today, by the policy settlement_frequency: the last that has ended, or that
    of the last quarter that has."""
    if policy.on("settlement_frequency", today) == "month":
        return Month.of(today).previous
    return Quarter.of(today).previous.months[-1]


def booked_since(reading: Reading, municipality: str, quarter: Quarter, position: int) -> tuple[str, ...]:
    """What was recorded after a position and stands in the books of a quarter or before: a report made then lacks it."""
    entries = reading.store.read_municipality(municipality, BOOKED_TOPICS, reading.until, after=position)
    return tuple(
        f"{entry.topic} (entry {entry.position})"
        for entry in entries
        if (day := natural_date(entry.fact)) is not None and day <= quarter.last
    )


def _differences(reading: Reading, subsidy: Subsidy, through: Month, law: Law, policy: Policy) -> CaseSettlement:
    try:
        return reading.remembered(differences, subsidy, through, law, policy)
    except Refused as refused:
        raise Refused(
            f"{subsidy.case}: {refused.what}", rule=refused.rule, article=refused.article, remedy=refused.remedy
        ) from None


def _left_out(reading: Reading, subsidy: Subsidy) -> str | None:
    if subsidy.opening is not None and not reading.opening(subsidy.opening).signed:
        return "opening_unsigned"
    return "finally_settled" if subsidy.finally_settled is not None else None
