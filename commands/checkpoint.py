"""`lks checkpoint`: sign how the log stands, publish that outside of the database, and prove entries and histories with it.

A checkpoint that somebody else keeps shows every later change before it, whoever made it and with whatever rights
(docs/checkpoint.md).
"""

import base64
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from commands import checkpoint_timestamp, files
from commands.call import Call, reading
from commands.options import POSITION
from commands.progress import watched
from commands.publishing import Added, publish
from commands.publishing_looks import publish_looks
from ledger.log.entry import Row, genesis
from ledger.log.interface import Head
from ledger.proof import inclusion, log_tree, signing_key
from ledger.proof.checkpoint import Checkpoint
from ledger.proof.mail import mail as mail_text
from ledger.proof.note import Signer, VerifierKey
from ledger.proof.published import Published, open_published
from ledger.proof.tree import Tree
from ledger.refusal import Misuse, Refused
from ledger.server.embedded import home

keyed = click.option(
    "--key", "key_text", metavar="VKEY", help="Verifier key to check the signature with (default: this ledger's)."
)


@click.group()
def checkpoint() -> None:
    """Sign how the log stands, publish it elsewhere, and prove with it that nothing changed."""


@dataclass(frozen=True, slots=True)
class Made:
    """A checkpoint of this log, signed, with the tree it is of."""

    checkpoint: Checkpoint
    note: str
    tree: Tree
    signer: Signer
    new_key: Path | None

    @property
    def fields(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "ledger": self.checkpoint.origin,
            "size": self.checkpoint.size,
            "root": base64.b64encode(self.checkpoint.root).decode(),
            "note": self.note,
            "verifier_key": str(self.signer.verifier),
        }


@checkpoint.command()
@click.option("--at", type=POSITION, help="As it was after this entry (default: the last one).")
@click.option("--to", metavar="FOLDER", help="Publish it in this folder, beside what was published there before.")
@click.option("--out", metavar="FILE", help="Write the signed note to this file.")
@click.option("--mail", is_flag=True, help="Print the text of a mail to whoever keeps it.")
@click.option(
    "--timestamp", is_flag=True, help="Write a query for a time-stamping authority (RFC 3161) beside the note."
)
@reading
def make(call: Call, at: int | None, to: str | None, out: str | None, mail: bool, timestamp: bool) -> None:
    """Sign how the log stands, from the seals of the log alone; refused when these do not hold. Makes the key if there is none."""
    if sum(map(bool, (to, out, mail))) > 1:
        raise Misuse("exclude one another.", field="--to, --out and --mail", remedy="Give one of them, or none.")
    if timestamp and not (to or out):
        raise Misuse("needs a file to be about.", field="--timestamp", remedy="Give --to FOLDER or --out FILE.")
    made = _made(call, at)
    if mail:
        _told(call, made, mail_text(made.checkpoint, made.note, made.signer.verifier))
    elif to:
        _published(call, made, files.folder(to, "--to"), timestamp)
    elif out:
        files.write(Path(out), lambda file: file.write(made.note.encode()))
        _written(call, made, Path(out), f"Wrote checkpoint {made.checkpoint.line}", timestamp)
    else:
        _told(call, made, made.note)


@checkpoint.command("key")
@reading
def key_(call: Call) -> None:
    """Show the verifier key, with which others check the signatures; it is no secret. Makes the key if there is none."""
    signer, fresh = _signer(call, call.store.head())
    call.mark()
    call.output.answer([str(signer.verifier), *_about(fresh)], verifier_key=str(signer.verifier))


@checkpoint.command()
@click.argument("place", metavar="NOTE|FOLDER")
@keyed
@reading
def verify(call: Call, place: str, key_text: str | None) -> int:
    """Check that this log begins with what a note or a folder says: the signature, the ledger, every entry up to there."""
    head = call.store.head()
    published = _open(call, head, place, key_text)
    found = log_tree.difference(call.store, head, published)
    call.mark()
    fields = {"ledger": published.checkpoint.origin, "size": published.size, "holds": found is None}
    if found is None:
        say = f"The signature is good, and entries 1 to {published.size} are those of the checkpoint; the log has {head.position}."
        call.output.answer(say, **fields, first=None, last=None)
        return 0
    say = f"DIFFERS: {log_tree.said(found, head.position)}."
    call.output.answer(say, **fields, first=found.first, last=found.last)
    return 1


