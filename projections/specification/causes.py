"""Why a settlement booked a difference, as a code of the layout: from the inputs that differ, and from what was recorded
since the month was booked before."""

from collections.abc import Sequence
from typing import NamedTuple

from ledger.calculation.segment import Segment
from projections.specification.row import Kind, Reason
from projections.specification.telling import OBJECTION, Booking

_INPUTS: dict[str, tuple[str, ...]] = {
    "wage value": ("wage_value", "route"),
    "worked": ("reported_hours", "worked_days"),
    "contract": ("hours", "full_time_hours"),
    "age": ("age_percentage",),
    "law": (
        "minimum_wage_cents", "holiday_percentage", "charges_percentage", "cap_percentage", "flat_rate_percentage",
        "charges_on", "reference_date",
    ),
}  # fmt: skip
_OF_THE_CONTRACT = frozenset({"Amended", "Ended", "Transferred", "LeaveReported"})
_REPORTED = _OF_THE_CONTRACT | {"HoursReported", "SicknessReported", "Decided"}


class Cause(NamedTuple):
    """The codes of a row (soort, reden)."""

    kind: Kind
    reason: Reason


def cause(booking: Booking, before: Sequence[Segment]) -> Cause:
    """The codes of a settled difference; `before` are the segments of what it corrects."""
    settlement = booking.settlement
    assert settlement is not None
    changed = _changed(before, booking.segments, settlement.since)
    kind: Kind = "CORRECTIE"
    if changed == {"law"}:
        kind = "INDEXERING"
    elif changed == {"age"}:
        kind = "LEEFTIJD"
    return Cause("EINDAFREKENING" if settlement.decision else kind, _reason(booking, changed, settlement.since))


def _reason(booking: Booking, changed: set[str], since: frozenset[str]) -> Reason:
    if OBJECTION in since:
        return "BEZWAAR"
    if "Corrected" in since and not since & _REPORTED:
        return "FOUTHERSTEL"
    if changed == {"wage value"}:
        return "LOONWAARDE"
    if changed == {"worked"}:
        return "MEERUREN" if booking.subsidy_cents + booking.charges_cents > 0 else "MINUREN"
    return "CONTRACTWIJZIGING" if changed == {"contract"} else "HERREKENING"


def _changed(before: Sequence[Segment], after: Sequence[Segment], since: frozenset[str]) -> set[str]:
    """Which inputs differ. Another wage value brings another reference day, and with it other values of the law (R3). Where one
    of both is not known or nothing is due, and the days differ, it is the contract if something of it was reported."""
    of_contract = {"contract"} if since & _OF_THE_CONTRACT else set()
    if not before or not after:
        return of_contract
    found = {name for name, fields in _INPUTS.items() if _values(before, fields) != _values(after, fields)}
    if "wage value" in found:
        found.discard("law")
    if not found and _days(before) != _days(after):
        return of_contract
    return found


def _values(segments: Sequence[Segment], fields: Sequence[str]) -> list[tuple[object, ...]]:
    """The values in the order of the days, each once."""
    return list(dict.fromkeys(tuple(getattr(one, field, None) for field in fields) for one in segments))


def _days(segments: Sequence[Segment]) -> int:
    return sum(one.days for one in segments)
