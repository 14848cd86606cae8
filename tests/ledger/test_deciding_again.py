"""What was recorded follows from what was asked and what was known: every cause proves its facts."""

from datetime import date
from decimal import Decimal

from ledger import facts, intents
from ledger.calculation.month import Quarter
from ledger.identifiers import stream_id
from ledger.intents import Note
from ledger.payment.payments import payments
from ledger.vault.identity import account_data
from tests.audit.forging import audited
from tests.ledger import books, erasing, measuring, parties, proceeding
from tests.ledger.house import EMPLOYMENT, MUNICIPALITY, OTHER_EMPLOYER, OTHER_PERSON, PERSON, House, grant, measure


def lived() -> House:
    """A ledger in which everything happens that can be asked."""
    house = House().open()
    case = house.running()
    employer = house.employer(OTHER_EMPLOYER)
    other = house.applied(house.person(OTHER_PERSON), employer)
    house.ask(intents.RequestDocuments(case=other, documents=("contract",), respond_by=date(2026, 9, 20)), NOTE)
    house.ask(intents.ReceiveDocuments(case=other, documents=("contract",), received_on=date(2026, 9, 1)))
    house.ask(intents.OrderMeasurement(case=other, expert="LWD-2", planned_on=None))
    house.ask(intents.WaiveMeasurement(case=other, waived_on=date(2026, 9, 1)), NOTE)
    house.ask(grant(other), NOTE)
    house.ask(intents.HoldEmployer(employer=employer, reason="doubt", effective=date(2026, 9, 1)), NOTE)
    run = house.prepared()
    house.ask(intents.WithdrawRun(run=run), NOTE, by="f.finance", today=date(2026, 11, 12))
    run = house.prepared()
    house.ask(intents.ApproveRun(run=run), by="g.control", today=date(2026, 11, 13))
    house.ask(intents.ReleaseEmployer(employer=employer, effective=date(2026, 11, 14)), today=date(2026, 11, 14))
    house.ask(intents.HoldPayment(case=case, reason="seizure", effective=date(2026, 11, 14)), NOTE)
    house.ask(intents.ReleasePayment(case=case, effective=date(2026, 11, 15)))
    house.ask(intents.WithdrawRun(run=run), NOTE, by="f.finance", today=date(2026, 11, 16))
    house.ask(intents.Approve(proposal=house.position()), by="h.manager", today=date(2026, 11, 16))
    bank_and_back(house, employer)
    policy = intents.AdoptPolicy(
        municipality=MUNICIPALITY, switch="part_month", value="thirtieths", since=date(2026, 1, 1)
    )
    house.ask(policy, today=date(2026, 11, 17))
    house.ask(intents.Decline(proposal=house.position()), NOTE, by="h.manager", today=date(2026, 11, 17))
    house.ask(policy, today=date(2026, 11, 18))
    house.ask(intents.Approve(proposal=house.position()), by="h.manager", today=date(2026, 11, 18))
    outside = house.applied("P-000001-G", employer, group="wajong", college_decision="BW-1")
    house.ask(measure(outside))
    house.ask(intents.Reject(case=outside, ground="other_authority", **DAYS), NOTE)
    house.ask(intents.EndTargetGroup(person="P-000001-G", effective=date(2027, 1, 1)), NOTE, today=date(2026, 12, 1))
    closed(house)
    ended(house, other)
    changed(house, employer)
    objected(house, employer)
    parties.put_right(house)
    measuring.accounted(house)
    told(house)
    proceeding.proceeded(house, employer)
    written(house, case)
    erasing.erased(house, employer)
    return house


def closed(house: House) -> None:
    """December is paid, the year is settled, its last quarter signed off, reopened and signed off again, and the year too."""
    run = books.paid(house, "2026-12", date(2026, 12, 10))
    day = date(2027, 1, 5)
    books.settled(house, "2026-12", day)
    for _ in range(2):
        books.signed_off(house, "2026Q4", day, **{run: "bank_late"})
        reopen = intents.ReopenQuarter(municipality=MUNICIPALITY, quarter=Quarter(2026, 4), reason="court")
        books.agree(house, house.ask(reopen, by="f.finance", today=day), day)
    books.signed_off(house, "2026Q4", day, **{run: "bank_late"})
    totals = {"gross_cents": 3, "receipts_cents": 1, "net_cents": 2}
    year = {"municipality": MUNICIPALITY, "year": 2026, "position": house.position(), "digest": "cd"}
    proposal = house.ask(intents.SignOffYear.model_validate({**year, **totals}), by="f.finance", today=day)
    books.agree(house, proposal, day)


