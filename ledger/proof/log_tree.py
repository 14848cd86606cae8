"""The tree of a log, from its own seals and nothing else; and where it differs from what was published."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

from ledger.log.entry import genesis, seal
from ledger.log.interface import Head
from ledger.log.reader import LogReader
from ledger.proof.checkpoint import Checkpoint
from ledger.proof.published import Difference, Published
from ledger.proof.tree import Tree
from ledger.refusal import Refused

RULE = "docs/checkpoint.md"

BEFORE_ALL = -(2**63)
"""The position to read from, so that a row put before the first entry is seen as well."""


Watch = Callable[[Iterator[bytes]], Iterable[bytes]]
"""Passes seals on, and may show how far it is."""


def whole_tree(log: LogReader, size: int, watch: Watch = iter) -> Tree:
    """The tree over the first entries of a log whose seals hold up to there. Raises Refused with the first position where
    they do not: nothing is signed or proven of a log that is broken."""
    with ThreadPoolExecutor(1) as pool:
        broken_at = pool.submit(first_broken, log, size)  # the database computes the seals while the tree is made here
        tree = Tree(watch(log.seals(size)))
        broken = broken_at.result()
    if broken is None and tree.size < size:
        broken = tree.size + 1
    if broken is not None:
        raise Refused(
            f"The log is not whole: entry {broken} is not what was sealed.",
            rule=RULE,
            remedy="See lks audit verify. Nothing was signed.",
        )
    return tree


def first_broken(log: LogReader, size: int) -> int | None:
    """The first position up to a size at which the seals do not hold."""
    broken = log.first_broken_seal()
    return broken if broken is not None and broken <= size else None


def checkpoint(head: Head, tree: Tree, size: int) -> Checkpoint:
    """The checkpoint of a log at a size."""
    return Checkpoint(head.ledger_id, size, tree.root(size))


def difference(log: LogReader, head: Head, published: Published) -> Difference | None:
    """Where this log is not what was published; None when it begins with exactly that. Looks at the entries themselves too: a
    seal that stayed over an entry that did not is found. Whoever sees the whole log computes the seals here, and need not trust
    the functions of the database. Raises Refused for what is of another ledger."""
    check_ledger(head, published.checkpoint)
    size = min(head.position, published.size)
    found = published.first_difference(log.seals(size))
    broken = computed_first_broken(log, head, size) if log.sees_everything else first_broken(log, size)
    if broken is not None and (found is None or broken <= found.last):
        return Difference(broken, broken)
    return found


def computed_first_broken(log: LogReader, head: Head, size: int) -> int | None:
    """The same as `first_broken`, with every seal computed here. The head must agree too: what it says stands after the last."""
    place, previous = 0, genesis(head.ledger_id)
    for row in log.rows(BEFORE_ALL, size):
        place += 1
        if row.position != place or row.seal != seal(previous, row):
            return max(1, min(row.position, place))
        previous = row.seal
    if place < size:
        return place + 1
    return size + 1 if size == head.position and previous != head.seal else None


def check_sees_all(log: LogReader) -> None:
    """Any entry can be asked for, and a login of some municipalities sees a part of the log."""
    if not log.sees_everything:
        raise Refused(
            "This login sees some municipalities only.",
            rule=RULE,
            remedy="Ask for a bundle of what it sees (lks inspect export), or use a login with access to all.",
        )


def check_ledger(head: Head, checkpoint: Checkpoint) -> None:
    """A checkpoint of another ledger says nothing about this one."""
    if checkpoint.ledger_id != head.ledger_id:
        raise Refused(
            f"The checkpoint is of {checkpoint.origin}; this ledger is lks/{head.ledger_id}.",
            rule=RULE,
            remedy="Name the ledger that it is of (LKS_DSN, LKS_HOME).",
        )


def said(difference: Difference, size: int) -> str:
    """A difference in words, with a log of this size."""
    if difference.first > size:
        return f"entry {difference.first} was published and is missing"
    if difference.first == difference.last:
        return f"entry {difference.first} is not the one that was published"
    return f"among the entries {difference.first} to {difference.last} are others than were published"
