"""Many payments with a mock bank on the other side: ledger, bank and journal agree to the cent (R21, R25, R26, R33)."""

import io
import os
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from mockbank import Config, accounts, outbox
from mockbank.state import State

from ledger import facts, intents
from ledger.asking import Asking
from ledger.bank import bank_file, credit_transfer
from ledger.bank.statement import Statement
from ledger.calculation.month import Month
from ledger.payment import bank_intents
from ledger.payment.accounts import Accounts
from ledger.payment.bank import gaps
from ledger.payment.files import payment_file
from ledger.payment.payments import payments
from ledger.vault.identity import employer_data
from projections.journal.postings import postings
from tests.bank.statements import Entry, camt053
from tests.payments.office import Office

ACCOUNT = "NL69INGB0123456789"
BALANCE = 500_000_000
PAYMENTS, CLOSED = (1000, 20) if os.environ.get("LKS_LONG") else (150, 20)
DAY, START = date(2026, 11, 12), date(2026, 11, 1)
MONTH = Month(2026, 11)


@pytest.fixture
def bank() -> Iterator[State]:
    """A bank at which the municipality has an account."""
    state = State(Config(quiet=True, clock="2026-11-12T08:00:00"))
    fields = {"iban": ACCOUNT, "name": "Gemeente Voorbeeld", "currency": "EUR", "balance": BALANCE}
    accounts.create(state.conn, "municipality", fields)
    yield state
    state.close()


def iban(nth: int) -> str:
    """An account of its own for every employer."""
    number = f"ABNA{nth:010}"
    digits = "".join(str(int(character, 36)) for character in f"{number}NL00")
    return f"NL{98 - int(digits) % 97:02}{number}"


def office() -> Office:
    """A thousand cases of a thousand employers, granted from 1 November."""
    made = Office().open()
    paying = intents.AdoptPolicy(
        municipality="GM0363", switch="paying_account", value=f"{ACCOUNT} Gemeente Voorbeeld", since=START
    )
    proposal = made.ask(paying, DAY).entries[0].position
    made.ask(intents.Approve(proposal=proposal), DAY, by="c.controller")
    for nth in range(1, PAYMENTS + 1):
        fields = {"name": f"Werkgever {nth}", "kvk": f"{nth:08}", "payroll_tax_number": _payroll(nth)}
        data = employer_data({**fields, "iban": iban(nth), "account_name": f"Werkgever {nth}"})
        employer = made.ask(intents.RegisterEmployer(), DAY, private=data).name
        made.granted(START, date(2026, 10, 1), employer=employer, hours=str(10 + nth % 27))
    return made


def _payroll(nth: int) -> str:
    for last in range(10):
        number = f"{10_000_000 + nth}{last}"
        total = sum(int(d) * w for d, w in zip(number, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))
        if total % 11 == 0:
            return f"{number}L01"
    return _payroll(nth + 50_000)


def exported(made: Office, run: str, day: date) -> bytes:
    """The payment file of a run, recorded."""
    reading = made.ledger.reading()
    content = payment_file(reading, Accounts(made.store, made.ledger.vault), reading.runs("GM0363").runs[run])
    out = io.BytesIO()
    credit_transfer.write(content, out)
    intent = intents.ExportRun(run=run, digest="00", transactions=len(content.transfers), cents=content.cents)
    made.ask(intent, day)
    return out.getvalue()


def taken_in(made: Office, content: bytes, day: date) -> Counter[str]:
    """What the bank's file recorded, by topic."""
    found: Counter[str] = Counter()
    for said in bank_file.read(io.BytesIO(content), "bank.xml"):
        reading = made.ledger.reading()
        answers: list[intents.Intent]
        if isinstance(said, Statement):
            answers = [bank_intents.statement(reading, Accounts(made.store, made.ledger.vault), said)]
        else:
            answers = [*bank_intents.rejections(reading, said)]
        for asked in answers:
            receipt = made.ledger.handle(asked, Asking(by="b.finance", today=day))
            found.update([] if receipt.repeated else [fact.topic for fact in receipt.facts])
    return found


def messages(bank: State, kind: str) -> list[bytes]:
    """What the bank sent since it was last asked."""
    rows = outbox.collect(bank.conn, bank.now(), kind=kind)
    return [row["body"].encode() for row in rows if row["account"] in (None, "municipality")]