def ended(house: House, case: str) -> None:
    """A case that ended half December is determined, claimed, paid back in part, by bank and otherwise, and written off."""
    last_day, day = date(2026, 12, 15), date(2027, 1, 6)
    house.ask(intents.EndSubsidy(case=case, reason="contract_ended", last_day=last_day), today=day)
    told = dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), day)
    house.ask(intents.Determine(case=case, **told), NOTE, today=day)
    house.ask(intents.AnnounceRecovery(case=case, announced_on=day, respond_by=date(2027, 1, 20)), today=day)
    day = date(2027, 1, 21)
    house.ask(intents.ClaimRecovery(case=case, decided_on=day, employer_notified_on=day), today=day)
    owed = house.ledger().reading().subsidy(case).claimed_cents()
    part = facts.Instalment(due_on=date(2027, 2, 1), cents=owed)
    house.ask(intents.AgreeInstalments(case=case, agreed_on=day, instalments=(part,)), today=day)
    house.ask(intents.ReceiveRecovery(case=case, cents=100, received_on=day), today=day)
    line = intents.BankLine(number=1, cents=200, booked_on=day)
    house.ask(books.statement("paid-back", day, [line]), today=day)
    (left,) = house.ledger().reading().bank(ACCOUNT).left
    back = {"matched_as": "recovery", "reference": case, "reason": "paid_back"}
    matched = house.ask(intents.MatchLine.model_validate({"account": ACCOUNT, "line": left, **back}), today=day)
    books.agree(house, matched, day)
    rest = intents.WriteOff(case=case, cents=owed - 300, written_off_on=day, reason="bankrupt")
    books.agree(house, house.ask(rest, by="f.finance", today=day), day)
    assert house.ledger().reading().subsidy(case).payable_cents() == 0


def changed(house: House, employer: str) -> None:
    """In another municipality a zero-hours case is reported on, changes, is decided on again, and moves."""
    day = date(2027, 3, 15)
    told = dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), day)
    person = house.person(THIRD_PERSON, ELSEWHERE)
    zero_hours = EMPLOYMENT.model_copy(update={"form": "zero_hours", "hours": Decimal(0)})
    case = house.applied(person, employer, municipality=ELSEWHERE, employment=zero_hours)
    house.ask(measure(case))
    house.ask(intents.EstablishWageValue(case=case, established_on=date(2026, 9, 1), valid_until=None))
    house.ask(grant(case).model_copy(update={"until": date(2026, 12, 31)}))
    asked: list[intents.Intent] = [
        intents.ReportHours(
            case=case, start=date(2026, 11, 1), until=date(2026, 11, 30), hours=Decimal(80), source="suwi"
        ),
        intents.Amend(case=case, effective=date(2026, 12, 1), form="fixed", hours=Decimal(20)),
        intents.Amend(case=case, effective=date(2026, 12, 31), end=date(2027, 12, 31), employer="W-000001-D"),
        intents.ReportLeave(case=case, start=date(2027, 1, 4), until=date(2027, 1, 15), hours=Decimal(8)),
        intents.AmendDecision(case=case, ground="change_reported", effective=date(2026, 12, 1), **told),
        intents.Extend(case=case, until=None, **told),
        intents.Revise(
            case=case, ground="wrong_data", start=date(2026, 12, 1), until=None, wage_value=Decimal(55), **told
        ),
        intents.Withdraw(case=case, ground="obligations_not_met", start=date(2027, 3, 1), **told),
        intents.Transfer(case=case, destination=MUNICIPALITY, registered_on=date(2027, 3, 10)),
    ]
    for intent in asked:
        assert house.ask(intent, NOTE if intent.seals else None, today=day).entries, intent
    old = EMPLOYMENT.model_copy(update={"start": date(2021, 3, 1), "end": date(2021, 12, 31)})
    sick = house.applied(person, employer, municipality=ELSEWHERE, employment=old)
    days = {"reported_on": date(2021, 6, 2), "first_day": date(2021, 6, 1), "last_day": None}
    house.ask(intents.ReportSickness.model_validate({"case": sick, "source": "uwv", **days}), today=day)


def objected(house: House, employer: str) -> None:
    """A case that was rejected is granted on objection, and revised on another."""
    day = date(2027, 3, 16)
    told = dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), day)
    person = house.person(FOURTH_PERSON, ELSEWHERE)
    case = house.applied(person, employer, municipality=ELSEWHERE)
    house.ask(measure(case))
    house.ask(intents.EstablishWageValue(case=case, established_on=date(2026, 9, 1), valid_until=None))
    house.ask(intents.Reject(case=case, ground="not_target_group", **DAYS), NOTE)
    for decision, replaced in ((1, {"grant": True}), (2, {"wage_value": Decimal(50)})):
        filed = intents.FileObjection(case=case, decision=f"{case}/{decision}", by="employee", received_on=day)
        (entry,) = house.ask(filed, NOTE, today=day).entries
        founded = {"case": case, "objection": entry.version, "outcome": "founded", **told, **replaced}
        receipt = house.ask(intents.DecideObjection.model_validate(founded), NOTE, today=day)
        assert [fact.topic for fact in receipt.facts][:2] == ["ObjectionDecided", "Decided"]


