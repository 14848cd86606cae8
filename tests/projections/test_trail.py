"""The audit trail: a sentence for every fact, the causes, and links both ways, over a ledger in which everything happened."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from ledger import facts, intents, law
from ledger.facts import FACTS, Fact
from ledger.identifiers import stream_id
from ledger.log.entry import Entry
from projections.trail.graph import Graph, Step
from projections.trail.reading import Wanted, streams_of_employer, streams_of_person, told, trail
from projections.trail.sentence import SENTENCES, Told, sentence
from tests.ledger.house import House
from tests.ledger.test_deciding_again import lived

PINNED = Path(__file__).parent.parent / "facts"
CASE = "LKS-26-000001-H"


@pytest.fixture(scope="module")
def house() -> House:
    """Everything that can be asked happened here."""
    return lived()


@pytest.fixture(scope="module")
def everything(house: House) -> list[Told]:
    """The whole trail."""
    return list(trail(house.store, Wanted()))


@pytest.fixture(scope="module")
def graph(house: House) -> Graph:
    """Its links."""
    return Graph(house.store)


def pinned(topic: str) -> Fact:
    """The stored example of a fact."""
    return FACTS[topic].model_validate_json((PINNED / f"{topic}.json").read_text(encoding="utf-8"))


# --- sentences ----------------------------------------------------------------------------------------------------------


def test_every_fact_has_a_sentence_and_no_other_kind_falls_through_to_it() -> None:
    assert SENTENCES.keys() == FACTS.keys()
    assert len(set(SENTENCES.values())) == len(FACTS)


@pytest.mark.parametrize("topic", FACTS)
def test_a_sentence_has_no_code_nothing_empty_and_nothing_sealed(topic: str) -> None:
    fact = pinned(topic)
    said = SENTENCES[topic](fact, "case LKS-26-000017-Z")
    assert not re.search(r"None|[{}\[\]]|  |_|\bTrue\b|\bFalse\b|\(\)|, ;", said), said
    assert re.split("[ ,]", said)[0] in VERBS, said
    sealed = getattr(fact, "sealed", None)
    assert not sealed or sealed not in said


VERBS = {
    "adopted", "agreed", "announced", "approved", "asked", "assigned", "blocked", "claimed",
    "closed", "corrected", "decided", "declined", "determined", "discussed", "erased", "established",
    "held", "left", "made", "opened", "ordered", "paid", "prepared", "proposed",
    "recorded", "registered", "rejected", "released", "reminded", "reopened", "sent", "set",
    "settled", "signed", "told", "took", "waived", "withdrew", "wrote",
}  # fmt: skip


def test_a_decision_as_an_inspector_reads_it(everything: list[Told]) -> None:
    (first, *_) = (one for one in everything if one.entry.topic == "Decided")
    assert sentence(first) == (
        f"On 1 September 2026 a.case decided in case {CASE} ({CASE}/1): granted on art. 10d lid 1 a, regular route, wage value "
        "60 %, from 23 October 2026 without an end: 897.41 euro subsidy and 224.35 euro employer charges a full month; employer "
        "and employee can object through 13 October 2026."
    )


def test_a_payment_as_an_inspector_reads_it(everything: list[Told]) -> None:
    (first, *_) = (one for one in everything if one.entry.topic == "Paid")
    assert sentence(first) == (
        f"On 13 November 2026 g.control paid in case {CASE} by run GM0363-2026-11-2: booked October 2026 260.54 euro subsidy "
        "and 65.13 euro charges; November 2026 897.41 euro subsidy and 224.35 euro charges; sent 1,447.43 euro to employer "
        "W-000001-D under reference GM0363-2026-11-2/W-000001-D, in the books on 20 November 2026, executed on 19 November 2026."
    )


def test_r36_a_correction_tells_what_should_have_been(everything: list[Told]) -> None:
    said = [sentence(one) for one in everything if one.entry.topic == "Corrected"]
    assert any("corrected a fact (end)" in one and "it should have read: recorded that" in one for one in said)
    assert any("took back a fact (end)" in one and "it counts no more" in one for one in said)


# --- what is read -------------------------------------------------------------------------------------------------------


def test_the_whole_trail_has_every_entry_with_its_cause(house: House, everything: list[Told]) -> None:
    assert [one.entry.position for one in everything] == list(range(1, house.position() + 1))
    assert all(one.cause == house.store.cause_of(one.entry.position) for one in everything)


def test_every_stream_is_told_by_its_name(everything: list[Told]) -> None:
    for one in everything:
        if one.entry.topic == "Paid":
            assert one.subject.startswith("case LKS-")
        if one.entry.topic in ("AccountBlocked", "AccountApproved"):
            assert one.subject.startswith("employer W-")
        if one.entry.topic.startswith("Run"):
            assert one.subject == one.entry.municipality


WANTED: list[tuple[Wanted, Callable[[Told], bool]]] = [
    (Wanted(actor="g.control"), lambda one: one.cause.actor == "g.control"),
    (Wanted(topics=frozenset({"Decided", "Paid"})), lambda one: one.entry.topic in ("Decided", "Paid")),
    (Wanted(municipality="GM0363"), lambda one: one.entry.municipality == "GM0363"),
    (Wanted(after=40, until=99), lambda one: 40 < one.entry.position <= 99),
    (Wanted(streams=frozenset({stream_id("subsidy", CASE)})), lambda one: one.subject == f"case {CASE}"),
    (
        Wanted(actor="h.manager", municipality="GM0363", topics=frozenset({"Approved"})),
        lambda one: (one.cause.actor, one.entry.topic, one.entry.municipality) == ("h.manager", "Approved", "GM0363"),
    ),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(WANTED)))
def test_what_is_asked_is_what_a_plain_filter_finds(house: House, everything: list[Told], number: int) -> None:
    asked, holds = WANTED[number]
    expected = [one for one in everything if holds(one)]
    assert expected
    assert list(trail(house.store, asked)) == expected


def test_a_run_has_its_steps_its_payments_and_the_proposal_to_withdraw_it(house: House) -> None:
    found = [one.entry.topic for one in trail(house.store, Wanted(run="GM0363-2026-11-2", municipality="GM0363"))]
    assert found == ["RunPrepared", "RunApproved", "Paid", "Proposed", "RunWithdrawn", "PaymentReturned"]


def test_a_person_and_an_employer_have_their_own_stream_and_those_of_their_cases(house: House) -> None:
    case = stream_id("subsidy", CASE)
    assert {case, stream_id("person", "P-000001-G")} <= streams_of_person(house.store, "P-000001-G")
    assert {case, stream_id("employer", "W-000001-D")} <= streams_of_employer(house.store, "W-000001-D")
    moved = [one for one in house.store.read_all(topics=("Amended",)) if getattr(one.fact, "employer", None)]
    assert moved[0].stream in streams_of_employer(house.store, "W-000001-D")
    assert streams_of_person(house.store, "P-999999-X") == frozenset()


# --- links both ways ----------------------------------------------------------------------------------------------------


def test_every_link_leads_to_an_earlier_entry_and_leads_back(house: House, graph: Graph) -> None:
    links = 0
    for entry in house.store.read_all():
        for link in graph.rests_on(entry):
            assert link.entry < entry.position, (entry.topic, link)
            other = graph.entry(link.entry)
            assert other is not None
            back = {one.entry for one in graph.resting(other)}
            assert entry.position in back, f"{other.topic} does not lead back to {entry.topic} ({link.role})"
            links += 1
    assert links > house.position()


def test_from_a_payment_to_the_decision_the_measurement_and_the_law(house: House, graph: Graph) -> None:
    paid = next(house.store.read_all(topics=("Paid",)))
    found = {(step.entry.topic, step.role) for step in graph.grounds(paid)}
    assert {
        ("RunApproved", "the approval of the run"),
        ("RunPrepared", "what was prepared"),
        ("Decided", "the decision that ruled October 2026"),
        ("WageValueEstablished", "the wage value established"),
        ("Measured", "the report of the measurement"),
        ("Applied", "the application"),
        ("TargetGroupEstablished", "the target group"),
        ("ValueAdopted", "the minimum wage on 23 October 2026"),
        ("EmployerRegistered", "the account"),
    } <= found


def test_and_from_a_value_of_the_law_back_to_the_payment(house: House, graph: Graph) -> None:
    paid = next(house.store.read_all(topics=("Paid",)))
    wage = next(link for link in graph.rests_on(paid) if link.role.startswith("the minimum wage"))
    adopted = graph.entry(wage.entry)
    assert adopted is not None
    assert isinstance(adopted.fact, facts.ValueAdopted)
    assert paid.position in {step.entry.position for step in graph.consequences(adopted)}
    untouched = next(
        one for one in house.store.read_all(topics=("ValueAdopted",))
        if getattr(one.fact, "parameter", "") == "minimum_wage" and getattr(one.fact, "since", None) == date(2019, 1, 1)
    )  # fmt: skip
    assert not list(graph.resting(untouched))


def test_a_confirmed_payment_rests_on_the_payment_and_the_statement(house: House, graph: Graph) -> None:
    confirmed = next(house.store.read_all(topics=("PaymentConfirmed",)))
    assert {"Paid", "StatementImported"} <= set(_topics(graph, confirmed.position))


def test_r37_what_two_persons_did_rests_on_the_agreement_and_the_proposal(house: House, graph: Graph) -> None:
    for topic in ("QuarterSignedOff", "WrittenOff", "AccountApproved", "BankLineMatched", "RunWithdrawn"):
        found = [one for one in house.store.read_all(topics=(topic,)) if "Approved" in _topics(graph, one.position)]
        assert found, topic
        (approved, *_) = (link for link in graph.rests_on(found[0]) if "second person" in link.role)
        assert _topics(graph, approved.entry) == ["Proposed"]


def _topics(graph: Graph, position: int) -> list[str]:
    return [_entry(graph, link.entry).topic for link in graph.rests_on(_entry(graph, position))]


def test_each_entry_of_a_way_is_followed_once(house: House, graph: Graph) -> None:
    paid = next(house.store.read_all(topics=("Paid",)))
    steps = list(graph.grounds(paid))
    once = [step.entry.position for step in steps if not step.again]
    assert len(set(once)) == len(once)
    assert all(step.entry.position in once for step in steps if step.again)


def test_r41_a_payment_rests_on_the_value_that_was_known_then() -> None:
    house = House().open()
    case = house.running()
    first = _paid(house, "2026-11", date(2026, 11, 12))
    known = next(one for one in law.packaged() if (one.parameter, one.since) == ("minimum_wage", date(2026, 7, 1)))
    raised = intents.AdoptValues(values=(known.model_copy(update={"value": "2400.00"}),))
    house.ask(raised, today=date(2026, 11, 20))
    house.ask(intents.Approve(proposal=house.position()), by="h.manager", today=date(2026, 11, 20))
    later = house.position()
    second = _paid(house, "2026-12", date(2026, 12, 10))
    graph = Graph(house.store)
    assert _wage(graph, first) < later == _wage(graph, second)
    adopted = graph.entry(later)
    assert adopted is not None
    assert [one.entry for one in graph.resting(adopted)] == [second]
    (subject,) = {one.subject for one in told(house.store, [_entry(graph, first)])}
    assert subject == f"case {case}"


def test_r36_a_payment_rests_on_the_change_as_it_was_corrected() -> None:
    house = House().open()
    case = house.running()
    amended = house.ask(
        intents.Amend.model_validate({"case": case, "effective": date(2026, 11, 1), "hours": "20"})
    ).entries[0]
    right = {"case": case, "entry": amended.version, "reason": "typing", "changes": {"hours": "24"}}
    house.ask(intents.Correct.model_validate(right))
    corrected = house.ask(intents.Approve(proposal=house.position()), by="h.manager").entries[-1]
    paid = _paid(house, "2026-11", date(2026, 11, 12))
    graph = Graph(house.store)
    links = {link.entry: link.role for link in graph.rests_on(_entry(graph, paid))}
    assert links[corrected.position] == "the change in the employment"
    assert amended.position not in links
    assert amended.position in {step.entry.position for step in graph.grounds(_entry(graph, paid))}


def _paid(house: House, month: str, day: date) -> int:
    run = house.prepared(month, today=day)
    entries = house.ask(intents.ApproveRun(run=run), by="g.control", today=day).entries
    return entries[-1].position


def _entry(graph: Graph, position: int) -> Entry:
    found = graph.entry(position)
    assert found is not None
    return found


def _wage(graph: Graph, position: int) -> int:
    return next(
        link.entry for link in graph.rests_on(_entry(graph, position)) if link.role.startswith("the minimum wage")
    )


def test_steps_are_told_with_how_far_they_are(graph: Graph, house: House) -> None:
    paid = next(house.store.read_all(topics=("Paid",)))
    steps: Iterator[Step] = graph.grounds(paid)
    depths = {step.entry.topic: step.depth for step in steps if not step.again}
    assert depths["Decided"] == 1 < depths["WageValueEstablished"] < depths["Measured"]
