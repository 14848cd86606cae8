"""R4, R10, R20: a file of changes, over a log in memory: all or nothing, once, and what each does to the amounts."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import pytest

from ledger import facts, intents
from ledger.asking import Asking
from ledger.identifiers import case_number
from ledger.importing.changes import Amending
from ledger.refusal import Conflict
from tests.ledger.house import OTHER_EMPLOYER, OTHER_PERSON, House

Item = TypeVar("Item")
BY = Asking(by="a.case", today=date(2026, 12, 1))
CASE = "LKS-26-000001-H"
OTHER = "LKS-26-000002-D"


@pytest.fixture
def house() -> House:
    """A ledger with two cases of 32 hours a week that run from 23 October 2026."""
    house = House().open()
    assert house.running() == CASE
    other = house.applied(house.person(OTHER_PERSON), house.employer(OTHER_EMPLOYER))
    house.granted(other)
    assert other == OTHER
    return house


def row(effective: str = "2026-12-01", case: str = CASE, **changes: object) -> dict[str, object]:
    """One change."""
    return {"case": case, "effective": effective, **changes}


def file(folder: Path, *rows: object, name: str = "changes.jsonl") -> Path:
    """A file of changes."""
    path = folder / name
    path.write_text("".join(json.dumps(one) + "\n" for one in rows))
    return path


def amended(house: House) -> list[facts.Amended]:
    """What was recorded."""
    return [fact for fact in house.facts() if isinstance(fact, facts.Amended)]


def test_each_row_is_a_change_with_its_effect_and_what_lowers_an_amount_takes_a_decision(
    house: House, tmp_path: Path
) -> None:
    less, more = row(hours="24"), row("2027-01-04", OTHER, hours=36, full_time_hours="36", end="open")
    outcome = Amending(house.ledger(), BY).run(file(tmp_path, less, more))
    assert (outcome.rows, outcome.known, outcome.entries, outcome.findings) == (2, 0, 2, [])
    assert [one.difference_cents > 0 for one in outcome.changed] == [False, True]
    assert {str(one.slot[0]) for one in outcome.changed[0].effects} >= {"2026-12", "2027-12"}
    assert outcome.decisions == {CASE: date(2026, 12, 1)}
    first, second = amended(house)
    assert (first.hours, first.form, second.hours, second.end) == (Decimal(24), None, Decimal(36), "open")


def test_two_changes_of_one_case_are_recorded_by_day_and_each_effect_is_over_the_one_before(
    house: House, tmp_path: Path
) -> None:
    later, first = row("2027-02-01", hours="32"), row("2026-12-01", hours="24")
    outcome = Amending(house.ledger(), BY).run(file(tmp_path, later, first))
    assert [one.row.effective for one in outcome.changed] == [date(2026, 12, 1), date(2027, 2, 1)]
    down, up = ({str(one.slot[0]): one.difference_cents for one in each.effects} for each in outcome.changed)
    assert down["2027-02"] == -up["2027-02"] < 0
    assert "2027-01" not in up


def test_the_same_row_in_any_file_and_on_any_day_is_recorded_once(house: House, tmp_path: Path) -> None:
    less = row(hours="24")
    assert Amending(house.ledger(), BY).run(file(tmp_path, less, less)).entries == 1
    path = tmp_path / "again.csv"
    path.write_text(f"hours;effective;case\n24.00;2026-12-01;{CASE}\n")
    outcome = Amending(house.ledger(), Asking(by="b.other", today=date(2026, 12, 20))).run(path)
    assert (outcome.known, outcome.entries, outcome.changed, outcome.decisions) == (1, 0, [], {})
    assert len(amended(house)) == 1


def test_what_was_said_by_hand_is_known_to_a_file(house: House, tmp_path: Path) -> None:
    by_hand: dict[str, Any] = {"case": CASE, "effective": "2026-12-01", "hours": "24"}
    house.ask(intents.Amend.model_validate(by_hand), today=BY.today)
    assert Amending(house.ledger(), BY).run(file(tmp_path, row(hours="24"))).known == 1


WRONG = [
    (row(), "", "", "changes nothing"),
    (row(hours="61"), "hours", "", "is above 60"),
    (row(hours="24,5"), "hours", "", "has a comma"),
    (row(end="never"), "end", "", "is not a day"),
    (row(form="permanent"), "form", "", "is none of"),
    (row(full_time_hours=48), "full_time_hours", "", "is above 40"),
    (row(employer="W-000001-Q"), "employer", "", "is no employer's number"),
    (row(case="LKS-26-000001-K", hours="24"), "case", "", "is no case number"),
    (row(effective="", hours="24"), "effective", "", "is empty"),
    (row(case=case_number(2026, 3), hours="24"), "case", "R15", "There is no case"),
    (row("2026-10-01", hours="24"), "effective", "R15", "2026-10-01"),
    (row(form="min_max", hours="24"), "form", "R10", ""),
    (row(employer="W-000001-D"), "employer", "R26", "is paid already"),
]


@pytest.mark.parametrize(("wrong", "column", "rule", "said"), WRONG)
def test_one_wrong_row_keeps_all_of_it_out_unless_it_is_skipped(
    house: House, tmp_path: Path, wrong: dict[str, object], column: str, rule: str, said: str
) -> None:
    path = file(tmp_path, row(case=OTHER, hours="24"), wrong)
    outcome = Amending(house.ledger(), BY).run(path)
    (finding,) = outcome.findings
    assert (finding.line, finding.column, finding.rule) == (2, column, rule), finding
    assert said in finding.what
    assert (outcome.stopped, outcome.entries, amended(house)) == (True, 0, [])
    outcome = Amending(house.ledger(), BY, skip_bad=True).run(path)
    assert (outcome.stopped, outcome.entries) == (False, 1)


def test_two_rows_that_differ_about_one_day_are_one_too_many(house: House, tmp_path: Path) -> None:
    outcome = Amending(house.ledger(), BY).run(file(tmp_path, row(hours="24"), row(hours="28")))
    assert [(one.line, one.column) for one in outcome.findings] == [(2, "effective")]
    assert "line 1" in outcome.findings[0].what


def test_a_dry_run_tells_the_same_and_records_nothing(house: House, tmp_path: Path) -> None:
    path = file(tmp_path, row(hours="24"))
    tried = Amending(house.ledger(), BY, dry_run=True).run(path)
    assert (tried.entries, amended(house)) == (0, [])
    done = Amending(house.ledger(), BY).run(path)
    assert (tried.changed, tried.decisions) == (done.changed, done.decisions)


def test_zero_hours_has_no_agreed_hours_by_itself(house: House, tmp_path: Path) -> None:
    Amending(house.ledger(), BY).run(file(tmp_path, row(form="zero_hours")))
    assert [(one.form, one.hours) for one in amended(house)] == [("zero_hours", Decimal(0))]


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
    path = file(tmp_path, row(hours="24"))
    with pytest.raises(Conflict):
        Amending(house.ledger(), BY, watch=Meanwhile(house, 3)).run(path)
    assert [one for one in amended(house) if one.hours is not None] == []
    assert Amending(house.ledger(), BY, watch=Meanwhile(house, 2)).run(path).entries == 1


def test_what_is_stopped_before_it_is_recorded_records_nothing_and_is_repeated(house: House, tmp_path: Path) -> None:
    def stopped(items: Iterable[Item], *, total: int | None, label: str) -> Iterator[Item]:
        if label == "Recording":
            raise KeyboardInterrupt
        yield from items

    path = file(tmp_path, row(hours="24"), row(case=OTHER, hours="20"))
    with pytest.raises(KeyboardInterrupt):
        Amending(house.ledger(), BY, watch=stopped).run(path)
    assert amended(house) == []
    assert Amending(house.ledger(), BY).run(path).entries == 2
