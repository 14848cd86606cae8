"""`lks pay`: prepare, approve, withdraw, hold, release, and the payment lines (R21–R26, R37, R41)."""

from datetime import date
from pathlib import Path

import pytest

from commands.call import Call
from commands.output import Output
from tests.commands.given import answered, lks
from tests.payments.office import OPENED, Office

START, DECIDED = date(2026, 10, 23), date(2026, 10, 1)
PREPARE = "pay prepare --municipality GM0363 --month 2026-11 --by b.finance --today 2026-11-12"
RUN = "GM0363-2026-11-1"
APPROVE = f"pay approve {RUN} --by c.controller --today 2026-11-12"


@pytest.fixture
def office(opened: Path) -> Office:
    """A municipality without cases, in the ledger that the environment names."""
    return Office(Call(Output(as_json=False), OPENED, by="a.clerk").ledger).adopt()


def test_r25_a_run_is_prepared_by_one_and_approved_by_another(office: Office) -> None:
    case = office.granted(START, DECIDED)
    assert lks(PREPARE).printed.splitlines()[:3] == [
        f"{RUN} prepared: payment day 2026-11-20, to the bank by 2026-11-19.",
        "1 case, 2 lines: 1157.95 subsidy + 289.48 charges to book, 1447.43 to send.",
        f"Next, by another person: lks pay approve {RUN}",
    ]
    assert f"{RUN} approved: 1 case, 1447.43 to send." in lks(APPROVE).printed
    rows = answered(f"schedule --case {case} --today 2026-11-12")["months"]
    assert [(row["month"], row["status"]) for row in rows] == [
        ("2026-10", "paid"),
        ("2026-11", "paid"),
        ("2026-12", "due"),
    ]


def test_r25_a_repeat_says_that_it_was_recorded_already(office: Office) -> None:
    office.granted(START, DECIDED)
    assert answered(PREPARE)["repeated"] is False
    assert answered(PREPARE)["repeated"] is True
    assert answered(APPROVE)["sent_cents"] == answered(APPROVE)["sent_cents"] == 144743
    assert "Already recorded" in lks(APPROVE).printed


def test_r34_a_run_prints_its_checkpoint_which_is_that_of_the_log(office: Office) -> None:
    office.granted(START, DECIDED)
    office.granted(START, DECIDED)
    lks(PREPARE)
    mark = answered(APPROVE)["checkpoint"]
    made = answered("checkpoint make")
    assert mark == {"size": made["size"], "root": made["root"]}
    lks("policy adopt settlement_frequency month --municipality GM0363 --by b.finance --today 2026-11-12")
    assert answered(f"pay status {RUN}")["checkpoint"] == answered(APPROVE)["checkpoint"] == mark
    assert f"Checkpoint {mark['size']}: {mark['root']}\n" in lks(f"pay status {RUN}").printed


def test_r37_who_prepared_cannot_approve(office: Office) -> None:
    office.granted(START, DECIDED)
    lks(PREPARE)
    refused = lks(f"pay approve {RUN} --by b.finance --today 2026-11-12")
    assert (refused.exit_code, "cannot also agree" in refused.printed) == (1, True)
    assert answered(f"pay lines {RUN}")["status"] == "prepared"


def test_r25_what_is_left_out_is_listed_with_its_reason(office: Office) -> None:
    held, later = office.granted(START, DECIDED), office.granted(date(2026, 11, 20), DECIDED)
    office.granted(START, DECIDED)
    assert lks(f"pay hold --case {held} --reason doubt --by a.clerk --today 2026-11-02").exit_code == 0
    printed = lks(PREPARE).printed
    assert f"Left out: {held}: payment of the case is held." in printed
    assert (
        f"Left out: {later}: the employment had not started on the day of preparing; the next run takes it." in printed
    )
    assert printed.splitlines()[1].startswith("1 case, 2 lines")


