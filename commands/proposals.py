"""`lks proposals`: what waits for a second person (vierogenprincipe, R37)."""

from collections import Counter
from collections.abc import Iterable

import click

from commands import erasing
from commands.call import Call, reading, recording
from commands.checkpoint_line import checkpoint_line
from commands.options import POSITION
from commands.output import table
from commands.signing import check_signed
from ledger import facts
from ledger.intents import Approve, Decline


@click.group()
def proposals() -> None:
    """What waits for a second person."""


@proposals.command("list")
@reading
def list_(call: Call) -> None:
    """Everything that was proposed and neither approved nor declined."""
    waiting = call.ledger.proposals()
    rows = [
        (entry.position, fact.intent, entry.cause.actor if entry.cause else "", entry.municipality or "-")
        for entry in waiting
        if isinstance(fact := entry.fact, facts.Proposed)
    ]
    say = table(("proposal", "what", "by", "municipality"), rows) if rows else ["Nothing waits for a second person."]
    call.output.answer(
        say, proposals=[dict(zip(("proposal", "what", "by", "municipality"), row, strict=True)) for row in rows]
    )


@proposals.command()
@click.argument("proposal", type=POSITION)
@recording
def approve(call: Call, proposal: int) -> None:
    """Agree with a proposal; what was proposed happens now."""
    check_signed(call, proposal)
    receipt = call.record(Approve(proposal=proposal))
    led_to = _led_to(fact.topic for fact in receipt.facts if not isinstance(fact, facts.Approved))
    files, told = erasing.after(call, receipt.facts)
    signs = any(isinstance(fact, facts.QuarterSignedOff | facts.YearSignedOff) for fact in receipt.facts)
    mark = checkpoint_line(call.dsn, receipt.entries[-1].position if signs else None)
    say = [f"Approved proposal {proposal}: {led_to}.", *files, *mark]
    call.answer(receipt, say, checkpoint=mark.fields, **told)


@proposals.command()
@click.argument("proposal", type=POSITION)
@recording
def decline(call: Call, proposal: int) -> None:
    """Do not agree with a proposal; it will not happen."""
    receipt = call.record(Decline(proposal=proposal))
    call.answer(receipt, f"Declined proposal {proposal}.")


def _led_to(topics: Iterable[str]) -> str:
    """RunWithdrawn, 80 times PaymentReturned."""
    return ", ".join(topic if times == 1 else f"{times} times {topic}" for topic, times in Counter(topics).items())
