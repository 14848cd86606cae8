"""One month for the whole country: prepare, approve and export a run for each of 342 municipalities, fsync on.

    .venv/bin/python -m tests.benchmarks.payment_month [--cases 65000] [--workers 2]

A script, not a test. Every case has a year of history: application to decision, twelve payments and their confirmations.
Municipalities have realistic sizes and are shared out over as many processes as there are workers. Prints seconds, where
they go, memory, and the append beside a raw COPY of the same rows; and the same for a tenth of the cases.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import psycopg

from ledger import facts, intents, law
from ledger.application import Ledger
from ledger.asking import Asking
from ledger.bank import credit_transfer
from ledger.calculation.entitlement import Contract, Grant, Terms, entitlement
from ledger.calculation.month import Month, months
from ledger.identifiers import case_number, employer_number, person_number, stream_id
from ledger.log.entry import Cause
from ledger.log.interface import Append, Draft
from ledger.log.store import PostgresStore, install
from ledger.payment import lining_up
from ledger.payment.accounts import Accounts
from ledger.payment.files import payment_file
from ledger.reading import Reading
from ledger.server.embedded import EmbeddedServer
from ledger.subsidy import state as subsidy_state
from ledger.vault.identity import employer_data
from ledger.vault.sealing import MasterKey, Vault

MUNICIPALITIES = 342
PER_EMPLOYER = 4
START, TODAY = date(2025, 11, 1), date(2026, 11, 12)
MONTH = Month(2026, 11)
WANTED_SECONDS, WANTED_MB = 30, 1024
LAST_VERSION = 4 + 2 * 12
"""Of a case's stream: applied, measured, established, decided, and twelve payments with their confirmations."""
EMPLOYER = employer_data(
    {
        "name": "Bakkerij De Korenaar",
        "kvk": "12345678",
        "payroll_tax_number": "999900523L01",
        "iban": "NL91ABNA0417164300",
        "account_name": "Bakkerij De Korenaar",
    }
)
KEY = MasterKey(bytes(32), 1, "benchmark")


def main() -> None:
    """Measure a tenth and the whole, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=65_000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    print(f"fsync on, {options.workers} processes, {os.cpu_count()} cores, Python {sys.version.split()[0]}\n")
    tenth = _measured(options.cases // 10, options.workers)
    whole = _measured(options.cases, options.workers)
    print(f"\nten times the cases take {whole / tenth:.1f} times as long (wanted at most 11)")


def _measured(cases: int, workers: int) -> float:
    with tempfile.TemporaryDirectory(prefix="lks-bench-", dir="/tmp") as folder:
        server = EmbeddedServer(Path(folder))
        server.start()
        try:
            install(server.admin_dsn("lks"))
            sizes = _sizes(cases)
            _history(server.dsn(), sizes)
            with psycopg.connect(server.admin_dsn("lks"), autocommit=True) as admin:
                admin.execute("VACUUM ANALYZE")
            return _paid(server, folder, cases, workers, list(sizes))
        finally:
            server.stop()


def _paid(server: EmbeddedServer, folder: str, cases: int, workers: int, codes: list[str]) -> float:
    shares = [(server.dsn(), folder, codes[n::workers]) for n in range(workers)]
    began = time.perf_counter()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        results = list(pool.map(_work, shares))
    seconds = time.perf_counter() - began
    spent = {name: sum(result[0][name] for result in results) for name in results[0][0]}
    memory = sum(result[1] for result in results)
    copied = _raw_copy(server)
    print(
        f"{cases:,} cases, {len(codes)} runs: {seconds:.1f} s (wanted {WANTED_SECONDS} for 65,000), {memory:,} MB together"
    )
    for name, took in spent.items():
        print(f"  {name:48}{took:7.1f} s {took / sum(spent.values()):6.0%}")
    print(f"  {'append / raw COPY of the same rows':48}{copied / spent['append: seal, COPY, guard']:7.2f}")
    return seconds


def _work(share: tuple[str, str, list[str]]) -> tuple[dict[str, float], int]:
    """Pay these municipalities one after another: seconds by part, and the most memory in MB."""
    dsn, folder, codes = share
    ledger = _ledger(dsn)
    with (
        _timed(Reading, "subsidies") as read_and_fold,
        _timed(subsidy_state, "fold") as folding,
        _timed(lining_up, "line_up") as calculating,
        _timed(PostgresStore, "append") as appending,
    ):
        began = time.perf_counter()
        exporting = 0.0
        for code in codes:
            run = _run(ledger, code)
            exported = time.perf_counter()
            _export(ledger, run, Path(folder))
            exporting += time.perf_counter() - exported
        whole = time.perf_counter() - began
        parts = {
            "read: rows and decoding": read_and_fold() - folding(),
            "fold": folding(),
            "calculate: what is due, what to send": calculating(),
            "append: seal, COPY, guard": appending(),
            "export: accounts, file, schema": exporting,
        }
    parts["the rest"] = whole - sum(parts.values())
    return parts, peak_mb()


def peak_mb() -> int:
    """The most memory that this process had, in MB; what it was started from does not count."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def _run(ledger: Ledger, code: str) -> str:
    prepared = ledger.handle(intents.PrepareRun(municipality=code, month=MONTH), Asking(by="f.finance", today=TODAY))
    (fact,) = prepared.facts
    assert isinstance(fact, facts.RunPrepared)
    ledger.handle(intents.ApproveRun(run=fact.run), Asking(by="g.control", today=TODAY))
    return fact.run


