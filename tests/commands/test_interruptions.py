"""Stopped anywhere and asked again, the end is the same: nothing lost, nothing paid twice (R21, R25).

A child process plays one step of a month (prepare, approve, export, import) and is killed, or gets Ctrl-C, at a random call of a
function; then the same step is asked again. After all months the books, the files and the log must be those of a life without
interruptions.
"""

import hashlib
import os
import random
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from ledger.calculation.calendar import payment_day
from ledger.calculation.month import Month, months
from tests.bank.statements import Entry, camt053
from tests.commands.bank_office import approved, paying_account
from tests.commands.given import lks
from tests.commands.people import FIRM, answered, done, granted
from tests.databases import Database
from tests.projections.tables import ask

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("opened")]

MONTHS = 51 if os.environ.get("LKS_LONG") else 14
"""The first is not interrupted; of every other month all four steps are."""
KILLED = 9
FIRST = Month(2026, 11)


def test_interruptions_leave_nothing_lost_and_nothing_twice(tmp_path: Path, database: Database) -> None:
    chance = random.Random(20261119)
    granted()
    paying_account()
    (tmp_path / "bank").mkdir()
    counts: dict[int, int] = {}
    interrupted = 0
    lived = list(months(FIRST, FIRST + MONTHS))
    for nth, month in enumerate(lived):
        for place, step in enumerate(_steps(tmp_path, month)):
            if nth == 0:
                counts[place] = _counted(step)
            else:
                at = chance.randrange(1, counts[place])
                interrupted += _interrupted(step, at, kill=chance.random() < 0.7)
                step()
    assert interrupted > 0.9 * 4 * (MONTHS - 1)
    _check(database, tmp_path, lived)


def _steps(folder: Path, month: Month) -> Iterator[Callable[[], object]]:
    paid_on = payment_day(month)
    day, run = paid_on.replace(day=11), f"GM0363-{month}-1"
    statement = folder / f"statement-{month}.xml"
    yield lambda: _asked(f"pay prepare --municipality GM0363 --month {month} --by f.finance --today {day}")
    yield lambda: _asked(f"pay approve {run} --by g.control --today {day}")
    yield lambda: _asked(f"pay export {run} --out {folder / 'bank'} --by f.finance --today {day}")
    yield lambda: _imported(statement, run, month)


def _imported(statement: Path, run: str, month: Month) -> None:
    if not statement.exists():
        cents = answered(f"pay status {run}")["run"]["sent_cents"]
        line = Entry(-cents, f"{run}/{FIRM}", day=str(payment_day(month)))
        statement.write_bytes(camt053([line], name=f"S-{month}"))
    _asked(f"bank import {statement} --by f.finance --today {payment_day(month)}")


def _asked(words: str) -> None:
    outcome = lks(words)
    assert outcome.exit_code == 0, outcome.printed


def _counted(step: Callable[[], object]) -> int:
    """How many functions the step calls."""
    calls = 0

    def count(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        step()
    finally:
        sys.setprofile(None)
    return calls


def _interrupted(step: Callable[[], object], at: int, *, kill: bool) -> bool:
    """Play the step in a child that ends at that call; whether it was cut short."""
    child = os.fork()
    if child == 0:
        os.close(1)
        os.open(os.devnull, os.O_WRONLY)
        sys.setprofile(_ender(at, kill))
        try:
            step()
        except BaseException:
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) != 0


def _ender(at: int, kill: bool) -> Callable[[FrameType, str, Any], None]:
    calls = 0

    def end(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal calls
        calls += event == "call"
        if calls == at:
            sys.setprofile(None)
            if kill:
                os._exit(KILLED)
            raise KeyboardInterrupt

    return end


def _check(database: Database, folder: Path, lived: list[Month]) -> None:
    runs = ask(database, "SELECT run, status, file_digest FROM finance.runs ORDER BY month")
    assert [(one["run"], one["status"]) for one in runs] == [(f"GM0363-{month}-1", "confirmed") for month in lived]
    for one in runs:
        content = (folder / "bank" / f"{one['run']}.xml").read_bytes()
        assert hashlib.sha256(content).hexdigest() == one["file_digest"]
    assert len(list((folder / "bank").iterdir())) == len(lived)
    kinds = ask(
        database, "SELECT kind, sum(total_cents)::bigint AS cents, count(*) AS n FROM finance.movements GROUP BY kind"
    )
    sums = {one["kind"]: (one["cents"], one["n"]) for one in kinds}
    assert sums["booked"] == sums["sent"]
    assert sums["booked"][1] == len(lived) + 1  # the first run pays two months
    accounts = ask(
        database, "SELECT account, sum(debit_cents - credit_cents)::bigint AS cents FROM finance.postings GROUP BY 1"
    )
    balances = {one["account"]: one["cents"] for one in accounts}
    assert (balances["payable"], balances["in_transit"]) == (0, 0)
    assert -balances["bank"] == sums["sent"][0]
    assert "in order, every seal fits" in done("audit verify")
    before = ask(database, "SELECT * FROM finance.movements ORDER BY case_number, month, element, kind, position")
    done("db rebuild")
    assert (
        ask(database, "SELECT * FROM finance.movements ORDER BY case_number, month, element, kind, position") == before
    )


def test_a_full_disk_leaves_no_half_file_and_records_nothing(tmp_path: Path, database: Database) -> None:
    run = approved()
    words = f"pay export {run} --out {tmp_path / 'bank'} --by f.finance --today 2026-11-13"
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))
        outcome = lks(words)
        os._exit(outcome.exit_code if "cannot be written" in outcome.printed else 99)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 1
    assert not list((tmp_path / "bank").iterdir())
    assert ask(database, "SELECT status FROM finance.runs")[0]["status"] == "approved"
    done(words)
    assert [path.name for path in (tmp_path / "bank").iterdir()] == [f"{run}.xml"]
