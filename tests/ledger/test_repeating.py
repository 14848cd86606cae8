"""R40: a repeat is harmless, a key means one thing, what is refused leaves no trace, and what was taken back can be
asked again."""

from datetime import UTC, date, datetime

import pytest

from ledger import facts, intents
from ledger.calculation.month import Month
from ledger.refusal import Misuse, Refused
from tests.ledger.house import DAY, MUNICIPALITY, OTHER_PERSON, House, a_person, apply, measure

REGISTER = intents.RegisterPerson(municipality=MUNICIPALITY)
LATER = date(2026, 9, 2)


@pytest.fixture
def house() -> House:
    """An opened demonstration that knows the law."""
    return House().open()


def test_the_same_content_on_the_same_day_is_recorded_once(house: House) -> None:
    first = house.ask(REGISTER, a_person())
    before = house.position()
    again = house.ask(REGISTER, a_person())
    assert (again.name, again.repeated, again.entries) == (first.name, True, first.entries)
    assert house.position() == before


def test_another_day_is_another_question(house: House) -> None:
    case = house.applied(house.person(), house.employer())
    house.ask(measure(case))
    assert house.ask(measure(case), today=LATER).repeated is False


def test_another_actor_asks_the_same(house: House) -> None:
    case = house.applied(house.person(), house.employer())
    house.ask(measure(case), by="a.case")
    assert house.ask(measure(case), by="b.case").repeated


def test_personal_data_are_part_of_the_content(house: House) -> None:
    first, other = house.ask(REGISTER, a_person()), house.ask(REGISTER, a_person(OTHER_PERSON))
    assert first.name != other.name


def test_a_key_makes_a_repeat_harmless_on_any_day(house: House) -> None:
    case = house.applied(house.person(), house.employer())
    house.ask(measure(case), key="form-17")
    with pytest.raises(Refused, match="used for something else"):
        house.ask(measure(case), key="form-17", today=LATER)
    assert house.ask(measure(case), key="form-17").repeated


def test_the_same_key_with_other_content_is_refused_and_names_the_entry(house: House) -> None:
    case = house.applied(house.person(), house.employer())
    entry = house.ask(measure(case), key="form-17").entries[0]
    with pytest.raises(Refused, match=f"entry {entry.position}") as refusal:
        house.ask(measure(case, "70"), key="form-17")
    assert (refusal.value.rule, refusal.value.remedy) == ("R40", "Give another --key, or leave it out.")


def test_the_same_content_under_two_keys_is_asked_twice(house: House) -> None:
    case = house.applied(house.person(), house.employer())
    assert not house.ask(measure(case), key="form-17").repeated
    assert not house.ask(measure(case), key="form-18").repeated


def test_what_was_refused_leaves_its_key_free_and_no_trace(house: House) -> None:
    case = house.applied(house.person(), house.employer())
    before, wrong = house.position(), measure(case).model_copy(update={"draft_discussed_on": None})
    with pytest.raises(Refused, match="draft"):
        house.ask(wrong, key="form-17")
    assert house.position() == before
    assert not house.ask(measure(case), key="form-17").repeated


def test_who_repeats_with_other_facts_in_between_still_repeats(house: House) -> None:
    """A lost answer: somebody else went on with the case before the command was given again."""
    case = house.applied(house.person(), house.employer())
    house.ask(measure(case))
    house.ask(intents.EstablishWageValue(case=case, established_on=DAY, valid_until=None))
    assert house.ask(measure(case)).repeated


def test_a_decider_that_has_nothing_to_add_records_nothing(house: House) -> None:
    person = house.person()
    establish = intents.EstablishTargetGroup(
        person=person, group="assistance", applied_on=None, effective=date(2026, 8, 15)
    )
    receipt = house.ask(establish, key="again")
    assert (receipt.repeated, receipt.entries) == (True, ())


def test_a_second_opening_of_the_ledger_changes_nothing_not_even_its_policy(house: House) -> None:
    receipt = house.ask(intents.OpenLedger(ledger="test", demonstration=False, shared_login=False))
    assert (receipt.repeated, receipt.entries) == (True, ())
    assert house.ledger().reading().policy("").on("shared_login", DAY) == "yes"


def test_r31_an_end_that_was_recorded_is_not_recorded_again_in_the_person_s_stream(house: House) -> None:
    case = house.running()
    house.ask(intents.EndSubsidy(case=case, reason="contract_ended", last_day=date(2026, 12, 31)))
    before = house.position()
    assert house.ask(
        intents.EndSubsidy(case=case, reason="contract_ended", last_day=date(2026, 12, 31)), key="2"
    ).repeated
    with pytest.raises(Refused, match="lks correct"):
        house.ask(intents.EndSubsidy(case=case, reason="withdrawn", last_day=date(2026, 11, 30)))
    assert house.position() == before


# --- what was taken back can be asked again, the same day -------------------------------------------------------------


