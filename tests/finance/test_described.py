"""What finance can ask is described where it asks."""

from tests.databases import Database
from tests.projections.tables import ask


def test_every_function_of_finance_is_described_and_open_to_those_who_read_only(database: Database) -> None:
    functions = ask(
        database,
        """
        SELECT p.proname AS name, obj_description(p.oid, 'pg_proc') AS said, p.prosqlbody IS NOT NULL AS bound,
            has_function_privilege('lks_app', p.oid, 'EXECUTE') AS open,
            has_function_privilege('public', p.oid, 'EXECUTE') AS public
        FROM pg_proc p
        WHERE p.pronamespace = 'finance'::regnamespace
        """,
    )
    assert len(functions) >= 11
    assert all(one["said"] and one["bound"] and one["open"] and not one["public"] for one in functions)
