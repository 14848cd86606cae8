"""`lks extend`: what comes after a contract or a wage value ends: asked, confirmed, declined (steps H1 to H3)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal, get_args

import click

from commands.call import Call, recording
from commands.change import answer, record
from commands.options import CASE, DAY, DAY_OR_OPEN
from commands.process_text import case_of, told
from commands.words import words
from ledger import facts
from ledger.facts import Ending
from ledger.intents import AskExtension, ConfirmExtension, DeclineExtension
from ledger.process.asking import chosen, extension_open
from ledger.refusal import Misuse
from ledger.subsidy.state import Subsidy

_DAY = timedelta(days=1)


@click.group()
def extend() -> None:
    """Extension (verlenging): ask the employer, and record the answer."""


@extend.command()
@click.option("--case", type=CASE, required=True, help="Case number.")
@click.option("--ends", type=click.Choice(get_args(Ending)), default="contract", show_default=True, help="What ends.")
@click.option("--asked-on", type=DAY, help="Day the employer was asked (default: the business day).")
@recording
def ask(call: Call, case: str, ends: Ending, asked_on: date | None) -> None:
    """Ask what comes after the end, two months before it; sooner only with --anyway --reason CODE."""
    receipt = call.record(AskExtension(case=case, ends=ends, asked_on=asked_on or call.today))
    known = call.ledger.reading()
    subsidy = known.subsidy(case)
    asked = told(receipt, subsidy, facts.ExtensionAsked)
    say = [
        f"{case}: the {words(asked.ends)} ends after {asked.last_day}.",
        f"The employer was asked on {asked.asked_on}, to answer by {asked.respond_by}.",
        f"Next, with the answer: lks extend confirm --case {case}, or lks extend decline",
    ]
    again = chosen(known.policy(subsidy.municipality), asked.asked_on)
    if "extension" in again.uses:
        say.append(f"Without one, from {asked.respond_by + _DAY} on: lks remind --case {case} --about extension")
    call.answer(receipt, say, case=case, asked=asked)


@extend.command()
@click.option("--case", type=CASE, required=True, help="Case number.")
@click.option(
    "--until", type=DAY_OR_OPEN, help="New last day of the contract, or open; not where only the wage value ends."
)
@click.option("--confirmed-on", type=DAY, help="Day of the answer (default: the business day).")
@recording
def confirm(call: Call, case: str, until: date | Literal["open"] | None, confirmed_on: date | None) -> None:
    """Record that the employment goes on; a contract gets its new end with it."""
    end = until or _end_as_it_is(case_of(call, case))
    change = record(call, ConfirmExtension(case=case, confirmed_on=confirmed_on or call.today, until=end))
    confirmed = told(change.receipt, change.after, facts.ExtensionConfirmed)
    goes_on = "without an end" if confirmed.until == "open" else f"to {confirmed.until}"
    say = [f"{case}: after {confirmed.last_day} the employment goes on, {goes_on}."]
    answer(call, change, say, list(_then(change.after, confirmed)), confirmed=confirmed)


@extend.command()
@click.option("--case", type=CASE, required=True, help="Case number.")
@click.option("--no-answer", is_flag=True, help="The employer did not answer the last reminder.")
@click.option("--declined-on", type=DAY, help="Day of the answer (default: the business day).")
@recording
def decline(call: Call, case: str, no_answer: bool, declined_on: date | None) -> None:
    """Record that there is no extension: the employer said so, or did not answer the last reminder."""
    intent = DeclineExtension(case=case, declined_on=declined_on or call.today, answered=not no_answer)
    receipt = call.record(intent)
    subsidy = case_of(call, case)
    declined = told(receipt, subsidy, facts.ExtensionDeclined)
    why = "the employer said so" if declined.answered else "no answer came, which counts as not asked"
    say = [f"{case}: no extension after {declined.last_day}: {why}.", *_ends(subsidy, declined)]
    call.answer(receipt, say, case=case, declined=declined)


def _ends(subsidy: Subsidy, declined: facts.ExtensionDeclined) -> Iterator[str]:
    """A contract ends with its last day; a wage value goes on until another decision (R18)."""
    yield "Next, at once: look for another place for the employee (herplaatsing)."
    end = f"lks end --case {subsidy.case} --last-day {declined.last_day}"
    if declined.last_day == subsidy.contract_end:
        yield f"Then: {end} --reason contract_ended"
    else:
        yield f"Until another decision the wage value goes on counting (R18). When the employment ends: {end} --reason CODE"


def _end_as_it_is(subsidy: Subsidy) -> date | Literal["open"]:
    """Where only the wage value ends, the contract stays as it is."""
    found = extension_open(subsidy) if subsidy.application is not None else None
    if found is None or found[1].ends != "wage_value":
        raise Misuse("it is not said until when.", field="--until", remedy="Give the new last day, or open for none.")
    return subsidy.contract_end or "open"


def _then(subsidy: Subsidy, confirmed: facts.ExtensionConfirmed) -> Iterator[str]:
    """What is granted goes on by a new decision only (R18)."""
    grant = subsidy.granted
    if grant is None or grant.until is None or grant.until > confirmed.last_day:
        return
    if grant.route == "flat_rate":
        yield f"Next: let the wage value be measured, lks measurement order --case {subsidy.case}"
        return
    yield f"It is granted through {grant.until}. Next: lks decide extend --case {subsidy.case}, on the same wage value;"
    yield f"or measure again where that is agreed on: lks measurement order --case {subsidy.case}"