def test_r25_a_payment_that_was_released_can_be_held_again_the_same_day(house: House) -> None:
    case = house.running()
    hold = intents.HoldPayment(case=case, reason="doubt", effective=DAY)
    release = intents.ReleasePayment(case=case, effective=DAY)
    for intent in (hold, release, hold, release, hold):
        assert not house.ask(intent).repeated
        assert house.ask(intent).repeated
    assert house.ledger().reading().subsidy(case).hold is not None


def test_r25_a_run_that_was_withdrawn_can_be_prepared_again_the_same_day(house: House) -> None:
    house.running()
    first = house.prepared()
    assert house.prepared() == first
    house.ask(intents.WithdrawRun(run=first), today=date(2026, 11, 12))
    assert house.prepared() == "GM0363-2026-11-2"


def test_r25_after_an_approved_run_another_one_can_be_prepared_the_same_day(house: House) -> None:
    house.running()
    house.ask(intents.ApproveRun(run=house.prepared()), by="g.control", today=date(2026, 11, 12))
    prepare = intents.PrepareRun(municipality=MUNICIPALITY, month=Month(2026, 11))
    with pytest.raises(Refused, match="Nothing is payable"):
        house.ask(prepare, by="f.finance", today=date(2026, 11, 12))


def test_r37_what_was_declined_can_be_proposed_again_the_same_day(house: House) -> None:
    house.running()
    adopt = intents.AdoptPolicy(
        municipality=MUNICIPALITY, switch="part_month", value="thirtieths", since=date(2026, 1, 1)
    )
    proposal = house.ask(adopt).entries[0].position
    assert house.ask(adopt).repeated
    house.ask(intents.Decline(proposal=proposal), by="h.manager")
    assert not house.ask(adopt).repeated


def test_r14_who_left_the_target_group_can_be_established_again_the_same_day(house: House) -> None:
    person = house.person()
    establish = intents.EstablishTargetGroup(
        person=person, group="assistance", applied_on=None, effective=date(2026, 8, 15)
    )
    house.ask(intents.EndTargetGroup(person=person, effective=DAY))
    assert not house.ask(establish).repeated
    assert house.ledger().reading().person(person).group_until is None


# --- the business day -------------------------------------------------------------------------------------------------


def a_real_ledger() -> House:
    """A ledger that is no demonstration; it is 1 September 2026, noon in Amsterdam."""
    return House().open(demonstration=False)


def test_r40_a_real_ledger_refuses_a_day_to_come() -> None:
    house = a_real_ledger()
    with pytest.raises(Misuse, match="2026-09-02 is in the future") as misuse:
        house.ask(REGISTER, a_person(), today=LATER)
    assert misuse.value.exit_code == 2


def test_r40_a_real_ledger_is_not_opened_on_a_day_to_come_and_a_demonstration_may_be() -> None:
    opening = intents.OpenLedger(ledger="test", demonstration=False, shared_login=True)
    with pytest.raises(Misuse, match="is in the future"):
        House().ask(opening, today=LATER)
    assert House().ask(opening.model_copy(update={"demonstration": True}), today=LATER).entries


def test_r40_the_day_is_that_of_amsterdam() -> None:
    house = a_real_ledger()
    house.now = datetime(2026, 9, 1, 22, 30, tzinfo=UTC)  # half past midnight there
    assert house.ask(REGISTER, a_person(), today=LATER).name


def test_r40_a_real_ledger_refuses_a_day_before_the_last_entry() -> None:
    house = a_real_ledger()
    before = house.position()
    with pytest.raises(Refused, match="The last entry is of 2026-09-01, after 2026-08-31") as refusal:
        house.ask(REGISTER, a_person(), today=date(2026, 8, 31))
    assert refusal.value.rule == "R40"
    assert house.position() == before


def test_r40_an_earlier_day_with_a_reason_is_recorded_with_it() -> None:
    house = a_real_ledger()
    late = REGISTER.model_copy(update={"anyway": "paper_form"})
    cause = house.ask(late, a_person(), today=date(2026, 8, 31)).entries[0].cause
    assert cause is not None
    assert (cause.today, cause.fields["anyway"]) == (date(2026, 8, 31), "paper_form")


def test_r40_a_demonstration_takes_any_day() -> None:
    house = House().open()
    assert house.ask(REGISTER, a_person(), today=date(2031, 1, 1)).name
    assert house.ask(REGISTER, a_person(OTHER_PERSON), today=date(2020, 1, 1)).name
    assert isinstance(house.facts()[0], facts.LedgerOpened)
    assert house.ledger().demonstration


def test_r40_an_application_is_numbered_in_the_year_of_its_business_day() -> None:
    house = House().open()
    person, employer = house.person(), house.employer()
    assert house.ask(apply(person, employer), today=date(2027, 1, 4)).name.startswith("LKS-27-")
