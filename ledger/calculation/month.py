"""Months and quarters: the units in which a subsidy is due, paid and reported, and the terms that are counted in them.

Both are ordered, hashable and written as text ("2026-11", "2026Q4"), in facts as well as on screen.
"""

import re
from calendar import isleap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Self
from zoneinfo import ZoneInfo

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from ledger.refusal import Misuse

_DAY = timedelta(days=1)
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class _Written:
    """Reads and writes itself as text in pydantic models, so that stored JSON holds "2026-11" and never two numbers."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        raise NotImplementedError

    @classmethod
    def _read(cls, value: object) -> Self:
        if isinstance(value, cls):
            return value
        if not isinstance(value, str):
            raise ValueError(f"a {cls.__name__.lower()} is written as text")
        try:
            kind: Any = cls
            parsed: Self = _parsed(kind, value)
        except Misuse as error:
            raise ValueError(str(error)) from None
        return parsed

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._read, serialization=core_schema.to_string_ser_schema(when_used="json")
        )


@dataclass(frozen=True, slots=True, order=True)
class Month(_Written):
    """A calendar month: Month(2026, 11)."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 12 and 1 <= self.year <= 9998):
            raise Misuse(f"'{self}' is not a month.", remedy="Write it like 2026-11.")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Month("2026-11") as written; anything else is Misuse."""
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
            raise Misuse(f"'{text}' is not a month.", remedy="Write it like 2026-11.")
        return cls(int(text[:4]), int(text[5:]))

    @classmethod
    def of(cls, day: date) -> Self:
        """The month that this day is in."""
        return cls(day.year, day.month)

    def __hash__(self) -> int:
        return self.year * 12 + self.number

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """The last day."""
        return date(self.year, self.number, self.days)

    @property
    def days(self) -> int:
        """The number of calendar days."""
        return _DAYS[self.number - 1] + (self.number == 2 and isleap(self.year))

    @property
    def next(self) -> Self:
        """The month after."""
        return self + 1

    @property
    def previous(self) -> Self:
        """The month before."""
        return self + -1

    @property
    def quarter(self) -> "Quarter":
        """The calendar quarter that this month is in."""
        return Quarter(self.year, (self.number + 2) // 3)

    def __add__(self, months: int) -> Self:
        year, number = divmod(self.year * 12 + self.number - 1 + months, 12)
        return type(self)(year, number + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


@dataclass(frozen=True, slots=True, order=True)
class Quarter(_Written):
    """A calendar quarter: Quarter(2026, 4)."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 4 and 1 <= self.year <= 9998):
            raise Misuse(f"'{self}' is not a quarter.", remedy="Write it like 2026Q4.")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Quarter("2026Q4") as written; anything else is Misuse."""
        if not re.fullmatch(r"[0-9]{4}Q[0-9]", text):
            raise Misuse(f"'{text}' is not a quarter.", remedy="Write it like 2026Q4.")
        return cls(int(text[:4]), int(text[5:]))

    @classmethod
    def of(cls, day: date) -> Self:
        """The quarter that this day is in."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def months(self) -> tuple[Month, Month, Month]:
        """Its three months."""
        first = Month(self.year, self.number * 3 - 2)
        return first, first + 1, first + 2

    @property
    def first(self) -> date:
        """The first day."""
        return self.months[0].first

    @property
    def last(self) -> date:
        """The last day."""
        return self.months[2].last

    @property
    def next(self) -> Self:
        """The quarter after."""
        return type(self).of(self.last + _DAY)

    @property
    def previous(self) -> Self:
        """The quarter before."""
        return type(self).of(self.first - _DAY)

    def __str__(self) -> str:
        return f"{self.year:04d}Q{self.number}"


@lru_cache(maxsize=4096)
def _parsed(kind: Any, text: str) -> Any:
    return kind.parse(text)


def months(first: Month, last: Month) -> Iterator[Month]:
    """Every month from the first to the last, both included."""
    for year in range(first.year, last.year + 1):
        begin = first.number - 1 if year == first.year else 0
        end = last.number if year == last.year else 12
        yield from _months_of(year)[begin:end]


@lru_cache(maxsize=512)
def _months_of(year: int) -> tuple[Month, ...]:
    return tuple(Month(year, number) for number in range(1, 13))


def months_after(start: date, n: int) -> date:
    """R39: the last day of n months that begin on `start`: the day before the same-numbered day n months later, or the
    last day of that month where it has no such day (31 August 2025 + 6 is 28 February 2026)."""
    month = Month.of(start) + n
    if start.day > month.days:
        return month.last
    return month.first.replace(day=start.day) - _DAY


def amsterdam_day(moment: datetime) -> date:
    """The day in the Netherlands (Europe/Amsterdam) of an aware moment: what the clock says there decides terms and
    months."""
    assert moment.tzinfo is not None, "a moment without a time zone is no moment"
    return moment.astimezone(ZoneInfo("Europe/Amsterdam")).date()
