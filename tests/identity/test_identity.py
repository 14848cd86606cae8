"""The door for personal data: what comes in is checked and brought to one spelling, so it is stored in one way only."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.refusal import Misuse
from ledger.vault.identity import employer_data, parse_bsn, parse_payroll_tax_number, person_data

TODAY = date(2026, 11, 20)
PERSON: dict[str, Any] = {
    "bsn": "123456782",
    "initials": "J.P.",
    "surname": "van der Jansen",
    "birth_date": "2001-02-03",
}
EMPLOYER: dict[str, Any] = {
    "name": "Bakkerij De Vries B.V.",
    "kvk": "12345678",
    "payroll_tax_number": "001855013L01",
    "iban": "NL91ABNA0417164300",
    "account_name": "Bakkerij De Vries",
}


def refused_person(**fields: object) -> Misuse:
    with pytest.raises(Misuse) as caught:
        person_data(PERSON | fields, TODAY)
    return caught.value


def refused_employer(**fields: object) -> Misuse:
    with pytest.raises(Misuse) as caught:
        employer_data(EMPLOYER | fields)
    return caught.value


def test_a_person_and_an_employer_come_in() -> None:
    person, employer = person_data(PERSON, TODAY), employer_data(EMPLOYER)
    assert (person.bsn, person.initials, person.surname) == ("123456782", "J.P.", "van der Jansen")
    assert person.birth_date == date(2001, 2, 3)
    assert employer.model_dump() == EMPLOYER


@pytest.mark.parametrize(
    ("typed", "bsn"),
    [
        ("123456782", "123456782"),
        ("1112.22.333", "111222333"),
        (" 123 456 782 ", "123456782"),
        ("10000008", "010000008"),
    ],
)
def test_a_bsn_has_one_spelling(typed: str, bsn: str) -> None:
    assert person_data(PERSON | {"bsn": typed}, TODAY).bsn == bsn
    assert parse_bsn(typed) == bsn


@pytest.mark.parametrize("digits", ["123456781", "123456728", "213456782", "000000000", "111111111"])
def test_a_bsn_passes_the_eleven_test(digits: str) -> None:
    refusal = refused_person(bsn=digits)
    assert refusal.field == "bsn"
    assert "eleven test" in str(refusal)
    assert "identity document" in str(refusal)


@pytest.mark.parametrize("typed", ["", "1234567", "1234567820", "12345678a", "١٢٣٤٥٦٧٨٢", "123456782\0", "GM0363"])
def test_a_bsn_is_nine_digits(typed: str) -> None:
    assert "nine digits" in str(refused_person(bsn=typed))


@given(st.integers(10_000_000, 999_999_999))
def test_one_digit_wrong_is_always_found(number: int) -> None:
    digits = f"{number:09}"
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    fits = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11 == 0
    if fits:
        assert parse_bsn(digits) == digits
    else:
        with pytest.raises(Misuse, match="eleven test"):
            parse_bsn(digits)


@pytest.mark.parametrize("iban", ["nl91 abna 0417 1643 00", "DE89370400440532013000", "BE68539007547034"])
def test_an_account_in_the_sepa_area_is_taken(iban: str) -> None:
    assert employer_data(EMPLOYER | {"iban": iban}).iban == iban.replace(" ", "").upper()


@pytest.mark.parametrize(
    "iban",
    ["NL91ABNA0417164301", "NL91ABNA041716430", "NL91ABNA04171643000", "NL91", "", "XX00", "NL19ABNA0417164300", "é"],
)
def test_a_wrong_account_is_refused(iban: str) -> None:
    refusal = refused_employer(iban=iban)
    assert refusal.field == "iban"
    assert "check digits" in str(refusal)
    assert "account statement" in str(refusal)


def test_an_account_outside_the_sepa_area_is_refused() -> None:
    assert "SEPA" in str(refused_employer(iban="TR330006100519786457841326"))


@pytest.mark.parametrize("kvk", ["1234567", "123456789", "1234567a", "", "000012345678"])
def test_a_kvk_number_is_eight_digits(kvk: str) -> None:
    assert "eight digits" in str(refused_employer(kvk=kvk))


@pytest.mark.parametrize("number", ["001855013L1", "001855013", "001855013B01", "1855013L01", "001855013L001"])
def test_a_payroll_tax_number_is_nine_digits_l_and_two(number: str) -> None:
    assert "nine digits, L and two digits" in str(refused_employer(payroll_tax_number=number))


def test_a_payroll_tax_number_passes_the_eleven_test() -> None:
    assert "eleven test" in str(refused_employer(payroll_tax_number="001855014L01"))
    assert parse_payroll_tax_number("0018.55.013 l02") == "001855013L02"


@pytest.mark.parametrize(
    ("day", "complaint"),
    [
        ("2026-11-21", "after 2026-11-20"),
        ("1899-12-31", "before 1900"),
        ("2001-02-29", "calendar"),
        ("20010203", "year-month-day"),
        ("03-02-2001", "year-month-day"),
        ("2001-02-03T00:00:00", "year-month-day"),
        (946684800, "year-month-day"),
        (datetime(2001, 2, 3), "year-month-day"),  # noqa: DTZ001
        ("\uff12\uff10\uff10\uff11-02-03", "year-month-day"),
    ],
)
def test_a_birth_date_that_cannot_be_is_refused(day: object, complaint: str) -> None:
    refusal = refused_person(birth_date=day)
    assert refusal.field == "birth_date"
    assert complaint in str(refusal)


def test_who_is_born_today_comes_in() -> None:
    assert person_data(PERSON | {"birth_date": "2026-11-20"}, TODAY).birth_date == TODAY
    assert person_data(PERSON | {"birth_date": "1900-01-01"}, TODAY).birth_date == date(1900, 1, 1)


def test_a_name_is_nfc_with_single_spaces() -> None:
    assert person_data(PERSON | {"surname": "  Mu\u0308ller\u00a0 de  Vries "}, TODAY).surname == "Müller de Vries"


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("a\0b", "control or invisible"),
        ("a\nb", "control or invisible"),
        ("a\u202eb", "control or invisible"),
        ("a\u200bb", "control or invisible"),
        ("x" * 71, "longer than 70"),
        ("", "no letter"),
        ("123456782", "no letter"),
    ],
)
def test_a_name_that_cannot_be_is_refused(name: str, complaint: str) -> None:
    assert complaint in str(refused_person(surname=name))


def test_a_long_name_fits_to_the_limit_and_initials_may_lack() -> None:
    """Who has one name only is registered with a surname and no initials."""
    person = person_data(PERSON | {"surname": "x" * 70, "initials": ""}, TODAY)
    assert (len(person.surname), person.initials) == (70, "")


def test_every_field_that_is_wrong_is_named_at_once() -> None:
    text = str(refused_person(bsn="1", surname="", birth_date="x"))
    assert all(f"{field}: " in text for field in ("bsn", "surname", "birth_date"))


def test_a_missing_and_an_unknown_field_are_said() -> None:
    with pytest.raises(Misuse, match="surname: is missing") as caught:
        person_data({"bsn": "123456782", "initials": "", "birth_date": "2001-02-03", "123456782": "x"}, TODAY)
    assert "unknown field: a field that does not exist" in str(caught.value)
    assert "123456782" not in str(caught.value)
