"""What a bank takes: names and descriptions are brought into its characters, identifiers are taken or refused."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ledger.bank.sepa_text import identifier, text
from ledger.refusal import Refused

ALLOWED = frozenset(string.ascii_letters + string.digits + "/-?:().,'+ ")
NAMES = st.text(max_size=200) | st.text(alphabet="a/ é&\n", max_size=200)


@pytest.mark.parametrize(
    ("given_name", "sent"),
    [
        ("Café Ünal & Zn.", "Cafe Unal + Zn."),
        ("Straße Æsir Ørsted Łódź", "Strasse AEsir Orsted Lodz"),
        ("ǿre", "ore"),
        ("Ĳssel", "IJssel"),
        ("d’Hondt", "d'Hondt"),
        ("a\tb\n  c", "a b c"),
        ("50% #1", "50. .1"),
        ("//De / Hoek//", "De / Hoek"),
        ("A//B///C", "A/B/C"),
        ("", "-"),
        (" / ", "-"),
        ("Bakker", "Bakker"),
    ],
)
def test_a_name_is_brought_into_the_characters_of_a_bank(given_name: str, sent: str) -> None:
    assert text(given_name, 70) == sent


@pytest.mark.parametrize(
    ("given_name", "sent"), [("abcdef", "abcd"), ("abc def", "abc"), ("abc/def", "abc"), ("ßßß", "ssss")]
)
def test_what_is_too_long_is_cut_after_the_letters_are_spelled_out(given_name: str, sent: str) -> None:
    assert text(given_name, 4) == sent


@given(NAMES, st.integers(1, 140))
@example("/" * 140, 1)
def test_any_text_becomes_one_that_a_bank_takes(value: str, longest: int) -> None:
    sent = text(value, longest)
    assert 1 <= len(sent) <= longest
    assert set(sent) <= ALLOWED
    assert sent == sent.strip("/ ")
    assert "//" not in sent


@given(NAMES)
def test_what_a_bank_takes_stays_as_it_is(value: str) -> None:
    once = text(value, 140)
    assert text(once, 140) == once


@pytest.mark.parametrize("value", ["GM0363-2026-11-1", "GM0363-2026-11-1/W-000012-8", "a b", "x" * 35, "?:().,'+"])
def test_an_identifier_is_taken_unchanged(value: str) -> None:
    assert identifier(value, "It") == value


@pytest.mark.parametrize(
    "value",
    ["", "Q7" * 18, "/Q7", "Q7/", "Q7//Q7", " Q7", "Q7 ", "Q7_Q7", "é", "Q7\n", "Q7&", "１"],
)
def test_an_identifier_that_a_bank_would_not_take_is_refused_and_not_repeated(value: str) -> None:
    with pytest.raises(Refused, match=r"^The reference cannot be an identifier") as refusal:
        identifier(value, "The reference")
    assert not any(part in str(refusal.value) for part in ("Q7", "é", "１"))
