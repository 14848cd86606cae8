"""Every row is checked before anything is recorded: each thing that can be wrong, with its line and column, and never
the value of what is personal."""

from pathlib import Path

import pytest

from ledger.importing.cases import Outcome
from ledger.importing.findings import Finding
from tests.importing.given import application, bsn, csv_file, iban, imported, jsonl, ledger, running

BY_ITSELF = [
    ("bsn", "123456789", "does not pass the eleven test"),
    ("bsn", "12345", "is not nine digits"),
    ("bsn", "", "is empty"),
    ("bsn", "=1+1", "as a formula does"),
    ("iban", "NL00INGB0123456789", "wrong length, structure or check digits"),
    ("iban", "US00", "wrong length, structure or check digits"),
    ("kvk", "1234567", "is not eight digits"),
    ("payroll_tax_number", "123456789L01", "does not pass the eleven test"),
    ("payroll_tax_number", "999900523", "nine digits, L and two digits"),
    ("surname", "@SUM(A1)", "as a formula does"),
    ("surname", "Ver\x00meer", "control characters"),
    ("surname", "Ver\tmeer", "control characters"),
    ("surname", "12", "holds no letter"),
    ("surname", "", "is empty"),
    ("name", "+31612345678", "as a formula does"),
    ("personnel_number", "-1", "as a formula does"),
    ("birth_date", "14-03-1990", "year-month-day"),
    ("birth_date", "1890-03-14", "lies before 1900"),
    ("birth_date", "2026-09-05", "lies after 2026-09-04"),
    ("municipality", "GM36", "is no municipality"),
    ("municipality", "GM0000", "is no municipality"),
    ("group", "bijstand", "is none of: assistance"),
    ("group_since", "", "is empty"),
    ("applicant", "", "is empty"),
    ("applicant", "mother", "is none of: employer, person, municipality"),
    ("basis", "lid_3", "is none of: lid_1a"),
    ("basis", "takeover", "is none of: lid_1a"),
    ("received_on", "2026-09-05", "lies after 2026-09-04"),
    ("start", "2026-02-30", "is no day of the calendar"),
    ("start", "1985-01-01", "lies before birth_date"),
    ("end", "2026-10-22", "lies before start"),
    ("hours", "-1", "is below 0"),
    ("hours", "168", "is above 60"),
    ("hours", "32,5", "has a comma"),
    ("hours", "many", "is not a number"),
    ("full_time_hours", "35.99", "is below 36"),
    ("full_time_hours", "48", "is above 40"),
    ("form", "permanent", "is none of: fixed, min_max, zero_hours"),
    ("bbl", "maybe", "is neither yes nor no"),
    ("wage_value", "60", "belongs to a running case"),
    ("decision", "B-1", "belongs to a running case"),
]

BY_ITSELF_RUNNING = [
    ("paid_through", "2026-13", "is not a month"),
    ("route", "flat-rate", "is none of: regular, flat_rate"),
    ("wage_value", "100.01", "is above 100"),
    ("wage_value", "-5", "is below 0"),
    ("decided_on", "2026-09-05", "lies after 2026-09-04"),
    ("granted_from", "2025-10-22", "lies before start"),
    ("granted_until", "2025-10-01", "lies before granted_from"),
    ("minimum_wage", "-2294.40", "is below 0"),
    ("minimum_wage", "2.294,40", "has a comma"),
    ("reference", "", "is empty"),
    ("taken_over_from", "old system", "is no code"),
    ("lines", "2026-08:fixed:897,41+224.35", "has a comma"),
    ("balance", "August", "is not written as"),
]

BY_A_RULE = [
    (application(1, form="zero_hours"), "form", "R10"),
    (application(1, form="min_max"), "form", "R10"),
    (application(1, maximum_hours="36"), "form", "R10"),
    (application(1, group="unassisted"), "group", "R14"),
    (application(1, group="article_7a", group_since="2010-01-01"), "group", "R14"),
    (running(1, wage_value=""), "wage_value", "R27"),
    (running(1, route="flat_rate"), "wage_value", "R27"),
    (running(1, minimum_wage="2300.00"), "minimum_wage", "R27"),
    (running(1, paid_through="2027-01"), "paid_through", "R27"),
    (running(1, lines="2025-09:fixed:1+1"), "paid_through", "R27"),
    (running(1, reference="2025-01-01"), "reference", "R3"),
    (running(1, group="wajong"), "group", "R16"),
    (running(1, start="2015-02-01", granted_from="2015-02-01", reference="2015-02-01"), "granted_from", "R8"),
]


