"""No false alarms: whatever was recorded by asking, in whatever order, nothing is found, against any checkpoint on the way.

A thousand histories in a long run. The lives of `tests/model` end with the same audit, and have what these have not: sign-offs,
recoveries, returns.
"""

import inspect
import os
import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.audit import Audit
from ledger.log.memory import MemoryStore
from ledger.proof.tree import Tree, consistent
from tests.payments.office import Office
from tests.projections.histories import KINDS, Event, History, histories

BY_HAND = {kind for kind in KINDS if re.search("_of_case|recorder", inspect.getsource(getattr(History, f"_{kind}")))}
"""Kinds of which the fact is written by hand, without an intent: an audit does find these."""

EXAMPLES = 1000 if os.environ.get("LKS_LONG") else 25


@given(histories, st.floats(0, 1))
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_is_found_in_a_history_that_nobody_attacked(events: list[Event], when: float) -> None:
    office = Office().open()
    history = History(office)
    for event in events:
        if event.kind not in BY_HAND:
            history.play(event)
    store = office.store
    assert isinstance(store, MemoryStore)
    rows, head = store._recorder.rows, store.head()
    assert list(Audit(store).verify(rows, head)) == []

    size = round(when * len(rows))
    earlier, now = Tree(row.seal for row in rows[:size]), Tree(row.seal for row in rows)
    assert now.root(size) == earlier.root()
    assert consistent(size, now.size, earlier.root(), now.root(), now.consistency(size))
