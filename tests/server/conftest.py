"""Folders for servers: under /tmp, because pytest's own are closed to the user that root's server runs as."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def place() -> Iterator[Path]:
    """An empty folder that every user may enter."""
    yield from _folder()


@pytest.fixture(scope="module")
def shared_place() -> Iterator[Path]:
    """The same, for all tests of a file."""
    yield from _folder()


def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="lks-place-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)
