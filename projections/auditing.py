"""The audit of a whole ledger in a database, as `lks audit verify` does it: for whoever restored one."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

from ledger.audit import BEFORE_ALL, Audit, Finding
from ledger.log.store import PostgresStore


def audited(dsn: str, watch: Any) -> list[Finding]:
    """Everything that is wrong with it, in the order of the log."""
    with closing(PostgresStore(dsn)) as store:
        head = store.head()
        rows: Iterator[Any] = watch(store.rows(BEFORE_ALL, head.position), head.position, "Auditing")
        return list(Audit(store).verify(rows, head))
