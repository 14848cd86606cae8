"""`lks backup`: a backup that is proven against a checkpoint kept elsewhere, keys apart, and a restore that brings nobody back."""

import os
from contextlib import ExitStack
from pathlib import Path

import click

from commands import backup_drill, files
from commands import backup_text as text
from commands.administrator import admin_dsn, backup_dsn, login
from commands.backup_asked import checked, new_folder, wanted, watch
from commands.call import Call, reading
from ledger.backup import erasures, making
from ledger.backup.checking import Finding
from ledger.backup.erasures import Erasures
from ledger.backup.restoring import restore as put_back
from ledger.proof import signing_key
from ledger.server.embedded import home
from ledger.server.scratch import scratch
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
    to, keys_to = new_folder(place), new_folder(keys_place) if keys_place else None
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
        list(text.made(to, keys_to, made)),
        folder=str(to),
        keys_folder=str(keys_to) if keys_to else None,
        **text.about(made.ledger),
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
    found, content, findings = checked(folder, expect, key_text)
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
    say = text.refused(findings) if findings else [*text.good(folder, found, expect)]
    call.output.answer(say, folder=str(folder), **text.about(found), expected=expect, findings=text.findings(findings))
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
    ledger, keys, erased = wanted(folder, keys_place, expect, key_text, lists)
    admin = admin_dsn()
    restored = put_back(
        admin, login=login(call.dsn), ledger=ledger, keys=keys, erased=erased, looker=call.looker, watch=watch
    )
    position = rebuild(call.dsn)
    call.mark()
    call.output.answer(
        [
            f"Restored ledger {ledger[1].ledger_id} up to entry {position}, of {text.moment(ledger[1])}; projections made anew.",
            *text.told(restored, keys is not None, ledger, keys, expect, lists),
        ],
        **text.about(ledger[1]),
        **text.fields(restored),
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
    ledger, keys, erased = wanted(folder, keys_place, expect, key_text, lists)
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
        *text.told(restored, keys is not None, ledger, keys, expect, lists),
        *compared.told,
        *clock.told(),
        *(text.refused(findings) if findings else ["The restore drill is passed."]),
    ]
    if out is not None:
        files.write(Path(out), lambda file: file.write("".join(f"{line}\n" for line in report).encode()), private=True)
    call.output.answer(
        report,
        **text.about(ledger[1]),
        **text.fields(restored),
        seconds=clock.seconds,
        compared=compared.fields,
        findings=text.findings(findings),
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
