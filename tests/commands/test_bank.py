"""From run to bank and back on the command line (R21, R25, R26, R37)."""

from pathlib import Path

import pytest

from tests.bank.statements import Entry, camt053, camt054, pain002
from tests.commands.bank_office import CENTS, DAY, REFERENCE, approved, debited, exported, imported
from tests.commands.people import FIRM, answered, done, paid, refused
from tests.databases import Database
from tests.projections.tables import ask

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("opened")]


def payable(database: Database) -> int:
    """What is payable by the movements, in cents (R21)."""
    query = "SELECT sum(CASE kind WHEN 'sent' THEN -1 ELSE 1 END * total_cents) AS cents FROM finance.movements WHERE kind <> 'due'"
    return int(ask(database, query)[0]["cents"])


def balance(database: Database, account: str) -> int:
    """The balance of an account of the journal, debit positive, in cents."""
    query = "SELECT coalesce(sum(debit_cents - credit_cents), 0) AS cents FROM finance.postings WHERE account = %s"
    return int(ask(database, query, account)[0]["cents"])


def status(run: str = "GM0363-2026-11-1") -> tuple[str, str]:
    """How far the run is, and its payment."""
    found = answered(f"pay status {run} --today 2026-11-25")
    return found["run"]["status"], found["payments"][0]["status"]


def test_r25_the_payment_file_is_the_same_every_time_and_recorded_once(tmp_path: Path) -> None:
    run = approved()
    first = answered(f"pay export {run} --out {tmp_path}/a {DAY}")
    again = answered(f"pay export {run} --out {tmp_path}/b {DAY}")
    assert (tmp_path / "a" / f"{run}.xml").read_bytes() == (tmp_path / "b" / f"{run}.xml").read_bytes()
    assert first["digest"] == again["digest"]
    assert [one["fact"] for one in first["entries"]] == ["RunExported"]
    assert again["repeated"]
    assert (first["payments"], first["cents"]) == (1, CENTS)
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == [f"{run}.xml"]


def test_r25_no_file_without_an_account_to_pay_from(tmp_path: Path) -> None:
    run = paid()
    assert "paying_account" in refused(f"pay export {run} --out {tmp_path} {DAY}")
    assert not list(tmp_path.glob("*.xml*"))


def test_the_debit_on_a_statement_confirms_the_payment_and_the_run(tmp_path: Path, database: Database) -> None:
    exported(tmp_path)
    assert balance(database, "in_transit") == -CENTS
    (said,) = imported(tmp_path, debited())["imported"]
    assert said["counts"] == {"confirmed": 1, "runs answered": 1}
    assert status() == ("confirmed", "confirmed")
    assert (balance(database, "bank"), balance(database, "in_transit"), payable(database)) == (-CENTS, 0, 0)


def test_importing_a_file_twice_changes_nothing(tmp_path: Path) -> None:
    exported(tmp_path)
    imported(tmp_path, debited())
    for day in ("2026-11-20", "2026-11-24"):
        (said,) = imported(tmp_path, debited(), day)["imported"]
        assert said["repeated"]
        assert not said["counts"]


def test_a_notification_and_then_the_statement_are_one_debit(tmp_path: Path) -> None:
    exported(tmp_path)
    imported(tmp_path, camt054([Entry(-CENTS, REFERENCE)]))
    (said,) = imported(tmp_path, debited())["imported"]
    assert not said["repeated"]
    assert not said["counts"]
    assert not answered("bank unmatched --today 2026-11-24")["lines"]


