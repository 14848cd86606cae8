"""What actors did in the ledger about persons: the acts that explain looks."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from ledger.identifiers import stream_id
from ledger.log.session import Connection
from projections.looks.odd import Acts

_CASES = "SELECT person_number, case_number FROM projection.subsidies WHERE person_number = ANY(%s)"
_ACTS = """
SELECT c.actor, e.originator_id, e.recorded_at
FROM ledger.ledger_events e
CROSS JOIN LATERAL (
    SELECT convert_from(f.cause, 'UTF8')::jsonb ->> 'actor' AS actor
    FROM ledger.ledger_events f
    WHERE f.intent_key IS NOT NULL AND f.notification_id <= e.notification_id
    ORDER BY f.notification_id DESC
    LIMIT 1
) c
WHERE e.originator_id = ANY(%s::uuid[])
ORDER BY e.notification_id
"""


def acts(connection: Connection, persons: Collection[str]) -> Acts:
    """By actor and person when something was recorded about the person, or about one of the person's cases."""
    numbers = sorted(persons)
    whose: dict[UUID, str] = {stream_id("person", person): person for person in numbers}
    for person, case in connection.execute(_CASES, [numbers]).fetchall():
        whose[stream_id("subsidy", case)] = person
    found: defaultdict[tuple[str, str], list[datetime]] = defaultdict(list)
    for actor, stream, moment in connection.execute(_ACTS, [list(whose)]):
        found[actor, whose[stream]].append(moment)
    return found
