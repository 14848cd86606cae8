"""Wrong parties on the command line: persons and employers corrected, merged, and cases moved (R6, R14, R16, R26, R35-R37)."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bank.statements import Entry, camt053
from tests.commands.bank_office import CENTS, REFERENCE, debited, exported, imported
from tests.commands.given import lks
from tests.commands.people import (
    CASE,
    DAY,
    EMPLOYER,
    FIRM,
    PERSON,
    WORKER,
    YOUTH,
    answered,
    applied,
    done,
    employer,
    entries,
    granted,
    law,
    person,
    refused,
    typing,
)
from tests.databases import Database
from tests.projections.tables import ask
from tests.worlds import kept

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("opened")]

OTHER: dict[str, Any] = {
    "name": "Groenbeheer Waterland",
    "kvk": "23456789",
    "payroll_tax_number": "999900596L01",
    "iban": "NL27INGB0223344556",
    "account_name": "Groenbeheer Waterland",
}
RIGHT_BSN = "999900171"
LATER = "--today 2026-11-25"
SECRETS = [
    str(value)
    for data in (PERSON, YOUTH, EMPLOYER, OTHER)
    for field, value in data.items()
    if field not in ("initials", "account_name")
] + [RIGHT_BSN, "van der Meer", "Het Deeg"]


def agree(proposal: int, day: str = LATER) -> str:
    """A second person agrees."""
    return done(f"proposals approve {proposal} --by g.control {day}")


def waiting(answer: Any) -> int:
    """The number of what was proposed."""
    (entry,) = answer["entries"]
    assert entry["fact"] == "Proposed"
    return int(entry["position"])


def find_bsn(bsn: str) -> list[str]:
    found: list[str] = answered("find bsn --municipality GM0363", bsn)["persons"]
    return found


# --- persons ------------------------------------------------------------------------------------------------------------


def test_r36_a_wrong_bsn_is_put_right_and_the_old_one_finds_nobody(database: Database) -> None:
    applied()
    words = f"person correct {WORKER} --reason typing {DAY}"
    before = entries(database.dsn)
    shown = done(words, json.dumps({"bsn": RIGHT_BSN, "surname": "van der Meer"}))
    assert shown.splitlines()[:3] == [
        f"{WORKER}: bsn, surname corrected. It concerns 1 case: {CASE}.",
        "No amount changes.",
        "Nothing was recorded. The same with --yes records it.",
    ]
    assert entries(database.dsn) == before
    answer = answered(f"{words} --yes", json.dumps({"bsn": RIGHT_BSN, "surname": "van der Meer"}))
    assert find_bsn(PERSON["bsn"]) == [WORKER]
    agree(waiting(answer), DAY)
    assert (find_bsn(PERSON["bsn"]), find_bsn(RIGHT_BSN)) == ([], [WORKER])
    assert answered("find name --municipality GM0363", "Meer")["persons"] == [WORKER]


def test_r6_another_birth_date_shows_what_it_does_to_amounts_and_moves_the_age_steps() -> None:
    granted()
    birth = json.dumps({"birth_date": "2007-11-16"})
    answer = answered(f"person correct {WORKER} --reason typing --yes {LATER}", birth)
    assert (answer["fields"], list(answer["effects"])) == (["birth_date"], [CASE])
    agree(waiting(answer))
    assert "fixed element: 493.57 subsidy + 123.39 charges" in done(f"explain {CASE} --month 2026-11")


def test_the_specification_tells_what_counts_now(tmp_path: Path) -> None:
    run = exported(tmp_path)
    right = json.dumps({"bsn": RIGHT_BSN})
    agree(waiting(answered(f"person correct {WORKER} --reason typing --yes {LATER}", right)))
    payroll = json.dumps({"payroll_tax_number": "999900596L01"})
    agree(waiting(answered(f"employer correct {FIRM} --reason typing --yes {LATER}", payroll)))
    done(f"specification {run} --out {tmp_path / 'told'} --profile A {LATER}")
    (file,) = (tmp_path / "told").glob("*.csv")
    told = file.read_text(encoding="utf-8")
    assert RIGHT_BSN in told
    assert PERSON["bsn"] not in told
    assert "999900596L01" in told


def test_r36_of_two_corrections_that_wait_the_second_does_not_undo_the_first() -> None:
    applied()
    words = f"person correct {WORKER} --reason typing --yes {DAY}"
    first = waiting(answered(words, json.dumps({"bsn": RIGHT_BSN})))
    second = waiting(answered(words, json.dumps({"surname": "van der Meer"})))
    agree(first, DAY)
    assert "was corrected after this was asked" in refused(f"proposals approve {second} --by g.control {DAY}")
    assert find_bsn(RIGHT_BSN) == [WORKER]


def test_what_is_right_is_left_empty_when_it_is_typed() -> None:
    applied()
    outcome = typing(f"person correct {WORKER} --reason typing {DAY}", "", "", "van der Meer", "", "y")
    assert outcome.exit_code == 0, outcome.printed
    assert f"{WORKER}: surname corrected." in outcome.printed
    assert "Proposed; a second person agrees with" in outcome.printed


def test_nothing_that_differs_records_nothing(database: Database) -> None:
    applied()
    before = entries(database.dsn)
    words = f"person correct {WORKER} --reason typing --yes {DAY}"
    assert "nothing was recorded" in done(words, json.dumps({"bsn": PERSON["bsn"]}))
    assert "nothing was recorded" in done(words, "{}")
    assert entries(database.dsn) == before


def test_r14_r36_a_person_registered_twice_is_merged_and_can_get_no_new_case() -> None:
    applied()
    right = person({**PERSON, "bsn": RIGHT_BSN})
    words = f"person correct {WORKER} --reason typing --yes {DAY}"
    said = refused(words, json.dumps({"bsn": RIGHT_BSN}))
    assert f"lks person merge {WORKER} --into {right}" in said
    merge = f"person merge {WORKER} --into {right} --reason twice {DAY}"
    assert f"{WORKER} is the same person as {right}. It concerns 1 case: {CASE}." in done(merge)
    said = agree(waiting(answered(f"{merge} --yes")), DAY)
    assert "PersonMerged, Corrected, SubsidyOpened" in said
    assert [one["case"] for one in answered(f"find person {right}")["cases"]] == [CASE]
    assert answered(f"find person {WORKER}")["cases"] == []
    assert right in refused(
        f"apply --municipality GM0363 --person {WORKER} --employer {FIRM} --applicant employer --basis lid_1a "
        f"--group assistance --start 2026-11-23 --hours 32 --full-time-hours 36 {DAY}"
    )


# --- employers ----------------------------------------------------------------------------------------------------------


def test_r26_a_wrong_payroll_number_is_put_right_and_the_account_is_not_touched() -> None:
    applied()
    words = f"employer correct {FIRM} --reason typing --yes {DAY}"
    assert "bank-account change" in refused(words, json.dumps({"iban": "NL91ABNA0417164300"}), exit_code=2)
    answer = answered(words, json.dumps({"name": "Bakkerij Het Deeg", "payroll_tax_number": "999900596L01"}))
    assert (answer["fields"], answer["cases"]) == (["name", "payroll_tax_number"], [CASE])
    agree(waiting(answer), DAY)
    assert answered("find payroll", EMPLOYER["payroll_tax_number"])["employers"] == []
    assert answered("find payroll", "999900596L01")["employers"] == [FIRM]


@kept
def two_running() -> list[str]:
    """Two granted cases at one firm, and another firm."""
    first = granted()
    second_person = person(YOUTH)
    words = (
        f"apply --municipality GM0363 --person {second_person} --employer {FIRM} --applicant employer --basis lid_1a "
        f"--group assistance --start 2026-10-23 --hours 20 --full-time-hours 36 {DAY}"
    )
    second: str = answered(words)["case"]
    done(
        f"measurement record --case {second} --measured-on 2026-08-20 --reported-on 2026-08-27 --wage-value 40 "
        f"--expert LWD-1 --draft-discussed-on 2026-08-24 {DAY}"
    )
    done(f"measurement establish --case {second} {DAY}")
    done(f"decide grant --case {second} {DAY}")
    return [first, second]


def test_r26_all_running_cases_of_an_employer_move_after_one_preview_and_one_approval(database: Database) -> None:
    cases = two_running()
    firm = employer(OTHER)
    words = f"employer move --from {FIRM} --to {firm} --effective 2026-11-01 {LATER}"
    shown = done(words).splitlines()
    assert shown[0] == f"2 cases of GM0363 to {firm} from 2026-11-01."
    assert f"The account of {firm} is known." in shown
    assert shown[-2] == "Nothing was recorded. The same with --yes records it."
    answer = answered(f"{words} --yes")
    assert [one["case"] for one in answer["cases"]] == cases
    assert "2 times Amended, 2 times SubsidyOpened" in agree(waiting(answer))
    query = "SELECT DISTINCT employer_number FROM projection.subsidies"
    assert [row["employer_number"] for row in ask(database, query)] == [firm]
    assert "no running case" in refused(words)


def test_a_file_of_cases_with_and_without_a_heading_from_standard_input() -> None:
    cases = two_running()
    firm = employer(OTHER)
    words = f"employer move --file - --to {firm} --effective 2026-11-01 {LATER} --yes"
    answer = answered(words, f"case,naam\n{cases[0]},x\n\n{cases[0]};y\n")
    assert ([one["case"] for one in answer["cases"]], answer["passed_over"]) == ([cases[0]], 0)
    agree(waiting(answer))
    answer = answered(words, "\n".join(cases))
    assert ([one["case"] for one in answer["cases"]], answer["passed_over"]) == ([cases[1]], 1)
    agree(waiting(answer))
    assert "nothing was recorded" in done(words, "\n".join(cases))


def test_a_file_that_holds_something_else_is_said_by_line_and_never_by_value(database: Database) -> None:
    cases = two_running()
    firm = employer(OTHER)
    before = entries(database.dsn)
    words = f"employer move --file - --to {firm} --effective 2026-11-01 {LATER} --yes"
    said = refused(words, f"{cases[0]}\n999900109\n", exit_code=2)
    assert "line 2" in said
    assert "999900109" not in said
    assert "holds no case" in refused(words, "case\n", exit_code=2)
    assert "LKS-26-000077-B" in refused(words, f"{cases[0]}\nLKS-26-000077-B\n")
    assert entries(database.dsn) == before


def test_what_does_not_go_along_is_said_in_the_preview(tmp_path: Path) -> None:
    run = exported(tmp_path)
    firm = employer(OTHER)
    done(f"pay hold --employer {FIRM} --reason bankruptcy {LATER}")
    shown = done(f"employer move --from {FIRM} --to {firm} --effective 2026-11-01 {LATER}")
    assert f"Payment to {FIRM} is held (bankruptcy); the cases are not, once moved." in shown
    assert f"{run} still pays the employer they are with: it was approved before." in shown


def test_r21_a_payment_that_comes_back_after_the_move_finds_its_case_and_goes_to_the_other_employer(
    tmp_path: Path, database: Database
) -> None:
    exported(tmp_path)
    imported(tmp_path, debited())
    firm = employer(OTHER)
    agree(waiting(answered(f"employer move --from {FIRM} --to {firm} --effective 2026-11-01 {LATER} --yes")))
    back = camt053([Entry(CENTS, REFERENCE, "AC04", day="2026-11-23")], 10_000_000 - CENTS, "2026-11-23/1", 2)
    (said,) = imported(tmp_path, back, "2026-11-25")["imported"]
    assert said["counts"] == {"returned": 1, "accounts blocked": 1}
    shown = answered("pay prepare --municipality GM0363 --month 2026-12 --by f.finance --today 2026-12-10")
    run = shown["run"]["run"]
    done(f"pay approve {run} --by g.control --today 2026-12-10")
    (payment,) = answered(f"pay status {run} --today 2026-12-10")["payments"]
    assert payment["employer"] == firm
    assert payment["sent_cents"] > CENTS


# --- the target group ---------------------------------------------------------------------------------------------------


def test_r14_a_wrong_end_of_the_target_group_is_corrected_and_taken_back_by_its_entry() -> None:
    granted()
    done(f"target-group end --person {WORKER} --effective 2026-12-01 {LATER}")
    entry = next(
        one["position"] for one in answered(f"history {WORKER}")["entries"] if one["fact"] == "TargetGroupEnded"
    )
    words = f"correct {entry} --set effective=2027-01-01 --reason typing {LATER}"
    assert f"{CASE}: its end moves with it." in done(words)
    agree(waiting(answered(f"{words} --yes")))
    assert [one["to"] for one in answered(f"find person {WORKER}")["cases"]] == ["2026-12-31"]
    agree(waiting(answered(f"withdraw {entry} --reason mistake {LATER} --yes")))
    assert [(one["status"], one["to"]) for one in answered(f"find person {WORKER}")["cases"]] == [("granted", None)]
    assert "taken back by entry" in done(f"history {WORKER}")


# --- the canary ---------------------------------------------------------------------------------------------------------


def test_no_bsn_and_no_name_is_printed_or_logged(database: Database) -> None:
    law()
    printed = [str(applied())]
    right = person({**PERSON, "bsn": RIGHT_BSN})
    firm = employer(OTHER)
    for words, typed in (
        (
            f"person correct {WORKER} --reason typing --yes {DAY}",
            {"surname": "van der Meer", "birth_date": "2006-11-16"},
        ),
        (f"person correct {WORKER} --reason typing --yes {DAY}", {"bsn": RIGHT_BSN}),
        (f"employer correct {FIRM} --reason typing --yes {DAY}", {"name": "Bakkerij Het Deeg"}),
        (f"employer correct {FIRM} --reason typing --yes {DAY}", {"payroll_tax_number": OTHER["payroll_tax_number"]}),
        (f"person correct {WORKER} --reason typing --yes {DAY}", {"bsn": "999900108"}),
        (f"person merge {WORKER} --into {right} --reason twice --yes {DAY}", {}),
        (f"employer move --from {FIRM} --to {firm} --effective 2026-09-01 --yes {DAY}", {}),
        (f"employer move --file - --to {firm} --effective 2026-09-01 --yes {DAY}", {"bsn": PERSON["bsn"]}),
        ("proposals approve 10 --by g.control", {}),
        (f"history {WORKER}", {}),
        (f"history {WORKER} --json", {}),
        (f"history {FIRM}", {}),
        ("proposals list", {}),
        ("proposals list --json", {}),
    ):
        printed.append(lks(words, json.dumps(typed)).printed)
    log = ask(
        database,
        "SELECT convert_from(state, 'UTF8') AS state, convert_from(cause, 'UTF8') AS cause FROM ledger.ledger_events",
    )
    stored = "".join(f"{row['state']}{row['cause']}" for row in log)
    for secret in SECRETS:
        assert not any(secret in text for text in printed), secret
        assert secret not in stored
