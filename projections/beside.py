"""The projections of a long log are compared in a process of their own, while the log itself is verified."""

import signal
import sys
from multiprocessing import get_context
from types import TracebackType
from typing import Any, Final, Self

from ledger import collector
from ledger.refusal import Unavailable
from projections.comparing import Compared, compare

_WORTH_SHARING: Final = 100_000
"""Entries from which on another process is worth its start."""


class Comparing:
    """A comparison that is on its way, or that begins when it is asked for."""

    def __init__(self, dsn: str, entries: int) -> None:
        self._dsn = dsn
        self._beside = entries >= _WORTH_SHARING

    def __enter__(self) -> Self:
        if self._beside:
            context = get_context("spawn")
            self._answer, answer = context.Pipe(duplex=False)
            self._process = context.Process(target=_work, args=(self._dsn, answer), daemon=True)
            self._process.start()
            answer.close()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Whoever does not want the answer any more lets it be broken off."""
        if self._beside:
            self._process.terminate()
            self._process.join()
            self._answer.close()

    def result(self) -> Compared:
        """What was found. Raises what the comparison raised."""
        if not self._beside:
            return compare(self._dsn)
        try:
            found: Compared | BaseException = self._answer.recv()
        except EOFError:
            raise Unavailable("The process that compared the projections went away.", remedy="Ask again.") from None
        if isinstance(found, BaseException):
            raise found
        return found


def _work(dsn: str, answer: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        with collector.at_rest():
            found: Compared | Exception = compare(dsn)
    except Exception as error:
        found = error
    answer.send(found)
