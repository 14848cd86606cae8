"""`lks backup`: a backup that is proven against a checkpoint kept elsewhere, keys apart, and a restore that brings nobody back."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from commands import backup_drill, files
from commands.administrator import admin_dsn, backup_dsn, login
from commands.call import Call, reading
from commands.progress import counted
from ledger.backup import checking, erasures, making, manifest
from ledger.backup.checking import Contents, Finding
from ledger.backup.erasures import Erasures
from ledger.backup.manifest import Manifest
from ledger.backup.restoring import Restored
from ledger.backup.restoring import restore as put_back
from ledger.proof import signing_key
from ledger.proof.published import Published, open_published
from ledger.refusal import Misuse, Refused
from ledger.server.embedded import home
from ledger.server.scratch import scratch
from ledger.vault.master_key import FILE_NAME
from projections.auditing import audited
from projections.runner import rebuild

_expect = click.option(
    "--expect", metavar="NOTE|FOLDER", help="The checkpoint that was kept elsewhere: a note, or a published folder."
)
_key = click.option(
    "--key", "key_text", metavar="VKEY", help="Verifier key of that checkpoint (default: this ledger's)."
)
_keys = click.option("--keys", "keys_place", metavar="FOLDER", help="The backup of the keys.")
_erasures = click.option(
    "--erasures", "lists", metavar="FILE|FOLDER", multiple=True,
    help="A list of erasures that was kept elsewhere, or a later backup; may be given again.",
)  # fmt: skip
NUMBERS = 10
"""How many numbers of persons are named; the JSON has all."""


@click.group()
def backup() -> None:
    """Make backups, prove them, restore them, and practise that."""


@backup.command()
@click.option("--to", "place", metavar="FOLDER", required=True, help="A new folder for the ledger.")
@click.option("--keys-to", "keys_place", metavar="FOLDER", help="A new folder elsewhere for the keys of persons.")
@reading
def make(call: Call, place: str, keys_place: str | None) -> int:
    """Back up the ledger as it is at one moment, with the signed checkpoint of its head; commands go on meanwhile.

    The keys of persons are no part of it: they go to a folder of their own, that others look after. The master key is in neither.
    """
    to, keys_to = _place(place), _place(keys_place) if keys_place else None
    made = making.make(
        backup_dsn(),
        to,
        keys_to,
        lambda ledger_id: signing_key.load_or_make(os.environ, home(os.environ), ledger_id)[0],
        call.looker,
        watch,
    )
    broken = made.found.broken
    call.output.answer(
        list(_made(to, keys_to, made)),
        folder=str(to),
        keys_folder=str(keys_to) if keys_to else None,
        **_about(made.ledger),
        keys=made.keys.tables["vault.key"].rows if made.keys else None,
        first_bad_position=broken,
    )
    return 1 if broken else 0


@backup.command()
@click.argument("place", metavar="FOLDER")
@_expect
@_key
@reading
def verify(call: Call, place: str, expect: str | None, key_text: str | None) -> int:
    """Check a backup: its files, order, seals, the checkpoint kept elsewhere; then restore it on a server of its own and audit it.

    The live ledger is not touched. An older backup is refused with the first missing entry, an altered one with the first that
    differs.
    """
    folder = Path(place)
    found, content, findings = _checked(folder, expect, key_text)
    if not findings:
        with scratch(os.environ) as room:
            put_back(
                room.admin_dsn,
                login="lks_local",
                ledger=(folder, found, content),
                keys=None,
                erased={},
                looker=call.looker,
                watch=watch,
            )
            rebuild(room.dsn)
            findings = [Finding(one.position, f"{one.kind}: {one.meaning}") for one in audited(room.dsn, watch)]
    say = _refused(findings) if findings else [*_good(folder, found, expect)]
    call.output.answer(say, folder=str(folder), **_about(found), expected=expect, findings=_findings(findings))
    return 1 if findings else 0


@backup.command()
@click.option("--from", "place", metavar="FOLDER", required=True, help="The backup of the ledger.")
@_keys
@_expect
@_key
@_erasures
@reading
def restore(
    call: Call, place: str, keys_place: str | None, expect: str | None, key_text: str | None, lists: tuple[str, ...]
) -> None:
    """Restore into an empty database: the one of LKS_DSN, or a new embedded one in LKS_HOME.

    The backup is checked first. Whoever was erased stays erased: by the ledger itself, and by every list that is given. Then the
    projections are made anew. The master key and the checkpoint key are yours to put back.
    """
    folder = Path(place)
    ledger, keys, erased = _wanted(folder, keys_place, expect, key_text, lists)
    admin = admin_dsn()
    restored = put_back(
        admin, login=login(call.dsn), ledger=ledger, keys=keys, erased=erased, looker=call.looker, watch=watch
    )
    position = rebuild(call.dsn)
    call.mark()
    call.output.answer(
        [
            f"Restored ledger {ledger[1].ledger_id} up to entry {position}, of {_moment(ledger[1])}; projections made anew.",
            *told(restored, keys is not None, ledger, keys, expect, lists),
        ],
        **_about(ledger[1]),
        **_fields(restored),
    )


@backup.command("restore-drill")
@click.argument("place", metavar="FOLDER")
@_keys
@_expect
@_key
@_erasures
@click.option("--out", metavar="FILE", help="Write the report to a file as well.")
@reading
def restore_drill(
    call: Call,
    place: str,
    keys_place: str | None,
    expect: str | None,
    key_text: str | None,
    lists: tuple[str, ...],
    out: str | None,
) -> int:
    """Practise a restore on a server of its own: check, restore, audit, and compare with the live ledger as of then.

    It measures the time that each step takes, and leaves nothing behind but its report.
    """
    folder = Path(place)
    clock = backup_drill.Clock()
    ledger, keys, erased = _wanted(folder, keys_place, expect, key_text, lists)
    clock.passed("checked the files, every seal and the checkpoint")
    with ExitStack() as stack:
        room = stack.enter_context(scratch(os.environ))
        clock.passed("started a server of its own")
        restored = put_back(
            room.admin_dsn, login="lks_local", ledger=ledger, keys=keys, erased=erased, looker=call.looker, watch=watch
        )
        clock.passed("restored")
        rebuild(room.dsn)
        clock.passed("made the projections anew")
        findings = [Finding(one.position, f"{one.kind}: {one.meaning}") for one in audited(room.dsn, watch)]
        clock.passed("audited")
        compared = backup_drill.compare(call, room, ledger[1], with_keys=keys is not None)
        clock.passed("compared with the live ledger")
    findings += [Finding(None, difference) for difference in compared.differences]
    report = [
        *backup_drill.head(call, folder, ledger[1], expect),
        *told(restored, keys is not None, ledger, keys, expect, lists),
        *compared.told,
        *clock.told(),
        *(_refused(findings) if findings else ["The restore drill is passed."]),
    ]
    if out is not None:
        files.write(Path(out), lambda file: file.write("".join(f"{line}\n" for line in report).encode()), private=True)
    call.output.answer(
        report,
        **_about(ledger[1]),
        **_fields(restored),
        seconds=clock.seconds,
        compared=compared.fields,
        findings=_findings(findings),
    )
    return 1 if findings else 0


@backup.command("erasures")
@click.option("--out", metavar="FILE", help="Write the list to a file, for its owner only.")
@reading
def erasures_(call: Call, out: str | None) -> None:
    """List who was erased, by number, to keep outside: a restore of an older backup needs it to bring nobody back.

    Every backup holds this list as well, so the latest one can be given instead.
    """
    head = call.store.head()
    found = tuple(one for row in call.store.rows(topics=erasures.ERASED) if (one := erasures.erasure(row)))
    kept = Erasures(ledger_id=head.ledger_id, position=head.position, erasures=found)
    if out is None:
        click.echo(kept.bytes.decode(), nl=False)
        return
    digest = files.write(Path(out), lambda file: file.write(kept.bytes), private=True)
    call.mark()
    call.output.answer(f"{out}: {len(found)} erasures up to entry {head.position}.", file=out, digest=digest)


# --- what is asked ----------------------------------------------------------------------------------------------------


def watch(pieces: Any, total: int | None, label: str) -> Any:
    """Shows how far copying or checking is, on a terminal."""
    return counted(pieces, total=total, label=label)


def _place(text: str) -> Path:
    path = Path(text).absolute()
    if not path.name:
        raise Misuse("is no folder to make.", field=text, remedy="Give a new folder.")
    return path


def _checked(folder: Path, expect: str | None, key_text: str | None) -> tuple[Manifest, Contents, list[Finding]]:
    ledger_id = manifest.read(folder, "ledger").ledger_id
    expected: Published | None = None
    if expect is not None:
        signer = signing_key.known(os.environ, home(os.environ), ledger_id)
        expected = open_published(Path(expect), signing_key.verifier(key_text, signer) if key_text or signer else None)
    return checking.check(folder, expected, watch)


def _wanted(
    folder: Path, keys_place: str | None, expect: str | None, key_text: str | None, lists: Sequence[str]
) -> tuple[tuple[Path, Manifest, Contents], tuple[Path, Manifest] | None, dict[str, int]]:
    """The backup, checked; the keys; and the erasures of the lists. Raises Refused for a backup that is not what it should be."""
    found, content, findings = _checked(folder, expect, key_text)
    if findings:
        raise Refused(" ".join(_refused(findings)), rule="backup", remedy="Take another backup.")
    keys = None
    if keys_place is not None:
        keys = Path(keys_place), manifest.read(Path(keys_place), "keys")
        if keys[1].ledger_id != found.ledger_id:
            what = f"are the keys of ledger {keys[1].ledger_id}, the backup is of {found.ledger_id}."
            raise Misuse(what, field="--keys", remedy="Give the keys of this ledger.")
        manifest.check_files(*keys, watch)
    erased = erasures.joined(found.ledger_id, [erasures.read(Path(one)) for one in lists])
    return (folder, found, content), keys, erased


# --- what is told -----------------------------------------------------------------------------------------------------


def _made(to: Path, keys_to: Path | None, made: making.Made) -> Iterator[str]:
    of = made.ledger
    size = sum(path.stat().st_size for path in to.iterdir())
    yield f"{to}: ledger {of.ledger_id} up to entry {of.position}, {size / 1000:,.0f} kB, root {of.root}."
    if keys_to and made.keys:
        yield f"{keys_to}: the keys of {made.keys.tables['vault.key'].rows} subjects, locked. The master key is in neither."
    else:
        yield "Without the keys of persons: --keys-to FOLDER backs these up, elsewhere."
    if made.found.broken:
        yield f"THE LEDGER IS NOT WHOLE: the first bad position is {made.found.broken}. See lks audit verify."


def _good(folder: Path, found: Manifest, expect: str | None) -> Iterator[str]:
    yield f"{folder}: ledger {found.ledger_id} up to entry {found.position}, of {_moment(found)}."
    yield "Its files, the order and every seal are good; restored on a server of its own, it passes the audit."
    if expect:
        yield f"It begins with exactly what the checkpoint {expect} counts."
    else:
        yield "Compared with the checkpoint beside it only, which whoever alters a backup can alter too: give --expect."


def _refused(findings: Sequence[Finding]) -> list[str]:
    return ["REFUSED.", *(f"  {one.meaning}." for one in findings[:NUMBERS])]


def told(
    restored: Restored,
    with_keys: bool,
    ledger: tuple[Path, Manifest, Contents],
    keys: tuple[Path, Manifest] | None,
    expect: str | None,
    lists: Sequence[str],
) -> Iterator[str]:
    """What a restore brought back, whom it did not, and what it could not know."""
    position = ledger[1].position
    if not with_keys or keys is None:
        yield "Without keys: nobody's data can be read, and nobody is found by a BSN or a name. Give --keys."
    else:
        yield f"{restored.keys} keys are back."
        if restored.erased:
            yield f"Erased again: {_numbers(restored.erased)}."
        if restored.unknown:
            yield f"Destroyed, for this ledger does not know them: {_numbers(restored.unknown)}."
        if restored.missing:
            yield f"No key in this backup, so their data cannot be read: {_numbers(restored.missing)}."
        if keys[1].position != position:
            yield f"The keys are of entry {keys[1].position}: what was corrected in between is found by what it was then."
    if not lists:
        yield f"Erasures after entry {position} are in no list that was given (--erasures): see to them again."
    if not expect:
        yield "Not compared with a checkpoint that was kept elsewhere (--expect)."
    if not (home(os.environ) / FILE_NAME).exists() and not {"LKS_MASTER_KEY", "LKS_MASTER_KEY_FILE"} & set(os.environ):
        yield f"Put the master key of this ledger back: {home(os.environ) / FILE_NAME}."


def _numbers(numbers: Sequence[str]) -> str:
    more = f" and {len(numbers) - NUMBERS} more" if len(numbers) > NUMBERS else ""
    return f"{', '.join(numbers[:NUMBERS])}{more}"


def _moment(found: Manifest) -> str:
    return found.recorded_at[:16].replace("T", " ") + " UTC"


def _about(found: Manifest) -> dict[str, Any]:
    return found.model_dump(
        mode="json", include={"ledger_id", "position", "seal", "root", "release", "postgresql", "made_at"}
    )


def _fields(restored: Restored) -> dict[str, Any]:
    return {"keys": restored.keys, "erased": restored.erased, "unknown": restored.unknown, "missing": restored.missing}


def _findings(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    return [{"position": one.position, "meaning": one.meaning} for one in findings]
