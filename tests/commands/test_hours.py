"""`lks hours report`: worked hours, one by one or as a file; everything of a file or nothing (R10, R11)."""

import json
from pathlib import Path

import pytest

from tests.commands.people import (
    APPLY,
    CASE,
    DAY,
    MEASURE,
    answered,
    done,
    employer,
    entries,
    granted,
    law,
    person,
    refused,
)
from tests.databases import Database
from tests.worlds import kept

TODAY = "--today 2027-01-15"
NOVEMBER = f"hours report --case {CASE} --from 2026-11-01 --until 2026-11-30 --hours 80 --source payslip {TODAY}"
HEADER = "case;from;until;hours;source"
ROWS = (
    f"{CASE};2026-10-23;2026-10-31;24.5;payslip",
    f"{CASE};2026-11-01;2026-11-30;80;payslip",
    f"{CASE};2026-12-01;2026-12-31;90.25;payslip",
)

pytestmark = pytest.mark.usefixtures("opened")


@kept
def zero_hours() -> None:
    """A zero-hours case, granted at 60 % from 23 October 2026."""
    law()
    person()
    employer()
    done(APPLY.replace("--hours 32", "--hours 0 --form zero_hours"))
    done(MEASURE)
    done(f"measurement establish --case {CASE} {DAY}")
    done(f"decide grant --case {CASE} {DAY}")


def csv(folder: Path, *rows: str, header: str = HEADER) -> Path:
    """A file of reports."""
    file = folder / "uren.csv"
    file.write_text("\n".join((header, *rows)) + "\n")
    return file


def test_r11_a_report_makes_its_month_known_and_says_what_is_still_unknown() -> None:
    zero_hours()
    said = done(NOVEMBER)
    assert f"{CASE}: 80 hours from 2026-11-01 to 2026-11-30 (payslip)." in said
    assert "2026-11  variable  0.00   647.17      647.17" in said
    assert "Not reported yet, so unknown and not due (R11): 2026-10." in said
    assert "Already recorded" in done(NOVEMBER)
    said = done(NOVEMBER.replace("80", "100"))
    assert "2026-11  variable  647.17   808.96      161.79" in said  # the later report of the same days counts


def test_a_file_is_reported_whole_and_once(tmp_path: Path, database: Database) -> None:
    zero_hours()
    file = csv(tmp_path, *ROWS)
    said = done(f"hours report --file {file} --dry-run {TODAY}")
    assert "Would record 3 reports of 1 case" in said
    before = entries(database.dsn)
    said = done(f"hours report --file {file} {TODAY}")
    assert "Recorded 3 reports of 1 case" in said
    assert "Next: lks settle --through 2026-12" in said
    assert entries(database.dsn) == before + 3
    for day in (TODAY, "--today 2027-01-16"):
        assert "3 reports already recorded; nothing new of these." in done(f"hours report --file {file} {day}")
    assert entries(database.dsn) == before + 3
    assert "variable" in done(f"explain {CASE} --month 2026-12")
    assert "every seal fits" in done("audit verify")


def test_json_lines_hold_the_same(tmp_path: Path) -> None:
    zero_hours()
    names = HEADER.split(";")
    file = tmp_path / "uren.jsonl"
    file.write_text("".join(json.dumps(dict(zip(names, row.split(";"), strict=True))) + "\n" for row in ROWS))
    answer = answered(f"hours report --file {file} {TODAY}")
    assert (answer["reports"], answer["cases"], answer["entries"], answer["recorded"]) == (3, 1, 3, True)
    again = answered(f"hours report --file {csv(tmp_path, *ROWS)} {TODAY}")
    assert (again["reports"], again["already_recorded"]) == (0, 3)


