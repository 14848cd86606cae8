"""What persons, employers and cases are found by: keyed hashes of what is private, kept in the vault.

Who was corrected is found by what is right only; who was merged into another by nothing any more.
"""

from ledger.intents import ApplicationDetails
from ledger.refusal import Refused
from ledger.routing import Target
from ledger.vault.identity import EmployerData, PersonData, PrivateModel
from ledger.vault.sealing import LookupRow, Vault

OF_PERSON = ("bsn", "name")
OF_EMPLOYER = ("employer", "payroll", "kvk")
"""Kinds of text that persons and employers are found by."""


def rows(vault: Vault, private: PrivateModel | None, target: Target) -> list[LookupRow]:
    """Lookups for what is recorded now; they are written in the same transaction as its facts."""
    match private:
        case PersonData():
            bsn = vault.lookup_rows("bsn", target.municipality + private.bsn, target.name)
            return [*bsn, *vault.lookup_rows("name", private.surname, target.name)]
        case EmployerData():
            found = {"employer": private.name, "payroll": private.payroll_tax_number, "kvk": private.kvk}
            return [row for kind, text in found.items() for row in vault.lookup_rows(kind, text, target.name)]
        case ApplicationDetails() if private.personnel_number:
            return list(vault.lookup_rows("personnel", private.personnel_number, target.name))
        case _:
            return []


def corrected(vault: Vault, private: PersonData | EmployerData, target: Target) -> list[LookupRow]:
    """The lookups that take the place of those before a correction."""
    kinds = OF_PERSON if isinstance(private, PersonData) else OF_EMPLOYER
    return [*(vault.found_no_more(kind, target.name) for kind in kinds), *rows(vault, private, target)]


def merged(vault: Vault, person: str, into: str, data: PersonData | None) -> list[LookupRow]:
    """The names of the duplicate find the one who stays; its BSN finds nobody, and is free for whom it belongs to."""
    names = [] if data is None else vault.lookup_rows("name", data.surname, into)
    return [*(vault.found_no_more(kind, person) for kind in OF_PERSON), *names]


def check_free(vault: Vault, private: PrivateModel | None, target: Target) -> None:
    """Raises Refused where another has the number that a correction gives (R14, R26)."""
    match private:
        case PersonData():
            others = set(vault.look_up("bsn", target.municipality + private.bsn)) - {target.name}
            what, rule, remedy = "BSN", "R14", f"Are they one person: lks person merge {target.name} --into"
        case EmployerData():
            others = set(vault.look_up("payroll", private.payroll_tax_number)) - {target.name}
            what, rule, remedy = (
                "payroll tax number",
                "R26",
                f"Move its cases: lks employer move --from {target.name} --to",
            )
        case _:
            return
    for other in sorted(others):
        raise Refused(f"This {what} is registered already, as {other}.", rule=rule, remedy=f"{remedy} {other}.")
