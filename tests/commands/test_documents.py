"""`lks documents`: what is missing and what came in (art. 4:5 Awb)."""

import hashlib
from pathlib import Path

import pytest

from tests.commands.people import CASE, DAY, answered, applied, done, refused, written

REQUEST = f"documents request --case {CASE} --document contract --document payslip --respond-by 2026-09-20 {DAY}"
RECEIVE = f"documents receive --case {CASE} --document contract {DAY}"

pytestmark = pytest.mark.usefixtures("opened")


def test_requested_and_received() -> None:
    applied()
    assert f"{CASE}: asked for contract, payslip, by 2026-09-20." in done(REQUEST)
    assert "missing: contract, payslip" in done(f"show {CASE}")
    assert f"{CASE}: received contract." in done(RECEIVE)
    assert "missing: payslip" in done(f"show {CASE}")


def test_the_digest_of_a_document_is_kept(tmp_path: Path) -> None:
    applied()
    file = written(tmp_path, "a contract")
    answer = answered(f"{RECEIVE} --digest-of {file}")
    assert [entry["fact"] for entry in answer["entries"]] == ["DocumentsReceived"]
    kept = answered(f"history {CASE}")["entries"][-1]["fields"]["digests"]
    assert kept == {"contract": hashlib.sha256(b"a contract").hexdigest()}


def test_refused_and_misused(tmp_path: Path) -> None:
    applied()
    late = REQUEST.replace("2026-09-20", "2026-09-01")
    assert "is not after 2026-09-01. (R38, art. 4:5 Awb)" in refused(late)
    assert "cannot come from the future" in refused(f"{RECEIVE} --received-on 2026-09-02")
    assert "Missing option '--document'" in refused(f"documents receive --case {CASE}", exit_code=2)
    assert "is not one of" in refused(f"documents receive --case {CASE} --document passport", exit_code=2)
    file = written(tmp_path, "x")
    two = f"{RECEIVE} --document payslip --digest-of {file}"
    assert "goes with one --document" in refused(two, exit_code=2)
    assert "does not exist" in refused(f"{RECEIVE} --digest-of /nonexistent", exit_code=2)
    assert "There is no case" in refused(RECEIVE.replace(CASE, "LKS-26-000002-D"))
