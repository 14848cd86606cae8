"""Whole euro cents, and the one rounding of the ledger.

Amounts are integers from the first multiplication to the database; text is read with a point and never with a comma,
because 1,101 is a thousand in one country and one euro in another.
"""

import re
from decimal import Decimal

from ledger.refusal import Misuse

_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,2})?")


def round_half_up(numerator: int, denominator: int) -> int:
    """R2: the one rounding of an exact fraction of cents, half a cent goes up.

    Amounts of the law are never below zero; differences are taken between rounded lines and are not rounded again.
    """
    assert numerator >= 0, "only amounts are rounded, never differences"
    return (2 * numerator + denominator) // (2 * denominator)


def euro(cents: int) -> str:
    """Cents as euro with a point and no thousands separator: 110131 is 1101.31."""
    euros, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{euros}.{rest:02d}"


def number(text: str, field: str) -> Decimal:
    """An exact number of at most two decimals, as typed: 32, 32.5 or 18.75. `32,5` is refused by name."""
    if "," in text:
        corrected = text.replace(".", "").replace(",", ".")
        raise Misuse(f"'{text}' has a comma.", field=field, remedy=f"Write decimals with a point: {corrected}.")
    if not _NUMBER.fullmatch(text):
        raise Misuse(f"'{text}' is not a number of at most two decimals.", field=field, remedy="Write it like 32.5.")
    return Decimal(text)


def parse_euro(text: str, field: str = "amount") -> int:
    """Cents of an amount in euro as typed: 1101.31 is 110131."""
    return whole_cents(number(text, field))


def whole_cents(amount: Decimal) -> int:
    """Cents of an exact amount in euro; a published amount has no parts of a cent."""
    cents = int(amount * 100)
    assert cents == amount * 100, f"{amount} euro is not a whole number of cents"
    return cents
