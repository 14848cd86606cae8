"""`lks amend`, `leave`, `sickness`, `transfer`: what is reported, and what it does to the amounts (R4, R10–R13, R32)."""

import pytest

from tests.commands.people import CASE, EMPLOYER, FIRM, answered, done, employer, entries, granted, paid, refused
from tests.databases import Database

TODAY = "--today 2026-12-15"
AMEND = f"amend --case {CASE} --effective 2026-11-20 {TODAY}"
OTHER = EMPLOYER | {"name": "Filiaal", "payroll_tax_number": "999900523L02", "iban": "NL27INGB0223344556"}

pytestmark = pytest.mark.usefixtures("opened")


def test_r35_what_changes_is_said_with_its_months_and_the_new_full_month() -> None:
    paid()
    said = done(f"{AMEND} --hours 24").splitlines()
    assert said[0] == f"{CASE}: from 2026-11-20 24 hours a week."
    assert said[1].split() == ["month", "element", "was", "becomes", "difference"]
    assert said[2].split() == ["2026-11", "fixed", "1121.76", "1018.94", "-102.82"]
    assert said[3].split() == ["2026-12", "to", "2027-12", "fixed", "1121.76", "841.32", "-280.44"]
    assert said[4] == f"Through 2026-11, which is booked: {FIRM} got 102.82 too much; the next lks settle books it."
    assert said[5] == "A full month of agreed hours from 2026-11-20: 673.06 subsidy + 168.26 charges."
    decide = f"lks decide amend --case {CASE} --effective 2026-11-20"
    assert said[6] == f"It lowers the amount, which takes a decision (R20). Next: {decide}"


def test_r35_as_json_every_month_stands_by_itself_and_a_repeat_says_the_same() -> None:
    paid()
    first, again = (answered(f"{AMEND} --hours 24") for _ in range(2))
    assert [entry["fact"] for entry in first["entries"]] == ["Amended"]
    assert first["effects"][0] == {
        "month": "2026-11",
        "element": "fixed",
        "was": {"subsidy_cents": 89741, "charges_cents": 22435},
        "becomes": {"subsidy_cents": 81515, "charges_cents": 20379},
        "difference": {"subsidy_cents": -8226, "charges_cents": -2056},
    }
    assert len(first["effects"]) == 14
    assert (first["repeated"], again["repeated"]) == (False, True)
    assert again["effects"] == first["effects"]


def test_r20_a_change_that_lowers_is_signalled_until_it_is_decided() -> None:
    paid()
    done(f"{AMEND} --hours 24")
    signal = "no decision yet on what changed from 2026-11-20: from 1121.76 to 841.32 a full month"
    assert signal in done(f"show {CASE}")
    (undecided,) = answered(f"show {CASE}")["undecided"]
    assert (undecided["day"], undecided["before_cents"], undecided["after_cents"]) == ("2026-11-20", 112176, 84132)
    said = done(f"decide amend --case {CASE} --effective 2026-11-20 {TODAY}")
    assert f"{CASE}/2: amended on change reported, decided on 2026-12-15." in said
    assert "Regular from 2026-11-20 without an end, wage value 60 %: 673.06 subsidy + 168.26 charges" in said
    assert "No amount changes." in said
    assert "no decision yet" not in done(f"show {CASE}")
    again = done(f"decide amend --case {CASE} --effective 2026-11-20 --today 2026-12-16")
    assert "Already recorded; nothing new." in again


def test_r4_hours_above_the_sectors_week_are_accepted_capped_and_shown() -> None:
    paid()
    shown = "40 hours are agreed; 36 count, the sector's full-time week (R4)."
    assert shown in done(f"{AMEND} --hours 40")
    assert shown in done(f"show {CASE}")
    assert "hours that count 36" in done(f"explain {CASE} --month 2026-12")


def test_r10_another_form_end_and_payroll_number() -> None:
    paid()
    assert employer(OTHER) == "W-000002-0"
    said = done(f"{AMEND} --form min_max --hours 16 --maximum-hours 36 --full-time-hours 38 --end 2027-03-31")
    assert "a min-max contract, 16 hours a week, at most 36 hours a week, a full-time week of 38 hours" in said
    assert "a contract that ends on 2027-03-31." in said
    said = done(f"{AMEND} --employer W-000002-0")
    assert "W-000002-0 is paid." in said
    assert "No amount changes." in said
    shown = done(f"show {CASE}")
    assert "from 2026-11-20: min-max contract, 16 to 36 hours of 38 a week" in shown
    assert "the contract ends on 2027-03-31" in shown
    assert "W-000002-0 is paid" in shown
    assert "a contract without an end." in done(f"{AMEND} --end open")
    assert "a zero-hours contract." in done(f"amend --case {CASE} --effective 2026-12-01 --form zero_hours {TODAY}")


