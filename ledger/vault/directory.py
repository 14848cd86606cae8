"""What persons, employers and cases are found by: keyed hashes of what is private, kept in the vault."""

from ledger.intents import ApplicationDetails
from ledger.routing import Target
from ledger.vault.identity import EmployerData, PersonData, PrivateModel
from ledger.vault.sealing import LookupRow, Vault


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
