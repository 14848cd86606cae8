"""Many letters, printed side by side: what they say is read one after the other, the compiler works on several at once."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, NamedTuple, TypeVar

from ledger.refusal import LedgerError
from projections.letters.letter import Draft, Letter
from projections.letters.pdf import Printer

Asked = TypeVar("Asked")

_AHEAD = 4
"""Letters that wait for each thread, so that none is idle and few are in memory."""


class Printed(NamedTuple, Generic[Asked]):
    """What was asked, and the letter, or why there is none."""

    asked: Asked
    letter: Letter | None
    refused: LedgerError | None


def side_by_side(
    printer: Printer, asked: Iterable[Asked], drafted: Callable[[Asked], Draft]
) -> Iterator[Printed[Asked]]:
    """The letters in the order in which they were asked."""
    threads = os.cpu_count() or 1
    waiting: deque[tuple[Asked, Future[Letter] | LedgerError]] = deque()
    pool = ThreadPoolExecutor(threads)
    try:
        for one in asked:
            waiting.append((one, _begun(pool, printer, one, drafted)))
            if len(waiting) > threads * _AHEAD:
                yield _result(*waiting.popleft())
        while waiting:
            yield _result(*waiting.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


def _begun(
    pool: ThreadPoolExecutor, printer: Printer, one: Asked, drafted: Callable[[Asked], Draft]
) -> Future[Letter] | LedgerError:
    try:
        return pool.submit(drafted(one).printed, printer)
    except LedgerError as error:
        return error


def _result(asked: Asked, begun: Future[Letter] | LedgerError) -> Printed[Asked]:
    if isinstance(begun, LedgerError):
        return Printed(asked, None, begun)
    try:
        return Printed(asked, begun.result(), None)
    except LedgerError as error:
        return Printed(asked, None, error)
