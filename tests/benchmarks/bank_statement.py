"""Taking in one camt.053 of 65,000 lines, each the debit of a payment to another employer, fsync on.

    .venv/bin/python -m tests.benchmarks.bank_statement [--lines 65000]

A script, not a test. One municipality pays that many employers in one run; then its statement is read, matched and recorded, with a
confirmation for every case. Prints seconds by part and the most memory of a process that does nothing else.
"""

import argparse
import tempfile
import time
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from ledger import collector
from ledger.asking import Asking
from ledger.bank import bank_file
from ledger.bank.statement import Statement
from ledger.calculation.month import Month
from ledger.log.store import install
from ledger.payment import bank_intents
from ledger.payment.accounts import Accounts
from ledger.payment.payments import payments
from ledger.server.embedded import EmbeddedServer
from tests.bank.statements import Entry, camt053
from tests.benchmarks import payment_month

MONTH = Month(2026, 11)
CODE = "GM0001"
WANTED_SECONDS, WANTED_MB = 30, 300


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--lines", type=int, default=65_000)
    lines = parser.parse_args().lines
    payment_month.PER_EMPLOYER, payment_month.START = 1, date(2026, 11, 1)
    with tempfile.TemporaryDirectory(prefix="lks-bench-", dir="/tmp") as folder:
        server = EmbeddedServer(Path(folder))
        server.start()
        try:
            install(server.admin_dsn("lks"))
            payment_month._history(server.dsn(), {CODE: lines})
            file = _statement(server.dsn(), Path(folder))
            with get_context("spawn").Pool(1) as pool:
                pool.apply(_import, (server.dsn(), str(file), lines))
        finally:
            server.stop()


def _statement(dsn: str, folder: Path) -> Path:
    ledger = payment_month._ledger(dsn)
    number = payment_month._run(ledger, CODE)
    found = payments(ledger.store, ledger.reading().runs(CODE).runs[number])
    iban = "NL91ABNA0417164300"
    entries = [Entry(-one.cents, one.reference, counterparty=iban) for one in found.values()]
    file = folder / "camt.xml"
    file.write_bytes(camt053(entries, opening=10**11))
    return file


def _import(dsn: str, path: str, lines: int) -> None:
    ledger = payment_month._ledger(dsn)
    before, began = payment_month.peak_mb(), time.perf_counter()
    with Path(path).open("rb") as stream:
        (said,) = bank_file.read(stream, "camt.xml")
    assert isinstance(said, Statement)
    read = time.perf_counter()
    with collector.at_rest():
        intent = bank_intents.statement(ledger.reading(), Accounts(ledger.store, ledger.vault), said)
    assert all(line.same_account for line in intent.lines)
    matched = time.perf_counter()
    receipt = ledger.handle(intent, Asking(by="f.finance", today=date(2026, 11, 20)))
    recorded = time.perf_counter()
    confirmed = sum(entry.topic == "PaymentConfirmed" for entry in receipt.entries)
    assert confirmed == lines
    size = Path(path).stat().st_size / 1e6
    print(f"{lines:,} lines, {size:.0f} MB: {recorded - began:.1f} s (wanted {WANTED_SECONDS})")
    parts = {"read": read - began, "open accounts": matched - read, "match and record": recorded - matched}
    for name, seconds in parts.items():
        print(f"  {name:20}{seconds:6.1f} s")
    print(f"  peak memory {payment_month.peak_mb()} MB, before it {before} MB (wanted {WANTED_MB})")


if __name__ == "__main__":
    main()
