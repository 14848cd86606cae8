"""`lks quarter` and the sign-off of a year: what stands in the way, two persons, and reports that print the same for ever (R34)."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from commands.call import Call
from commands.output import Output
from commands.signing import quarter_signed
from ledger import intents
from ledger.calculation.month import Quarter
from projections.reconciliation.report import quarter_report
from tests.commands.given import lks
from tests.commands.people import CASE, answered, done, paid, refused
from tests.worlds import kept

QUARTER = "--municipality GM0363 --quarter 2026Q4"
DAY = "--today 2027-01-05"
RUNS = ("GM0363-2026-11-1", "GM0363-2026-12-1")
EXPLAIN = " ".join(f"--explain {run}=bank_late" for run in RUNS)
SIGN = f"quarter sign-off {QUARTER} {EXPLAIN} --by f.finance {DAY}"


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


def call(day: date = date(2027, 1, 5)) -> Call:
    """Somebody who asks."""
    return Call(Output(as_json=False), day, by="a.clerk")


def amend(hours: str) -> None:
    """Other hours from the start."""
    call().record(intents.Amend(case=CASE, effective=date(2026, 10, 23), hours=hours))


@kept
def signed() -> str:
    """The quarter, signed off by two persons; the digest of its report."""
    proposed = answered(SIGN)
    done(f"proposals approve {proposed['entries'][0]['position']} --by g.control {DAY}")
    digest: str = proposed["digest"]
    return digest


def test_r34_the_checklist_says_what_stands_in_the_way_and_what_to_do(books: None) -> None:
    amend("30")
    outcome = lks(f"quarter checklist {QUARTER} {DAY}")
    assert outcome.exit_code == 1
    assert outcome.printed.splitlines()[:7] == [
        f"NO   the bank has not answered for {', '.join(RUNS)}",
        "     Import what the bank says (lks bank import), or say why not: --explain RUN=CODE.",
        "yes  nothing on the paying account is unmatched",
        "yes  takeovers are signed",
        f"NO   due is not what is booked of {CASE}",
        "     Settle: lks settle --quarter 2026Q4.",
        "yes  worked hours are known for every month",
    ]
    assert refused(SIGN).startswith("Refused: 2026Q4 cannot be signed off: due is not what is booked")


def test_r34_a_green_checklist_can_be_signed_off_by_two_persons(books: None) -> None:
    green = answered(f"quarter checklist {QUARTER} {EXPLAIN} {DAY}")
    assert green["green"] is True
    proposed = answered(SIGN)
    number = proposed["entries"][0]["position"]
    assert "cannot also agree" in refused(f"proposals approve {number} --by f.finance {DAY}")
    assert "QuarterSignedOff" in done(f"proposals approve {number} --by g.control {DAY}")
    assert "signed off already" in refused(SIGN)


def test_r34_a_signed_off_report_prints_the_same_for_ever(books: None) -> None:
    digest = signed()
    amend("30")
    done(f"settle --municipality GM0363 --quarter 2026Q4 --by f.finance {DAY}")
    head = call().store.head().position
    later = quarter_report(call().dsn, "GM0363", Quarter(2026, 4), head)
    assert sha256(later).hexdigest() == digest


def test_r34_nobody_agrees_with_another_report_than_that_of_the_ledger(books: None) -> None:
    position = quarter_signed(call(), "GM0363", Quarter(2026, 4)).position
    forged = intents.SignOffQuarter(
        municipality="GM0363", quarter=Quarter(2026, 4), position=position, digest="00" * 32,
        explained=dict.fromkeys(RUNS, "bank_late"),
    )  # fmt: skip
    number = call().record(forged).entries[0].position
    assert "is not what the ledger gives" in refused(f"proposals approve {number} --by g.control {DAY}")


def test_r22_what_becomes_known_later_is_settled_in_the_open_quarter(books: None) -> None:
    signed()
    amend("36")
    told = done(f"settle --municipality GM0363 --quarter 2026Q4 --by f.finance {DAY}")
    assert "Booked on 2027-01-01" in told


def test_r34_the_list_shows_what_is_closed_open_and_waiting(books: None) -> None:
    proposed = answered(SIGN)["entries"][0]["position"]
    found = answered(f"quarter list --municipality GM0363 {DAY}")
    assert [(row["quarter"], row["status"]) for row in found["quarters"]] == [
        ("2026Q4", f"open, proposal {proposed} waits"),
        ("2027Q1", "open"),
    ]
    done(f"proposals approve {proposed} --by g.control {DAY}")
    found = answered(f"quarter list --municipality GM0363 {DAY}")
    assert [(row["quarter"], row["status"]) for row in found["quarters"]] == [
        ("2026Q4", "signed off"),
        ("2027Q1", "open"),
    ]
    assert found["to_settle"] == "2026-12"
    assert "2026Q4" in done(f"quarter list --municipality GM0363 {DAY}")


def test_r34_the_list_of_a_municipality_that_paid_nothing(opened: Path) -> None:
    assert "Nothing was paid yet." in done(f"quarter list --municipality GM0363 {DAY}")


def test_r34_a_quarter_is_reopened_by_two_persons_and_a_reason(books: None) -> None:
    signed()
    reopen = f"quarter reopen {QUARTER} --by f.finance {DAY}"
    assert lks(reopen).exit_code == 2
    number = answered(f"{reopen} --reason court")["entries"][0]["position"]
    done(f"proposals approve {number} --by g.control {DAY}")
    (row, _) = answered(f"quarter list --municipality GM0363 {DAY}")["quarters"]
    assert row["status"] == "open"


def test_r34_a_quarter_that_runs_is_refused(books: None) -> None:
    told = refused(f"quarter sign-off {QUARTER} --by f.finance --today 2026-12-31")
    assert "2026Q4 runs until 2026-12-31" in told
    outcome = lks(f"quarter checklist {QUARTER} {EXPLAIN} --today 2026-12-31")
    assert outcome.exit_code == 1
    assert "2026Q4 cannot be signed off yet. 2026Q4 runs until 2026-12-31" in outcome.printed


@pytest.mark.parametrize(
    "wrong", ["--explain GM0363-2026-11-1", "--explain nothing=late", "--explain GM0363-2026-11-1="]
)
def test_an_explanation_that_is_none_is_misuse(books: None, wrong: str) -> None:
    assert lks(f"quarter sign-off {QUARTER} {wrong} --by f.finance {DAY}").exit_code == 2


def test_r34_a_year_is_signed_off_by_two_persons(books: None) -> None:
    year = f"year sign-off --municipality GM0363 --year 2026 --by f.finance {DAY}"
    assert "not signed off through 2026Q4" in refused(year)
    signed()
    proposed = answered(year)
    assert proposed["gross_cents"] - proposed["receipts_cents"] == proposed["net_cents"]
    number = proposed["entries"][0]["position"]
    assert "YearSignedOff" in done(f"proposals approve {number} --by g.control {DAY}")
    (fact,) = answered(f"quarter list --municipality GM0363 {DAY}")["years"]
    assert (fact["year"], fact["net_cents"]) == (2026, proposed["net_cents"])


def test_r34_nobody_agrees_with_another_year_than_that_of_the_ledger(books: None) -> None:
    signed()
    forged = intents.SignOffYear(
        municipality="GM0363", year=2026, position=call().store.head().position, digest="00" * 32, gross_cents=1,
        receipts_cents=0, net_cents=1,
    )  # fmt: skip
    number = call().record(forged).entries[0].position
    assert "is not what the ledger gives" in refused(f"proposals approve {number} --by g.control {DAY}")
