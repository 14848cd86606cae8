"""The process on the command line: what each step says of what comes next and by when, and that asking twice is harmless."""

import pytest

from tests.commands.people import CASE, DAY, WORKER, answered, applied, done, granted, law, refused
from tests.commands.running_case import running_case

pytestmark = pytest.mark.usefixtures("opened")

REQUEST = f"documents request --case {CASE} --document contract --respond-by 2026-09-15 {DAY}"


def on(day: str) -> str:
    """The business day of a command."""
    return f"--today {day}"


def entry(topic: str) -> int:
    """The number of the last entry of that kind."""
    position: int = [one for one in answered(f"history {CASE}")["entries"] if one["fact"] == topic][-1]["position"]
    return position


def remind(about: str, day: str, more: str = "") -> str:
    """A reminder of a day."""
    return f"remind --case {CASE} --about {about} {more} {on(day)}"


def test_awb_4_5_from_what_is_missing_to_an_application_that_is_set_aside_and_opened_again() -> None:
    applied()
    assert "from 2026-09-16 on: lks remind" in done(REQUEST)
    assert "Remind from 2026-09-16 on, or sooner with --anyway" in refused(remind("documents", "2026-09-10"))
    first = done(remind("documents", "2026-09-16"))
    assert "reminder 1 of 3 of documents (contract), sent on 2026-09-16; to answer by 2026-09-30." in first
    assert f"from 2026-10-01 on: lks remind --case {CASE} --about documents" in first
    assert "Already recorded" in done(remind("documents", "2026-09-16"))
    assert "2 of 3" in done(remind("documents", "2026-09-25", "--anyway --reason agreed_by_phone"))
    last = done(remind("documents", "2026-10-10"))
    assert (
        f"It was the last. Next, without an answer, from 2026-10-24 through 2026-11-20: lks set-aside --case {CASE}"
        in last
    )
    assert "reminders sent: 3; to answer by 2026-10-23" in done(f"show {CASE}")

    taken_back = done(f"withdraw {entry('Reminded')} --reason not_sent --yes {on('2026-10-10')}")
    assert "taken back" in taken_back
    assert "reminders sent: 2" in done(f"show {CASE}")
    assert "2 of 3 reminders were sent" in refused(f"set-aside --case {CASE} {on('2026-10-24')}")
    assert "3 of 3" in done(remind("documents", "2026-10-10"))

    early = refused(f"set-aside --case {CASE} {on('2026-10-23')}")
    assert "can be sent until 2026-10-23. (R15, art. 4:5 Awb) From 2026-10-24 on it can be set aside." in early
    aside = f"set-aside --case {CASE} {on('2026-10-26')}"
    said = done(aside)
    assert f"{CASE}/1: set aside on 2026-10-26; what did not come in by 2026-10-23: contract." in said
    assert "Last day to object: employer 2026-12-07, employee 2026-12-07." in said
    assert "Already recorded" in done(aside)
    assert f"{CASE}  set aside  GM0363" in done(f"show {CASE}")
    assert "set aside" in done(f"find person {WORKER}")
    assert "was set aside on 2026-10-26" in refused(
        f"decide reject --case {CASE} --ground no_employment {on('2026-10-27')}"
    )
    assert "SetAside is a decision" in refused(
        f"withdraw {entry('SetAside')} --reason mistake --yes {on('2026-10-27')}"
    )

    told = done(f"notify employee --case {CASE} {on('2026-10-28')}")
    assert f"told of {CASE}/1 on 2026-10-28; last day to object: 2026-12-09." in told
    done(f"objection file --case {CASE} --decision {CASE}/1 --objector employee {on('2026-12-09')}")
    assert "late" not in done(f"show {CASE}")
    decided = done(f"objection decide --case {CASE} --outcome founded {on('2026-12-10')}")
    assert f"The application of {CASE} is open again." in decided
    assert f"{CASE}  applied  GM0363" in done(f"show {CASE}")
    assert answered(f"find person {WORKER}")["cases"][0]["status"] == "applied"


