"""The search itself: it finds a canary however it is coded, and nothing in what only looks like one."""

import base64

import pytest

from tests.privacy.canaries import WORD, Canaries

MADE = Canaries(3)
BSN = MADE.bsns[1]


@pytest.mark.parametrize(
    "text",
    [
        f"name {WORD}vogel a",
        f"GROET {WORD.upper()}",
        f"bsn={BSN},",
        f"0{BSN}",
        f"{BSN}L01",
        MADE.rows[2]["iban"],
        f"kvk {MADE.rows[2]['kvk']} ",
        "born 1909-02-02 there",
        "geboren op 2 februari 1909",
        "02-02-1909",
        "datetime.date(1909, 2, 2)",
        "\\x" + f'{{"text":"de {WORD} belt"}}'.encode().hex(),
        "\\x" + f'{{"bsn":"{BSN}"}}'.encode().hex().upper(),
        *(base64.b64encode(b"y" * n + f"{WORD}vogel".encode()).decode() for n in range(3)),
    ],
)
def test_a_canary_is_found_however_it_is_coded(text: str) -> None:
    assert MADE.found(text)


@pytest.mark.parametrize(
    "text", ["909091234567890abcdef", f"ab{BSN}", "1909", "1909 cents", "seal 90909aa", "2026-09-09", ""]
)
def test_what_is_none_is_not_found(text: str) -> None:
    assert MADE.found(text) == []
