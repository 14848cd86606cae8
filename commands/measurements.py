"""`lks measurement list|show`: the reports of measurements over all cases, and those of one case with their contents."""

from collections.abc import Iterator
from typing import Any

import click

from commands.call import Call, reading
from commands.options import CASE, CODE, MUNICIPALITY
from commands.output import table
from ledger.identifiers import stream_id
from ledger.log.entry import Entry
from ledger.measuring.contents import MeasurementContents, StoredContents
from ledger.model import plain
from projections import inspecting
from projections.inspecting import Report

HEADINGS = (
    "case",
    "measured",
    "reported",
    "late",
    "value",
    "method",
    "expert",
    "provider",
    "certified",
    "established",
    "status",
)
ERASED = "The contents were erased."


@click.command("list")
@click.option("--municipality", type=MUNICIPALITY, help="Only those of this municipality.")
@click.option("--expert", type=CODE, metavar="CODE", help="Only those of this expert.")
@click.option("--late", is_flag=True, help="Only those reported more than ten working days after the measurement.")
@reading
def list_(call: Call, municipality: str | None, expert: str | None, late: bool) -> None:
    """List the reports of measurements, over all cases; --json has all of what inspection.measurements has."""
    found = inspecting.reports(call.look(), municipality=municipality, expert=expert, late=late)
    lines = table(HEADINGS, [_cells(one) for one in found]) if found else ["No measurement is recorded."]
    call.output.answer(lines, measurements=[_fields(one) for one in found])


@click.command()
@click.option("--case", type=CASE, required=True, help="Case number.")
@click.option("--contents", is_flag=True, help="Open the contents too: main tasks, comments and judgement.")
@reading
def show(call: Call, case: str, contents: bool) -> None:
    """Show the measurements of a case and who accounts for them; what the report says only with --contents."""
    found = inspecting.reports(call.look(), case=case)
    entries = {entry.position: entry for entry in call.store.read(stream_id("subsidy", case))} if contents else {}
    opened = {one.entry: _opened(call, entries[one.entry]) for one in found if one.entry in entries}
    lines = [line for one in found for line in (*_told(one), *_said(opened.get(one.entry, {})))]
    fields = [_fields(one) | ({"contents": opened[one.entry]} if contents else {}) for one in found]
    call.output.answer(lines or [f"{case} has no measurement."], case=case, measurements=fields)


def _opened(call: Call, entry: Entry) -> dict[str, Any]:
    """What is sealed with a report; empty where nothing is."""
    token = getattr(entry.fact, "sealed", None)
    if token is None:
        return {}
    stored = call.vault.open(token, entry.stream, "Measured", StoredContents)
    if stored is None:
        return {"report": ERASED}
    root = stored.root
    return root.model_dump(mode="json") if isinstance(root, MeasurementContents) else {"report": root.text}


def _told(one: Report) -> Iterator[str]:
    due = f", due {one.report_due}: late" if one.late else ""
    yield f"{one.case}  measured {one.measured_on} at {plain(one.wage_value)} % by {one.expert} with {one.method}  ({one.status})"
    yield f"  reported {one.reported_on}{due}"
    if one.draft_discussed_on:
        yield f"  draft discussed {one.draft_discussed_on}{_comments(one)}"
    if one.provider:
        known = f"certificate {one.certificate} to {one.certificate_until}" if one.certificate else "no certificate"
        yield f"  {one.provider}, supervised by {one.supervisor}; {known}: {'' if one.certified else 'not '}certified on the day"
    else:
        yield f"  nothing accounts for {one.expert}"
    if one.established_on and one.established_wage_value is not None:
        yield f"  established {one.established_on}: {plain(one.established_wage_value)} %"


def _comments(one: Report) -> str:
    said = f"; comments of {' and '.join(one.commented)}" if one.commented else ""
    return said + (f"; looked at again {one.second_look_on}" if one.second_look_on else "")


def _said(contents: dict[str, Any]) -> Iterator[str]:
    for name, value in contents.items():
        if name == "tasks":
            yield from (f"  main task {n}: {_task(one)}" for n, one in enumerate(value, start=1))
        elif value:
            yield f"  {name.replace('_', ' ')}: {value}"


def _task(task: dict[str, Any]) -> str:
    told = [f"{name.replace('_', ' ')} {value}" for name, value in task.items() if value and name != "description"]
    return f"{task['description']} ({', '.join(told)})"


def _cells(one: Report) -> list[object]:
    established = (
        "" if one.established_wage_value is None else f"{one.established_on} {plain(one.established_wage_value)} %"
    )
    certified = {True: "yes", False: "no", None: ""}[one.certified]
    late, value = "late" if one.late else "", f"{plain(one.wage_value)} %"
    who = (one.method, one.expert, one.provider or "", certified)
    return [one.case, one.measured_on, one.reported_on, late, value, *who, established, one.status]


def _fields(one: Report) -> dict[str, Any]:
    values = one._asdict()
    numbers = ("wage_value", "established_wage_value")
    return values | {name: None if values[name] is None else plain(values[name]) for name in numbers}
