"""A delivery of a month: the records of a municipality as known at a position, the CSV, and the control totals beside it."""

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ledger.calculation.month import Month
from ledger.identifiers import stream_id
from ledger.party.registration import registration
from ledger.reading import Reading
from ledger.vault import who
from ledger.vault.identity import PersonData
from ledger.vault.sealing import Vault
from projections import csv_sheet
from projections.statistics.columns import COLUMNS
from projections.statistics.record import Record, record, totals

VERSION = "LKS-SRG-1.0"
"""What the columns mean. Other meanings get another version; which columns there are is policy (`srg_columns`)."""


@dataclass(frozen=True)
class Delivery:
    """Records in order of cases, and the columns that are delivered. `erased`: cases left out, for of an erased person there
    is no BSN any more."""

    municipality: str
    month: Month
    position: int
    columns: tuple[str, ...]
    records: Sequence[Record]
    erased: tuple[str, ...]

    @property
    def totals(self) -> dict[str, int]:
        """Control totals over the records."""
        return totals(self.records)

    @cached_property
    def csv(self) -> bytes:
        """The file; without records it has its headings only."""
        columns = [COLUMNS[name] for name in self.columns]
        out = io.BytesIO()
        rows = ([column.cell(one) for column in columns] for one in self.records)
        csv_sheet.write(out, [column.heading for column in columns], rows, [column.kind for column in columns])
        return out.getvalue()

    @property
    def digest(self) -> str:
        """SHA-256 of the CSV."""
        return hashlib.sha256(self.csv).hexdigest()

    def sidecar(self, number: int) -> bytes:
        """The JSON beside the CSV, without personal data."""
        document = {
            "versie": VERSION,
            "gemeentecode": self.municipality.removeprefix("GM"),
            "verslagmaand": str(self.month),
            "levering": number,
            "correctie": number > 1,
            "positie": self.position,
            "bestand": f"{file_name(self.municipality, self.month, number)}.csv",
            "sha256": self.digest,
            "kolommen": [COLUMNS[name].heading for name in self.columns],
            "records": len(self.records),
            "controletotalen": {_DUTCH[name]: total for name, total in self.totals.items()},
        }
        return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


_DUTCH = {
    "subsidy_cents": "subsidie_excl_centen",
    "charges_cents": "werkgeverslasten_centen",
    "regular": "regulier",
    "flat_rate": "forfaitair",
    "sheltered": "beschut_werk",
    "hours_unknown": "uren_onbekend",
}


def delivery(reading: Reading, vault: Vault, municipality: str, month: Month, columns: Sequence[str]) -> Delivery:
    """The delivery as known at the position of this reading. Raises Refused where the law of the month is not adopted."""
    assert reading.until is not None, "a delivery is of a position"
    law, policy = reading.law(), reading.policy(municipality)
    found = [record(subsidy, month, law, policy) for subsidy in reading.subsidies(municipality)]
    records = sorted((one for one in found if one is not None), key=lambda one: one.case)
    erased: tuple[str, ...] = ()
    if "bsn" in columns:
        records = _with_bsn(reading, vault, records)
        erased = tuple(one.case for one in records if one.bsn is None)
        records = [one for one in records if one.bsn is not None]
    return Delivery(municipality, month, reading.until, tuple(columns), records, erased)


def file_name(municipality: str, month: Month, number: int) -> str:
    """The name of both files, without what comes after the point."""
    return f"LKS_SRG_{municipality}_{month}_{number:02}"


def _with_bsn(reading: Reading, vault: Vault, records: Sequence[Record]) -> list[Record]:
    """Each BSN as it was registered at that position; None of who was erased."""
    streams = {one.person: stream_id("person", one.person) for one in records}
    entries = reading.store.read_many(streams.values(), until_position=reading.until)
    vault.load_keys(streams)
    bsns: dict[str, str | None] = {}
    for person, stream in streams.items():
        found = registration(entries[stream])
        assert found is not None, "who applied was registered"
        data = who.opened(vault, stream, found, PersonData)
        bsns[person] = data.bsn if data else None
    return [one._replace(bsn=bsns[one.person]) for one in records]
