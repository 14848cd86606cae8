"""The text of an intent: equal for equal meaning, different for anything else."""

import copy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from ledger.calculation.calendar import Month
from ledger.model import Hours, Model
from ledger.vault.canonical import canonical


class Asked(Model):
    """An intent with one field of every sort."""

    hours: Hours
    month: Month
    day: date | str | None
    codes: dict[str, str]
    parts: tuple["Asked | str", ...] = ()
    sealed: str | None = Field(default=None, exclude=True)


class AskedToo(Asked):
    """The same fields, another question."""


FIELDS: dict[str, Any] = {
    "hours": Decimal("32.5"),
    "month": Month(2026, 11),
    "day": None,
    "codes": {"a": "1", "b": "2"},
}
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.dates()
    | st.decimals(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def test_the_form_stays_as_it_is() -> None:
    """Stored as hashes: another form would make other keys."""
    text = canonical(Asked(**FIELDS), date(2026, 11, 20), None)
    assert text == (
        b'[{"Asked":{"codes":{"mapping":[["a","1"],["b","2"]]},"day":null,"hours":{"Decimal":"32.5"},'
        b'"month":{"Month":"2026-11"},"parts":[]}},{"date":"2026-11-20"},null]'
    )


def test_equal_meaning_is_equal_text() -> None:
    one = Asked(**FIELDS | {"hours": "32.50", "codes": {"b": "2", "a": "1"}})
    assert canonical(one) == canonical(Asked(**FIELDS))


def test_the_token_does_not_count() -> None:
    """It differs each time it is made, also for the same personal data; that stands beside the intent."""
    assert canonical(Asked(**FIELDS, sealed="x")) == canonical(Asked(**FIELDS))


@pytest.mark.parametrize(
    "change",
    [
        {"hours": "32.51"},
        {"month": Month(2026, 12)},
        {"day": "2026-11-20"},
        {"day": date(2026, 11, 20)},
        {"day": "None"},
        {"codes": {"a": "12"}},
        {"parts": ("",)},
        {"parts": ("", "")},
        {"parts": (Asked(**FIELDS),)},
    ],
)
def test_another_meaning_is_another_text(change: dict[str, Any]) -> None:
    assert canonical(Asked(**FIELDS | change)) != canonical(Asked(**FIELDS))


def test_another_intent_with_the_same_fields_is_another_text() -> None:
    assert canonical(AskedToo(**FIELDS)) != canonical(Asked(**FIELDS))


@given(VALUES, VALUES)
def test_different_values_are_different_texts(one: object, other: object) -> None:
    """Injective: no two meanings share a text, so no intent is taken for another."""
    assert (canonical(one) == canonical(other)) == (_typed(one) == _typed(other))
    assert canonical(one, other) != canonical([one, other])
    assert canonical(one) == canonical(copy.deepcopy(one))


def _typed(value: object) -> object:
    """The value with its types, as Python tells them apart: True is no 1."""
    match value:
        case list():
            return [_typed(one) for one in value]
        case dict():
            return {key: _typed(one) for key, one in value.items()}
        case _:
            return type(value), value


def test_what_has_no_spelling_is_not_hashed() -> None:
    with pytest.raises(AssertionError, match="no one spelling"):
        canonical(object())
