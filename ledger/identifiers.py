"""The numbers that people read, say and type, and the stream ids made from them.

A number ends in a check character, so a mistyped one is refused instead of naming another case. The method is ISO 7064
MOD 37,36 with the characters in an order of our own: in the standard's order it misses one in some two hundred swaps of
neighbours (01 and 10), because 0 and 1 stand next to each other; with the digits three places apart it misses none.
"""

import re
import uuid
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, get_args

from pydantic import AfterValidator

from ledger.refusal import Misuse

if TYPE_CHECKING:
    from ledger.calculation.calendar import Month

StreamKind = Literal[
    "subsidy",
    "run",
    "opening",
    "quarter",
    "bank",
    "journal",
    "law",
    "policy",
    "person",
    "employer",
    "ledger",
    "templates",
    "provider",
    "expert",
    "chain",
    "statistics",
]

_NAMESPACE = uuid.UUID("3f0c6a52-9d8e-5b17-8c43-1e7a64d20b95")
_KINDS = frozenset(get_args(StreamKind))
_ORDER = "0AB1CD2EF3GH4IJ5KL6MN7OP8QR9STUVWXYZ"
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212]")
_SEQUENCE = "([0-9]{6}|[1-9][0-9]{6,8})"
_CHECK = "([0-9A-Z])"


class _Shape(NamedTuple):
    """How a kind of number looks without its hyphens, and how it is written."""

    noun: str
    pattern: re.Pattern[str]
    example: str


_CASE = _Shape("a case number", re.compile(f"(LKS)([0-9]{{2}}){_SEQUENCE}{_CHECK}"), "LKS-26-000017-Z")
_PERSON = _Shape("a person number", re.compile(f"(P){_SEQUENCE}{_CHECK}"), "P-000034-R")
_EMPLOYER = _Shape("an employer number", re.compile(f"(W){_SEQUENCE}{_CHECK}"), "W-000012-8")
_RUN = _Shape("a run number", re.compile("(GM[0-9]{4})([0-9]{4})(0[1-9]|1[0-2])([1-9][0-9]{0,3})"), "GM0363-2026-11-1")


@lru_cache(maxsize=1 << 14)
def stream_id(kind: StreamKind, name: str) -> uuid.UUID:
    """The stream of a thing by its readable name; a person's or employer's name is the number, which tells nothing."""
    assert kind in _KINDS, f"no kind of stream: {kind}"
    return uuid.uuid5(_NAMESPACE, f"{kind}/{name}")


def case_number(year: int, sequence: int) -> str:
    """The number of a case (zaaknummer) opened in a year."""
    assert 2000 <= year <= 2099, f"a case number has no place for the year {year}"
    return _with_check("LKS", f"{year % 100:02}", _digits(sequence))


def person_number(sequence: int) -> str:
    """The number of a person in one municipality."""
    return _with_check("P", _digits(sequence))


def employer_number(sequence: int) -> str:
    """The number of an employer (werkgever)."""
    return _with_check("W", _digits(sequence))


def run_number(municipality: str, month: "Month", nth: int) -> str:
    """The number of a municipality's nth payment run of a month (R25)."""
    return _read(f"{municipality}-{month}-{nth}", _RUN)


def parse_case(text: str, field: str = "case") -> str:
    """A case number as someone typed it, in its one spelling."""
    return _parse(text, _CASE, field)


def parse_person(text: str, field: str = "person") -> str:
    """A person's number as someone typed it, in its one spelling."""
    return _parse(text, _PERSON, field)


def parse_employer(text: str, field: str = "employer") -> str:
    """An employer's number as someone typed it, in its one spelling."""
    return _parse(text, _EMPLOYER, field)


def parse_run(text: str, field: str = "run") -> str:
    """A run's number as someone typed it, in its one spelling."""
    return _parse(text, _RUN, field)


def _parse(text: str, shape: _Shape, field: str) -> str:
    try:
        return _read(text, shape)
    except ValueError as error:
        # The text is not repeated: a BSN typed into the wrong field must not end up in a log.
        remedy = f"Write it as {shape.example}, or search with `lks find`."
        raise Misuse(str(error), field=field, remedy=remedy) from None


def _read(text: str, shape: _Shape) -> str:
    match = shape.pattern.fullmatch(_SEPARATORS.sub("", text).upper())
    if match is None:
        raise ValueError(f"this does not look like {shape.noun}.")
    if shape is _RUN:
        return "-".join(match.groups())
    *parts, check = match.groups()
    number = _with_check(*parts)
    if number[-1] != check:
        raise ValueError("the check character does not fit: a character is wrong, or two are swapped.")
    return number


@lru_cache(maxsize=1 << 14)
def _with_check(*parts: str) -> str:
    from stdnum.iso7064 import mod_37_36  # loads a good deal, so only when a number is made or read

    return "-".join((*parts, mod_37_36.calc_check_digit("".join(parts), _ORDER)))


def _digits(sequence: int) -> str:
    assert 1 <= sequence <= 999_999_999, "sequence numbers run from 1 to 999,999,999"
    return f"{sequence:06}"


def _spelled(shape: _Shape) -> AfterValidator:
    """A field holds the one spelling only, so that equal numbers are equal bytes. Remembered: facts repeat numbers."""

    @lru_cache(maxsize=1 << 16)
    def check(value: str) -> str:
        if _read(value, shape) != value:
            raise ValueError(f"write it as {shape.example}")
        return value

    return AfterValidator(check)


CaseNumber = Annotated[str, _spelled(_CASE)]
"""Number of a case, LKS-26-000017-Z."""

PersonNumber = Annotated[str, _spelled(_PERSON)]
"""Number of a person in one municipality, P-000034-R."""

EmployerNumber = Annotated[str, _spelled(_EMPLOYER)]
"""Number of an employer, W-000012-8."""

RunNumber = Annotated[str, _spelled(_RUN)]
"""Number of a payment run, GM0363-2026-11-1."""
