"""Which login may see and record what: its roles, and the municipalities of `ledger.access`. An administrator's work.

A role says what a login may do, a row of `ledger.access` where (docs/roles.md). Both belong to the login that a person comes in
with, so that everybody has their own.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

import psycopg
from psycopg import sql

from ledger.log.session import ROLES, Connection, Role, plainly
from ledger.refusal import Misuse
from ledger.vault.looker import Looker

EVERYWHERE: Final = "*"
"""Every municipality, also those that are still to come."""


class Access(NamedTuple):
    """What a login may: its roles, the municipalities that it sees (EVERYWHERE: all of them), and who gave it that when."""

    login: str
    roles: tuple[Role, ...]
    municipalities: tuple[str, ...]
    granted_at: datetime | None
    granted_by: str | None


_LISTED = """
SELECT r.rolname,
    ARRAY(
        SELECT one.name FROM unnest(%(roles)s::text[]) WITH ORDINALITY AS one (name, place)
        WHERE pg_has_role(r.oid, to_regrole('lks_' || one.name), 'MEMBER')
        ORDER BY one.place
    ),
    ARRAY(SELECT a.municipality FROM ledger.access a WHERE a.login = r.rolname ORDER BY a.municipality),
    (SELECT max(a.granted_at) FROM ledger.access a WHERE a.login = r.rolname),
    (SELECT a.granted_by FROM ledger.access a WHERE a.login = r.rolname ORDER BY a.granted_at DESC LIMIT 1)
FROM pg_catalog.pg_roles r
WHERE r.rolcanlogin AND NOT r.rolsuper AND (%(login)s::text IS NULL OR r.rolname = %(login)s)
    AND (
        EXISTS (SELECT FROM ledger.access a WHERE a.login = r.rolname)
        OR EXISTS (
            SELECT FROM unnest(%(roles)s::text[]) AS one (name)
            WHERE pg_has_role(r.oid, to_regrole('lks_' || one.name), 'MEMBER')
        )
    )
ORDER BY r.rolname
"""


_LOG = "SELECT vault.record_access(%s, %s, %s)"


def grant(
    connection: Connection, login: str, places: Iterable[str], role: Role | None = None, looker: Looker | None = None
) -> Access:
    """Let a login see municipalities, and make it a member of a role. What it has already stays; what it gets is logged with
    the looks at persons. Raises Misuse."""
    with plainly(connection), connection.transaction():
        _on_behalf(connection, looker)
        _check(connection, login)
        if role is not None:
            _change_role(connection, "GRANT {} TO {}", role, login)
            connection.execute(_LOG, ["access_granted", login, f"role lks_{role}"])
        for place in places:
            connection.execute(
                "INSERT INTO ledger.access (login, municipality) VALUES (%s, %s) ON CONFLICT DO NOTHING", [login, place]
            )
    return _one(connection, login)


def revoke(
    connection: Connection,
    login: str,
    places: Collection[str] | None,
    role: Role | None = None,
    looker: Looker | None = None,
) -> Access:
    """Take municipalities away (None: all that it has), or a role; logged with the looks at persons. Raises Misuse."""
    with plainly(connection), connection.transaction():
        _on_behalf(connection, looker)
        if role is not None:
            _check(connection, login)
            _change_role(connection, "REVOKE {} FROM {}", role, login)
            connection.execute(_LOG, ["access_revoked", login, f"role lks_{role}"])
        gone = None if places is None else list(places)
        query = "DELETE FROM ledger.access WHERE login = %s AND (%s::text[] IS NULL OR municipality = ANY(%s))"
        connection.execute(query, [login, gone, gone])
    return _one(connection, login)


def listed(connection: Connection, login: str | None = None) -> Sequence[Access]:
    """Every login that may do something here, or one."""
    with plainly(connection):
        rows = connection.execute(_LISTED, {"roles": list(ROLES), "login": login}).fetchall()
    return [Access(name, tuple(roles), tuple(places), at, by) for name, roles, places, at, by in rows]


def _on_behalf(connection: Connection, looker: Looker | None) -> None:
    actor, _, device = (looker or Looker()).columns()
    connection.execute("SELECT set_config('lks.actor', %s, true), set_config('lks.device', %s, true)", [actor, device])


def _one(connection: Connection, login: str) -> Access:
    return next(iter(listed(connection, login)), Access(login, (), (), None, None))


def _check(connection: Connection, login: str) -> None:
    """The administrator makes logins; only they know how somebody proves who they are."""
    found = connection.execute(
        "SELECT rolsuper OR pg_has_role(oid, 'lks_owner', 'MEMBER') FROM pg_roles WHERE rolname = %s AND rolcanlogin",
        [login],
    ).fetchone()
    if found is None:
        raise Misuse(
            f"there is no login {login}.", field="LOGIN", remedy=f'Make it first: CREATE ROLE "{login}" LOGIN …'
        )
    if found[0]:
        remedy = "Give people a login that is neither superuser nor owner."
        raise Misuse(f"{login} is an administrator, and commands never use such a login.", field="LOGIN", remedy=remedy)


def _change_role(connection: Connection, statement: str, role: Role, login: str) -> None:
    names = sql.Identifier(f"lks_{role}"), sql.Identifier(login)
    try:
        connection.execute(sql.SQL(statement).format(*names))
    except psycopg.errors.InsufficientPrivilege:
        raise Misuse(f"this administrator may not give or take lks_{role}.", field="LKS_ADMIN_DSN") from None
