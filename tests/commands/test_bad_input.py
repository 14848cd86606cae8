"""Whatever is typed: a clear message, exit 1 or 2, nothing recorded, no traceback, nothing personal in what is said."""

import json

import pytest

from commands.cli import SUMMARIES, VERBS
from commands.story import Outcome
from tests.commands.given import lks
from tests.commands.people import APPLY, CASE, DAY, FIRM, SECRETS, WORKER, done, entries, granted, paid, refused
from tests.databases import Database

RUN = "GM0363-2026-11-1"
PREPARE = "pay prepare --municipality GM0363 --month 2026-11 --by f.finance --today 2026-11-12"


def clear(outcome: Outcome) -> bool:
    """Whether a person can do something with what was said."""
    said = outcome.printed
    faults = ("Traceback", "fault in lks", "pydantic", "psycopg", "validation error")
    return bool(said) and not any(word in said for word in (*faults, *SECRETS))


def test_every_verb_is_explained_without_a_ledger() -> None:
    assert set(VERBS) == set(SUMMARIES)
    overview = lks("--help")
    for verb in VERBS:
        outcome = lks(f"{verb} --help")
        assert outcome.exit_code == 0
        assert "Usage: lks" in outcome.printed
        assert verb in overview.printed


def test_what_is_no_command_is_said() -> None:
    for words, message in {
        "nonsense": "No such command 'nonsense'",
        "pay nonsense": "No such command 'nonsense'",
        "show --nonsense": "No such option '--nonsense'",
        "'\udcff'": "not UTF-8",
        "show '\udcff'": "not UTF-8",
    }.items():
        said = refused(words, exit_code=2)
        assert message in said
    assert lks("").exit_code == 2


@pytest.mark.usefixtures("nowhere")
def test_without_a_ledger_the_remedy_is_said() -> None:
    for words in (f"show {CASE}", PREPARE, "audit verify", "schedule", "proposals list", "find person P-000001-G"):
        outcome = lks(words)
        assert outcome.exit_code == 1
        assert "lks db init" in outcome.printed, words


