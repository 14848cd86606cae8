"""The one door: what one question records, in which streams, with which cause, and what happens when two ask at once."""

from datetime import date
from typing import Any

import pytest

from ledger import facts, intents
from ledger.attempt import DECIDER_VERSION
from ledger.identifiers import stream_id
from ledger.intents import ApplicationDetails, Note
from ledger.log.entry import Row, Signature
from ledger.log.interface import Draft, VersionConflict
from ledger.refusal import Conflict, Refused
from ledger.vault.identity import EmployerData, PersonData
from tests.ledger.house import (
    DAY,
    EMPLOYER,
    MUNICIPALITY,
    OTHER_EMPLOYER,
    OTHER_PERSON,
    PERSON,
    House,
    a_person,
    an_employer,
    apply,
    grant,
    measure,
)


@pytest.fixture
def house() -> House:
    """An opened demonstration that knows the law."""
    return House().open()


# --- one question, several streams ------------------------------------------------------------------------------------


def test_r16_an_application_is_recorded_in_the_case_and_with_the_person_in_one_append(house: House) -> None:
    person, employer = house.person(), house.employer()
    receipt = house.ask(apply(person, employer))
    assert [entry.topic for entry in receipt.entries] == ["Applied", "SubsidyOpened"]
    assert [entry.stream for entry in receipt.entries] == [
        stream_id("subsidy", receipt.name),
        stream_id("person", person),
    ]
    assert [entry.cause is not None for entry in receipt.entries] == [True, False]


def test_r16_of_an_overlapping_application_nothing_is_recorded(house: House) -> None:
    person, employer = house.person(), house.employer()
    house.ask(apply(person, employer))
    before = house.position()
    with pytest.raises(Refused, match="already asked"):
        house.ask(apply(person, employer, applicant="person"))
    assert house.position() == before


def test_r14_the_end_of_the_target_group_ends_every_running_subsidy_in_one_append(house: House) -> None:
    person = house.person()
    cases = [house.applied(person, house.employer(data)) for data in (EMPLOYER, OTHER_EMPLOYER)]
    receipt = house.ask(intents.EndTargetGroup(person=person, effective=date(2027, 1, 1)))
    assert [entry.topic for entry in receipt.entries] == [
        "TargetGroupEnded",
        "SubsidyClosed",
        "SubsidyClosed",
        "Ended",
        "Ended",
    ]
    assert [house.ledger().reading().subsidy(case).status for case in cases] == ["ended", "ended"]


def test_r25_an_approved_run_records_every_payment_in_one_append(house: House) -> None:
    case = house.running()
    run = house.prepared()
    receipt = house.ask(intents.ApproveRun(run=run), by="g.control", today=date(2026, 11, 13))
    assert [entry.topic for entry in receipt.entries] == ["RunApproved", "Paid"]
    assert receipt.entries[1].stream == stream_id("subsidy", case)
    assert house.ledger().reading().subsidy(case).payable() == {}


def test_r25_a_run_whose_lines_changed_is_refused_with_what_changed(house: House) -> None:
    case = house.running()
    run = house.prepared()
    house.ask(intents.HoldPayment(case=case, reason="seizure", effective=DAY))
    before = house.position()
    with pytest.raises(Refused, match=f"no longer: {case} 2026-10 fixed booked 26054 6513"):
        house.ask(intents.ApproveRun(run=run), by="g.control", today=date(2026, 11, 13))
    assert house.position() == before


def test_r25_facts_that_change_no_line_do_not_matter(house: House) -> None:
    case = house.running()
    run = house.prepared()
    house.ask(intents.RequestDocuments(case=case, documents=("payslip",), respond_by=date(2026, 12, 1)))
    house.person(OTHER_PERSON)
    assert house.ask(intents.ApproveRun(run=run), by="g.control", today=date(2026, 11, 13)).entries


def test_r25_a_withdrawn_run_is_payable_again_in_one_append(house: House) -> None:
    case = house.running()
    run = house.prepared()
    house.ask(intents.ApproveRun(run=run), by="g.control", today=date(2026, 11, 13))
    proposal = house.ask(intents.WithdrawRun(run=run), by="f.finance").entries[0].position
    receipt = house.ask(intents.Approve(proposal=proposal), by="h.manager")
    assert [entry.topic for entry in receipt.entries] == ["Approved", "RunWithdrawn", "PaymentReturned"]
    subsidy = house.ledger().reading().subsidy(case)
    assert sum(map(sum, subsidy.payable().values())) == 26054 + 6513 + 89741 + 22435
    assert house.prepared(today=date(2026, 11, 14)) == "GM0363-2026-11-2"


