"""The persons and employers of a file: found where they are registered, or were by an earlier row; else registered.

Who is known stays as registered: another birth date or another account in the file is an error, never a change.
"""

from collections.abc import Callable, Collection
from typing import Generic, NamedTuple, TypeVar

from ledger.asking import Receipt
from ledger.identifiers import StreamKind, stream_id
from ledger.importing.row import Row
from ledger.intents import Intent, RegisterEmployer, RegisterPerson
from ledger.log.entry import Entry
from ledger.log.staging import Staging
from ledger.party.registration import registration
from ledger.refusal import Misuse
from ledger.vault import who
from ledger.vault.identity import EmployerData, PersonData, PrivateModel

Ask = Callable[[Intent, str, PrivateModel | None], Receipt]
"""Asks the ledger: an intent, what distinguishes it from the others of its row, and what is personal about it."""

Data = TypeVar("Data", PersonData, EmployerData)


class Party(NamedTuple, Generic[Data]):
    """Somebody who is known: number, what was registered, and where to see it."""

    number: str
    data: Data
    where: str


class Parties:
    """Who is known: persons by municipality and BSN, employers by payroll tax number."""

    def __init__(self, staging: Staging, anyway: str | None) -> None:
        self.staging, self.anyway = staging, anyway
        self.new_persons = self.new_employers = 0
        self._persons: dict[str, Party[PersonData]] = {}
        self._employers: dict[str, Party[EmployerData]] = {}

    def look_ahead(self, rows: Collection[Row]) -> tuple[int, int]:
        """Find in bulk who of these rows is registered; tells how many persons and employers are new."""
        persons = {_citizen(row) for row in rows} - self._persons.keys()
        employers = {_payroll(row) for row in rows} - self._employers.keys()
        self._persons |= (known := self._registered("person", "bsn", persons, PersonData))
        self._employers |= (paid := self._registered("employer", "payroll", employers, EmployerData))
        return len(persons) - len(known), len(employers) - len(paid)

    def person(self, row: Row, ask: Ask) -> Party[PersonData]:
        """The person of a row, registered if need be. Raises Misuse and Refused."""
        known = self._persons.get(_citizen(row))
        if known is None:
            intent = RegisterPerson(municipality=row.municipality, anyway=self.anyway)
            return Party(ask(intent, "person", row.person).name, row.person, _line(row))
        if known.data.birth_date != row.person.birth_date:
            raise Misuse(f"differs from what is registered of this person ({known.where}).", field="birth_date")
        return known

    def employer(self, row: Row, ask: Ask) -> Party[EmployerData]:
        """The employer of a row, registered if need be. Raises Misuse and Refused."""
        known = self._employers.get(_payroll(row))
        if known is None:
            return Party(
                ask(RegisterEmployer(anyway=self.anyway), "employer", row.employer).name, row.employer, _line(row)
            )
        for field in ("iban", "kvk"):
            if getattr(known.data, field) != getattr(row.employer, field):
                raise Misuse(
                    f"differs from what is registered of this employer ({known.where}).",
                    field=field,
                    remedy="An import changes no employer; give what is registered.",
                )
        return known

    def remember(self, row: Row, person: Party[PersonData], employer: Party[EmployerData]) -> None:
        """The row is in order, so whoever it registered is known to the rows after it."""
        self.new_persons += self._persons.setdefault(_citizen(row), person).where == _line(row)
        self.new_employers += self._employers.setdefault(_payroll(row), employer).where == _line(row)

    def _registered(
        self, kind: StreamKind, lookup: str, wanted: Collection[str], model: type[Data]
    ) -> dict[str, Party[Data]]:
        texts = sorted(wanted)
        found = zip(texts, self.staging.vault.look_up_many(lookup, texts), strict=True)
        numbers = {text: some[0] for text, some in found if some}
        streams = [stream_id(kind, number) for number in numbers.values()]
        self.staging.look_ahead(streams=streams, subjects=numbers.values())
        entries = self.staging.store.read_many(streams)
        return {
            text: Party(number, self._opened(entries[stream_id(kind, number)], model), number)
            for text, number in numbers.items()
        }

    def _opened(self, stream: list[Entry], model: type[Data]) -> Data:
        known = registration(stream)
        assert known is not None
        data = who.opened(self.staging.vault, stream[0].stream, known, model)
        assert data is not None, "who was erased is not found"
        return data


def _citizen(row: Row) -> str:
    return row.municipality + row.person.bsn


def _payroll(row: Row) -> str:
    return row.employer.payroll_tax_number


def _line(row: Row) -> str:
    return f"line {row.line}"
