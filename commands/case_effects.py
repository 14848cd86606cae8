"""What a change of several cases at once does to their amounts, case by case, in words and for machines."""

from collections.abc import Mapping
from typing import Any

from commands.call import Call
from commands.effect_text import effect_fields, effect_table
from ledger.calculation.month import Month
from ledger.subsidy.effect import Effect, effects
from ledger.subsidy.state import Subsidy

Changes = Mapping[str, tuple[Subsidy, Subsidy]]
"""By case how it is, and how it would be."""


def case_effects(call: Call, changes: Changes) -> dict[str, tuple[Effect, ...]]:
    """By case the months of which another amount is due; cases whose amounts stay are left out."""
    known = call.ledger.reading()
    last = Month(call.today.year + 1, 12)
    found = {
        case: effects(before, becomes, last, known.law(), known.policy(before.municipality))
        for case, (before, becomes) in changes.items()
    }
    return {case: moved for case, moved in found.items() if moved}


def text(found: Mapping[str, tuple[Effect, ...]], changes: Changes) -> list[str]:
    """A table for each case of which amounts change."""
    if not found:
        return ["No amount changes."]
    return [line for case, moved in found.items() for line in (f"{case}:", *effect_table(moved, changes[case][0]))]


def fields(found: Mapping[str, tuple[Effect, ...]]) -> dict[str, Any]:
    """The same for machines, in cents."""
    return {case: effect_fields(moved) for case, moved in found.items()}