@pytest.mark.usefixtures("opened")
def test_who_asks_is_wanted_of_everything_that_records(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    granted()
    monkeypatch.delenv("LKS_ACTOR")
    before = entries(database.dsn)
    for words in (
        "person register --municipality GM0363",
        "employer register",
        f"target-group end --person {WORKER} --effective 2027-01-01",
        APPLY,
        f"documents receive --case {CASE} --document contract",
        f"measurement order --case {CASE} --expert LWD-1",
        f"decide grant --case {CASE}",
        f"decide extend --case {CASE}",
        f"decide amend --case {CASE} --effective 2026-11-01",
        f"decide revise --case {CASE} --start 2026-11-01 --wage-value 50 --ground wrong_data",
        f"decide withdraw --case {CASE} --start 2026-11-01 --ground wrong_data",
        f"amend --case {CASE} --effective 2026-11-01 --hours 24",
        f"hours report --case {CASE} --from 2026-11-01 --until 2026-11-30 --hours 80 --source payslip",
        "hours report --file uren.csv",
        f"leave --case {CASE} --from 2026-11-01 --until 2026-11-30",
        f"sickness --case {CASE} --reported-on 2021-11-01 --first-day 2021-11-01 --source uwv",
        f"transfer --case {CASE} --to GM0518 --registered-on 2026-11-01",
        f"objection file --case {CASE} --decision {CASE}/1 --objector employer",
        f"objection decide --case {CASE} --outcome founded",
        "pay prepare --municipality GM0363 --month 2026-11",
        "proposals approve 1",
        "law adopt",
        "policy adopt part_month working",
    ):
        for by in ("", " --by ''", " --by ' '"):
            said = refused(words + by, exit_code=2)
            assert "--by: nobody is named. Give --by NAME or set LKS_ACTOR." in said, words
    assert "no name of at most 100 characters" in refused(f"{APPLY} --by {'x' * 101}", exit_code=2)
    assert entries(database.dsn) == before


@pytest.mark.usefixtures("opened")
def test_r25_a_run_is_refused_its_own_preparer_and_paid_once(database: Database) -> None:
    granted()
    done(PREPARE)
    before = entries(database.dsn)
    said = refused(f"pay approve {RUN} --by f.finance --today 2026-11-13")
    assert "f.finance asked for this and cannot also agree with it. (R37)" in said
    assert entries(database.dsn) == before
    done(f"pay approve {RUN} --by g.control --today 2026-11-13")
    before = entries(database.dsn)
    assert f"{RUN} is approved. (R25)" in refused(f"pay approve {RUN} --by g.control --today 2026-11-14")
    assert "Already recorded" in done(f"pay approve {RUN} --by g.control --today 2026-11-13")
    assert "Nothing is payable in GM0363 for 2026-11. (R23)" in refused(PREPARE)
    assert entries(database.dsn) == before


@pytest.mark.usefixtures("opened")
def test_r37_two_persons_need_two_logins_where_none_is_shared(database: Database) -> None:
    """The embedded ledger shares its login; this one says no, which takes two persons as well."""
    granted()
    said = done(f"policy adopt shared_login no --municipality GM0363 --since 2026-09-01 --yes {DAY}")
    number = said.split("approve ")[1].split()[0]
    done(f"proposals approve {number} --by h.manager {DAY}")
    done(PREPARE)
    before = entries(database.dsn)
    said = refused(f"pay approve {RUN} --by g.control --today 2026-11-13")
    assert "Both steps came through the same database login. (R37)" in said
    assert entries(database.dsn) == before


ABSURD = (
    f"show {'9' * 5000}",
    f"explain {CASE} --month 9998-12",
    f"explain {CASE} --month 0001-01",
    f"{APPLY.replace('2026-10-23', '9999-12-31').replace(WORKER, 'P-000002-C')}",
    f"{APPLY.replace('2026-10-23', '0001-01-01').replace(WORKER, 'P-000002-C')}",
    f"{APPLY.replace('--hours 32', '--hours ' + '9' * 300)}",
    f"documents request --case {CASE} --document contract --respond-by 9999-12-31 --today 9999-12-30",
    f"documents receive --case {CASE} --document contract --today 0001-01-01",
    f"decide grant --case {CASE} --decided-on 9999-12-31 --today 9999-12-31",
    f"measurement waive --case {CASE} --today 9999-12-31",
    "pay prepare --municipality GM0363 --month 9998-12 --today 2026-11-12",
    "pay prepare --municipality GM0363 --month 0001-01 --today 2026-11-12",
    f"pay approve GM0363-2026-11-9999 {DAY}",
    f"pay hold --case {CASE} --employer {FIRM} --reason doubt {DAY}",
    f"amend --case {CASE} --effective 9999-12-31 --hours 24 {DAY}",
    f"amend --case {CASE} --effective 2099-12-31 --end 1900-01-01 {DAY}",
    f"amend --case {CASE} --effective 2026-11-01 --hours {'9' * 300} {DAY}",
    f"amend --case {CASE} --effective 2026-11-01 --employer '' {DAY}",
    f"hours report --case {CASE} --from 2026-11-30 --until 2026-11-01 --hours 80 --source payslip --today 2026-12-01",
    f"hours report --case {CASE} --from 1900-01-01 --until 2099-12-31 --hours {'9' * 12} --source suwi --today 2099-12-31",
    f"hours report --file /dev/null {DAY}",
    f"hours report --file . {DAY}",
    f"leave --case {CASE} --from 2099-12-31 --until 1900-01-01 {DAY}",
    f"sickness --case {CASE} --reported-on 1900-01-01 --first-day 2099-12-31 --source uwv {DAY}",
    f"transfer --case {CASE} --to GM0000000 --registered-on 2026-11-01 {DAY}",
    f"transfer --case {CASE} --to '' --registered-on 2026-11-01 {DAY}",
    f"transfer --case {CASE} --to BE --registered-on 2099-12-31 {DAY}",
    f"decide extend --case {CASE} --until 9999-12-31 {DAY}",
    f"decide revise --case {CASE} --start 2099-12-31 --wage-value 50 --ground wrong_data {DAY}",
    f"decide revise --case {CASE} --start 2026-10-23 --until 1900-01-01 --wage-value 50 --ground objection --today 2026-11-01",
    f"decide withdraw --case {CASE} --start 1900-01-01 --ground wrong_data {DAY}",
    f"decide amend --case {CASE} --effective 1900-01-01 {DAY}",
    f"objection file --case {CASE} --decision 'het besluit van Vermeer' --objector employer {DAY}",
    f"objection file --case {CASE} --decision {CASE}/1 --objector employer --received-on 2099-12-31 {DAY}",
    f"objection decide --case {CASE} --outcome founded --grant --wage-value 50 {DAY}",
    f"pay hold --case {CASE} --reason honger {DAY}",
    f"pay release --case {CASE} {DAY}",
    f"pay prepare --municipality GM0363 --month 2026-11 --long-first-payment {CASE} {DAY}",
    f"measurement order --case {CASE} --expert 999900109-Vermeer-en-nog-veel-meer-dan-veertig-tekens {DAY}",
    f"{APPLY} --anyway",
    f"{APPLY} --reason paper",
    f"{APPLY} --anyway --reason 'omdat Vermeer het vroeg'",
    f"{APPLY} --today gisteren",
    "schedule --from 9998-12 --to 0001-01",
    "law adopt --parameter minimum_wage --since 9999-12-31 --value 1,000",
    "policy adopt nonsense yes",
    "proposals approve 0",
    "find reference ''",
)


@pytest.mark.usefixtures("opened")
def test_what_is_absurd_is_answered_clearly_and_recorded_nowhere(database: Database) -> None:
    granted()
    before = entries(database.dsn)
    for words in ABSURD:
        outcome = lks(words)
        assert outcome.exit_code in (0, 1, 2), words
        assert clear(outcome), f"$ lks {words}\n{outcome.printed}"
        assert entries(database.dsn) == before, words


@pytest.mark.usefixtures("opened")
def test_a_reason_is_a_code_so_that_no_story_ends_up_in_the_log() -> None:
    said = refused(f"{APPLY} --anyway --reason 'omdat Vermeer het vroeg'", exit_code=2)
    assert "this is no code" in said
    assert "Vermeer" not in said


@pytest.mark.usefixtures("opened")
def test_errors_are_json_too() -> None:
    for words, error, what in (
        (f"show {CASE} --json", "Refused", "There is no case"),
        ("show LKS-26-000001-K --json", "Misuse", "check character"),
        (f"{APPLY} --by '' --json", "Misuse", "nobody is named"),
        ("show --nonsense --json", "Misuse", "No such option"),
    ):
        outcome = lks(words)
        said = json.loads(outcome.printed)
        assert said["error"] == error
        assert what in said["what"]
        assert outcome.exit_code == (1 if error == "Refused" else 2)
    assert json.loads(lks(f"show {CASE} --json").printed)["rule"] == "R15"


@pytest.mark.usefixtures("opened")
def test_r40_a_business_day_that_is_not_today_is_marked_on_every_answer() -> None:
    paid()
    for words in (
        f"show {CASE}",
        f"history {CASE}",
        f"explain {CASE} --month 2026-11",
        "schedule",
        f"find person {WORKER}",
    ):
        said = done(f"{words} --today 2026-11-20")
        assert said.endswith("(demonstration, business day 2026-11-20)"), words
        assert done(words).endswith("(demonstration)"), words


@pytest.mark.usefixtures("empty")
def test_r40_a_real_ledger_takes_no_day_to_come_and_none_before_the_last_entry(database: Database) -> None:
    done("db init --shared-login")
    before = entries(database.dsn)
    said = refused("policy adopt part_month working --today 2099-01-01", exit_code=2)
    assert "2099-01-01 is in the future." in said
    said = refused("policy adopt part_month working --today 2020-01-01")
    assert "after 2020-01-01. (R40) Give the real day, or --anyway with a --reason." in said
    assert entries(database.dsn) == before
    said = done("policy adopt part_month working --today 2020-01-01 --anyway --reason paper_form")
    assert said.endswith("(business day 2020-01-01)")


@pytest.mark.usefixtures("opened")
def test_a_key_makes_a_repeat_harmless_and_means_one_thing(database: Database) -> None:
    granted()
    hold = f"pay hold --case {CASE} --reason doubt --key form-17"
    done(f"{hold} {DAY}")
    before = entries(database.dsn)
    assert "Already recorded (entry " in done(f"{hold} {DAY}")
    said = refused(f"pay hold --case {CASE} --reason seizure --key form-17 {DAY}")
    assert "That key was used for something else (entry " in said
    assert entries(database.dsn) == before
