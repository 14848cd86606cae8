"""What was recorded follows from what was asked and what was known: every cause proves its facts."""

from datetime import date

from ledger import facts, intents
from ledger.intents import Note
from tests.ledger.deciding_again import decide_again
from tests.ledger.house import MUNICIPALITY, OTHER_EMPLOYER, OTHER_PERSON, House, grant, measure


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
    return house


NOTE = Note(text="besproken met de werkgever")
DAYS = dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), date(2026, 9, 1))


def test_every_intent_decided_again_on_what_it_read_gives_the_recorded_facts() -> None:
    house = lived()
    appends = list(decide_again(house.store, house.ledger()))
    assert len(appends) > 35
    for append in appends:
        assert append.again == append.recorded
        assert append.read_again == append.read


def test_the_life_that_is_decided_again_holds_every_kind_of_fact_but_those_of_a_takeover() -> None:
    topics = {fact.topic for fact in lived().facts()}
    takeover = {"OpeningBooked", "OpeningPrepared", "OpeningSigned"}
    seldom = {"TargetGroupRejected", "ValueDeclined"}
    assert set(facts.FACTS) - topics == takeover | seldom


def test_what_was_tampered_with_does_not_follow_any_more() -> None:
    house = lived()
    rows = house.store._recorder.rows
    place = next(n for n, row in enumerate(rows) if row.topic == "Decided")
    rows[place] = rows[place]._replace(
        state=rows[place].state.replace(b'"subsidy_cents":89741', b'"subsidy_cents":99741')
    )
    assert any(append.again != append.recorded for append in decide_again(house.store, house.ledger()))
