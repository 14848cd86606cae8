"""Worlds that many tests begin with: made once a process by the commands themselves, and copied after that.

What a function marked `kept` makes is remembered with everything that was made before it in that database. Where the same
was made from the same beginning, nothing is asked again: database and home are replaced by a copy, in a fiftieth of the time.
"""

import os
import shutil
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

P = ParamSpec("P")
R = TypeVar("R")
Story = tuple[Any, ...]
"""What was made in a database, one after another, and in which environment."""

_ELSEWHERE = ("LKS_DSN", "LKS_ADMIN_DSN", "LKS_HOME", "LKS_TEST_HOME")
"""What differs from test to test, and means nothing to what is made."""


@dataclass(frozen=True, slots=True)
class _World:
    """A template, a copy of the home, and what the maker answered."""

    template: str
    home: Path
    answer: Any


_MOST = 12
"""So many are kept at most: each takes ten megabytes, mostly of memory."""

_worlds: dict[Story, _World] = {}
"""The last used stands last."""
_stands: dict[str, tuple[Story, int]] = {}
"""By database: what was made in it, and where its log ended then."""


def kept(make: Callable[P, R]) -> Callable[P, R]:
    """A maker of a world in the ledger that the environment names; its work is copied when the same was made before.

    Where anything was recorded in between, or somebody is connected, it is made as if it were not marked.
    """

    @wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> R:
        name = str(conninfo_to_dict(os.environ["LKS_DSN"])["dbname"])
        before, end = _stands.get(name, ((), 0))
        if _in_use(name) or _end(name) != end:
            return make(*args, **kwargs)
        story = (*before, (make.__module__, make.__qualname__, repr((args, kwargs)), _environment()))
        if world := _worlds.pop(story, None):
            _worlds[story] = world
            _copy(world, name)
        else:
            world = _keep(story, name, make(*args, **kwargs))
        _stands[name] = story, _end(name)
        return cast(R, world.answer)

    return made


def _keep(story: Story, name: str, answer: object) -> _World:
    world = _World(f"kept_{uuid.uuid4().hex}", Path(tempfile.mkdtemp(prefix="lks-kept-", dir=_kept_in())), answer)
    with _admin() as admin:
        admin.execute(f"CREATE DATABASE {world.template} TEMPLATE {name} STRATEGY FILE_COPY".encode())
    shutil.copytree(_home(), world.home, dirs_exist_ok=True)
    _worlds[story] = world
    if len(_worlds) > _MOST:
        _drop(_worlds.pop(next(iter(_worlds))))
    return world


def _drop(world: _World) -> None:
    with _admin() as admin:
        admin.execute(f"DROP DATABASE {world.template} WITH (FORCE)".encode())
    shutil.rmtree(world.home)


def _copy(world: _World, name: str) -> None:
    with _admin() as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {world.template} STRATEGY FILE_COPY".encode())
    shutil.rmtree(_home(), ignore_errors=True)
    shutil.copytree(world.home, _home())


def _in_use(name: str) -> bool:
    """Whether somebody stays connected; a command that just ended takes a moment to be gone."""
    query = "SELECT FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'"
    with _admin() as admin:
        for _ in range(20):
            if not admin.execute(query, [name]).rowcount:
                return False
            time.sleep(0.01)
    return True


def _end(name: str) -> int:
    with _admin(name) as admin:
        row = admin.execute("SELECT position FROM ledger.ledger_head").fetchone()
    return int(row[0]) if row else -1


@contextmanager
def _admin(database: str = "postgres") -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(make_conninfo(os.environ["LKS_ADMIN_DSN"], dbname=database), autocommit=True) as admin:
        yield admin


def _home() -> Path:
    return Path(os.environ["LKS_HOME"])


def _kept_in() -> str:
    """The folder of the run, which its first process removes."""
    return os.environ["LKS_TEST_HOME"]


def _environment() -> tuple[tuple[str, str], ...]:
    return tuple(sorted((k, v) for k, v in os.environ.items() if k.startswith("LKS_") and k not in _ELSEWHERE))
