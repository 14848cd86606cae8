"""`lks year sign-off`: close a calendar year by two persons, after its four quarters (SiSa, R34)."""

import click

from commands.call import Call, recording
from commands.options import MUNICIPALITY
from commands.signing import year_signed
from ledger.calculation.money import euro
from ledger.intents import SignOffYear


@click.command("sign-off")
@click.option("--municipality", type=MUNICIPALITY, required=True, help="CBS code, like GM0363.")
@click.option("--year", type=click.IntRange(2015, 2099), required=True, help="The calendar year, like 2026.")
@recording
def sign_off(call: Call, municipality: str, year: int) -> None:
    """Close a year when its four quarters are signed off; a second person agrees. Its statement prints the same for ever."""
    made = year_signed(call, municipality, year)
    totals = {"gross_cents": made.gross_cents, "receipts_cents": made.receipts_cents, "net_cents": made.net_cents}
    intent = SignOffYear(municipality=municipality, year=year, position=made.position, digest=made.digest, **totals)
    receipt = call.record(intent)
    call.mark_shared_login(municipality)
    say = (
        f"The statement of {year}: {euro(made.gross_cents)} gross, {euro(made.receipts_cents)} received, "
        f"{euro(made.net_cents)} net; SHA-256 {made.digest}."
    )
    call.answer(receipt, say, year=year, position=made.position, digest=made.digest, **totals)
