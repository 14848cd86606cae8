"""From the end of a case to its last cent on the command line: end, determine, recover (R21, R31, R37)."""

from pathlib import Path

import pytest

from projections.specification import csv_file
from tests.bank.statements import Entry, camt053
from tests.commands.bank_office import CENTS, debited, exported, imported
from tests.commands.people import CASE, answered, done, entries, paid, refused
from tests.databases import Database
from tests.projections.tables import ask
from tests.worlds import kept

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("opened")]

TODAY = "--today 2026-11-23 --by a.clerk"
OWED = 89741 + 22435 - (44870 + 11218)
"""November is due for 15 of its 30 days."""
END = f"end --case {CASE} --last-day 2026-11-15 --reason contract_ended {TODAY}"
DETERMINE = f"decide determine --case {CASE} {TODAY}"
ANNOUNCE = f"recovery announce --case {CASE} --respond-by 2026-12-07 {TODAY}"
CLAIM = f"recovery claim --case {CASE} --today 2026-12-08 --by a.clerk"


def balance(database: Database, account: str) -> int:
    """The balance of an account of the journal, debit positive, in cents."""
    query = "SELECT coalesce(sum(debit_cents - credit_cents), 0) AS cents FROM finance.postings WHERE account = %s"
    return int(ask(database, query, account)[0]["cents"])


@kept
def claimed() -> None:
    """A case of which November's second half is claimed."""
    for words in (END, DETERMINE, ANNOUNCE, CLAIM):
        done(words)


def agreed(words: str, day: str = "2026-12-20") -> None:
    """Something that two persons do."""
    proposed = answered(f"{words} --today {day} --by f.finance")["entries"][0]
    assert proposed["fact"] == "Proposed"
    done(f"proposals approve {proposed['position']} --today {day} --by g.control")


def files(folder: Path) -> list[Path]:
    """The final settlement as the employer gets it."""
    said = done(f"specification --determination {CASE} --out {folder}")
    assert "1 specification, 2 rows, 0.00." in said
    return list(folder.iterdir())


def test_r31_from_the_end_to_the_last_cent(database: Database, tmp_path: Path) -> None:
    paid()
    ended = done(END)
    assert f"{CASE} ends after 2026-11-15." in ended
    assert "lks decide determine" in ended

    determined = done(DETERMINE)
    assert "560.88 is owed to the municipality; it can be claimed until 2031-11-23." in determined
    assert "-560.88" in determined

    (told,) = [path for path in files(tmp_path) if path.suffix == ".csv"]
    rows = csv_file.parse(told.read_bytes())
    assert [(row.kind, row.total_cents) for row in rows] == [("EINDAFREKENING", -OWED), ("TERUGVORDERING", OWED)]

    assert "Nothing was announced" in refused(CLAIM.replace("2026-12-08", "2026-11-23"))
    assert "views until 2026-12-07" in done(ANNOUNCE)
    assert "2026-12-07" in refused(CLAIM.replace("2026-12-08", "2026-12-07"))
    assert f"{CASE}/3: 560.88 is claimed" in done(CLAIM)
    assert balance(database, "receivable") == OWED

    parts = "--instalment 2027-01-31=300.00 --instalment 2027-02-28=260.88"
    assert "560.88 in 2 parts" in done(f"recovery instalments --case {CASE} {parts} --today 2026-12-09 --by a.clerk")
    received = done(f"recovery receive --case {CASE} --amount 300.00 --today 2027-01-30 --by f.finance")
    assert "Outstanding: 260.88." in received
    late = done(f"recovery show {CASE} --today 2027-03-01")
    assert "outstanding 260.88, of which 260.88 is overdue" in late
    assert "lapses after 2032-01-19" in late
    agreed(f"recovery write-off --case {CASE} --amount 260.88 --reason bankrupt", "2027-03-01")

    shown = answered(f"show {CASE} --today 2027-03-01")
    assert (shown["payable_cents"], shown["outstanding_cents"]) == (0, 0)
    assert shown["booked_cents"] == shown["sent_cents"] - OWED
    assert "outstanding 0.00" in done(f"recovery show {CASE}")
    assert (balance(database, "receivable"), balance(database, "payable")) == (0, 0)
    assert "all equal" in done("audit verify")


def test_r31_the_same_twice_records_nothing(database: Database) -> None:
    paid()
    for words in (END, DETERMINE, ANNOUNCE, CLAIM):
        done(words)
        recorded = entries(database.dsn)
        assert "nothing new" in done(words)
        assert entries(database.dsn) == recorded


