"""`lks employer register`: name, KvK, payroll number and IBAN are checked, sealed, and never shown (R26)."""

import json

import pytest

from tests.commands.people import DAY, EMPLOYER, SECRETS, answered, done, entries, refused, typing
from tests.databases import Database

REGISTER = f"employer register {DAY}"

pytestmark = pytest.mark.usefixtures("opened")


def test_from_standard_input() -> None:
    said = done(REGISTER, json.dumps(EMPLOYER))
    assert "Registered employer W-000001-D with its account." in said
    assert not any(secret in said for secret in SECRETS)


def test_typed_at_a_prompt() -> None:
    outcome = typing(REGISTER, *map(str, EMPLOYER.values()))
    assert outcome.exit_code == 0
    assert "Payroll tax number (loonheffingennummer)" in outcome.printed


def test_as_json() -> None:
    answer = answered(REGISTER, json.dumps(EMPLOYER))
    assert (answer["employer"], [entry["fact"] for entry in answer["entries"]]) == (
        "W-000001-D",
        ["EmployerRegistered"],
    )


def test_r26_a_payroll_number_has_one_account() -> None:
    done(REGISTER, json.dumps(EMPLOYER))
    said = refused(REGISTER, json.dumps(EMPLOYER | {"iban": "NL27INGB0223344556"}))
    assert "This payroll tax number is registered already, as W-000001-D. (R26)" in said


WRONG = {
    "NL69INGB0123456788": ("iban", "iban: has a wrong length, structure or check digits"),
    "US12345678": ("iban", "iban: has a wrong length"),
    "1234567": ("kvk", "kvk: is not eight digits"),
    "999900523": ("payroll_tax_number", "payroll_tax_number: is not nine digits, L and two digits"),
    "999900524L01": ("payroll_tax_number", "payroll_tax_number: does not pass the eleven test"),
    "--": ("name", "name: holds no letter or digit"),
}


def test_bad_input_names_the_field_and_the_remedy_and_never_the_value(database: Database) -> None:
    before = entries(database.dsn)
    for wrong, (field, message) in WRONG.items():
        said = refused(REGISTER, json.dumps(EMPLOYER | {field: wrong}), exit_code=2)
        assert message in said
        assert wrong == "--" or wrong not in said
        assert not any(secret in said for secret in SECRETS)
    assert entries(database.dsn) == before
