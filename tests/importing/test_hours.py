"""R10: a file of worked hours, over a log in memory: all or nothing, once, also when somebody else records meanwhile."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest

from ledger import intents
from ledger.asking import Asking
from ledger.importing.hours import Reporting
from ledger.refusal import Conflict, Misuse
from tests.ledger.house import EMPLOYMENT, House

Item = TypeVar("Item")
BY = Asking(by="a.case", today=date(2027, 1, 15))
CASE = "LKS-26-000001-H"
ZERO_HOURS = EMPLOYMENT.model_copy(update={"form": "zero_hours", "hours": Decimal(0)})


@pytest.fixture
def house() -> House:
    """A ledger with one zero-hours case."""
    house = House().open()
    assert house.running(employment=ZERO_HOURS) == CASE
    return house


def row(start: str, until: str, hours: object = "40", source: str = "payslip", case: str = CASE) -> dict[str, object]:
    """One report."""
    return {"case": case, "from": start, "until": until, "hours": hours, "source": source}


def file(folder: Path, *rows: object) -> Path:
    """A file of reports."""
    path = folder / "uren.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in rows))
    return path


def reports(house: House) -> list[str]:
    """What was recorded."""
    return [fact.topic for fact in house.facts() if fact.topic == "HoursReported"]


def test_the_same_row_twice_in_a_file_and_in_another_file_is_one_report(house: House, tmp_path: Path) -> None:
    november, december = row("2026-11-01", "2026-11-30"), row("2026-12-01", "2026-12-31", 40.5)
    outcome = Reporting(house.ledger(), BY).run(file(tmp_path, november, december, november))
    assert (outcome.rows, outcome.new, outcome.known, outcome.cases, outcome.entries) == (3, 2, 1, 1, 2)
    outcome = Reporting(house.ledger(), BY).run(file(tmp_path, december, row("2026-10-23", "2026-10-31")))
    assert (outcome.new, outcome.known) == (1, 1)
    assert len(reports(house)) == 3


def test_what_was_reported_by_hand_is_known_to_a_file(house: House, tmp_path: Path) -> None:
    by_hand = {"case": CASE, "start": "2026-11-01", "until": "2026-11-30", "hours": "40", "source": "payslip"}
    house.ask(intents.ReportHours.model_validate(by_hand), today=BY.today)
    outcome = Reporting(house.ledger(), BY).run(file(tmp_path, row("2026-11-01", "2026-11-30")))
    assert (outcome.new, outcome.known, outcome.entries) == (0, 1, 0)


def test_one_wrong_row_keeps_all_of_it_out_and_a_dry_run_too(house: House, tmp_path: Path) -> None:
    good = row("2026-11-01", "2026-11-30")
    outcome = Reporting(house.ledger(), BY).run(file(tmp_path, good, row("2026-10-01", "2026-10-31")))
    (finding,) = outcome.findings
    assert (finding.line, finding.column, finding.rule) == (2, "from", "R15")
    assert outcome.entries == 0
    assert Reporting(house.ledger(), BY, dry_run=True).run(file(tmp_path, good)).new == 1
    assert reports(house) == []


def test_reports_of_one_source_do_not_overlap_and_those_of_two_may(house: House, tmp_path: Path) -> None:
    month, week = row("2026-11-01", "2026-11-30"), row("2026-11-09", "2026-11-15")
    (finding,) = Reporting(house.ledger(), BY).run(file(tmp_path, month, week)).findings
    assert (finding.line, finding.column) == (2, "from")
    other = row("2026-11-09", "2026-11-15", source="suwi")
    assert Reporting(house.ledger(), BY).run(file(tmp_path, month, other)).new == 2


def test_a_file_that_is_broken_off_records_nothing(house: House, tmp_path: Path) -> None:
    path = tmp_path / "uren.csv"
    path.write_text(f'case;from;until;hours;source\n{CASE};2026-11-01;2026-11-30;40;payslip\n{CASE};"2026-12-01;\n')
    outcome = Reporting(house.ledger(), BY).run(path)
    assert outcome.findings
    assert reports(house) == []
    with pytest.raises(Misuse, match=r"none of .csv, .jsonl, .xlsx, .pdf"):
        Reporting(house.ledger(), BY).run(tmp_path / "uren.ods")


class Meanwhile:
    """Somebody else amends the case while a file is about to be recorded, so many times."""

    def __init__(self, house: House, times: int) -> None:
        self.house, self.times = house, times

    def __call__(self, items: Iterable[Item], *, total: int | None, label: str) -> Iterator[Item]:
        """Pass the items on, after somebody else was first."""
        if label == "Recording" and self.times:
            self.times -= 1
            change = {"case": CASE, "effective": date(2027, 1, 1), "sector_full_time_hours": 36 + self.times}
            self.house.ask(intents.Amend.model_validate(change), today=BY.today)
        yield from items


def test_when_somebody_else_was_first_it_is_checked_again_three_times_at_most(house: House, tmp_path: Path) -> None:
    reported = file(tmp_path, row("2026-11-01", "2026-11-30"))
    with pytest.raises(Conflict):
        Reporting(house.ledger(), BY, watch=Meanwhile(house, 3)).run(reported)
    assert reports(house) == []
    assert Reporting(house.ledger(), BY, watch=Meanwhile(house, 2)).run(reported).entries == 1


def test_a_case_that_was_ended_meanwhile_is_told_and_nothing_recorded(house: House, tmp_path: Path) -> None:
    house.ask(intents.EndSubsidy(case=CASE, reason="contract_ended", last_day=date(2026, 11, 15)), today=BY.today)
    outcome = Reporting(house.ledger(), BY).run(file(tmp_path, row("2026-11-01", "2026-11-30")))
    assert [(finding.column, finding.rule) for finding in outcome.findings] == [("until", "R15")]
