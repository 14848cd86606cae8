"""`lks show`: how a case stands."""

import pytest

from tests.commands.people import CASE, DAY, SECRETS, answered, applied, done, paid, refused

pytestmark = pytest.mark.usefixtures("opened")


def test_an_application() -> None:
    applied()
    said = done(f"show {CASE}")
    assert f"{CASE}  applied  GM0363" in said
    assert "person P-000001-G, employer W-000001-D" in said
    assert "applied 2026-09-01 by the employer on art. 10d lid 1 a (assistance)" in said
    assert "employment from 2026-10-23: fixed contract, 32 hours of 36 a week" in said
    assert "booked 0.00, sent 0.00, payable 0.00" in said
    assert not any(secret in said for secret in SECRETS)


def test_a_paid_case() -> None:
    paid()
    done(f"pay hold --case {CASE} --reason doubt --by f.finance --today 2026-11-14")
    said = done(f"show {CASE}")
    assert f"{CASE}  granted  GM0363" in said
    assert "measured 2026-08-20 by LWD-1: 60 %" in said
    assert f"  {CASE}/1 2026-09-01: granted on art. 10d lid 1 a" in said
    amount = "897.41 subsidy + 224.35 charges a full month"
    assert f"    regular from 2026-10-23 without an end, wage value 60 %: {amount}" in said
    assert "payment held from 2026-11-14: doubt" in said
    assert "booked 1447.43, sent 1447.43, payable 0.00" in said


def test_as_json() -> None:
    paid()
    shown = answered(f"show {CASE}")
    assert (shown["case"], shown["status"]) == (CASE, "granted")
    assert (shown["booked_cents"], shown["sent_cents"], shown["payable_cents"]) == (144743, 144743, 0)
    assert shown["application"]["employer"] == "W-000001-D"
    assert shown["demonstration"] is True
    assert "sealed" not in str(shown)


def test_a_number_is_understood_as_it_is_typed() -> None:
    applied()
    assert CASE in done("show lks26000001h")
    assert CASE in done("show 'LKS 26 000001 H'")


def test_what_is_missing_is_shown() -> None:
    applied()
    done(f"documents request --case {CASE} --document payslip --respond-by 2026-09-20 {DAY}")
    assert "missing: payslip" in done(f"show {CASE}")


def test_refused_and_misused() -> None:
    applied()
    assert "There is no case LKS-26-000002-D. (R15) Look it up with lks find." in refused("show LKS-26-000002-D")
    for wrong, message in {
        "LKS-26-000001-K": "the check character does not fit",
        "LKS-26-000010-H": "the check character does not fit",
        "999900109": "does not look like a case number",
        "''": "does not look like a case number",
    }.items():
        said = refused(f"show {wrong}", exit_code=2)
        assert message in said
        assert "999900109" not in said
    assert "Missing argument" in refused("show", exit_code=2)
