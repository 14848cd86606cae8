"""`lks sample`: a population that adds up to the report, and a checklist that says what the ledger knows and what to ask for."""

import io
import json
import os
import stat
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.commands.given import lks
from tests.commands.people import CASE, SECRETS, WORKER, answered, done, refused, settled
from tests.databases import Database
from tests.worlds import kept

QUARTER = "sample --municipality GM0363 --quarter 2026Q4"
YEAR = "sample --municipality GM0363 --year 2026"
ONE = "--seed voorbeeld --size 1"
REPORT = b"the report of the expert"


@kept
def changed() -> None:
    """One case, paid over two months in one run, lowered from 10 November, settled; the contract and report came in."""
    settled()
    done(f"documents receive --case {CASE} --document contract --today 2026-12-02")
    file = Path(os.environ["LKS_HOME"]) / "report.pdf"
    file.write_bytes(REPORT)
    done(f"documents receive --case {CASE} --document wage_value_report --digest-of {file} --today 2026-12-02")


@pytest.fixture
def books(opened: Path) -> None:
    changed()


def points(said: Any) -> dict[str, Any]:
    """The checklist of the case, by the names of its points."""
    return {point["name"]: point for point in said["checklists"][CASE]}


def test_the_population_adds_up_to_the_report_of_the_same_position(books: None) -> None:
    for of in ("cases", "payments"):
        adds_up(of)


def adds_up(of: str) -> None:
    """Quarter and year, both."""
    said = answered(f"{QUARTER} --of {of} {ONE}")
    totals = answered("reconcile --municipality GM0363 --quarter 2026Q4")["totals"]
    report = totals["booked_cents" if of == "cases" else "sent_cents"]
    assert said["whole"]["cents"] == said["report_cents"] == report != 0
    assert said["whole"]["size"] == 1
    year = answered(f"{YEAR} --of {of} {ONE}")
    assert year["whole"]["cents"] == report
    net = answered("year statement --municipality GM0363 --year 2026 --format json")["totals"]["net_cents"]
    assert of == "payments" or net == report


def test_a_population_that_does_not_add_up_is_not_drawn_from(books: None, database: Database) -> None:
    with psycopg.connect(database.admin_dsn, autocommit=True) as connection:
        connection.execute("UPDATE projection.payments SET sent_subsidy_cents = sent_subsidy_cents + 1")
    assert "lks db rebuild" in refused(f"{YEAR} --of payments {ONE}")


def test_it_is_drawn_as_known_at_a_position(books: None) -> None:
    before = answered(f"{QUARTER} --known-at 2099-01-01 {ONE}")
    paid_at = int(next(one for one in points(before)["payments"]["evidence"])["position"])
    earlier = answered(f"{QUARTER} --known-at {paid_at} {ONE}")
    assert earlier["whole"]["cents"] > before["whole"]["cents"]
    assert points(earlier)["employment contract"]["status"] == "ask_for_it"
    assert points(before)["employment contract"]["status"] == "in_the_ledger"


def test_the_checklist_says_what_is_known_and_what_is_to_be_asked_for(books: None) -> None:
    found = points(answered(f"{QUARTER} {ONE}"))
    assert len(found) == 13
    asked = {name: point["missing"] for name, point in found.items() if point["status"] == "ask_for_it"}
    assert asked == {
        "application or note ex officio": "the application itself",
        "qualification of the expert": "the certificate of the expert",
        "payments": "the bank's statement of GM0363-2026-11-1",
        "proof of sending": f"the letter of {CASE}/1",
    }
    assert [one["digest"] for one in found["wage value report"]["evidence"]] == [None, sha256(REPORT).hexdigest()]
    assert found["recoveries"]["status"] == "does_not_apply"
    assert [one["what"] for one in found["changes reported"]["evidence"]] == ["Amended"]
    assert found["decisions"]["evidence"][0]["what"].startswith(f"{CASE}/1: grant, regular from 2026-10-23")
    assert [one["what"] for one in found["calculation of the amounts"]["evidence"]] == [
        "2 lines, each with its steps", "1 line, each with its steps",
    ]  # fmt: skip


