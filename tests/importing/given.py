"""Rows, files and ledgers to import into: numbers that pass their checks, made from a number in a row."""

import csv
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ledger.application import Ledger
from ledger.asking import Asking
from ledger.importing.cases import Importing, Outcome
from ledger.importing.columns import NAMES, layout
from ledger.importing.files import read
from ledger.importing.findings import Finding
from ledger.importing.raw import Raw
from ledger.intents import AdoptValues, OpenLedger
from ledger.law import packaged
from ledger.log.interface import Store
from ledger.log.memory import MemoryStore
from ledger.vault.rows import MemoryRows
from ledger.vault.sealing import MemoryVault, Vault

TODAY = date(2026, 9, 4)
BY = Asking(by="a.consulent", today=TODAY)

Fields = dict[str, Any]


def bsn(n: int) -> str:
    """The nth burgerservicenummer that passes the eleven test."""
    while True:
        digits = f"{10000000 + n:08}"
        check = sum(int(digit) * weight for digit, weight in zip(digits, range(9, 1, -1), strict=True)) % 11
        if check < 10:
            return digits + str(check)
        n += 5_000_000


def iban(n: int) -> str:
    """The nth account at a bank."""
    account = f"INGB{n:010}"
    digits = "".join(str(int(character, 36)) for character in account + "NL00")
    return f"NL{98 - int(digits) % 97:02}{account}"


def employer(n: int = 1) -> Fields:
    """The nth employer."""
    name = f"Bakkerij {n}"
    return {
        "name": name,
        "kvk": f"{n:08}",
        "payroll_tax_number": f"{bsn(4_000_000 + n)}L01",
        "iban": iban(n),
        "account_name": name,
    }


def application(n: int = 1, **changes: object) -> Fields:
    """A row with an application, of the nth person."""
    row = {
        "municipality": "GM0363",
        "bsn": bsn(n),
        "initials": "A.",
        "surname": "Vermeer",
        "birth_date": "1990-03-14",
        "group": "assistance",
        "group_since": "2026-08-15",
        **employer(),
        "applicant": "employer",
        "basis": "lid_1a",
        "received_on": "2026-09-01",
        "start": "2026-10-23",
        "hours": "32",
        "full_time_hours": "36",
    }
    return {name: value for name, value in (row | changes).items() if value is not None}


def running(n: int = 1, **changes: object) -> Fields:
    """A row with a running case, of the nth person."""
    ours = {
        "start": "2025-10-23",
        "group_since": "2025-09-01",
        "paid_through": "2026-08",
        "taken_over_from": "OLD",
        "route": "regular",
        "wage_value": "60",
        "decision": f"B-{n}",
        "decided_on": "2025-10-01",
        "granted_from": "2025-10-23",
        "reference": "2025-10-23",
        "minimum_wage": "2294.40",
    }
    return application(n, applicant=None, basis=None, received_on=None) | ours | changes


def jsonl(path: Path, rows: Iterable[Mapping[str, object]]) -> Path:
    """A JSON Lines file."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def csv_file(path: Path, rows: Iterable[Mapping[str, object]], separator: str = ";", **how: Any) -> Path:
    """A CSV file with every column."""
    with path.open("w", encoding=how.pop("encoding", "utf-8"), newline="") as file:
        writer = csv.DictWriter(file, list(NAMES), delimiter=separator, **how)
        writer.writeheader()
        writer.writerows(rows)
    return path


def ledger(store: Store | None = None, vault: Vault | None = None) -> Ledger:
    """An opened demonstration ledger that knows the packaged law; in memory unless a store and its vault are given."""
    rows = MemoryRows()
    made = Ledger(
        store or MemoryStore(lookups=rows), vault or MemoryVault(rows=rows), "lks_local", lambda: datetime.now(UTC)
    )
    made.handle(OpenLedger(ledger="test", demonstration=True, shared_login=True), BY)
    made.handle(AdoptValues(values=packaged(), accept_low=True), BY)
    return made


def reading(path: Path) -> list[Raw | Finding]:
    """The rows of a file as they are read."""
    return list(read(path, layout(municipality=False)))


def imported(into: Ledger, path: Path, **how: Any) -> Outcome:
    """What becomes of a file."""
    return Importing(into, how.pop("asking", BY), **how).run(path)