def test_r31_what_was_corrected_since_is_determined_again_the_same_day(database: Database) -> None:
    paid()
    done(END)
    done(DETERMINE)
    ended = next(entry for entry in answered(f"history {CASE}")["entries"] if entry["fact"] == "Ended")
    agreed(f"correct {ended['position']} --set last_day=2026-11-16 --yes --reason mistake", "2026-11-23")
    again = answered(DETERMINE)
    assert [entry["fact"] for entry in again["entries"]] == ["Settled", "Decided", "FinallySettled"]
    assert again["determination"]["balance_cents"] > -OWED
    assert answered(DETERMINE)["repeated"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (f"end --case {CASE} --last-day 2026-10-01 --reason contract_ended {TODAY}", "no day of the employment"),
        (f"decide determine --case {CASE} {TODAY}", "End it first"),
        (f"recovery announce --case {CASE} --respond-by 2026-12-07 {TODAY}", "No decision"),
        (f"recovery receive --case {CASE} --amount 1.00 {TODAY}", "Nothing was claimed"),
        (f"recovery write-off --case {CASE} --amount 1.00 --reason bankrupt {TODAY}", "Nothing was claimed"),
    ],
)
def test_r31_before_the_end_nothing_of_it_is_recorded(database: Database, words: str, said: str) -> None:
    paid()
    recorded = entries(database.dsn)
    assert said in refused(words)
    assert entries(database.dsn) == recorded


@pytest.mark.parametrize(
    "words",
    [
        f"end --case {CASE} --last-day 2026-11-15 --reason because {TODAY}",
        f"recovery receive --case {CASE} --amount 1,00 {TODAY}",
        f"recovery receive --case {CASE} --amount 0 {TODAY}",
        f"recovery instalments --case {CASE} --instalment 2027-01-31 {TODAY}",
        f"recovery instalments --case {CASE} --instalment soon=1.00 {TODAY}",
        f"bank match 1 --as recovery --reason paid_back {TODAY}",
        f"bank match 1 --as recovery --reference GM0363-2026-11-1/W-000001-D --reason paid_back {TODAY}",
        f"bank match 1 --as returned --reference {CASE} --reason paid_back {TODAY}",
    ],
)
def test_bad_input_is_told_and_records_nothing(database: Database, words: str) -> None:
    paid()
    claimed()
    recorded = entries(database.dsn)
    refused(words, exit_code=2)
    assert entries(database.dsn) == recorded


def test_r31_r37_a_bank_line_pays_back_what_was_claimed(tmp_path: Path, database: Database) -> None:
    exported(tmp_path)
    imported(tmp_path, debited())
    claimed()
    line = received(tmp_path, OWED)
    before = balance(database, "bank")
    agreed(f"bank match {line} --as recovery --reference {CASE} --reason paid_back")
    assert not answered("bank unmatched --today 2026-12-20")["lines"]
    shown = answered(f"recovery show {CASE}")
    assert (shown["payable_cents"], shown["outstanding_cents"]) == (0, 0)
    assert balance(database, "receivable") == 0
    assert balance(database, "bank") == before + OWED


def test_r31_a_bank_line_of_more_than_is_outstanding_is_refused_with_what_to_do(tmp_path: Path) -> None:
    exported(tmp_path)
    imported(tmp_path, debited())
    claimed()
    line = received(tmp_path, OWED + 1)
    match = f"bank match {line} --as recovery --reference {CASE} --reason paid_back --today 2026-12-20 --by f.finance"
    said = refused(match)
    assert "more than the 560.88 that is outstanding" in said
    assert "--as elsewhere" in said
    assert "There is no such case" in refused(match.replace(CASE, "LKS-26-000002-D"))


def test_r31_a_claim_that_was_paid_in_the_meantime_is_not_paid_by_the_proposal(tmp_path: Path) -> None:
    """Two persons match a line; before the second agrees the money was recorded otherwise."""
    exported(tmp_path)
    imported(tmp_path, debited())
    claimed()
    line = received(tmp_path, OWED)
    match = f"bank match {line} --as recovery --reference {CASE} --reason paid_back --today 2026-12-20 --by f.finance"
    proposed = answered(match)["entries"][0]["position"]
    done(f"recovery receive --case {CASE} --amount 1.00 --today 2026-12-20 --by f.finance")
    assert "more than" in refused(f"proposals approve {proposed} --today 2026-12-20 --by g.control")


def received(folder: Path, cents: int) -> int:
    """A receipt of so many cents that matches nothing; its number."""
    said = camt053([Entry(cents, None, day="2026-12-18")], 10_000_000 - CENTS, "2026-12-18/1", 2)
    imported(folder, said, "2026-12-19")
    return int(answered("bank unmatched --today 2026-12-19")["lines"][0]["number"])


def test_r21_a_positive_balance_is_sent_by_the_next_run() -> None:
    paid()
    done(f"end --case {CASE} --last-day 2026-12-10 --reason contract_ended --today 2026-12-11 --by a.clerk")
    said = done(f"decide determine --case {CASE} --today 2026-12-11 --by a.clerk")
    assert "is payable; the next run sends it" in said
    run = answered("pay prepare --municipality GM0363 --month 2026-12 --by f.finance --today 2026-12-11")["run"]
    assert (run["lines"], run["sent_cents"]) == (0, 28949 + 7237)
    done(f"pay approve {run['run']} --by g.control --today 2026-12-11")
    assert answered(f"show {CASE} --today 2026-12-11")["payable_cents"] == 0
