"""Option types that refuse by name: a decimal takes a point, a day is year-month-day, a case has its check character."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import click

from ledger.calculation.money import number, parse_euro
from ledger.calculation.month import Month, Quarter
from ledger.identifiers import parse_case, parse_employer, parse_person, parse_run
from ledger.refusal import LedgerError, Misuse
from ledger.vault.checks import could_be_bsn

_CODE = re.compile("[A-Za-z0-9][A-Za-z0-9._:/+-]{0,39}")
_LONGEST_ACTOR = 100
_YEARS = range(1900, 2100)
"""Years in which somebody lives of whom this ledger may hear."""

_ISO_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Exact(click.ParamType[Decimal]):
    """A decimal number of at most two decimals, exact, with a point."""

    name = "number"

    def __init__(self, low: int | None = None, high: int | None = None) -> None:
        self._low = low
        self._high = high

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """The number within its limits; a comma is refused by name."""
        if isinstance(value, Decimal):
            return value
        try:
            found = number(value, "") or Decimal(0)  # -0 is 0
        except LedgerError as error:
            self.fail(str(error), param, ctx)
        if self._low is not None and found < self._low:
            self.fail(f"{value} is below {self._low}.", param, ctx)
        if self._high is not None and found > self._high:
            self.fail(f"{value} is above {self._high}.", param, ctx)
        return found


class Day(click.ParamType[date]):
    """A date, year-month-day."""

    name = "day"

    def __init__(self, *, private: bool = False) -> None:
        self._private = private

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; only the ISO spelling."""
        if isinstance(value, date):
            return value
        try:
            if not _ISO_DAY.fullmatch(value):
                raise ValueError
            day = date.fromisoformat(value)
        except ValueError:
            what = "it" if self._private else repr(value)
            self.fail(f"{what} is not a day; write it like 2026-11-20.", param, ctx)
        if day.year not in _YEARS:
            what = "the year" if self._private else value
            self.fail(f"{what} is outside {_YEARS[0]} to {_YEARS[-1]}.", param, ctx)
        return day


class DayOrOpen(click.ParamType[Any]):
    """A date, or the word open for what has no end."""

    name = "day|open"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The day, or the word."""
        return "open" if value == "open" else DAY.convert(value, param, ctx)


class Parsed(click.ParamType[Any]):
    """Something with a parser of its own that says what is wrong."""

    def __init__(self, name: str, parse: Callable[[str], Any]) -> None:
        self.name = name
        self._parse = parse

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """What the parser makes of it."""
        if not isinstance(value, str):
            return value
        try:
            return self._parse(value)
        except LedgerError as error:
            self.fail(str(error), param, ctx)


def _municipality(text: str) -> str:
    code = text.upper()
    if not (len(code) == 6 and code.startswith("GM") and code.isascii() and code[2:].isdecimal()):
        raise Misuse(f"{text!r} is not a municipality.", remedy="Write its CBS code, like GM0363.")
    return code


def _destination(text: str) -> str:
    if len(text) == 2 and text.isascii() and text.isalpha():
        return text.upper()
    return _municipality(text)


def _parameter(text: str) -> str:
    from ledger.law import PARAMETERS  # loaded where it is used: most commands do not need it

    if text not in PARAMETERS:
        raise Misuse(f"{text!r} is no parameter of the law.", remedy=f"Known are: {', '.join(PARAMETERS)}.")
    return text


def _payment(text: str) -> str:
    from ledger.payment.bank_intents import payment_reference  # loaded where it is used

    return payment_reference(text)


def _payment_or_case(text: str) -> str:
    return parse_case(text) if text.upper().startswith("LKS-") else _payment(text)


def _code(text: str) -> str:
    if not _CODE.fullmatch(text):
        what = "this is no code: a letter or digit first, then letters, digits and . _ : / + - , at most 40 together."
        raise Misuse(what, remedy="Free text belongs in a file (--note-file).")
    if could_be_bsn(text):
        raise Misuse("this could be a BSN, and a code is kept as it is.", remedy="Put a letter before it.")
    return text


def _run_and_code(text: str) -> tuple[str, str]:
    run, separator, code = text.partition("=")
    if not separator:
        raise Misuse("it takes a run and a reason.", remedy="Write it as RUN=CODE.")
    return parse_run(run, "run"), _code(code)


def _actor(text: str) -> str:
    name = text.strip()
    if len(name) > _LONGEST_ACTOR or not name.isprintable():
        raise Misuse(f"this is no name of at most {_LONGEST_ACTOR} characters.", remedy="Write it like a.consulent.")
    return name


def _moment(text: str) -> int | datetime:
    """A position of the log; or a moment, Dutch time where it names no zone; a day is its last moment."""
    if text.isascii() and text.isdecimal():
        return int(text)
    try:
        moment = datetime.fromisoformat(f"{text}T23:59:59.999999" if _ISO_DAY.fullmatch(text) else text)
    except ValueError:
        raise Misuse(
            f"{text!r} is no position, day or moment.", remedy="Write it like 120, 2026-11-20 or 2026-11-20T14:30."
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("Europe/Amsterdam"))


def _first_moment(text: str) -> int | datetime:
    """The same, but a day is its first moment."""
    found = _moment(text)
    return _moment(f"{text}T00:00") if isinstance(found, datetime) and _ISO_DAY.fullmatch(text) else found


def _subject(text: str) -> str:
    """The number of a case, a person or an employer; its first letter tells which."""
    parse = {"P": parse_person, "W": parse_employer}.get(text.strip()[:1].upper(), parse_case)
    return parse(text)


PERCENTAGE = Exact(0, 100)
HOURS = Exact(0)
DAY = Day()
DAY_OR_OPEN = DayOrOpen()
BIRTH_DATE = Day(private=True)
MONTH = Parsed("month", Month.parse)
QUARTER = Parsed("quarter", Quarter.parse)
CASE = Parsed("case", parse_case)
SUBJECT = Parsed("number", _subject)
PERSON = Parsed("person", parse_person)
EMPLOYER = Parsed("employer", parse_employer)
RUN = Parsed("run", parse_run)
AMOUNT = Parsed("amount", parse_euro)
RUN_AND_CODE = Parsed("run=code", _run_and_code)
PAYMENT = Parsed("reference", _payment)
PAYMENT_OR_CASE = Parsed("reference", _payment_or_case)
MUNICIPALITY = Parsed("municipality", _municipality)
DESTINATION = Parsed("destination", _destination)
PARAMETER = Parsed("parameter", _parameter)
CODE = Parsed("code", _code)
ACTOR = Parsed("actor", _actor)
MOMENT = Parsed("moment", _moment)
FIRST_MOMENT = Parsed("moment", _first_moment)
POSITION = click.IntRange(1, 2**63 - 1)
"""Where in the log an entry stands: the number that people give."""
