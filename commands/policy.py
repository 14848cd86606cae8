"""`lks policy`: the choices that law and practice leave to a municipality, each a dated switch (R41)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import click

from commands import known
from commands.adoption import adopt
from commands.call import Call, reading, recording
from commands.options import DAY, MUNICIPALITY
from commands.output import table
from commands.values import parsed, shown
from ledger.intents import AdoptPolicy
from ledger.law import PARAMETERS
from ledger.law.policy import DEVIATION, FOLLOWS_LAW, SWITCHES, Choice, Policy

HEADINGS = ("switch", "value", "chosen by", "since", "default", "allowed", "rule")
WIDE = "the whole ledger"


@dataclass(frozen=True, slots=True)
class Row:
    """One switch on one day; `chosen_by` is empty where the default counts."""

    name: str
    value: str
    chosen_by: str
    since: date | None
    default: str
    allowed: str
    rule: str
    meaning: str


@click.group()
def policy() -> None:
    """The policy of a municipality: every switch, in force and adopted."""


@policy.command()
@click.option("--municipality", type=MUNICIPALITY, help="CBS code (default: the whole ledger).")
@reading
def show(call: Call, municipality: str | None) -> None:
    """Show every switch: the value in force today, who chose it, its default, what is allowed, and what it means."""
    municipality = municipality or ""
    found = known.reading(call)
    chosen = found.policy(municipality) if found else Policy.defaults()
    rows = [*_switches(chosen, municipality, call.today), *_deviations(chosen, municipality, call.today)]
    call.output.answer(
        [*_lines(rows), *([] if found else [known.NO_LEDGER])],
        municipality=municipality,
        day=str(call.today),
        reachable=found is not None,
        switches=[_fields(row) for row in rows],
    )


@policy.command("adopt")
@click.argument("switch")
@click.argument("value")
@click.option("--municipality", type=MUNICIPALITY, help="CBS code (default: the whole ledger).")
@click.option("--since", type=DAY, help="First day that it counts (default: today).")
@click.option("--yes", is_flag=True, help="Do not ask when amounts change.")
@recording
def adopt_(call: Call, switch: str, value: str, municipality: str | None, since: date | None, yes: bool) -> int:
    """Choose VALUE for SWITCH from a day on, after showing which amounts change.

    SWITCH can be a deviation from the law, like law:charges_percentage; the value `law` ends it.
    """
    intent = AdoptPolicy(
        municipality=municipality or "", switch=switch, value=_value(switch, value), since=since or call.today
    )
    done = f"{switch} is {value} from {intent.since} for {municipality or WIDE}."
    return adopt(call, intent, done, yes=yes)


def _value(switch: str, text: str) -> str | dict[str, str]:
    parameter = switch.removeprefix(DEVIATION)
    if switch == parameter or parameter not in PARAMETERS or text == FOLLOWS_LAW:
        return text
    value = parsed(parameter, text)
    return text if isinstance(value, tuple) else value


def _switches(chosen: Policy, municipality: str, day: date) -> Iterator[Row]:
    for name, switch in SWITCHES.items():
        by, since = _chosen(chosen, chosen.choice(name, day), name, municipality)
        allowed = switch.domain.allowed if switch.available else f"{switch.default}, for now"
        yield Row(name, chosen.on(name, day), by, since, switch.default, allowed, switch.rule, switch.meaning)


def _deviations(chosen: Policy, municipality: str, day: date) -> Iterator[Row]:
    """Deviations from the law that hold on that day (R41)."""
    for parameter in PARAMETERS.values():
        name = DEVIATION + parameter.name
        choice = chosen.choice(name, day)
        if choice is None or choice.value == FOLLOWS_LAW:
            continue
        by, since = _chosen(chosen, choice, name, municipality)
        yield Row(name, shown(choice.value), by, since, FOLLOWS_LAW, parameter.unit, "R41", parameter.meaning)


def _chosen(chosen: Policy, choice: Choice | None, name: str, municipality: str) -> tuple[str, date | None]:
    if choice is None:
        return "", None
    own = municipality and choice in chosen.known(name)
    return municipality if own else WIDE, choice.since


def _lines(rows: list[Row]) -> Iterator[str]:
    """The table, with what each switch means under it."""
    head, *lines = table(HEADINGS, map(_columns, rows))
    yield head
    for line, row in zip(lines, rows, strict=True):
        yield line
        yield f"    {row.meaning}"


def _columns(row: Row) -> tuple[object, ...]:
    return row.name, row.value, row.chosen_by, row.since or "", row.default, row.allowed, row.rule


def _fields(row: Row) -> dict[str, str | None]:
    return {
        "switch": row.name,
        "value": row.value,
        "chosen_by": row.chosen_by or None,
        "since": str(row.since) if row.since else None,
        "default": row.default,
        "allowed": row.allowed,
        "rule": row.rule,
        "meaning": row.meaning,
    }
