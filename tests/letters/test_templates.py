"""Templates: an edition never changes, and an own one is tried before it is adopted."""

import re
from typing import get_args

import pytest

from ledger.facts import LetterKind
from ledger.process import templates as own
from ledger.process.templates import Templates
from ledger.refusal import Misuse, Unavailable
from projections.letters import templates
from projections.letters.trial import try_out
from tests.letters.pinned import PINNED

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">{}</svg>'
SHORT = "#show: letter\n\nWij hebben uw aanvraag ontvangen.\n"


@pytest.mark.parametrize("kind", get_args(LetterKind))
def test_a_template_of_an_edition_never_changes(kind: LetterKind) -> None:
    """Letters that were sent are made again with it: word it otherwise in a new edition."""
    assert templates.digest("2026-11", templates.body("2026-11", kind)) == PINNED["2026-11"][kind]


def test_every_packaged_template_would_be_adopted() -> None:
    for kind in get_args(LetterKind):
        own.check(kind, templates.body(templates.EDITION, kind))


def test_an_edition_that_is_not_there_is_named() -> None:
    with pytest.raises(Unavailable, match="2020-01"):
        templates.body("2020-01", "decision")


def test_an_own_template_that_makes_an_accessible_letter_passes() -> None:
    try_out("acknowledgement", SHORT)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('#import "@preview/fancy:1.0.0": *', "line 1: 'import'"),
        ('#show: letter\n#read("/etc/passwd")', "line 2: 'read'"),
        ('#show: letter\n#image("logo.png")', "line 2: 'image'"),
        ('#show: letter\n#eval("1")', "line 2: 'eval'"),
        ("#show: letter\n#datetime.today().display()", "line 2: 'today'"),
        ("#show: letter\n#include \"other.typ\"", "line 2: 'include'"),
        ("", "empty"),
        ("#show: letter\n#data.nothing", "line 2: dictionary does not contain key"),
        ("#show: letter\n#unknown()", "line 2: unknown variable: unknown"),
        ("Zonder kader.", "the letter as a whole: PDF/UA-1 error: missing document title"),
        ("#show: letter\n==== Te diep", "line 2: PDF/UA-1 error: skipped from heading level 1 to 4"),
    ],
)  # fmt: skip
def test_what_reads_elsewhere_or_makes_no_accessible_letter_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(Misuse, match=re.escape(said)):
        try_out("acknowledgement", text)


def test_a_template_is_tried_with_every_variant_of_its_kind() -> None:
    only_regular = "#show: letter\n\n#data.wage_value.len()\n"
    with pytest.raises(Misuse, match=r"decision_flat_rate.*line 3"):
        try_out("decision", only_regular)


@pytest.mark.parametrize(
    "shapes",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)" width="9" height="9"/>',
        '<image href="https://example.org/a.png"/>',
        '<use xlink:href="https://example.org/a.svg#a"/>',
        '<rect fill="url(https://example.org/a)" width="9" height="9"/>',
        '<rect style="fill:url(//example.org/a)" width="9" height="9"/>',
        "<text>Gemeente</text>",
        "<style>@import 'a.css';</style>",
        "<foreignObject/>",
        '<?xml-stylesheet href="a.css"?>',
    ],
)
def test_a_logo_that_is_more_than_shapes_is_refused(shapes: str) -> None:
    with pytest.raises(Misuse, match="logo"):
        own.check("logo", SVG.format(shapes))


@pytest.mark.parametrize("text", ["", "no svg", "<html/>", '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("")])
def test_a_logo_that_is_no_plain_svg_is_refused(text: str) -> None:
    with pytest.raises(Misuse, match="logo"):
        own.check("logo", text)


def test_a_logo_of_shapes_passes() -> None:
    try_out("logo", SVG.format('<defs><path id="a" d="M0 0h9v9z"/></defs><use xlink:href="#a" fill="#154273"/>'))


def test_a_template_counts_from_its_day_and_the_last_word_of_a_day_counts() -> None:
    from datetime import date

    from ledger.facts import TemplateAdopted
    from tests.deciders.given import entry

    known = Templates()
    for since, text in ((1, "a"), (10, "b"), (1, "c")):
        fact = TemplateAdopted(template="decision", since=date(2026, 11, since), text=text)
        known = own.evolve(known, entry(1, fact))
    texts = [found.text if (found := known.on("decision", date(2026, 11, day))) else None for day in (5, 10)]
    assert texts == ["c", "b"]
    assert known.on("decision", date(2026, 10, 31)) is None
    assert known.on("rejection", date(2026, 11, 5)) is None
