"""What a line pays on each route (regulier, forfaitair); the year report splits by it (R34)."""

from collections.abc import Sequence

from ledger.calculation.amount import amount
from ledger.calculation.segment import Line, Route, Segment

Cents2 = tuple[int, int]
"""Subsidy cents and charges cents."""


def by_route(line: Line) -> dict[Route, Cents2]:
    """The line by route; the parts sum to it. Where a month holds both, the flat rate is rounded as a line of its own and
    the regular route has the rest."""
    flat_rate = [segment for segment in line.segments if segment.route == "flat_rate"]
    whole = line.subsidy_cents, line.charges_cents
    if not flat_rate or len(flat_rate) == len(line.segments):
        return {_only(line.segments): whole} if line.segments else {}
    part = amount(flat_rate)
    return {"flat_rate": (part.subsidy_cents, part.charges_cents),
            "regular": (whole[0] - part.subsidy_cents, whole[1] - part.charges_cents)}  # fmt: skip


def _only(segments: Sequence[Segment]) -> Route:
    return segments[-1].route
