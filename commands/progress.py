"""Progress of long work: a bar on a terminal, nothing in a pipe."""

import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeVar

Item = TypeVar("Item")


def counted(items: Iterable[Item], *, total: int | None, label: str) -> Iterator[Item]:
    """The items, counted on standard error while it is a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, description=label, total=total, console=Console(stderr=True), transient=True)


def watched(total: int, label: str) -> Callable[[Iterable[Item]], Iterator[Item]]:
    """The same for whoever iterates elsewhere."""
    return partial(counted, total=total, label=label)
