"""The packaged templates of letters: one folder for each edition, with a frame that all letters share and a body for each kind.

An edition never changes, so that every letter that was sent can be made again; what is to be worded otherwise comes in a new one.
"""

import hashlib
from functools import cache
from importlib.resources import files

from ledger.facts import LetterKind
from ledger.refusal import Unavailable

EDITION = "2026-11"
"""The edition that new letters are made with."""


@cache
def frame(edition: str) -> str:
    """What all letters of an edition share: page, sender, annexes, how to object."""
    return _text(edition, "frame")


@cache
def body(edition: str, kind: LetterKind) -> str:
    """The words of one kind of letter."""
    return _text(edition, kind)


def source(edition: str, text: str) -> str:
    """A whole template: the frame, and the words in it."""
    return f"{frame(edition)}\n{text}"


def digest(edition: str, text: str) -> str:
    """SHA-256 of a whole template."""
    return hashlib.sha256(source(edition, text).encode()).hexdigest()


def _text(edition: str, name: str) -> str:
    try:
        return files(__package__).joinpath(edition, f"{name}.typ").read_text(encoding="utf-8")
    except FileNotFoundError:
        remedy = "Install the release that made the letter, or a newer one."
        raise Unavailable(f"This release has no templates of edition {edition}.", remedy=remedy) from None
