"""R15, R16, R20: objections, by whom, in time or late, and the decision that takes the place of the one that does not stand."""

from dataclasses import replace
from datetime import date

import pytest

from ledger import facts, intents
from ledger.facts import Fact
from ledger.party import decider as party_decider
from ledger.party.state import Opened, Person
from ledger.refusal import Refused
from ledger.subsidy import decider as subsidy_decider
from ledger.subsidy.state import Subsidy
from tests.deciders.changing import LATER, after, applied, decided, due, established, granted, lived, revise, withdraw
from tests.deciders.given import (
    APPLIED,
    CASE,
    EMPLOYER,
    ESTABLISHED,
    MEASURED,
    OPENED,
    START,
    TODAY,
    WAIVED,
    a_person,
    circumstances,
    given,
    when,
)

REJECT = intents.Reject(
    case=CASE,
    ground="not_target_group",
    decided_on=TODAY,
    employer_notified_on=TODAY,
    employee_notified_on=date(2026, 10, 8),
)
FIRST = f"{CASE}/1"


def filed(**changes: object) -> intents.FileObjection:
    """An objection of the employer to the first decision."""
    usual = {"case": CASE, "decision": FIRST, "by": "employer", "received_on": date(2026, 11, 2)}
    return intents.FileObjection.model_validate({**usual, **changes})


def decide(subsidy: Subsidy, **changes: object) -> intents.DecideObjection:
    """The objection of the case, founded."""
    (objection, *_) = subsidy.objections
    days = dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), LATER)
    usual = {"case": CASE, "objection": objection, "outcome": "founded"}
    return intents.DecideObjection.model_validate({**usual, **days, **changes})


def objected(*happened: Fact, **changes: object) -> Subsidy:
    """A case with an objection in it."""
    case = given(*happened)
    return after(case, *when(filed(**changes), case, today=LATER))


def rejected(application: facts.Applied = APPLIED) -> tuple[Fact, ...]:
    """Measured, and rejected all the same."""
    asked = (application, MEASURED, ESTABLISHED)
    return *asked, *when(REJECT, given(*asked))


# --- filed --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "last_day", "decide_by"),
    [
        ("employer", date(2026, 11, 12), date(2026, 12, 24)),
        ("employee", date(2026, 11, 19), date(2026, 12, 31)),
        ("representative", date(2026, 11, 19), date(2026, 12, 31)),
    ],
)
def test_r20_an_objection_holds_the_term_of_who_objects_and_six_weeks_after_it(
    by: str, last_day: date, decide_by: date
) -> None:
    (fact,) = when(filed(by=by), given(*rejected()), today=LATER)
    assert isinstance(fact, facts.ObjectionFiled)
    assert (fact.last_day, fact.decide_by) == (last_day, decide_by)


def test_r38_the_last_day_to_decide_is_moved_to_the_next_legal_day() -> None:
    asked = (APPLIED, MEASURED, ESTABLISHED)
    told = date(2026, 10, 3)  # six weeks end on Saturday 14 November, so on Monday the 16th; twelve on 28 December
    rejection = REJECT.model_copy(update={"employee_notified_on": told})
    case = given(*asked, *when(rejection, given(*asked)))
    (fact,) = when(filed(by="employee"), case, today=LATER)
    assert isinstance(fact, facts.ObjectionFiled)
    assert (fact.last_day, fact.decide_by) == (date(2026, 11, 16), date(2026, 12, 28))


def test_r20_an_objection_after_its_term_is_recorded() -> None:
    (fact,) = when(filed(received_on=date(2027, 1, 4)), given(*rejected()), today=LATER)
    assert isinstance(fact, facts.ObjectionFiled)
    assert fact.received_on > fact.last_day


def test_r20_every_decision_can_be_objected_to() -> None:
    case = lived()
    case = after(case, decided(withdraw(date(2027, 1, 1)), case))
    (fact,) = when(filed(decision=f"{CASE}/2", received_on=LATER), case, today=LATER)
    assert isinstance(fact, facts.ObjectionFiled)
    assert fact.decision == f"{CASE}/2"


def test_r31_a_claim_can_be_objected_to_in_its_own_term() -> None:
    claim = facts.RecoveryClaimed(
        decision=f"{CASE}/3",
        cents=100,
        decided_on=TODAY,
        employer_notified_on=TODAY,
        employer_objects_until=date(2026, 11, 12),
        pay_by=date(2026, 11, 12),
    )
    (fact,) = when(filed(decision=f"{CASE}/3"), lived(claim), today=LATER)
    assert isinstance(fact, facts.ObjectionFiled)
    assert fact.last_day == date(2026, 11, 12)