def balances(made: Office) -> dict[str, int]:
    """The journal's accounts, debit positive."""
    found: Counter[str] = Counter()
    for entry in made.store.read_all():
        for posting in postings(entry.fact):
            found[posting.account] += posting.debit_cents - posting.credit_cents
    return dict(found)


def payable(made: Office) -> int:
    """What is payable by the subsidies themselves."""
    return sum(sum(cents) for one in made.ledger.reading().subsidies("GM0363") for cents in one.payable().values())


def test_many_payments_to_a_bank_and_back(bank: State) -> None:
    made = office()
    run = made.prepare(MONTH, DAY).run
    made.approve(run, DAY)
    for nth in range(1, CLOSED + 1):
        fields = {"iban": iban(nth), "name": f"Werkgever {nth}", "currency": "EUR", "behaviour": "closed-account"}
        accounts.create(bank.conn, f"closed-{nth}", fields)
    file = exported(made, run, DAY)
    bank.receive(file)
    bank.release()
    found = payments(made.store, made.ledger.reading().runs("GM0363").runs[run])
    assert len(found) == PAYMENTS

    # The bank rejects payments to closed accounts; the same file again is refused, and rejects nothing of the first.
    (report,) = messages(bank, "pain.002")
    said = taken_in(made, report, DAY)
    assert said == {"PaymentRejected": CLOSED, "AccountBlocked": CLOSED}
    bank.receive(file)
    bank.release()
    (copy,) = messages(bank, "pain.002")
    assert b"RJCT" in copy
    assert not taken_in(made, copy, DAY)

    # On the execution day the account is debited; notification and statement say it once each.
    bank.clock.advance(to=date(2026, 11, 21))
    bank.release()
    statements = messages(bank, "camt.053")
    first = [taken_in(made, one, date(2026, 11, 21)) for one in statements]
    confirmed = sum((one["PaymentConfirmed"] for one in first), 0)
    assert confirmed == PAYMENTS - CLOSED
    assert sum(one["RunConfirmed"] for one in first) == 1
    assert not sum(one["BankLineLeft"] for one in first)
    for notification in messages(bank, "camt.054"):
        assert set(taken_in(made, notification, date(2026, 11, 21))) <= {"StatementImported"}
    assert all(not taken_in(made, one, date(2026, 11, 23)) for one in statements)
    assert not list(gaps(made.ledger.reading().bank(ACCOUNT)))
    at_bank = accounts.require(bank.conn, "municipality")["balance"]
    assert balances(made)["bank"] == at_bank - BALANCE

    # Days later some come back, on a statement that follows on one that is missing.
    sent = sorted(found.values(), key=lambda one: one.reference)[CLOSED : CLOSED + 10]
    back = [Entry(one.cents, one.reference, ("AC04", "MS03")[n % 2], day="2026-11-24") for n, one in enumerate(sent)]
    said = taken_in(made, camt053(back, at_bank - 1, "later", 99, day="2026-11-24"), date(2026, 11, 25))
    assert (said["PaymentReturned"], said["AccountBlocked"], said["BankLineLeft"]) == (10, 5, 0)
    assert [gap.cents for gap in gaps(made.ledger.reading().bank(ACCOUNT))] == [-1]

    # To the cent: subsidies, payments and journal.
    returned = sum(one.cents for one in sent)
    now = payments(made.store, made.ledger.reading().runs("GM0363").runs[run])
    rejected = sum(one.cents for one in now.values() if one.back == "rejected")
    total = sum(one.cents for one in now.values())
    books = balances(made)
    assert payable(made) == rejected + returned == -books["payable"]
    assert books["in_transit"] == 0
    assert -books["bank"] == total - rejected - returned
    assert books["subsidy_expense"] + books["charges_expense"] == total
    assert sum(books.values()) == 0

    # The next run sends what came back, but not to the accounts that the bank does not take.
    again = made.prepare(MONTH, date(2026, 11, 25))
    assert {one.reason for one in again.left_out} == {"account_blocked"}
    assert len(again.left_out) == CLOSED + 5
    assert again.sent_cents == sum(one.cents for n, one in enumerate(sent) if n % 2)
    assert (again.subsidy_cents, again.lines) == (0, 0)
    assert isinstance(made.recorded(facts.RunConfirmed)[0], facts.RunConfirmed)
