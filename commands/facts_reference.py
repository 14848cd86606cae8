"""The reference of all facts, made from the models themselves: `python -m commands.facts_reference > docs/facts.md`."""

import inspect
import re
from collections.abc import Iterator
from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import click

from ledger import facts, identifiers, model
from ledger.calculation.month import Month
from ledger.calculation.segment import AgeStep, Days, FixedSegment, Line, Segment, WorkedSegment
from ledger.facts import FACTS
from ledger.model import Model

INTRODUCTION = """# Facts

Made by `python -m commands.facts_reference > docs/facts.md`; a test holds it equal to the models.

Everything that can be recorded, as it is stored: compact JSON in the order of these fields. A fact never changes, and its
fields never do. `sealed` is a token that only the vault opens; nothing else holds personal data."""

PARTS: tuple[type[Model], ...] = (facts.MonthAmount, facts.LeftOut, AgeStep, Line, FixedSegment, WorkedSegment)

NAMED: tuple[tuple[Any, str], ...] = (
    (identifiers.CaseNumber, "case number"),
    (identifiers.PersonNumber, "person number"),
    (identifiers.EmployerNumber, "employer number"),
    (identifiers.RunNumber, "run number"),
    (model.Cents, "cents"),
    (model.Percentage, "percentage"),
    (model.Hours, "hours"),
    (model.Code, "code"),
    (Segment, "`FixedSegment` or `WorkedSegment`"),
    (Days, "days"),
    (Month, "month"),
    (date, "day"),
    (bool, "yes or no"),
    (int, "whole number"),
    (str, "text"),
)
"""Types in words; equal types are compared, so those of one spelling come before `str`."""

_HEADING = re.compile(r"^# -+ (.+?) -+$", re.MULTILINE)


def reference() -> str:
    """All facts with their fields, as Markdown."""
    parts = [INTRODUCTION, *_facts(), "## Parts of facts", *map(_described, PARTS)]
    return "\n\n".join(parts) + "\n"


def _facts() -> Iterator[str]:
    """Fact by fact, under the headings of the module."""
    source = inspect.getsource(facts)
    headings = {match.start(): match[1] for match in _HEADING.finditer(source)}
    for fact in FACTS.values():
        place = source.index(f"class {fact.__name__}(")
        for start in [start for start in headings if start < place]:
            yield f"## {headings.pop(start).capitalize()}"
        yield _described(fact)


def _described(kind: type[Model]) -> str:
    fields = "\n".join(f"- `{name}`: {_words(annotation)}" for name, annotation in _annotations(kind).items())
    return f"### {kind.__name__}\n\n{inspect.getdoc(kind)}\n\n{fields}"


def _annotations(kind: type[Model]) -> dict[str, Any]:
    """The fields in the order in which they are stored, as they were written down."""
    written: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        written |= inspect.get_annotations(base)
    return {name: written[name] for name in kind.model_fields}


def _words(annotation: Any) -> str:
    for named, words in NAMED:
        if annotation == named:
            return words
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return "one of " + ", ".join(f"`{argument}`" for argument in arguments)
    if origin in (Union, UnionType):
        return " or ".join("none" if argument is NoneType else _words(argument) for argument in arguments)
    if origin is tuple:
        return f"list of {_words(arguments[0])}"
    if origin is dict:
        return f"{_words(arguments[1])} by {_words(arguments[0])}"
    if origin is Annotated:
        return _words(arguments[0])
    return f"`{annotation.__name__}`"


if __name__ == "__main__":
    click.echo(reference(), nl=False)