def test_r20_the_same_party_objects_once_and_another_party_too() -> None:
    case = objected(*rejected())
    assert when(filed(), case, today=LATER) == ()
    with pytest.raises(Refused, match=r"The employer objected to .*/1 on 2026-11-02 already"):
        when(filed(received_on=date(2026, 11, 3)), case, today=LATER)
    assert when(filed(by="employee"), case, today=LATER)


def test_r35_an_objection_that_was_withdrawn_can_be_filed_anew() -> None:
    case = objected(*rejected())
    taken_back = facts.Corrected(slot=case.version, reason="other_case", kind="ObjectionFiled", replacement=None)
    assert when(filed(received_on=date(2026, 11, 3)), after(case, taken_back), today=LATER)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"decision": f"{CASE}/2"}, f"has no decision {CASE}/2; known: {FIRST}"),
        ({"received_on": date(2027, 6, 16)}, "cannot come from the future"),
        ({"received_on": date(2026, 9, 30)}, "a decision that was taken: 2026-10-01 is after 2026-09-30"),
    ],
    ids=["no decision", "future", "before the decision"],
)
def test_r20_refuses_an_objection_to_what_was_not_decided(changes: dict[str, object], what: str) -> None:
    with pytest.raises(Refused, match=what):
        when(filed(**changes), given(*rejected()), today=LATER)


# --- decided ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", ["founded", "unfounded", "taken_back"])
def test_r20_the_decision_on_an_objection_says_its_outcome(outcome: str) -> None:
    case = objected(*rejected())
    (fact,) = when(decide(case, outcome=outcome), case, today=LATER)
    assert isinstance(fact, facts.ObjectionDecided)
    assert (fact.of, fact.outcome, fact.decided_on) == (case.version, outcome, LATER)
    assert after(case, fact).open_objection is None


def test_rejected_granted_on_objection() -> None:
    """Case: objection decided and `Decided` in one append, from the original date."""
    case = objected(*rejected())
    outcome, decision = when(decide(case, grant=True), case, today=LATER)
    assert isinstance(outcome, facts.ObjectionDecided)
    assert isinstance(decision, facts.Decided)
    assert (decision.decision, decision.outcome, decision.ground) == (f"{CASE}/2", "grant", "lid_1a")
    assert (decision.start, decision.reference, decision.sealed) == (START, START, None)
    assert decision.decide_by == date(2026, 12, 24)
    assert decision.late
    granted_late = after(case, outcome, decision)
    assert granted_late.status == "granted"
    assert due(granted_late, "2026-11") == due(given(*granted()), "2026-11")


def test_r15_the_window_is_judged_on_the_first_application() -> None:
    """Asked in time once: the day of the objection does not matter. Asked too late: no objection makes it in time."""
    in_time = objected(*rejected())
    assert len(when(decide(in_time, grant=True), in_time, today=LATER)) == 2
    late = objected(*rejected(applied(received_on=date(2026, 11, 1), start=date(2026, 10, 23))))
    with pytest.raises(Refused, match="Asked on 2026-11-01, after the employment began") as refusal:
        when(decide(late, grant=True), late, today=LATER)
    assert refusal.value.rule == "R15"


def test_r7_a_waived_measurement_is_granted_on_objection_at_the_flat_rate() -> None:
    asked = (APPLIED, WAIVED)
    case = objected(*asked, *when(REJECT, given(*asked)))
    _, decision = when(decide(case, grant=True), case, today=LATER)
    assert isinstance(decision, facts.Decided)
    assert (decision.route, decision.until) == ("flat_rate", date(2027, 4, 22))


def test_r18_what_was_not_measured_is_measured_while_the_objection_is_open() -> None:
    asked = (APPLIED, *when(REJECT, given(APPLIED)))
    case = objected(*asked)
    with pytest.raises(Refused, match="No wage value is established and no measurement is waived"):
        when(decide(case, grant=True), case, today=LATER)
    _, decision = when(decide(case, grant=True), after(case, *established("55")), today=LATER)
    assert isinstance(decision, facts.Decided)
    assert decision.wage_value == 55


def test_r20_a_rejected_case_is_granted_by_the_decision_on_the_objection_only() -> None:
    case = after(objected(*rejected()), *established("55"))
    for intent in (intents.Grant(**DAYS, case=CASE, start=None, until=None), REJECT):
        with pytest.raises(Refused, match="is rejected, and the objection is open"):
            when(intent, case, today=LATER)


def test_r20_a_founded_objection_revises_a_grant() -> None:
    case = objected(*granted())
    outcome, decision = when(decide(case, wage_value="50"), case, today=LATER)
    assert isinstance(outcome, facts.ObjectionDecided)
    assert isinstance(decision, facts.Decided)
    assert (decision.outcome, decision.ground, decision.start) == ("revise", "objection", START)
    assert decision.reference == START
    assert due(after(case, outcome, decision), "2026-12") > due(case, "2026-12")


