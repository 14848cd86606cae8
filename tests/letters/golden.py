"""The letters of the samples as text, kept in `golden/`. `python -m tests.letters.golden` writes them anew: read the diff."""

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pypdf import PdfReader

from projections.letters import templates
from projections.letters.content import content
from projections.letters.kinds import KINDS
from projections.letters.pdf import Printer, printer
from projections.letters.samples import Sample, samples

GOLDEN = Path(__file__).parent / "golden"
EVERY: tuple[Sample, ...] = tuple(sample for kind in KINDS for sample in samples(kind))


def printed(press: Printer, sample: Sample) -> bytes:
    """The letter of a sample, by the packaged template."""
    kind = sample.subject.kind
    source = templates.source(templates.EDITION, templates.body(templates.EDITION, kind))
    return press.make(source, content(sample.subject), sample.subject.day)


@cache
def letters() -> dict[str, bytes]:
    """The letters of all samples, by name."""
    with printer() as press:
        return {sample.name: printed(press, sample) for sample in EVERY}


def text(file: bytes) -> str:
    """What a letter says, page by page."""
    return "\n---\n".join(_lines(page.extract_text()) for page in PdfReader(io.BytesIO(file)).pages) + "\n"


def _lines(page: str) -> str:
    return "\n".join(line.rstrip() for line in page.replace("\u00a0", " ").splitlines())


def write() -> Iterator[Path]:
    """Writes every golden text."""
    for name, file in letters().items():
        path = GOLDEN / f"{name}.txt"
        path.write_text(text(file), encoding="utf-8")
        yield path


if __name__ == "__main__":
    for written in write():
        print(written.name)
