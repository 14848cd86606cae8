"""`lks db`: the database that the ledger lives in: make it, start it, stop it, look at it.

Without LKS_DSN it is an embedded PostgreSQL under LKS_HOME, which every command starts when it is needed. `init` is the
only command that connects as an administrator.
"""

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click

from commands.administrator import admin_dsn, login, parts
from commands.call import Call, reading, recording
from commands.follow import follow
from commands.progress import counted
from ledger.intents import OpenLedger
from ledger.log.migrating import Migration
from ledger.log.migrating import migrate as bring_up
from ledger.log.store import PostgresStore, install
from ledger.reading import Reading
from ledger.refusal import Misuse, Refused, Unavailable
from ledger.server.embedded import EmbeddedServer, Status, connection, embedded, home
from ledger.vault.master_key import FILE_NAME, create_master_key
from projections.runner import rebuild as make_anew


@click.group()
def db() -> None:
    """The ledger's database: make it, start it, stop it, look at it."""


db.add_command(follow)


# --- the embedded server ----------------------------------------------------------------------------------------------


@db.command()
@reading
def start(call: Call) -> None:
    """Start the embedded server, making it if there is none; commands do so by themselves."""
    server = _own_server()
    ran = server.status().running
    server.start()
    status_ = server.status()
    say = "The server runs already" if ran else f"Started PostgreSQL {status_.data_version}"
    call.output.answer(f"{say}; its data are in {status_.folder}.", started=not ran, **_server(status_))


@db.command()
@reading
def stop(call: Call) -> None:
    """Stop the embedded server; its data stay."""
    server = _own_server()
    ran = server.status().running
    server.stop()
    status_ = server.status()
    say = "Stopped the server" if ran else "The server does not run"
    where = f"; its data are in {status_.folder}." if status_.data_version else "; it was never made."
    call.output.answer(say + where, stopped=ran, **_server(status_))


@db.command()
@reading
def status(call: Call) -> None:
    """Tell which server there is, where its data lie, whether there is a ledger in it, and how long it is."""
    if dsn := os.environ.get("LKS_DSN"):
        said, ledger = _ledger(call, dsn)
        call.output.answer([_named(dsn), said], **ledger)
        return
    server = embedded(os.environ)
    found = server.status()
    if found.running:
        said, ledger = _ledger(call, server.dsn())
    else:
        said, ledger = "", {}
    call.output.answer([_described(found), *([said] if said else [])], **_server(found), **ledger)


@db.command()
@reading
def rebuild(call: Call) -> None:
    """Make the projections anew from the log; readers see the old ones until the new ones are complete."""
    position = make_anew(call.dsn)
    call.output.answer(f"Made the projections anew, up to entry {position}.", position=position)


@db.command()
@click.option("--check", is_flag=True, help="Try it, say what it would do, and keep nothing.")
@reading
def migrate(call: Call, check: bool) -> None:
    """Bring a ledger of an earlier release to this one; every sealed byte stays as it is. Repeated it does no harm.

    Every seal is checked, the schema is applied in one transaction, and the log is compared with what it was, byte for byte;
    nobody can record meanwhile. Projections are made anew where their layout changed. Connects as lks db init does.
    """
    done = bring_up(
        admin_dsn(),
        login=login(call.dsn),
        check=check,
        watch=lambda pieces, total, label: counted(pieces, total=total, label=label),
    )
    if done.stale and not check:
        make_anew(call.dsn)
    if not check:
        call.mark()
    call.output.answer(list(_migrated(done, check)), **_migration(done, check))


def _migrated(done: Migration, check: bool) -> Iterator[str]:
    if not done.needed:
        yield f"Ledger {done.ledger_id} has the schema of this release ({done.after.version}) already."
    else:
        before = f"release {done.before.version}" if done.before else "an earlier release"
        yield f"{'Would bring' if check else 'Brought'} ledger {done.ledger_id} of {before} to the schema of {done.after.version}."
    if done.topics:
        yield f"New: {len(done.topics)} kinds of facts."
    if done.stale:
        yield (
            "The projections would be made anew."
            if check
            else f"Made the projections anew, up to entry {done.position}."
        )
    yield f"{done.position} entries: every seal fits, and head and bytes are the same before and after."
    yield f"Head {done.position}: {done.seal.hex()}"


def _migration(done: Migration, check: bool) -> dict[str, object]:
    return {
        "ledger_id": str(done.ledger_id),
        "before": done.before._asdict() if done.before else None,
        "after": done.after._asdict(),
        "needed": done.needed,
        "check": check,
        "topics": done.topics,
        "projections_stale": done.stale,
        "entries": done.position,
        "head": done.seal.hex(),
    }


