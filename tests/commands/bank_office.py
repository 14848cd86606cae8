"""A run that goes to the bank: the paying account, the payment file, and bank files put in a folder."""

from pathlib import Path
from typing import Any

from tests.bank.statements import ACCOUNT, Entry, camt053
from tests.commands.people import answered, done, paid
from tests.worlds import kept

REFERENCE = "GM0363-2026-11-1/W-000001-D"
CENTS = 26054 + 6513 + 89741 + 22435
DAY = "--today 2026-11-13 --by f.finance"


@kept
def paying_account() -> None:
    """The municipality's own account, adopted by two persons."""
    proposal = answered(
        f"policy adopt paying_account '{ACCOUNT} Gemeente Voorbeeld' --municipality GM0363 --since 2026-01-01 --yes "
        "--today 2026-11-13 --by f.finance"
    )["proposal"]
    done(f"proposals approve {proposal} --today 2026-11-13 --by g.control")


@kept
def approved() -> str:
    """A run of one payment, approved; the paying account is known."""
    run = paid()
    paying_account()
    return run


def exported(folder: Path) -> str:
    """The same run, its payment file made."""
    run = approved()
    done(f"pay export {run} --out {folder} {DAY}")
    return run


def imported(folder: Path, content: bytes, day: str = "2026-11-20") -> Any:
    """What the import of a bank's file answered."""
    file = folder / "bank.xml"
    file.write_bytes(content)
    return answered(f"bank import {file} --by f.finance --today {day}")


def debited(cents: int = CENTS) -> bytes:
    """The statement of the day on which the bank carried the run out."""
    return camt053([Entry(-cents, REFERENCE)])
