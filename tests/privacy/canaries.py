"""Canaries: made-up personal data that occur nowhere else, and a search for them in whatever was written, however it is coded.

Names and free text hold one word; numbers begin with the same five digits, stand by themselves, and are only counted when they
are one of those that were made, for digests hold such digits by chance.
"""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from schwifty import IBAN
from stdnum.nl import bsn as eleven_test

WORD = "Kanarie"
START, OTHER_START = "90909", "80808"
YEAR = 1909
"""Nothing else that a ledger of this law knows happened in this year."""

_BORN = re.compile(rf"\b{YEAR}-\d\d-\d\d|\b\d{{1,2}}[-/ .]\w{{1,9}}[-/ .]{YEAR}\b|\({YEAR}, \d")
_DIGITS = re.compile(rf"(?<![0-9a-f])0?(?:{START}|{OTHER_START})\d{{3,5}}(?![0-9a-f])")
_CODED = re.compile(rf"(?:3[0-9]){{9,10}}|{WORD.encode().hex()}|{WORD.lower().encode().hex()}")

_CODED_STARTS = [one.encode().hex() for one in (START, OTHER_START, WORD, WORD.lower())]


def _in_base64(word: str) -> list[str]:
    """The middle of the word in base64, wherever in a text it begins."""
    return [base64.b64encode(b"x" * n + word.encode()).decode()[(4, 4, 4)[n - 1] : -4] for n in (1, 2, 3)]


_BASE64 = [part for word in (WORD, WORD.lower()) for part in _in_base64(word)]


@dataclass(frozen=True)
class Canaries:
    """So many people, each with an employer of their own."""

    count: int

    @cached_property
    def bsns(self) -> list[str]:
        """Numbers that pass the eleven test: for each person one, and for each employer one to make its payroll number of."""
        all_ = (f"{start}{n:04}" for start in (START, OTHER_START) for n in range(10000))
        valid = (text for text in all_ if eleven_test.is_valid(text))
        return [next(valid) for _ in range(2 * self.count)]

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Every number that was made, as digits."""
        return frozenset([*self.bsns, *(row["kvk"] for row in self.rows), *(row["iban"][8:] for row in self.rows)])

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """What a file of applications holds of each."""
        return [self._row(n) for n in range(self.count)]

    def person(self, n: int) -> dict[str, Any]:
        """Who somebody is, as it is typed in."""
        return {field: self.rows[n][field] for field in ("bsn", "initials", "surname", "birth_date")}

    def employer(self, n: int) -> dict[str, Any]:
        """An employer, as it is typed in."""
        return {field: self.rows[n][field] for field in ("name", "kvk", "payroll_tax_number", "iban", "account_name")}

    def csv(self, first: int, last: int, **changes: str) -> str:
        """A file of applications."""
        rows = [row | changes for row in self.rows[first:last]]
        return "\n".join([";".join(rows[0]), *(";".join(str(value) for value in row.values()) for row in rows)])

    def found(self, text: str) -> list[str]:
        """Which of them a text holds: in clear, in hexadecimal or in base64."""
        return sorted({*self._in_clear(text), *self._in_hexadecimal(text), *(one for one in _BASE64 if one in text)})

    def _in_clear(self, text: str) -> Iterator[str]:
        if WORD.lower() in text.lower():
            yield WORD
        if str(YEAR) in text:
            yield from _BORN.findall(text)
        if START in text or OTHER_START in text:
            yield from (digits for digits in _DIGITS.findall(text) if self._made(digits))

    def _in_hexadecimal(self, text: str) -> Iterator[str]:
        lower = text.lower()
        if not any(start in lower for start in _CODED_STARTS):
            return
        for coded in _CODED.findall(lower):
            clear = bytes.fromhex(coded).decode()
            if clear.casefold() == WORD.casefold() or self._made(clear):
                yield f"{clear} in hexadecimal"

    def _made(self, digits: str) -> bool:
        return any(number in digits for number in self.numbers)

    def _row(self, n: int) -> dict[str, Any]:
        account = f"0{START}{n:04}"
        return {
            "municipality": "GM0363", "applicant": "employer", "basis": "lid_1a", "received_on": "2026-09-01",
            "bsn": self.bsns[n], "initials": "K.", "surname": f"{WORD}vogel {_letters(n)}",
            "birth_date": f"{YEAR}-{n % 12 + 1:02}-{n % 28 + 1:02}", "group": "assistance", "group_since": "2026-08-15",
            "personnel_number": f"{WORD}-{n}", "name": f"Zaadhandel {WORD} {_letters(n)}", "kvk": f"{START}{n:03}",
            "payroll_tax_number": f"{self.bsns[self.count + n]}L01", "iban": str(IBAN.generate("NL", "INGB", account)),
            "account_name": f"{WORD} {_letters(n)}", "start": "2026-10-23", "end": "", "form": "fixed", "hours": "32",
            "maximum_hours": "", "full_time_hours": "36", "qualified_until": "",
        }  # fmt: skip


def typed(data: dict[str, Any]) -> str:
    """As standard input."""
    return json.dumps(data)


def _letters(n: int) -> str:
    return "".join(chr(97 + int(digit)) for digit in str(n))
