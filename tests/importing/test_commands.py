"""`lks import applications` and `lks opening`: what they print, in words and as JSON, and how they end."""

import json
from pathlib import Path
from typing import Any

import pytest

from commands.story import Outcome
from tests.commands.given import answered, lks
from tests.commands.people import law
from tests.importing.given import application, bsn, csv_file, running

DAY = "--today 2026-09-04"


@pytest.fixture
def ready(opened: Path) -> Path:
    """An opened ledger that knows the law."""
    law()
    return opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of three rows, two of them running cases."""
    rows = [application(1), running(2, lines="2026-08:fixed:897.41+224.35"), running(3)]
    return csv_file(tmp_path / "my cases.csv", rows)


def entries() -> int:
    """How many entries the ledger has."""
    found: int = answered("db status")["entries"]
    return found


def failed(outcome: Outcome, code: int, *said: str) -> None:
    assert outcome.exit_code == code, outcome.printed
    for words in said:
        assert words in outcome.printed


@pytest.mark.usefixtures("ready")
def test_says_what_it_recorded_and_what_comes_next(file: Path) -> None:
    outcome = lks(f"import applications '{file}' --by a.consulent {DAY}")
    first, then, last, day = outcome.printed.splitlines()
    assert outcome.exit_code == 0
    assert first == "GM0363-opening-1: 2 running cases, 897.41 + 224.35 booked elsewhere."
    assert "lks opening sign GM0363-opening-1" in then
    assert last.startswith("Recorded 3 cases (2 running), 3 persons and 1 employer in ")
    assert day == "(demonstration, business day 2026-09-04)"
    assert lks(f"show LKS-26-000002-D {DAY}").exit_code == 0


@pytest.mark.usefixtures("ready")
def test_answers_as_json(file: Path) -> None:
    found = answered(f"import applications '{file}' --by a.consulent {DAY}")
    assert {name: found[name] for name in ("rows", "cases", "running", "persons", "employers", "recorded", "errors")} == {
        "rows": 3, "cases": 3, "running": 2, "persons": 3, "employers": 1, "recorded": True, "errors": [],
    }  # fmt: skip
    assert found["openings"][0]["subsidy_cents"] == 89741
    assert set(found["seconds"]) == {"read", "ask", "record", "project"}


@pytest.mark.usefixtures("ready")
def test_the_same_file_again_says_so(file: Path) -> None:
    lks(f"import applications '{file}' --by a.consulent {DAY}")
    before = entries()
    outcome = lks(f"import applications '{file}' --by a.consulent --today 2026-09-30")
    assert outcome.exit_code == 0
    assert outcome.printed.splitlines()[0] == "3 already recorded; nothing new of these."
    assert entries() == before


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({"bsn": "123456789"}, 2, "line 3, column bsn: does not pass the eleven test"),
        ({"hours": "-3"}, 2, "line 3, column hours: is below 0."),
        ({"form": "zero_hours"}, 1, "line 3, column form: A zero-hours contract has no agreed hours. (R10)"),
    ],
)
def test_what_is_wrong_is_listed_with_line_and_column_and_nothing_is_recorded(
    tmp_path: Path, changes: dict[str, Any], code: int, said: str
) -> None:
    file = csv_file(tmp_path / "cases.csv", [application(1), application(2, **changes)])
    before = entries()
    outcome = lks(f"import applications {file} --by a.consulent {DAY}")
    failed(outcome, code, said, "Nothing was recorded: 1 error on 1 line in 2 rows.")
    assert entries() == before
    assert bsn(2) not in outcome.printed
    assert "Vermeer" not in outcome.printed
    as_json = json.loads(lks(f"import applications {file} --by a.consulent {DAY} --json").printed)
    assert (as_json["recorded"], as_json["errors"][0]["line"]) == (False, 3)


@pytest.mark.usefixtures("ready")
def test_skip_bad_lists_what_was_skipped(tmp_path: Path) -> None:
    file = csv_file(tmp_path / "cases.csv", [application(1), application(2, hours="99")])
    outcome = lks(f"import applications {file} --skip-bad --by a.consulent {DAY}")
    assert outcome.exit_code == 0
    assert outcome.printed.splitlines()[:2] == [
        "line 3, column hours: is above 60.",
        "Skipped: 1 error on 1 line in 2 rows.",
    ]
    assert "Recorded 1 case (0 running)" in outcome.printed


@pytest.mark.usefixtures("ready")
def test_a_dry_run_records_nothing(file: Path) -> None:
    before = entries()
    outcome = lks(f"import applications '{file}' --dry-run --by a.consulent {DAY}")
    assert "Would record 3 cases (2 running)" in outcome.printed
    assert entries() == before


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("import applications none.csv --by a", "cannot be opened"),
        ("import applications cases.ods --by a", "none of .csv, .jsonl, .xlsx, .pdf"),
        ("import applications none.csv --by a --municipality Amsterdam", "is not a municipality"),
        ("import applications none.csv --by a --key mine", "an import takes neither"),
        ("import applications none.csv --by ''", "nobody is named"),
        ("opening sign GM0363 --by a", "the number of a takeover"),
    ],
)
def test_misuse_is_named(words: str, said: str) -> None:
    failed(lks(words), 2, said)


@pytest.mark.usefixtures("ready")
def test_r27_a_second_person_signs_and_only_then_it_is_paid(file: Path) -> None:
    lks(f"import applications '{file}' --by a.consulent {DAY}")
    prepare = "pay prepare --municipality GM0363 --month 2026-09 --by f.administratie --today 2026-09-10"
    sign = "opening sign GM0363-opening-1 --today 2026-09-07"
    failed(lks(prepare), 1, "Nothing is payable")
    failed(lks(f"{sign} --by a.consulent"), 1, "R37")
    assert answered("opening list")["openings"][0]["signed"] == "no"
    signed = lks(f"{sign} --by g.controller")
    assert signed.printed.startswith("Signed GM0363-opening-1: 2 running cases, 897.41 + 224.35 booked elsewhere.")
    assert lks(f"{sign} --by g.controller").printed.startswith("Already recorded")
    assert answered("opening list")["openings"] == [
        {"takeover": "GM0363-opening-1", "by": "a.consulent", "cases": 2, "subsidy": "897.41", "charges": "224.35",
         "signed": "yes"},
    ]  # fmt: skip
    assert lks(prepare).exit_code == 0


@pytest.mark.usefixtures("ready")
def test_r27_there_is_nothing_to_sign() -> None:
    failed(lks("opening sign GM0363-opening-1 --by b"), 1, "There is no takeover GM0363-opening-1")
    assert lks("opening list").printed.startswith("No running cases were taken over.")
