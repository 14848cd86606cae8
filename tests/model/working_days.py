"""Working days and payment days of the naive model (R24, R38)."""

from datetime import date

from tests.model.due import DAY, Month


def easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian reckoning."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def bank_day(day: date) -> bool:
    """A TARGET day."""
    sunday = easter(day.year)
    closed = {sunday - 2 * DAY, sunday + DAY}
    fixed = ((1, 1), (5, 1), (12, 25), (12, 26))
    return day.weekday() < 5 and day not in closed and (day.month, day.day) not in fixed


def municipal_day(day: date) -> bool:
    """A working day of a Dutch municipality: Good Friday and 5 May are none."""
    sunday = easter(day.year)
    king = date(day.year, 4, 27)
    closed = {sunday + n * DAY for n in (-2, 1, 39, 50)} | {king - DAY if king.weekday() == 6 else king}
    fixed = ((1, 1), (5, 5), (12, 25), (12, 26))
    return day.weekday() < 5 and day not in closed and (day.month, day.day) not in fixed


def payment_days(month: Month, today: date) -> tuple[date, date]:
    """R24: the last working and TARGET day before the 21st, and the TARGET day before it; or the first still to come."""
    paid = date(*month, 20)
    while not (bank_day(paid) and municipal_day(paid)):
        paid -= DAY
    executed = _bank_day_from(paid - DAY, -DAY)
    if executed >= today:
        return paid, executed
    executed = _bank_day_from(today, DAY)
    return _bank_day_from(executed + DAY, DAY), executed


def _bank_day_from(day: date, step: object) -> date:
    while not bank_day(day):
        day += step  # type: ignore[operator]
    return day