def test_r15_nothing_is_recorded_for_an_employer_or_person_that_is_not_there(house: House) -> None:
    person, employer = house.person(), house.employer()
    before = house.position()
    for unknown in (apply("P-000002-C", employer), apply(person, "W-000002-0")):
        with pytest.raises(Refused, match="There is no"):
            house.ask(unknown)
    assert house.position() == before


# --- the cause --------------------------------------------------------------------------------------------------------


def test_a_cause_holds_the_intent_the_actor_the_day_and_every_version_read(house: House) -> None:
    person, employer = house.person(), house.employer()
    intent = apply(person, employer)
    cause = house.ask(intent, by="a.consulent").entries[0].cause
    assert cause is not None
    assert (cause.intent, cause.actor, cause.today, cause.decider) == ("Apply", "a.consulent", DAY, DECIDER_VERSION)
    assert intents.Apply.model_validate(cause.fields) == intent
    read = {"person": person, "employer": employer, "subsidy": "LKS-26-000001-H", "law": "", "policy": MUNICIPALITY}
    assert {str(stream_id(kind, name)) for kind, name in read.items()} <= cause.read.keys()
    assert cause.read[str(stream_id("person", person))] == 2
    assert cause.read[str(stream_id("subsidy", "LKS-26-000001-H"))] == 0


def test_a_decision_rests_on_the_law_that_it_read(house: House) -> None:
    case = house.applied(house.person(), house.employer())
    house.ask(measure(case))
    house.ask(intents.EstablishWageValue(case=case, established_on=DAY, valid_until=None))
    cause = house.ask(grant(case)).entries[0].cause
    assert cause is not None
    law = stream_id("law", "")
    assert cause.read[str(law)] == len(house.store.read(law))


CANARIES = {
    **PERSON,
    **EMPLOYER,
    "personnel_number": "PN-4711",
    "text": "belt liever na vijven",
}


def test_no_personal_data_stand_in_the_log(house: House) -> None:
    person, employer = house.person(), house.employer()
    details = ApplicationDetails(personnel_number=CANARIES["personnel_number"], text=CANARIES["text"])
    case = house.ask(apply(person, employer), details).name
    house.ask(measure(case), Note(text=CANARIES["text"]))
    stored = b"\n".join(_bytes(row) for row in house.store._recorder.rows).lower()
    for field, value in CANARIES.items():
        if field not in ("initials", "account_name"):
            assert str(value).lower().encode() not in stored, field


def _bytes(row: Row) -> bytes:
    return b"".join((row.state, row.cause or b"", row.topic.encode(), row.recorded_by.encode()))


def test_a_digest_says_nothing_without_the_ledger_s_secret(house: House) -> None:
    other = House().open()
    one, two = (
        each.ask(intents.RegisterPerson(municipality=MUNICIPALITY), a_person()).entries[0].cause
        for each in (house, other)
    )
    assert one is not None
    assert two is not None
    assert one.digest != two.digest


def test_what_is_sealed_opens_again_with_the_vault(house: House) -> None:
    person, employer = house.person(), house.employer()
    details = ApplicationDetails(personnel_number="PN-4711", text="belt liever na vijven")
    case = house.ask(apply(person, employer), details).name
    house.ask(measure(case), Note(text="rapport"))
    assert _opened(house, "person", person, PersonData) == a_person()
    assert _opened(house, "employer", employer, EmployerData) == an_employer()
    assert _opened(house, "subsidy", case, ApplicationDetails) == details
    measured = house.store.read(stream_id("subsidy", case))[1]
    assert isinstance(measured.fact, facts.Measured)
    assert measured.fact.sealed is not None
    assert house.vault.open(measured.fact.sealed, measured.stream, "Measured", Note) == Note(text="rapport")


def _opened(house: House, kind: Any, name: str, model: Any) -> Any:
    first = house.store.read(stream_id(kind, name))[0]
    return house.vault.open(first.fact.sealed, first.stream, first.topic, model)  # type: ignore[attr-defined]


def test_erasing_a_person_erases_what_was_sealed_about_them_in_every_case(house: House) -> None:
    person, employer = house.person(), house.employer()
    case = house.ask(apply(person, employer), ApplicationDetails(text="belt liever na vijven")).name
    del house.rows._keys[person]
    house.vault._by_id.clear()
    assert _opened(house, "person", person, PersonData) is None
    assert _opened(house, "subsidy", case, ApplicationDetails) is None
    assert _opened(house, "employer", employer, EmployerData) is not None


