"""Connections to the ledger's database: who may come in, under which role, and what its errors mean.

Commands never come in as a superuser or as the owner, who could switch the guard off; only `install` does. A login has the
first role of ROLES that it is a member of. No message holds a connection string.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, Literal, TypeVar, get_args

import psycopg
from psycopg.errors import CheckViolation, InsufficientPrivilege, InvalidSchemaName, UndefinedFunction, UndefinedTable
from psycopg.rows import tuple_row

from ledger.log import release
from ledger.log.interface import VersionConflict
from ledger.refusal import LedgerError, Misuse, Refused, Unavailable

Role = Literal["app", "finance", "clerk", "privacy", "inspector", "backup"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
"""What a login can be, without the lks_ of the database: docs/roles.md."""

Connection = psycopg.Connection[Any]
Result = TypeVar("Result")

LOCK_TIMEOUT: Final = "120s"
PATIENCE_SECONDS: Final = 10.0
_OLDEST_SERVER: Final = 150000
_SERVER_REMEDY: Final = "See `lks db status`, or look at LKS_DSN."

_CHECK_IN = """
SELECT
    session_user,
    (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = session_user),
    pg_has_role(session_user, to_regrole('lks_owner')::oid, 'MEMBER'),
    (
        SELECT r.name FROM unnest(%s::text[]) WITH ORDINALITY AS r (name, place)
        WHERE pg_has_role(session_user, to_regrole('lks_' || r.name)::oid, 'MEMBER')
        ORDER BY r.place LIMIT 1
    ),
    EXISTS (
        SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'ledger' AND c.relname = 'ledger_head'
    ),
    set_config('TimeZone', 'UTC', false),
    set_config('lock_timeout', %s, false),
    set_config('default_transaction_isolation', 'read committed', false),
    CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', false) END
