"""`lks reconcile` and `lks year`: from a total to its entries in three steps, and print that stays the same (R33, R34, R37)."""

import csv
import io
import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from commands.call import Call
from commands.output import Output
from ledger.intents import Amend
from tests.commands.given import lks
from tests.commands.people import CASE, FIRM, SECRETS, answered, done, paid, refused
from tests.worlds import kept

QUARTER = "--municipality GM0363 --quarter 2026Q4"
DAY = "--today 2027-01-05"
RUNS = ("GM0363-2026-11-1", "GM0363-2026-12-1")
OCTOBER, MONTH = 32567, 112176
"""Cents due in October and in each full month."""


@pytest.fixture
def books(opened: Path) -> None:
    """The fourth quarter of one case, paid; the bank has not answered."""
    two_months()


@kept
def two_months() -> None:
    """The runs of the fourth quarter, approved."""
    paid()
    done("pay prepare --municipality GM0363 --month 2026-12 --by f.finance --today 2026-12-10")
    done(f"pay approve {RUNS[1]} --by g.control --today 2026-12-11")


def amend(day: date) -> None:
    """Fewer hours since November."""
    call = Call(Output(as_json=False), day, by="a.clerk")
    call.record(Amend(case=CASE, effective=date(2026, 11, 1), hours="30"))


@kept
def signed_off() -> Any:
    """The quarter, signed off by two persons: what was proposed."""
    explained = " ".join(f"--explain {run}=bank_late" for run in RUNS)
    proposed = answered(f"quarter sign-off {QUARTER} {explained} --by f.finance {DAY}")
    done(f"proposals approve {proposed['entries'][0]['position']} --by g.control {DAY}")
    return proposed


@kept
def changed() -> None:
    """Something about the closed quarter that becomes known later, and is settled."""
    amend(date(2027, 1, 5))
    done(f"settle --municipality GM0363 --quarter 2026Q4 --by f.finance {DAY}")


def test_r33_from_the_total_to_the_entries_in_three_steps(books: None) -> None:
    total = answered(f"reconcile {QUARTER}")["totals"]
    booked = OCTOBER + 2 * MONTH
    assert (total["change_of_due_cents"], total["booked_cents"], total["closing_unbooked_cents"]) == (booked, booked, 0)
    (employer,) = answered(f"reconcile {QUARTER} --by employer")["rows"]
    assert (employer["employer"], employer["booked_cents"]) == (FIRM, booked)
    months = answered(f"reconcile {QUARTER} --employer {FIRM}")["rows"]
    assert [(row["case"], row["month"], row["booked_cents"]) for row in months] == [
        (CASE, "2026-10", OCTOBER),
        (CASE, "2026-11", MONTH),
        (CASE, "2026-12", MONTH),
    ]
    entries = answered(f"reconcile {QUARTER} --case {CASE} --month 2026-10")["entries"]
    assert [(one["kind"], one["total_cents"], one["origin"]) for one in entries] == [
        ("due", OCTOBER, "Decided"),
        ("booked", OCTOBER, RUNS[0]),
        ("sent", OCTOBER, RUNS[0]),
    ]
    assert {one["booked_on"] for one in entries} == {None, "2026-11-20"}


def test_r33_the_table_shows_both_identities(books: None) -> None:
    lines = done(f"reconcile {QUARTER}").splitlines()
    assert lines[0].startswith("GM0363 2026Q4 as known at entry ")
    assert lines[0].endswith(", open.")
    shown = {" ".join(words): cents for *words, cents in map(str.split, lines[2:-2])}
    assert (shown["- booked"], shown["= closing unbooked"], shown["= closing payable"]) == ("2569.19", "0.00", "0.00")
    assert "Two persons may share one database login here (policy shared_login)." in lines
    assert lines[-1] == "(demonstration)"


def test_r34_known_at_is_what_was_known_then(books: None) -> None:
    position = answered(f"reconcile {QUARTER}")["position"]
    before = answered(f"reconcile {QUARTER} --known-at {position}")
    amend(date(2026, 12, 14))
    assert answered(f"reconcile {QUARTER} --known-at {position}") == before
    assert answered(f"reconcile {QUARTER}")["totals"]["closing_unbooked_cents"] == -14022
    assert "nothing was recorded by then" in refused(f"reconcile {QUARTER} --known-at 2020-01-01", exit_code=2)
    assert "the last entry is" in refused(f"reconcile {QUARTER} --known-at 100000", exit_code=2)


@pytest.mark.parametrize("by", ["", "--by employer", "--by case", "--by month", f"--case {CASE} --month 2026-11"])
def test_r34_a_signed_off_quarter_prints_the_same_for_ever_and_says_by_which_entry(books: None, by: str) -> None:
    proposed = signed_off()
    before = done(f"reconcile {QUARTER} {by}")
    mark = answered(f"reconcile {QUARTER} {by}")["checkpoint"]
    assert f"Checkpoint {mark['size']}: {mark['root']}\n" in before
    changed()
    assert done(f"reconcile {QUARTER} {by} --today 2027-02-02") == before
    assert f"known at entry {proposed['position']}, signed off by entry " in before.splitlines()[0]
    assert f"Signed off with SHA-256 {proposed['digest']}, which is that of this report." in before


def test_r34_the_json_of_a_signed_off_quarter_has_the_digest_that_was_signed(books: None, tmp_path: Path) -> None:
    digest = signed_off()["digest"]
    changed()
    said = answered(f"reconcile {QUARTER} --format json --out {tmp_path / 'report.json'}")
    assert said["digest"] == digest
    assert sha256((tmp_path / "report.json").read_bytes()).hexdigest() == digest