def test_persons_employers_and_cases_are_found_by_what_is_sealed(house: House) -> None:
    person, employer = house.person(), house.employer()
    case = house.ask(apply(person, employer), ApplicationDetails(personnel_number="PN-4711")).name
    found = {
        "bsn": f"{MUNICIPALITY}999900109",
        "name": "vermeer",
        "employer": "korenaar",
        "payroll": "999900523L01",
        "kvk": "12345678",
        "personnel": "pn-4711",
    }
    assert {kind: house.vault.look_up(kind, text) for kind, text in found.items()} == {
        "bsn": (person,),
        "name": (person,),
        "employer": (employer,),
        "payroll": (employer,),
        "kvk": (employer,),
        "personnel": (case,),
    }


def test_r14_a_bsn_is_registered_once_in_a_municipality_and_of_the_second_nothing_stays(house: House) -> None:
    house.person()
    before = house.position()
    namesake = a_person(PERSON | {"surname": "Vermeer-Jansen"})
    with pytest.raises(Refused, match="registered already, as P-000001-G"):
        house.ask(intents.RegisterPerson(municipality=MUNICIPALITY), namesake)
    assert house.position() == before
    assert house.ask(intents.RegisterPerson(municipality="GM0518"), namesake).name


def test_r26_a_payroll_number_is_registered_once_for_it_has_one_account(house: House) -> None:
    house.employer()
    before = house.position()
    with pytest.raises(Refused, match="payroll tax number is registered already, as W-000001-D") as refusal:
        house.employer(EMPLOYER | {"iban": "NL27INGB0223344556"})
    assert refusal.value.rule == "R26"
    assert house.position() == before


# --- two ask at once --------------------------------------------------------------------------------------------------


class Crowded:
    """Lets somebody else come first a number of times."""

    def __init__(self, house: House, times: int) -> None:
        self.left, self._append, self.tries = times, house.store.append, 0
        house.store.append = self  # type: ignore[method-assign, assignment]

    def __call__(self, drafts: list[Draft], *others: Any) -> Any:
        """The append of the store, unless somebody else came first."""
        self.tries += 1
        if self.left:
            self.left -= 1
            raise VersionConflict
        return self._append(drafts, *others)


def test_who_comes_second_decides_again_at_most_three_times(house: House) -> None:
    crowd = Crowded(house, 2)
    assert house.ask(intents.RegisterPerson(municipality=MUNICIPALITY), a_person()).entries
    assert crowd.tries == 3
    crowd = Crowded(house, 3)
    with pytest.raises(Conflict, match="three times") as conflict:
        house.ask(intents.RegisterPerson(municipality=MUNICIPALITY), a_person(OTHER_PERSON))
    assert (crowd.tries, conflict.value.exit_code) == (3, 1)