def _own_server() -> EmbeddedServer:
    if os.environ.get("LKS_DSN"):
        raise Misuse("names a database that is started and stopped elsewhere.", field="LKS_DSN", remedy="Unset it.")
    return embedded(os.environ)


def _server(status_: Status) -> dict[str, object]:
    return {
        "running": status_.running,
        "pid": status_.pid,
        "folder": str(status_.folder),
        "postgresql": status_.data_version,
    }


def _described(found: Status) -> str:
    if found.data_version is None:
        return f"There is no server yet; lks db init makes one in {found.folder}."
    runs = f"runs as process {found.pid}" if found.running else "does not run until a command needs it"
    return f"Embedded PostgreSQL {found.data_version} {runs}; its data are in {found.folder}."


def _ledger(call: Call, dsn: str) -> tuple[str, dict[str, object]]:
    """What a database holds of a ledger, in words and as fields, and whether two persons may share a login in it."""
    store = PostgresStore(dsn)
    try:
        head = store.head()
        call.output.shared_login = store.shared_login("")
    except Unavailable as error:
        return str(error), {"ledger": False, "problem": str(error)}
    finally:
        store.close()
    said = f"The ledger has {head.position} entries; the last is of {head.recorded_at:%Y-%m-%d %H:%M} UTC."
    if head.position == 0:
        said = "The schema is there, the ledger is not opened: lks db init."
    return said, {"ledger": True, "entries": head.position, "ledger_id": str(head.ledger_id)}


def _named(dsn: str) -> str:
    """A connection string in words, without its password."""
    said = parts(dsn)
    where = said.get("host") or said.get("hostaddr") or "this machine"
    return f"PostgreSQL of LKS_DSN: {said.get('dbname') or login(dsn)} on {where}, as {login(dsn)}."


# --- init -------------------------------------------------------------------------------------------------------------


@db.command()
@click.option("--demonstration", is_flag=True, help="A ledger to try things: takes any day, and says so everywhere.")
@click.option("--shared-login", is_flag=True, help="Two persons may share one database login (embedded: always).")
@partial(recording, named=False)
def init(call: Call, demonstration: bool, shared_login: bool) -> None:
    """Make the ledger: schema, master key, and the first entries. A second time changes nothing; a ledger of an earlier release
    is brought to this one with lks db migrate.

    Connects as the administrator of LKS_ADMIN_DSN, or of LKS_DSN, or of the embedded server.
    """
    embedded_server = connection(os.environ).embedded
    install(admin_dsn(), login=login(call.dsn))
    if Reading(call.store).opened():
        _opened_before(call, demonstration, shared_login)
        return
    key = _make_master_key()
    call.vault.create_secret()
    head = call.store.head()
    call.by = call.by or call.store.login
    shared = shared_login or embedded_server is not None
    receipt = call.record(OpenLedger(ledger=str(head.ledger_id), demonstration=demonstration, shared_login=shared))
    call.answer(receipt, [f"Opened ledger {head.ledger_id}.", key], ledger_id=str(head.ledger_id), changed=True)


def _opened_before(call: Call, demonstration: bool, shared_login: bool) -> None:
    """The second time: everything must still fit, and nothing changes."""
    call.vault.create_secret()
    ledger = call.ledger
    if demonstration and not ledger.demonstration:
        remedy = "Make another one for demonstrations: another LKS_HOME or LKS_DSN."
        raise Refused("This ledger was opened as a real one and stays so.", rule="R40", remedy=remedy)
    if shared_login and ledger.reading().policy("").on("shared_login", call.today) == "no":
        remedy = "Change that with lks policy adopt shared_login yes."
        raise Refused("This ledger was opened without shared logins.", rule="R37", remedy=remedy)
    head = call.store.head()
    said = f"Ledger {head.ledger_id} was opened before and has {head.position} entries; nothing changed."
    call.output.answer(said, ledger_id=str(head.ledger_id), changed=False)


def _make_master_key() -> str:
    """The master key that the environment names; its file is made if there is none. Says where it is."""
    if os.environ.get("LKS_MASTER_KEY"):
        return "The master key is that of LKS_MASTER_KEY."
    path = Path(os.environ.get("LKS_MASTER_KEY_FILE") or home(os.environ) / FILE_NAME)
    there = path.exists()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        create_master_key(path)
    except OSError as error:
        raise Unavailable(f"The master key {path} cannot be made: {error.strerror}.") from None
    if there:
        return f"The master key is in {path}."
    return f"The master key is new, in {path}: back it up, apart from the database."