def test_r22_what_is_settled_after_the_sign_off_is_in_the_next_quarter_about_an_earlier_one(books: None) -> None:
    signed_off()
    changed()
    after = answered("reconcile --municipality GM0363 --quarter 2027Q1")["totals"]
    assert after["booked_cents"] == after["booked_earlier_cents"] == after["due_earlier_cents"] == -2 * 7011
    assert (after["closing_owed_to_us_cents"], after["closing_we_owe_cents"]) == (14022, 0)


def test_a_csv_and_an_xlsx_have_every_amount(books: None, tmp_path: Path) -> None:
    done(f"reconcile {QUARTER} --by month --format csv --out {tmp_path / 'q4.csv'}")
    text = (tmp_path / "q4.csv").read_text(encoding="utf-8-sig")
    first, *_ = csv.DictReader(io.StringIO(text), delimiter=";")
    assert (first["case"], first["month"], first["booked"], first["closing_owed_to_us"]) == (
        CASE,
        "2026-10",
        "325,67",
        "0,00",
    )
    done(f"reconcile {QUARTER} --by month --format xlsx --out {tmp_path / 'q4.xlsx'}")
    assert (tmp_path / "q4.xlsx").read_bytes()[:2] == b"PK"
    done(f"reconcile {QUARTER} --case {CASE} --month 2026-11 --format csv --out {tmp_path / 'entries.csv'}")
    assert (tmp_path / "entries.csv").read_text(encoding="utf-8-sig").count("\n") == 4


def test_no_name_is_in_any_of_it(books: None) -> None:
    for words in (
        f"reconcile {QUARTER} --by month",
        f"reconcile {QUARTER} --format json",
        f"reconcile {QUARTER} --case {CASE} --month 2026-11",
        "year statement --municipality GM0363 --year 2026",
        "year accrual --municipality GM0363",
    ):
        printed = lks(words).printed
        assert not [secret for secret in SECRETS if secret in printed]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (f"reconcile {QUARTER} --by entry", "needs a case and a month"),
        (f"reconcile {QUARTER} --format xlsx", "Give --out FILE"),
        ("reconcile --municipality GM9999 --quarter 2026Q4", "has no cases"),
        ("reconcile --municipality GM0363 --quarter 2026-4", "Write it like 2026Q4"),
        ("year accrual --municipality GM9999", "has no cases"),
    ],
)
def test_what_cannot_be_asked_is_said(books: None, words: str, said: str) -> None:
    assert said in refused(words, exit_code=2)


def test_r34_the_statement_of_a_year(books: None) -> None:
    found = answered("year statement --municipality GM0363 --year 2026")
    net = OCTOBER + 2 * MONTH
    assert (found["totals"]["gross_cents"], found["totals"]["receipts_cents"], found["totals"]["net_cents"]) == (
        net,
        0,
        net,
    )
    assert [(line["belongs_to"], line["category"]) for line in found["lines"]] == [(2026, "regular")]
    printed = done("year statement --municipality GM0363 --year 2026")
    assert "Net 2569.19: 2569.19 about 2026, 0.00 about other years." in printed
    made = json.loads(lks("year statement --municipality GM0363 --year 2026 --format json").printed)
    assert made["totals"] == found["totals"]


def test_what_is_due_and_unpaid_on_a_day(books: None) -> None:
    before = answered("year accrual --municipality GM0363 --on 2026-10-31")
    assert (before["unpaid_cents"], before["we_owe_cents"]) == (OCTOBER, OCTOBER)
    assert answered("year accrual --municipality GM0363 --on 2026-12-31")["unpaid_cents"] == 0
    assert "2026-10      1  325.67" in done("year accrual --municipality GM0363 --on 2026-10-31")


def test_what_a_year_will_come_to(books: None) -> None:
    found = answered("year forecast --municipality GM0363 --year 2027")
    assert (len(found["months"]), found["months"][0]["booked_cents"]) == (12, 0)
    assert found["due_cents"] == sum(month["to_come_cents"] for month in found["months"])


def test_r34_a_signed_off_year_prints_the_same_for_ever_and_says_by_which_entry(books: None) -> None:
    signed_off()
    proposed = answered(f"year sign-off --municipality GM0363 --year 2026 --by f.finance {DAY}")
    agreed = answered(f"proposals approve {proposed['entries'][0]['position']} --by g.control {DAY}")
    assert agreed["checkpoint"]["size"] == agreed["entries"][-1]["position"]
    assert agreed["checkpoint"] == answered("year statement --municipality GM0363 --year 2026")["checkpoint"]
    before = done("year statement --municipality GM0363 --year 2026")
    changed()
    assert done("year statement --municipality GM0363 --year 2026 --today 2027-02-02") == before
    assert "signed off by entry " in before.splitlines()[0]
    assert f"Signed off with SHA-256 {proposed['digest']}, which is that of this report." in before


def test_r34_indicators_are_policy_and_no_part_of_what_is_signed(books: None) -> None:
    year = "year statement --municipality GM0363 --year 2026"
    before = done(f"{year} --format json")
    adopt = "policy adopt statement_indicators 'receipts=G2/10 gross=G2/09' --municipality GM0363 --since 2026-01-01"
    done(f"{adopt} {DAY}")
    said = done(year)
    assert "SiSa G2/09: gross 2569.19" in said
    assert "SiSa G2/10: receipts 0.00" in said
    assert json.loads(done(f"{year} --format json"))["lines"] == json.loads(before)["lines"]
    assert "statement_indicators" in refused(f"{adopt.replace('G2/10', 'G2/09')} {DAY}", exit_code=2)
