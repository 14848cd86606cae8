"""Processes that write to one log at the same time; each writes down what it was told was recorded."""

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from uuid import UUID

from ledger.log.interface import VersionConflict
from ledger.log.store import PostgresStore
from tests.log.given import an_append, policy

WRITERS = 4


@dataclass(frozen=True, slots=True)
class Task:
    """What one writer does: so many appends to streams that it picks, told line by line in a file."""

    dsn: str
    writer: int
    appends: int
    streams: int
    told: Path
    bulk: bool = False

    def names(self) -> list[str]:
        """What it calls its appends."""
        return [f"{self.writer}-{number}" for number in range(self.appends)]


def write(task: Task) -> None:
    """Append one after another; what was in conflict is read and asked again, as often as it takes."""
    choose = random.Random(task.writer)
    with closing(PostgresStore(task.dsn)) as store, task.told.open("a", buffering=1) as told:
        for name in task.names():
            stream = UUID(int=choose.randrange(task.streams) + 1)
            while not (positions := _appended(store, name, stream, in_bulk=task.bulk)):
                continue
            told.write(f"{name} {','.join(map(str, positions))}\n")


def _appended(store: PostgresStore, name: str, stream: UUID, *, in_bulk: bool) -> Sequence[int]:
    """The positions that one append of two entries got; none when the stream had moved on."""
    made = an_append(name, stream, policy(name), policy(name), after=len(store.read(stream)))
    try:
        if in_bulk:
            store.append_bulk([made])
            return [entry.position for entry in store.find_intent(made.intent_key) or []]
        return [entry.position for entry in store.append(list(made.drafts), made.intent_key, made.cause)]
    except VersionConflict:
        return []


@contextmanager
def running(tasks: Sequence[Task]) -> Iterator[None]:
    """All of them at once; the end of the block waits for them, and raises what went wrong in one."""
    with ProcessPoolExecutor(len(tasks), mp_context=get_context("spawn")) as pool:
        doing = [pool.submit(write, task) for task in tasks]
        yield
        for one in doing:
            one.result()


def told(task: Task) -> Iterator[tuple[str, list[int]]]:
    """What a writer was told: the append and its positions."""
    for line in task.told.read_text().splitlines():
        name, positions = line.split()
        yield name, [int(position) for position in positions.split(",")]
