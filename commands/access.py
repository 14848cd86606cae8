"""`lks access`: which login may do what, and in which municipalities. The administrator's, as `lks db init` is (docs/roles.md)."""

from typing import Any

import click

from commands.administrator import admin_dsn
from commands.call import Call, reading
from commands.options import MUNICIPALITY
from commands.output import table
from ledger import access as rights
from ledger.access import EVERYWHERE, Access
from ledger.log.session import ROLES, Role, administrating
from ledger.refusal import Misuse

_LOGIN = click.argument("login")
_PLACES = click.option(
    "--municipality", "places", type=MUNICIPALITY, multiple=True, help="CBS code, GM0363; more than once for more."
)
_ROLE = click.option("--role", type=click.Choice(ROLES), help="What the login is.")


@click.group()
def access() -> None:
    """Which login may do what, and in which municipalities; by the administrator of LKS_ADMIN_DSN."""


@access.command()
@_LOGIN
@_PLACES
@click.option("--all", "everywhere", is_flag=True, help="Every municipality, also those that are still to come.")
@_ROLE
@reading
def grant(call: Call, login: str, places: tuple[str, ...], everywhere: bool, role: Role | None) -> None:
    """Let LOGIN see municipalities, and give it a role. The login itself must exist."""
    _check_something(places, everywhere, role)
    with administrating(admin_dsn()) as connection:
        has = rights.grant(connection, login, [*places, *([EVERYWHERE] if everywhere else [])], role, call.looker)
    call.output.answer(_said(has), access=_fields(has))


@access.command()
@_LOGIN
@_PLACES
@click.option("--all", "everything", is_flag=True, help="Every municipality that it has.")
@_ROLE
@reading
def revoke(call: Call, login: str, places: tuple[str, ...], everything: bool, role: Role | None) -> None:
    """Take municipalities or a role from LOGIN. Sessions that are open lose them at once, too."""
    _check_something(places, everything, role)
    with administrating(admin_dsn()) as connection:
        has = rights.revoke(connection, login, None if everything else places, role, call.looker)
    call.output.answer(_said(has), access=_fields(has))


@access.command("list")
@click.argument("login", required=False)
@reading
def list_(call: Call, login: str | None) -> None:
    """Every login with its roles and municipalities, or LOGIN only."""
    with administrating(admin_dsn()) as connection:
        found = rights.listed(connection, login)
    rows = [
        (one.login, ", ".join(one.roles) or "-", _places(one), f"{one.granted_at:%Y-%m-%d}" if one.granted_at else "-",
         one.granted_by or "-")
        for one in found
    ]  # fmt: skip
    say = table(("login", "role", "municipalities", "since", "granted by"), rows) if rows else ["No login has access."]
    call.output.answer(say, access=[_fields(one) for one in found])


def _check_something(places: tuple[str, ...], everything: bool, role: str | None) -> None:
    if places and everything:
        raise Misuse("exclude each other.", field="--municipality and --all", remedy="Give one of them.")
    if not (places or everything or role):
        raise Misuse("nothing is asked.", field="--municipality", remedy="Give --municipality GM…, --all or --role.")


def _places(one: Access) -> str:
    if "app" in one.roles or EVERYWHERE in one.municipalities:
        return "all"
    return ", ".join(one.municipalities) or "none"


def _said(one: Access) -> str:
    return f"{one.login} is {' and '.join(one.roles) or 'nothing yet'}, and sees {_places(one)}."


def _fields(one: Access) -> dict[str, Any]:
    return one._asdict() | {"everywhere": _places(one) == "all"}
