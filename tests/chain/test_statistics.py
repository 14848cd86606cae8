"""The monthly record set for CBS: one record for every subsidy that runs in the month, as known at a position (R34)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ledger import facts, intents
from ledger.calculation.month import Month
from ledger.law.policy import SWITCHES
from ledger.law.switches import SRG_COLUMNS
from ledger.refusal import Refused
from ledger.vault.sealing import MemoryVault
from projections.statistics.delivery import Delivery, delivery
from projections.statistics.record import record
from tests.chain.told import BSN, LATER, OTHER_BSN, erased, measured_again, revised
from tests.ledger.house import EMPLOYMENT, MUNICIPALITY, OTHER_EMPLOYER, PERSON, House

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
WRONG: dict[str, Any] = {**PERSON, "bsn": OTHER_BSN}


@pytest.fixture
def house() -> House:
    """A ledger with one case of 60 % and 32 hours from 23 October 2026."""
    house = House().open()
    house.running()
    return house


def made(
    house: House, month: Month = OCTOBER, *, until: int = 0, columns: str = "", vault: MemoryVault | None = None
) -> Delivery:
    """The delivery of a month, as known now or at a position."""
    reading = house.ledger().reading(until=until or house.position())
    names = (columns or SWITCHES["srg_columns"].default).split()
    return delivery(reading, vault or house.vault, MUNICIPALITY, month, names)


def lines(delivered: Delivery) -> list[str]:
    """The lines of the file."""
    return delivered.csv.decode("utf-8-sig").splitlines()


def sheltered(house: House) -> str:
    """A second case, of zero hours and sheltered work, from 1 November."""
    hours = {"start": date(2026, 11, 1), "form": "zero_hours", "hours": "0", "sheltered": True}
    employment = EMPLOYMENT.model_copy(update=hours)
    fields = {**dict(employment), "hours": "0"}
    case = house.applied(
        house.person(WRONG), house.employer(OTHER_EMPLOYER), employment=intents.Employment.model_validate(fields)
    )
    house.granted(case)
    return case


def test_a_record_holds_what_is_due_for_the_month_and_how_it_stood_at_its_end(house: House) -> None:
    headings, record = lines(made(house))
    assert headings == (
        "verslagmaand;gemeentecode;bsn;begindatum;einddatum;loonwaarde_pct;forfaitair;uren_per_week;contractsoort;"
        "beschut_werk;doelgroep;subsidie_excl;werkgeverslasten_bedrag;bedrag_totaal"
    )
    assert record == f"2026-10;0363;{BSN};2026-10-23;;60,00;N;32,00;VAST;N;BIJSTAND;260,54;65,13;325,67"


def test_a_subsidy_is_counted_in_every_month_in_which_it_runs_a_day(house: House) -> None:
    assert not made(house, Month(2026, 9)).records
    ending = intents.EndSubsidy(case="LKS-26-000001-H", reason="contract_ended", last_day=date(2026, 11, 1))
    house.ask(ending, today=LATER)
    (record,) = made(house, NOVEMBER).records
    assert (record.end, record.amount_cents > 0) == (date(2026, 11, 1), True)
    assert not made(house, Month(2026, 12)).records


def test_of_a_month_with_two_percentages_the_last_stands_in_the_record(house: House) -> None:
    measured_again(house, "LKS-26-000001-H", "70", date(2026, 11, 16))
    (record,) = made(house, NOVEMBER).records
    assert (str(record.wage_value), record.start) == ("70", date(2026, 10, 23))


def test_r27_a_month_that_was_settled_elsewhere_has_no_amount(house: House) -> None:
    reading = house.ledger().reading()
    subsidy = replace(reading.subsidy("LKS-26-000001-H"), paid_through=OCTOBER)
    found = [record(subsidy, month, reading.law(), reading.policy(MUNICIPALITY)) for month in (OCTOBER, NOVEMBER)]
    assert [one.amount_cents for one in found if one] == [0, 112176]


def test_the_control_totals_are_those_of_the_records(house: House) -> None:
    sheltered(house)
    delivered = made(house, NOVEMBER)
    assert delivered.totals == {
        "subsidy_cents": 89741,
        "charges_cents": 22435,
        "regular": 2,
        "flat_rate": 0,
        "sheltered": 1,
        "hours_unknown": 1,
    }
    assert [line.split(";")[8:10] for line in lines(delivered)[1:]] == [["VAST", "N"], ["NULUREN", "J"]]


def test_a_month_is_told_as_it_was_known(house: House) -> None:
    then = house.position()
    before = made(house)
    revised(house, "LKS-26-000001-H", "55", date(2026, 10, 23), None)
    assert made(house).csv != before.csv
    assert made(house, until=then).csv == before.csv


def test_columns_are_those_that_policy_names_in_their_order(house: House) -> None:
    assert lines(made(house, columns="amount case")) == ["bedrag_totaal;zaaknummer", "325,67;LKS-26-000001-H"]


@pytest.mark.parametrize("value", ["", "bsn bsn", "bsn surname", "none"])
def test_a_column_that_is_not_known_or_comes_twice_is_no_policy(value: str) -> None:
    assert SWITCHES["srg_columns"].domain.spelling(value) is None


def test_every_column_can_be_chosen(house: House) -> None:
    headings, record = lines(made(house, columns=" ".join(SRG_COLUMNS)))
    assert headings.count(";") == record.count(";") == len(SRG_COLUMNS) - 1


def test_of_an_erased_person_no_record_is_made_but_the_case_is_named(house: House) -> None:
    sheltered(house)
    vault = erased(house, "P-000001-G")
    delivered = made(house, NOVEMBER, vault=vault)
    assert [record.bsn for record in delivered.records] == [OTHER_BSN]
    assert delivered.erased == ("LKS-26-000001-H",)
    assert len(made(house, NOVEMBER, columns="amount", vault=vault).records) == 2


def export(house: House, digest: str, day: date = LATER, position: int = 0) -> list[facts.Fact]:
    """What a delivery of October recorded."""
    fields = {"municipality": MUNICIPALITY, "month": OCTOBER, "records": 1, "totals": {}, "digest": digest}
    intent = intents.ExportStatistics.model_validate({**fields, "position": position or house.position()})
    return house.ask(intent, today=day).facts


def test_the_second_delivery_of_a_month_corrects_the_first(house: House) -> None:
    numbers = [fact.number for digest in ("00", "01") for fact in export(house, digest)]  # type: ignore[attr-defined]
    assert numbers == [1, 2]
    assert export(house, "01", date(2026, 11, 21)) == []


def test_a_delivery_that_was_made_before_another_was_recorded_is_refused(house: House) -> None:
    then = house.position()
    export(house, "00")
    with pytest.raises(Refused, match="run lks statistics srg again"):
        export(house, "01", position=then)


def test_a_month_that_is_not_over_is_not_delivered(house: House) -> None:
    with pytest.raises(Refused, match="2026-10 is not over on 2026-10-31"):
        export(house, "00", date(2026, 10, 31))
