"""The published JSON Schemas are those of the code, and agree with the reader about rows that are well and ill formed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from commands.schema import text
from ledger.importing import changes, hours
from ledger.importing.columns import layout
from ledger.importing.files import read
from ledger.importing.findings import Finding
from ledger.importing.layout import Layout
from ledger.importing.raw import Raw
from ledger.importing.row import check
from ledger.importing.schema import NAMES, Name, schema
from tests.commands.given import lks
from tests.importing.given import TODAY, application, running

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"
CASE = "LKS-26-000001-H"
HOURS: dict[str, Any] = {
    "case": CASE, "from": "2026-11-01", "until": "2026-11-30", "hours": "80.25", "source": "payslip",
}  # fmt: skip
CHANGE: dict[str, Any] = {"case": CASE, "effective": "2026-12-01", "hours": 24}
AMOUNT = {"month": "2026-08", "element": "fixed", "subsidy": 897.41, "charges": "224.35"}

READERS: dict[Name, tuple[Layout, Callable[[Raw], object]]] = {
    "applications": (layout(municipality=False), lambda raw: check(raw, "", TODAY)),
    "changes": (changes.LAYOUT, changes.checked_row),
    "hours": (hours.LAYOUT, hours.checked_row),
}

GOOD: list[tuple[Name, dict[str, Any]]] = [
    ("applications", application()),
    ("applications", application(hours=32.5, full_time_hours=36, bbl=True, sheltered="no", end=None, initials="")),
    ("applications", application(kvk=12345678, personnel_number=1001, group_applied_on="", maximum_hours=None)),
    ("applications", application(paid_through="", lines=[], wage_value=None)),
    ("applications", running()),
    ("applications", running(lines=[AMOUNT], balance="2026-07:fixed:1+1", wage_value=57.5, minimum_wage=2294.4)),
    ("changes", CHANGE),
    ("changes", {**CHANGE, "form": "min_max", "maximum_hours": "32", "end": "open", "employer": ""}),
    ("changes", {"case": CASE, "effective": "2026-12-01", "end": "2027-01-31", "hours": None}),
    ("hours", HOURS),
    ("hours", {**HOURS, "hours": 0}),
]

BAD: list[tuple[Name, dict[str, Any]]] = [
    ("applications", application(**change))
    for change in (
        {"bsn": None}, {"bsn": ""}, {"bsn": 123}, {"surname": "=1+1"}, {"hours": "32,5"}, {"hours": 61}, {"hours": "-x"},
        {"start": "23-10-2026"}, {"start": 20261023}, {"start": "2026-13-01"}, {"group": "bijstand"}, {"group": True},
        {"bbl": "maybe"}, {"bbl": 1}, {"municipality": "Amsterdam"}, {"received_on": ""}, {"basis": "lid_3"},
        {"wage_value": 60}, {"decision": "B-1"}, {"full_time_hours": 48}, {"salary": 1}, {"surname": ["a"]},
        {"iban": "NL00"}, {"payroll_tax_number": "12"}, {"surname": {"a": 1}}, {"kvk": 1234567},
    )
] + [
    ("applications", running(**change))
    for change in (
        {"route": ""}, {"minimum_wage": None}, {"lines": [{"month": "2026-08"}]}, {"lines": "August"}, {"wage_value": 101},
        {"paid_through": "2026-08-01"}, {"taken_over_from": "old system"}, {"balance": [AMOUNT | {"x": 1}]},
    )
] + [
    ("changes", {"case": CASE, "effective": "2026-12-01"}),
    ("changes", {"case": CASE, "effective": "2026-12-01", "hours": "", "end": None}),
    ("changes", {**CHANGE, "end": "never"}),
    ("changes", {**CHANGE, "case": "P-000001-5"}),
    ("changes", {**CHANGE, "employer": "korenaar"}),
    ("changes", {**CHANGE, "personnel_number": "1"}),
    ("hours", {**HOURS, "source": "gevoel"}),
    ("hours", {**HOURS, "hours": -1}),
    ("hours", {name: value for name, value in HOURS.items() if name != "until"}),
]  # fmt: skip


def reads(folder: Path, name: Name, row: dict[str, Any]) -> bool:
    """Whether the reader takes the row."""
    path = folder / "row.jsonl"
    path.write_text(json.dumps(row) + "\n")
    kind, checked = READERS[name]
    (found,) = read(path, kind)
    return not isinstance(found, Finding) and not isinstance(checked(found), list)


@pytest.mark.parametrize("name", NAMES)
def test_the_published_schema_is_that_of_the_code_and_a_schema(name: Name) -> None:
    published = (SCHEMAS / f"{name}.json").read_text(encoding="utf-8")
    assert published == text(name), f"lks schema {name} > docs/schemas/{name}.json"
    assert lks(f"schema {name}").printed + "\n" == published
    Draft202012Validator.check_schema(json.loads(published))


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_has_every_column_and_its_meaning(name: Name) -> None:
    columns = READERS[name][0].columns
    properties = schema(name)["properties"]
    assert properties.keys() == columns.keys()
    assert all(properties[column]["description"] == columns[column].meaning for column in columns)


@pytest.mark.parametrize(("name", "row"), GOOD)
def test_schema_and_reader_take_the_same(tmp_path: Path, name: Name, row: dict[str, Any]) -> None:
    assert list(Draft202012Validator(schema(name)).iter_errors(row)) == []
    assert reads(tmp_path, name, row)


@pytest.mark.parametrize(("name", "row"), BAD)
def test_schema_and_reader_refuse_the_same(tmp_path: Path, name: Name, row: dict[str, Any]) -> None:
    assert not Draft202012Validator(schema(name)).is_valid(row)
    assert not reads(tmp_path, name, row)


def test_what_no_schema_can_say_is_said_by_the_reader(tmp_path: Path) -> None:
    row = application(bsn="123456789")
    assert Draft202012Validator(schema("applications")).is_valid(row)
    assert not reads(tmp_path, "applications", row)