def test_r25_an_employer_is_held_and_released(office: Office) -> None:
    employer = office.employer()
    office.granted(START, DECIDED, employer=employer)
    lks(f"pay hold --employer {employer} --reason bankruptcy --by a.clerk --today 2026-11-02")
    refused = lks(PREPARE)
    assert (refused.exit_code, "Nothing is payable" in refused.printed) == (1, True)
    assert (
        f"{employer} is released" in lks(f"pay release --employer {employer} --by a.clerk --today 2026-11-03").printed
    )
    assert lks(PREPARE).exit_code == 0


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("pay hold --reason doubt", "--case or --employer"),
        ("pay hold --case LKS-26-000001-H --employer W-000001-D --reason doubt", "--case or --employer"),
        ("pay hold --case LKS-26-000001-H --reason whim", "seizure, bankruptcy, doubt"),
        ("pay release", "--case or --employer"),
        (f"{PREPARE} --long-first-payment LKS-26-000001-H", "CASE=CODE"),
        (f"{PREPARE} --long-first-payment LKS-26-000001-I=late", "check character"),
        ("pay prepare --municipality 363 --month 2026-11", "GM0363"),
        ("pay approve 2026-11", "GM0363-2026-11-1"),
    ],
)
def test_bad_input_is_named_and_nothing_is_recorded(office: Office, words: str, complaint: str) -> None:
    before = office.store.head().position
    outcome = lks(words)
    assert (outcome.exit_code, complaint in outcome.printed) == (2, True), outcome.printed
    assert office.store.head().position == before


def test_r23_a_long_first_payment_waits_for_a_reason(office: Office) -> None:
    case = office.granted(date(2026, 2, 1), DECIDED)
    office.granted(START, DECIDED)
    assert "a first payment of more than six months needs a reason" in lks(PREPARE).printed
    lks(f"pay withdraw {RUN} --by b.finance --today 2026-11-12")
    answer = answered(f"{PREPARE} --long-first-payment {case}=late_report")
    assert (answer["run"]["left_out"], answer["run"]["long_first_payments"]) == ([], {case: "late_report"})


def test_r24_a_payment_that_will_miss_its_day_is_a_warning(office: Office) -> None:
    office.granted(START, DECIDED)
    prepared = lks("pay prepare --municipality GM0363 --month 2026-11 --by b.finance --today 2026-11-20")
    assert "Warning: 2026-11 was to be paid by 2026-11-20; it will be on 2026-11-23 (R24)." in prepared.printed


def test_r41_a_value_of_an_earlier_year_that_still_counts_is_a_warning(office: Office) -> None:
    office.granted(START, DECIDED)
    month = "pay prepare --municipality GM0363 --month 2027-01 --by b.finance --today 2027-01-11"
    assert "Warning: minimum_wage since 2026-07-01 still counts; no newer value is known." in lks(month).printed


def test_r25_before_approval_the_lines_are_those_that_would_be_paid(office: Office) -> None:
    employer = office.employer()
    cases = [office.granted(START, DECIDED, employer=employer) for _ in range(2)]
    lks(PREPARE)
    before = answered(f"pay lines {RUN}")
    lks(APPROVE)
    after = answered(f"pay lines {RUN}")
    assert (before.pop("status"), after.pop("status")) == ("prepared", "approved")
    assert before == after
    assert [(line["case"], line["month"], line["sent_cents"]) for line in after["lines"]] == [
        (case, month, cents) for case in cases for month, cents in (("2026-10", 32567), ("2026-11", 112176))
    ]
    assert after["employers"] == [{"employer": employer, "reference": f"{RUN}/{employer}", "sent_cents": 289486}]
    assert f"{RUN}/{employer}: 2894.86 to {employer}" in lks(f"pay lines {RUN}").printed


def test_r25_a_run_that_was_withdrawn_is_sent_by_the_next_and_booked_once(office: Office) -> None:
    office.granted(START, DECIDED)
    lks(PREPARE)
    lks(APPROVE)
    proposed = lks(f"pay withdraw {RUN} --by b.finance --today 2026-11-13").printed
    assert "a second person agrees with" in proposed
    lks(f"proposals approve {proposed.splitlines()[0].split()[-1]} --by c.controller --today 2026-11-13")
    assert answered(f"pay lines {RUN}")["status"] == "withdrawn"
    again = answered("pay prepare --municipality GM0363 --month 2026-11 --by b.finance --today 2026-11-13")["run"]
    assert (again["run"], again["subsidy_cents"], again["sent_cents"]) == ("GM0363-2026-11-2", 0, 144743)
    lks("pay approve GM0363-2026-11-2 --by c.controller --today 2026-11-13")
    lines = answered("pay lines GM0363-2026-11-2")["lines"]
    assert [(line["booked_subsidy_cents"], line["sent_subsidy_cents"]) for line in lines] == [(0, 26054), (0, 89741)]


def test_a_run_that_is_not_there_is_refused(office: Office) -> None:
    outcome = lks(f"pay lines {RUN}")
    assert (outcome.exit_code, f"There is no run {RUN}" in outcome.printed) == (1, True)
