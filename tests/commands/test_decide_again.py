"""`lks decide extend|amend|revise|withdraw` and `lks objection`: what is decided about what was decided (R18, R20)."""

import pytest

from tests.commands.people import CASE, DAY, MEASURE, answered, applied, done, entries, granted, law, paid, refused
from tests.databases import Database
from tests.worlds import kept

TODAY = "--today 2026-12-15"
REVISE = f"decide revise --case {CASE} --start 2026-11-01 --wage-value 70 --ground wrong_data {TODAY}"
WITHDRAW = f"decide withdraw --case {CASE} --start 2026-12-01 --ground obligations_not_met {TODAY}"
FILE = f"objection file --case {CASE} --decision {CASE}/1 --objector employer"
FOUNDED = f"objection decide --case {CASE} --outcome founded {TODAY}"

pytestmark = pytest.mark.usefixtures("opened")


@kept
def rejected() -> None:
    """Measured, and rejected on 1 September."""
    law()
    applied()
    done(MEASURE)
    done(f"measurement establish --case {CASE} {DAY}")
    done(f"decide reject --case {CASE} --ground not_target_group {DAY}")


def test_r20_a_revision_says_period_amount_months_and_what_was_booked() -> None:
    paid()
    said = done(REVISE)
    assert f"{CASE}/2: revised on wrong data, decided on 2026-12-15." in said
    assert (
        "Regular from 2026-11-01 without an end, wage value 70 %: 673.06 subsidy + 168.26 charges a full month." in said
    )
    assert "Last day to object: employer 2027-01-26, employee 2027-01-26." in said
    assert "2026-11 to 2027-12  fixed    1121.76   841.32     -280.44" in said
    assert "Through 2026-11, which is booked: W-000001-D got 280.44 too much; the next lks settle books it." in said
    assert "Awb 4:8: where this rests on what others said, hear the employer and the employee first." in said
    assert "Already recorded" in done(REVISE)


def test_r20_a_withdrawal_ends_what_is_due() -> None:
    paid()
    said = done(WITHDRAW)
    assert f"{CASE}/2: withdrawn on obligations not met, decided on 2026-12-15." in said
    assert "From 2026-12-01 on nothing is due." in said
    assert "2026-12 to 2027-12  fixed    1121.76     0.00    -1121.76" in said
    explained = done(f"explain {CASE} --month 2026-12")
    assert "nothing from 2026-12-01 to 2026-12-31: the grant was withdrawn (art. 4:48 Awb)" in explained


def test_r18_a_remeasurement_says_what_it_changes() -> None:
    paid()
    done(
        f"measurement record --case {CASE} --measured-on 2026-12-01 --wage-value 50 --expert LWD-1 "
        f"--draft-discussed-on 2026-12-03 {TODAY}"
    )
    done(f"measurement establish --case {CASE} {TODAY}")
    said = done(f"decide grant --case {CASE} --start 2027-01-01 {TODAY}")
    assert f"{CASE}/2: granted on art. 10d lid 1 a" in said
    assert "2027-01 to 2027-12  fixed" in said


def test_r18_an_extension_follows_a_contract_that_goes_on() -> None:
    law()
    applied()
    done(MEASURE)
    done(f"measurement establish --case {CASE} {DAY}")
    done(f"decide grant --case {CASE} --until 2026-12-31 {DAY}")
    done(f"amend --case {CASE} --effective 2026-12-01 --end 2026-12-31 {TODAY}")
    extend = f"decide extend --case {CASE} {TODAY}"
    assert "The contract ends on 2026-12-31; the extension would run from 2027-01-01." in refused(extend)
    done(f"amend --case {CASE} --effective 2026-12-31 --end 2027-12-31 {TODAY}")
    said = done(extend)
    assert "Regular from 2027-01-01 through 2027-12-31, wage value 60 %" in said
    assert "2027-01 to 2027-12  fixed" in said
    assert "contract ends on 2027-12-31" in refused(f"{extend} --decided-on 2026-12-14")


