"""`lks measurement record`: the report of a measurement with its contents and its account (R18, R19)."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import get_args

import click

from commands.call import Call, recording
from commands.options import CASE, CODE, DAY, PERCENTAGE, Parsed
from commands.private import json_object, read_text
from ledger import facts
from ledger.facts import Fact, Recipient
from ledger.intents import Note, RecordMeasurement
from ledger.measuring.contents import MeasurementContents, contents
from ledger.measuring.methods import UNIFORM, VALIDATED, spelled
from ledger.measuring.plausible import Finding, findings
from ledger.refusal import Misuse
from ledger.subsidy.decider import EXPERT_ROLES


@click.command()
@click.option("--case", type=CASE, required=True, help="Case number.")
@click.option("--measured-on", type=DAY, required=True, help="Day of the measurement.")
@click.option("--reported-on", type=DAY, help="Day the report came in (default: the business day).")
@click.option("--wage-value", type=PERCENTAGE, required=True, help="Percent of the minimum wage.")
@click.option("--expert", type=CODE, required=True, metavar="CODE", help="Code of the wage value expert.")
@click.option(
    "--expert-role",
    "roles",
    type=click.Choice(EXPERT_ROLES),
    multiple=True,
    help="Other role of the expert in this case.",
)
@click.option(
    "--method",
    type=Parsed("method", lambda text: spelled(CODE.convert(text, None, None))),
    default=UNIFORM,
    show_default=True,
    help=f"Method of measurement; for applications of before 1 July 2021 also {', '.join(VALIDATED)}.",
)
@click.option("--draft-discussed-on", type=DAY, help="Day the draft was discussed with employer and employee.")
@click.option(
    "--commented",
    type=click.Choice(get_args(Recipient)),
    multiple=True,
    help="Who commented on the draft; follows from --contents where that is given.",
)
@click.option("--second-look-on", type=DAY, help="Day the expert looked again, when they disagreed entirely.")
@click.option(
    "--contents",
    "contents_file",
    metavar="FILE",
    help="Contents of the report as JSON, sealed whole (docs/measurement.md); - reads standard input.",
)
@click.option("--report-file", metavar="FILE", help="Contents of the report as text, sealed; - reads standard input.")
@recording
def record(
    call: Call,
    case: str,
    measured_on: date,
    reported_on: date | None,
    wage_value: Decimal,
    expert: str,
    roles: tuple[str, ...],
    method: str,
    draft_discussed_on: date | None,
    commented: tuple[Recipient, ...],
    second_look_on: date | None,
    contents_file: str | None,
    report_file: str | None,
) -> None:
    """Record the report of a measurement; it changes nothing that is due (R18).

    Main tasks, norm function, comments and final judgement come in as --contents. What does not fit in them is told, not
    refused: the report is the expert's.
    """
    report = _contents(contents_file, report_file)
    private = report or _note(report_file)
    found = findings(report, wage_value, method) if report else ()
    intent = RecordMeasurement(
        case=case,
        measured_on=measured_on,
        reported_on=reported_on or call.today,
        wage_value=wage_value,
        expert=expert,
        expert_roles=roles,
        method=method,
        draft_discussed_on=draft_discussed_on,
        commented=_commented(commented, second_look_on, report),
        second_look_on=second_look_on,
    )
    receipt = call.record(intent, private)
    say = [f"{case}: measured at {wage_value} % on {measured_on}.", *_told(receipt.facts, expert), *_said(found)]
    listed = [one._asdict() for one in found]
    call.answer(receipt, [*say, f"Next: lks measurement establish --case {case}"], case=case, findings=listed)


def _contents(file: str | None, report_file: str | None) -> MeasurementContents | None:
    if file is None:
        return None
    if file == report_file == "-":
        raise Misuse("both cannot be standard input.", field="--contents and --report-file", remedy="Give a file.")
    found = contents(json_object(file, "--contents"))
    note = _note(report_file)
    if note is None:
        return found
    return contents(found.model_dump(mode="json") | {"report": f"{found.report} {note.text}"})


def _note(file: str | None) -> Note | None:
    if file is None:
        return None
    return Note(text=" ".join(read_text(file, "--report-file").split()))


def _commented(
    given: tuple[Recipient, ...], second_look_on: date | None, report: MeasurementContents | None
) -> tuple[Recipient, ...]:
    """Who commented, by the option or by the contents."""
    if report is not None and report.second_look and second_look_on is None:
        remedy = "Give the day on which the expert looked again."
        raise Misuse("is missing; the contents tell of a second look.", field="--second-look-on", remedy=remedy)
    said = {*given, *(report.commented if report else ())}
    return tuple(one for one in get_args(Recipient) if one in said)


def _told(recorded: Iterable[Fact], expert: str) -> Iterable[str]:
    """What is recorded as it is, though it should be otherwise (R19)."""
    accounted = False
    for fact in recorded:
        if isinstance(fact, facts.Measured) and fact.reported_on > fact.report_due:
            yield f"The report was due on {fact.report_due} (ten working days) and is recorded as late."
        if isinstance(fact, facts.MeasurementAccounted):
            accounted = True
            yield from _account(fact)
    if not accounted:
        yield f"Warning: {expert} is not registered, so nothing accounts for provider and certificate. See lks expert register."


def _account(fact: facts.MeasurementAccounted) -> Iterable[str]:
    yield f"{fact.expert} of {fact.provider}, supervised by {fact.supervisor}."
    if not fact.certified:
        known = (
            f"certificate {fact.certificate} (to {fact.certificate_until})" if fact.certificate else "no certificate"
        )
        yield f"Warning: {known}, not valid on the day of the measurement; recorded as not certified."


def _said(found: Iterable[Finding]) -> list[str]:
    return [f"Does not fit: {one.what} ({one.article})" for one in found]
