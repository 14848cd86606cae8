"""What may happen to an account at the bank: a statement is imported once, a line that matches nothing is assigned by two."""

import hashlib

from ledger import facts, intents
from ledger.context import Context
from ledger.facts import Fact
from ledger.law.policy import Policy
from ledger.payment.accounts import PAYING_ACCOUNT
from ledger.payment.bank import Bank, left_line
from ledger.payment.matching import Confirmed, Matches, Payments, Recovered, Returned
from ledger.refusal import Misuse, Refused
from ledger.second_person import seconded
from ledger.subsidy import recovering
from ledger.subsidy.state import Subsidy

WITHOUT_CODE = "NARR"
"""The bank's code for a reason in words; of a line that was matched by hand and has none."""


def decide(intent: intents.Intent, bank: Bank, context: Context) -> tuple[Fact, ...]:
    """The facts of the account's own stream; what it says about payments is in `context.matches`. Raises Refused."""
    match intent:
        case intents.ImportStatement():
            return _import(intent, bank, context)
        case intents.MatchLine():
            matched = facts.BankLineMatched(**intent.model_dump(exclude={"account", "anyway", "sealed"}))
            left_line(bank, intent.line)
            return seconded(intent, context, (matched,))
    raise AssertionError(f"{type(intent).__name__} is not asked of an account")


def by_hand(intent: intents.MatchLine, bank: Bank, payments: Payments) -> Matches:
    """What a line says when two people say so. Raises Refused."""
    line = left_line(bank, intent.line).fact
    if intent.matched_as == "elsewhere":
        if intent.reference is not None:
            raise Misuse("a line that belongs elsewhere has none.", field="--reference", remedy="Leave it out.")
        return Matches()
    payment = payments.get(intent.reference or "")
    if payment is None:
        raise Refused("No run sent that payment.", rule="R21", remedy="Give its reference, as in lks pay status.")
    if (line.cents < 0) != (intent.matched_as == "confirmed"):
        side = "was debited" if line.cents < 0 else "came in"
        raise Refused(f"The line {side}.", rule="R21", remedy="A debit confirms a payment, a receipt returns it.")
    if intent.matched_as == "confirmed" and (payment.confirmed_on or payment.back in ("rejected", "withdrawn")):
        what = f"{payment.reference} was answered before."
        raise Refused(what, rule="R21", remedy="A second debit belongs elsewhere: ask the bank.")
    if intent.matched_as == "returned" and payment.back:
        what = f"{payment.reference} came back before, or was never paid."
        raise Refused(what, rule="R21", remedy="A second receipt belongs elsewhere.")
    if intent.matched_as == "confirmed":
        return Matches((Confirmed(payment.reference, line.booked_on),))
    return Matches((Returned(payment.reference, line.reason or WITHOUT_CODE, line.booked_on),))


def recovered_by_hand(intent: intents.MatchLine, bank: Bank, subsidy: Subsidy, policy: Policy) -> Matches:
    """A line with which an employer pays back what was claimed of a case (R31). Raises Refused."""
    line = left_line(bank, intent.line).fact
    if subsidy.application is None:
        raise Refused("There is no such case.", rule="R31", remedy="Give the case that pays back: --reference CASE.")
    if line.cents < 0:
        raise Refused("The line was debited.", rule="R31", remedy="Only a receipt pays back what was claimed.")
    iban, _, name = policy.on(PAYING_ACCOUNT, line.booked_on).partition(" ")
    if name and iban != intent.account:
        raise Refused(
            f"The line came in on an account that {subsidy.municipality} does not pay from.",
            rule="R31",
            remedy="Pass the money on (--as elsewhere), then lks recovery receive.",
        )
    received = recovering.received(line.cents, line.booked_on, intent.line, subsidy)
    return Matches(recovered=(Recovered(subsidy.case, subsidy.municipality, received),))


def digest(intent: intents.ImportStatement) -> str:
    """SHA-256 over what a statement says, whoever imports it on whatever day."""
    # What is known of accounts here is not the bank's word, and can change.
    said = intent.model_copy(update={"lines": tuple(_said(line) for line in intent.lines), "anyway": None})
    return hashlib.sha256(said.model_dump_json().encode()).hexdigest()


def _said(line: intents.BankLine) -> intents.BankLine:
    return line if line.same_account is None else line.model_copy(update={"same_account": None})


def _import(intent: intents.ImportStatement, bank: Bank, context: Context) -> tuple[Fact, ...]:
    assert context.matches is not None
    before = bank.imported(intent.kind, intent.statement)
    said = digest(intent)
    if before is not None and before.digest == said:
        return ()
    if before is not None:
        what = f"Statement {intent.statement} was imported before, and said something else."
        raise Refused(what, rule="R34", remedy="Ask the bank which one holds; nothing was recorded.")
    imported = facts.StatementImported(
        **intent.model_dump(exclude={"lines", "anyway", "sealed"}),
        lines=len(intent.lines),
        total_cents=sum(line.cents for line in intent.lines),
        digest=said,
    )
    left = (
        facts.BankLineLeft(
            account=intent.account,
            statement=intent.statement,
            line=line.number,
            bucket=bucket,
            **line.model_dump(include={"cents", "booked_on", "reference", "batch", "reason"}),
        )
        for line, bucket in context.matches.left
    )
    return imported, *left
