"""`lks person export`: all that is held of a person, for the person's own request (AVG art. 15)."""

from contextlib import closing
from pathlib import Path

import click

from commands import files
from commands.call import Call, reading
from commands.options import PERSON
from commands.words import counted
from ledger.log.session import connect
from ledger.reading import Reading
from ledger.refusal import Misuse
from ledger.vault import looks as kept_looks
from ledger.vault.looks import Look
from projections.person_file.gather import gather, kept_of
from projections.person_file.text import write


@click.command()
@click.argument("number", metavar="PERSON", type=PERSON)
@click.option("--out", metavar="FILE", required=True, help="The zip to write; only you can read it.")
@click.option("--employees", is_flag=True, help="Name the actors too: who recorded, and who looked.")
@reading
def export(call: Call, number: str, out: str, employees: bool) -> None:
    """Write all that is held of PERSON to a zip: a text in Dutch for the person, and JSON; needs --purpose (AVG art. 15).

    Every entry of the person and of the person's cases with what is sealed in it, where it came from, to whom it was told, when
    and why it was looked at, and how long it is kept. Others are numbers and codes only; but read free text before you give it,
    for others may be named in it. That it was exported is logged as a look.
    """
    if call.purpose is None:
        remedy = "Give --purpose or set LKS_PURPOSE, like: verzoek inzage 2026-14."
        raise Misuse("who gives out all of a person states why.", field="--purpose", remedy=remedy)
    path = Path(out)
    if not path.parent.is_dir():
        raise Misuse("is in no folder that is there.", field="--out", remedy="Make the folder first.")
    call.output.demonstration = call.ledger.demonstration
    reading_ = Reading(call.store, call.store.head().position)
    kept = kept_of(reading_, number, call.today)
    persons = list(kept.persons or (number,))
    file = gather(reading_, call.vault, kept, _looks(call, persons), call.today)
    call.vault.record_look("exported", persons)
    digest = files.write(path, lambda content: write(content, file, employees=employees), private=True)
    counts = f"{counted(len(file.held), 'entry')}, told {counted(len(file.told), 'time')}, {counted(len(file.looks), 'look')}"
    call.output.answer(
        [f"{path}: {counts}.", f"SHA-256 {digest}"],
        person=number,
        file=str(path),
        digest=digest,
        entries=len(file.held),
        told=len(file.told),
        looks=len(file.looks),
    )


def _looks(call: Call, persons: list[str]) -> list[Look]:
    """Every look at the person until now, this one not yet among them."""
    with closing(connect(call.dsn)) as connection:
        found = {look.position: look for person in persons for look in kept_looks.about(connection, subject=person)}
    return [found[position] for position in sorted(found)]
