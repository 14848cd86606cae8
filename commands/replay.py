"""`lks replay`: a case, or a municipality, as it was known at a moment; what held on a day; and what changed between two moments.

Only looks: nothing is recorded, no key is needed, and a replica or a read-only backup will do.
"""

from datetime import date, datetime

import click

from commands import known, replay_case, replay_day, replay_difference, replay_totals
from commands.call import Call, reading
from commands.options import CASE, DAY, MOMENT, MUNICIPALITY
from ledger.calculation.month import Month
from ledger.refusal import Misuse, Refused
from projections.replay import difference
from projections.replay.case import case_then, moment_at
from projections.replay.on_day import held_on

When = int | datetime


@click.command()
@click.argument("case", type=CASE, required=False)
@click.option("--municipality", type=MUNICIPALITY, help="The totals of a municipality instead of a case, like GM0363.")
@click.option("--known-at", type=MOMENT, help="As known at an entry, a day (its end) or a moment (default: now).")
@click.option("--valid-on", type=DAY, help="Only what held on this day, and the amounts of its month.")
@click.option(
    "--diff", "both", type=MOMENT, nargs=2, metavar="A B", help="What changed between two entries, days or moments."
)
@click.option(
    "--by", type=click.Choice(["month", "quarter"]), default="month", show_default=True, help="How totals are added up."
)
@reading
def replay(
    call: Call,
    case: str | None,
    municipality: str | None,
    known_at: When | None,
    valid_on: date | None,
    both: tuple[When, When] | None,
    by: replay_totals.By,
) -> None:
    """Show a case, or the totals of a municipality, as known at a moment; or what changed between two moments.

    \b
    lks replay LKS-26-000001-H --known-at 2026-11-30
    lks replay LKS-26-000001-H --known-at 120 --valid-on 2026-10-15
    lks replay LKS-26-000001-H --diff 120 2026-12-31
    lks replay --municipality GM0363 --known-at 2026-12-31 --by quarter
    """
    _check(case, municipality, known_at, valid_on, both)
    call.mark()
    if both is not None:
        first, second = (known.past(call, moment, "--diff") for moment in both)
        if first > second:
            what = f"the first moment (entry {first}) comes after the second (entry {second})."
            raise Misuse(what, field="--diff", remedy="Give the earlier one first.")
        _difference(call, case, municipality, first, second, by)
        return
    position = known.past(call, known_at)
    if municipality is not None:
        replay_totals.then(call, municipality, position, by)
    else:
        assert case is not None
        _case(call, case, known_at, position, valid_on)


def _case(call: Call, case: str, known_at: When | None, position: int, valid_on: date | None) -> None:
    found = case_then(call.store, case, position, Month.of(valid_on) if valid_on else None)
    if found is None:
        raise _nothing(case, position)
    today = known.business_day(call, known_at, position)
    if valid_on is None:
        call.output.answer(replay_case.lines(found, today), **replay_case.fields(found))
        return
    held = held_on(call.store, found, valid_on)
    call.output.answer(replay_day.lines(found, held), **replay_day.fields(found, held))


def _difference(
    call: Call, case: str | None, municipality: str | None, first: int, second: int, by: replay_totals.By
) -> None:
    call.output.business_day = moment_at(call.store, second).today
    if municipality is not None:
        replay_totals.difference(call, municipality, first, second, by)
        return
    assert case is not None
    found = difference.between(call.store, case, first, second)
    if found is None:
        raise _nothing(case, second)
    call.output.answer(replay_difference.lines(found), **replay_difference.fields(found))


def _check(
    case: str | None,
    municipality: str | None,
    known_at: When | None,
    valid_on: date | None,
    both: tuple[When, When] | None,
) -> None:
    if (case is None) == (municipality is None):
        raise Misuse("give one of the two.", field="CASE and --municipality", remedy="Name a case or a municipality.")
    if both is not None and (known_at is not None or valid_on is not None):
        remedy = "Give --diff A B alone: both moments are in it."
        raise Misuse("exclude each other.", field="--diff and --known-at, --valid-on", remedy=remedy)
    if municipality is not None and valid_on is not None:
        raise Misuse("is about one case.", field="--valid-on", remedy="Name a case, or leave it out.")


def _nothing(case: str, position: int) -> Refused:
    what = f"Of {case} nothing was recorded by entry {position}."
    return Refused(what, rule="R15", remedy="Give a later moment, or look the case up with lks find.")
