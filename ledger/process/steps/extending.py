"""The end of a contract or a wage value in sight: ask, wait, remind, and what happens without an answer (step H)."""

from collections.abc import Iterator
from datetime import date

from ledger import facts
from ledger.process import deadlines
from ledger.process.case import Case
from ledger.process.item import WorkItem


def steps(case: Case) -> Iterator[WorkItem]:
    """What the end of the contract, or of the wage value, asks of a running case."""
    if case.status != "granted":
        return
    for ends, last_day in endings(case):
        yield from _ending(case, ends, last_day)
    yield from _grant_ends(case)


def endings(case: Case) -> Iterator[tuple[facts.Ending, date]]:
    """What ends, and its last day: the contract, and the wage value where that was established for a time of its own."""
    contract = case.subsidy.contract_end
    if contract is not None:
        yield "contract", contract
    basis = case.subsidy.last_basis
    if isinstance(basis, facts.WageValueEstablished) and basis.valid_until not in (None, contract):
        yield "wage_value", basis.valid_until


def _ending(case: Case, ends: facts.Ending, last_day: date) -> Iterator[WorkItem]:
    if any(one.fact.last_day == last_day for one in case.after(facts.ExtensionConfirmed)):
        return
    if any(one.fact.last_day == last_day for one in case.after(facts.ExtensionDeclined)):
        if ends == "contract":
            yield from _declined(case, last_day)
        return
    asked = next((one for one in case.after(facts.ExtensionAsked) if one.fact.last_day == last_day), None)
    if asked is None:
        name = "contract" if ends == "contract" else "wage value"
        say = f"{name} ends on {last_day}: ask what comes after it"
        command = f"lks extend ask {{case}} --ends {ends}"
        opens, last = deadlines.signal_from(last_day), deadlines.asked_by(last_day)
        yield case.item("extension", opens, last, deadlines.SIGNAL, say, command, key=last_day, ends_on=last_day)
        yield _not_asked(case, name, last_day)


def _not_asked(case: Case, name: str, last_day: date) -> WorkItem:
    """Nobody was asked in time: what came after it is confirmed, or declined."""
    opens = deadlines.day_after(last_day)
    say = f"{name} ended on {last_day}, nobody was asked: confirm or decline what came after it"
    command = "lks extend confirm {case} --until DAY"
    last = deadlines.REMINDER.last_day(last_day)
    return case.item("extension_answer", opens, last, deadlines.SIGNAL, say, command, key=last_day)


def _grant_ends(case: Case) -> Iterator[WorkItem]:
    """R18: where the contract goes on and the grant does not, a decision extends it. The flat rate ends otherwise."""
    granted = case.subsidy.granted
    if granted is None or granted.until is None or granted.route != "regular":
        return
    contract = case.subsidy.contract_end
    if contract is not None and contract <= granted.until:
        return
    say = f"granted until {granted.until}, and the contract goes on: decide to extend"
    opens = deadlines.signal_from(granted.until)
    yield case.item(
        "extend", opens, granted.until, deadlines.SIGNAL, say, "lks decide extend {case}", key=granted.decision
    )


def _declined(case: Case, last_day: date) -> Iterator[WorkItem]:
    """Not extended: the employee is helped to other work at once, and after its last day the subsidy is ended."""
    declined = next(one for one in case.after(facts.ExtensionDeclined) if one.fact.last_day == last_day)
    say = f"contract ends on {last_day} and is not extended: start re-placement"
    yield case.item(
        "replacement", declined.fact.declined_on, last_day, deadlines.SIGNAL, say,
        f"lks end {{case}} --last-day {last_day} --reason contract_ended", key=last_day,
    )  # fmt: skip
    opens = deadlines.day_after(last_day)
    say = f"contract ended on {last_day}: end the subsidy"
    yield case.item(
        "end",
        opens,
        deadlines.REPORT.last_day(last_day),
        deadlines.ENDED,
        say,
        f"lks end {{case}} --last-day {last_day} --reason contract_ended",
    )