@checkpoint.command()
@click.argument("entry", type=POSITION)
@click.option("--in", "place", metavar="NOTE|FOLDER", help="Prove it in this checkpoint (default: one made now).")
@keyed
@click.option("--out", metavar="FILE", help="Write the proof to this file, for its owner only.")
@reading
def prove(call: Call, entry: int, place: str | None, key_text: str | None, out: str | None) -> None:
    """Prove that an entry is in the log: JSON that stands alone, with the entry, its way to the root, and the signed note."""
    head = call.store.head()
    if entry > head.position:
        raise Misuse(f"is not in the log, which ends at {head.position}.", field=str(entry))
    log_tree.check_sees_all(call.store)
    tree = log_tree.whole_tree(call.store, head.position, watched(head.position, "Reading seals"))
    in_, note, _ = checkpoint_for(call, head, tree, head.position, place, key_text)
    if entry > in_.size:
        raise Misuse(f"is after the checkpoint, which ends at {in_.size}.", field=str(entry), remedy="Leave out --in.")
    before = list(call.store.rows(after=max(0, entry - 2), until=entry))
    made = inclusion.proof(before[-1], _seal_before(before, head), tree, in_, note)
    text = json.dumps(made, ensure_ascii=False, indent=1)
    if out is None:
        click.echo(text)
        return
    files.write(Path(out), lambda file: file.write(f"{text}\n".encode()), private=True)
    call.mark()
    call.output.answer(f"{out}: entry {entry} is in checkpoint {in_.line}", file=out, entry=entry, size=in_.size)


@checkpoint.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@keyed
@reading
def consistency(call: Call, first: str, second: str, key_text: str | None) -> None:
    """Prove that of two checkpoints (notes or folders) the later goes on where the earlier ended; refused for two histories."""
    head = call.store.head()
    older, newer = sorted(
        (_named(call, head, place, key_text) for place in (first, second)), key=lambda one: one[1].size
    )
    _one_history(older, newer)
    tree = log_tree.whole_tree(call.store, head.position, watched(head.position, "Reading seals"))
    for name, published in (older, newer):
        _check_begins(name, published, tree)
    proof = [base64.b64encode(part).decode() for part in tree.consistency(older[1].size, newer[1].size)]
    sizes = older[1].size, newer[1].size
    call.mark()
    say = f"{newer[0]} ({sizes[1]}) goes on from {older[0]} ({sizes[0]}): one history, this log's."
    call.output.answer(
        [say, *(f"  {part}" for part in proof)],
        ledger=older[1].checkpoint.origin,
        first=sizes[0],
        second=sizes[1],
        first_root=base64.b64encode(older[1].checkpoint.root).decode(),
        second_root=base64.b64encode(newer[1].checkpoint.root).decode(),
        proof=proof,
    )


# --- making -----------------------------------------------------------------------------------------------------------


def _made(call: Call, at: int | None) -> Made:
    head = call.store.head()
    size = head.position if at is None else at
    if size > head.position:
        raise Misuse(f"the last entry is {head.position}.", field="--at", remedy="Give an earlier one.")
    tree = log_tree.whole_tree(call.store, head.position, watched(head.position, "Reading seals"))
    signer, fresh = _signer(call, head)
    made = log_tree.checkpoint(head, tree, size)
    return Made(made, made.signed(signer), tree, signer, fresh)


def _signer(call: Call, head: Head) -> tuple[Signer, Path | None]:
    """The key of this ledger, and where it is when it was made now. A login that sees a part of the ledger makes none: it
    would be taken for the ledger's own."""
    if call.store.partial and signing_key.known(os.environ, home(os.environ), head.ledger_id) is None:
        raise Refused(
            "There is no checkpoint key here, and this login makes none.",
            rule=log_tree.RULE,
            remedy="Name a checkpoint that was published, with --in and --key.",
        )
    signer, fresh = signing_key.load_or_make(os.environ, home(os.environ), head.ledger_id)
    return signer, signing_key.place(os.environ, home(os.environ)) if fresh else None


