"""How long personal data are kept (bewaartermijn), in years by result, as one text of the policy: `granted=7 rejected=5 unused=1`.

The terms of the Selectielijst gemeenten for this kind of case are not certain (law.md, section 7), so none is the default and
nothing may be erased until a municipality has chosen. `granted` cannot be below what the books need.
"""

from typing import NamedTuple

RESULTS = ("granted", "rejected", "unused")
"""Verleend; afgewezen, ingetrokken before a grant, or buiten behandeling gesteld; registered and never applied for."""

BOOKS = 7
"""Years that the books are kept, after the year that they are of (AWR art. 52 lid 4). More than Awb 4:57 lid 4 and 4:104 need."""

_LEAST = {"granted": BOOKS, "rejected": 1, "unused": 1}
_MOST = 99

ALLOWED = (
    f"none, or years by result like granted=7 rejected=5 unused=1; granted {BOOKS} or more (AWR art. 52), the others 1 or "
    "more; take them from the Selectielijst"
)


class Terms(NamedTuple):
    """Years that data are kept, by result."""

    granted: int
    rejected: int
    unused: int


def terms(text: str) -> Terms | None:
    """The meaning of an adopted value; None where none was adopted."""
    if text == "none":
        return None
    return Terms(**{name: int(years) for name, _, years in (pair.partition("=") for pair in text.split())})


def spelling(text: str) -> str | None:
    """The one spelling: every result once, in order, in whole years; None where one is missing or too short."""
    if text == "none":
        return text
    pairs = [pair.partition("=")[::2] for pair in text.split()]
    found = dict(pairs)
    if len(pairs) != len(RESULTS) or set(found) != set(RESULTS):
        return None
    fits = all(_fits(name, years) for name, years in pairs)
    return " ".join(f"{name}={int(found[name])}" for name in RESULTS) if fits else None


def _fits(name: str, years: str) -> bool:
    return years.isascii() and years.isdecimal() and len(years) < 3 and _LEAST[name] <= int(years) <= _MOST
