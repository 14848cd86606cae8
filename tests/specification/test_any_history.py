"""R21: whatever happens to a case, every specification sums to the bank transaction, and all of them to what was sent."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import facts, intents
from ledger.calculation.month import Month
from ledger.identifiers import stream_id
from ledger.refusal import Refused
from projections.specification.build import build
from projections.specification.check import check
from projections.specification.inputs import CasePayment, Determined, Payee
from projections.specification.row import Row
from projections.specification.telling import case_payment
from tests.payments.office import MUNICIPALITY, Office
from tests.specification.given import EMPLOYER

START = date(2026, 3, 1)
OFTEN = ["amend", "settle", "pay", "pay", "determine", "claim", "receive"]
STEPS = st.tuples(st.sampled_from([*OFTEN, *OFTEN, "withdraw", "end", "end", "correct"]), st.integers(0, 30))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEPS, min_size=4, max_size=14))
def test_r21_every_specification_sums_to_what_was_sent(steps: list[tuple[str, int]]) -> None:
    office = Office().open()
    case = office.granted(START, date(2026, 2, 10))
    for n, (what, number) in enumerate(steps):
        step(office, case, what, number, date(2026, 4 + n // 2, 3 + 10 * (n % 2)))
    told = rows(office, case)
    subsidy = office.ledger.reading().subsidy(case)
    back = sum(
        line.total_cents
        for fact in office.recorded(facts.PaymentReturned)
        if isinstance(fact, facts.PaymentReturned)
        for line in fact.lines
    )
    assert sum(row.total_cents for row in told) - back == sum(map(sum, subsidy.sent.values()))
    ids = [row.row_id for row in told]
    assert len(set(ids)) == len(ids)
    earlier: set[str] = set()
    for row in told:
        assert not row.corrects or row.corrects in earlier
        earlier.add(row.row_id)


def rows(office: Office, case: str) -> list[Row]:
    """Everything that the case told, each specification checked by itself."""
    entries = list(office.store.read(stream_id("subsidy", case)))
    found: list[Row] = []
    for n, entry in enumerate(entries):
        final = isinstance(entry.fact, facts.FinallySettled) and entry.fact.balance_cents <= 0
        if isinstance(entry.fact, facts.Paid) or final:
            found += told(case_payment(entries, n))
    return found


def told(one: CasePayment) -> tuple[Row, ...]:
    """The rows of one specification: of a run its own month, of a determination none."""
    number = one.paid.run
    month = None if isinstance(one.paid, Determined) else Month.parse(number[7:14])
    payee = Payee(MUNICIPALITY, "Amsterdam", None, one.paid.employer, EMPLOYER, number, month)
    made = build(payee, [one], "B").rows
    check(made, {one.paid.reference: sum(amount.total_cents for amount in one.paid.sent)})
    return made


def step(office: Office, case: str, what: str, number: int, day: date) -> None:
    """One thing that may happen; what a rule refuses does not."""
    try:
        _happens(office, case, what, number, day)
    except Refused:
        return


def _happens(office: Office, case: str, what: str, number: int, day: date) -> None:
    told = {"decided_on": day, "employer_notified_on": day}
    match what:
        case "amend":
            office.ask(intents.Amend(case=case, effective=date(2026, 3 + number % 4, 9), hours=str(8 + number)), day)
        case "settle":
            through = Month.of(day)
            office.ask(intents.Settle(municipality=MUNICIPALITY, through=through), day, by="b.finance")
        case "pay":
            office.pay(Month.of(day), day)
        case "withdraw":
            approved = office.ledger.reading().runs(MUNICIPALITY).approved
            runs = [run for run in approved if run.status != "withdrawn"]
            if runs:
                office.withdraw(runs[number % len(runs)].number, day)
        case "end":
            last_day = date(2026, 3 + number % 6, 1 + number % 28)
            office.ask(intents.EndSubsidy(case=case, reason="contract_ended", last_day=last_day), day)
        case "correct":
            _correct_end(office, case, date(2026, 4 + number % 5, 1 + number % 28), day)
        case "determine":
            office.ask(intents.Determine.model_validate({"case": case, **told, "employee_notified_on": day}), day)
        case "claim":
            office.ask(intents.ClaimRecovery.model_validate({"case": case, **told, "anyway": "told"}), day)
        case "receive":
            owed = office.ledger.reading().subsidy(case).claimed_cents()
            cents = max(1, owed * number // 30)
            office.ask(intents.ReceiveRecovery(case=case, cents=cents, received_on=day), day)


def _correct_end(office: Office, case: str, last_day: date, day: date) -> None:
    ended = [e.version for e in office.store.read(stream_id("subsidy", case)) if e.topic == "Ended"]
    if ended:
        wrong = {"case": case, "entry": ended[-1], "reason": "mistake", "changes": {"last_day": str(last_day)}}
        found = office.ask(intents.Correct.model_validate(wrong), day).entries
        if found and found[0].topic == "Proposed":
            office.ask(intents.Approve(proposal=found[0].position), day, by="c.controller")
