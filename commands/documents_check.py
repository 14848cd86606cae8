"""`lks documents check`: of every document that counts, whether its file is there and is the same still."""

from collections import Counter
from collections.abc import Iterable

import click

from commands.call import Call, reading
from commands.options import CASE, MUNICIPALITY
from commands.output import table
from commands.progress import counted
from commands.words import counted as number_of
from ledger.reading import Reading
from projections.documents.kept import Kept, of_all
from projections.documents.places import Status, place

HEADINGS = ("case", "document", "status", "SHA-256")
IN_WORDS: dict[Status, str] = {
    "present": "present",
    "missing": "missing",
    "differs": "not the same",
    "unreadable": "cannot be read",
    "no_store": "no store named",
}


@click.command()
@click.option("--municipality", type=MUNICIPALITY, help="Only documents of this municipality.")
@click.option("--case", type=CASE, help="Only documents of this case.")
@reading
def check(call: Call, municipality: str | None, case: str | None) -> int:
    """Check that the file of every document is in its store and is the same still; exit 1 where one is not.

    Where files stay is the policy document_store: a folder, or the address of an object store.
    """
    call.mark()
    found = [one for one in of_all(call.store, municipality) if case in (None, one.case)]
    statuses = _statuses(call, found)
    wrong = [(one, statuses[one.municipality, one.digest]) for one in found]
    wrong = [(one, status) for one, status in wrong if status != "present"]
    tally = Counter(IN_WORDS[statuses[one.municipality, one.digest]] for one in found)
    said = ", ".join(f"{number} {words}" for words, number in sorted(tally.items()))
    lines = table(HEADINGS, [(one.case, one.document, IN_WORDS[status], one.digest) for one, status in wrong])
    say = [*(lines if wrong else []), f"{number_of(len(found), 'document')}{': ' if said else ''}{said}."]
    findings = [one._asdict() | {"status": status} for one, status in wrong]
    call.output.answer(say, checked=len(found), present=len(found) - len(wrong), findings=findings)
    return 1 if wrong else 0


def _statuses(call: Call, found: Iterable[Kept]) -> dict[tuple[str, str], Status]:
    """How each file is; one that several cases share is read once."""
    known = Reading(call.store)
    files = dict.fromkeys((one.municipality, one.digest) for one in found)
    stores = {name: place(known.policy(name).on("document_store", call.today)) for name, _ in files}
    statuses: dict[tuple[str, str], Status] = {}
    for municipality, digest in counted(files, total=len(files), label="Reading files"):
        store = stores[municipality]
        statuses[municipality, digest] = store.check(digest) if store else "no_store"
    return statuses
