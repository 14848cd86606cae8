"""The tree over the seals of the log (RFC 6962, section 2.1), and the proofs that it gives.

A leaf is the seal of an entry: the first leaf, with index 0, is that of position 1, and the size of a tree is the position
of its last entry. One root of 32 bytes stands for all entries; an inclusion proof shows that an entry is among them, a
consistency proof that a larger tree begins with a smaller one. Hashes of subtrees can come from anywhere: a `Tree` in memory,
files, a table. Proofs ask for them by level and index, and only for subtrees that are complete.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import islice

HASH = 32
"""Bytes of a hash."""

EMPTY = sha256(b"").digest()
"""The root of a tree without leaves."""

_PIECE = 1024
"""Leaves that are put in at once: what fits in the processor's cache is half the time."""

Node = Callable[[int, int], bytes]
"""The hash of the complete subtree over the leaves `index << level` up to `(index + 1) << level`."""


class Tree:
    """A tree in memory that grows. It keeps the hash of every complete subtree: about 64 bytes a leaf."""

    def __init__(self, seals: Iterable[bytes] = ()) -> None:
        self.levels: list[bytearray] = [bytearray()]
        self.extend(seals)

    @classmethod
    def over(cls, leaf_hashes: bytes) -> "Tree":
        """The tree over leaf hashes that were kept, one after another."""
        tree = cls()
        tree.levels[0] += leaf_hashes
        tree._raise()
        return tree

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return len(self.levels[0]) // HASH

    def extend(self, seals: Iterable[bytes]) -> None:
        """Put seals after the last one; many at once is quicker."""
        given = iter(seals)
        while piece := list(islice(given, _PIECE)):
            self.levels[0] += b"".join([sha256(b"\x00" + seal).digest() for seal in piece])
            self._raise()

    def node(self, level: int, index: int) -> bytes:
        """The hash of a complete subtree."""
        return bytes(self.levels[level][index * HASH : (index + 1) * HASH])

    def root(self, size: int | None = None) -> bytes:
        """The root over the first leaves; over all without a size."""
        return root_of(self.size if size is None else size, self.node)

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """The proof that the leaf at an index is in the tree of a size."""
        return inclusion(index, self.size if size is None else size, self.node)

    def consistency(self, first: int, second: int | None = None) -> list[bytes]:
        """The proof that the tree of the second size begins with that of the first."""
        return consistency(first, self.size if second is None else second, self.node)

    def _raise(self) -> None:
        below = self.levels[0]
        for level in range(1, self.size.bit_length()):
            if level == len(self.levels):
                self.levels.append(bytearray())
            start, end = len(self.levels[level]) * 2, len(below) // (2 * HASH) * (2 * HASH)
            pairs = bytes(below[start:end])
            self.levels[level] += b"".join(
                [sha256(b"\x01" + pairs[at : at + 2 * HASH]).digest() for at in range(0, len(pairs), 2 * HASH)]
            )
            below = self.levels[level]


def root(seals: Iterable[bytes]) -> bytes:
    """The root of the tree over these seals."""
    return Tree(seals).root()


