"""One whole command through the ledger against raw single-row commits of the same bytes, in the same run, fsync on.

A command here is everything between parsing and printing: was it asked before, read the case (12 entries), its law and
policy, decide, seal, append. Run it with .venv/bin/python -m tests.benchmarks.command.
"""

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg

from ledger import intents, law
from ledger.application import Ledger
from ledger.asking import Asking
from ledger.log.store import PostgresStore, install
from ledger.server.embedded import EmbeddedServer
from ledger.vault.identity import employer_data, person_data
from ledger.vault.sealing import Vault, create_master_key

TODAY = date(2026, 9, 1)
ASKING = Asking(by="a.case", today=TODAY)
CASES = 40
ROUNDS = 5


def main() -> None:
    """Print commands a second, raw commits a second, and the ratio; the median of five rounds."""
    folder = Path(tempfile.mkdtemp(prefix="lks-benchmark-"))
    server = EmbeddedServer(folder)
    try:
        server.start()
        install(server.admin_dsn("lks"))
        ledger = _ledger(server, folder)
        cases = [_case(ledger, number) for number in range(CASES)]
        with psycopg.connect(server.admin_dsn("lks"), autocommit=True) as raw:
            raw.execute("CREATE TABLE public.raw (place bigint PRIMARY KEY, state bytea)")
            pairs = [(_rate(CASES, _order(ledger, cases)), _rate(CASES, _insert(raw))) for _ in range(ROUNDS)]
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    commands, commits = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(command / commit for command, commit in pairs)
    print(f"whole commands a second {commands:,.0f}; raw single-row commits a second {commits:,.0f}; ratio {ratio:.2f}")


def _ledger(server: EmbeddedServer, folder: Path) -> Ledger:
    vault = Vault(server.dsn(), create_master_key(folder / "master.key"))
    vault.create_secret()
    store = PostgresStore(server.dsn())
    ledger = Ledger(store, vault, store.login, lambda: datetime.now(UTC))
    ledger.handle(intents.OpenLedger(ledger="benchmark", demonstration=True, shared_login=True), ASKING)
    ledger.handle(intents.AdoptValues(values=law.packaged(), accept_low=True), ASKING)
    return ledger


def _case(ledger: Ledger, number: int) -> str:
    """A case with twelve entries, less the rounds to come."""
    person = {"bsn": _bsn(number), "initials": "A", "surname": "Test", "birth_date": "1990-01-02"}
    employer = {"name": "Firm", "kvk": "12345678", "payroll_tax_number": f"{_bsn(number)}L01"}
    account = {"iban": "NL91ABNA0417164300", "account_name": "Firm"}
    who = ledger.handle(intents.RegisterPerson(municipality="GM0363"), ASKING, person_data(person, TODAY)).name
    firm = ledger.handle(intents.RegisterEmployer(), ASKING, employer_data(employer | account)).name
    employment = intents.Employment(
        start=TODAY, end=None, form="fixed", hours="32", maximum_hours=None, sector_full_time_hours="36", bbl=False,
        sheltered=False, age_steps=(),
    )  # fmt: skip
    application = intents.Apply(
        municipality="GM0363", person=who, employer=firm, applicant="employer", basis="lid_1a", group="assistance",
        received_on=TODAY, employment=employment,
    )  # fmt: skip
    case = ledger.handle(application, ASKING).name
    for nth in range(12 - ROUNDS):
        ledger.handle(intents.OrderMeasurement(case=case, expert=f"LWD-{nth}", planned_on=None), ASKING)
    return case


def _bsn(number: int) -> str:
    """A number that passes the eleven test."""
    base = f"{10_000_000 + number:08d}"
    total = sum(int(digit) * weight for digit, weight in zip(base, range(9, 1, -1), strict=True))
    return f"{base}{total % 11}" if total % 11 < 10 else _bsn(number + 1_000)


def _order(ledger: Ledger, cases: list[str]) -> Callable[[int], object]:
    moment = time.time_ns()

    def one(nth: int) -> object:
        intent = intents.OrderMeasurement(case=cases[nth], expert=f"LWD-{moment}", planned_on=None)
        return ledger.handle(intent, ASKING)

    return one


def _insert(raw: psycopg.Connection[tuple[object, ...]]) -> Callable[[int], object]:
    moment = time.time_ns()
    return lambda nth: raw.execute("INSERT INTO public.raw VALUES (%s, %s)", (moment + nth, b"x" * 1000), prepare=True)


def _rate(times: int, work: Callable[[int], object]) -> float:
    began = time.perf_counter()
    for nth in range(times):
        work(nth)
    return times / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
