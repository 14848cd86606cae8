"""`lks checkpoint timestamp`: a time-stamping authority says when a note existed (RFC 3161); `openssl ts` does the work.

The query beside a note goes to an authority in whatever way the house allows; nothing here connects to anything.
"""

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import click

from commands.call import Call, reading
from commands.files import write
from ledger.proof.published import CHECKPOINT
from ledger.refusal import Misuse, Refused, Unavailable

_TIME = re.compile(r"^Time stamp: (.+)$", re.MULTILINE)
_SECONDS = 60


@click.command()
@click.argument("note", metavar="NOTE|FOLDER")
@click.option("--reply", required=True, metavar="FILE", help="The reply of the authority.")
@click.option("--authority", required=True, metavar="FILE", help="Certificates of authorities that you trust, as PEM.")
@click.option("--chain", metavar="FILE", help="Certificates in between, as PEM, where the reply does not hold them.")
@reading
def timestamp(call: Call, note: str, reply: str, authority: str, chain: str | None) -> None:
    """Verify the reply of a time-stamping authority to the query of a note, and keep it beside the note."""
    place = _note(Path(note))
    for file, option in ((reply, "--reply"), (authority, "--authority"), (chain, "--chain")):
        if file is not None and not Path(file).is_file():
            raise Misuse(f"{Path(file).name} is not there.", field=option, remedy="Name a file.")
    between = ["-untrusted", chain] if chain else []
    done = _openssl(["-verify", "-data", str(place), "-in", reply, "-CAfile", authority, *between])
    if done.returncode:
        raise Refused(
            f"The reply does not stamp {place.name}: {_reason(done)}.",
            rule="RFC 3161",
            remedy="Check that it is the reply to this note's query, and that the authority is the right one.",
        )
    when = _TIME.search(_openssl(["-reply", "-in", reply, "-text"]).stdout)
    kept = place.with_name(f"{place.name}.tsr")
    content = Path(reply).read_bytes()
    write(kept, lambda file: file.write(content))
    call.mark()
    said = when[1].strip() if when else "a time that the reply holds"
    call.output.answer(f"{place.name} existed by {said}; the reply is kept in {kept}.", file=str(kept), time=said)


def query(note: Path) -> Path:
    """The query for a note, beside it. The same note has the same query."""
    place = note.with_name(f"{note.name}.tsq")
    part = place.with_name(f".{place.name}.part")
    done = _openssl(["-query", "-data", str(note), "-sha256", "-no_nonce", "-cert", "-out", str(part)])
    try:
        if done.returncode:
            raise Unavailable(f"openssl made no query: {_reason(done)}.")
        content = part.read_bytes()
    finally:
        part.unlink(missing_ok=True)
    write(place, lambda file: file.write(content))
    return place


def _note(place: Path) -> Path:
    """The note that is meant: of a folder the last one that was published."""
    if place.is_dir():
        size = (place / CHECKPOINT).read_text(encoding="utf-8").split("\n")[1] if (place / CHECKPOINT).is_file() else ""
        place = place / "checkpoints" / size
    if not place.is_file():
        raise Misuse("is not there.", field=place.name, remedy="Name a note or a folder that lks checkpoint make made.")
    return place


def _openssl(arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            ["openssl", "ts", *arguments],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        raise Unavailable("The program openssl is not there.", remedy="Install it, or leave out time stamps.") from None


def _reason(done: subprocess.CompletedProcess[str]) -> str:
    """What openssl says, in its own few words."""
    said = [line.split(":") for line in done.stderr.splitlines() if ":error:" in line]
    return said[0][5].strip() if said and len(said[0]) > 5 else "openssl says no"
