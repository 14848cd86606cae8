"""Where the files of documents stay: a folder, or an object store that answers under an address.

A file is named by its SHA-256 and nothing else: `ab/abcdef….pdf`. It is read in pieces, so its size does not matter, and of an
object store no more than `MOST_BYTES`. An object store is only read here; it needs no key, or a gateway that has it.
"""

import hashlib
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Literal, Protocol

from ledger.refusal import Unavailable

Status = Literal["present", "missing", "differs", "unreadable", "no_store"]
"""How the file of a digest is: there and the same, not there, there with other content, not to be read, nowhere to look."""

SUFFIXES = ("", ".pdf", ".jpg", ".png", ".tif", ".docx", ".xlsx", ".odt", ".eml", ".txt")
"""What a name may end in; anything else is left off, for it could tell of somebody."""

SAME = {".jpeg": ".jpg", ".tiff": ".tif"}
PIECE = 1 << 20
MOST_BYTES = 1 << 30
TIMEOUT = 30
_DIGEST = re.compile("[0-9a-f]{64}")


class Place(Protocol):
    """A store of files by digest."""

    def check(self, digest: str) -> Status:
        """How the file of this digest is. Raises Unavailable where the store itself cannot be reached."""


def place(value: str) -> Place | None:
    """The store that the policy `document_store` names; None: it names none."""
    if value == "none":
        return None
    return Folder(Path(value)) if value.startswith("/") else Web(value)


def suffix(name: str) -> str:
    """What a file's name may end in here."""
    found = Path(name).suffix.lower()
    found = SAME.get(found, found)
    return found if found in SUFFIXES else ""


class Folder:
    """Files in a folder; each in the folder of the first two characters of its digest."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def check(self, digest: str) -> Status:
        """How the file of this digest is."""
        if not self.root.is_dir():
            raise Unavailable("The folder of documents is not there.", remedy="See lks policy show: document_store.")
        if not _DIGEST.fullmatch(digest):
            return "unreadable"
        try:
            found = [path for path in self.paths(digest) if path.is_file()]
            same = [_of(path) == digest for path in found]
        except OSError:
            return "unreadable"
        return "missing" if not found else "present" if all(same) else "differs"

    def paths(self, digest: str) -> Iterator[Path]:
        """Every place where the file of a digest can be."""
        return (self.root / digest[:2] / f"{digest}{ending}" for ending in SUFFIXES)


class Web:
    """Files that an object store gives under an address. A redirection is not followed: it could lead anywhere."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._open: Callable[..., Any] = urllib.request.build_opener(_NoRedirect).open

    def check(self, digest: str) -> Status:
        """How the file of this digest is."""
        if not _DIGEST.fullmatch(digest):
            return "unreadable"
        for ending in SUFFIXES:
            try:
                with self._open(f"{self._address}/{digest[:2]}/{digest}{ending}", timeout=TIMEOUT) as answer:
                    found = digest_of(answer, MOST_BYTES)
                    return "unreadable" if found is None else "present" if found == digest else "differs"
            except urllib.error.HTTPError as error:
                if error.code not in (404, 410):
                    return "unreadable"
            except OSError as error:
                remedy = "Try again; see lks policy show: document_store."
                what = f"The object store of documents does not answer ({type(error).__name__})."
                raise Unavailable(what, remedy=remedy) from None
        return "missing"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_named: Any) -> None:
        """Nothing is asked instead; the answer is the error that it is."""


def digest_of(file: BinaryIO, most: int | None = None) -> str | None:
    """SHA-256 of what can be read, in hexadecimal; None where it is more than `most` bytes."""
    made, size = hashlib.sha256(), 0
    while piece := file.read(PIECE):
        size += len(piece)
        if most is not None and size > most:
            return None
        made.update(piece)
    return made.hexdigest()


def _of(path: Path) -> str | None:
    with path.open("rb") as file:
        return digest_of(file)
