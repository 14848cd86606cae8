"""`lks measurement`: ordered, recorded, established or waived (R18, R19)."""

import pytest

from tests.commands.people import CASE, DAY, MEASURE, answered, applied, done, entries, law, refused
from tests.databases import Database

ESTABLISH = f"measurement establish --case {CASE} {DAY}"

pytestmark = pytest.mark.usefixtures("opened")


def test_ordered_recorded_and_established() -> None:
    law()
    applied()
    ordered = done(f"measurement order --case {CASE} --expert LWD-1 --planned-on 2026-08-20 {DAY}")
    assert f"{CASE}: measurement ordered from LWD-1." in ordered
    said = done(MEASURE)
    assert f"{CASE}: measured at 60 % on 2026-08-20." in said
    assert "late" not in said
    assert "wage value 60 % established on 2026-09-01. Decide by 2026-10-06." in done(ESTABLISH)
    shown = answered(f"show {CASE}")
    assert shown["measured"]["wage_value"] == "60"
    assert shown["established"]["decide_by"] == "2026-10-06"


def test_r18_waived() -> None:
    law()
    applied()
    assert f"{CASE}: measurement waived on 2026-09-01. Decide by 2026-10-06." in done(
        f"measurement waive --case {CASE} {DAY}"
    )


def test_r19_a_late_report_is_recorded_as_late() -> None:
    applied()
    late = MEASURE.replace("--measured-on 2026-08-20", "--measured-on 2026-08-10").replace("08-24", "08-12")
    assert "The report was due on 2026-08-24 (ten working days) and is recorded as late." in done(late)


def test_what_the_report_says_is_sealed() -> None:
    applied()
    said = done(f"{MEASURE} --report-file -", "kan niet lang\nstaan")
    assert "staan" not in said + done(f"show {CASE} --json") + done(f"history {CASE} --json")


REFUSED = {
    " --draft-discussed-on 2026-08-24": {"": "The draft was not discussed with employer and employee. (R19"},
    "--expert LWD-1": {"--expert LWD-1 --expert-role coached": "is not independent. (R19"},
    "--reported-on 2026-08-27": {
        "--reported-on 2026-08-19": "A report follows the measurement",
        "--reported-on 2026-09-02": "cannot come from the future",
    },
    f"--case {CASE}": {"--case LKS-26-000002-D": "There is no case LKS-26-000002-D. (R15)"},
}
MISUSED = {
    "--wage-value 60": {
        "--wage-value 60,5": "Write decimals with a point: 60.5.",
        "--wage-value 101": "101 is above 100.",
        "--wage-value -1": "-1 is below 0.",
        "--wage-value sixty": "is not a number",
    },
    "--expert LWD-1": {"--expert 'Jan de Vries'": "this is no code", "": "Missing option '--expert'"},
    f"--case {CASE}": {"--case LKS-26-000001-I": "check character", "--case 999900109": "look like a case number"},
}


def test_what_cannot_be_is_refused_and_recorded_nowhere(database: Database) -> None:
    applied()
    before = entries(database.dsn)
    assert "There is no report of a measurement. (R18, art. 10d lid 1 a Pw)" in refused(ESTABLISH)
    for exit_code, cases in ((1, REFUSED), (2, MISUSED)):
        for usual, wrong in cases.items():
            for words, message in wrong.items():
                said = refused(MEASURE.replace(usual, words), exit_code=exit_code)
                assert message in said
                assert "Jan de Vries" not in said
    assert "--report-file: cannot be read as text" in refused(f"{MEASURE} --report-file /nonexistent", exit_code=2)
    order = f"measurement order --case {CASE} --expert LWD-1 {DAY} --note-file /dev/null"
    assert "--note-file: this command takes no note. Leave it out." in refused(order, exit_code=2)
    assert entries(database.dsn) == before
