"""`lks find`: by what is sealed or by a number; what is personal is asked, never an option, and never shown."""

import json
from pathlib import Path

import pytest

from tests.commands.people import (
    CASE,
    DAY,
    EMPLOYER,
    FIRM,
    PERSON,
    SECRETS,
    WORKER,
    YOUTH,
    answered,
    applied,
    done,
    paid,
    refused,
    typing,
    written,
)

pytestmark = pytest.mark.usefixtures("opened")

LINE = f"{WORKER}  {FIRM}  {CASE}  granted  2026-10-23  -"

BY: dict[str, str] = {
    "find bsn --municipality GM0363": PERSON["bsn"],
    "find name --municipality GM0363": "vermeer",
    "find employer": "korenaar",
    "find employer --municipality GM0363": "DE KORENAAR",
    "find payroll": "999900523L01",
    "find kvk": "12345678",
    "find personnel": "pn-4711",
    f"find person {WORKER}": "",
    f"find employer-number {FIRM}": "",
    "find reference GM0363-2026-11-1/W-000001-D": "",
}


def test_a_case_is_found_by_everything() -> None:
    paid()
    for command, typed in BY.items():
        said = done(command, typed)
        assert LINE in said, command
        assert not any(secret in said for secret in SECRETS)
        found = answered(command, typed)
        assert (found["persons"], found["employers"]) == ([WORKER], [FIRM])
        assert [(case["case"], case["status"]) for case in found["cases"]] == [(CASE, "granted")]


def test_typed_at_a_prompt_or_read_from_a_file(tmp_path: Path) -> None:
    applied()
    outcome = typing("find bsn --municipality GM0363", "9999 00 109")
    assert outcome.printed.startswith("BSN: ")
    assert CASE in outcome.printed
    assert CASE in done(f"find name --municipality GM0363 --file {written(tmp_path, 'Vermeer')}")
    assert "--file: cannot be read as text" in refused("find kvk --file /nonexistent", exit_code=2)


def test_whoever_is_registered_without_a_case_is_found_too() -> None:
    done(f"person register --municipality GM0363 {DAY}", json.dumps(YOUTH))
    done(f"employer register {DAY}", json.dumps(EMPLOYER))
    assert "P-000001-G  -         -     no case" in done("find bsn --municipality GM0363", YOUTH["bsn"])
    assert "-       W-000001-D  -     no case" in done("find payroll", "999900523l01")


def test_r14_persons_are_found_in_their_own_municipality_only() -> None:
    applied()
    for kind, typed in (("bsn", PERSON["bsn"]), ("name", "Vermeer")):
        assert "Nothing was found." in done(f"find {kind} --municipality GM0518", typed)
        assert "Missing option '--municipality'" in refused(f"find {kind}", typed, exit_code=2)
    assert "Nothing was found." in done("find personnel --municipality GM0518", "PN-4711")
    assert answered("find kvk --municipality GM0518", "12345678")["cases"] == []


def test_nothing_is_found() -> None:
    for command, typed in {
        "find bsn --municipality GM0363": "999900249",
        "find name --municipality GM0363": "Jansen",
        "find employer": "Linde",
        "find payroll": "999900663L02",
        "find kvk": "34567890",
        "find personnel": "4711",
        "find person P-000002-C": "",
        "find employer-number W-000002-0": "",
        "find reference GM0363-2026-11-9/W-000001-D": "",
    }.items():
        assert "Nothing was found." in done(command, typed), command
        assert answered(command, typed)["cases"] == []


def test_misused() -> None:
    for command, typed, message in (
        ("find bsn --municipality GM0363", "999900108", "bsn: does not pass the eleven test"),
        ("find bsn --municipality GM0363", "", "one line of text is needed"),
        ("find bsn --municipality GM0363", "999900109\n999900249", "Look for one thing at a time."),
        ("find name --municipality GM0363", "--", "holds no letter or digit"),
        ("find payroll", "999900523", "payroll_tax_number: is not nine digits"),
        ("find kvk", "1234567", "kvk: is not eight digits"),
        ("find person P-000001-H", "", "the check character does not fit"),
        ("find person 999900109", "", "does not look like a person number"),
    ):
        said = refused(command, typed, exit_code=2)
        assert message in said
        assert not any(secret in said for secret in SECRETS)
    for option in ("--bsn 999900109", "--name Vermeer", "--payroll 999900523L01"):
        assert "No such option" in refused(f"find bsn --municipality GM0363 {option}", exit_code=2)
