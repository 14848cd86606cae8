"""Whether the log begins with what was published outside of the database: then nothing before that was changed, by whomever."""

from collections.abc import Iterator

from ledger.audit.finding import Finding
from ledger.log.interface import Head
from ledger.proof.published import Published
from ledger.proof.tree import HASH, Tree


def differences(published: Published, head: Head, found_seals: bytes | bytearray) -> Iterator[Finding]:
    """Where the seals of a log, one after another, differ from those of a checkpoint. Where its leaves were published, too, the
    first that differs is named."""
    if published.checkpoint.ledger_id != head.ledger_id:
        what = f"the checkpoint is of {published.checkpoint.origin}, and this ledger is lks/{head.ledger_id}"
        yield Finding(1, "checkpoint", what)
        return
    seals = bytes(found_seals[: published.size * HASH])
    tree = Tree(seals[at : at + HASH] for at in range(0, len(seals), HASH))
    found = published.differs_from(tree)
    if found is None:
        return
    if found.first > tree.size:
        what = f"the checkpoint counts {published.size} entries, the log ends at {tree.size}: entry {found.first} is missing"
    elif found.first == found.last:
        what = f"it is not the entry that stood here when the checkpoint of {published.size} entries was published"
    else:
        what = f"among entries {found.first} to {found.last} are others than when the checkpoint was published"
    yield Finding(found.first, "checkpoint", what)
