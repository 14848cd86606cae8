"""The complete subtrees of the tree over the seals (`ledger/proof/tree.py`), so that a report can print its checkpoint in
milliseconds. Who signs or verifies trusts the log only, and makes the tree anew."""

from contextlib import closing

from ledger.log.entry import Entry
from ledger.log.store import Store, connect
from ledger.proof.checkpoint import Checkpoint
from ledger.proof.tree import Tree, parent, parts, root_of
from projections.tables import Connection, add

LOWEST = 8
"""The level of the smallest subtrees that are kept."""

_BLOCK = 1 << LOWEST
_Place = tuple[int, int]


class Subtrees:
    """Collects the seals of a batch; writes a row for every subtree that they complete."""

    def __init__(self, position: int) -> None:
        self._after = position
        self._seals: list[bytes] = []

    def take(self, entry: Entry) -> None:
        """The next entry."""
        self._seals.append(entry.seal)

    def write(self, connection: Connection, store: Store) -> None:
        """Write what is complete now; what is not waits for later entries."""
        start = self._after // _BLOCK * _BLOCK
        blocks = (self._after + len(self._seals) - start) // _BLOCK
        if not blocks:
            return
        earlier = store.read_all(after=start, until=self._after) if start < self._after else ()
        seals = [*(entry.seal for entry in earlier), *self._seals]
        made: dict[_Place, bytes] = {}
        for block in range(blocks):
            root = Tree(seals[block * _BLOCK : (block + 1) * _BLOCK]).root()
            _grow(connection, made, start // _BLOCK + block, root)
        add(connection, "tree", ("level", "place", "hash"), [(*where, made[where]) for where in made])
        self._after, self._seals = start + blocks * _BLOCK, seals[blocks * _BLOCK :]


def checkpoint_at(dsn: str, size: int) -> Checkpoint | None:
    """The checkpoint after an entry, unsigned; None where the projection is behind."""
    with closing(connect(dsn)) as connection:
        found = connection.execute("SELECT level, place, hash FROM projection.tree_at(%s)", [size]).fetchall()
        row = connection.execute("SELECT ledger_id FROM ledger.ledger_head").fetchone()
    assert row is not None, "a ledger has a head"
    hashes: dict[_Place, bytes] = {(level, place): part for level, place, part in found}
    tail = Tree.over(b"".join(hashes[0, place] for level, place in sorted(hashes) if level == 0))
    first = size // _BLOCK * _BLOCK
    if tail.size != size - first or not set(parts(0, first)) <= hashes.keys():
        return None

    def node(level: int, place: int) -> bytes:
        return hashes[level, place] if level >= LOWEST else tail.node(level, place - (first >> level))

    return Checkpoint(row[0], size, root_of(size, node))


def _grow(connection: Connection, made: dict[_Place, bytes], place: int, computed: bytes) -> None:
    """Keep a subtree, and every larger one that it is the last part of."""
    level = LOWEST
    made[level, place] = computed
    while place & 1:
        computed = parent(_kept(connection, made, level, place - 1), computed)
        level, place = level + 1, place >> 1
        made[level, place] = computed


def _kept(connection: Connection, made: dict[_Place, bytes], level: int, place: int) -> bytes:
    if (level, place) in made:
        return made[level, place]
    row = connection.execute("SELECT hash FROM tree WHERE level = %s AND place = %s", [level, place]).fetchone()
    assert row is not None, "every earlier subtree was kept"
    return bytes(row[0])
