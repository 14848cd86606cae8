"""A checkpoint as a mail to an outsider, and the note found again in a mail, whatever a mail program did to its lines."""

import re

from ledger.proof.checkpoint import Checkpoint
from ledger.proof.note import VerifierKey

_QUOTED = re.compile(r"^(?:> ?)+", re.MULTILINE)
_NOTE = re.compile(r"^lks/[0-9a-f-]{36}\n(?:[^\n]+\n){2,}\n(?:\u2014 [^\n]+\n)+", re.MULTILINE)


def mail(checkpoint: Checkpoint, note: str, key: VerifierKey) -> str:
    """The text, in Dutch and English; its first line is the subject."""
    return f"""Subject: Checkpoint {checkpoint.size} van grootboek {checkpoint.origin}

Bewaar dit bericht, buiten de systemen van de gemeente. Het legt de eerste {checkpoint.size} boekingen van het grootboek
loonkostensubsidie vast. Wie er later een wijzigt, weglaat of toevoegt, is met dit bericht te ontdekken:
lks checkpoint verify DIT-BERICHT. De sleutel hieronder hoort u ook langs een andere weg te krijgen.

Keep this message, outside of the systems of the municipality. It fixes the first {checkpoint.size} entries of the ledger
of wage cost subsidies. Whoever changes, removes or inserts one of them later is found out with this message:
lks checkpoint verify THIS-MESSAGE. You should be given the key below in another way as well.

{note}
{key}
"""


def note_in(content: bytes) -> bytes:
    """The note in a mail; what is given where there is none in it."""
    text = _QUOTED.sub("", content.decode("utf-8", "replace").replace("\r\n", "\n").removeprefix("\ufeff"))
    found = _NOTE.search("\n".join(line.rstrip() for line in text.split("\n")))
    return found[0].encode() if found else content
