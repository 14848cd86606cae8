"""What every letter says, word for word, and that everybody can read it (PDF/UA-1)."""

import io
import json
from typing import Any

import pytest
from pypdf import PdfReader

from projections.letters.content import content
from projections.letters.samples import Sample, with_logo
from tests.letters.golden import EVERY, GOLDEN, letters, text

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle cx="20" cy="20" r="18" fill="#154273"/></svg>'
IBAN_OF_EMPLOYER = "NL69INGB0123456789"


def reader(name: str) -> PdfReader:
    """A letter, opened."""
    return PdfReader(io.BytesIO(letters()[name]))


def kinds_of_element(node: Any) -> set[str]:
    """The structure elements below a node of the tree."""
    node = node.get_object()
    if not isinstance(node, dict):
        return set()
    below = node.get("/K", [])
    children = below if isinstance(below, list) else [below]
    found = {str(node["/S"])} if "/S" in node else set()
    return found.union(*(kinds_of_element(child) for child in children if hasattr(child, "get_object")))


@pytest.mark.parametrize("sample", EVERY, ids=lambda sample: sample.name)
def test_r20_a_letter_says_this(sample: Sample) -> None:
    assert text(letters()[sample.name]) == (GOLDEN / f"{sample.name}.txt").read_text(encoding="utf-8")


def test_no_golden_text_is_of_a_letter_that_is_not_made() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == {sample.name for sample in EVERY}


@pytest.mark.parametrize("sample", EVERY, ids=lambda sample: sample.name)
def test_a_letter_is_accessible(sample: Sample) -> None:
    pdf = reader(sample.name)
    root: Any = pdf.trailer["/Root"]
    assert root["/Lang"] == "nl-NL"
    assert root["/MarkInfo"]["/Marked"] is not None
    assert bool(root["/MarkInfo"]["/Marked"].value)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert pdf.metadata is not None
    assert sample.subject.subsidy.case in str(pdf.metadata.title)
    xmp = pdf.xmp_metadata
    assert xmp is not None
    assert b"<pdfuaid:part>1</pdfuaid:part>" in xmp.stream.get_data()
    found = kinds_of_element(root["/StructTreeRoot"])
    assert {"/H1", "/H2", "/P"} <= found
    has_table = any("table" in name for name in found) or bool(content(sample.subject)["annexes"])
    assert not has_table or {"/Table", "/TR", "/TH", "/TD"} <= found


def test_a_logo_is_told_in_words() -> None:
    from projections.letters import templates
    from projections.letters.pdf import printer

    subject = with_logo(EVERY[0].subject, LOGO)
    body = templates.body(templates.EDITION, subject.kind)
    with printer() as press:
        file = press.make(templates.source(templates.EDITION, body), content(subject), subject.day)
    objects = [one.get_object() for one in PdfReader(io.BytesIO(file)).trailer["/Root"]["/StructTreeRoot"]["/K"]]  # type: ignore[index]
    assert "Logo van Gemeente Voorbeeld" in alternatives(objects)


def alternatives(nodes: Any) -> set[str]:
    """The alternative texts below these nodes."""
    found: set[str] = set()
    for node in nodes if isinstance(nodes, list) else [nodes]:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, dict):
            found |= {str(node["/Alt"])} if "/Alt" in node else set()
            found |= alternatives(node.get("/K", []))
    return found


@pytest.mark.parametrize("sample", EVERY, ids=lambda sample: sample.name)
def test_no_letter_holds_a_bsn_a_birth_date_or_the_employers_account(sample: Sample) -> None:
    told = json.dumps(content(sample.subject))
    assert sample.subject.person.bsn not in told
    assert "1991" not in told
    if sample.subject.kind != "recovery_decision":
        assert IBAN_OF_EMPLOYER not in told.replace(" ", "")


@pytest.mark.parametrize(
    "sample", [one for one in EVERY if one.subject.recipient == "employee"], ids=lambda one: one.name
)
def test_an_employee_is_told_no_amounts_and_no_personnel_number(sample: Sample) -> None:
    said = text(letters()[sample.name])
    assert "€" not in said
    assert sample.subject.personnel_number not in said


def test_a_letter_is_the_same_bytes_by_another_compiler() -> None:
    from projections.letters.pdf import printer
    from tests.letters.golden import printed

    sample = next(one for one in EVERY if one.name == "decision_regular")
    with printer() as press:
        assert printed(press, sample) == letters()[sample.name]
