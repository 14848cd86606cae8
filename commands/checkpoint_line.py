"""The checkpoint that stands under reports of what was signed: outside of what was signed, so that it never changes that (R34)."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from projections.tree import checkpoint_at


@dataclass(frozen=True, slots=True)
class CheckpointLine:
    """The checkpoint after an entry, for people and for machines; nothing where it is not known yet."""

    size: int | None = None
    root: str | None = None

    def __iter__(self) -> Iterator[str]:
        if self.root is not None:
            yield f"Checkpoint {self.size}: {self.root}"

    @property
    def fields(self) -> dict[str, Any] | None:
        """As JSON has it."""
        return None if self.root is None else {"size": self.size, "root": self.root}


def checkpoint_line(dsn: str, entry: int | None) -> CheckpointLine:
    """The checkpoint after an entry; of no entry there is none."""
    found = checkpoint_at(dsn, entry) if entry is not None else None
    if found is None:
        return CheckpointLine()
    return CheckpointLine(found.size, base64.b64encode(found.root).decode())
