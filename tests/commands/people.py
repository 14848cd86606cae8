"""People and cases in the ledger that the environment names, made with the commands themselves."""

import io
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from commands.call import Call
from commands.output import Output
from commands.story import Outcome, play
from ledger.calculation.month import Month
from ledger.intents import Amend, Settle
from tests.commands.given import NOWHERE, lks
from tests.worlds import kept

PERSON: dict[str, Any] = {"bsn": "999900109", "initials": "W.", "surname": "Vermeer", "birth_date": "1991-03-14"}
YOUTH: dict[str, Any] = {"bsn": "999900249", "initials": "N.", "surname": "Bakker", "birth_date": "2006-11-16"}
EMPLOYER: dict[str, Any] = {
    "name": "Bakkerij De Korenaar",
    "kvk": "12345678",
    "payroll_tax_number": "999900523L01",
    "iban": "NL69INGB0123456789",
    "account_name": "Bakkerij De Korenaar",
}
DETAILS: dict[str, Any] = {"personnel_number": "PN-4711", "text": "belt liever na vijven"}

DAY = "--today 2026-09-01"
SECRETS = tuple(
    value
    for data in (PERSON, YOUTH, EMPLOYER, DETAILS)
    for field, value in data.items()
    if field not in ("initials", "account_name")
)

CASE = "LKS-26-000001-H"
WORKER = "P-000001-G"
FIRM = "W-000001-D"
APPLY = (
    f"apply --municipality GM0363 --person {WORKER} --employer {FIRM} --applicant employer --basis lid_1a "
    f"--group assistance --start 2026-10-23 --hours 32 --full-time-hours 36 {DAY}"
)
MEASURE = (
    f"measurement record --case {CASE} --measured-on 2026-08-20 --reported-on 2026-08-27 --wage-value 60 "
    f"--expert LWD-1 --draft-discussed-on 2026-08-24 {DAY}"
)


class Terminal(io.StringIO):
    """Standard input at which somebody types."""

    def isatty(self) -> bool:
        """There is somebody."""
        return True


def typing(words: str, *lines: str) -> Outcome:
    """A command at which somebody types these lines when asked."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "stdin", Terminal("".join(f"{line}\n" for line in lines)))
        return play(words, NOWHERE)


def done(words: str, typed: str = "") -> str:
    """What a command printed that must have done what was asked."""
    outcome = lks(words, typed)
    assert outcome.exit_code == 0, outcome.printed
    return outcome.printed


def answered(words: str, typed: str = "") -> Any:
    """The JSON that a command answered; it must have done what was asked."""
    return json.loads(done(f"{words} --json", typed))


def refused(words: str, typed: str = "", exit_code: int = 1) -> str:
    """What a command said that had to be refused."""
    outcome = lks(words, typed)
    assert outcome.exit_code == exit_code, outcome.printed
    return outcome.printed


@kept
def law() -> None:
    """The ledger adopts the packaged law."""
    done(f"law adopt --accept-low --yes {DAY}")


def person(data: dict[str, Any] = PERSON, group: str = "assistance") -> str:
    """A person in the target group; the number."""
    number: str = answered(f"person register --municipality GM0363 {DAY}", json.dumps(data))["person"]
    done(f"target-group establish --person {number} --group {group} --effective 2026-08-15 {DAY}")
    return number


def employer(data: dict[str, Any] = EMPLOYER) -> str:
    """An employer; the number."""
    number: str = answered(f"employer register {DAY}", json.dumps(data))["employer"]
    return number


@kept
def applied() -> str:
    """An application of the person and the employer; the case."""
    assert (person(), employer()) == (WORKER, FIRM)
    case: str = answered(f"{APPLY} --details-file -", json.dumps(DETAILS))["case"]
    assert case == CASE
    return case


@kept
def granted() -> str:
    """A case granted from 23 October 2026: 32 hours of 36, 60 %."""
    law()
    case = applied()
    done(MEASURE)
    done(f"measurement establish --case {case} {DAY}")
    done(f"decide grant --case {case} {DAY}")
    return case


@kept
def paid() -> str:
    """October and November of that case, paid; the run."""
    granted()
    run: str = answered("pay prepare --municipality GM0363 --month 2026-11 --by f.finance --today 2026-11-12")["run"][
        "run"
    ]
    done(f"pay approve {run} --by g.control --today 2026-11-13")
    return run


@kept
def settled() -> None:
    """That case with 24 hours from 10 November, settled through November."""
    paid()
    call = Call(Output(as_json=False), date(2026, 12, 1), by="a.consulent")
    call.record(Amend.model_validate({"case": CASE, "effective": date(2026, 11, 10), "hours": "24"}))
    call.record(Settle(municipality="GM0363", through=Month(2026, 11)))


def entries(dsn: str) -> int:
    """The position of the head of the log."""
    with psycopg.connect(dsn) as connection:
        row = connection.execute("SELECT position FROM ledger.ledger_head").fetchone()
    assert row is not None
    return int(row[0])


def written(folder: Path, content: str | bytes) -> Path:
    """A file with this in it."""
    file = folder / "input.json"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file