def bank_and_back(house: House, employer: str) -> None:
    """A run that the bank rejects, one that it pays and of which a payment comes back, and a line that matches nothing."""
    rejected = exported(house)
    reason = {"run": rejected, "reported_on": BANK_DAY, "reason": "FF01", "rejections": ()}
    house.ask(intents.ImportRejections.model_validate(reason), by="f.finance", today=BANK_DAY)
    run = exported(house)
    found = payments(house.store, house.ledger().reading().runs(MUNICIPALITY).runs[run])
    lines = [
        intents.BankLine(number=n, cents=-one.cents, booked_on=BANK_DAY, reference=one.reference)
        for n, one in enumerate(found.values(), start=1)
    ]
    house.ask(statement("1", [*lines, intents.BankLine(number=9, cents=5, booked_on=BANK_DAY)]), today=BANK_DAY)
    (left,) = house.ledger().reading().bank(ACCOUNT).left
    elsewhere = intents.MatchLine(account=ACCOUNT, line=left, matched_as="elsewhere", reference=None, reason="interest")
    house.ask(elsewhere, today=BANK_DAY)
    house.ask(intents.Approve(proposal=house.position()), by="h.manager", today=BANK_DAY)
    back = next(one for one in found.values() if one.employer == employer)
    returned = intents.BankLine(number=1, cents=back.cents, booked_on=BANK_DAY, reference=back.reference, reason="AC04")
    house.ask(statement("2", [returned]), today=BANK_DAY)
    account = account_data({"iban": "NL91ABNA0417164300", "account_name": "Bakkerij"})
    house.ask(intents.ChangeAccount(employer=employer), account, today=BANK_DAY)
    house.ask(intents.Approve(proposal=house.position()), by="h.manager", today=BANK_DAY)
    batch = {
        "municipality": MUNICIPALITY,
        "after": 0,
        "through": house.position(),
        "entries": 1,
        "debit_cents": 1,
        "digest": "00",
    }
    house.ask(intents.ExportJournal.model_validate(batch), today=BANK_DAY)


def exported(house: House) -> str:
    """A run that went to the bank."""
    run = house.prepared(today=BANK_DAY)
    house.ask(intents.ApproveRun(run=run), by="g.control", today=BANK_DAY)
    house.ask(intents.ExportRun(run=run, digest="00", transactions=2, cents=1), today=BANK_DAY)
    return run


def statement(name: str, lines: list[intents.BankLine]) -> intents.ImportStatement:
    """What the bank says of a day."""
    days = {"sequence": None, "from_day": BANK_DAY, "through_day": BANK_DAY}
    balances = {"opening_cents": 0, "closing_cents": sum(line.cents for line in lines)}
    said = {"account": ACCOUNT, "kind": "statement", "statement": name, "lines": lines}
    return intents.ImportStatement.model_validate({**said, **days, **balances})


def told(house: House) -> None:
    """The chain is told of wage values, and CBS of a month."""
    day, municipality = date(2027, 3, 17), {"municipality": MUNICIPALITY}
    chain = {**municipality, "after": 0, "through": house.position(), "rows": 1, "digest": "00"}
    house.ask(intents.ExportWageValues.model_validate(chain), today=day)
    fields = {"month": "2026-10", "position": house.position(), "records": 1, "totals": {"subsidy_cents": 1}}
    house.ask(intents.ExportStatistics.model_validate({**municipality, **fields, "digest": "00"}), today=day)


def written(house: House, case: str) -> None:
    """The municipality has a letter of its own, and the employee is told of a decision."""
    day = date(2027, 3, 18)
    template = {"template": "confirmation", "since": day, "text": "#show: letter"}
    house.ask(intents.AdoptTemplate.model_validate({"municipality": MUNICIPALITY, **template}), today=day)
    stream = house.store.read(stream_id("subsidy", case))
    about = next(entry.version for entry in stream if entry.topic == "Decided")
    letter = {"kind": "confirmation", "recipient": "employee", "about": about, "position": house.position()}
    file = {"edition": "2026-11", "template": "ab", "digest": "cd", "sent_on": day}
    sent = house.ask(intents.SendLetter.model_validate({"case": case, **letter, **file}), today=day)
    assert [fact.topic for fact in sent.facts] == ["LetterSent", "EmployeeNotified"]


ACCOUNT = "NL69INGB0123456789"
ELSEWHERE = "GM0518"
THIRD_PERSON = PERSON | {"bsn": "999900249", "surname": "Bakker"}
FOURTH_PERSON = PERSON | {"bsn": "999900250", "surname": "Visser"}
BANK_DAY = date(2026, 11, 16)
NOTE = Note(text="besproken met de werkgever")
DAYS = dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), date(2026, 9, 1))


def test_every_intent_decided_again_on_what_it_read_gives_the_recorded_facts() -> None:
    audit, findings = audited(lived().store)
    assert findings == []
    assert audit.counts.decided > 150


def test_the_life_that_is_decided_again_holds_every_kind_of_fact_but_those_of_a_takeover() -> None:
    topics = {fact.topic for fact in lived().facts()}
    takeover = {"OpeningBooked", "OpeningPrepared", "OpeningSigned"}
    seldom = {"TargetGroupRejected", "ValueDeclined"}
    assert set(facts.FACTS) - topics == takeover | seldom
