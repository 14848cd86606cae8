"""What a change does, in words: months alike in a row are one line, and what is booked is said apart."""

from commands.effect_text import effect_fields, effect_table
from ledger.calculation.month import Month
from ledger.subsidy.effect import Effect
from ledger.subsidy.state import Subsidy
from tests.deciders.changing import lived

NOVEMBER = Month(2026, 11)


def effect(month: Month, before: int, after: int, element: str = "fixed") -> Effect:
    """Another amount of a month, without charges."""
    return Effect((month, element), (before, 0), (after, 0))


def booked(through: Month) -> Subsidy:
    """A case of which the fixed element of a month is booked."""
    case = lived()
    case.booked[through, "fixed"] = (100, 25)
    return case


def test_nothing_that_changes_is_said() -> None:
    assert effect_table((), lived()) == ["No amount changes."]


def test_months_alike_in_a_row_are_one_line_for_each_element() -> None:
    found = [effect(NOVEMBER + n, 100, 80) for n in range(3)] + [effect(NOVEMBER, 5, 9, "variable")]
    lines = [line.split() for line in effect_table(sorted(found), lived())[1:]]
    assert lines == [
        ["2026-11", "to", "2027-01", "fixed", "1.00", "0.80", "-0.20"],
        ["2026-11", "variable", "0.05", "0.09", "0.04"],
    ]


def test_a_month_in_between_that_does_not_change_parts_them() -> None:
    found = (effect(NOVEMBER, 100, 80), effect(NOVEMBER + 2, 100, 80))
    assert len(effect_table(found, lived())) == 3


def test_r28_what_is_booked_is_settled_and_for_whom() -> None:
    found = (effect(NOVEMBER, 100, 80), effect(NOVEMBER.next, 100, 80))
    assert effect_table(found, booked(NOVEMBER))[-1] == (
        "Through 2026-11, which is booked: W-000001-D got 0.20 too much; the next lks settle books it."
    )
    more = (effect(NOVEMBER, 80, 100),)
    assert "W-000001-D gets 0.20 more" in effect_table(more, booked(NOVEMBER.next))[-1]
    assert not any("booked" in line for line in effect_table(more, booked(NOVEMBER + -1)))


def test_machines_get_every_month_in_cents() -> None:
    (one, _) = effect_fields((effect(NOVEMBER, 100, 80), effect(NOVEMBER.next, 100, 80)))
    assert one["month"] == "2026-11"
    assert one["difference"] == {"subsidy_cents": -20, "charges_cents": 0}