def leaf(seal: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(b"\x00" + seal).digest()


def parent(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def root_of(size: int, node: Node) -> bytes:
    """The root over the first leaves, from the hashes of complete subtrees."""
    return _hash(0, size, node) if size else EMPTY


def parts(start: int, end: int) -> list[tuple[int, int]]:
    """The complete subtrees (level and index), from left to right, that one subtree of the tree consists of."""
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        found.append((level, start >> level))
        start += 1 << level
    return found


def inclusion(index: int, size: int, node: Node) -> list[bytes]:
    """The proof that the leaf at an index is in the tree of this size (RFC 6962, 2.1.1), from the leaf upward."""
    _check(0 <= index < size, "the leaf is not in the tree")
    return [_hash(start, end, node) for start, end in _path(index, size)]


def consistency(first: int, second: int, node: Node) -> list[bytes]:
    """The proof that the tree of the second size begins with that of the first (RFC 6962, 2.1.2)."""
    _check(0 <= first <= second, "a tree does not begin with a larger one")
    if first in (0, second):
        return []
    proof: list[tuple[int, int]] = []
    start, end, whole = 0, second, True
    while end != first:
        half = _half(end - start)
        if first - start <= half:
            proof.append((start + half, end))
            end = start + half
        else:
            proof.append((start, start + half))
            start, whole = start + half, False
    if not whole:
        proof.append((start, end))
    return [_hash(*part, node) for part in reversed(proof)]


def shared(indexes: Iterable[int], size: int, node: Node) -> list[bytes]:
    """One proof for several leaves: every subtree that holds none of them and is beside one that does, from left to right.
    Nodes that single proofs would repeat stand in it once."""
    wanted = sorted(set(indexes))
    _check(bool(wanted) and wanted[0] >= 0 and wanted[-1] < size, "a leaf is not in the tree")
    return [_hash(start, end, node) for start, end in _outside(wanted, 0, size)]


def included(root: bytes, size: int, index: int, leaf_hash: bytes, proof: Sequence[bytes]) -> bool:
    """Whether an inclusion proof holds (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, computed = index, size - 1, leaf_hash
    for other in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            computed = parent(other, computed)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            computed = parent(computed, other)
        at, last = at >> 1, last >> 1
    return last == 0 and computed == root


def consistent(first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether a consistency proof holds (RFC 9162, 2.1.4.2)."""
    if not 0 <= first <= second:
        return False
    if first in (0, second):
        return not proof and first_root == (EMPTY if first == 0 else second_root)
    path = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    if not path:
        return False
    old = new = path[0]
    for other in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = parent(other, old), parent(other, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = parent(new, other)
        at, last = at >> 1, last >> 1
    return last == 0 and (old, new) == (first_root, second_root)


def root_from_shared(size: int, leaf_hashes: Mapping[int, bytes], proof: Sequence[bytes]) -> bytes | None:
    """The root that a shared proof gives for leaves by index; None when the proof has another length than it must."""
    wanted, given = sorted(leaf_hashes), iter(proof)
    if not wanted or wanted[0] < 0 or wanted[-1] >= size:
        return None
    try:
        computed = _from_shared(wanted, leaf_hashes, 0, size, given)
    except StopIteration:
        return None
    return computed if next(given, None) is None else None


def _from_shared(
    wanted: Sequence[int], leaves: Mapping[int, bytes], start: int, end: int, given: Iterator[bytes]
) -> bytes:
    if not wanted:
        return next(given)
    if end - start == 1:
        return leaves[start]
    middle = start + _half(end - start)
    left = _from_shared([index for index in wanted if index < middle], leaves, start, middle, given)
    return parent(left, _from_shared([index for index in wanted if index >= middle], leaves, middle, end, given))


def _outside(wanted: Sequence[int], start: int, end: int) -> Iterator[tuple[int, int]]:
    if not wanted:
        yield start, end
    elif end - start > 1:
        middle = start + _half(end - start)
        yield from _outside([index for index in wanted if index < middle], start, middle)
        yield from _outside([index for index in wanted if index >= middle], middle, end)


def _path(index: int, size: int) -> list[tuple[int, int]]:
    beside, start, end = [], 0, size
    while end - start > 1:
        middle = start + _half(end - start)
        if index < middle:
            beside.append((middle, end))
            end = middle
        else:
            beside.append((start, middle))
            start = middle
    return beside[::-1]


def _hash(start: int, end: int, node: Node) -> bytes:
    """The hash over some leaves that are one subtree of the tree."""
    hashes = [node(level, index) for level, index in parts(start, end)]
    computed = hashes.pop()
    while hashes:
        computed = parent(hashes.pop(), computed)
    return computed


def _half(count: int) -> int:
    """The largest power of two below a count of at least two."""
    return 1 << (count - 1).bit_length() - 1


def _check(holds: bool, what: str) -> None:
    if not holds:
        raise ValueError(what)
