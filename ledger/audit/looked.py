"""The chain of looks at persons beside the log (docs/looks.md): whether it is whole."""

from collections.abc import Iterator
from contextlib import closing

from ledger.audit.finding import Finding
from ledger.log.session import connect, plainly
from ledger.vault import looks


def looked(dsn: str) -> Iterator[Finding]:
    """What is wrong with the looks, in their order; at no position of the log, for they have positions of their own."""
    with closing(connect(dsn)) as connection, plainly(connection):
        for one in looks.findings(connection):
            yield Finding(0, "look", f"look {one.position}: {one.meaning}")
