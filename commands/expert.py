"""`lks expert`: wage value experts (loonwaardedeskundigen), where they work, and their certificates."""

from datetime import date
from typing import Any

import click

from commands.call import Call, reading, recording
from commands.erasing import GROUND, YES, Ground, erase
from commands.measurers import expert_name, experts, load_names, provider_name, providers
from commands.options import CODE, DAY
from commands.output import table
from commands.private import ask
from ledger.intents import CertifyExpert, EraseExpert, RegisterExpert
from ledger.measuring.state import Expert, Provider
from ledger.reading import Reading
from ledger.refusal import Refused
from ledger.vault.identity import expert_data

LABELS = {"name": "Name of the expert"}


@click.group()
def expert() -> None:
    """Wage value experts: registered under a code, with certificates; names are sealed."""


@expert.command()
@click.argument("code", metavar="CODE", type=CODE)
@click.option("--provider", type=CODE, required=True, metavar="CODE", help="Code of the provider where they work.")
@click.option("--again", is_flag=True, help="Put this name and provider in the place of what is registered.")
@click.option("--file", metavar="FILE", help="JSON with name; - reads standard input.")
@recording
def register(call: Call, code: str, provider: str, again: bool, file: str | None) -> None:
    """Register an expert under a code of your own; the name is asked, or comes from FILE, and is sealed under its own key.

    Measurements that were recorded before keep the provider of then.
    """
    receipt = call.record(RegisterExpert(expert=code, provider=provider, again=again), expert_data(ask(LABELS, file)))
    say = [f"{code} is registered, at {provider}.", f"Next: lks expert certify {code}"]
    call.answer(receipt, say, expert=code, provider=provider)


@expert.command()
@click.argument("code", metavar="CODE", type=CODE)
@click.option("--certificate", type=CODE, required=True, metavar="CODE", help="Number of the certificate.")
@click.option("--valid-from", type=DAY, required=True, help="First day.")
@click.option("--valid-until", type=DAY, required=True, help="Last day.")
@click.option("--in-register", is_flag=True, help="Also in the voluntary register of experts; information only.")
@recording
def certify(call: Call, code: str, certificate: str, valid_from: date, valid_until: date, in_register: bool) -> None:
    """Record a certificate of an expert; the same number again puts its days right."""
    intent = CertifyExpert(
        expert=code, certificate=certificate, valid_from=valid_from, valid_until=valid_until, in_register=in_register
    )
    say = f"{code}: certificate {certificate}, {valid_from} to {valid_until}."
    call.answer(call.record(intent), say, expert=code, certificate=certificate)


@expert.command("erase")
@click.argument("code", metavar="CODE", type=CODE)
@GROUND
@YES
@recording
def erase_(call: Call, code: str, ground: Ground, yes: bool) -> None:
    """Erase the name of an expert for good, once no case that they measured is kept any longer.

    It counts when a second person agrees. The code stays with the measurements.
    """
    erase(call, EraseExpert(expert=code, ground=ground), yes)


@expert.command("list")
@click.option("--provider", type=CODE, metavar="CODE", help="Only those of this provider.")
@click.option("--names", is_flag=True, help="Open the names too.")
@reading
def list_(call: Call, provider: str | None, names: bool) -> None:
    """List the experts: code, provider, certificate and whether it is valid today; names only with --names."""
    call.mark()
    known = providers(call.store)
    found = [one for one in experts(call.store).values() if provider in (None, one.provider)]
    if names:
        load_names(call, found)
    rows = [_row(one, known, call.today) | ({"name": expert_name(call, one)} if names else {}) for one in found]
    headings = ["expert", "provider", "kind", "certificate", "valid from", "valid until", "valid", "register"]
    lines = table([*headings, *(["name"] if names else [])], [_cells(row) for row in rows])
    call.output.answer(lines if rows else ["No expert is registered."], experts=rows)


@expert.command()
@click.argument("code", metavar="CODE", type=CODE)
@click.option("--names", is_flag=True, help="Open the names of expert and provider too.")
@reading
def show(call: Call, code: str, names: bool) -> None:
    """Show one expert: where they work, who supervises that, and all certificates."""
    call.mark()
    known = Reading(call.store)
    found = known.expert(code)
    if not found.code:
        raise Refused(f"There is no expert {code}.", rule="R19", remedy="See lks expert list.")
    where = known.provider(found.provider)
    if names:
        load_names(call, [found, where])
    named = {"name": expert_name(call, found), "provider_name": provider_name(call, where)} if names else {}
    certificates = [
        one.model_dump(mode="json") | {"valid": one.valid_from <= call.today <= one.valid_until}
        for one in sorted(found.certificates.values(), key=lambda one: one.valid_until)
    ]
    say = [f"{code}{_after(named.get('name'))}"]
    say.append(f"  at {where.code}{_after(named.get('provider_name'))}: {where.kind}, supervised by {where.supervisor}")
    say += [_certificate(one) for one in certificates] or ["  no certificate"]
    fields = {"expert": code, "provider": where.code, "kind": where.kind, "supervisor": where.supervisor}
    call.output.answer(say, **fields, certificates=certificates, **named)


def _row(expert: Expert, known: dict[str, Provider], today: date) -> dict[str, Any]:
    certificate = expert.certificate(today)
    return {
        "expert": expert.code,
        "provider": expert.provider,
        "kind": known[expert.provider].kind,
        "certificate": certificate.certificate if certificate else None,
        "valid_from": certificate.valid_from if certificate else None,
        "valid_until": certificate.valid_until if certificate else None,
        "valid": certificate is not None and certificate.valid_from <= today <= certificate.valid_until,
        "in_register": certificate is not None and certificate.in_register,
    }


def _cells(row: dict[str, Any]) -> list[object]:
    words = {True: "yes", False: "no", None: ""}
    return [words[value] if value is None or isinstance(value, bool) else value for value in row.values()]


def _certificate(one: dict[str, Any]) -> str:
    valid, register = "valid" if one["valid"] else "not valid", ", in the register" if one["in_register"] else ""
    return f"  certificate {one['certificate']}: {one['valid_from']} to {one['valid_until']}, {valid}{register}"


def _after(name: str | None) -> str:
    return f" {name}" if name else ""
