"""R15 as a table: a row per basis, target group, applicant and day, on both sides of every border."""

from datetime import date, timedelta

import pytest

from ledger.eligibility.guards import objections
from ledger.eligibility.rights import ARTICLE_7, LID_2, RIGHTS, SCHOOL
from ledger.facts import Applicant, Basis, TargetGroup
from ledger.law.policy import Policy
from tests.eligibility.given import application

TABLE = """
basis   group                applicant     asked       answer
lid_1a  assistance           employer      2014-12-31  not_target_group
lid_1a  assistance           employer      2015-01-01  yes
lid_1a  wia_leaver           employer      2015-01-01  yes
lid_1a  former_subsidy       employer      2015-01-01  yes
lid_1a  anw                  employer      2015-01-01  yes
lid_1a  ioaw                 employer      2015-01-01  yes
lid_1a  ioaz                 employer      2015-01-01  yes
lid_1a  unassisted           employer      2015-01-01  yes
lid_1a  sheltered            employer      2015-01-01  yes
lid_1a  assistance           municipality  2015-01-01  yes
lid_1a  assistance           person        2015-01-01  no
lid_1a  assistance           person        2023-06-30  no
lid_1a  assistance           person        2023-07-01  yes
lid_1a  assistance           municipality  2023-07-01  yes
lid_1a  unassisted           person        2023-07-01  yes
lid_1a  practical_education  employer      2016-07-03  not_target_group
lid_1a  practical_education  employer      2016-07-04  yes
lid_1a  practical_education  person        2023-06-30  no
lid_1a  practical_education  person        2023-07-01  yes
lid_1a  article_7a           employer      2025-12-31  not_target_group
lid_1a  article_7a           employer      2026-01-01  yes
lid_1a  article_7a           person        2026-01-01  yes
lid_1a  article_7a           municipality  2026-01-01  yes
lid_1a  work_study           employer      2025-12-31  not_target_group
lid_1a  work_study           employer      2026-01-01  yes
lid_1a  uwv_benefit          employer      2026-01-01  other_authority
lid_1a  wajong               employer      2026-01-01  other_authority
lid_1a  wsw                  employer      2026-01-01  wsw_employment
lid_1b  assistance           employer      2016-07-03  not_target_group
lid_1b  assistance           employer      2016-07-04  yes
lid_1b  entry_training       employer      2016-07-04  yes
lid_1b  assistance           municipality  2016-07-04  yes
lid_1b  assistance           person        2023-06-30  no
lid_1b  assistance           person        2023-07-01  yes
lid_1b  article_7a           employer      2025-12-31  not_target_group
lid_1b  article_7a           employer      2026-01-01  yes
lid_1b  wajong               employer      2026-01-01  other_authority
lid_2a  practical_education  employer      2016-07-03  not_target_group
lid_2a  practical_education  employer      2016-07-04  yes
lid_2a  special_education    employer      2016-07-04  yes
lid_2a  entry_training       employer      2016-07-04  yes
lid_2a  assistance           employer      2016-07-04  not_target_group
lid_2a  practical_education  municipality  2016-07-04  no
lid_2a  practical_education  person        2023-06-30  no
lid_2a  practical_education  person        2023-07-01  yes
lid_2a  special_education    person        2023-07-01  yes
lid_2a  entry_training       person        2023-07-01  yes
lid_2a  practical_education  employer      2023-07-01  yes
lid_2a  practical_education  municipality  2023-07-01  no
lid_2a  assistance           employer      2023-07-01  not_target_group
lid_2b  assistance           employer      2023-06-30  not_target_group
lid_2b  assistance           employer      2023-07-01  yes
lid_2b  assistance           person        2023-07-01  yes
lid_2b  wia_leaver           employer      2023-07-01  yes
lid_2b  former_subsidy       employer      2023-07-01  yes
lid_2b  anw                  employer      2023-07-01  yes
lid_2b  ioaw                 employer      2023-07-01  yes
lid_2b  ioaz                 employer      2023-07-01  yes
lid_2b  unassisted           employer      2023-07-01  yes
lid_2b  assistance           municipality  2023-07-01  no
lid_2b  practical_education  employer      2023-07-01  not_target_group
lid_2b  sheltered            employer      2023-07-01  not_target_group
lid_2b  article_7a           employer      2025-12-31  not_target_group
lid_2b  article_7a           employer      2026-01-01  yes
lid_2b  article_7a           person        2026-01-01  yes
lid_2b  uwv_benefit          employer      2026-01-01  other_authority
lid_2c  work_study           employer      2025-12-31  not_target_group
lid_2c  work_study           employer      2026-01-01  yes
lid_2c  work_study           person        2026-01-01  yes
lid_2c  work_study           municipality  2026-01-01  no
lid_2c  article_7a           employer      2026-01-01  not_target_group
lid_2c  assistance           employer      2026-01-01  not_target_group
"""
"""`yes`; the ground to reject on; or `no` where another applicant may ask and the law gives no ground to reject."""

ROWS = [tuple(line.split()) for line in TABLE.strip().splitlines()[1:]]


