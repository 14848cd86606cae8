"""Who writes a letter (afzender): name, address and signature of the municipality, as one text of the policy.

It is written as `key=value; key=value`. What must be there is there in every adopted value, so a letter lacks nothing of it.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

from ledger.vault import checks

REQUIRED = ("name", "address", "place", "phone", "signed_by", "function")
"""Name; address and place (postal code and town) for post; phone; who signs, and in which function."""

OPTIONAL = ("email", "website", "colour")
"""Colour of headings and lines, as #rrggbb; it must be legible on white."""

COLOUR = "#1f4e79"
"""The colour where none was chosen."""

_HEX = re.compile("#[0-9a-f]{6}")
_EMAIL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_WEBSITE = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(/[A-Za-z0-9./_-]*)?")
_CONTRAST = Decimal("4.5")
"""WCAG 2.1, 1.4.3: contrast of text with its background."""


def spelling(text: str) -> str | None:
    """The one spelling: known keys, each once, in order; None where one that is required is missing, or a value does not fit."""
    if text == "none":
        return text
    found: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        key, equals, value = part.partition("=")
        checked = _value(key.strip(), value.strip()) if equals else None
        if checked is None or key.strip() in found:
            return None
        found[key.strip()] = checked
    if any(key not in found for key in REQUIRED):
        return None
    return "; ".join(f"{key}={found[key]}" for key in (*REQUIRED, *OPTIONAL) if key in found)


def identity(text: str) -> Mapping[str, str]:
    """The values by key of an adopted text; empty where none was adopted."""
    if text == "none":
        return {}
    pairs = (part.partition("=") for part in text.split("; "))
    return {"colour": COLOUR} | {key: value for key, _, value in pairs}


def _value(key: str, value: str) -> str | None:
    if key not in (*REQUIRED, *OPTIONAL):
        return None
    try:
        line = checks.organisation(value)
    except ValueError:
        return None
    match key:
        case "colour":
            return _colour(line.lower())
        case "email":
            return line if _EMAIL.fullmatch(line) else None
        case "website":
            return line if _WEBSITE.fullmatch(line) else None
    return line


def _colour(text: str) -> str | None:
    if not _HEX.fullmatch(text):
        return None
    red, green, blue = (_linear(int(text[n : n + 2], 16)) for n in (1, 3, 5))
    luminance = Decimal("0.2126") * red + Decimal("0.7152") * green + Decimal("0.0722") * blue
    contrast = Decimal("1.05") / (luminance + Decimal("0.05"))
    return text if contrast >= _CONTRAST else None


def _linear(channel: int) -> Decimal:
    """WCAG 2.1: a channel of 0 to 255 as its share of light."""
    share = Decimal(channel) / 255
    if share <= Decimal("0.04045"):
        return share / Decimal("12.92")
    return ((share + Decimal("0.055")) / Decimal("1.055")) ** Decimal("2.4")
