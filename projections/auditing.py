"""The audit of a restored ledger: what `lks audit verify` checks of the log and of the looks at persons.

Its projections were made from this log a moment ago, so there is nothing to compare them with.
"""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

from ledger import collector
from ledger.audit import BEFORE_ALL, Audit, Finding
from ledger.audit.finding import in_order
from ledger.audit.looked import looked
from ledger.audit.order import beyond
from ledger.log.store import PostgresStore


def audited(dsn: str, watch: Any) -> list[Finding]:
    """Everything that is wrong with it, in the order of the log."""
    with closing(PostgresStore(dsn)) as store, collector.at_rest():
        head = store.head()
        rows: Iterator[Any] = watch(store.rows(BEFORE_ALL, head.position), head.position, "Auditing")
        found = list(Audit(store).verify(rows, head))
        return in_order([*found, *beyond(store), *looked(dsn)])
