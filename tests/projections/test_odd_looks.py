"""Looks that stand out, without a database: each reason where it should be given, and quiet where all is as usual."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ledger.vault.looks import Look
from projections.looks.odd import ACT_WITHIN_DAYS, Acts, limit, odd

ZONE = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=ZONE)


def look(
    *subjects: str,
    at: datetime = MONDAY,
    actor: str = "a",
    event: str = "opened",
    by: str = "",
    login: str = "app",
    result: str = "given",
) -> Look:
    """A look of a working day."""
    return Look(1, at, login, actor, event, list(subjects), by, "show", "vm lks/1", result, 1, b"")


def reasons(looks: list[Look], acts: Acts | None = None) -> list[tuple[str, str, int]]:
    """Why, whom and how many."""
    return [(one.reason, one.subject, one.counted) for one in odd(looks, acts or {})]


@pytest.mark.parametrize(("hour", "found"), [(5, True), (6, False), (21, False), (22, True)])
def test_night_is_before_six_and_from_ten_dutch_time(hour: int, found: bool) -> None:
    assert (reasons([look("P-1", at=MONDAY.replace(hour=hour))]) == [("night", "", 1)]) == found


def test_days_off_are_those_of_the_municipality() -> None:
    for day in (datetime(2026, 11, 15, 12, tzinfo=ZONE), datetime(2026, 4, 3, 12, tzinfo=ZONE)):
        assert reasons([look("P-1", at=day), look("P-2", at=day), look("P-2", at=day, actor="b")]) == [
            ("day_off", "", 2),
            ("day_off", "", 1),
        ]


def test_a_refused_look_is_always_told() -> None:
    assert reasons([look("P-1", result="refused")]) == [("refused", "", 1)]


@pytest.mark.parametrize(("days", "found"), [(-2, True), (0, False), (ACT_WITHIN_DAYS, False), (15, True)])
def test_a_search_is_explained_by_an_act_soon_after_it(days: int, found: bool) -> None:
    acts = {("a", "P-1"): [MONDAY + timedelta(days=days)]}
    assert (reasons([look("P-1", event="found", by="name")], acts) == [("searched", "P-1", 1)]) == found


def test_the_act_of_another_explains_nothing_and_a_search_that_finds_nobody_is_quiet() -> None:
    acts = {("b", "P-1"): [MONDAY]}
    assert reasons([look("P-1", event="found", by="bsn")], acts) == [("searched", "P-1", 1)]
    assert reasons([look(event="found", by="bsn", result="nothing")]) == []


def test_a_wide_search_is_told_once_and_the_check_of_an_import_is_not() -> None:
    many = [f"P-{n}" for n in range(20)]
    assert reasons([look(*many, event="found", by="name")]) == [("wide_search", "", 20)]
    assert "wide_search" not in {reason for reason, *_ in reasons([look(*many, event="found", by="bsn")])}


def test_repeated_looks_without_an_act_are_told_when_on_two_days() -> None:
    three = [look("P-1", at=MONDAY + timedelta(days=n)) for n in (0, 0, 1)]
    assert reasons(three) == [("no_act", "P-1", 3)]
    assert reasons(three, {("a", "P-1"): [MONDAY + timedelta(days=3)]}) == []
    assert reasons([look("P-1", at=MONDAY)] * 5) == []
    assert reasons(three[:2]) == []


def test_work_on_many_says_nothing_about_each_of_them() -> None:
    many = [f"P-{n}" for n in range(21)]
    assert reasons([look(*many, at=MONDAY + timedelta(days=n)) for n in range(3)]) == []


def test_one_person_looked_at_by_many_actors_is_told() -> None:
    usual = [look(f"P-{n}", actor="x") for n in range(10)]
    assert reasons([*usual, *(look("P-1", actor=f"a{n}") for n in range(4))]) == [("many_lookers", "P-1", 5)]
    assert reasons([*usual, *(look("P-1", actor=f"a{n}") for n in range(3))]) == []


def test_an_actor_far_above_the_others_is_told_and_few_are_not_compared() -> None:
    others = [look(f"P-{actor}{n}", actor=actor) for actor in "bcde" for n in range(5)]
    greedy = [look(f"P-{n}") for n in range(20)]
    assert reasons([*others, *greedy]) == [("outlier_actor", "", 20)]
    assert reasons([*others, *greedy[:19]]) == []
    assert reasons([*others[:10], *greedy]) == []
    by_login = [one._replace(login=one.actor, actor="x") for one in [*others, *greedy]]
    assert reasons(by_login) == [("outlier_login", "", 20)]


def test_the_limit_is_the_median_and_three_times_the_interquartile_range() -> None:
    assert limit([1, 2, 3]) is None
    assert limit([1, 2, 3, 4, 5]) == 3 + 3 * 2
    assert limit([7, 7, 7, 7]) == 7
