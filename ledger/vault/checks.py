"""Checks of numbers, names and dates that people supply: each returns the one spelling.

What does not fit is a `ValueError` that says which check failed and how to mend it, never the value: it may be a BSN,
and messages end up in logs and terminals. The libraries behind the checks load slowly, so each loads at its first use.
"""

import re
import unicodedata
from datetime import date, datetime

_LONGEST_NAME = 70
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def bsn(value: str) -> str:
    """Burgerservicenummer: nine digits that pass the eleven test; eight get their leading zero."""
    from stdnum.nl import bsn as eleven_test

    digits = _without_separators(value)
    if not re.fullmatch("[0-9]{8,9}", digits):
        raise ValueError("is not nine digits (eight when the leading zero is left out); type it as on the document.")
    whole = digits.zfill(9)
    if not eleven_test.is_valid(whole):
        raise ValueError("does not pass the eleven test, so a digit is wrong; compare it with the identity document.")
    return whole


def could_be_bsn(text: str) -> bool:
    """Whether these nine digits pass the eleven test, as every BSN does, and one in eleven other numbers."""
    if not re.fullmatch("[0-9]{9}", text):
        return False
    from stdnum.nl import bsn as eleven_test

    return bool(eleven_test.is_valid(text))


def payroll_tax_number(value: str) -> str:
    """Loonheffingennummer: RSIN or fiscal number (eleven test), L, two digits."""
    from stdnum.nl import bsn as eleven_test

    text = _without_separators(value).upper()
    if not re.fullmatch("[0-9]{9}L[0-9]{2}", text):
        raise ValueError(
            "is not nine digits, L and two digits (loonheffingennummer); take it from a payroll tax letter."
        )
    if not eleven_test.is_valid(text[:9]):
        raise ValueError("does not pass the eleven test over its nine digits; compare it with a payroll tax letter.")
    return text


def kvk(value: str) -> str:
    """KvK-nummer: eight digits; it has no check digit."""
    digits = _without_separators(value)
    if not re.fullmatch("[0-9]{8}", digits):
        raise ValueError("is not eight digits (KvK-nummer); take it from the extract of the trade register.")
    return digits


def iban(value: str) -> str:
    """IBAN in the SEPA area, without spaces."""
    from schwifty import IBAN
    from schwifty.exceptions import SchwiftyException

    try:
        iban = IBAN(re.sub(r"\s", "", value))
    except SchwiftyException:
        # The library's own message repeats the number.
        remedy = "compare it with the account statement (a Dutch one has 18 characters)."
        raise ValueError(f"has a wrong length, structure or check digits as an IBAN; {remedy}") from None
    if not iban.in_sepa_zone:
        raise ValueError("is an IBAN outside the SEPA area, where we cannot pay; ask for an account within it.")
    return str(iban)


def name(value: str) -> str:
    """A person's name."""
    text = line(value)
    if not any(character.isalpha() for character in text):
        raise ValueError("holds no letter; fill in the name as on the document.")
    return text


def organisation(value: str) -> str:
    """The name of a firm, an institution or an account."""
    text = line(value)
    if not any(character.isalnum() for character in text):
        raise ValueError("holds no letter or digit; fill in the name as registered.")
    return text


def line(value: str) -> str:
    """One line of text in NFC, single spaces, at most what a bank takes."""
    composed = unicodedata.normalize("NFC", value)
    text = " ".join(composed.split())
    if len(text) > _LONGEST_NAME:
        raise ValueError(f"is longer than {_LONGEST_NAME} characters, the most a bank takes; shorten it.")
    if any(unicodedata.category(character) in _UNSEEN for character in composed):
        raise ValueError("holds control or invisible characters; type it again instead of pasting it.")
    return text


def day(value: object) -> date:
    """A day; nothing but a date or its ISO spelling, since a bare number is read as seconds elsewhere."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError("is no day of the calendar; compare it with the identity document.") from None
    raise ValueError("is not a date; write it as year-month-day, like 1999-12-31.")


def _without_separators(value: str) -> str:
    return re.sub(r"[\s.\-]", "", value)