def test_r13_leave_lowers_only_where_agreed_hours_do() -> None:
    paid()
    leave = f"leave --case {CASE} --from 2026-12-01 --until 2026-12-31 {TODAY}"
    said = done(leave)
    assert "unpaid leave from 2026-12-01 to 2026-12-31, the agreed hours stay." in said
    assert "No amount changes." in said
    said = done(f"{leave} --hours 16")
    assert "2026-12  fixed    1121.76   560.88     -560.88" in said
    assert f"Next: lks decide amend --case {CASE} --effective 2026-12-01" in said
    assert "unpaid leave from 2026-12-01 to 2026-12-31, 16 agreed hours remain" in done(f"show {CASE}")


def test_r32_moved_12_may_known_in_june() -> None:
    """Case: the old case is due for 11 of 31 days, the rest was paid too much."""
    granted()
    done(f"pay prepare --municipality GM0363 --month 2027-05 --long-first-payment {CASE}=late --by f.finance "
         "--today 2027-05-12")  # fmt: skip
    done("pay approve GM0363-2027-05-1 --by g.control --today 2027-05-13")
    said = done(f"transfer --case {CASE} --to GM0518 --registered-on 2027-05-12 --today 2027-06-15")
    assert f"{CASE}: registered in GM0518 from 2027-05-12.\nThe last day that is due here is 2027-05-11." in said
    month = next(line.split() for line in said.splitlines() if line.startswith("2027-05"))
    due, left = (round(float(amount) * 100) for amount in month[2:4])
    assert abs(left - due * 11 / 31) < 1
    assert "got " in said
    assert "too much; the next lks settle books it." in said
    assert f"GM0518 takes it over from 2027-05-12; here, lks decide determine --case {CASE}" in said
    assert answered(f"show {CASE}")["status"] == "ended"


def test_r32_abroad_within_the_eu_this_municipality_keeps_paying() -> None:
    granted()
    said = done(f"transfer --case {CASE} --to be --registered-on 2026-12-01 {TODAY}")
    assert "registered in BE" in said
    assert "keeps paying (art. 10d lid 10 Pw)." in said
    assert "No amount changes." in said


def test_r12_health_data_of_today_is_refused_and_kept_nowhere(database: Database) -> None:
    granted()
    before = entries(database.dsn)
    said = refused(f"sickness --case {CASE} --reported-on 2026-12-01 --first-day 2026-12-01 --source telefoon {TODAY}")
    assert "The subsidy runs on; do not send health data. (R12, art. 78dd Pw) Nothing was kept." in said
    assert entries(database.dsn) == before
    assert "telefoon" not in done(f"history {CASE}")


REFUSED = {
    f"{AMEND} --hours 60.5": "More than 60 hours a week. (R4)",
    f"{AMEND} --full-time-hours 35": "outside 36 to 40. (R4",
    f"{AMEND} --employer W-000009-T": "There is no employer W-000009-T. (R26)",
    f"{AMEND} --employer {FIRM}": f"{FIRM} is paid already. (R26)",
    f"amend --case {CASE} --effective 2026-10-22 --hours 24 {TODAY}": "no day of the employment",
    f"amend --case LKS-26-000002-D --effective 2026-12-01 --hours 24 {TODAY}": "There is no case LKS-26-000002-D. (R15)",
    f"leave --case {CASE} --from 2026-12-31 --until 2026-12-01 {TODAY}": "the last day is before the first. (R39)",
    f"leave --case {CASE} --from 2026-12-01 --until 2026-12-31 --hours 33 {TODAY}": "33 hours remain of 32 agreed. (R13)",
    f"transfer --case {CASE} --to US --registered-on 2026-12-01 {TODAY}": "no country of the EU, the EEA",
    f"transfer --case {CASE} --to GM0363 --registered-on 2026-12-01 {TODAY}": "GM0363's already. (R32)",
    f"transfer --case {CASE} --to GM0518 --registered-on 2026-12-16 {TODAY}": "cannot come from the future",
}
MISUSED = {
    AMEND: "lks amend: nothing is given that changes. Give one of --form, --hours",
    f"{AMEND} --hours -1": "-1 is below 0.",
    f"{AMEND} --hours 24,5": "Write decimals with a point: 24.5.",
    f"{AMEND} --end never": "'never' is not a day",
    f"{AMEND} --form flex": "is not one of",
    f"leave --case {CASE} --from 2026-12-01 {TODAY}": "Missing option '--until'",
    f"transfer --case {CASE} --to Utrecht --registered-on 2026-12-01 {TODAY}": "is not a municipality",
    f"sickness --case {CASE} --reported-on 2021-12-01 --first-day 2021-12-01 {TODAY}": "Missing option '--source'",
}


def test_what_cannot_be_is_refused_and_recorded_nowhere(database: Database) -> None:
    granted()
    before = entries(database.dsn)
    for words, message in REFUSED.items():
        assert message in refused(words), words
    for words, message in MISUSED.items():
        assert message in refused(words, exit_code=2), words
    assert entries(database.dsn) == before
