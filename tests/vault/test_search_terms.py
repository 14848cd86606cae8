"""What people type to find somebody, brought to one spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.vault.search_terms import terms


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("van der Jansen-Müller", ["van", "der", "jansen", "muller"]),
        ("d'Hondt", ["dhondt"]),
        ("D\u2019HONDT", ["dhondt"]),
        ("Bøe Łukasz Straße", ["boe", "lukasz", "strasse"]),
        ("Ĳssel", ["ijssel"]),
        ("I\u0307nan \u0130nan", ["inan"]),
        ("Şahin_Öz", ["sahin", "oz"]),
        ("Jan  Jan", ["jan"]),
        ("- . '", []),
    ],
)
def test_a_name_is_its_words_without_case_and_accents(typed: str, words: list[str]) -> None:
    assert terms("name", typed) == words
    assert terms("employer", typed) == words


@given(st.text())
def test_terms_of_terms_are_the_same_terms(text: str) -> None:
    assert terms("name", " ".join(terms("name", text))) == terms("name", text)


@pytest.mark.parametrize("kind", ["payroll", "kvk", "personnel", "reference"])
def test_a_number_is_one_term(kind: str) -> None:
    assert terms(kind, " 1234.56.782 l01 ") == ["123456782l01"]
    assert terms(kind, " ") == []


def test_a_bsn_goes_with_its_municipality() -> None:
    assert terms("bsn", "GM0363123456782") == ["GM0363123456782"]
    with pytest.raises(AssertionError):
        terms("bsn", "123456782")
