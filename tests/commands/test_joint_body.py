"""A joint body that serves several municipalities (art. 8c Pw): one ledger, one account, one bank file, runs and reports for each
(R21, R24, R25, R26)."""

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from commands.story import Outcome
from tests.bank.statements import ACCOUNT, Entry, camt053, pain002
from tests.commands.bank_office import imported
from tests.commands.given import lks
from tests.commands.people import DAY, FIRM, PERSON, answered, done, granted, refused
from tests.databases import Database
from tests.projections.tables import ask
from tests.worlds import kept

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("opened")]

HERE, THERE = "GM0363-2026-11-1", "GM0599-2026-11-1"
FINANCE = "--by f.finance --today 2026-11-13"
NEXT = "--by f.finance --today 2026-11-24"


def neighbour() -> str:
    """A person of the other municipality at the same employer; the case, granted."""
    number = answered(f"person register --municipality GM0599 {DAY}", json.dumps(PERSON))["person"]
    done(f"target-group establish --person {number} --group assistance --effective 2026-08-15 {DAY}")
    case: str = answered(
        f"apply --municipality GM0599 --person {number} --employer {FIRM} --applicant employer --basis lid_1a "
        f"--group assistance --start 2026-11-01 --hours 32 --full-time-hours 36 {DAY}"
    )["case"]
    done(
        f"measurement record --case {case} --measured-on 2026-08-20 --reported-on 2026-08-27 --wage-value 60 "
        f"--expert LWD-1 --draft-discussed-on 2026-08-24 {DAY}"
    )
    done(f"measurement establish --case {case} {DAY}")
    done(f"decide grant --case {case} {DAY}")
    return case


def pays_from(municipality: str, iban: str = ACCOUNT) -> None:
    """The account that a municipality pays from, adopted by two persons."""
    adopt = f"policy adopt paying_account '{iban} Werkbedrijf {municipality}' --municipality {municipality}"
    proposal = answered(f"{adopt} --since 2026-01-01 --yes {FINANCE}")["proposal"]
    done(f"proposals approve {proposal} --today 2026-11-13 --by g.control")


def approved(municipality: str, month: str = "2026-11", day: str = "2026-11-12") -> str:
    """A run of a municipality, prepared and approved."""
    prepare = f"pay prepare --municipality {municipality} --month {month} --by f.finance --today {day}"
    run: str = answered(prepare)["run"]["run"]
    done(f"pay approve {run} --by g.control --today {day}")
    return run


@kept
def two_runs() -> tuple[int, int]:
    """Both municipalities with an approved run from one account; cents of each."""
    granted()
    neighbour()
    pays_from("GM0363")
    pays_from("GM0599")
    assert (approved("GM0363"), approved("GM0599")) == (HERE, THERE)
    return cents(HERE), cents(THERE)


def cents(run: str) -> int:
    """What a run sends."""
    return int(answered(f"pay status {run} --today 2026-11-13")["run"]["sent_cents"])


def exported(folder: Path, runs: str = f"{HERE} {THERE}") -> Any:
    """The payment file of these runs."""
    return answered(f"pay export {runs} --out {folder} {FINANCE}")


def statuses() -> list[str]:
    """How far both runs are."""
    return [answered(f"pay status {run} --today 2026-11-25")["run"]["status"] for run in (HERE, THERE)]


def found(document: bytes, path: str) -> list[str]:
    root = etree.fromstring(document)
    return [str(one.text) for one in root.iterfind("/".join(f"{{*}}{step}" for step in path.split("/")))]


def test_r25_one_file_holds_a_block_for_each_run_and_is_the_same_every_time(tmp_path: Path) -> None:
    here, there = two_runs()
    made = exported(tmp_path / "a")
    document = Path(made["file"]).read_bytes()
    assert found(document, "CstmrCdtTrfInitn/PmtInf/PmtInfId") == [HERE, THERE]
    assert found(document, "CstmrCdtTrfInitn/PmtInf/Dbtr/Nm") == ["Werkbedrijf GM0363", "Werkbedrijf GM0599"]
    assert found(document, "CstmrCdtTrfInitn/GrpHdr/NbOfTxs") == ["2"]
    assert [entry["fact"] for entry in made["entries"]] == ["RunExported", "RunExported"]
    assert (made["cents"], [one["cents"] for one in made["runs"]]) == (here + there, [here, there])
    again = exported(tmp_path / "b", f"{THERE} {HERE}")
    assert again["repeated"]
    assert Path(again["file"]).read_bytes() == document
    assert [path.name for path in (tmp_path / "b").iterdir()] == [Path(made["file"]).name]
    assert f"lks pay export {HERE} {THERE}" in refused(f"pay export {HERE} --out {tmp_path} {FINANCE}")


def test_r25_what_has_a_file_of_its_own_is_left_out(tmp_path: Path) -> None:
    two_runs()
    exported(tmp_path, HERE)
    assert "Leave it out" in refused(f"pay export {HERE} {THERE} --out {tmp_path} {FINANCE}")
    assert statuses() == ["exported", "approved"]


