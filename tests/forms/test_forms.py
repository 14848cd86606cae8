"""The forms: every field has a name, a tooltip and a place on the page, and what was filled in comes back as a row."""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from ledger.importing import changes
from ledger.importing.column import Column
from ledger.importing.columns import COLUMNS, NAMES, layout
from ledger.importing.files import read
from ledger.importing.raw import Raw
from ledger.refusal import Misuse
from projections.forms.application import application
from projections.forms.change import change
from projections.forms.page import HEIGHT, WIDTH, draw
from projections.forms.questions import Form
from tests.importing import given

CASE = "LKS-26-000001-H"
FORMS: dict[str, tuple[Form, Mapping[str, Column]]] = {
    "application": (application(), {one.name: one for one in COLUMNS if one.part != "running case"}),
    "change": (change(), changes.COLUMNS),
}


def pdf(form: Form) -> bytes:
    """The form as it is made."""
    made = BytesIO()
    draw(form, made)
    return made.getvalue()


def opened(form: Form) -> Any:
    """The form as a program that fills it in has it."""
    return PdfReader(BytesIO(pdf(form)))


def filled(path: Path, form: Form, answers: Mapping[str, str]) -> Path:
    """The form as somebody filled it in."""
    writer: Any = PdfWriter(clone_from=opened(form))
    writer.update_page_form_field_values(None, dict(answers), auto_regenerate=False)
    writer.write(path)
    return path


