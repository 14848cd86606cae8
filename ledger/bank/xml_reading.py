"""Reading the bank's XML safely: streamed, no entities, no network, bounded, and errors that name a place and no content."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO, Final

from lxml import etree

from ledger.refusal import Misuse

_EXACT: Final = Decimal("0.01")
_MOST_CENTS: Final = 10**15


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which file something stands; its errors name that and nothing of the content."""

    file: str
    line: int

    def wrong(self, what: str, remedy: str = "Ask the bank for the file again.") -> Misuse:
        """The error that something is wrong here."""
        return Misuse(f"line {self.line}: {what}", field=self.file, remedy=remedy)


def events(stream: BinaryIO, file: str) -> Iterator[tuple[str, Any]]:
    """Beginnings and ends of elements. Raises Misuse for what is no plain XML, before it is read whole."""
    first = True
    try:
        # huge_tree off: depth and text are limited by the parser itself.
        options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
        for event, element in etree.iterparse(stream, events=("start", "end"), **options):
            if first and element.getroottree().docinfo.doctype:
                raise Place(file, 1).wrong("the file declares a document type, which no bank does.", "Do not trust it.")
            first = False
            yield event, element
    except etree.XMLSyntaxError as error:
        place = Place(file, error.lineno or 1)
        raise place.wrong(
            "it is no whole and well-formed XML.", "Check that it is the bank's file, and whole."
        ) from None


def local(element: Any) -> str:
    """The name of an element without its namespace; empty for comments, and above the first."""
    tag = None if element is None else element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def place(element: Any, file: str) -> Place:
    """Where an element stands."""
    return Place(file, element.sourceline or 0)


def child(element: Any, *path: str) -> Any | None:
    """The first element down this path of names, if there is one."""
    for name in path:
        if element is None:
            return None
        element = next((one for one in element if local(one) == name), None)
    return element


def text(element: Any, *path: str) -> str | None:
    """The text down this path of names; None where there is none."""
    found = child(element, *path)
    value = None if found is None or found.text is None else found.text.strip()
    return value or None


def needed(element: Any, file: str, *path: str) -> str:
    """The text down this path, which has to be there."""
    value = text(element, *path)
    if value is None:
        raise place(element, file).wrong(f"{local(element)} has no {'/'.join(path)}.")
    return value


def cents(element: Any, file: str, *path: str) -> int:
    """An amount in euro as cents, exact; always positive in these files."""
    amount = child(element, *path)
    value = needed(element, file, *path)
    where = place(element, file)
    if amount is not None and amount.get("Ccy", "EUR") != "EUR":
        raise where.wrong("an amount is not in euro.", "Only accounts in euro can be read.")
    try:
        exact = Decimal(value)
        whole = exact.quantize(_EXACT) * 100
    except InvalidOperation:
        raise where.wrong(f"the amount of {local(element)} is no number.") from None
    if whole != exact * 100 or not 0 <= whole < _MOST_CENTS:
        raise where.wrong(f"the amount of {local(element)} is no number of cents.")
    return int(whole)


def signed_cents(element: Any, file: str) -> int:
    """An amount with its side: credit is positive."""
    side = needed(element, file, "CdtDbtInd")
    if side not in ("CRDT", "DBIT"):
        raise place(element, file).wrong(f"{local(element)} is neither credit nor debit.")
    return cents(element, file, "Amt") * (1 if side == "CRDT" else -1)


def day(element: Any, file: str, *path: str) -> date:
    """A day down this path, given as a date or as a moment."""
    holder = child(element, *path)
    value = (text(holder, "Dt") or text(holder, "DtTm")) if holder is not None else None
    return parsed_day(value, element, file, path[-1])


def parsed_day(value: str | None, element: Any, file: str, name: str) -> date:
    """The day of an ISO date or moment."""
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        raise place(element, file).wrong(f"{local(element)} has no day in {name}.") from None


def forget(element: Any) -> None:
    """Let go of an element that was read, and of the one of its kind before it, so that memory does not grow with the file.

    The last one stays, empty: the parser is still at its end.
    """
    element.clear()
    before = element.getprevious()
    if before is not None and before.tag == element.tag:
        element.getparent().remove(before)
