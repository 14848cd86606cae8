"""What a form asks: sections of questions in plain Dutch (B1). How a column is answered follows from its table."""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from ledger.importing.column import Column

Answer = Literal["text", "day", "number", "choice", "tick", "lines"]

HINTS: Final[Mapping[Answer, str]] = {
    "text": "Vul in.",
    "day": "Vul de datum in als dag-maand-jaar, bijvoorbeeld 20-11-2026.",
    "number": "Vul een getal in, met hoogstens twee cijfers achter de komma.",
    "choice": "Kies een antwoord uit de lijst.",
    "tick": "Zet een kruisje als dit klopt.",
    "lines": "Vul in. U kunt meer regels gebruiken.",
}


class Question(NamedTuple):
    """One field: its name, what is asked, how it is answered, and how wide it is, in twelfths. `choices` are codes with their
    words; `filled` stands there already."""

    name: str
    asked: str
    answer: Answer = "text"
    width: int = 6
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    filled: str = ""

    @property
    def tooltip(self) -> str:
        """What a screen reader says."""
        end = "" if self.asked[-1] in ".?" else "."
        return f"{self.asked}{end} {self.hint or HINTS[self.answer]}"


class Section(NamedTuple):
    """Questions under one heading, row by row."""

    heading: str
    rows: tuple[tuple[Question, ...], ...]
    explained: str = ""


class Form(NamedTuple):
    """A form: title, what it is for, and its sections."""

    title: str
    explained: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """All of them, in the order in which one goes through them."""
        return tuple(question for section in self.sections for row in section.rows for question in row)


def column(
    of: Mapping[str, Column], name: str, asked: str, width: int = 6, hint: str = "", filled: str = ""
) -> Question:
    """The question for a column."""
    kind = of[name].limits.kind
    match kind:
        case "choice" | "flag":
            codes = of[name].limits.values[: 2 if kind == "flag" else None]
            choices = tuple((code, WORDS[code]) for code in codes)
            return Question(name, asked, "choice", width, hint, choices, filled)
        case "day" | "number":
            return Question(name, asked, kind, width, hint, (), filled)
        case _:
            return Question(name, asked, "text", width, hint, (), filled)


WORDS: Final[Mapping[str, str]] = {
    "yes": "ja",
    "no": "nee",
    "employer": "de werkgever",
    "person": "de werknemer",
    "municipality": "de gemeente",
    "fixed": "vast aantal uren",
    "min_max": "min-maxcontract",
    "zero_hours": "nulurencontract",
    "lid_1a": "lid 1 onder a",
    "lid_1b": "lid 1 onder b",
    "lid_2a": "lid 2 onder a",
    "lid_2b": "lid 2 onder b",
    "lid_2c": "lid 2 onder c",
    "assistance": "algemene bijstand",
    "wia_leaver": "geen WIA-uitkering meer",
    "former_subsidy": "eerder loonkostensubsidie",
    "anw": "Anw-uitkering",
    "ioaw": "IOAW-uitkering",
    "ioaz": "IOAZ-uitkering",
    "unassisted": "geen uitkering (nugger)",
    "article_7a": "artikel 7a",
    "practical_education": "praktijkonderwijs (pro)",
    "special_education": "voortgezet speciaal onderwijs (vso)",
    "entry_training": "entreeopleiding",
    "work_study": "bbl-opleiding",
    "sheltered": "beschut werk",
    "uwv_benefit": "uitkering van UWV",
    "wajong": "Wajong",
    "wsw": "Wsw",
}
"""The words of codes; the code is what is read back."""
