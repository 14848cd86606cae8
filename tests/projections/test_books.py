"""R33: the database refuses postings that do not balance, and movements that two other ways to the number do not confirm."""

from datetime import date

import psycopg
import pytest
from psycopg.errors import DatabaseError

from ledger import facts
from ledger.calculation.month import Month, Quarter
from ledger.facts import MonthAmount
from ledger.log.store import PostgresStore
from ledger.refusal import Stopped
from projections.journal import stored
from projections.runner import catch_up, rebuild
from tests.databases import Database
from tests.finance.entries import Recorder
from tests.finance.world import world
from tests.payments.office import Office, ledger_in
from tests.projections.tables import ask

pytestmark = pytest.mark.database


@pytest.fixture
def case(database: Database) -> str:
    """A case of which November was paid, projected."""
    store = PostgresStore(database.dsn)
    office = Office(ledger_in(store)).open()
    case = office.granted(date(2026, 11, 1), date(2026, 10, 1))
    office.pay(Month(2026, 11), date(2026, 11, 12))
    catch_up(database.dsn)
    store.close()
    return case


def check(database: Database, case: str) -> None:
    """What every batch asks of the database."""
    with psycopg.connect(database.dsn) as connection:
        connection.execute("SELECT projection.check_books('projection', %s)", [[case]])


def tamper(database: Database, query: str) -> None:
    """A change that nobody may make."""
    with psycopg.connect(database.admin_dsn) as connection:
        connection.execute(query)


def test_books_as_projected_agree(database: Database, case: str) -> None:
    check(database, case)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE projection.movements SET charges_cents = charges_cents + 1 WHERE kind = 'sent'",
        "UPDATE projection.movements SET subsidy_cents = subsidy_cents - 1 WHERE kind = 'booked'",
        "UPDATE projection.movements SET subsidy_cents = subsidy_cents + 1 WHERE kind = 'due' AND month = '2026-12-01'",
        "DELETE FROM projection.balances",
        "UPDATE projection.balances SET due_subsidy_cents = due_subsidy_cents + 1",
        "DELETE FROM projection.postings WHERE account = 'payable' AND credit_cents > 0",
    ],
)
def test_a_cent_that_differs_stops_everything_and_a_rebuild_mends_it(
    database: Database, case: str, change: str
) -> None:
    tamper(database, change)
    with pytest.raises(DatabaseError, match="do not agree"):
        check(database, case)
    rebuild(database.dsn)
    check(database, case)


def test_postings_that_do_not_balance_are_refused(database: Database, case: str) -> None:
    columns = (
        "position, line, municipality, case_number, employer, topic, account, debit_cents, credit_cents, booked_on"
    )
    row = "(99999, 1, 'GM0363', 'LKS', 'W', 'Paid', 'bank', 5, 0, '2026-11-20')"
    with pytest.raises(DatabaseError, match="do not balance"), psycopg.connect(database.dsn) as connection:
        connection.execute(f"INSERT INTO projection.postings ({columns}) VALUES {row}")


def test_postings_stay(database: Database, case: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), psycopg.connect(database.dsn) as connection:
        connection.execute("DELETE FROM projection.postings")


def test_projections_of_an_older_release_are_not_read(database: Database, case: str) -> None:
    tamper(database, "UPDATE projection.progress SET layout = 1")
    with pytest.raises(Stopped, match="older release"):
        catch_up(database.dsn)
    rebuild(database.dsn)
    assert catch_up(database.dsn)
    assert ask(database, "SELECT count(*) AS n FROM finance.runs")[0]["n"] == 1


def test_r33_books_agree_through_settling_claiming_and_receiving(office: Office, database: Database) -> None:
    happened = world(office)
    for one in (happened.lowered, happened.flat_rate, happened.ended):
        check(database, one)
    tamper(database, "UPDATE projection.movements SET charges_cents = charges_cents + 1 WHERE kind = 'received'")
    with pytest.raises(DatabaseError, match="do not agree"):
        check(database, happened.ended)


def test_r22_a_posting_of_a_closed_quarter_has_its_natural_date_as_value_date(
    office: Office, database: Database
) -> None:
    happened = world(office)
    recorder = Recorder(office)
    recorder.sign_off(Quarter(2026, 4), office.store.head().position)
    back = facts.PaymentReturned(
        run="GM0363-2026-10-1",
        reason="AC04",
        lines=(MonthAmount.model_validate(OCTOBER),),
        returned_on=date(2026, 12, 30),
    )
    position = recorder.of_case(happened.flat_rate, back)
    (entry,) = stored.entries(database.dsn, "GM0363", position - 1, position)
    assert (entry.booked_on, entry.value_date) == (date(2027, 1, 1), date(2026, 12, 30))


OCTOBER = {"month": "2026-10", "element": "fixed", "subsidy_cents": 112176, "charges_cents": 28044}
