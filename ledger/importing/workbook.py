"""The first sheet of an Excel workbook, made safe to be read: bounded in size, and looked at by `sheet_look`.

A workbook is an archive. Only the parts of it that are needed are copied, as they are read here, so that nothing else in
it ever reaches the reader, and no size that it claims is believed.
"""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, BinaryIO, Final
from xml.parsers import expat

from lxml import etree

from ledger.importing.sheet_look import Look, Sheet, doctype, lengths, wrong

MOST_BYTES: Final = 256 << 20
"""Bytes of the workbook, unpacked; 65,000 cases take less than half of it."""

_CHUNK: Final = 1 << 16
_BOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_TEXTS: Final = "xl/sharedStrings.xml"
_NO_TEXTS: Final = b"<sst/>"
_SHARED: Final = ("[Content_Types].xml", "_rels/.rels", _RELATIONS, "xl/styles.xml", _TEXTS)


def first_sheet(file: BinaryIO) -> Sheet:
    """The first sheet of a workbook. Raises Misuse for what is none, or too large."""
    try:
        with zipfile.ZipFile(file) as archive:
            return _Copy(archive).sheet()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        raise wrong("is no whole Excel workbook, or is locked with a password.") from None
    except (etree.XMLSyntaxError, expat.ExpatError, KeyError):
        raise wrong("is no whole Excel workbook: its XML is broken.") from None


class _Copy:
    """Copies what is needed of a workbook into another, and looks at it on the way."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {info.filename: info for info in archive.infolist()}
        self._sheet = Sheet(BytesIO())
        self._left = MOST_BYTES

    def sheet(self) -> Sheet:
        if _BOOK not in self._names:
            raise wrong("is no Excel workbook (.xlsx).")
        with zipfile.ZipFile(self._sheet.content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
            book = self._copied(copy, _BOOK)
            shared = {name: self._copied(copy, name) for name in _SHARED if name in self._names}
            self._look(copy, _first_of(book, shared.get(_RELATIONS, b"")), lengths(shared.pop(_TEXTS, _NO_TEXTS)))
        self._sheet.content.seek(0)
        return self._sheet

    def _chunks(self, name: str) -> Iterator[bytes]:
        with self._archive.open(self._names[name]) as part:
            while chunk := part.read(_CHUNK):
                self._left -= len(chunk)
                if self._left < 0:
                    raise wrong(f"is larger than {MOST_BYTES >> 20} MiB unpacked; import it in parts, or as CSV.")
                yield chunk

    def _copied(self, copy: zipfile.ZipFile, name: str) -> bytes:
        content = b"".join(self._chunks(name))
        if b"<!DOCTYPE" in content[:4096]:
            raise doctype()
        copy.writestr(name, content)
        return content

    def _look(self, copy: zipfile.ZipFile, name: str, texts: Sequence[int]) -> None:
        if name not in self._names:
            raise wrong("has no first sheet with cells.")
        look = Look(self._sheet, texts)
        with copy.open(name, "w", force_zip64=True) as out:
            for chunk in self._chunks(name):
                out.write(chunk)
                look.feed(chunk)
        look.end()


def _first_of(book: bytes, rels: bytes) -> str:
    """The part of the archive in which the first sheet is. Raises Misuse when it is hidden."""
    options: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    parser = etree.XMLParser(**options)
    sheets = etree.fromstring(book, parser).iterfind(".//{*}sheet")
    first = next(sheets, None)
    if first is None or not rels:
        raise wrong("has no sheets.")
    if first.get("state", "visible") != "visible":
        raise wrong("has a first sheet that is hidden, and only the first one is read; show it or move it.")
    wanted = next((value for name, value in first.attrib.items() if name.endswith("}id")), "")
    parts = {one.get("Id"): one.get("Target", "") for one in etree.fromstring(rels, parser)}
    target = parts.get(wanted, "")
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
