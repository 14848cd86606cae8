"""A key goes with the fact that it is erased, in one transaction, by whichever way it is recorded; and only with such a fact."""

import json
import os
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from typing import Any

import psycopg
import pytest

from ledger import facts
from ledger.facts import Fact
from ledger.identifiers import case_number, person_number, stream_id
from ledger.log.interface import Append, Draft
from ledger.log.store import PostgresStore
from ledger.refusal import Refused
from ledger.vault.identity import PersonData
from ledger.vault.sealing import MasterKey, Vault
from tests import databases
from tests.databases import Database
from tests.log.given import cause, key, policy

MASTER = MasterKey(os.urandom(32), 1, "test")
JANSEN = PersonData(bsn="123456782", initials="J.", surname="Jansen", birth_date=date(2001, 2, 3))
TOWN = "GM0363"
DAY = date(2026, 9, 1)


class Office:
    """A log and a vault in which persons can be registered and erased, without the deciders."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.store, self.numbers = PostgresStore(database.dsn), iter(range(1, 1000))
        self.vault.create_secret()
        self.record(uuid.uuid4(), 0, policy("yes", "shared_login"))

    @property
    def vault(self) -> Vault:
        """As another process sees it."""
        return Vault(self.database.dsn, MASTER)

    def record(self, stream: uuid.UUID, after: int, *recorded: Fact, bulk: bool = False) -> None:
        """One append."""
        drafts = [Draft(stream, version, TOWN, fact) for version, fact in enumerate(recorded, after + 1)]
        name = str(uuid.uuid4())
        append = Append(key(name), cause({stream: after}, digest=name), drafts)
        if bulk:
            self.store.append_bulk([append])
        else:
            self.store.append(drafts, append.intent_key, append.cause)

    def registered(self) -> tuple[str, uuid.UUID, str]:
        """A person with a key, found by name, and by the personnel number of a case: number, stream, case."""
        n = next(self.numbers)
        number, case = person_number(n), case_number(2026, n)
        stream = stream_id("person", number)
        with closing(self.vault) as vault, psycopg.connect(self.database.dsn) as connection:
            fact = facts.PersonRegistered(person=number, sealed=vault.seal(number, stream, "PersonRegistered", JANSEN))
            self.record(stream, 0, fact)
            rows = [*vault.lookup_rows("name", JANSEN.surname, number), *vault.lookup_rows("personnel", "PN-7", case)]
            vault.add_lookups(connection, rows)
        return number, stream, case

    def propose(self, number: str, stream: uuid.UUID, intent: str = "ErasePerson") -> None:
        """Somebody proposes something, as the second entry of a person."""
        self.record(stream, 1, facts.Proposed(intent=intent, fields=json.dumps({"person": number})))

    def opens(self, number: str, stream: uuid.UUID) -> bool:
        """Whether who it is can be read."""
        registered = self.store.read(stream)[0].fact
        assert isinstance(registered, facts.PersonRegistered)
        with closing(self.vault) as vault:
            return vault.open(registered.sealed, stream, "PersonRegistered", PersonData) is not None

    def admin(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """As the superuser."""
        with psycopg.connect(self.database.admin_dsn) as connection:
            return connection.execute(query.encode(), parameters).fetchall()


@pytest.fixture(scope="module")
def office(server: Any) -> Iterator[Office]:
    with databases.fresh(server) as database:
        made = Office(database)
        yield made
        made.store.close()


def erased(number: str, case: str) -> tuple[Fact, Fact]:
    """What the second person's agreement records."""
    fact = facts.PersonErased(
        persons=(number,), cases=(case,), ground="term_over", result="rejected", retained_until=DAY
    )
    return facts.Approved(of=2), fact


@pytest.mark.parametrize("bulk", [False, True])
def test_avg_17_the_key_and_what_somebody_is_found_by_go_with_the_fact(office: Office, *, bulk: bool) -> None:
    (number, stream, case), (other, others, _) = office.registered(), office.registered()
    office.propose(number, stream)
    office.record(stream, 2, *erased(number, case), bulk=bulk)
    assert not office.opens(number, stream)
    assert office.opens(other, others)
    left = office.admin("SELECT subject FROM vault.lookup WHERE subject = ANY (%s)", [number, case, other])
    assert left == [(other,)]
    with closing(office.vault) as vault, pytest.raises(Refused, match="were erased"):
        vault.seal(number, stream, "PersonRegistered", JANSEN)
    (look,) = office.admin(
        "SELECT event, actor, result FROM vault.look WHERE subjects @> ARRAY[%s] AND event = 'erased'", number
    )
    assert look == ("erased", "j.jansen", "done")


