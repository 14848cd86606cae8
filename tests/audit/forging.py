"""A log in memory that somebody with all rights changed, with every seal made anew: only its content can betray them."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from ledger.audit import Audit, Finding
from ledger.log.entry import Row, genesis, seal
from ledger.log.memory import MemoryStore

Rows = list[Row]


def audited(store: MemoryStore, first: int = 1) -> tuple[Audit, list[Finding]]:
    """An audit of a log, and what it found."""
    audit = Audit(store, first)
    return audit, list(audit.verify(store._recorder.rows, store.head()))


def found(store: MemoryStore) -> set[tuple[int, str]]:
    """Every position and kind that an audit finds."""
    return {(one.position, one.kind) for one in audited(store)[1]}


def forged(store: MemoryStore, change: Callable[[Rows], object]) -> MemoryStore:
    """A copy of the log after a change of its rows: numbered and sealed anew, as if it had always been so."""
    rows = list(store._recorder.rows)
    change(rows)
    other = MemoryStore()
    recorder = other._recorder
    recorder.ledger_id = store._recorder.ledger_id
    previous = genesis(recorder.ledger_id)
    for position, row in enumerate(rows, start=1):
        moved = row._replace(position=position)
        previous = seal(previous, moved)
        recorder.rows.append(moved._replace(seal=previous))
        recorder._stored_events_index[str(row.stream)][row.version] = position - 1
        if row.intent_key is not None:
            recorder.keys[row.intent_key] = position - 1
    return other


def place(rows: Sequence[Row], topic: str, nth: int = 0) -> int:
    """The index of the nth row of a topic; from the end with a negative one."""
    return [n for n, row in enumerate(rows) if row.topic == topic][nth]


def in_state(topic: str, change: Callable[[dict[str, Any]], object], nth: int = 0) -> Callable[[Rows], object]:
    """Another content of the nth fact of a topic."""
    return _in(topic, "state", change, nth)


def in_cause(topic: str, change: Callable[[dict[str, Any]], object], nth: int = 0) -> Callable[[Rows], object]:
    """Another cause of the append that begins with the nth fact of a topic."""
    return _in(topic, "cause", change, nth)


def _in(topic: str, column: str, change: Callable[[dict[str, Any]], object], nth: int) -> Callable[[Rows], object]:
    def changed(rows: Rows) -> None:
        at = place(rows, topic, nth)
        content = json.loads(getattr(rows[at], column))
        change(content)
        stored = json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()
        rows[at] = rows[at]._replace(state=stored) if column == "state" else rows[at]._replace(cause=stored)

    return changed
