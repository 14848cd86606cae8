"""The restore drill: what was restored on a server of its own, compared with the live ledger as of then, and the time it took."""

import os
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg

from commands.call import Call
from ledger.backup.manifest import Manifest
from ledger.calculation.money import euro
from ledger.log.store import connect
from ledger.refusal import LedgerError, Unavailable
from ledger.server.embedded import home
from ledger.server.scratch import Scratch
from ledger.vault.master_key import MasterKey
from ledger.vault.sealing import opens

SAMPLE = 25
"""Cases that are compared row by row."""

_TOTALS = """
SELECT municipality, kind, count(*), sum(subsidy_cents)::bigint, sum(charges_cents)::bigint
FROM finance.movements
WHERE position <= %(position)s
GROUP BY municipality, kind
ORDER BY municipality, kind
"""
_CASES = "SELECT DISTINCT case_number FROM finance.movements WHERE position <= %(position)s"
_ROWS = """
SELECT case_number, month, element, kind, position, route, employer_number, subsidy_cents, charges_cents, booked_on, origin
FROM finance.movements
WHERE position <= %(position)s AND case_number = ANY(%(cases)s)
ORDER BY case_number, month, element, kind, position, route
"""
_SEAL = "SELECT seal FROM ledger.ledger_events WHERE notification_id = %(position)s"
_KEYS = "SELECT key_id, subject, wrapped, master_version FROM vault.key WHERE wrapped <> ''"

Asked = dict[str, Any]


class Clock:
    """How long each step took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.monotonic()

    def passed(self, step: str) -> None:
        """A step is done."""
        now = time.monotonic()
        self.seconds[step] = round(now - self._last, 2)
        self._last = now

    def told(self) -> Iterator[str]:
        """Each step, and all of them."""
        for step, seconds in self.seconds.items():
            yield f"  {seconds:8.2f} s  {step}"
        yield f"  {sum(self.seconds.values()):8.2f} s  in all"


@dataclass
class Compared:
    """What was compared with the live ledger, and where it differs."""

    told: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)


def head(call: Call, folder: Path, found: Manifest, expect: str | None) -> Iterator[str]:
    """The title of the report."""
    yield f"Restore drill of {call.today}: backup {folder.name} of ledger {found.ledger_id}."
    yield f"It ends at entry {found.position}, root {found.root}, and was made by release {found.release} on {found.made_at}."
    if expect:
        yield f"It begins with exactly what the checkpoint {Path(expect).name} counts."


def compare(call: Call, room: Scratch, found: Manifest, *, with_keys: bool) -> Compared:
    """Totals, and a sample of cases, of the restored ledger and of the live one up to the same entry."""
    compared = Compared()
    if with_keys:
        _open_keys(room, compared)
    try:
        live_dsn = call.look()
    except (Unavailable, LedgerError) as error:
        compared.told.append(f"There is no live ledger to compare with: {error.what}")
        compared.fields["live"] = None
        return compared
    with closing(connect(live_dsn)) as live, closing(connect(room.dsn)) as restored:
        _compare(live, restored, found, compared)
    return compared


def _compare(live: Any, restored: Any, found: Manifest, compared: Compared) -> None:
    asked: Asked = {"position": found.position}
    last = live.execute("SELECT position FROM ledger.ledger_head").fetchone()[0]
    seals = [_bytes(connection.execute(_SEAL, asked).fetchone()) for connection in (live, restored)]
    if seals[0] != seals[1]:
        compared.differences.append(f"the live ledger has another entry {found.position} than the backup")
    totals = [connection.execute(_TOTALS, asked).fetchall() for connection in (live, restored)]
    if totals[0] != totals[1]:
        compared.differences.append(f"totals differ from those of the live ledger at entry {found.position}")
    cases = sorted(
        restored.execute(_CASES, asked).fetchall(), key=lambda row: sha256(f"{found.seal}\n{row[0]}".encode()).digest()
    )
    sample = [case for (case,) in cases[:SAMPLE]]
    rows = [connection.execute(_ROWS, asked | {"cases": sample}).fetchall() for connection in (live, restored)]
    for case in sample:
        if [row for row in rows[0] if row[0] == case] != [row for row in rows[1] if row[0] == case]:
            compared.differences.append(f"the amounts of {case} differ from those of the live ledger")
    compared.told.append(f"Compared with the live ledger as of entry {found.position}, which now has {last}:")
    compared.told += [
        f"  {municipality} {kind}: {count} movements, {euro(subsidy + charges)}"
        for municipality, kind, count, subsidy, charges in totals[1]
    ]
    compared.told.append(
        f"  {len(sample)} of {len(cases)} cases row by row, {len(rows[1])} movements: {', '.join(sample)}"
    )
    compared.told.append(f"  Not in this backup: the {last - found.position} entries after it.")
    compared.fields |= {"live": last, "cases": sample, "movements": len(rows[1]), "lost": last - found.position}


def _open_keys(room: Scratch, compared: Compared) -> None:
    """Whether every key that came back opens with the master key. No data of a person is opened."""
    master = MasterKey.load(os.environ, home(os.environ))
    with psycopg.connect(room.admin_dsn) as connection:
        keys = connection.execute(_KEYS).fetchall()
    opened = sum(opens(master, *key) for key in keys)
    compared.told.append(f"{opened} of {len(keys)} keys open with the master key.")
    compared.fields["keys_opened"] = opened
    if opened < len(keys):
        compared.differences.append(f"{len(keys) - opened} keys do not open with this master key")


def _bytes(row: Any) -> bytes | None:
    return bytes(row[0]) if row else None
