"""`lks letter`: makes one letter of a case as a PDF, and records that it was sent."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import get_args

import click

from commands import files
from commands.call import Call, recording
from commands.options import CASE, DAY
from ledger.facts import LetterKind, LetterSent, Recipient
from ledger.identifiers import stream_id
from ledger.process.letters import ABOUT, sent, tells, withdrawn
from ledger.reading import Reading
from ledger.refusal import Misuse, Refused
from projections.letters.kinds import usual_recipient
from projections.letters.letter import Letter, again, make
from projections.letters.pdf import printer
from projections.letters.subject import Wanted

KIND = click.Choice(get_args(LetterKind))
RECIPIENT = click.Choice(get_args(Recipient))


@click.command()
@click.argument("case", type=CASE)
@click.argument("kind", type=KIND)
@click.option("--recipient", type=RECIPIENT, help="To whom (default: whom the entry is for).")
@click.option("--entry", type=click.IntRange(1), help="Number of the entry in the case (default: the last one).")
@click.option("--out", metavar="FILE", help="Name of the file (default: made from case, kind, recipient and entry).")
@click.option("--sent-on", type=DAY, help="Record that it was sent on this day, which the letter then bears.")
@partial(recording, named=False)
def letter(
    call: Call,
    case: str,
    kind: LetterKind,
    recipient: Recipient | None,
    entry: int | None,
    out: str | None,
    sent_on: date | None,
) -> None:
    """Make a letter of a CASE as an accessible PDF, and print its SHA-256. Nothing is recorded without --sent-on.

    A letter that was sent is made again as it was, from what was known then.
    """
    if sent_on is not None and not call.by:
        raise Misuse("nobody is named.", field="--by", remedy="Give --by NAME or set LKS_ACTOR.")
    head = call.ledger.store.head().position
    call.output.demonstration = call.ledger.demonstration
    wanted = _wanted(call, head, case, kind, recipient, entry, sent_on or call.today)
    known = sent(call.ledger.reading().subsidy(case), kind, wanted.recipient, wanted.about)
    made = _made(call, head, wanted, known)
    path = Path(out or made.name)
    receipt = None
    with files.beside(path, lambda file: file.write(made.file), private=True):
        if sent_on is not None:
            intent = made.sending() if known is None else made.sending().model_copy(update={"sent_on": sent_on})
            receipt = call.record(intent)
    told = {"file": str(path), "digest": made.digest, "entry": wanted.about, "recipient": wanted.recipient}
    told |= {"template": made.template, "edition": made.edition, "position": made.position}
    say = [f"{path}", f"SHA-256 {made.digest}", *_state(known, sent_on)]
    if receipt is None:
        call.output.answer(say, case=case, kind=kind, **told)
    else:
        call.answer(receipt, say, case=case, kind=kind, **told)


def _made(call: Call, head: int, wanted: Wanted, known: LetterSent | None) -> Letter:
    """The letter; the one that was sent where it was sent."""
    with printer() as press:
        if known is not None:
            return again(Reading(call.ledger.store, known.position), call.vault, press, wanted.case, known)
        return make(Reading(call.ledger.store, head), call.vault, press, wanted)


def _wanted(
    call: Call, head: int, case: str, kind: LetterKind, recipient: Recipient | None, entry: int | None, day: date
) -> Wanted:
    """The letter that is asked for; the entry it tells about and the recipient follow from the case where they are left out."""
    reading = Reading(call.ledger.store, head)
    subsidy = reading.subsidy(case)
    if subsidy.application is None:
        raise Refused(f"There is no case {case}.", rule="R15", remedy="Look it up with lks find.")
    entries = call.ledger.store.read(stream_id("subsidy", case), until_position=head)
    known = [one for one in entries if tells(kind, one.fact) and not withdrawn(subsidy, one.version)]
    found = [one for one in known if entry in (None, one.version)]
    if not found:
        which = f"no entry {entry}" if entry else "nothing"
        what = f"{case} has {which} that a letter of kind {kind} tells about ({ABOUT[kind].topic})."
        raise Refused(what, rule="R20", remedy="See lks letters list.")
    told = found[-1]
    to = recipient or usual_recipient(kind, told.fact, subsidy.application)
    if to is None:
        what = "the entry does not say of whom the representative is."
        raise Misuse(what, field="--recipient", remedy="Give --recipient employer or employee.")
    return Wanted(case, kind, to, told.version, day)


def _state(known: LetterSent | None, sent_on: date | None) -> list[str]:
    if known is not None:
        return [f"Sent on {known.sent_on}; made again, the same."]
    return [f"Sent on {sent_on}."] if sent_on else []