def test_r20_a_founded_objection_to_a_revision_revises_from_its_start() -> None:
    case = lived()
    case = after(case, decided(revise(date(2026, 12, 1), "70"), case))
    case = after(case, *when(filed(decision=f"{CASE}/2", received_on=LATER), case, today=LATER))
    _, decision = when(decide(case, wage_value="60"), case, today=LATER)
    assert isinstance(decision, facts.Decided)
    assert decision.start == date(2026, 12, 1)
    assert decision.wage_value == 60


def test_r20_an_objection_in_time_is_inadmissible_only_on_a_named_ground() -> None:
    case = objected(*rejected())
    with pytest.raises(Refused, match="by 2026-11-12: in time") as refusal:
        when(decide(case, outcome="inadmissible"), case, today=LATER)
    assert refusal.value.article == "art. 6:5 and 6:6 Awb"
    assert when(decide(case, outcome="inadmissible", anyway="no_grounds"), case, today=LATER)
    late = objected(*rejected(), received_on=date(2026, 11, 13))
    assert when(decide(late, outcome="inadmissible"), late, today=LATER)
    assert when(decide(late), late, today=LATER)  # late for a good reason (Awb 6:11)


def test_r20_an_objection_is_decided_once() -> None:
    case = objected(*rejected())
    settled = after(case, *when(decide(case, outcome="unfounded"), case, today=LATER))
    assert when(decide(case, outcome="unfounded"), settled, today=LATER) == ()
    with pytest.raises(Refused, match="was decided on 2027-06-15: unfounded"):
        when(decide(case), settled, today=LATER)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"outcome": "unfounded", "grant": True}, "An objection that is unfounded changes no decision"),
        ({"outcome": "taken_back", "wage_value": "50"}, "An objection that is taken back changes no decision"),
        ({"grant": True, "wage_value": "50"}, "exclude each other"),
        ({"objection": 99}, "has no objection 99"),
        ({"wage_value": "50"}, "is not granted"),
        ({"decided_on": date(2026, 11, 1)}, "decided on after it came in"),
        ({"employee_notified_on": date(2027, 6, 14)}, "notified after it is taken"),
    ],
    ids=["grant", "revise", "both", "none", "not granted", "before", "notified"],
)
def test_r20_refuses_a_decision_that_cannot_follow(changes: dict[str, object], what: str) -> None:
    case = objected(*rejected())
    if "wage_value" in changes and "start" not in changes:
        changes = {"start": START, **changes}
    with pytest.raises(Refused, match=what):
        when(decide(case, **changes), case, today=LATER)


def test_r20_refuses_to_grant_on_objection_what_was_not_rejected() -> None:
    case = objected(*granted())
    with pytest.raises(Refused, match="/1 is no rejection that stands"):
        when(decide(case, grant=True), case, today=LATER)
    case = objected(*rejected())
    with pytest.raises(Refused, match="/1 granted nothing that can be revised"):
        when(decide(case, wage_value="50"), case, today=LATER)


def test_r16_granted_outside_the_law_on_objection_by_two_persons() -> None:
    case = objected(*rejected(applied(group="wajong", college_decision="BW-1")))
    person = Person(number="P-000001-G", municipality="GM0363", group="wajong", group_since=date(2026, 1, 1))
    (proposed,) = when(decide(case, grant=True), case, today=LATER, person=person)
    assert isinstance(proposed, facts.Proposed)


# --- the person's stream (R16) ------------------------------------------------------------------------------------------

CLOSED = facts.SubsidyClosed(case=CASE, until=None)


def of_the_person(person: Person) -> tuple[Fact, ...]:
    """What the grant on objection records of the person."""
    case = objected(*rejected())
    intent = decide(case, grant=True)
    happened = subsidy_decider.decide(intent, case, circumstances(today=LATER))
    return party_decider.decide_person(intent, person, circumstances(today=LATER, subsidy=after(case, *happened)))


def test_r16_granted_on_objection_the_case_is_open_again_at_the_person() -> None:
    assert of_the_person(a_person(OPENED, CLOSED)) == (OPENED,)


def test_r16_an_employment_that_was_asked_for_again_meanwhile_is_not_granted_twice() -> None:
    other = replace(a_person(OPENED, CLOSED), subsidies={"LKS-26-000002-D": Opened(EMPLOYER, START, None)})
    with pytest.raises(Refused, match="LKS-26-000002-D is already asked") as refusal:
        of_the_person(other)
    assert refusal.value.rule == "R16"


DAYS = dict.fromkeys(("decided_on", "employer_notified_on", "employee_notified_on"), LATER)
