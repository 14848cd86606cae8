"""A tree as files (C2SP tlog-tiles): tiles of up to 256 hashes. Level 0 holds the hashes of the leaves, and each level above one
hash for every full tile below. A full tile never changes, so whoever publishes more adds files and replaces none."""

from collections.abc import Iterator

from ledger.proof.tree import HASH, Tree

TILE = 256
"""Hashes in a full tile."""

_LEVELS = 8
"""Levels of the tree that one level of tiles spans."""


def tiles(tree: Tree, size: int) -> Iterator[tuple[str, bytes]]:
    """Every tile of the tree over the first leaves, full ones and the last part of each level: its path and its hashes."""
    level = 0
    while hashes := size >> (level * _LEVELS):
        row = tree.levels[level * _LEVELS]
        for index in range(-(-hashes // TILE)):
            width = min(TILE, hashes - index * TILE)
            start = index * TILE * HASH
            yield tile_path(level, index, width), bytes(row[start : start + width * HASH])
        level += 1


def tile_path(level: int, index: int, width: int = TILE) -> str:
    """Where a tile is in the folder. The number is in groups of three digits, all but the last with an x before them."""
    digits = [f"{index % 1000:03d}"]
    while index := index // 1000:
        digits.insert(0, f"x{index % 1000:03d}")
    return f"tile/{level}/{'/'.join(digits)}" + (f".p/{width}" if width < TILE else "")