"""


class KeyKnown(Exception):
    """The intent key stands in the log already."""


class ConnectionLost(Exception):
    """The connection ended before an answer came: what was asked may or may not have been done."""


class Session:
    """A connection per thread, made when it is first needed and made again when it was lost."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._local = threading.local()
        self._opened: list[Connection] = []
        self._answered = False
        self._role: Role | None = None

    def connection(self) -> Connection:
        """This thread's connection. Raises Unavailable, or Misuse for a login that may not be used."""
        kept: Connection | None = getattr(self._local, "connection", None)
        if kept is None or kept.closed:
            kept = self._local.connection = self.another()
            self._opened = [*(one for one in self._opened if not one.closed), kept]
        return kept

    @property
    def login(self) -> str:
        """The database login of these connections."""
        return self.connection().info.user

    @property
    def role(self) -> Role:
        """What the login of these connections is."""
        if self._role is None:
            self.connection()
            assert self._role is not None
        return self._role

    @property
    def log(self) -> str:
        """What holds the log for this login: the table for the app, the view of what it may see for all others."""
        return "ledger.ledger_events" if self.role == "app" else "ledger.log"

    def another(self) -> Connection:
        """A connection beside this thread's own; whoever asked closes it. Every query on the log has its index, and a
        plan that was made while the log was empty must not outlive that."""
        made, self._role = connect_as(self._dsn)
        made.execute("SELECT set_config('enable_seqscan', 'off', false), set_config('jit', 'off', false)")
        self._answered = True
        return made

    def repeated(self, work: Callable[[Connection], Result]) -> Result:
        """Does what may be done twice, and once more on a new connection when one is lost; with patience."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                connection = self.connection()
                with plainly(connection):
                    return work(connection)
            except (ConnectionLost, Unavailable) as error:
                lost = isinstance(error, ConnectionLost | Unreachable)
                if not lost or not self._answered or time.monotonic() > deadline:
                    raise _unreachable() if isinstance(error, ConnectionLost) else error from None
            time.sleep(0.2)

    def close(self) -> None:
        """Ends every connection."""
        for one in self._opened:
            one.close()
        self._opened = []


def connect(dsn: str) -> Connection:
    """A connection for a command. Raises Unavailable, or Misuse for a superuser or the owner."""
    return connect_as(dsn)[0]


def connect_as(dsn: str) -> tuple[Connection, Role]:
    """The same, and under which role. Who inspects can only read."""
    connection = _open(dsn)
    row = connection.cursor(row_factory=tuple_row).execute(_CHECK_IN, [list(ROLES), LOCK_TIMEOUT]).fetchone()
    assert row is not None
    login, superuser, owner, role, installed, *_ = row
    try:
        if superuser or owner:
            raise Misuse(
                f"The login {login} could change what is recorded, and commands never use such a login.",
                field="LKS_DSN",
                remedy="Make a login for them: CREATE ROLE … LOGIN; GRANT lks_app TO …",
            )
        if not installed:
            raise Unavailable("There is no ledger in this database.", remedy="Make it with `lks db init`.")
        if role is None:
            remedy = f"GRANT lks_app TO {login}, or another role: lks access grant {login} --role …"
            raise Unavailable(f"The login {login} may not use the ledger.", remedy=remedy)
    except LedgerError:
        connection.close()
        raise
    if role in ("inspector", "backup"):
        connection.execute("SET default_transaction_read_only = on")
    return connection, role


def install(admin_dsn: str, *, login: str | None = "lks_local") -> None:
    """Applies schema.sql, makes the ledger's id once, and lets a login that exists use it. Harmless when repeated; raises
    Refused for a ledger of another release, which `migrating.py` brings to this one."""
    with administrating(admin_dsn) as connection, connection.transaction():
        version, encoding = connection.execute(
            "SELECT current_setting('server_version_num')::integer, current_setting('server_encoding')"
        ).fetchone() or (0, "")
        if version < _OLDEST_SERVER or encoding != "UTF8":
            raise Misuse("PostgreSQL 15 or newer and a database in UTF8 are needed.", field="LKS_DSN")
        release.check_same(connection)
        apply_schema(connection, login)


def apply_schema(connection: Connection, login: str | None) -> None:
    """Applies this release's schema.sql in the caller's transaction, and notes which one it is (`ledger.log.release`)."""
    connection.execute(release.schema())
    connection.execute(
        """
        INSERT INTO ledger.ledger_head (ledger_id, position, seal, recorded_at)
        SELECT made.id, 0, ledger.genesis_seal(made.id), 'epoch'
        FROM (SELECT gen_random_uuid() AS id OFFSET 0) made
        WHERE NOT EXISTS (SELECT FROM ledger.ledger_head)
        """
    )
    connection.execute(
        """
        INSERT INTO vault.look_head (ledger_id, position, seal, looked_at)
        SELECT h.ledger_id, 0, vault.look_genesis(h.ledger_id), 'epoch'
        FROM ledger.ledger_head h
        WHERE NOT EXISTS (SELECT FROM vault.look_head)
        """
    )
    release.note(connection)
    if login is not None:
        _admit(connection, login)


@contextmanager
def administrating(admin_dsn: str) -> Iterator[Connection]:
    """A connection that may change the schema; one process at a time has one."""
    with _open(admin_dsn) as connection, plainly(connection):
        connection.execute("SELECT pg_advisory_lock(hashtext('lks install'))")
        yield connection


@contextmanager
def plainly(connection: Connection) -> Iterator[None]:
    """Turns the errors of the database into ours."""
    try:
        yield
    except psycopg.Error as error:
        if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError) and connection.closed:
            raise ConnectionLost from None
        found = _meaning(error)
        if found is None:
            raise
        raise found from None


def _open(dsn: str) -> Connection:
    try:
        return psycopg.connect(dsn, autocommit=True, client_encoding="utf8", application_name="lks")
    except psycopg.ProgrammingError:
        raise Misuse("that is no connection string of PostgreSQL.", field="LKS_DSN") from None
    except psycopg.OperationalError as error:
        raise _unreachable(_reason(error, dsn)) from None


class Unreachable(Unavailable):
    """No connection could be made."""


def _unreachable(reason: str = "") -> Unreachable:
    return Unreachable(f"The ledger's database does not answer{reason}.", remedy=_SERVER_REMEDY)


def _reason(error: psycopg.OperationalError, dsn: str) -> str:
    """The last words of the server or the library, unless they say more than they should."""
    said = str(error).strip().splitlines()[-1].rsplit("failed: ", 1)[-1].strip().rstrip(".")
    secret = psycopg.conninfo.conninfo_to_dict(dsn).get("password")
    return "" if not said or (secret and str(secret) in said) else f": {said}"


def _meaning(error: psycopg.Error) -> Exception | None:
    said, hint = error.diag.message_primary or "", error.diag.message_hint or ""
    match error.sqlstate, error.diag.constraint_name:
        case ("LK001", _) | ("23505", "ledger_events_stream"):
            return VersionConflict()
        case ("LK002", _) | ("23505", "ledger_events_intent_key"):
            return KeyKnown()
        case "25006", _:
            return Unavailable("This login only reads.", remedy="Record with a login that may (docs/roles.md).")
        case "LK003", _:
            return Refused(f"{said[:1].upper()}{said[1:]}.", rule="guard of the log", remedy=hint)
    match error:
        case CheckViolation():
            return Refused(f"An entry breaks {error.diag.constraint_name}.", rule="guard of the log")
        case psycopg.DataError():
            return Refused("An entry holds what cannot be stored as JSON text.", rule="guard of the log")
        case InsufficientPrivilege():
            return Unavailable(f"The database says no: {said}.", remedy="Connect with a login that may do this.")
        case UndefinedTable() | UndefinedFunction() | InvalidSchemaName():
            return Unavailable(
                "The ledger in this database is older.", remedy="Bring it to this release with `lks db migrate`."
            )
        case psycopg.OperationalError():
            return Unavailable(
                f"The database could not do it: {said}.", remedy="Nothing was recorded; ask again later."
            )
    return None


def _admit(connection: Connection, login: str) -> None:
    """A login that does not exist is left to whoever makes logins here; one that has a role keeps it."""
    missing = connection.execute(
        """
        SELECT FROM pg_roles
        WHERE rolname = %s AND NOT EXISTS (
            SELECT FROM unnest(%s::text[]) AS r (name) WHERE pg_has_role(rolname, 'lks_' || r.name, 'MEMBER')
        )
        """,
        [login, list(ROLES)],
    )
    if missing.rowcount:
        connection.execute(psycopg.sql.SQL("GRANT lks_app TO {}").format(psycopg.sql.Identifier(login)))
