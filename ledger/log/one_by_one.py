"""Many appends by a login that may not COPY into the log: one call of `ledger.append` each, all in one transaction.

Slower than `bulk.py`, and open to every login that may record; the database checks each append against what it may record.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from ledger.log.appending import arrays, called
from ledger.log.bulk import GROUP, store_lookups, unknown
from ledger.log.entry import encoded
from ledger.log.interface import Append, Progress
from ledger.log.session import Connection, ConnectionLost, KeyKnown, Session, plainly
from ledger.refusal import Refused, Unavailable
from ledger.vault.rows import Rows


def append(session: Session, appends: Iterable[Append], progress: Progress | None, lookups: Rows) -> int:
    """Record what is new of these appends, in one transaction, and tell how many entries that were.

    It has a connection of its own, so `appends` may read from the log while they are made.
    """
    connection = session.another()
    entries = 0
    try:
        with plainly(connection), connection.transaction():
            for one in _new(session, appends):
                entries += _record(connection, one, lookups)
                if progress is not None:
                    progress(entries)
    except KeyKnown:
        raise Refused("Two of these have the same intent key.", rule="R40", remedy="Leave one of them out.") from None
    except ConnectionLost:
        remedy = "Ask again: what was recorded is not recorded twice."
        raise Unavailable("The connection to the database was lost.", remedy=remedy) from None
    finally:
        connection.close()
    return entries


def _new(session: Session, appends: Iterable[Append]) -> Iterator[Append]:
    waiting = iter(appends)
    while group := list(islice(waiting, GROUP)):
        yield from unknown(session, group)


def _record(connection: Connection, one: Append, lookups: Rows) -> int:
    rows = [(stream, version, fact.topic, place, encoded(fact)) for stream, version, place, fact in one.drafts]
    called(connection, one.intent_key, encoded(one.cause), arrays(rows))
    store_lookups(lookups, connection, one.lookups)
    return len(rows)
