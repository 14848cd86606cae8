"""Which release's schema a database has: told by the comment on schema `ledger`, written whenever schema.sql is applied.

A comment needs no table and no rights to read. A database of before this was kept has none.
"""

import json
from functools import cache
from hashlib import sha256
from importlib import resources
from importlib.metadata import version
from typing import Any, NamedTuple

import psycopg
from psycopg import sql

from ledger.facts import FACTS
from ledger.refusal import Refused

Connection = psycopg.Connection[Any]


class Release(NamedTuple):
    """A release, and the SHA-256 of its schema.sql."""

    version: str
    schema: str


@cache
def schema() -> bytes:
    """This release's schema.sql."""
    return resources.files("ledger").joinpath("schema.sql").read_bytes()


@cache
def ours() -> Release:
    """This release."""
    return Release(version("lks"), sha256(schema()).hexdigest())


def note(connection: Connection) -> None:
    """Say in the database that it has this release's schema."""
    said = json.dumps(ours()._asdict())
    connection.execute(sql.SQL("COMMENT ON SCHEMA ledger IS {}").format(sql.Literal(said)))


def noted(connection: Connection) -> Release | None:
    """The release whose schema was applied last; None where nothing says."""
    row = connection.execute("SELECT obj_description(to_regnamespace('ledger'), 'pg_namespace')").fetchone()
    try:
        return Release(**json.loads(row[0])) if row and row[0] else None
    except (ValueError, TypeError):
        return None


def check_same(connection: Connection) -> None:
    """Raises Refused when entries were recorded under another schema than this release's."""
    if not is_made(connection) or connection.execute("SELECT FROM ledger.ledger_head WHERE position > 0").rowcount == 0:
        return
    refuse_newer(connection)
    found = noted(connection)
    if found is None or found.schema != ours().schema:
        remedy = "Bring it to this one with lks db migrate; with --check that says what it would do."
        raise Refused("This ledger has the schema of another release.", rule="R34", remedy=remedy)


def refuse_newer(connection: Connection) -> None:
    """Raises Refused for a ledger of a newer release: it says so, or it knows facts that this release does not."""
    found = noted(connection)
    if found is not None and _number(found.version) > _number(ours().version):
        raise _newer(f"is of release {found.version}; this one is {ours().version}")
    if unknown := sorted(topics(connection) - set(FACTS)):
        raise _newer(f"knows facts that this release does not: {', '.join(unknown)}")


def is_made(connection: Connection) -> bool:
    """Whether there is a ledger in this database, opened or not."""
    row = connection.execute("SELECT to_regclass('ledger.ledger_head') IS NOT NULL").fetchone()
    return bool(row and row[0]) and connection.execute("SELECT FROM ledger.ledger_head").rowcount == 1


def topics(connection: Connection) -> set[str]:
    """The kinds of facts that the database takes."""
    return {name for (name,) in connection.execute("SELECT name FROM ledger.topic")}


def _newer(what: str) -> Refused:
    remedy = "Install the newer release; an older one does not go on with its work."
    return Refused(f"This ledger {what}.", rule="R34", remedy=remedy)


def _number(version_: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version_.split(".") if part.isdecimal())
