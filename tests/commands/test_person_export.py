"""`lks person export`: everything that is held of a person and nothing of another, for the person alone (AVG art. 15)."""

import json
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest

from projections.person_file.dutch import FACTS
from projections.trail import of_case, of_money, of_process
from tests.commands.people import (
    CASE,
    DETAILS,
    EMPLOYER,
    FIRM,
    PERSON,
    SECRETS,
    WORKER,
    YOUTH,
    answered,
    done,
    paid,
    person,
    refused,
)

pytestmark = pytest.mark.usefixtures("opened")

WHY = "--purpose 'verzoek inzage 14' --today 2026-12-09"
TOLD_BY_OTHERS = {"TemplateAdopted"}


def exported(out: Path, words: str = "") -> tuple[str, dict[str, Any]]:
    """The text and the JSON that a person gets."""
    done(f"person export {WORKER} --out {out} {WHY} {words}")
    with zipfile.ZipFile(out) as bundle:
        return bundle.read("inzage.txt").decode(), json.loads(bundle.read("inzage.json"))


def lived(folder: Path) -> None:
    """A case with notes, a correction that waits, a payment, a letter's recipients, an export and a delivery."""
    paid()
    assert person(YOUTH | {"surname": "Zuiderwijk"}) != WORKER
    done(f"amend --case {CASE} --effective 2026-12-01 --hours 30 --note-file - --today 2026-11-20", "wil minder werken")
    right = {"surname": "Vermeer-Smit"}
    asked = answered(f"person correct {WORKER} --file - --reason marriage --yes --today 2026-11-20", json.dumps(right))
    done(f"proposals approve {asked['entries'][0]['position']} --by g.control --today 2026-11-20")
    done(f"wage-values export --municipality GM0363 --out {folder} --today 2026-12-09")
    done(f"statistics srg --municipality GM0363 --month 2026-11 --out {folder} --today 2026-12-09")


def test_a_person_gets_all_that_is_held_and_nothing_of_others(tmp_path: Path) -> None:
    lived(tmp_path)
    before = answered("looks")["looks"][-1]["position"]
    out = tmp_path / "inzage.zip"
    text, file = exported(out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600

    for held in (PERSON["bsn"], "Vermeer", "Vermeer-Smit", "14 maart 1991", *DETAILS.values(), "wil minder werken"):
        assert held in text
    opened = [field for one in file["entries"] for part in one["opened"] for field in part.values()]
    assert {PERSON["surname"], "Vermeer-Smit", "wil minder werken", DETAILS["text"]} <= set(opened)
    assert [one["fact"] for one in file["entries"] if one["about"] == WORKER].count("Corrected") == 1
    assert "token" not in str(file)
    assert not [one for one in file["entries"] if "sealed" in json.dumps(one["fields"])]

    others = [
        EMPLOYER["name"],
        EMPLOYER["iban"],
        EMPLOYER["payroll_tax_number"],
        YOUTH["bsn"],
        "Zuiderwijk",
        "a.beheer",
    ]
    assert not [other for other in others if other in text or other in json.dumps(file)]
    assert FIRM in text

    told = [(one["recipient"], one["what"]) for one in file["told"]]
    assert told == [(FIRM, "payment"), ("uwv", "wage_value"), ("cbs", "statistics_with_bsn")]
    assert "ingezien, voor: wage-values export GM0363" in text
    assert [one["look"] for one in file["looks"]] == [
        one["position"] for one in answered(f"looks --person {WORKER}")["looks"] if one["position"] <= before
    ]
    events = [(one["event"], one["purpose"]) for one in answered("looks")["looks"] if one["position"] > before]
    assert events == [("opened", "verzoek inzage 14"), ("exported", "verzoek inzage 14")]

    again, with_names = exported(tmp_path / "namen.zip", "--employees")
    assert "vastgelegd door: a.beheer" in again
    assert {one["actor"] for one in with_names["looks"]} == {"a.beheer", "g.control"}


def test_what_cannot_be_given_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    person()
    out = tmp_path / "inzage.zip"
    assert "states why" in refused(f"person export {WORKER} --out {out}", exit_code=2)
    refused(f"person export {WORKER} --out {tmp_path / 'no' / 'x.zip'} {WHY}", exit_code=2)
    assert "There is no person P-000034-R." in refused(f"person export P-000034-R --out {out} {WHY}")
    assert list(tmp_path.iterdir()) == [tmp_path / "home"]
    printed = done(f"person export {WORKER} --out {out} {WHY}") + done(
        f"person export {WORKER} --out {out} {WHY} --json"
    )
    assert not [secret for secret in SECRETS if secret in printed]


def test_every_fact_of_a_case_has_dutch_words() -> None:
    known = {*of_case.SENTENCES, *of_process.SENTENCES, *of_money.SENTENCES} - TOLD_BY_OTHERS
    assert not known - FACTS.keys()
