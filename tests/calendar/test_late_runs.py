"""R24: a run that can still be on time is; a later one gets the first days still to come."""

from datetime import date

import pytest

from ledger.calculation.calendar import payment_days
from ledger.calculation.month import Month

NOVEMBER = Month(2026, 11)


@pytest.mark.parametrize(
    ("today", "days_before", "paid_on", "executed_on"),
    [
        (date(2026, 11, 2), 1, date(2026, 11, 20), date(2026, 11, 19)),
        (date(2026, 11, 19), 1, date(2026, 11, 20), date(2026, 11, 19)),
        (date(2026, 11, 20), 1, date(2026, 11, 23), date(2026, 11, 20)),
        (date(2026, 11, 20), 0, date(2026, 11, 20), date(2026, 11, 20)),
        (date(2026, 11, 21), 1, date(2026, 11, 24), date(2026, 11, 23)),
        (date(2026, 12, 24), 1, date(2026, 12, 28), date(2026, 12, 24)),
    ],
)
def test_r24_days_of_a_run(today: date, days_before: int, paid_on: date, executed_on: date) -> None:
    assert payment_days(NOVEMBER, today, days_before) == (paid_on, executed_on)
