"""Days, amounts and numbers as a Dutch letter writes them: 20 november 2026, € 1.121,76, 60%."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from ledger.calculation.month import Month
from ledger.model import plain

_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip
_SPACE = "\u00a0"
"""No line ends between a number and what it counts."""


def day(value: date) -> str:
    """20 november 2026."""
    return f"{value.day}{_SPACE}{_MONTHS[value.month - 1]}{_SPACE}{value.year}"


def month(value: Month) -> str:
    """november 2026."""
    return f"{_MONTHS[value.number - 1]}{_SPACE}{value.year}"


def amount(cents: int) -> str:
    """€ 1.121,76; below zero with a minus before it."""
    return euros(f"{cents // 100 if cents >= 0 else -(-cents // 100)}.{abs(cents) % 100:02}", negative=cents < 0)


def euros(text: str, *, negative: bool = False) -> str:
    """An amount in euro that was written with a point: 1117.3728 is € 1.117,3728."""
    return f"{'−' if negative else ''}€{_SPACE}{number(text.removeprefix('-'))}"


def number(text: str) -> str:
    """A number that was written with a point, with a comma, and points between thousands."""
    whole, point, decimals = text.partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{grouped},{decimals}" if point else grouped


def percentage(value: Decimal) -> str:
    """60%."""
    return f"{number(plain(value))}%"


def hours(value: Decimal) -> str:
    """32 uur."""
    return f"{number(plain(value))}{_SPACE}uur"


def listed(words: Sequence[str]) -> str:
    """oktober, november en december."""
    *before, last = words
    return f"{', '.join(before)} en {last}" if before else last