MET = {
    "--route regular": True,
    "--route flat_rate": False,
    "--status granted": True,
    "--status ended": False,
    "--amount-from 1000": True,
    "--amount-from 2000": False,
    "--amount-to 1000": False,
    "--decided-from 2026-09-01 --decided-to 2026-09-01": True,
    "--decided-from 2026-09-02": False,
    "--paid-from 2026-11-20 --paid-to 2026-11-20": True,
    "--paid-to 2026-11-19": False,
    "--only new": True,
    "--only ended": False,
    "--only corrected": False,
    "--only recovered": False,
    "--only new --status granted --route regular": True,
}
"""Criteria, and whether the case meets them."""


def test_criteria_narrow_what_may_be_drawn_and_the_whole_stays(books: None) -> None:
    for criteria, met in MET.items():
        outcome = lks(f"{QUARTER} {ONE} {criteria} --json")
        said = json.loads(outcome.printed)
        assert (outcome.exit_code == 0, "whole" in said) == (met, met), criteria
        if met:
            assert (said["whole"]["size"], said["population"]["size"]) == (1, 1)
            assert said["criteria"]


def test_the_file_holds_all_of_it_is_the_same_each_time_and_names_nobody(books: None, tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        done(f"{QUARTER} --method monetary --interval 1.00 --seed voorbeeld --out {tmp_path / name}")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert stat.S_IMODE((tmp_path / "one.zip").stat().st_mode) == 0o600
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert {name.rpartition("/")[2] for name in files if CASE in name} == {
        "checklist.txt",
        "amounts.txt",
        "inspection.zip",
    }
    assert "[ ] qualification of the expert" in files[f"cases/{CASE}/checklist.txt"].decode()
    amounts = files[f"cases/{CASE}/amounts.txt"].decode()
    assert "payment run GM0363-2026-11-1" in amounts
    assert "settlement through 2026-11" in amounts
    assert "minimum wage" in amounts
    assert CASE in files["population.csv"].decode()
    with zipfile.ZipFile(io.BytesIO(files[f"cases/{CASE}/inspection.zip"])) as proof:
        unpacked = b"".join(map(proof.read, proof.namelist()))
    assert not any(secret.encode() in content for secret in SECRETS for content in (*files.values(), unpacked))


def test_whose_file_was_written_out_is_logged_as_a_look(books: None, tmp_path: Path, database: Database) -> None:
    looks = "SELECT subjects FROM vault.look WHERE event = 'sampled'"
    with psycopg.connect(database.admin_dsn, autocommit=True) as connection:
        done(f"{QUARTER} {ONE}")
        assert connection.execute(looks).fetchall() == []
        done(f"{QUARTER} {ONE} --out {tmp_path / 'sample.zip'}")
        assert connection.execute(looks).fetchall() == [([WORKER],)]


SENSELESS = (
    f"{QUARTER} --year 2026 {ONE}",
    f"sample --municipality GM0363 {ONE}",
    f"{QUARTER} --seed x",
    f"{QUARTER} --seed x --size 2",
    f"{QUARTER} --seed x --method monetary",
    f"{QUARTER} --seed '' --size 1",
    f"{QUARTER} --seed x --method monetary --size 1 --interval 1",
    f"{QUARTER} {ONE} --known-at 99999",
    f"sample --municipality GM9999 --quarter 2026Q4 {ONE}",
)


def test_what_makes_no_sense_is_misuse(books: None) -> None:
    for words in SENSELESS:
        refused(words, exit_code=2)


def test_a_login_that_sees_one_municipality_draws_the_same_sample_without_the_proofs(
    books: None, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    login = f"accountant_{database.name}"
    everything = answered(f"{QUARTER} {ONE}")
    with psycopg.connect(database.admin_dsn, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {login} LOGIN; GRANT lks_finance TO {login}".encode())
        admin.execute("INSERT INTO ledger.access (login, municipality) VALUES (%s, 'GM0363')", [login])
        try:
            monkeypatch.setenv("LKS_DSN", database.dsn_for(login))
            own = answered(f"{QUARTER} {ONE} --out {tmp_path / 'own.zip'}")
        finally:
            admin.execute(f"DROP ROLE {login}".encode())
    same = ("whole", "population", "drawn", "checklists")
    assert [own[name] for name in same] == [everything[name] for name in same]
    with zipfile.ZipFile(tmp_path / "own.zip") as archive:
        assert not any(name.endswith("inspection.zip") for name in archive.namelist())