def test_a_bad_row_keeps_all_from_being_recorded_and_is_named_by_line_column_and_rule(
    tmp_path: Path, database: Database
) -> None:
    zero_hours()
    before = entries(database.dsn)
    file = csv(
        tmp_path,
        *ROWS,
        f"{CASE};2026-12-20;2027-01-05;10;payslip",
        "LKS-26-000002-D;2026-11-01;2026-11-30;10;payslip",
        f"{CASE};2026-10-01;2026-10-10;10;suwi",
        f"{CASE};2026-11-01;2026-11-02;48.01;suwi",
        f"{CASE};2027-01-10;2027-01-31;48;suwi",
    )
    answer = json.loads(refused(f"hours report --file {file} --json {TODAY}"))
    found = [(one["line"], one["column"], one["rule"]) for one in answer["errors"]]
    assert found == [
        (5, "from", "R10"),
        (6, "case", "R15"),
        (7, "from", "R15"),
        (8, "hours", "R10"),
        (9, "until", "R40"),
    ]
    said = refused(f"hours report --file {file} {TODAY}")
    assert "line 5, column from: is about days that line 4 is about too; leave one of them out." in said
    assert "line 6, column case: There is no case LKS-26-000002-D. (R15)" in said
    assert "line 7, column from: Hours: 2026-10-01 is no day of the employment" in said
    assert "Nothing was recorded: 5 errors on 5 lines in 8 rows." in said
    assert entries(database.dsn) == before


def test_what_is_no_report_is_misuse(tmp_path: Path, database: Database) -> None:
    zero_hours()
    before = entries(database.dsn)
    for row, message in {
        f"{CASE};2026-11-01;2026-11-30;-1;payslip": "line 2, column hours: is below 0.",
        f"{CASE};2026-11-01;2026-11-30;80,5;payslip": "line 2, column hours: has a comma",
        f"{CASE};2026-11-01;2026-11-31;80;payslip": "line 2, column until: is no day of the calendar",
        f"{CASE};1-11-2026;2026-11-30;80;payslip": "line 2, column from: is not a day",
        f"{CASE};2026-11-01;2026-11-30;80;gevoel": "line 2, column source: is none of: payslip, suwi.",
        f"{CASE};2026-11-01;2026-11-30;;payslip": "line 2, column hours: is empty; fill it in.",
        "LKS-26-000001-K;2026-11-01;2026-11-30;80;payslip": "line 2, column case: is no case number",
        "=1+1;2026-11-01;2026-11-30;80;payslip": "line 2, column case: begins with =",
        f"{CASE};2026-11-01;2026-11-30;80": "line 2: has 4 cells, and the header 5",
    }.items():
        said = refused(f"hours report --file {csv(tmp_path, row)} {TODAY}", exit_code=2)
        assert message in said, row
        assert "Nothing was recorded: 1 error on 1 line in 1 row." in said
    for header, message in {
        "case;from;until;hours": "missing: source.",
        "case;from;until;hours;source;note": "column note does not exist",
        "a;b": "names no column",
    }.items():
        assert message in refused(f"hours report --file {csv(tmp_path, header=header)} {TODAY}", exit_code=2)
    assert "cannot be opened" in refused(f"hours report --file {tmp_path}/none.csv {TODAY}", exit_code=2)
    assert entries(database.dsn) == before


def test_r10_hours_on_a_fixed_contract_are_refused_one_by_one_and_in_a_file(tmp_path: Path, database: Database) -> None:
    granted()
    before = entries(database.dsn)
    said = refused(NOVEMBER)
    assert (
        "On a fixed contract (from 2026-10-23) the subsidy follows the agreed hours. (R10, ECLI:NL:RBNHO:2025:4899)"
        in said
    )
    said = refused(f"hours report --file {csv(tmp_path, ROWS[1])} {TODAY}")
    assert "line 2, column hours: On a fixed contract" in said
    for words, message, code in (
        (NOVEMBER.replace("2026-11-01", "2026-10-01"), "2026-10-01 is no day of the employment", 1),
        (NOVEMBER.replace("--hours 80", "--hours -1"), "-1 is below 0.", 2),
        (NOVEMBER.replace("--hours 80", ""), "--hours: is needed.", 2),
        (f"{NOVEMBER} --file uren.csv", "--file: a file says all.", 2),
        (f"{NOVEMBER} --dry-run", "--dry-run: goes with --file.", 2),
    ):
        assert message in refused(words, exit_code=code), words
    assert entries(database.dsn) == before