@pytest.mark.parametrize(("basis", "group", "applicant", "asked", "answer"), ROWS)
def test_r15_who_may_ask_for_whom_on_which_basis_and_day(
    basis: Basis, group: TargetGroup, applicant: Applicant, asked: str, answer: str
) -> None:
    found = objections(application(basis=basis, group=group, applicant=applicant, asked=asked), Policy.defaults())
    assert [objection.ground or "no" for objection in found] == ([] if answer == "yes" else [answer])
    assert all(objection.article and objection.remedy and objection.what for objection in found)


@pytest.mark.parametrize("asked", ["2015-01-01", "2016-07-04", "2023-06-30", "2023-07-01", "2025-12-31", "2026-01-01"])
def test_r15_no_two_rows_give_the_same_right(asked: str) -> None:
    rights = [
        (basis, group)
        for right in RIGHTS
        if right.holds_on(date.fromisoformat(asked))
        for basis in right.bases
        for group in right.groups
    ]
    assert len(rights) == len(set(rights))


@pytest.mark.parametrize(
    ("basis", "asked", "start", "answer"),
    [
        ("lid_1a", "2026-03-01", "2026-03-01", []),
        ("lid_1a", "2025-09-01", "2026-03-01", []),
        ("lid_1a", "2026-03-02", "2026-03-01", ["applied_too_late"]),
        ("lid_1b", "2026-03-02", "2026-03-01", ["applied_too_late"]),
        ("lid_1a", "2016-03-02", "2016-03-01", ["applied_too_late"]),
        ("lid_2b", "2026-08-31", "2026-03-01", []),
        ("lid_2b", "2026-09-01", "2026-03-01", ["applied_too_late"]),
        ("lid_2b", "2026-02-28", "2025-08-31", []),
        ("lid_2b", "2026-03-01", "2025-08-31", ["applied_too_late"]),
        ("lid_2b", "2026-06-30", "2025-12-31", []),
        ("lid_2b", "2026-07-01", "2025-12-31", ["applied_too_late"]),
        ("lid_2b", "2026-02-15", "2026-03-01", []),
        ("lid_2b", "2023-07-01", "2023-01-02", []),
        ("lid_2b", "2023-07-01", "2023-01-01", ["applied_too_late"]),
    ],
)
def test_r15_r39_lid_1_by_the_start_and_lid_2_within_six_months_of_it(
    basis: Basis, asked: str, start: str, answer: list[str]
) -> None:
    found = objections(application(basis=basis, asked=asked, start=start), Policy.defaults())
    assert [objection.ground for objection in found] == answer


@pytest.mark.parametrize(
    ("asked", "start", "answer"),
    [
        ("2023-06-30", "2016-09-01", []),
        ("2023-07-01", "2022-12-31", ["applied_too_late"]),
        ("2023-07-01", "2023-02-01", []),
    ],
)
def test_r15_before_july_2023_lid_2_had_no_term(asked: str, start: str, answer: list[str]) -> None:
    applied = application(basis="lid_2a", group="practical_education", asked=asked, start=start)
    assert [objection.ground for objection in objections(applied, Policy.defaults())] == answer


@pytest.mark.parametrize(
    ("start", "qualified_until", "allowed"),
    [
        ("2026-07-01", "2026-01-01", True),
        ("2026-07-01", "2025-12-31", False),
        ("2026-07-01", "2026-06-30", True),
        ("2026-07-01", "2026-07-15", True),
        ("2026-07-01", None, False),
        ("2026-08-31", "2026-02-28", True),
        ("2026-08-31", "2026-02-27", False),
    ],
)
def test_r15_lid_2_asks_for_a_day_in_the_group_in_the_six_months_before(
    start: str, qualified_until: str | None, allowed: bool
) -> None:
    applied = application(basis="lid_2b", asked=start, start=start, qualified_until=qualified_until)
    found = objections(applied, Policy.defaults())
    assert [objection.ground for objection in found] == ([] if allowed else ["not_target_group"])


def test_r15_a_takeover_skips_bases_applicants_and_windows() -> None:
    groups: tuple[TargetGroup, ...] = (*ARTICLE_7, *SCHOOL, "article_7a")
    for group in groups:
        taken = application(
            basis="takeover", group=group, applicant="municipality", asked="2026-05-12", start="2019-01-01"
        )
        assert objections(taken, Policy.defaults()) == ()


def test_r16_a_takeover_does_not_lift_an_exclusion() -> None:
    taken = application(basis="takeover", group="wajong", asked="2026-05-12", start="2019-01-01")
    assert [objection.ground for objection in objections(taken, Policy.defaults())] == ["other_authority"]


def test_r15_all_that_stands_in_the_way_is_named() -> None:
    late = date(2026, 3, 1) + timedelta(days=300)
    applied = application(
        basis="lid_2b", applicant="municipality", asked=str(late), start="2026-03-01", qualified_until="2020-01-01"
    )
    grounds = [objection.ground for objection in objections(applied, Policy.defaults())]
    assert grounds == [None, "not_target_group", "applied_too_late"]


def test_r15_every_lid_2_right_since_july_2023_has_the_six_months() -> None:
    assert {right.window for right in RIGHTS if right.until is None and set(right.bases) & set(LID_2)} == {"six_months"}