def in_dutch(row: Mapping[str, str]) -> dict[str, str]:
    """A row as people write it on a form: 20-11-2026, 32,5."""
    kinds = {name: column.limits.kind for name, column in (NAMES | changes.COLUMNS).items()}
    said: dict[str, Callable[[str], str]] = {
        "day": lambda text: "-".join(reversed(text.split("-"))),
        "number": lambda text: text.replace(".", ","),
    }
    return {name: said[kinds[name]](value) if kinds[name] in said else value for name, value in row.items()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a form goes."""
    return tmp_path / "form.pdf"


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_the_same_bytes_when_it_is_made_again(name: str) -> None:
    assert pdf(FORMS[name][0]) == pdf(FORMS[name][0])


@pytest.mark.parametrize("name", FORMS)
def test_every_column_that_people_fill_in_is_a_field_with_its_name_and_a_tooltip(name: str) -> None:
    form, columns = FORMS[name]
    fields = opened(form).get_fields() or {}
    assert columns.keys() <= fields.keys()
    assert len(fields) == len(form.questions)
    for question in form.questions:
        assert fields[question.name]["/TU"] == question.tooltip
        assert question.asked in question.tooltip


@pytest.mark.parametrize("name", FORMS)
def test_the_choices_of_a_field_are_those_of_its_column_and_every_choice_has_words(name: str) -> None:
    form, columns = FORMS[name]
    for question in form.questions:
        if question.name in columns and columns[question.name].limits.kind == "choice":
            assert tuple(code for code, _ in question.choices) == columns[question.name].limits.values
            assert all(words and words != code for code, words in question.choices)


@pytest.mark.parametrize("name", FORMS)
def test_every_field_lies_on_a_page_apart_from_the_others_and_tab_goes_through_them_as_they_are_read(name: str) -> None:
    form, _ = FORMS[name]
    reader = opened(form)
    in_order = []
    for page in reader.pages:
        assert page["/Tabs"] == "/R"
        boxes = [
            (str(one.get_object()["/T"]), [float(n) for n in one.get_object()["/Rect"]]) for one in page["/Annots"]
        ]
        for nth, (_, (left, low, right, high)) in enumerate(boxes):
            assert 0 < left < right < WIDTH
            assert 40 < low < high < HEIGHT
            for _, (left2, low2, right2, high2) in boxes[:nth]:
                assert right <= left2 or right2 <= left or high <= low2 or high2 <= low
        in_order += [field for field, _ in boxes]
    assert in_order == [question.name for question in form.questions]
    assert reader.trailer["/Root"]["/Lang"] == "nl-NL"


def test_an_application_form_holds_the_four_declarations_and_is_filled_in_for_its_municipality() -> None:
    form = application("GM0363")
    assert [one.name for one in form.questions if one.name.startswith("declares_")] == [
        "declares_residence", "declares_below_minimum_wage", "declares_no_wajong", "declares_school_or_benefit",
    ]  # fmt: skip
    fields = opened(form).get_fields() or {}
    assert fields["municipality"]["/V"] == "GM0363"


def test_an_application_that_was_filled_in_is_the_same_row_as_in_a_file(path: Path) -> None:
    row = given.application(1, form="min_max", hours="20.5", maximum_hours="32", bbl="yes", end="2027-10-22")
    answers = in_dutch(row) | {"declares_no_wajong": "/Yes", "job": "bakker"}
    into = given.ledger()
    outcome = given.imported(into, filled(path, application(), answers))
    assert (outcome.findings, outcome.counts.cases) == ([], 1)
    assert given.imported(into, given.csv_file(path.with_suffix(".csv"), [row])).counts.known == 1


def test_a_change_that_was_filled_in_is_a_row_of_changes(path: Path) -> None:
    answers = {"effective": "1-12-2026", "hours": "24,25", "end": "open", "evidence_contract": "/Yes"}
    (found,) = read(filled(path, change(CASE), answers), changes.LAYOUT)
    assert found == Raw(1, {"case": CASE, "effective": "2026-12-01", "hours": "24.25", "end": "open"}, {})


def test_the_words_of_a_choice_are_read_as_its_code(path: Path) -> None:
    """Some programs keep the words that they showed."""
    writer: Any = PdfWriter(clone_from=opened(change(CASE)))
    (field,) = (one.get_object() for one in writer.pages[0]["/Annots"] if one.get_object()["/T"] == "form")
    field[NameObject("/V")] = TextStringObject("nulurencontract")
    writer.write(path)
    (found,) = read(path, changes.LAYOUT)
    assert isinstance(found, Raw)
    assert found.cells["form"] == "zero_hours"


def test_what_is_wrong_on_a_form_is_told_by_its_field_and_never_with_its_value(path: Path) -> None:
    row = given.application(1, bsn="123456789", start="2026-02-30", hours="99", surname="")
    outcome = given.imported(given.ledger(), filled(path, application(), in_dutch(row)))
    assert [(one.line, one.column) for one in outcome.findings] == [
        (1, "bsn"), (1, "surname"), (1, "start"), (1, "hours"),
    ]  # fmt: skip
    assert outcome.entries == 0
    assert not any("123456789" in str(one) or "30-02" in str(one) for one in outcome.findings)


def test_another_form_is_refused_by_what_it_misses(path: Path) -> None:
    with pytest.raises(Misuse, match="missing: municipality, bsn"):
        list(read(filled(path, change(CASE), {}), layout(municipality=False)))
    with pytest.raises(Misuse, match="missing: case, effective"):
        list(read(filled(path, application(), {}), changes.LAYOUT))


def blank(path: Path) -> None:
    """A PDF without fields, as a scan is."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(path)


def locked(path: Path) -> None:
    """A form behind a password."""
    writer: Any = PdfWriter(clone_from=opened(change()))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(path)


def cut(path: Path) -> None:
    """The first half of a form."""
    content = pdf(change())
    path.write_bytes(content[: len(content) // 2])


WRONG: list[Any] = [
    blank,
    locked,
    cut,
    lambda path: path.write_bytes(b""),
    lambda path: path.write_bytes(b"%PDF-1.7\n" + b"[" * 100_000),
    lambda path: path.write_bytes(b"\0" * ((10 << 20) + 1)),
]


@pytest.mark.parametrize("make", WRONG)
def test_what_is_no_form_is_refused(path: Path, make: Any) -> None:
    make(path)
    with pytest.raises(Misuse, match=r"has no fields of a form|is no PDF that can be read|is larger than"):
        list(read(path, changes.LAYOUT))