def test_awb_4_15_and_4_17_the_term_waits_for_data_and_a_notice_of_default_comes_after_it() -> None:
    law()
    applied()
    measured = f"measurement record --case {CASE} --measured-on 2026-08-20 --reported-on 2026-08-27 --wage-value 60"
    done(f"{measured} --expert LWD-1 --draft-discussed-on 2026-08-24 {DAY}")
    done(f"measurement establish --case {CASE} {DAY}")
    done(REQUEST)
    assert "the term to decide waited for data (Awb 4:15): decide by 2026-10-20" in done(f"show {CASE}")
    talk = done(f"outcome discussed --case {CASE} {on('2026-09-03')}")
    assert "discussed with employer and employee on 2026-09-03." in talk
    assert f"Next, by 2026-10-20: lks decide grant --case {CASE}" in talk
    with_one = f"outcome discussed --case {CASE} --with employer {on('2026-09-04')}"
    assert "discussed with employer on 2026-09-04." in done(with_one)
    assert "can be decided on until 2026-10-20" in refused(f"notify default --case {CASE} {on('2026-10-20')}")
    noticed = done(f"notify default --case {CASE} {on('2026-10-21')}")
    assert "Decide by 2026-11-04; after that a penalty runs, through 2026-12-16 at most (Awb 4:17)." in noticed
    late = done(f"decide grant --case {CASE} {on('2026-10-22')}")
    assert "The term ended on 2026-10-20; the decision is recorded as late." in late


def test_h1_to_h3_asked_reminded_and_confirmed_with_the_new_end_and_taken_back_together() -> None:
    granted()
    done(f"policy adopt correction_second_person_cents 100000000 --municipality GM0363 --since 2026-01-01 {DAY}")
    done(f"amend --case {CASE} --effective 2026-10-23 --end 2027-01-31 {DAY}")
    assert "Ask from 2026-12-01 on" in refused(f"extend ask --case {CASE} {on('2026-11-30')}")
    ask = done(f"extend ask --case {CASE} {on('2026-12-01')}")
    assert "the contract ends after 2027-01-31." in ask
    assert "to answer by 2026-12-15." in ask
    assert "from 2026-12-16 on: lks remind" in ask
    assert "reminder 1 of 3 of extension, sent on 2026-12-16" in done(remind("extension", "2026-12-16"))
    assert "1 of 3 reminders were sent" in refused(f"extend decline --case {CASE} --no-answer {on('2026-12-17')}")
    assert "--until: it is not said until when." in refused(
        f"extend confirm --case {CASE} {on('2026-12-18')}", exit_code=2
    )
    confirm = f"extend confirm --case {CASE} --until 2027-07-31 {on('2026-12-18')}"
    said = done(confirm)
    assert f"{CASE}: after 2027-01-31 the employment goes on, to 2027-07-31." in said
    assert "2027-02" in said
    again = done(confirm)
    assert "Already recorded" in again
    assert "the contract ends on 2027-07-31" in done(f"show {CASE}")

    done(f"withdraw {entry('ExtensionConfirmed')} --reason mistake --yes {on('2026-12-18')}")
    shown = done(f"show {CASE}")
    assert "the contract ends on 2027-01-31" in shown
    assert "asked what comes after, reminders sent: 1" in shown
    declined = done(f"extend decline --case {CASE} {on('2026-12-21')}")
    assert "no extension after 2027-01-31: the employer said so." in declined
    assert "herplaatsing" in declined


def test_what_is_a_step_of_the_process_is_withdrawn_and_never_corrected() -> None:
    granted()
    agree = f"measurement agree --case {CASE} --measure-on 2027-09-01 {DAY}"
    assert "to measure again on 2027-09-01." in done(agree)
    number = entry("RemeasurementAgreed")
    assert "it is withdrawn, not replaced" in refused(
        f"correct {number} --set measure_on=2027-10-01 --reason typo --yes {DAY}"
    )
    assert "agreement to measure again: counts no more" in done(f"withdraw {number} --reason mistake --yes {DAY}")
    assert "to measure again" in done(agree)
    assert entry("RemeasurementAgreed") > number


def test_r3_the_cases_of_a_municipality_are_told_of_1_january_once_each() -> None:
    law()
    case = running_case()
    own = f"reindex --case {case} --year 2027 {on('2027-01-15')}"
    every = f"reindex --municipality GM0363 --year 2027 {on('2027-01-15')}"
    assert "lks law adopt" in refused(own)
    assert "1 refused" in refused(every)
    value = "--parameter minimum_wage --since 2027-01-01 --value 2400.00"
    (proposed,) = answered(f"law adopt {value} --yes --by j.law {on('2027-01-15')}")["entries"]
    done(f"proposals approve {proposed['position']} --by g.control {on('2027-01-15')}")
    assert "--case or --municipality" in refused(f"reindex --year 2027 {on('2027-01-15')}", exit_code=2)
    assert "GM0363: 1 case told of the amount from 2027-01-01 on." in done(every)
    assert "GM0363: 0 cases told of the amount from 2027-01-01 on, 1 told before." in done(every)
    assert "told before" in done(every.replace("2027-01-15", "2027-01-18"))
    assert [one["fact"] for one in answered(f"history {case}")["entries"]].count("Reindexed") == 1
    assert f"{case}/2: a full month from 2027-01-01 on:" in done(own)
