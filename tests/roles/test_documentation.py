"""docs/roles.md says what the database says: who may do what with which object, and who records which fact."""

from pathlib import Path
from typing import Any

import psycopg

from ledger.log.session import ROLES
from tests.roles.realm import Realm

PAGE = Path(__file__).parents[2] / "docs" / "roles.md"
NAMED = ("app", "clerk", "finance", "inspector", "privacy", "backup")
LETTERS = {"SELECT": "r", "INSERT": "a", "UPDATE": "w", "DELETE": "d", "EXECUTE": "x", "USAGE": "u", "CONNECT": "c"}


def privileges(connection: psycopg.Connection[Any]) -> str:
    """The table of privileges: one row an object, one column a role."""
    rows = connection.execute(
        "SELECT p.kind, p.object, p.role, p.privileges FROM ledger.privilege p ORDER BY p.kind, p.object"
    ).fetchall()
    objects: dict[tuple[str, str], dict[str, str]] = {}
    for kind, name, role, said in rows:
        letters = "".join(LETTERS[one] for one in said.split(", "))
        objects.setdefault((kind, name), {})[role.removeprefix("lks_")] = letters
    lines = [f"| object | {' | '.join(NAMED)} |", f"|---|{'---|' * len(NAMED)}"]
    for (kind, name), by_role in objects.items():
        shown = "the database" if kind == "database" else f"{kind} `{name}`"
        lines.append(f"| {shown} | {' | '.join(by_role.get(role, '') for role in NAMED)} |")
    return "\n".join(lines)


def recording(connection: psycopg.Connection[Any]) -> str:
    """The table of facts: who records them through ledger.append, and what each may propose and answer."""
    rows = connection.execute(
        """
        SELECT r.role, r.kind, string_agg(format('`%s`', r.name), ', ' ORDER BY r.name)
        FROM ledger.recording r GROUP BY r.role, r.kind ORDER BY r.role, r.kind DESC
        """
    ).fetchall()
    said = {(role.removeprefix("lks_"), kind): names for role, kind, names in rows}
    lines = ["| role | records | proposes, approves and declines |", "|---|---|---|"]
    for role in NAMED:
        if (role, "topic") in said:
            lines.append(f"| {role} | {said[role, 'topic']} | {said[role, 'proposal']} |")
    return "\n".join(lines)


def test_the_page_says_who_may_do_what(shared_realm: Realm) -> None:
    page = PAGE.read_text(encoding="utf-8")
    for table in (privileges(shared_realm.admin), recording(shared_realm.admin)):
        assert table in page, f"docs/roles.md should hold:\n{table}"


def test_the_page_names_every_role() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert set(NAMED) == set(ROLES)
    assert all(f"`lks_{role}`" in page for role in (*ROLES, "owner"))
