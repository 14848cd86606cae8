"""`lks show CASE`: how a case stands now: application, measurement, decisions, money, and what comes next."""

from collections.abc import Iterator
from datetime import date

import click

from commands import show_changes, show_process
from commands.call import Call, reading
from commands.deciding import ruled
from commands.final import recovery
from commands.options import CASE
from commands.words import words
from ledger.calculation.money import euro
from ledger.facts import Ended, Transferred
from ledger.law import Law
from ledger.law.policy import Policy
from ledger.refusal import Refused
from ledger.subsidy.state import Subsidy
from ledger.subsidy.undecided import Undecided, undecided


@click.command()
@click.argument("case", type=CASE)
@reading
def show(call: Call, case: str) -> None:
    """Show how a case stands."""
    known = call.ledger.reading()
    subsidy = known.subsidy(case)
    if subsidy.application is None:
        raise Refused(f"There is no case {case}.", rule="R15", remedy="Look it up with lks find.")
    law, policy = known.law(), known.policy(subsidy.municipality)
    call.output.answer(lines(subsidy, law, policy, call.today), **fields(subsidy, law, policy))


def lines(subsidy: Subsidy, law: Law, policy: Policy, today: date) -> list[str]:
    """How a case stands, now or at a moment, on the law and policy known then."""
    process = [f"  {line}" for line in show_process.lines(subsidy, law, policy)]
    return list(_lines(subsidy, undecided(subsidy, law, policy), process, today))


def fields(subsidy: Subsidy, law: Law, policy: Policy) -> dict[str, object]:
    """The same for machines."""
    changes = show_changes.fields(subsidy, undecided(subsidy, law, policy))
    return _fields(subsidy) | changes | show_process.fields(subsidy, law, policy)


def _lines(subsidy: Subsidy, found: tuple[Undecided, ...], process: list[str], today: date) -> Iterator[str]:
    applied = subsidy.application
    assert applied is not None
    end = f" to {applied.end}" if applied.end else ""
    hours = (
        f"{applied.hours} hours"
        if applied.maximum_hours is None
        else f"{applied.hours} to {applied.maximum_hours} hours"
    )
    yield f"{subsidy.case}  {words(subsidy.status)}  {subsidy.municipality}"
    yield f"  person {applied.person}, employer {applied.employer}"
    yield f"  applied {applied.received_on} by the {applied.applicant} on {words(applied.basis)} ({words(applied.group)})"
    full_time = applied.sector_full_time_hours
    yield f"  employment from {applied.start}{end}: {words(applied.form)} contract, {hours} of {full_time} a week"
    yield from (f"    {line}" for line in show_changes.contracts(subsidy))
    if subsidy.awaited:
        yield f"  missing: {', '.join(sorted(subsidy.awaited))}"
    if subsidy.measured:
        yield f"  measured {subsidy.measured.measured_on} by {subsidy.measured.expert}: {subsidy.measured.wage_value} %"
    yield from _pending(subsidy)
    for decided in subsidy.decisions:
        yield f"  {decided.decision} {decided.decided_on}: {words(decided.outcome)} on {words(decided.ground)}"
        yield from (f"    {line}" for line in ruled(decided))
    for aside in subsidy.set_asides:
        yield f"  {aside.decision} {aside.decided_on}: set aside, missing {', '.join(aside.documents)}"
    yield from process
    yield from (f"  {line}" for line in show_changes.objections(subsidy))
    yield from (f"  {line}" for line in show_changes.signals(found))
    if subsidy.hold:
        yield f"  payment held from {subsidy.hold.effective}: {subsidy.hold.reason}"
    if subsidy.ended:
        yield f"  {_ended(subsidy.ended)}"
    yield from (f"  {line}" for line in recovery(subsidy, today))
    booked, sent = _total(subsidy.booked.values()), _total(subsidy.sent.values())
    yield f"  booked {euro(booked)}, sent {euro(sent)}, payable {euro(subsidy.payable_cents())}"


def _ended(ended: Ended | Transferred) -> str:
    if isinstance(ended, Transferred):
        return f"moved to {ended.destination}, registered there from {ended.registered_on}"
    return f"ended after {ended.last_day}: {words(ended.reason)}"


def _pending(subsidy: Subsidy) -> Iterator[str]:
    if subsidy.established:
        yield f"  wage value {subsidy.established.wage_value} % established, decide by {subsidy.established.decide_by}"
    if subsidy.waived:
        yield f"  measurement waived, decide by {subsidy.waived.decide_by}"


def _fields(subsidy: Subsidy) -> dict[str, object]:
    booked, sent = _total(subsidy.booked.values()), _total(subsidy.sent.values())
    return {
        "case": subsidy.case,
        "status": subsidy.status,
        "municipality": subsidy.municipality,
        "application": subsidy.application,
        "measured": subsidy.measured,
        "established": subsidy.established,
        "waived": subsidy.waived,
        "decisions": list(subsidy.decisions),
        "held": subsidy.hold,
        "ended": subsidy.ended,
        "booked_cents": booked,
        "sent_cents": sent,
        "payable_cents": subsidy.payable_cents(),
        "determination": subsidy.finally_settled,
        "announced": subsidy.announced,
        "claims": list(subsidy.claims),
        "instalments": subsidy.instalments,
        "outstanding_cents": subsidy.claimed_cents(),
    }


def _total(amounts: object) -> int:
    assert hasattr(amounts, "__iter__")
    return sum(subsidy_cents + charges_cents for subsidy_cents, charges_cents in amounts)
