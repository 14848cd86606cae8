"""R6: the dates that the youth wage needs, and no more: nothing of an adult, no birth date where it is not needed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.refusal import Misuse
from ledger.vault.identity import adult_age, age_steps


@pytest.mark.parametrize(
    ("born", "start", "steps"),
    [
        (date(2005, 1, 31), date(2026, 1, 31), []),
        (date(2005, 2, 1), date(2026, 1, 31), [(20, "2026-01-31"), (21, "2026-02-01")]),
        (
            date(2007, 6, 15),
            date(2026, 2, 1),
            [(18, "2026-02-01"), (19, "2026-06-15"), (20, "2027-06-15"), (21, "2028-06-15")],
        ),
        (date(1993, 7, 2), date(2016, 7, 1), [(22, "2016-07-01"), (23, "2016-07-02")]),
        (date(1993, 7, 1), date(2016, 7, 1), []),
        (date(1996, 1, 1), date(2017, 1, 1), [(21, "2017-01-01"), (22, "2018-01-01")]),
        (date(1998, 3, 1), date(2018, 1, 1), [(19, "2018-01-01"), (20, "2018-03-01"), (21, "2019-03-01")]),
    ],
)
def test_steps_run_from_the_start_to_the_adult_age(born: date, start: date, steps: list[tuple[int, str]]) -> None:
    assert [(age, since.isoformat()) for age, since in age_steps(born, start)] == steps


@pytest.mark.parametrize(
    ("born", "start", "last"),
    [
        (date(1994, 7, 1), date(2017, 1, 1), 22),  # 22 on 1 July 2017, when 22 became adult
        (date(1994, 10, 1), date(2017, 6, 30), 22),
        (date(1997, 10, 1), date(2019, 6, 30), 21),
        (date(1998, 7, 1), date(2019, 6, 30), 21),  # 21 on the very day
    ],
)
def test_who_is_adult_because_the_age_came_down_gets_no_later_step(born: date, start: date, last: int) -> None:
    assert age_steps(born, start)[-1][0] == last


def test_adult_on_the_day_before_and_after_the_age_came_down() -> None:
    assert age_steps(date(1995, 1, 1), date(2017, 6, 30)) != ()
    assert age_steps(date(1995, 1, 1), date(2017, 7, 1)) == ()
    assert age_steps(date(1998, 1, 1), date(2019, 6, 30)) != ()
    assert age_steps(date(1998, 1, 1), date(2019, 7, 1)) == ()


def test_born_on_29_february_is_a_year_older_on_1_march_of_other_years() -> None:
    steps = age_steps(date(2008, 2, 29), date(2026, 2, 28))
    assert steps == (
        (17, date(2026, 2, 28)),
        (18, date(2026, 3, 1)),
        (19, date(2027, 3, 1)),
        (20, date(2028, 2, 29)),
        (21, date(2029, 3, 1)),
    )


def test_a_start_before_the_birth_is_refused_without_the_date() -> None:
    with pytest.raises(Misuse, match="birth_date") as caught:
        age_steps(date(2030, 1, 2), date(2030, 1, 1))
    assert "2030" not in str(caught.value)


DAYS = st.dates(date(1950, 1, 1), date(2030, 12, 31))


@given(DAYS, st.integers(0, 30 * 365))
def test_the_steps_say_each_day_whether_and_how_young_someone_is(born: date, days: int) -> None:
    """Against a naive count of birthdays: the same age wherever it is under the adult age of that day."""
    start = born + timedelta(days=days)
    steps = age_steps(born, start)
    assert all(since >= start for _, since in steps)
    for ahead in range(0, 26 * 366, 61):
        day = start + timedelta(days=ahead)
        age = sum(1 for year in range(1, 60) if _birthday(born, born.year + year) <= day)
        known = [step for step, since in steps if since <= day]
        if age < adult_age(day):
            assert known[-1] == age
        else:
            assert not known or known[-1] >= adult_age(day)


def _birthday(born: date, year: int) -> date:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return date(year, 3, 1) if (born.month, born.day) == (2, 29) and not leap else date(year, born.month, born.day)
