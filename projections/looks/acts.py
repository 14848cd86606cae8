"""What actors did in the ledger about persons: the acts that explain looks."""

from collections import defaultdict
from collections.abc import Collection
from contextlib import closing
from datetime import datetime
from uuid import UUID

from ledger.identifiers import stream_id
from ledger.log.session import connect
from projections.finding import cases
from projections.looks.odd import Acts

_ACTS = """
SELECT e.cause ->> 'actor', e.stream, e.recorded_at
FROM ledger.entries e
WHERE e.stream = ANY(%s::uuid[])
ORDER BY e.position
"""


def acts(dsn: str, persons: Collection[str]) -> Acts:
    """By actor and person when something was recorded about the person, or about one of the person's cases; as far as the login
    sees."""
    whose: dict[UUID, str] = {stream_id("person", person): person for person in persons}
    whose |= {stream_id("subsidy", one.case): one.person for one in cases(dsn, "person", persons)}
    found: defaultdict[tuple[str, str], list[datetime]] = defaultdict(list)
    with closing(connect(dsn)) as connection:
        for actor, stream, moment in connection.execute(_ACTS, [list(whose)]):
            found[actor, whose[stream]].append(moment)
    return found