def test_r25_another_account_or_another_day_is_another_file(tmp_path: Path) -> None:
    granted()
    neighbour()
    pays_from("GM0363")
    pays_from("GM0599", "NL27INGB0223344556")
    approved("GM0363")
    approved("GM0599")
    words = f"pay export {HERE} {THERE} --out {tmp_path} {FINANCE}"
    assert "Make a file for each account." in refused(words)
    later = approved("GM0363", "2026-12", "2026-12-10")
    assert "Make a file for each day." in refused(f"pay export {HERE} {later} --out {tmp_path} {FINANCE}")
    assert not list(tmp_path.glob("*.xml"))


def test_a_file_that_was_stopped_before_it_was_in_place_is_made_by_asking_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_runs()
    folder = tmp_path / "bank"
    with monkeypatch.context() as stopped:
        stopped.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        assert lks(f"pay export {HERE} {THERE} --out {folder} {FINANCE}").exit_code == 130
    assert not list(folder.iterdir())
    assert statuses() == ["exported", "exported"]
    made = exported(folder)
    assert made["repeated"]
    assert [path.name for path in folder.iterdir()] == [Path(made["file"]).name]


def test_r21_a_statement_of_the_one_account_answers_both_runs(tmp_path: Path, database: Database) -> None:
    here, there = two_runs()
    exported(tmp_path)
    lines = [Entry(-here, batch=HERE, transactions=1), Entry(-there, f"{THERE}/{FIRM}")]
    (said,) = imported(tmp_path, camt053(lines))["imported"]
    assert said["counts"] == {"confirmed": 2, "runs answered": 2}
    assert statuses() == ["confirmed", "confirmed"]
    query = "SELECT municipality, sum(credit_cents) AS cents FROM finance.postings WHERE account = 'bank' GROUP BY 1 ORDER BY 1"
    assert [(row["municipality"], int(row["cents"])) for row in ask(database, query)] == [
        ("GM0363", here),
        ("GM0599", there),
    ]


def test_r25_a_file_that_the_bank_rejects_rejects_every_run_in_it(tmp_path: Path) -> None:
    two_runs()
    message = found(Path(exported(tmp_path)["file"]).read_bytes(), "CstmrCdtTrfInitn/GrpHdr/MsgId")[0]
    copy = imported(tmp_path, pain002(message, "RJCT", reason="DUPL"), "2026-11-18")["imported"]
    assert [one["counts"] for one in copy] == [{}]
    said = imported(tmp_path, pain002(message, "RJCT", reason="FF01"), "2026-11-18")["imported"]
    assert [one["counts"] for one in said] == [{"rejected": 1}, {"rejected": 1}]
    assert statuses() == ["rejected", "rejected"]
    assert approved("GM0599", day="2026-11-18") == "GM0599-2026-11-2"


@pytest.mark.parametrize("group", ["PART", ""])
def test_r25_a_bank_can_reject_one_run_of_a_file(tmp_path: Path, group: str) -> None:
    two_runs()
    message = found(Path(exported(tmp_path)["file"]).read_bytes(), "CstmrCdtTrfInitn/GrpHdr/MsgId")[0]
    report = pain002(message, group, blocks={THERE: "RJCT"})
    assert len(imported(tmp_path, report, "2026-11-18")["imported"]) == 1
    assert statuses() == ["exported", "rejected"]


def test_r26_a_bank_can_reject_payments_of_both_runs(tmp_path: Path) -> None:
    two_runs()
    message = found(Path(exported(tmp_path)["file"]).read_bytes(), "CstmrCdtTrfInitn/GrpHdr/MsgId")[0]
    report = pain002(message, "PART", {f"{HERE}/{FIRM}": "AC04", f"{THERE}/{FIRM}": "AC04"})
    said = imported(tmp_path, report, "2026-11-18")["imported"]
    assert [one["counts"] for one in said] == [{"rejected": 1, "accounts blocked": 1}, {"rejected": 1}]


def test_r37_lines_of_the_one_account_wait_for_both_and_are_assigned_by_hand(tmp_path: Path) -> None:
    here, there = two_runs()
    exported(tmp_path)
    lines = [Entry(-here, f"{HERE}/{FIRM}"), Entry(-there), Entry(1234)]
    imported(tmp_path, camt053(lines))
    for municipality in ("GM0363", "GM0599"):
        waiting = answered(f"bank unmatched --municipality {municipality} --today 2026-11-24")["lines"]
        assert [line["bucket"] for line in waiting] == ["unknown_payment", "unknown_receipt"]
    words = f"bank match {waiting[0]['number']} --as confirmed --reference {THERE}/{FIRM} --reason asked_bank {NEXT}"
    (entry,) = answered(words)["entries"]
    done(f"proposals approve {entry['position']} --by g.control --today 2026-11-24")
    assert statuses() == ["confirmed", "confirmed"]
    assert len(answered("bank unmatched --today 2026-11-24")["lines"]) == 1


def test_a_run_twice_in_one_command_is_one_run_and_an_unknown_one_is_refused(tmp_path: Path) -> None:
    two_runs()
    made = exported(tmp_path, f"{HERE} {HERE}")
    assert Path(made["file"]).name == f"{HERE}.xml"
    outcome: Outcome = lks(f"pay export {THERE} GM0599-2026-12-1 --out {tmp_path} {FINANCE}")
    assert outcome.exit_code == 1
    assert "There is no run GM0599-2026-12-1." in outcome.printed
