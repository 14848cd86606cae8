"""`lks letters due`: every letter that what happened calls for and that was not sent, made in one go."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import click

from commands import files
from commands.call import Call, recording
from commands.options import DAY, MUNICIPALITY
from commands.progress import counted as progress
from commands.words import counted
from ledger.asking import Asking
from ledger.log.entry import Entry
from ledger.reading import Reading
from ledger.refusal import LedgerError, Misuse, Refused
from ledger.subsidy.state import fold
from projections.letters.due import TOPICS, Due, due
from projections.letters.letter import Draft, draft
from projections.letters.pdf import printer
from projections.letters.side_by_side import Printed, side_by_side
from projections.letters.subject import Wanted


class _Asked(NamedTuple):
    """One letter of a case that is due."""

    case: str
    due: Due


@dataclass
class _Done:
    """What was made and recorded, and what could not be, by why."""

    made: list[str] = field(default_factory=list)
    sent: int = 0
    refused: Counter[str] = field(default_factory=Counter)


@click.command("due")
@click.option("--municipality", type=MUNICIPALITY, help="CBS code (default: every municipality).")
@click.option("--out", required=True, metavar="DIR", help="Folder for the letters, made when it is not there.")
@click.option("--sent-on", type=DAY, help="Record that they were sent on this day, which they then bear.")
@click.option("--since", type=DAY, help="Only about what happened from this day on (default: all that was not sent).")
@partial(recording, named=False)
def due_letters(call: Call, municipality: str | None, out: str, sent_on: date | None, since: date | None) -> int:
    """Make every letter that is due and was not sent. Nothing is recorded without --sent-on.

    It can be stopped and repeated: what was sent is not due any more, and the rest is the same when it is made again.
    """
    if sent_on is not None and not call.by:
        raise Misuse("nobody is named.", field="--by", remedy="Give --by NAME or set LKS_ACTOR.")
    folder = files.folder(out)
    call.output.demonstration = call.ledger.demonstration
    position = call.ledger.store.head().position
    day = sent_on or call.today
    asked = list(_asked(call, municipality, position, day, since))
    reading, done = Reading(call.ledger.store, position), _Done()
    call.vault.load_keys(_whose(reading, asked))
    try:
        with printer() as press:
            found = side_by_side(press, asked, lambda one: _draft(call, reading, one, day))
            for printed in progress(found, total=len(asked), label="letters"):
                _finish(call, printed, folder, sent_on is not None, done)
    finally:
        if done.sent:
            call.project()
    return _answer(call, done, folder)


def _finish(call: Call, printed: Printed[_Asked], folder: Path, send: bool, done: _Done) -> None:
    """Write a letter, and record it; what is refused is told at the end, and the others go on."""
    letter, refused = printed.letter, printed.refused
    if letter is not None:
        try:
            files.write(folder / letter.name, lambda file: file.write(letter.file), private=True)
            done.made.append(letter.name)
            if send:
                asking = Asking(by=call.by, today=call.today, key=call.key and f"{call.key} {letter.name}")
                call.ledger.handle(call.with_anyway(letter.sending()), asking)
                done.sent += 1
        except (Refused, Misuse) as error:
            refused = error
    if refused is not None:
        done.refused[_told(printed.asked, refused)] += 1


def _draft(call: Call, reading: Reading, asked: _Asked, day: date) -> Draft:
    kind, recipient, about = asked.due
    if recipient is None:
        what = f"{asked.case}: entry {about} does not say of whom the representative is."
        remedy = f"Make it by itself: lks letter {asked.case} {kind} --recipient ..."
        raise Refused(what, rule="R20", remedy=remedy)
    return draft(reading, call.vault, Wanted(asked.case, kind, recipient, about, day))


def _whose(reading: Reading, asked: Iterable[_Asked]) -> Iterator[str]:
    """The persons and employers in these letters: their keys come in one look."""
    for subsidy in (reading.subsidy(one.case) for one in asked):
        if subsidy.application is not None:
            yield from (subsidy.application.person, subsidy.employer)


def _told(asked: _Asked, error: LedgerError) -> str:
    """The message, with its case where it names none, unless it is about the whole municipality."""
    text = str(error)
    return text if "GM" in text or asked.case in text else f"{asked.case}: {text}"


def _asked(call: Call, municipality: str | None, position: int, day: date, since: date | None) -> Iterator[_Asked]:
    streams: defaultdict[UUID, list[Entry]] = defaultdict(list)
    for entry in call.ledger.store.read_municipality(municipality, TOPICS, position):
        streams[entry.stream].append(entry)
    for entries in streams.values():
        if entries[0].topic == "Applied":
            subsidy = fold(entries)
            yield from (_Asked(subsidy.case, one) for one in due(entries, subsidy, day, since))


def _answer(call: Call, done: _Done, folder: Path) -> int:
    refused = [f"{text} ({counted(times, 'letter')})" if times > 1 else text for text, times in done.refused.items()]
    missing = sum(done.refused.values())
    total = f"{counted(len(done.made), 'letter')} in {folder}, {done.sent} recorded as sent"
    say = [*refused, f"{total}, {missing} could not be made." if missing else f"{total}."]
    call.output.answer(say, files=done.made, sent=done.sent, refused=refused)
    return 1 if missing else 0
