"""Who may change the schema: the administrator of LKS_ADMIN_DSN, of LKS_DSN, or of the embedded server."""

import getpass
import os

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from ledger.refusal import Misuse
from ledger.server.embedded import DATABASE, connection


def admin_dsn() -> str:
    """The administrator's way in; starts the embedded server if it must."""
    place = connection(os.environ)
    if place.embedded:
        return place.embedded.admin_dsn(DATABASE)
    return os.environ.get("LKS_ADMIN_DSN") or place.dsn


def backup_dsn() -> str:
    """The way in for a backup, which takes the role lks_backup where it may: that of LKS_BACKUP_DSN, or the administrator's."""
    return os.environ.get("LKS_BACKUP_DSN") or admin_dsn()


def login(dsn: str) -> str:
    """The login of a connection string, as PostgreSQL's own library would choose it."""
    return str(parts(dsn).get("user") or os.environ.get("PGUSER") or getpass.getuser())


def parts(dsn: str) -> dict[str, object]:
    """What a connection string says. Raises Misuse for one that is none."""
    try:
        return dict(conninfo_to_dict(dsn))
    except ProgrammingError:
        raise Misuse("that is no connection string of PostgreSQL.", field="LKS_DSN") from None