def test_r21_r26_a_returned_payment_is_payable_again_blocks_the_account_and_goes_to_the_next_one(
    tmp_path: Path, database: Database
) -> None:
    exported(tmp_path)
    imported(tmp_path, debited())
    back = camt053([Entry(CENTS, REFERENCE, "AC04", day="2026-11-23")], 10_000_000 - CENTS, "2026-11-23/1", 2)
    (said,) = imported(tmp_path, back, "2026-11-24")["imported"]
    assert said["counts"] == {"returned": 1, "accounts blocked": 1}
    assert status() == ("confirmed", "returned")
    assert (payable(database), balance(database, "payable"), balance(database, "bank")) == (CENTS, -CENTS, 0)

    prepare = "pay prepare --municipality GM0363 --month 2026-12 --by f.finance --today 2026-12-10"
    assert "no other is approved" in refused(prepare)
    account = '{"iban": "NL91ABNA0417164300", "account_name": "De Korenaar"}'
    change = done(f"employer bank-account change {FIRM} --by a.clerk --today 2026-12-10", account)
    assert "second person" in change
    proposal = answered("proposals list")["proposals"][0]["proposal"]
    assert "no other is approved" in refused(prepare)
    done(f"proposals approve {proposal} --by g.control --today 2026-12-10")
    run = answered(prepare)["run"]
    assert run["sent_cents"] == CENTS + 89741 + 22435
    assert run["subsidy_cents"] + run["charges_cents"] == 89741 + 22435
    done(f"pay approve {run['run']} --by g.control --today 2026-12-10")
    done(f"pay export {run['run']} --out {tmp_path} --by f.finance --today 2026-12-11")
    assert b"NL91ABNA0417164300" in (tmp_path / f"{run['run']}.xml").read_bytes()
    assert payable(database) == 0


def test_r26_an_account_that_changed_after_the_approval_stops_the_file(tmp_path: Path) -> None:
    run = approved()
    account = '{"iban": "NL91ABNA0417164300", "account_name": "De Korenaar"}'
    done(f"employer bank-account change {FIRM} --by a.clerk --today 2026-11-13", account)
    proposal = answered("proposals list")["proposals"][0]["proposal"]
    done(f"proposals approve {proposal} --by g.control --today 2026-11-13")
    said = refused(f"pay export {run} --out {tmp_path} {DAY}")
    assert FIRM in said
    assert "R26" in said
    assert "NL" not in said
    assert not list(tmp_path.glob("*.xml*"))


def test_r25_a_rejected_file_makes_all_payable_again_and_a_new_run_pays_the_same_day(
    tmp_path: Path, database: Database
) -> None:
    run = exported(tmp_path)
    (said,) = imported(tmp_path, pain002(run, "RJCT", reason="FF01"), "2026-11-18")["imported"]
    assert said["counts"] == {"rejected": 1}
    assert status() == ("rejected", "rejected")
    assert (payable(database), balance(database, "in_transit")) == (CENTS, 0)
    again = imported(tmp_path, pain002(run, "RJCT", reason="FF01"), "2026-11-19")["imported"][0]
    assert again["repeated"]
    prepared = answered("pay prepare --municipality GM0363 --month 2026-11 --by f.finance --today 2026-11-18")["run"]
    assert (prepared["run"], prepared["sent_cents"], prepared["subsidy_cents"]) == ("GM0363-2026-11-2", CENTS, 0)
    assert "rejected" in refused(f"pay export {run} --out {tmp_path} --by f.finance --today 2026-11-18")


def test_a_rejected_payment_is_payable_again_and_its_account_blocked(tmp_path: Path, database: Database) -> None:
    run = exported(tmp_path)
    (said,) = imported(tmp_path, pain002(run, "PART", {REFERENCE: "AC01"}), "2026-11-18")["imported"]
    assert said["counts"] == {"rejected": 1, "accounts blocked": 1}
    assert status() == ("confirmed", "rejected")
    assert (payable(database), balance(database, "bank")) == (CENTS, 0)


def test_an_accepted_file_records_nothing(tmp_path: Path) -> None:
    run = exported(tmp_path)
    (said,) = imported(tmp_path, pain002(run), "2026-11-18")["imported"]
    assert said["repeated"]
    assert status() == ("exported", "sent")


