"""One small ledger in which everything happened, in a database, with what was published of it outside; and copies to attack."""

import uuid
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from commands.publishing import publish
from ledger.audit.finding import Finding
from ledger.audit.order import Order
from ledger.log.entry import Row
from ledger.log.interface import Head
from ledger.log.store import PostgresStore
from ledger.proof import log_tree
from ledger.proof.checkpoint import Checkpoint, origin
from ledger.proof.note import Signer
from ledger.proof.published import Published, open_published
from ledger.proof.tree import HASH, Tree
from ledger.refusal import Refused
from ledger.server.embedded import EmbeddedServer
from tests import databases
from tests.ledger.house import House
from tests.ledger.test_deciding_again import lived
from tests.log.given import INSERT

ATTACKER = Path(__file__).with_name("attacker.sql")
BEFORE_ALL = -(2**63)
LOOKS = (("opened", "P-000001-G"), ("sealed", "P-000002-C"), ("exported", "P-000001-G"), ("sampled", "P-000003-K"))
"""Looks at persons, one after another."""


@dataclass(frozen=True)
class World:
    """The ledger, its key, and the folder with the last checkpoint. `marks`: positions that attacks aim at, by name."""

    server: EmbeddedServer
    name: str
    rows: list[Row]
    head: Head
    signer: Signer
    folder: Path
    marks: dict[str, int]

    @contextmanager
    def copy(self) -> Iterator["Copy"]:
        """The same ledger once more, in a database of its own."""
        name = f"attack_{uuid.uuid4().hex}"
        with psycopg.connect(self.server.admin_dsn(), autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name} TEMPLATE {self.name} STRATEGY FILE_COPY".encode())
            try:
                yield Copy(self, name)
            finally:
                admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())

    @property
    def published(self) -> Published:
        """The last checkpoint that somebody else keeps, with the tree it is of."""
        return open_published(self.folder, self.signer.verifier)

    def note_of(self, seals: list[bytes]) -> tuple[Checkpoint, str]:
        """A checkpoint over these entries, signed with the true key of this ledger."""
        made = Checkpoint(self.head.ledger_id, len(seals), Tree(seals).root())
        return made, made.signed(self.signer)


@dataclass(frozen=True)
class Copy:
    """A ledger that was copied, to be attacked."""

    world: World
    name: str

    @property
    def dsn(self) -> str:
        """As a command connects."""
        return self.world.server.dsn("lks_local", self.name)

    @property
    def admin_dsn(self) -> str:
        """With all rights."""
        return self.world.server.admin_dsn(self.name)

    def attack(self, statements: str) -> None:
        """Done by somebody with all rights, for whom no trigger works, and who leaves them as they were."""
        self.by_owner(f"SELECT attacker.triggers_off(); {statements}; SELECT attacker.triggers_on()")

    def by_owner(self, statements: str) -> None:
        """The same, without touching a trigger."""
        with psycopg.connect(self.admin_dsn, autocommit=True) as admin:
            admin.execute(statements.encode())

    def named(self, published: Published | None = None) -> set[int]:
        """The first bad position, as checking the checkpoint names it and as the audit does. Empty: neither finds anything."""
        published = published or self.world.published
        with closing(PostgresStore(self.dsn)) as store:
            found = self.found(store, published)
            return {*found[:1], *self.differs(store, published)}

    def found(self, store: PostgresStore, published: Published) -> list[int]:
        """What the audit finds of order, seals and checkpoint, without looking at what entries say."""
        head = store.head()
        order = Order(head.ledger_id)
        findings: list[Finding] = [one for row in store.rows(BEFORE_ALL, head.position) for one in order.take(row)]
        findings += order.end(head)
        beyond = store.beyond_head()
        positions = [one.position for one in findings] + ([beyond] if beyond is not None else [])
        seals = bytes(order.seals[: published.size * HASH])
        difference = published.differs_from(Tree(seals[at : at + HASH] for at in range(0, len(seals), HASH)))
        return sorted(positions + ([difference.first] if difference else []))

    def differs(self, store: PostgresStore, published: Published) -> set[int]:
        """Where `lks checkpoint verify` says that the log differs; with the checkpoint of another ledger everything does."""
        if published.checkpoint.ledger_id != store.head().ledger_id:
            with pytest.raises(Refused, match="The checkpoint is of lks/"):
                log_tree.difference(store, store.head(), published)
            return {1}
        difference = log_tree.difference(store, store.head(), published)
        return {difference.first} if difference else set()


@contextmanager
def made(server: EmbeddedServer, folder: Path) -> Iterator[World]:
    """Everything happens, and is published: first what was there some entries ago, then all of it."""
    with ExitStack() as stack:
        database = stack.enter_context(databases.fresh(server))
        house = lived()
        with psycopg.connect(database.admin_dsn, autocommit=True) as admin:
            admin.execute(ATTACKER.read_bytes())
            admin.execute("SELECT attacker.triggers_off()")
            _write(admin, house)
            admin.execute("SELECT attacker.triggers_on()")
        look(database.dsn)
        rows, head = house.store._recorder.rows, house.store.head()
        signer = Signer(origin(head.ledger_id), bytes(range(32)))
        for size in (len(rows) - 9, len(rows)):
            tree = Tree(row.seal for row in rows[:size])
            checkpoint = Checkpoint(head.ledger_id, size, tree.root())
            publish(folder, checkpoint, checkpoint.signed(signer), tree, signer.verifier)
        yield World(server, database.name, rows, head, signer, folder, _marks(rows))


def _write(admin: psycopg.Connection[Any], house: House) -> None:
    """The log of a house as it is, with its head."""
    head = house.store.head()
    with admin.cursor() as cursor:
        cursor.executemany(INSERT.encode(), house.store._recorder.rows)
    admin.execute(
        "UPDATE ledger.ledger_head SET ledger_id = %s, position = %s, seal = %s, recorded_at = %s",
        [head.ledger_id, head.position, head.seal, head.recorded_at],
    )
    admin.execute("UPDATE vault.look_head SET ledger_id = %s, seal = vault.look_genesis(%s)", [head.ledger_id] * 2)
    keys = house.rows._keys.values()
    with admin.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO vault.key (key_id, subject, wrapped, master_version) VALUES (%s, %s, %s, %s)", list(keys)
        )
        cursor.executemany("INSERT INTO vault.lookup (kind, hmac, subject) VALUES (%s, %s, %s)", [*house.rows._lookups])


def look(dsn: str) -> None:
    """Looks at persons, each committed, by the login of a command."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        for event, subject in LOOKS:
            connection.execute(
                "SELECT vault.record_look(%s, ARRAY[%s], 'a.case', 'show LKS-26-000001-H', 'desk-7')", [event, subject]
            )


def _marks(rows: list[Row]) -> dict[str, int]:
    """Positions by name: the first entry of a topic, the second where the name ends in a 2, and some others."""
    marks: dict[str, int] = {"first": 1, "last": len(rows), "behind": len(rows) + 1, "old": len(rows) - 9}
    for row in rows:
        if row.topic not in marks:
            marks[row.topic] = row.position
        else:
            marks.setdefault(f"{row.topic}2", row.position)
    marks["inner"] = next(row.position for row in rows if row.position > marks["Decided"] and row.cause is None)
    marks["elsewhere"] = next(row.position for row in rows if row.municipality == "GM0518")
    return marks
