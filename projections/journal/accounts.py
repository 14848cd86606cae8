"""The accounts in the municipality's own general ledger (grootboek): their codes and Dutch names."""

from collections.abc import Collection, Mapping

from ledger.law.switches import ACCOUNTS, AccountName
from ledger.refusal import Misuse

DEFAULT_CODES: dict[AccountName, str] = {account: account for account in ACCOUNTS}
"""The code of each account as long as the municipality adopted none."""

DUTCH_NAMES: dict[AccountName, str] = {
    "subsidy_expense": "Lasten loonkostensubsidie",
    "charges_expense": "Lasten vergoeding werkgeverslasten",
    "payable": "Te betalen loonkostensubsidie",
    "in_transit": "Kruisposten",
    "bank": "Bank",
    "receivable": "Te vorderen loonkostensubsidie",
    "opening": "Beginbalans overname",
    "written_off": "Oninbare loonkostensubsidie",
}

CONTROL_ACCOUNTS: tuple[AccountName, ...] = ("payable", "in_transit", "bank", "receivable")
"""Tussenrekeningen: their balance must be the same here and in the general ledger."""


def all_codes(codes: Mapping[AccountName, str]) -> dict[AccountName, str]:
    """The code of every account: as adopted, or the default."""
    return {**DEFAULT_CODES, **codes}


def by_code(codes: Mapping[AccountName, str], accounts: Collection[AccountName]) -> dict[str, AccountName]:
    """These accounts by their codes. Raises Misuse where another account has the same code."""
    found = all_codes(codes)
    taken = list(found.values())
    for account in accounts:
        if taken.count(found[account]) > 1:
            remedy = "Give this account a code of its own: lks policy adopt account_codes."
            raise Misuse(f"another account has the same code as {account}.", field="account_codes", remedy=remedy)
    return {found[account]: account for account in accounts}
