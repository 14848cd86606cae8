"""What people and employers are found by, brought to one spelling before it is hashed.

Every kind of lookup has its terms: a name is found by each of its words, a number as a whole.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping

# Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"})
_APOSTROPHES = re.compile("['`\u00b4\u02bc\u2018\u2019]")
_WORD = re.compile(r"[^\W_]+")
_BSN = re.compile("GM[0-9]{4}[0-9]{9}")


def terms(kind: str, text: str) -> list[str]:
    """The terms of a text, each once; none of a text without letters or digits."""
    return list(dict.fromkeys(_TERMS[kind](text)))


def _words(text: str) -> list[str]:
    """Words without case, accents and apostrophes: D'Hondt-Bøe is dhondt and boe."""
    # Taking apart can bring out capitals, and small letters that come apart again.
    apart = text
    for _ in range(2):
        apart = unicodedata.normalize("NFKD", apart.casefold())
    letters = "".join(character for character in apart if not unicodedata.combining(character))
    return _WORD.findall(_APOSTROPHES.sub("", letters.translate(_LETTERS)))


def _number(text: str) -> list[str]:
    """The whole text without case, spaces and dots."""
    bare = re.sub(r"[\s.]", "", text).casefold()
    return [bare] if bare else []


def _bsn(text: str) -> list[str]:
    """Code of the municipality and BSN together, for a person is registered once in each municipality."""
    assert _BSN.fullmatch(text), "a BSN is looked up with the code of its municipality before it"
    return [text]


_TERMS: Mapping[str, Callable[[str], list[str]]] = {
    "bsn": _bsn,
    "name": _words,
    "employer": _words,
    "payroll": _number,
    "kvk": _number,
    "personnel": _number,
    "reference": _number,
}
