"""Money facts, and journals made of them."""

from collections.abc import Iterable
from datetime import date, timedelta

from hypothesis import strategies as st

from ledger import facts
from ledger.calculation.month import Month
from ledger.calculation.segment import Line
from ledger.facts import Fact, MonthAmount, SettledLine
from ledger.law.switches import AccountName
from projections.journal.accounts import DEFAULT_CODES
from projections.journal.entry import Batch, JournalEntry, net
from projections.journal.postings import postings

CASE, EMPLOYER, RUN = "LKS-26-000001-H", "W-000001-D", "GM0363-2026-11-1"
OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
BOOKED, EXECUTED, AT_BANK, BACK = date(2026, 11, 12), date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 24)
CODES: dict[AccountName, str] = {**DEFAULT_CODES, "payable": "1850", "in_transit": "0195", "bank": "1010"}

_CENTS = st.integers(-(10**9), 10**9) | st.just(0)
_DAYS = st.dates(date(2015, 1, 1), date(2099, 12, 31))
_MONTHS = st.builds(Month, st.integers(2015, 2099), st.integers(1, 12))
_ELEMENTS = st.sampled_from(["fixed", "variable"])
_AMOUNTS = st.lists(
    st.builds(MonthAmount, month=_MONTHS, element=_ELEMENTS, subsidy_cents=_CENTS, charges_cents=_CENTS), max_size=4
).map(tuple)
_LINES = _AMOUNTS.map(lambda amounts: tuple(line_of(one) for one in amounts))
_REASONS = st.sampled_from(["run_withdrawn", "AC04", "MD07"])


def amount(month: Month, subsidy_cents: int, charges_cents: int) -> MonthAmount:
    """Fixed cents of a month."""
    return MonthAmount(month=month, element="fixed", subsidy_cents=subsidy_cents, charges_cents=charges_cents)


def line_of(one: MonthAmount) -> Line:
    """The booking line of an amount; what it rests on does not matter to the journal."""
    return Line(**one.model_dump(), segments=())


def paid(booked: Iterable[MonthAmount], sent: Iterable[MonthAmount], executed: date = EXECUTED) -> facts.Paid:
    """A payment of the run."""
    return facts.Paid(
        run=RUN, reference=f"{RUN}/1", booked=tuple(map(line_of, booked)), sent=tuple(sent), booked_on=BOOKED,
        execution_day=executed, employer=EMPLOYER, account=1,
    )  # fmt: skip


def returned(lines: Iterable[MonthAmount], reason: str) -> facts.PaymentReturned:
    """A payment that came back."""
    return facts.PaymentReturned(run=RUN, reason=reason, lines=tuple(lines), returned_on=BACK)


def settled(lines: Iterable[MonthAmount]) -> facts.Settled:
    """A settlement through November that books these differences."""
    differences = tuple(
        SettledLine(
            due=line_of(one), booked_subsidy_cents=0, booked_charges_cents=0, subsidy_cents=one.subsidy_cents,
            charges_cents=one.charges_cents, routes=(),
        )
        for one in lines
    )  # fmt: skip
    return facts.Settled(
        through=NOVEMBER, lines=differences, unknown=(), booked_on=NOVEMBER.last, value_date=NOVEMBER.last
    )


def claimed(cents: int, day: date = BOOKED) -> facts.RecoveryClaimed:
    """A claim, decided on that day."""
    days = dict.fromkeys(("decided_on", "employer_notified_on", "employer_objects_until", "pay_by"), day)
    return facts.RecoveryClaimed.model_validate({"decision": f"{CASE}/2", "cents": cents, **days})


def money_facts() -> st.SearchStrategy[Fact]:
    """Any fact that moves money, with any amounts."""
    return st.one_of(
        st.builds(
            facts.Paid,
            run=st.just(RUN), reference=st.just("R"), booked=_LINES, sent=_AMOUNTS, booked_on=_DAYS, execution_day=_DAYS,
            employer=st.just(EMPLOYER), account=st.just(1),
        ),
        st.builds(facts.PaymentConfirmed, run=st.just(RUN), cents=_CENTS, booked_on=_DAYS),
        st.builds(facts.PaymentReturned, run=st.just(RUN), reason=_REASONS, lines=_AMOUNTS, returned_on=_DAYS),
        st.builds(facts.PaymentRejected, run=st.just(RUN), reason=st.just("AC04"), lines=_AMOUNTS, rejected_on=_DAYS),
        st.builds(
            facts.OpeningBooked,
            opening=st.just("O1"), paid_through=_MONTHS, lines=_AMOUNTS, balance=_AMOUNTS, booked_on=_DAYS,
        ),
        st.builds(settled, _AMOUNTS),
        st.builds(claimed, _CENTS, _DAYS),
        st.builds(
            facts.RecoveryReceived, lines=_AMOUNTS, received_on=_DAYS, bank_line=st.none() | st.integers(1, 9),
        ),
        st.builds(facts.WrittenOff, lines=_AMOUNTS, written_off_on=_DAYS, reason=st.just("unreachable")),
    )  # fmt: skip


def entry(position: int, fact: Fact, value_date: date | None = None) -> JournalEntry:
    """The journal entry of a fact."""
    posted = postings(fact)
    booked_on = min((one.booked_on for one in posted), default=BOOKED)
    run = getattr(fact, "run", None) or getattr(fact, "opening", None)
    return JournalEntry(position, "GM0363", CASE, fact.topic, booked_on, value_date, run, EMPLOYER, posted)


def entries() -> st.SearchStrategy[list[JournalEntry]]:
    """A batch's entries, from position 11."""
    return st.lists(money_facts(), max_size=6).map(lambda all_of: [entry(11 + n, one) for n, one in enumerate(all_of)])


def batch(number: int = 1, after: int = 10, through: int = 10**6, codes: dict[AccountName, str] = CODES) -> Batch:
    """A batch with codes."""
    return Batch(number, "GM0363", after, through, codes)


def a_payment(position: int, subsidy_cents: int = 89741, charges_cents: int = 22435) -> list[JournalEntry]:
    """November of one case: booked and sent, and seen on a statement the day after."""
    one = amount(NOVEMBER, subsidy_cents, charges_cents)
    confirmed = facts.PaymentConfirmed(run=RUN, cents=one.total_cents, booked_on=EXECUTED + timedelta(days=1))
    return [entry(position, paid([one], [one])), entry(position + 1, confirmed)]


def balances(*all_of: Fact) -> dict[AccountName, int]:
    """Cents by account after these facts, debit positive; accounts at zero are left out."""
    found: dict[AccountName, int] = {}
    for posting in (posting for fact in all_of for posting in postings(fact)):
        found[posting.account] = found.get(posting.account, 0) + net(posting)
    return {account: cents for account, cents in found.items() if cents}
