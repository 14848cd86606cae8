"""Waiting for the projector, by logins that may not project themselves: a few seconds, and longer only while it moves.

`lks db follow` projects as things are recorded; so does every command of the app.
"""

import time
from typing import Any, Final

import psycopg

from ledger.log.session import plainly
from ledger.refusal import Stopped

PATIENCE_SECONDS: Final = 3.0
"""How long the projector may stand still before nobody waits for it any more."""
_PAUSE_SECONDS: Final = 0.1

_STANDING = "SELECT projection.reached(), h.position FROM ledger.ledger_head h"


def wait(connection: psycopg.Connection[Any], patience: float | None = None) -> int:
    """Until what was recorded by now is projected, or the projector stands still; gives the position that it reached."""
    reached, recorded = _standing(connection)
    limit = PATIENCE_SECONDS if patience is None else patience
    moved = time.monotonic()
    while reached < recorded and time.monotonic() - moved < limit:
        time.sleep(_PAUSE_SECONDS)
        now, _ = _standing(connection)
        if now > reached:
            reached, moved = now, time.monotonic()
    return reached


def check(connection: psycopg.Connection[Any]) -> None:
    """The same for whoever reads money. Raises Stopped when the projection stays behind."""
    recorded = _standing(connection)[1]
    reached = wait(connection)
    if reached < recorded:
        raise Stopped(
            f"Recorded at {recorded}, projected to {reached}: what is shown would be older than what is known.",
            remedy="Ask again when the projector has passed it; it runs with lks db follow.",
        )


def _standing(connection: psycopg.Connection[Any]) -> tuple[int, int]:
    with plainly(connection):
        row = connection.execute(_STANDING).fetchone()
    assert row is not None
    reached, recorded = row
    return int(reached), int(recorded)
