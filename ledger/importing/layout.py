"""What a kind of file looks like: its columns, and which of them no file can do without."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from ledger.importing.column import Column


class Layout(NamedTuple):
    """A kind of file. `needed`: columns that are missing from a header and must be told; `guide`: where it is described."""

    columns: Mapping[str, Column]
    needed: Callable[[Sequence[str]], Iterable[str]]
    guide: str

    @property
    def names(self) -> Set[str]:
        """The names of its columns."""
        return self.columns.keys()