def _told(call: Call, made: Made, text: str) -> None:
    """To standard output nothing but the text, so that it can be kept as it is."""
    if call.output.as_json:
        call.mark()
        call.output.answer([], **made.fields)
        return
    click.echo(text, nl=False)
    for line in _about(made.new_key):
        click.echo(line, err=True)


def _published(call: Call, made: Made, folder: Path, timestamp: bool) -> None:
    added = publish(folder, made.checkpoint, made.note, made.tree, made.signer.verifier)
    publish_looks(call.dsn, folder, made.signer)
    _written(call, made, added.note, _said(made, folder, added), timestamp, added)


def _said(made: Made, folder: Path, added: Added) -> str:
    if added.before == made.checkpoint.size:
        return f"Checkpoint {made.checkpoint.line} was published in {folder} before"
    since = f", after {added.before}" if added.before is not None else ""
    return f"Published checkpoint {made.checkpoint.line}{since} in {folder}"


def _written(call: Call, made: Made, note: Path, said: str, timestamp: bool, added: Added | None = None) -> None:
    query = checkpoint_timestamp.query(note) if timestamp else None
    call.mark()
    say = [f"{said}.", *_about(made.new_key)]
    if query is not None:
        say.append(
            f"Next: send {query} to a time-stamping authority, then lks checkpoint timestamp {note} --reply FILE"
        )
    call.output.answer(
        say,
        **made.fields,
        file=str(note),
        before=added.before if added else None,
        files=added.files if added else 1,
        query=str(query) if query else None,
    )


def _about(fresh: Path | None) -> list[str]:
    return [f"The key is new, in {fresh}: back it up, apart from the database."] if fresh else []


# --- reading ----------------------------------------------------------------------------------------------------------


def _open(call: Call, head: Head, place: str, key_text: str | None) -> Published:
    log_tree.check_ledger(head, open_published(Path(place), None).checkpoint)
    return open_published(Path(place), _verifier(head, key_text))


def _named(call: Call, head: Head, place: str, key_text: str | None) -> tuple[str, Published]:
    return Path(place).name, _open(call, head, place, key_text)


def checkpoint_for(
    call: Call, head: Head, tree: Tree, size: int, place: str | None, key_text: str | None
) -> tuple[Checkpoint, str, VerifierKey]:
    """The checkpoint that was published in a place, when the log begins with it; else one made now. With its signed note,
    and the key to check it with."""
    if place is None:
        made, signer = log_tree.checkpoint(head, tree, size), _signer(call, head)[0]
        return made, made.signed(signer), signer.verifier
    key = _verifier(head, key_text)
    published = _open(call, head, place, key_text)
    _check_begins(Path(place).name, published, tree)
    return published.checkpoint, published.note.decode(), key


def _verifier(head: Head, key_text: str | None) -> VerifierKey:
    signer = None if key_text else signing_key.known(os.environ, home(os.environ), head.ledger_id)
    return signing_key.verifier(key_text, signer)


def _check_begins(name: str, published: Published, tree: Tree) -> None:
    found = published.differs_from(tree)
    if found is not None:
        raise Refused(
            f"{name} is not of this log as it is: {log_tree.said(found, tree.size)}.",
            rule=log_tree.RULE,
            remedy="See lks audit verify --expect.",
        )


def _one_history(older: tuple[str, Published], newer: tuple[str, Published]) -> None:
    """Two signed roots of one size, or leaves that differ, show two histories, whatever the log says now."""
    (first, one), (second, other) = older, newer
    same_size = one.size == other.size and one.checkpoint.root != other.checkpoint.root
    found = one.differs_from(Tree.over(other.leaves)) if other.leaves is not None else None
    if same_size or found is not None:
        where = f": {log_tree.said(found, other.size)}" if found else f": each has another root over {one.size} entries"
        raise Refused(
            f"{first} and {second} are two histories{where}.",
            rule=log_tree.RULE,
            remedy="Both were signed with the ledger's key. Keep both, and show them to the inspector.",
        )


def _seal_before(rows: list[Row], head: Head) -> bytes:
    return rows[0].seal if len(rows) > 1 else genesis(head.ledger_id)


checkpoint.add_command(checkpoint_timestamp.timestamp)