@pytest.mark.parametrize(
    ("entry", "bucket"),
    [
        (Entry(500), "unknown_receipt"),
        (Entry(-500), "unknown_payment"),
        (Entry(-CENTS + 1, REFERENCE), "wrong_amount"),
        (Entry(-CENTS, REFERENCE, counterparty="NL91ABNA0417164300"), "wrong_account"),
        (Entry(CENTS, REFERENCE), "ambiguous"),
        (Entry(-CENTS, "GM0363-2026-11-1/W-000002-W"), "unknown_payment"),
        (Entry(-CENTS, batch="GM0363-2026-11-1", transactions=2), "wrong_amount"),
    ],
)
def test_what_does_not_match_stays_in_a_named_bucket(tmp_path: Path, entry: Entry, bucket: str) -> None:
    exported(tmp_path)
    (said,) = imported(tmp_path, camt053([entry]))["imported"]
    assert said["counts"] == {bucket: 1}
    (line,) = answered("bank unmatched --today 2026-11-24")["lines"]
    assert (line["bucket"], line["cents"]) == (bucket, entry.cents)
    assert status() == ("exported", "sent")


def test_a_second_debit_is_a_duplicate(tmp_path: Path) -> None:
    exported(tmp_path)
    (said,) = imported(tmp_path, camt053([Entry(-CENTS, REFERENCE), Entry(-CENTS, REFERENCE)]))["imported"]
    assert said["counts"] == {"confirmed": 1, "runs answered": 1, "duplicate": 1}


def test_a_run_that_the_bank_books_as_one_amount_is_confirmed_whole(tmp_path: Path) -> None:
    run = exported(tmp_path)
    imported(tmp_path, camt053([Entry(-CENTS, batch=run, transactions=1)]))
    assert status() == ("confirmed", "confirmed")


def test_r37_a_line_is_assigned_by_hand_when_a_second_person_agrees(tmp_path: Path, database: Database) -> None:
    exported(tmp_path)
    imported(tmp_path, camt053([Entry(-CENTS, "PAYMENT OF NOVEMBER")]))
    (line,) = answered("bank unmatched --today 2026-11-24")["lines"]
    match = f"bank match {line['number']} --as confirmed --reference {REFERENCE} --reason asked_bank"
    done(f"{match} --by f.finance --today 2026-11-24")
    assert status() == ("exported", "sent")
    proposal = answered("proposals list")["proposals"][0]["proposal"]
    assert "cannot also agree" in refused(f"proposals approve {proposal} --by f.finance --today 2026-11-24")
    done(f"proposals approve {proposal} --by g.control --today 2026-11-24")
    assert status() == ("confirmed", "confirmed")
    assert not answered("bank unmatched --today 2026-11-24")["lines"]
    assert balance(database, "bank") == -CENTS


def test_a_missing_statement_is_told(tmp_path: Path) -> None:
    exported(tmp_path)
    imported(tmp_path, camt053([], 500, "2026-11-17/1", 1))
    missing = imported(tmp_path, camt053([], 900, "2026-11-19/1", 3))["missing"]
    assert [(gap["after"], gap["before"], gap["cents"]) for gap in missing] == [("2026-11-17/1", "2026-11-19/1", 400)]


def test_r25_a_run_is_not_withdrawn_once_the_bank_carried_it_out(tmp_path: Path) -> None:
    run = exported(tmp_path)
    imported(tmp_path, debited())
    assert "carried out" in refused(f"pay withdraw {run} --by f.finance --today 2026-11-24")


def test_a_statement_of_an_account_that_nobody_here_pays_from_is_refused(tmp_path: Path) -> None:
    exported(tmp_path)
    file = tmp_path / "other.xml"
    file.write_bytes(camt053([], account="NL91ABNA0417164300"))
    said = refused(f"bank import {file} --by f.finance --today 2026-11-20")
    assert "NL91" not in said
    assert "R25" in said


def test_r24_what_misses_its_day_is_told(tmp_path: Path) -> None:
    approved()
    early = answered("pay list --today 2026-11-13")
    assert not early["warnings"]
    late = answered("pay list --today 2026-11-19")
    assert "no payment file" in late["warnings"][0]
