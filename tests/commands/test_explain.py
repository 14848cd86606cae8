"""`lks explain`: where an amount comes from, step by step, or why nothing is due."""

import pytest

from tests.commands.people import CASE, DAY, answered, applied, done, granted, law, paid, refused
from tests.commands.running_case import running_case

pytestmark = pytest.mark.usefixtures("opened")


def test_r1_every_step_with_its_inputs_result_and_article() -> None:
    granted()
    said = done(f"explain {CASE} --month 2026-10")
    for part in (
        "fixed element: 260.54 subsidy + 65.13 charges",
        "adult, a month 2337.00, on 2026-10-23",
        "260.537806 euro",
        "art. 10d lid 4 Pw",
        "nothing from 2026-10-01 to 2026-10-22: the employment has not started",
    ):
        assert part in said


def test_as_json_the_steps_lead_to_the_amount() -> None:
    granted()
    (line,) = answered(f"explain {CASE} --month 2026-11")["lines"]
    assert (line["subsidy_cents"], line["charges_cents"]) == (89741, 22435)
    assert line["steps"][-1]["result"] == "1121.76"
    assert all(step["article"] for step in line["steps"])


def test_r27_what_was_settled_elsewhere_says_so() -> None:
    law()
    case = running_case()
    said = done(f"explain {case} --month 2026-02")
    assert "settled before the case was taken over, which was paid through 2026-02 (R27)" in said
    assert answered(f"explain {case} --month 2026-02")["settled_elsewhere"] is True
    assert answered(f"explain {case} --month 2026-03")["settled_elsewhere"] is False


def test_what_is_booked_is_told() -> None:
    paid()
    said = done(f"explain {CASE} --month 2026-10")
    assert "booked, fixed element: 260.54 subsidy + 65.13 charges" in said


def test_why_nothing_is_due() -> None:
    law()
    applied()
    said = done(f"explain {CASE} --month 2026-11")
    assert "nothing from 2026-11-01 to 2026-11-30: no grant holds yet" in said
    gaps = answered(f"explain {CASE} --month 2026-11")["gaps"]
    assert [gap["reason"] for gap in gaps] == ["not_granted"]


def test_r11_unknown_hours_are_named() -> None:
    law()
    applied()
    zero_hours = (
        "apply --municipality GM0363 --person P-000001-G --employer W-000001-D --applicant employer --basis lid_1a "
        f"--group assistance --start 2026-10-01 --end 2026-10-22 --hours 0 --form zero_hours {DAY}"
    )
    case = answered(zero_hours)["case"]
    done(f"measurement waive --case {case} {DAY}")
    done(f"decide grant --case {case} {DAY}")
    said = done(f"explain {case} --month 2026-10")
    assert "worked hours not reported from 2026-10-01 to 2026-10-22: unknown, not due (R11)" in said


def test_refused_and_misused() -> None:
    assert "There is no case" in refused(f"explain {CASE} --month 2026-10")
    for month in ("2026-13", "okt-2026", "2026-1", "0000-01", "10000-01"):
        assert "is not a month. Write it like 2026-11." in refused(f"explain {CASE} --month {month}", exit_code=2)


def test_months_far_away_are_answered() -> None:
    granted()
    assert "has not started" in done(f"explain {CASE} --month 1000-01")
    assert "Refused" not in done(f"explain {CASE} --month 9998-11")
