"""A wire to the server that can be cut at the worst moment: after the server has done it, before it could say so."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo


class Wire:
    """Passes everything on between a client's socket and the server's, until it is cut; who connects anew gets through."""

    def __init__(self, dsn: str, folder: Path) -> None:
        server = conninfo_to_dict(dsn)
        name = f".s.PGSQL.{server.get('port', 5432)}"
        self._server = f"{server['host']}/{name}"
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(folder / name))
        self._listening.listen()
        self.dsn = make_conninfo(dsn, host=str(folder))
        self.cuts = 0
        self.cut_answer_when: Callable[[], bool] | None = None
        self.cut_question_with: bytes | None = None
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Nobody can connect any more."""
        self._listening.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(self._server)
                for source, sink, cut in ((client, server, self._cuts_question), (server, client, self._cuts_answer)):
                    threading.Thread(target=self._pass, args=(source, sink, cut), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, cut: Callable[[bytes], bool]) -> None:
        with suppress(OSError):
            while (piece := source.recv(1 << 16)) and not cut(piece):
                sink.sendall(piece)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _cuts_answer(self, _: bytes) -> bool:
        if self.cut_answer_when is None or not self.cut_answer_when():
            return False
        self.cut_answer_when = None
        self.cuts += 1
        return True

    def _cuts_question(self, piece: bytes) -> bool:
        if self.cut_question_with is None or self.cut_question_with not in piece:
            return False
        self.cut_question_with = None
        self.cuts += 1
        return True


@contextmanager
def wire(dsn: str, folder: Path) -> Iterator[Wire]:
    """A wire for as long as the block lasts."""
    made = Wire(dsn, folder)
    try:
        yield made
    finally:
        made.close()
