"""Who may be established to belong to the target group (doelgroep loonkostensubsidie, art. 10c Pw, R14)."""

from datetime import date

from ledger.calculation.calendar import months_after
from ledger.eligibility.objection import Objection, guard
from ledger.eligibility.rights import (
    BETWEEN_APPLICATIONS_MONTHS,
    ON_APPLICATION_ONLY,
    SCHOOL_TO_WORK,
    WORK_STUDY,
    YOUNG,
)
from ledger.facts import TargetGroup


def guard_target_group(
    group: TargetGroup, applied_on: date | None, earlier: date | None, effective: date | None = None
) -> None:
    """R14: raises Refused unless the target group may be established; `earlier` is the last application before."""
    guard(target_group_objections(group, applied_on, earlier, effective))


def target_group_objections(
    group: TargetGroup, applied_on: date | None, earlier: date | None, effective: date | None = None
) -> tuple[Objection, ...]:
    """R14: all that stands in the way of establishing that a person belongs to the target group."""
    found = (_only_on_application(group, applied_on), _again(applied_on, earlier), _not_yet(group, effective))
    return tuple(objection for objection in found if objection is not None)


def _only_on_application(group: TargetGroup, applied_on: date | None) -> Objection | None:
    if applied_on is not None or group not in ON_APPLICATION_ONLY:
        return None
    return Objection(
        f"The group {group} is established on written application only, not ex officio.",
        "R14",
        "art. 10c lid 1 Pw",
        "Give the day of the person's application (--applied-on).",
    )


def _again(applied_on: date | None, earlier: date | None) -> Objection | None:
    """The same day is the same application, judged again."""
    if applied_on is None or earlier is None or applied_on <= earlier:
        return None
    last = months_after(earlier, BETWEEN_APPLICATIONS_MONTHS)
    if applied_on > last:
        return None
    return Objection(
        f"The person applied on {earlier}; another application can be made after {last}, not on {applied_on}.",
        "R14, R39",
        "art. 10c lid 2 Pw",
        "Ask again after that day, or establish it ex officio where the group allows.",
    )


def _not_yet(group: TargetGroup, effective: date | None) -> Objection | None:
    if effective is None or effective >= SCHOOL_TO_WORK or group not in YOUNG + WORK_STUDY:
        return None
    return Objection(
        f"The group {group} exists from {SCHOOL_TO_WORK}, not on {effective}.",
        "R14, R15",
        "art. 7a Pw",
        "Use the group of art. 7 lid 1 a that fits.",
    )
