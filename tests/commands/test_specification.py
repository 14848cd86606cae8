"""What employers are told that they were paid, on the command line."""

import json
from pathlib import Path

import pytest

from projections.specification import csv_file
from tests.commands.bank_office import CENTS, REFERENCE, approved
from tests.commands.people import FIRM, PERSON, answered, done, granted, refused

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("opened")]


def files(folder: Path, words: str) -> dict[str, Path]:
    """The files of one specification, by extension."""
    (csv_path,) = answered(f"specification {words} --out {folder}")["files"]
    return {path.suffix: path for path in folder.iterdir() if path.stem == Path(csv_path).stem}


def test_the_rows_sum_to_the_payment_and_name_nobody_by_default(tmp_path: Path) -> None:
    run = approved()
    found = files(tmp_path / "out", run)
    assert found.keys() == {".csv", ".json", ".xlsx"}
    rows = csv_file.parse(found[".csv"].read_bytes())
    assert [row.total_cents for row in rows] == [26054 + 6513, 89741 + 22435]
    assert {row.reference for row in rows} == {REFERENCE}
    assert sum(row.total_cents for row in rows) == CENTS
    for path in found.values():
        content = path.read_bytes().decode("utf-8", "replace")
        assert not any(str(value) in content for value in (PERSON["bsn"], PERSON["surname"], PERSON["birth_date"]))
    assert rows[0].personnel_number == "PN-4711"


def test_profile_a_names_the_employee(tmp_path: Path) -> None:
    run = approved()
    (row, _) = csv_file.parse(files(tmp_path / "out", f"{run} --profile A")[".csv"].read_bytes())
    assert (row.bsn, row.surname) == (PERSON["bsn"], PERSON["surname"])


def test_made_twice_it_is_the_same(tmp_path: Path) -> None:
    run = approved()
    once, again = files(tmp_path / "a", run), files(tmp_path / "b", run)
    assert [once[kind].read_bytes() for kind in sorted(once)] == [again[kind].read_bytes() for kind in sorted(again)]


def test_one_employer_over_all_municipalities(tmp_path: Path) -> None:
    approved()
    found = files(tmp_path / "out", f"--employer {FIRM} --month 2026-11")
    assert found[".csv"].name == f"LKS_betaalspecificatie_0363_{FIRM}_2026-11-19_2026-11-{FIRM}.csv"
    totals = json.loads(found[".json"].read_text("utf-8"))
    assert str(CENTS)[:-2] in json.dumps(totals)


def test_a_run_that_is_not_approved_paid_nothing(tmp_path: Path) -> None:
    granted()
    run = answered("pay prepare --municipality GM0363 --month 2026-11 --by f.finance --today 2026-11-12")["run"]["run"]
    assert "not approved" in refused(f"specification {run} --out {tmp_path / 'out'}")
    assert "are needed" in refused(f"specification --out {tmp_path / 'out'}", exit_code=2)
    assert done("pay list --today 2026-11-13")
