"""A proof about one entry that stands alone: the entry, the seal before it, the way to the root, and the signed note."""

import base64
from typing import Any

from ledger.log.entry import Row, microseconds
from ledger.proof.checkpoint import Checkpoint
from ledger.proof.tree import Tree, leaf

FORMAT = "lks-inclusion-1"


def columns(row: Row) -> dict[str, Any]:
    """A row as JSON holds it: bytes of JSON as text, other bytes in hexadecimal, the time in microseconds since 1970 UTC."""
    return {
        "position": row.position,
        "stream": str(row.stream),
        "version": row.version,
        "recorded_at": microseconds(row.recorded_at),
        "topic": row.topic,
        "municipality": row.municipality,
        "recorded_by": row.recorded_by,
        "intent_key": None if row.intent_key is None else row.intent_key.hex(),
        "cause": None if row.cause is None else row.cause.decode(),
        "state": row.state.decode(),
        "seal": row.seal.hex(),
    }


def proof(row: Row, previous: bytes, tree: Tree, checkpoint: Checkpoint, note: str) -> dict[str, Any]:
    """The proof that a row is in the tree of a checkpoint (docs/checkpoint.md)."""
    way = tree.inclusion(row.position - 1, checkpoint.size)
    return {
        "format": FORMAT,
        "checkpoint": note,
        "entry": columns(row),
        "previous_seal": previous.hex(),
        "leaf_hash": base64.b64encode(leaf(row.seal)).decode(),
        "proof": [base64.b64encode(part).decode() for part in way],
    }
