"""Who may audit: a login that sees every municipality, with no right to write."""

import json
from collections.abc import Callable

from projections.comparing import NOT_ALLOWED, compare
from tests.commands.given import lks
from tests.commands.people import refused
from tests.roles.realm import Realm

OF_ORDER = {"position", "version", "time", "key", "append", "seal", "head"}


def test_an_inspector_of_everything_audits_the_log(come_in: Callable[[str], Realm]) -> None:
    realm = come_in("auditor")
    answer = json.loads(lks("audit verify --json").printed)
    ((head,),) = realm.admin.execute("SELECT position FROM ledger.ledger_head").fetchall()
    assert answer["entries"] == head
    assert answer["decided_again"] > 20
    undecided = {one["kind"] for one in answer["findings"]}  # the realm holds some facts that nobody asked for
    assert not undecided & OF_ORDER


def test_an_inspector_cannot_make_projections_anew_and_adds_up_the_journal(come_in: Callable[[str], Realm]) -> None:
    found = compare(come_in("auditor").dsn("auditor"))
    assert (found.skipped, found.tables, found.findings) == (NOT_ALLOWED, [], [])
    assert found.balanced > 0


def test_who_sees_one_municipality_only_cannot_audit(come_in: Callable[[str], Realm]) -> None:
    come_in("inspector")
    assert "this login sees its own municipalities only" in refused("audit verify")
