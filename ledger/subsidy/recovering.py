"""Recovering what is owed at the end (terugvordering, R31): announced, claimed, paid in parts, received, written off.

What is owed is a payable below zero; receipts and write-offs raise it and never touch what was booked (R21). Both are laid
over the months that are owed, so that every cent of them stays with its month and element.
"""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import get_args

from ledger import facts, intents
from ledger.calculation.money import euro
from ledger.calculation.segment import Element
from ledger.context import Context
from ledger.facts import Fact, MonthAmount
from ledger.process.deadlines import LAPSE, OBJECTION, PAYMENT
from ledger.refusal import Misuse, Refused
from ledger.second_person import seconded
from ledger.subsidy.checking import not_after
from ledger.subsidy.decision import check_notified, decision_number
from ledger.subsidy.state import Cents2, Slot, Subsidy

ELEMENTS: tuple[Element, ...] = get_args(Element)

Recovery = (
    intents.AnnounceRecovery
    | intents.ClaimRecovery
    | intents.AgreeInstalments
    | intents.ReceiveRecovery
    | intents.WriteOff
)


def recover(intent: Recovery, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """The facts that one step of a recovery leads to. Raises Refused."""
    match intent:
        case intents.AnnounceRecovery():
            return _announce(intent, subsidy, context)
        case intents.ClaimRecovery():
            return _claim(intent, subsidy, context)
        case intents.AgreeInstalments():
            return _agree(intent, subsidy, context)
        case intents.ReceiveRecovery():
            not_after(intent.received_on, context.today, "Money was received today or earlier")
            return (received(intent.cents, intent.received_on, None, subsidy),)
        case intents.WriteOff():
            return _write_off(intent, subsidy, context)


def allocated(cents: int, payable: Mapping[Slot, Cents2]) -> tuple[MonthAmount, ...]:
    """Cents laid over what is owed: the oldest month first, of a month fixed before variable, subsidy before charges."""
    lines: list[MonthAmount] = []
    for month in sorted({month for month, _ in payable}):
        for element in ELEMENTS:
            subsidy_cents, charges_cents = payable.get((month, element), (0, 0))
            of_subsidy = min(cents, max(0, -subsidy_cents))
            of_charges = min(cents - of_subsidy, max(0, -charges_cents))
            cents -= of_subsidy + of_charges
            if of_subsidy or of_charges:
                line = {"month": month, "element": element, "subsidy_cents": of_subsidy, "charges_cents": of_charges}
                lines.append(MonthAmount.model_validate(line))
    assert cents == 0, "no more is received or written off than is owed"
    return tuple(lines)


def received(cents: int, on: date, bank_line: int | None, subsidy: Subsidy) -> facts.RecoveryReceived:
    """A receipt on what was claimed. Raises Refused where it is more, or nothing was claimed."""
    remedy = (
        "Let what is too much go back: lks bank match --as elsewhere, and lks recovery receive for what belongs here."
        if bank_line is not None
        else "Record what belongs here; the rest goes back to who paid it."
    )
    lines = _laid_over(cents, subsidy, remedy)
    return facts.RecoveryReceived(lines=lines, received_on=on, bank_line=bank_line)


def overdue_cents(subsidy: Subsidy, today: date) -> int:
    """What of a claim should have come in before today: by the parts that were agreed on, else by the day to pay."""
    agreed = subsidy.instalments
    parts = [(part.due_on, part.cents) for part in agreed.instalments] if agreed else []
    days = parts or [(claim.pay_by, claim.cents) for claim in subsidy.claims]
    to_come = sum(cents for day, cents in days if day >= today)
    return max(0, subsidy.claimed_cents() - to_come)


def lapses(claim: facts.RecoveryClaimed) -> date:
    """Verjaring, Awb 4:104: the last day of five years after the day to pay."""
    return LAPSE.last_day(claim.pay_by)


def _announce(intent: intents.AnnounceRecovery, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    cents = _to_claim(subsidy)
    not_after(intent.announced_on, context.today, "A recovery is announced today or earlier")
    announced = facts.RecoveryAnnounced(cents=cents, announced_on=intent.announced_on, respond_by=intent.respond_by)
    if announced == subsidy.announced:
        return ()
    if intent.respond_by <= context.today:
        raise Refused(
            f"The last day to respond, {intent.respond_by}, is not after {context.today}.",
            rule="R31",
            article="art. 4:8 Awb",
            remedy="Give a day that leaves time to give views.",
        )
    _check_in_time(intent.announced_on, subsidy)
    return (announced,)


def _claim(intent: intents.ClaimRecovery, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    told = intent.employer_notified_on
    last = subsidy.claims[-1] if subsidy.claims else None
    if last and (last.decided_on, last.employer_notified_on) == (intent.decided_on, told) and not _unclaimed(subsidy):
        return ()
    cents = _to_claim(subsidy)
    check_notified(intent.decided_on, told, context)
    _check_in_time(told, subsidy)
    if intent.anyway is None:
        _check_heard(intent.decided_on, cents, subsidy)
    equated = context.law.equated_days
    claimed = facts.RecoveryClaimed(
        decision=decision_number(subsidy),
        cents=cents,
        decided_on=intent.decided_on,
        employer_notified_on=told,
        employer_objects_until=OBJECTION.last_day(told, equated),
        pay_by=PAYMENT.last_day(told, equated),
    )
    return (claimed,)


def _agree(intent: intents.AgreeInstalments, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    parts = intent.instalments
    if not parts or min(part.cents for part in parts) <= 0:
        raise Misuse(
            "every part is an amount above 0.", field="--instalment", remedy="Write it like 2027-01-31=100.00."
        )
    if any(later.due_on <= earlier.due_on for earlier, later in pairwise(parts)):
        raise Misuse(
            "the days do not ascend.", field="--instalment", remedy="Give the parts in the order of their days."
        )
    agreed = facts.InstalmentsAgreed(agreed_on=intent.agreed_on, instalments=parts)
    if agreed == subsidy.instalments:
        return ()
    not_after(intent.agreed_on, context.today, "Instalments are agreed on today or earlier")
    not_after(intent.agreed_on, parts[0].due_on, "The first part is due after the agreement")
    outstanding, total = _outstanding(subsidy), sum(part.cents for part in parts)
    if total != outstanding:
        raise Refused(
            f"The parts are {euro(total)} together; {euro(outstanding)} of the claim is outstanding.",
            rule="R31",
            article="art. 4:94 Awb",
            remedy="Let the parts sum to what is outstanding.",
        )
    return (agreed,)


def _write_off(intent: intents.WriteOff, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    not_after(intent.written_off_on, context.today, "What is written off today or earlier")
    lines = _laid_over(intent.cents, subsidy, "Write off no more than is outstanding.")
    written_off = facts.WrittenOff(lines=lines, written_off_on=intent.written_off_on, reason=intent.reason)
    return seconded(intent, context, (written_off,))


def _laid_over(cents: int, subsidy: Subsidy, remedy: str) -> tuple[MonthAmount, ...]:
    if cents <= 0:
        raise Misuse("an amount above 0 is needed.", field="--amount", remedy="Write it like 100.00.")
    outstanding = _outstanding(subsidy)
    if cents > outstanding:
        what = f"{euro(cents)} is more than the {euro(outstanding)} that is outstanding of {subsidy.case}."
        raise Refused(what, rule="R31", remedy=remedy)
    return allocated(cents, subsidy.payable())


def _outstanding(subsidy: Subsidy) -> int:
    """What is still to come of what was claimed. Raises Refused where nothing was claimed."""
    if not subsidy.claims:
        raise Refused(
            f"Nothing was claimed of {subsidy.case}.",
            rule="R31",
            article="art. 4:86 Awb",
            remedy="Claim it first: lks recovery announce, then lks recovery claim.",
        )
    return subsidy.claimed_cents()


def _unclaimed(subsidy: Subsidy) -> int:
    return subsidy.owed_cents() - subsidy.claimed_cents()


def _to_claim(subsidy: Subsidy) -> int:
    """What is owed and not claimed yet. Raises Refused where there is nothing, or no decision that it rests on (R20)."""
    if subsidy.finally_settled is None and all(decided.outcome != "withdraw" for decided in subsidy.decisions):
        raise Refused(
            f"No decision determines or withdraws {subsidy.case}.",
            rule="R31",
            article="art. 4:57 Awb",
            remedy="Until the end a next run sets it off. Then: lks end, lks decide determine.",
        )
    cents = _unclaimed(subsidy)
    if not cents:
        owed = "all that is owed was claimed" if subsidy.claimed_cents() else "nothing is owed"
        what = f"{subsidy.case}: {owed}."
        raise Refused(what, rule="R31", article="art. 4:57 Awb", remedy="See lks recovery show.")
    return cents


def _check_in_time(day: date, subsidy: Subsidy) -> None:
    final = subsidy.finally_settled
    if final is not None and day > final.claim_until:
        raise Refused(
            f"{subsidy.case} was determined by {final.decision}; it could be claimed until {final.claim_until}.",
            rule="R31",
            article="art. 4:57 lid 4 Awb",
            remedy="Nothing can be recovered any more.",
        )


def _check_heard(day: date, cents: int, subsidy: Subsidy) -> None:
    """R20: whoever did not give the facts is heard on them first."""
    announced = subsidy.announced
    if announced is None or announced.cents < cents:
        said = f"{euro(announced.cents)} was announced" if announced else "Nothing was announced"
        what = f"{said}; {euro(cents)} is owed."
    elif day <= announced.respond_by:
        what = f"The employer can give views until {announced.respond_by}."
    else:
        return
    raise Refused(
        what,
        rule="R31",
        article="art. 4:8 Awb",
        remedy="Announce it (lks recovery announce) and wait for the views; where the employer gave the facts, or gave "
        "views already: --anyway --reason CODE.",
    )
