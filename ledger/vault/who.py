"""Who a person or an employer is, opened: always what counts now, whether it was registered so or corrected since (R36)."""

from typing import TypeVar
from uuid import UUID

from ledger.party.registration import Registration
from ledger.vault.identity import EmployerData, PersonData
from ledger.vault.sealing import Vault

Data = TypeVar("Data", PersonData, EmployerData)


def opened(vault: Vault, stream: UUID, found: Registration, model: type[Data]) -> Data | None:
    """Who somebody is; None when they were erased."""
    return vault.open(found.token, stream, found.topic, model)
