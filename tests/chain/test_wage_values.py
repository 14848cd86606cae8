"""The chain is told of every change in a wage value once, under the BSN of that moment (step C5)."""

from datetime import date
from typing import Any

import pytest

from ledger import facts, intents
from ledger.calculation.month import Month
from ledger.refusal import Refused
from tests.chain.told import BSN, LATER, OTHER_BSN, erased, measured_again, revised, rows, told, withdrawn
from tests.ledger.house import DAY, MUNICIPALITY, OTHER_EMPLOYER, PERSON, House, a_person
from tests.ledger.parties import by_two

START = "2026-10-23"
TOLD = ("NIEUW", BSN, START, None, "60")
WRONG: dict[str, Any] = {**PERSON, "bsn": OTHER_BSN}


@pytest.fixture
def house() -> House:
    """A ledger with one case of 60 % from 23 October 2026."""
    house = House().open()
    house.running()
    return house


def case(house: House) -> str:
    """That case."""
    return next(fact.case for fact in house.facts() if isinstance(fact, facts.Applied))


def test_a_grant_is_told_once(house: House) -> None:
    assert rows(house) == [TOLD]
    assert rows(house, house.position()) == []


def test_what_changes_no_wage_value_is_not_told(house: House) -> None:
    after = house.position()
    house.ask(intents.Amend(case=case(house), effective=date(2026, 11, 1), hours="24"), today=LATER)
    house.ask(intents.Settle(municipality=MUNICIPALITY, through=Month(2026, 10)), today=LATER)
    house.prepared()
    assert rows(house, after) == []


def test_another_percentage_ends_one_period_and_begins_another(house: House) -> None:
    after = house.position()
    measured_again(house, case(house), "70", date(2027, 1, 1))
    assert rows(house, after) == [
        ("BEEINDIGD", BSN, START, "2026-12-31", "60"),
        ("NIEUW", BSN, "2027-01-01", None, "70"),
    ]


def test_a_revision_back_in_time_changes_what_was_told(house: House) -> None:
    after = house.position()
    revised(house, case(house), "55", date(2026, 10, 23), date(2026, 12, 31))
    assert rows(house, after) == [
        ("GEWIJZIGD", BSN, START, "2026-12-31", "55"),
        ("NIEUW", BSN, "2027-01-01", None, "60"),
    ]


def test_what_is_the_same_again_is_no_change(house: House) -> None:
    after = house.position()
    revised(house, case(house), "55", date(2026, 10, 23), None)
    between = house.position()
    revised(house, case(house), "60", date(2026, 10, 23), None)
    assert rows(house, after) == []
    assert rows(house, between) == [("GEWIJZIGD", BSN, START, None, "60")]


def test_a_grant_that_is_withdrawn_from_its_start_never_counted(house: House) -> None:
    after = house.position()
    withdrawn(house, case(house), date(2026, 10, 23))
    assert rows(house, after) == [("INGETROKKEN", BSN, START, None, "60")]


def test_a_grant_that_is_withdrawn_later_ended_the_day_before(house: House) -> None:
    after = house.position()
    withdrawn(house, case(house), date(2026, 11, 1))
    assert rows(house, after) == [("BEEINDIGD", BSN, START, "2026-10-31", "60")]


def test_an_end_that_is_taken_back_is_told_both_times(house: House) -> None:
    after = house.position()
    ending = intents.EndSubsidy(case=case(house), reason="contract_ended", last_day=date(2026, 11, 15))
    (entry,) = house.ask(ending, today=LATER).entries[:1]
    ended = house.position()
    assert rows(house, after) == [("BEEINDIGD", BSN, START, "2026-11-15", "60")]
    back = intents.WithdrawEntry(case=case(house), entry=entry.version, reason="mistake")
    by_two(house, back, day=LATER)
    assert rows(house, ended) == [("GEWIJZIGD", BSN, START, None, "60")]
    assert rows(house, after) == []


def test_the_flat_rate_ends_after_six_months() -> None:
    house = House().open()
    of = house.applied(house.person(), house.employer(), basis="lid_1b")
    house.ask(intents.WaiveMeasurement(case=of, waived_on=DAY))
    house.ask(intents.Grant(case=of, start=None, until=None, decided_on=DAY, employer_notified_on=DAY,
                            employee_notified_on=DAY))  # fmt: skip
    assert rows(house) == [("NIEUW", BSN, START, "2027-04-22", "flat_rate")]


def test_a_corrected_bsn_is_withdrawn_and_told_anew(house: House) -> None:
    after = house.position()
    right = intents.CorrectPerson(person="P-000001-G", reason="typing", age_steps={case(house): ()})
    by_two(house, right, a_person(WRONG), day=LATER)
    assert rows(house, after) == [
        ("INGETROKKEN", BSN, START, None, "60"),
        ("NIEUW", OTHER_BSN, START, None, "60"),
    ]


def test_a_corrected_name_is_nothing_to_the_chain(house: House) -> None:
    after = house.position()
    right = intents.CorrectPerson(person="P-000001-G", reason="typing", age_steps={case(house): ()})
    by_two(house, right, a_person({**PERSON, "surname": "van der Meer"}), day=LATER)
    assert rows(house, after) == []


def test_the_case_of_a_merged_person_is_told_under_the_one_who_stays(house: House) -> None:
    stays = house.person(WRONG)
    after = house.position()
    by_two(house, intents.MergePersons(person="P-000001-G", into=stays, reason="twice"), day=LATER)
    assert rows(house, after) == [
        ("INGETROKKEN", BSN, START, None, "60"),
        ("NIEUW", OTHER_BSN, START, None, "60"),
    ]


def test_of_an_erased_person_no_row_is_told_but_the_case_is_named(house: House) -> None:
    other = house.applied(house.person(WRONG), house.employer(OTHER_EMPLOYER))
    house.granted(other)
    found = told(house, vault=erased(house, "P-000001-G"))
    assert [row.change.bsn for row in found.rows] == [OTHER_BSN]
    assert found.erased == (case(house),)


def test_a_change_is_known_since_the_entry_from_which_it_is_so(house: House) -> None:
    revised(house, case(house), "55", date(2026, 10, 23), None)
    decided = house.position()
    house.ask(intents.Amend(case=case(house), effective=date(2026, 11, 1), hours="24"), today=date(2026, 12, 1))
    ((change, known_on),) = told(house).rows
    assert (change.position, known_on) == (decided, LATER)


def test_another_municipality_is_not_told(house: House) -> None:
    person = house.person(WRONG, "GM0518")
    house.granted(house.applied(person, house.employer(OTHER_EMPLOYER), municipality="GM0518"))
    assert rows(house) == [TOLD]


def test_every_change_is_in_one_export_only(house: House) -> None:
    export = {"municipality": MUNICIPALITY, "after": 0, "through": house.position(), "rows": 1, "digest": "00"}
    first = house.ask(intents.ExportWageValues.model_validate(export), today=LATER)
    assert first.facts == [facts.WageValuesExported(number=1, after=0, through=export["through"], rows=1, digest="00")]
    with pytest.raises(Refused, match="run lks wage-values export again"):
        house.ask(intents.ExportWageValues.model_validate({**export, "digest": "01"}), today=LATER)


def test_an_empty_export_records_nothing(house: House) -> None:
    empty = {"municipality": MUNICIPALITY, "after": 0, "through": house.position(), "rows": 0, "digest": "00"}
    assert not house.ask(intents.ExportWageValues.model_validate(empty), today=LATER).entries
