"""The contents of a report: what they must hold, what does not fit in them, and that no message shows what they say."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from commands.schema import text
from ledger.measuring.contents import MeasurementContents, StoredContents, contents, schema
from ledger.measuring.plausible import findings
from ledger.refusal import Misuse
from ledger.vault.identity import STORED
from tests.ledger.measuring import CONTENTS, report

FIRST, SECOND = CONTENTS["tasks"]


def codes(found: MeasurementContents, wage_value: str = "60", method: str = "ULM") -> list[str]:
    """What does not fit."""
    return [one.code for one in findings(found, Decimal(wage_value), method)]


def test_a_report_that_agrees_with_itself_has_no_findings() -> None:
    assert codes(report()) == []
    assert report().commented == ("employee",)


def test_line_breaks_become_spaces_and_a_stored_report_opens_again() -> None:
    found = report(final_judgement="Eerste regel.\nTweede regel.")
    assert found.final_judgement == "Eerste regel. Tweede regel."
    assert StoredContents.model_validate_json(found.model_dump_json(), context=STORED).root == found


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"tasks": []}, "tasks", "short"),
        ({"tasks": [FIRST]}, "input", "do not add up to 100"),
        ({"tasks": [FIRST, {**SECOND, "net_working_time": None}]}, "tasks.1", "net_working_time is missing"),
        ({"tasks": [FIRST, {**SECOND, "pace": 1000}]}, "tasks.1.pace", "less than or equal to 999"),
        ({"tasks": [FIRST, {**SECOND, "share": -1}]}, "tasks.1.share", "greater than or equal to 0"),
        ({"norm_function": "  "}, "norm_function", "is empty"),
        ({"final_judgement": None}, "final_judgement", "string"),
        ({"weekly_hours": 0}, "weekly_hours", "more than 0"),
        ({"weekly_hours": 32.5}, "weekly_hours", "float is never exact"),
        ({"working_days": 8}, "working_days", "less than or equal to 7"),
        ({"bsn": "999900109"}, "unknown field", "does not exist here"),
        ({"report": "x" * 10_001}, "report", "does not fit|at most"),
    ],
)
def test_what_cannot_be_names_the_field_and_no_value(changes: dict[str, Any], field: str, said: str) -> None:
    with pytest.raises(Misuse, match=said) as misuse:
        contents(CONTENTS | changes)
    assert misuse.value.field == field
    for value in ("Inpakken", "drukker", "999900109"):
        assert value not in str(misuse.value)


@pytest.mark.parametrize(
    ("sums", "wage_value", "fits"),
    [("22.1", "60", True), ("22.09", "59", True), ("22.09", "60", False), ("22.56", "59.96", False)],
)
def test_the_wage_value_is_the_sum_of_the_main_tasks_rounded_to_whole_percents(
    sums: str, wage_value: str, fits: bool
) -> None:
    found = report(tasks=[FIRST, {**SECOND, "result": Decimal(sums)}])
    assert codes(found, wage_value) == ([] if fits else ["wage_value_differs"])


def test_a_main_task_takes_a_sixteenth_of_the_week_and_half_an_hour_a_day() -> None:
    tasks = [{**FIRST, "share": Decimal("93.75")}, {**SECOND, "share": Decimal("6.25")}]
    assert codes(report(tasks=tasks)) == []
    tasks = [{**FIRST, "share": Decimal("93.76")}, {**SECOND, "share": Decimal("6.24")}]
    assert codes(report(tasks=tasks)) == ["task_too_small", "task_too_short"]
    tasks = [{**FIRST, "share": Decimal("93.75")}, {**SECOND, "share": Decimal("6.25")}]
    assert codes(report(tasks=tasks, weekly_hours=20, working_days=5)) == ["task_too_short"]


def test_more_main_tasks_than_the_form_has_rows_are_told() -> None:
    tasks = [{**FIRST, "share": 20 if n < 4 else 10, "result": 10} for n in range(6)]
    assert codes(report(tasks=tasks)) == ["more_tasks_than_rows"]


def test_the_older_methods_measure_deployability_and_are_not_judged() -> None:
    tasks = [{**one, "net_working_time": None, "deployability": 80} for one in (FIRST, SECOND)]
    assert codes(report(tasks=tasks), "99", "Dariuz") == []
    assert codes(report(tasks=tasks)) == ["net_working_time_missing", "net_working_time_missing"]


def test_the_published_schema_takes_what_the_door_takes() -> None:
    plain = report().model_dump(mode="json")
    validator = jsonschema.Draft202012Validator(schema())
    jsonschema.Draft202012Validator.check_schema(schema())
    assert list(validator.iter_errors(plain)) == []
    numbers = plain | {"weekly_hours": 32.5}
    assert list(validator.iter_errors(numbers)) == []
    for wrong in (plain | {"bsn": "1"}, plain | {"tasks": []}, plain | {"weekly_hours": "veel"}):
        assert list(validator.iter_errors(wrong))


def test_the_schema_is_published_as_the_command_prints_it() -> None:
    published = Path(__file__).parents[2] / "docs" / "schemas" / "measurement.json"
    assert published.read_text(encoding="utf-8") == text("measurement"), (
        "lks schema measurement > docs/schemas/measurement.json"
    )
    assert "title" not in schema()["properties"]["norm_function"]  # type: ignore[index]