def _export(ledger: Ledger, number: str, folder: Path) -> None:
    reading = ledger.reading()
    run = reading.runs(number[:6]).runs[number]
    content = payment_file(reading, Accounts(ledger.store, ledger.vault), run)
    path = folder / f"{number}.xml"
    with path.open("wb") as out:
        credit_transfer.write(content, out)
    credit_transfer.check(path)
    intent = intents.ExportRun(run=number, digest="00", transactions=len(content.transfers), cents=content.cents)
    ledger.handle(intent, Asking(by="f.finance", today=TODAY))


def _raw_copy(server: EmbeddedServer, after: int | None = None) -> float:
    """Seconds to COPY the rows past a position (default: those of this month) into a plain table with the same primary key."""
    columns = (
        "notification_id, originator_id, originator_version, recorded_at, topic, municipality, recorded_by, state, seal"
    )
    with psycopg.connect(server.admin_dsn("lks"), autocommit=True) as admin:
        rows = admin.execute(
            f"SELECT {columns} FROM ledger.ledger_events WHERE notification_id > %s",
            [_position(admin) if after is None else after],
        ).fetchall()
        admin.execute("CREATE TABLE public.raw AS SELECT * FROM ledger.ledger_events WITH NO DATA")
        admin.execute("ALTER TABLE public.raw ADD PRIMARY KEY (notification_id)")
        began = time.perf_counter()
        with admin.cursor().copy(f"COPY public.raw ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return time.perf_counter() - began


def _position(admin: psycopg.Connection[Any]) -> int:
    query = "SELECT min(notification_id) - 1 FROM ledger.ledger_events WHERE topic = 'RunPrepared'"
    row = admin.execute(query).fetchone()
    assert row is not None
    return int(row[0])


@contextmanager
def _timed(owner: Any, name: str) -> Iterator[Callable[[], float]]:
    original, spent = getattr(owner, name), [0.0]

    def timed(*args: Any, **how: Any) -> Any:
        began = time.perf_counter()
        try:
            return original(*args, **how)
        finally:
            spent[0] += time.perf_counter() - began

    setattr(owner, name, timed)
    yield lambda: spent[0]
    setattr(owner, name, original)


# --- a year of history ------------------------------------------------------------------------------------------------


def _sizes(cases: int) -> dict[str, int]:
    """Cases by municipality: the largest has some four percent, the smallest a few dozen."""
    weights = [1 / (rank + 12) for rank in range(min(MUNICIPALITIES, cases // 20))]
    sizes = {f"GM{rank + 1:04}": max(1, round(cases * w / sum(weights))) for rank, w in enumerate(weights)}
    sizes["GM0001"] += cases - sum(sizes.values())
    return sizes


def _ledger(dsn: str) -> Ledger:
    store = PostgresStore(dsn)
    return Ledger(store, Vault(dsn, KEY), store.login, lambda: datetime.now(UTC))


def _history(dsn: str, sizes: dict[str, int]) -> None:
    ledger = _ledger(dsn)
    ledger.vault.create_secret()
    asking = Asking(by="a.clerk", today=START)
    ledger.handle(intents.OpenLedger(ledger="benchmark", demonstration=True, shared_login=True), asking)
    ledger.handle(intents.AdoptValues(values=law.packaged(), accept_low=True), asking)
    account = intents.AdoptPolicy(
        municipality="", switch="paying_account", value="NL69INGB0123456789 Gemeente", since=START
    )
    proposal = ledger.handle(account, asking).entries[0].position
    ledger.handle(intents.Approve(proposal=proposal), Asking(by="g.control", today=START))
    ledger.store.append_bulk(_appends(ledger, sizes))


def _appends(ledger: Ledger, sizes: dict[str, int]) -> Iterator[Append]:
    cause = Cause(
        intent="Apply", fields={}, digest="00", actor="a.clerk", on_behalf_of=None, today=START, read={}, decider=1
    )
    template = _Life(ledger)
    employers = sum(sizes.values()) // PER_EMPLOYER + 2
    numbers = [employer_number(n + 1) for n in range(employers)]
    ledger.vault.ensure_keys(numbers)
    for number in numbers:
        yield Append(os.urandom(32), cause, [template.employer(ledger.vault, number)])
    for nth, (code, _, _) in enumerate(_cases(sizes), start=1):
        yield Append(os.urandom(32), cause, list(template.case(code, nth, numbers[nth // PER_EMPLOYER])))


def _cases(sizes: dict[str, int]) -> Iterator[tuple[str, str, int]]:
    """Every case: its municipality, its number, and its place in the municipality."""
    nth = 0
    for code, size in sizes.items():
        for place in range(1, size + 1):
            nth += 1
            yield code, case_number(2025, nth), place


class _Life:
    """The facts of a case's year, made once and told apart by case, employer and municipality."""

    def __init__(self, ledger: Ledger) -> None:
        reading = ledger.reading()
        contract = Contract(START, "fixed", 32, None, 36, bbl=False)  # type: ignore[arg-type]
        granted = Grant(START, None, "regular", 60, START)  # type: ignore[arg-type]
        terms = Terms(START, (contract,), grants=(granted,), age_steps=(), ended=None)
        self._lines = {
            month: entitlement(terms, month, reading.law(), reading.policy("")).lines
            for month in months(Month.of(START), MONTH.previous)
        }

    def employer(self, vault: Vault, number: str) -> Draft:
        """An employer with an account."""
        stream = stream_id("employer", number)
        sealed = vault.seal(number, stream, "EmployerRegistered", EMPLOYER)
        return Draft(stream, 1, "", facts.EmployerRegistered(employer=number, sealed=sealed))

    def case(self, code: str, nth: int, employer: str) -> Iterator[Draft]:
        """A year of one case."""
        case = case_number(2025, nth)
        stream = stream_id("subsidy", case)
        for version, fact in enumerate(self._facts(code, case, person_number(nth), employer), start=1):
            yield Draft(stream, version, code, fact)

    def _facts(self, code: str, case: str, person: str, employer: str) -> Iterator[facts.Fact]:
        yield facts.Applied(
            case=case, person=person, employer=employer, applicant="employer", basis="lid_1a", group="assistance",
            received_on=START, start=START, end=None, form="fixed", hours="32", maximum_hours=None,
            sector_full_time_hours="36", bbl=False, sheltered=False, age_steps=(), qualified_until=None,
            taken_over_from=None, college_decision=None,
        )  # fmt: skip
        yield facts.Measured(
            measured_on=START, reported_on=START, report_due=START, wage_value="60", expert="LWD-1", method="ULM",
            draft_discussed_on=START,
        )  # fmt: skip
        yield facts.WageValueEstablished(wage_value="60", established_on=START, valid_until=None, decide_by=START)
        days = dict.fromkeys(("decided_on", "decide_by", "employer_notified_on", "employee_notified_on"), START)
        yield facts.Decided(
            decision=f"{case}/1", outcome="grant", ground="lid_1a", route="regular", start=START, until=None,
            wage_value="60", reference=START, subsidy_cents=0, charges_cents=0, derivation=(), **days,
            employer_objects_until=START, employee_objects_until=START, college_decision=None,
        )  # fmt: skip
        for month, lines in self._lines.items():
            run = f"{code}-{month}-1"
            sent = tuple(
                facts.MonthAmount(
                    month=month,
                    element=line.element,
                    subsidy_cents=line.subsidy_cents,
                    charges_cents=line.charges_cents,
                )
                for line in lines
            )
            day = month.last
            yield facts.Paid(
                run=run, reference=f"{run}/{employer}", booked=lines, sent=sent, booked_on=day, execution_day=day,
                employer=employer, account=1,
            )  # fmt: skip
            yield facts.PaymentConfirmed(run=run, cents=sum(one.total_cents for one in sent), booked_on=day)


if __name__ == "__main__":
    main()