def outcome_of(path: Path, *rows: dict[str, object]) -> Outcome:
    """What becomes of these rows; nothing may be recorded."""
    into = ledger()
    before = into.store.head()
    write = csv_file if path.suffix == ".csv" else jsonl
    outcome = imported(into, write(path, rows))
    assert outcome.stopped
    assert into.store.head() == before
    return outcome


@pytest.mark.parametrize("name", ["cases.csv", "cases.jsonl"])
@pytest.mark.parametrize(("column", "value", "said"), BY_ITSELF)
def test_refuses_a_cell_of_an_application(tmp_path: Path, name: str, column: str, value: str, said: str) -> None:
    outcome = outcome_of(tmp_path / name, application(1), application(2, **{column: value}))
    line = 3 if name.endswith("csv") else 2
    assert [(found.line, found.column) for found in outcome.findings] == [(line, column)]
    assert said in outcome.findings[0].what
    assert not value or value not in str(outcome.findings[0])


@pytest.mark.parametrize(("column", "value", "said"), BY_ITSELF_RUNNING)
def test_r27_refuses_a_cell_of_a_running_case(tmp_path: Path, column: str, value: str, said: str) -> None:
    outcome = outcome_of(tmp_path / "cases.csv", running(1), running(2, **{column: value}))
    assert [(found.line, found.column) for found in outcome.findings] == [(3, column)]
    assert said in outcome.findings[0].what


@pytest.mark.parametrize(("row", "column", "rule"), BY_A_RULE)
def test_refuses_what_a_rule_refuses(tmp_path: Path, row: dict[str, object], column: str, rule: str) -> None:
    outcome = outcome_of(tmp_path / "cases.csv", application(7), row)
    assert [(found.line, found.column, found.rule) for found in outcome.findings] == [(3, column, rule)]


def test_lists_everything_that_is_wrong(tmp_path: Path) -> None:
    rows = [
        application(1, bsn="1", surname="", hours="99"),
        application(2),
        application(3, form="zero_hours"),
        application(4, iban="NL00"),
    ]
    outcome = outcome_of(tmp_path / "cases.csv", *rows)
    assert [(found.line, found.column) for found in outcome.findings] == [
        (2, "bsn"), (2, "surname"), (2, "hours"), (4, "form"), (5, "iban"),
    ]  # fmt: skip
    assert outcome.rows == 4


def test_no_finding_shows_what_is_personal(tmp_path: Path) -> None:
    secret = application(1, bsn="123456789", surname="Ver\tmeer", birth_date="1890-03-14", iban="NL00INGB0123456789")
    secret |= {"kvk": "1234567", "personnel_number": "=SECRET", "payroll_tax_number": "123456789L01"}
    outcome = outcome_of(tmp_path / "cases.csv", secret)
    assert len(outcome.findings) == 7
    said = " ".join(map(str, outcome.findings))
    for value in ("123456789", "meer", "1890", "INGB", "1234567", "SECRET", "Vermeer", "Bakkerij"):
        assert value not in said


def test_the_same_employment_twice_names_both_lines(tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path / "cases.csv", application(1), application(2), application(1, hours="24"))
    what = "is the same employment as line 2: person, employer and start; leave one of them out."
    assert outcome.findings == [Finding(4, "bsn", what)]


def test_r16_an_overlapping_employment_names_the_other_line(tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path / "cases.csv", application(1), application(1, start="2026-11-01"))
    (found,) = outcome.findings
    assert (found.line, found.column, found.rule) == (3, "start", "R16")
    assert found.what.startswith("the case of line 2 is already asked for this person and employer")


def test_an_employer_with_two_accounts_names_the_other_line(tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path / "cases.csv", application(1), application(2, iban=iban(77)))
    (found,) = outcome.findings
    assert (found.line, found.column) == (3, "iban")
    assert "(line 2)" in found.what


def test_a_person_with_two_birth_dates_names_the_other_line(tmp_path: Path) -> None:
    other = application(2, bsn=bsn(1), birth_date="1991-03-14", start="2024-01-01", end="2024-06-30")
    outcome = outcome_of(tmp_path / "cases.csv", application(1), other)
    (found,) = outcome.findings
    assert (found.line, found.column) == (3, "birth_date")
    assert "(line 2)" in found.what
