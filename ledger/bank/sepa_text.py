"""Text as it may go to a bank: the letters, digits and marks that every bank in SEPA takes.

a-z A-Z 0-9 / - ? : ( ) . , ' + and the space. Names and descriptions are brought into it; identifiers never change, because
the answers of the bank are found by them.
"""

import re
import unicodedata
from typing import Final

from ledger.refusal import Refused

LONGEST_ID: Final = 35
LONGEST_NAME: Final = 70
LONGEST_TEXT: Final = 140

_ALLOWED = "A-Za-z0-9/?:().,'+ -"
_OTHERS = re.compile(f"[^{_ALLOWED}]")
_ID = re.compile(f"[{_ALLOWED}]{{1,{LONGEST_ID}}}")
_LETTERS = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
        "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ħ": "h", "Ħ": "H", "ı": "i", "ə": "e", "Ə": "E",
        "&": "+", "@": "(at)", "_": "-", "’": "'", "‘": "'", "`": "'", "–": "-", "—": "-", "‐": "-", "€": "EUR",
    }
)  # fmt: skip
_NOTHING_LEFT = "-"


def text(value: str, longest: int) -> str:
    """The value in the characters that banks take, at most `longest` of them and at least one.

    A letter loses its accents (é to e) or is spelled out (ß to ss, & to +); any other character becomes a point. Spaces are
    single. Slashes neither begin nor end it, nor stand twice, since banks read a meaning into those. Where nothing is
    left, it is a hyphen. The end of what is too long falls off.
    """
    # Taken apart first: ǿ is an ø with an accent.
    letters = "".join(one for one in unicodedata.normalize("NFKD", value) if not unicodedata.combining(one))
    # Line ends and tabs are spaces too, so the spaces go before the points come.
    plain = _OTHERS.sub(".", " ".join(letters.translate(_LETTERS).split()))
    return re.sub("/{2,}", "/", plain).strip("/ ")[:longest].rstrip("/ ") or _NOTHING_LEFT


def identifier(value: str, place: str) -> str:
    """An identifier, unchanged. Raises Refused when a bank would not take it; `place` says which one it is."""
    fits = _ID.fullmatch(value) and value.strip("/ ") == value and "//" not in value
    if not fits:
        # The value is not repeated: it may be anything, a name or a BSN.
        what = f"{place} cannot be an identifier at a bank."
        remedy = (
            f"It takes 1 to {LONGEST_ID} letters, digits, spaces and / - ? : ( ) . , ' + without a slash at either end"
        )
        raise Refused(what, rule="R25", remedy=f"{remedy} or two in a row.")
    return value
