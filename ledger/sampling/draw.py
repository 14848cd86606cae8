"""Drawing a sample from a seed: the same seed and population give the same sample, in any program and for ever (docs/sample.md).

No library draws here: SHA-256 of the seed and the item puts all items in an order that nobody can steer once the seed is said.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import NamedTuple

from ledger.refusal import Misuse


class Item(NamedTuple):
    """Something that can be drawn: its name, which no other item has, and its amount in cents."""

    name: str
    cents: int


class Drawn(NamedTuple):
    """An item of the sample. `hits`: how often the interval fell in it (simple random: once)."""

    item: Item
    hits: int = 1


class Population(NamedTuple):
    """How many items, their sum in cents, and the SHA-256 of their list."""

    size: int
    cents: int
    digest: str


def population(items: Iterable[Item]) -> Population:
    """Of these items. The list has a line for each, ordered by name: the name, a semicolon, the cents, a newline."""
    ordered = sorted(items)
    text = "".join(f"{item.name};{item.cents}\n" for item in ordered)
    return Population(len(ordered), sum(item.cents for item in ordered), sha256(text.encode()).hexdigest())


def random_sample(items: Iterable[Item], seed: str, size: int) -> list[Drawn]:
    """Simple random: the items with the smallest SHA-256 of seed and name, in that order."""
    found = sorted(items, key=lambda item: (rank(seed, item.name), item.name))
    _check_size(size, len(found), "items")
    return [Drawn(item) for item in found[:size]]


def monetary_sample(items: Iterable[Item], seed: str, interval: int) -> list[Drawn]:
    """Monetary-unit: every cent has the same chance. The cents of all items stand in one row, by name; from a start that the
    seed gives, one in every so many cents is hit, and its item is drawn. An item of an interval or more is always hit. What is
    zero or negative has no cents to hit."""
    if interval < 1:
        raise Misuse("is less than a cent.", field="interval", remedy="Give a smaller size, or a larger interval.")
    hit = start(seed, interval)
    passed, drawn = 0, []
    for item in sorted(items):
        if item.cents <= 0:
            continue
        passed += item.cents
        hits = 0
        if hit < passed:
            hits = (passed - hit - 1) // interval + 1
            hit += hits * interval
        if hits:
            drawn.append(Drawn(item, hits))
    return drawn


def interval_of(items: Sequence[Item], size: int) -> int:
    """The interval that gives at most so many items: the positive cents, divided by it and rounded up."""
    positive = sum(item.cents for item in items if item.cents > 0)
    _check_size(size, positive, "cents")
    return -(-positive // size)


def rank(seed: str, name: str) -> bytes:
    """SHA-256 of seed, a newline and a name, each in UTF-8."""
    return sha256(f"{seed}\n{name}".encode()).digest()


def start(seed: str, interval: int) -> int:
    """Where the first hit is, from 0: the rank of the empty name as one number, less every whole interval in it."""
    return int.from_bytes(rank(seed, ""), "big") % interval


def check_seed(seed: str) -> str:
    """A seed is any text on one line. Raises Misuse for another."""
    if not seed.strip() or len(seed) > 200 or not seed.isprintable():
        raise Misuse("is no text of 1 to 200 characters on one line.", field="--seed", remedy="Say a sentence.")
    return seed


def _check_size(size: int, most: int, of: str) -> None:
    if not 1 <= size <= most:
        raise Misuse(f"{size} cannot be drawn from {most} {of}.", field="--size", remedy=f"Give 1 to {most}.")
