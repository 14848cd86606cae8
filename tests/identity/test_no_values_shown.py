"""No value of personal data shows in a message, a traceback or a representation, whatever comes in."""

import json
import traceback
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from ledger.model import Percentage
from ledger.refusal import Misuse
from ledger.vault.identity import (
    PersonData,
    PrivateModel,
    employer_data,
    misuse,
    parse_bsn,
    parse_payroll_tax_number,
    person_data,
)

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


CANARY = "749206158"
ANYTHING = st.one_of(
    st.just(CANARY),
    st.builds(str.__add__, st.text(max_size=5), st.just(CANARY)),
    st.builds(str.__add__, st.just(CANARY), st.text(max_size=80)),
    st.just(int(CANARY)),
    st.just([CANARY]),
    st.just({CANARY: CANARY}),
)


@given(st.sampled_from(sorted(PERSON)), ANYTHING)
@example("birth_date", f"2001-02-{CANARY}")
def test_no_message_about_a_person_shows_a_value(field: str, value: object) -> None:
    _shows_nothing(lambda: person_data(PERSON | {field: value}, TODAY))


@given(st.sampled_from(sorted(EMPLOYER)), ANYTHING)
@example("iban", f"NL{CANARY}")
def test_no_message_about_an_employer_shows_a_value(field: str, value: object) -> None:
    _shows_nothing(lambda: employer_data(EMPLOYER | {field: value}))


@given(ANYTHING)
def test_no_message_about_a_search_shows_a_value(value: object) -> None:
    _shows_nothing(lambda: parse_bsn(str(value)))
    _shows_nothing(lambda: parse_payroll_tax_number(str(value)))


def _shows_nothing(attempt: Callable[[], object]) -> None:
    refusal = _refusal(attempt)
    if refusal is not None:
        assert CANARY not in f"{refusal}{refusal!r}{refusal.remedy}{refusal.field}"
        assert CANARY not in "".join(traceback.format_exception_only(refusal))
        assert refusal.__cause__ is None
        assert refusal.__suppress_context__ or refusal.__context__ is None


def _refusal(attempt: Callable[[], object]) -> Misuse | None:
    try:
        attempt()
    except Misuse as refusal:
        return refusal
    return None


def test_pydantic_itself_shows_no_value_of_a_private_model() -> None:
    with pytest.raises(ValidationError) as caught:
        PersonData.model_validate(PERSON | {"bsn": CANARY, "birth_date": CANARY})
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize("model", [person_data(PERSON, TODAY), employer_data(EMPLOYER)])
def test_no_representation_shows_a_value(model: PrivateModel) -> None:
    shown = repr(model) + str(model) + f"{model}" + repr([model]) + repr(list(model.__repr_args__()))
    assert "hidden" in shown
    for value in json.loads(model.model_dump_json()).values():
        assert value not in shown


def test_misuse_tells_limits_but_no_values() -> None:
    class Asked(BaseModel):
        wage_value: Percentage
        route: int

    with pytest.raises(ValidationError) as caught:
        Asked.model_validate({"wage_value": "123456782", "route": CANARY + "x"})
    text = str(misuse(caught.value))
    assert text == (
        "wage_value: should be less than or equal to 100. "
        "route: should be a valid integer, unable to parse string as an integer."
    )
