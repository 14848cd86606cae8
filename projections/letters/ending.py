"""Letters around the end: the extension alert, the final settlement, and a recovery that is announced or decided."""

from typing import Any

from ledger import facts
from ledger.calculation.month import Month
from ledger.payment.accounts import PAYING_ACCOUNT
from ledger.refusal import Refused
from ledger.subsidy.state import Cents2, Slot, Subsidy
from projections.letters import dutch
from projections.letters.annex import Table
from projections.letters.subject import Subject
from projections.letters.words import ELEMENTS

Content = dict[str, Any]


def extension_alert(subject: Subject) -> Content:
    """Signalering verlenging (step H1)."""
    fact = subject.fact
    assert isinstance(fact, facts.ExtensionAsked)
    return {
        "ends": fact.ends,
        "last_day": dutch.day(fact.last_day),
        "respond_by": dutch.day(fact.respond_by),
    }


def final_settlement(subject: Subject) -> Content:
    """Eindafrekening (brief 11): what is due of all months, what was paid, and the balance."""
    fact, then = subject.fact, subject.then
    assert isinstance(fact, facts.FinallySettled)
    decided = next(one for one in then.decisions if one.decision == fact.decision)
    assert decided.start is not None
    assert decided.until is not None
    due = fact.subsidy_cents + fact.charges_cents
    return {
        "start": dutch.day(decided.start),
        "until": dutch.day(decided.until),
        "subsidy": dutch.amount(fact.subsidy_cents),
        "charges": dutch.amount(fact.charges_cents),
        "total": dutch.amount(due),
        "paid": dutch.amount(due - fact.balance_cents),
        "balance": dutch.amount(abs(fact.balance_cents)),
        "balance_is": "none" if not fact.balance_cents else "payable" if fact.balance_cents > 0 else "owed",
        "annexes": [_months(then)],
    }


def recovery_announcement(subject: Subject) -> Content:
    """Aankondiging terugvordering (Awb 4:8)."""
    fact = subject.fact
    assert isinstance(fact, facts.RecoveryAnnounced)
    return {
        "cents": dutch.amount(fact.cents),
        "respond_by": dutch.day(fact.respond_by),
        "determined": _determined(subject.then),
        "annexes": [_owed(subject.then, fact.cents)],
    }


def recovery_decision(subject: Subject) -> Content:
    """Terugvorderingsbesluit (Awb 4:57, 4:86): to which account by which day. Raises Refused without the account."""
    fact = subject.fact
    assert isinstance(fact, facts.RecoveryClaimed)
    account, _, name = subject.policy.on(PAYING_ACCOUNT, subject.day).partition(" ")
    if not name:
        raise Refused(
            f"{subject.subsidy.municipality} has no account to pay back to.",
            rule="R31",
            article="art. 4:86 Awb",
            remedy="Adopt it: lks policy adopt paying_account 'IBAN NAME' --municipality.",
        )
    return {
        "cents": dutch.amount(fact.cents),
        "pay_by": dutch.day(fact.pay_by),
        "account": " ".join(account[n : n + 4] for n in range(0, len(account), 4)),
        "account_name": name,
        "determined": _determined(subject.then),
        "announced_on": _announced(subject),
        "annexes": [_owed(subject.then, fact.cents)],
    }


def _announced(subject: Subject) -> str | None:
    slots = sorted(slot for slot in subject.then.inputs if slot < subject.about)
    for slot in reversed(slots):
        fact = subject.then.inputs[slot].counts
        if isinstance(fact, facts.RecoveryAnnounced):
            return dutch.day(fact.announced_on)
    return None


def _determined(subsidy: Subsidy) -> str | None:
    """The number of the decision on which the recovery rests."""
    settled = subsidy.finally_settled
    if settled is not None:
        return settled.decision
    return next((one.decision for one in reversed(subsidy.decisions) if one.outcome == "withdraw"), None)


def _months(subsidy: Subsidy) -> Table:
    """By month and element: what is due, and what was paid of it."""
    rows = []
    for slot in sorted(subsidy.booked.keys() | subsidy.sent.keys()):
        booked = subsidy.booked.get(slot, (0, 0))
        paid = _less(subsidy.sent, subsidy.settled_up, slot)
        if booked != (0, 0) or paid:
            rows.append(_row(slot, sum(booked), paid, sum(booked) - paid))
    due = sum(map(sum, subsidy.booked.values()))
    rows.append(["Totaal", "", dutch.amount(due), dutch.amount(due - subsidy.payable_cents()),
                 dutch.amount(subsidy.payable_cents())])  # fmt: skip
    return {
        "title": "De afrekening per maand",
        "intro": "Per maand ziet u waar u recht op hebt, wat wij al hebben betaald en het verschil. De bedragen zijn de "
        "subsidie en de vergoeding voor werkgeverslasten samen. Hoe elk bedrag is berekend, staat in de "
        "betaalspecificaties.",
        "headings": ["Maand", "Soort", "Recht op", "Al betaald", "Verschil"],
        "rows": rows,
        "numbers": [2, 3, 4],
        "total": True,
    }


def _owed(subsidy: Subsidy, cents: int) -> Table:
    """By month and element what was paid too much; what was claimed before is taken off at the end."""
    owed = subsidy.payable()
    rows = [_owed_row(slot, sum(amount)) for slot, amount in sorted(owed.items()) if sum(amount)]
    rest = subsidy.owed_cents() - cents
    if rest:
        rows.append(["Al eerder teruggevraagd", "", dutch.amount(-rest)])
    rows.append(["Totaal", "", dutch.amount(cents)])
    return {
        "title": "Wat er te veel is betaald",
        "intro": "Per maand ziet u welk bedrag te veel is betaald. De bedragen zijn de subsidie en de vergoeding voor "
        "werkgeverslasten samen.",
        "headings": ["Maand", "Soort", "Te veel betaald"],
        "rows": rows,
        "numbers": [2],
        "total": True,
    }


def _owed_row(slot: tuple[Month, str], cents: int) -> list[str]:
    return [dutch.month(slot[0]), ELEMENTS[slot[1]], dutch.amount(-cents)]


def _row(slot: Slot, due: int, paid: int, difference: int) -> list[str]:
    month, element = slot
    return [dutch.month(month), ELEMENTS[element], dutch.amount(due), dutch.amount(paid), dutch.amount(difference)]


def _less(sent: dict[Slot, Cents2], settled_up: dict[Slot, Cents2], slot: Slot) -> int:
    return sum(sent.get(slot, (0, 0))) - sum(settled_up.get(slot, (0, 0)))
