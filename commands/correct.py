"""`lks correct`: a mistake in what was recorded of a case is put right, after showing what that does (R35, R36)."""

import json

import click
from pydantic import JsonValue

from commands import party_entries
from commands.call import Call, recording
from commands.effect_text import effect_fields
from commands.entries import case_of, confirmed, preview
from commands.options import DAY, POSITION
from ledger.facts import Applied, Corrected, Fact
from ledger.intents import Correct
from ledger.refusal import Misuse


@click.command()
@click.argument("entry", type=POSITION)
@click.option(
    "--set",
    "changes",
    multiple=True,
    required=True,
    metavar="FIELD=VALUE",
    help="A field that was wrong, as it should be; repeat for more. An empty value is none.",
)
@click.option("--yes", is_flag=True, help="Record it without asking.")
@recording
def correct(call: Call, entry: int, changes: tuple[str, ...], yes: bool, reason: str) -> None:
    """Correct an input by the number of its entry, or of an earlier correction of it (see lks history)."""
    right = dict(map(_change, changes))
    if party_entries.corrected(call, entry, reason, right, yes=yes):
        return
    case, found = case_of(call, entry)
    if "start" in right and _is_application(found.fact):
        right = {**_ages(call, case, right), **right}
    intent = call.with_anyway(Correct(case=case, entry=found.version, reason=reason, changes=right))
    shown = preview(call, intent)
    if not confirmed(call, shown, yes):
        return
    receipt = call.record(intent)
    call.answer(receipt, f"{case}: entry {entry} is corrected.", case=case,
                recorded=True, effects=effect_fields(shown.effects))  # fmt: skip


def _is_application(fact: Fact) -> bool:
    return isinstance(fact, Applied) or (isinstance(fact, Corrected) and fact.kind == "Applied")


def _ages(call: Call, case: str, right: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """R6: which birthdays count follows from the start of the employment, and from a birth date that is sealed."""
    application = call.ledger.reading().subsidy(case).application
    assert application is not None
    start = DAY.convert(str(right["start"]), None, None)
    return {"age_steps": [step.model_dump(mode="json") for step in call.age_steps(application.person, start)]}


def _change(text: str) -> tuple[str, JsonValue]:
    """A field and its value: text as it stands, nothing as none; a list or a table as JSON."""
    name, separator, value = text.partition("=")
    if not separator or not name:
        raise Misuse("it takes a field and a value.", field="--set", remedy="Write it as FIELD=VALUE, like hours=24.")
    if not value:
        return name, None
    if value in ("true", "false") or value[0] in "[{":
        try:
            parsed: JsonValue = json.loads(value)
        except ValueError:
            raise Misuse("the value is no JSON.", field=f"--set {name}", remedy='Write a list as ["a", "b"].') from None
        return name, parsed
    return name, value