def test_r37_without_a_second_person_neither_the_fact_nor_the_destruction_is_there(office: Office) -> None:
    number, stream, case = office.registered()
    _, fact = erased(number, case)
    with pytest.raises(Refused):
        office.record(stream, 1, fact)
    office.propose(number, stream, "CorrectPerson")
    with pytest.raises(Refused):
        office.record(stream, 2, *erased(number, case))
    assert office.opens(number, stream)
    assert len(office.store.read(stream)) == 2


def test_only_who_was_proposed_is_erased_and_who_was_merged_into_them(office: Office) -> None:
    (number, stream, case), (twice, other, _), (third, others, _) = (office.registered() for _ in range(3))
    office.propose(number, stream)
    both = erased(number, case)[1].model_copy(update={"persons": (number, twice)})
    with pytest.raises(Refused):
        office.record(stream, 2, facts.Approved(of=2), both)
    with pytest.raises(Refused):
        office.record(stream, 2, *erased(third, case))
    assert all(office.opens(*one) for one in ((number, stream), (twice, other), (third, others)))
    office.record(other, 1, facts.PersonMerged(into=number, reason="twice"))
    office.record(stream, 2, facts.Approved(of=2), both)
    assert [office.opens(*one) for one in ((number, stream), (twice, other), (third, others))] == [False, False, True]


def test_what_is_rolled_back_or_cut_off_before_its_end_destroys_nothing(office: Office) -> None:
    number, stream, case = office.registered()
    office.propose(number, stream)
    drafts = [Draft(stream, 3 + n, TOWN, fact) for n, fact in enumerate(erased(number, case))]
    before = office.store.head().position
    connection = psycopg.connect(office.database.dsn)
    columns = [[one.stream for one in drafts], [one.version for one in drafts], [one.fact.topic for one in drafts]]
    states = [one.fact.model_dump_json().encode() for one in drafts]
    given = [uuid.uuid4().bytes, b'{"read": {}}', *columns, [TOWN, TOWN], states]
    connection.execute("SELECT ledger.append(%b, %b, %b, %b, %b, %b, %b)", given)
    assert connection.execute("SELECT vault.destroy()").fetchone() is not None
    office.admin("SELECT pg_terminate_backend(%s)", connection.info.backend_pid)
    assert office.store.head().position == before
    assert office.opens(number, stream)


def test_a_key_is_destroyed_only_where_a_fact_says_so(office: Office) -> None:
    number, stream, _ = office.registered()
    with psycopg.connect(office.database.dsn, autocommit=True) as connection:
        assert connection.execute("SELECT vault.destroy()").fetchone() == (0,)
        for statement in (
            "DELETE FROM vault.key",
            "UPDATE vault.key SET wrapped = ''",
            "DELETE FROM vault.lookup",
            "TRUNCATE vault.key",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.encode())
    assert office.opens(number, stream)


def test_who_comes_back_from_a_copy_of_the_keys_is_destroyed_again(office: Office) -> None:
    number, stream, case = office.registered()
    copy = office.admin("SELECT key_id, wrapped, master_version FROM vault.key WHERE subject = %s", number)[0]
    office.propose(number, stream)
    office.record(stream, 2, *erased(number, case))
    with pytest.raises(psycopg.Error, match="is refused"):
        office.admin("UPDATE vault.key SET wrapped = %s WHERE subject = %s RETURNING 1", copy[1], number)
    office.admin("DELETE FROM vault.key WHERE subject = %s RETURNING 1", number)
    put_back = "INSERT INTO vault.key (key_id, subject, wrapped, master_version) VALUES (%s, %s, %s, %s) RETURNING 1"
    office.admin(put_back, copy[0], number, copy[1], copy[2])
    assert office.opens(number, stream)
    assert office.admin("SELECT vault.destroy()") == [(1,)]
    assert office.admin("SELECT vault.destroy()") == [(0,)]
    assert not office.opens(number, stream)
