"""From content and template to an accessible PDF (PDF/UA-1), the same bytes every time.

The compiler sees one text and its data: no files, no packages, no fonts of the machine, and a clock that stands at the
day of the letter.
"""

import json
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from typst import Compiler, TypstError

from projections.letters.content import Content


class Printer:
    """Makes letters. Each thread has one compiler for all its letters: they can be made side by side."""

    def __init__(self, nowhere: str) -> None:
        self._nowhere = nowhere
        self._own = threading.local()

    def make(self, source: str, content: Content, day: date) -> bytes:
        """The file. Raises TypstError where the template is wrong, or the letter would not be accessible."""
        moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
        data = {"data": json.dumps(content, ensure_ascii=False)}
        made = self._compiler().compile(
            source.encode(), format="pdf", sys_inputs=data, pdf_standards=["ua-1"], timestamp=int(moment.timestamp())
        )
        assert isinstance(made, bytes), "a PDF is one file"
        return made

    def _compiler(self) -> Compiler:
        compiler: Compiler | None = getattr(self._own, "compiler", None)
        if compiler is None:
            place = self._nowhere
            compiler = Compiler(root=place, ignore_system_fonts=True, package_path=place, package_cache_path=place)
            self._own.compiler = compiler
        return compiler


@contextmanager
def printer() -> Iterator[Printer]:
    """A compiler with an empty folder around it, as long as it is needed."""
    with tempfile.TemporaryDirectory() as nowhere:
        yield Printer(nowhere)


def complaint(error: TypstError, frame: str) -> str:
    """What the compiler found wrong, and where. It can hold what the letter says: show it of samples only."""
    return f"{place(error, frame)}: {error.message}"


def place(error: TypstError, frame: str) -> str:
    """Where in the body something is wrong; the lines of the frame stand before it."""
    before = frame.count("\n") + 1
    for line in str(error.diagnostic).splitlines():
        number = line.rpartition(".typ:")[2].split(":")[0]
        if ".typ:" in line and number.isdecimal() and int(number) > before:
            return f"line {int(number) - before}"
    return "the letter as a whole"