def test_what_was_read_and_moved_meanwhile_is_read_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two applications at once for one person and employer: the second sees the first and is refused (R16)."""
    person, employer = house.person(), house.employer()
    append = house.store.append

    def somebody_else_first(*asked: Any) -> Any:
        monkeypatch.setattr(house.store, "append", append)
        house.ask(apply(person, employer, applicant="person"))
        return append(*asked)

    monkeypatch.setattr(house.store, "append", somebody_else_first)
    with pytest.raises(Refused, match="already asked"):
        house.ask(apply(person, employer))
    assert sum(isinstance(fact, facts.Applied) for fact in house.facts()) == 1


# --- two persons (R37) ------------------------------------------------------------------------------------------------

ROUNDED = intents.AdoptPolicy(
    municipality=MUNICIPALITY, switch="part_month", value="thirtieths", since=date(2026, 1, 1)
)


def test_r37_policy_that_changes_no_money_counts_at_once(house: House) -> None:
    assert [fact.topic for fact in house.ask(ROUNDED).facts] == ["PolicyAdopted"]


def test_r37_policy_that_changes_money_waits_for_a_second_person(house: House) -> None:
    house.running()
    proposal = house.ask(ROUNDED).entries[0]
    assert [entry.position for entry in house.ledger().proposals()] == [proposal.position]
    assert house.ledger().reading().policy(MUNICIPALITY).on("part_month", DAY) == "calendar"
    receipt = house.ask(intents.Approve(proposal=proposal.position), by="h.manager")
    assert [fact.topic for fact in receipt.facts] == ["Approved", "PolicyAdopted"]
    assert house.ledger().proposals() == []


def test_r37_a_value_of_the_law_that_changes_money_waits_for_a_second_person(house: House) -> None:
    house.running()
    value = house.ledger().reading().law().on("charges_percentage", date(2026, 10, 23))
    other = value.model_copy(update={"value": "26"})
    (proposed,) = house.ask(intents.AdoptValues(values=(other,), accept_low=True)).facts
    assert isinstance(proposed, facts.Proposed)
    decline = intents.DeclineValue(parameter=value.parameter, since=value.since, reason="wrong")
    assert isinstance(house.ask(decline).facts[0], facts.Proposed)


def test_r37_letting_two_persons_share_a_login_takes_two_persons_with_two_logins() -> None:
    house = House().open(shared_login=False)
    share = intents.AdoptPolicy(municipality="", switch="shared_login", value="yes", since=DAY)
    proposal = house.ask(share).entries[0].position
    with pytest.raises(Refused, match="same database login"):
        house.ask(intents.Approve(proposal=proposal), by="h.manager")
    receipt = house.ask(intents.Approve(proposal=proposal), by="h.manager", login="lks_second")
    assert [fact.topic for fact in receipt.facts] == ["Approved", "PolicyAdopted"]


def test_r37_refuses_ones_own_proposal_and_leaves_it_waiting(house: House) -> None:
    house.running()
    proposal = house.ask(ROUNDED).entries[0].position
    with pytest.raises(Refused, match="cannot also agree"):
        house.ask(intents.Approve(proposal=proposal))
    assert len(house.ledger().proposals()) == 1


def test_r37_a_declined_proposal_does_not_happen_and_is_not_decided_twice(house: House) -> None:
    house.running()
    proposal = house.ask(ROUNDED).entries[0].position
    declined = house.ask(intents.Decline(proposal=proposal), Note(text="niet nu"), by="h.manager").entries[0]
    assert isinstance(declined.fact, facts.Declined)
    assert declined.fact.sealed is not None
    assert house.vault.open(declined.fact.sealed, declined.stream, "Declined", Note) == Note(text="niet nu")
    for answer in (intents.Approve(proposal=proposal), intents.Decline(proposal=proposal)):
        with pytest.raises(Refused, match="was decided already"):
            house.ask(answer, by="i.manager")


def test_r37_the_note_of_a_proposal_is_not_taken_for_that_of_who_declines(house: House) -> None:
    case = _outside_the_law(house)
    proposal = house.ask(grant(case), Note(text="op verzoek")).entries[0].position
    (declined,) = house.ask(intents.Decline(proposal=proposal), by="h.manager").facts
    assert declined == facts.Declined(of=6)


def test_r16_a_grant_outside_the_law_carries_the_note_of_who_proposed_it(house: House) -> None:
    case = _outside_the_law(house)
    proposal = house.ask(grant(case), Note(text="op verzoek")).entries[0].position
    receipt = house.ask(intents.Approve(proposal=proposal), by="h.manager")
    decided = receipt.entries[1]
    assert isinstance(decided.fact, facts.Decided)
    assert decided.fact.sealed is not None
    assert house.vault.open(decided.fact.sealed, decided.stream, "Decided", Note) == Note(text="op verzoek")


def _outside_the_law(house: House) -> str:
    person = house.ask(intents.RegisterPerson(municipality=MUNICIPALITY), a_person()).name
    wajong = intents.EstablishTargetGroup(person=person, group="wajong", applied_on=None, effective=date(2026, 8, 15))
    house.ask(wajong)
    case = house.applied(person, house.employer(), group="wajong", college_decision="BW-2026-17")
    house.ask(intents.RequestDocuments(case=case, documents=("contract",), respond_by=date(2026, 9, 20)))
    house.ask(intents.ReceiveDocuments(case=case, documents=("contract",), received_on=DAY))
    house.ask(measure(case))
    house.ask(intents.EstablishWageValue(case=case, established_on=DAY, valid_until=None))
    return case


def test_r37_refuses_to_agree_with_what_is_no_proposal(house: House) -> None:
    for position in (1, 9999):
        with pytest.raises(Refused, match=f"Entry {position} is no proposal"):
            house.ask(intents.Approve(proposal=position), by="h.manager")


def test_signatures_tell_actor_and_login_apart(house: House) -> None:
    house.running()
    house.prepared(by="f.finance")
    run = house.ledger().reading().runs(MUNICIPALITY).open
    assert run is not None
    assert run.by == Signature("f.finance", "lks_local")
