"""The youth minimum wage (R6): birthdays, scales of the day, and the policies about both."""

from datetime import date

import pytest

from ledger.calculation.entitlement import Terms
from ledger.law.policy import Policy
from ledger.refusal import Refused
from tests.calculation.cases import DEFAULTS, cents, contract, due, policy, regular, terms


def shares(subsidy: Terms, month: str, chosen: Policy = DEFAULTS) -> list[tuple[int, str]]:
    """Days and age percentage of each segment."""
    (line,) = due(subsidy, month, chosen).lines
    return [(segment.days, str(segment.age_percentage)) for segment in line.segments]


def test_turning_21_on_the_last_day_of_january() -> None:
    """R6, R2: one line, 30/31 at 80 % and 1/31 at 100 %."""
    start = date(2026, 1, 1)
    ages = [(20, start), (21, date(2026, 1, 31))]
    found = due(terms(start, contracts=[contract(start, "32")], ages=ages), "2026-01")
    assert cents(found) == (88815, 22204)


@pytest.mark.parametrize(
    ("effect", "january", "february"),
    [
        ("day", [(15, "60"), (16, "80")], [(28, "80")]),
        ("first_of_month", [(31, "80")], [(28, "80")]),
        ("next_month", [(31, "60")], [(28, "80")]),
    ],
)
def test_birthday_effect(effect: str, january: list[tuple[int, str]], february: list[tuple[int, str]]) -> None:
    """R6, switch birthday_effect: the day itself, the first of its month, the first of the next."""
    subsidy = terms(date(2025, 5, 5), ages=[(19, date(2025, 5, 5)), (20, date(2026, 1, 16))])
    chosen = policy(birthday_effect=effect)
    assert shares(subsidy, "2026-01", chosen) == january
    assert shares(subsidy, "2026-02", chosen) == february


@pytest.mark.parametrize("effect", ["day", "first_of_month", "next_month"])
def test_age_at_the_start_is_no_birthday(effect: str) -> None:
    """R6: a step on the first day of the employment tells the age; no policy moves it."""
    start = date(2026, 1, 16)
    subsidy = terms(start, ages=[(19, start), (20, date(2026, 6, 1))])
    assert shares(subsidy, "2026-01", policy(birthday_effect=effect)) == [(16, "60")]


def test_steps_may_begin_with_a_birthday() -> None:
    """R6: before a first birthday within the employment the person is a year younger."""
    subsidy = terms(date(2025, 5, 5), ages=[(21, date(2026, 2, 15))])
    assert shares(subsidy, "2026-02") == [(14, "80"), (14, "100")]


@pytest.mark.parametrize(
    ("month", "percentages"),
    [("2017-06", "72.5"), ("2017-07", "85"), ("2019-06", "85"), ("2019-07", "100"), ("2026-02", "100")],
)
def test_scale_is_that_of_the_day(month: str, percentages: str) -> None:
    """R6: the adult age came down on 1 July 2017 and 1 July 2019, whatever the reference date."""
    start = date(2017, 5, 1)
    assert [share for _, share in shares(terms(start, ages=[(21, start)]), month)] == [percentages]


def test_scale_of_july_2019_leaves_the_wage_of_january() -> None:
    """R3, R6: the percentage changes, the month amount that it is taken of does not."""
    start = date(2019, 2, 1)
    (line,) = due(terms(start, ages=[(20, start)]), "2019-07").lines
    (segment,) = line.segments
    assert (segment.minimum_wage_cents, str(segment.age_percentage)) == (161580, "80")


@pytest.mark.parametrize(
    ("chosen", "bbl", "percentage"), [("no", True, "80"), ("yes", True, "61.5"), ("yes", False, "80")]
)
def test_bbl_scale_counts_only_by_policy(chosen: str, bbl: bool, percentage: str) -> None:
    """R6, switch bbl_scale_in_lks: art. 2 Pw points at the ordinary scale."""
    start = date(2026, 2, 1)
    subsidy = terms(start, contracts=[contract(start, bbl=bbl)], ages=[(20, start)])
    assert shares(subsidy, "2026-02", policy(bbl_scale_in_lks=chosen)) == [(28, percentage)]


def test_youth_amount_is_not_rounded_by_itself() -> None:
    """R6, R1: 39.5 % of 2294.40 is 906.288; only the line is rounded."""
    start = date(2026, 2, 1)
    assert cents(due(terms(start, regular(start, "0"), ages=[(17, start)]), "2026-02"))[0] == 68515  # x 1.08 x 70 %


def test_nobody_is_employed_below_the_scale() -> None:
    """R6: a mistaken date is refused, not paid as an adult."""
    start = date(2026, 2, 1)
    with pytest.raises(Refused, match="below the age of 15"):
        due(terms(start, ages=[(14, start)]), "2026-02")
