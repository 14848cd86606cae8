"""What a kind of file looks like: the names of its columns, and which of them no file can do without."""

from collections.abc import Callable, Iterable, Sequence, Set
from typing import NamedTuple


class Layout(NamedTuple):
    """A kind of file. `listed`: columns that hold a list in JSON Lines; `needed`: those that are missing from a header must
    be told; `guide`: where it is described."""

    names: Set[str]
    listed: Set[str]
    needed: Callable[[Sequence[str]], Iterable[str]]
    guide: str
