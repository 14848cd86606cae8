"""Puts the head of the looks beside the checkpoints of a folder outside of the database: only adds, and nothing where the looks
are not those of which a head is published there."""

from contextlib import closing
from pathlib import Path

from commands.files import write
from ledger.log.session import connect
from ledger.proof.looks_note import LOOKS, kept, note
from ledger.proof.note import Signer
from ledger.refusal import Refused
from ledger.vault import looks


def publish_looks(dsn: str, folder: Path, signer: Signer) -> Path | None:
    """The note that was written, or was there; None while nobody looked. Raises Refused where a look of which a head is published
    has another seal."""
    with closing(connect(dsn)) as connection:
        end = looks.head(connection)
        before = kept(folder, end.ledger_id, signer.verifier) if (folder / LOOKS).is_dir() else {}
        differing = looks.differing(connection, before)
    if differing is not None:
        raise Refused(
            f"The looks are not those of which a head is published in {folder.name}: look {differing} differs, or is gone.",
            rule="looks",
            remedy="No head was written. Keep the folder as it is. See lks looks verify --expect.",
        )
    if end.position == 0:
        return None
    place = folder / LOOKS / str(end.position)
    place.parent.mkdir(exist_ok=True)
    content = note(end.ledger_id, end.position, end.seal, signer).encode()
    if not place.is_file():
        write(place, lambda file: file.write(content))
    return place