def test_rejected_granted_on_objection_from_the_original_date() -> None:
    rejected()
    said = done(f"{FILE} --received-on 2026-10-12 {TODAY}")
    assert f"objection of the employer against {CASE}/1, received on 2026-10-12." in said
    assert "Decide by 2026-11-24 (Awb 7:10)." in said
    assert "late" not in said
    answer = answered(f"{FOUNDED} --grant")
    assert [entry["fact"] for entry in answer["entries"]] == ["ObjectionDecided", "Decided", "SubsidyOpened"]
    assert (answer["decision"]["outcome"], answer["decision"]["start"]) == ("grant", "2026-10-23")
    shown = done(f"show {CASE}")
    assert f"{CASE}  granted" in shown
    assert f"objection of the employer against {CASE}/1 on 2026-10-12: founded on 2026-12-15" in shown
    assert "1 case, 3 lines" in done(
        "pay prepare --municipality GM0363 --month 2026-12 --by f.finance --today 2026-12-15"
    )


def test_r16_what_was_asked_again_meanwhile_is_not_granted_on_objection(database: Database) -> None:
    rejected()
    done(f"{FILE} --received-on 2026-10-12 {TODAY}")
    done(
        "apply --municipality GM0363 --person P-000001-G --employer W-000001-D --applicant employer --basis lid_1a "
        f"--group assistance --start 2026-10-23 --hours 32 {DAY}"
    )
    before = entries(database.dsn)
    assert "LKS-26-000002-D is already asked for this person and employer" in refused(f"{FOUNDED} --grant")
    assert entries(database.dsn) == before


def test_r20_a_founded_objection_revises_and_a_late_one_is_recorded_as_late() -> None:
    paid()
    said = done(f"{FILE} --received-on 2026-10-14 {TODAY}")
    assert "The last day was 2026-10-13; it is recorded as late (Awb 6:7, 6:11)." in said
    said = done(f"{FOUNDED} --wage-value 50")
    assert "The term to decide ended on 2026-11-24 (Awb 7:10)." in said
    assert f"{CASE}/2: revised on objection" in said
    assert "W-000001-D gets 361.86 more; the next lks settle books it." in said


def test_r20_of_more_open_objections_one_is_named() -> None:
    granted()
    done(f"{FILE} --received-on 2026-10-01 {TODAY}")
    done(f"{FILE.replace('employer', 'employee')} --received-on 2026-10-01 {TODAY}")
    said = refused(FOUNDED, exit_code=2)
    assert f"more than one is open. Say which: --decision {CASE}/1 --objector employer; " in said
    assert "is unfounded" in done(f"{FOUNDED.replace('founded', 'unfounded')} --objector employee")
    assert "the employer against" in done(FOUNDED)


REFUSED = {
    f"decide extend --case {CASE} {TODAY}": "has no end. (R18)",
    f"{REVISE} --start 2026-10-22": "nothing was granted yet",
    REVISE.replace("70", "60"): "The wage value is 60 % already. (R20)",
    f"{REVISE} --start 2026-12-16": "2026-12-16 is to come. (R18",
    f"{WITHDRAW} --start 2026-10-01": "nothing was granted yet",
    f"{WITHDRAW} --employer-notified-on 2026-12-14": "notified after it is taken. (R20, art. 3:41 Awb)",
    f"{FILE.replace('/1', '/2')} {TODAY}": f"has no decision {CASE}/2; known: {CASE}/1. (R20, art. 6:4 Awb)",
    FOUNDED: "has no such objection",
    f"decide extend --case LKS-26-000002-D {TODAY}": "There is no case LKS-26-000002-D. (R15)",
    f"{FOUNDED.replace(CASE, 'LKS-26-000002-D')}": "has no such objection",
}
MISUSED = {
    REVISE.replace("--ground wrong_data", ""): "Missing option '--ground'",
    REVISE.replace("70", "100.5"): "100.5 is above 100.",
    f"{REVISE} --until gisteren": "is not a day",
    f"{FOUNDED} --start 2026-11-01": "say from when something counts. Add --grant or --wage-value.",
    f"{FILE.replace('employer', 'buurman')} {TODAY}": "is not one of",
}


def test_what_cannot_be_is_refused_and_recorded_nowhere(database: Database) -> None:
    granted()
    before = entries(database.dsn)
    for words, message in REFUSED.items():
        assert message in refused(words), words
    for words, message in MISUSED.items():
        assert message in refused(words, exit_code=2), words
    assert entries(database.dsn) == before
