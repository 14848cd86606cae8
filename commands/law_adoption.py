"""`lks law adopt` and `lks law decline`: the ledger takes over values of the law, after showing which amounts change (R41)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from commands.adoption import adopt
from commands.call import Call, recording
from commands.options import DAY, PARAMETER
from commands.values import parsed, shown
from ledger.facts import ValueAdopted
from ledger.intents import AdoptValues, DeclineValue
from ledger.law import PARAMETERS, Law, packaged
from ledger.model import Model, Text
from ledger.refusal import Misuse

Values = tuple[ValueAdopted, ...]


class Own(Model):
    """What is said of a value that this version does not bring along."""

    article: Text
    source: Text
    published: date | None


@click.command("adopt")
@click.option("--parameter", type=PARAMETER, help="Only values of this parameter.")
@click.option("--since", type=DAY, help="Only the value from this day; with --value one of your own.")
@click.option("--value", help="A value of your own: 2337.00, or by age 20=80,19=60, or days with commas.")
@click.option("--article", help="Article of a value of your own (default: that of the values before).")
@click.option("--source", help="Where a value of your own was published.")
@click.option("--published", type=DAY, help="When a value of your own was published.")
@click.option("--accept-low", is_flag=True, help="Also values whose source is not certain.")
@click.option("--yes", is_flag=True, help="Do not ask when amounts change.")
@recording
def adopt_(
    call: Call, parameter: str | None, since: date | None, value: str | None, accept_low: bool, yes: bool, **said: Any
) -> int:
    """Adopt values of the law, after showing which amounts change.

    Without options: all that this version brings along and the ledger neither adopted nor declined.
    """
    known_now = call.ledger.reading().law()
    wanted = _wanted(known_now, parameter, since, value, said)
    certain = tuple(one for one in wanted if accept_low or since or one.confidence != "low")
    left = tuple(one for one in wanted if one not in certain)
    remarks = [*_left(left), *_revised(known_now, parameter, certain)]
    if not certain:
        call.output.answer(["Nothing to adopt.", *remarks], values=[], left=list(map(_brief, left)))
        return 0
    intent = AdoptValues(values=certain, accept_low=accept_low)
    done = f"Adopted {len(certain)} value{'s' * (len(certain) > 1)} of the law."
    fields = {"values": list(map(_brief, certain)), "left": list(map(_brief, left))}
    return adopt(call, intent, done, yes=yes, also=remarks, **fields)


@click.command()
@click.argument("parameter", type=PARAMETER)
@click.option("--since", type=DAY, required=True, help="First day of the value.")
@click.option("--yes", is_flag=True, help="Do not ask when amounts change.")
@recording
def decline(call: Call, parameter: str, since: date, yes: bool, reason: str) -> int:
    """Decline the value of PARAMETER from a day: the ledger will not count with it."""
    intent = DeclineValue(parameter=parameter, since=since, reason=reason)
    return adopt(call, intent, f"Declined {parameter} since {since}.", yes=yes)


def _wanted(law: Law, parameter: str | None, since: date | None, value: str | None, said: dict[str, Any]) -> Values:
    """The values that were asked for and do not count yet."""
    if value is not None:
        own = _own(parameter, since, value, said)
        return () if law.holds(own) else (own,)
    if any(said.values()):
        raise Misuse("belong to a --value of your own.", field="--article, --source and --published")
    named = [one for one in packaged() if parameter in (None, one.parameter) and since in (None, one.since)]
    if since is None:
        return tuple(one for one in named if not law.settled(one.parameter, one.since))
    if not named:
        raise Misuse(f"this version brings no such value since {since}.", field="--since", remedy="See lks law list.")
    return tuple(one for one in named if not law.holds(one))


def _own(parameter: str | None, since: date | None, value: str, said: dict[str, Any]) -> ValueAdopted:
    if parameter is None or since is None:
        raise Misuse("needs --parameter and --since.", field="--value", remedy="Give all three.")
    before = [one for one in packaged() if one.parameter == parameter]
    about = Own(
        article=said["article"] or before[-1].article,
        source=said["source"] or "adopted by hand",
        published=said["published"],
    )
    return ValueAdopted(
        parameter=parameter,
        since=since,
        value=parsed(parameter, value),
        unit=PARAMETERS[parameter].unit,
        confidence="high",
        **about.model_dump(),
    )


def _left(left: Values) -> Iterator[str]:
    """Values that wait for a decision, because their source is not certain."""
    for one in left:
        yield f"Left, its source is not certain: {one.parameter} since {one.since}, {shown(one.value)}."
    if left:
        yield "Adopt them with --accept-low, adopt a value of your own, or use lks law decline."


def _revised(law: Law, parameter: str | None, now: Values) -> Iterator[str]:
    """Values that this ledger counts with in its own way, save those that it adopts now."""
    for one in law.revised():
        counts = law.on(one.parameter, one.since).value
        if parameter in (None, one.parameter) and one not in now and counts != one.value:
            yield f"Counts otherwise: {one.parameter} since {one.since}, {shown(counts)} and not {shown(one.value)}."


def _brief(value: ValueAdopted) -> dict[str, str]:
    return {"parameter": value.parameter, "since": str(value.since), "value": shown(value.value)}
