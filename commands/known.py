"""What a ledger knows of law and policy, where there is a ledger; looking never makes one and needs no master key.

And up to where it was known at a moment.
"""

import os
from datetime import UTC, date, datetime

from commands.call import Call
from ledger.calculation.calendar import amsterdam_day
from ledger.facts import LedgerOpened
from ledger.identifiers import stream_id
from ledger.log.entry import Entry
from ledger.reading import Reading
from ledger.refusal import Misuse, Unavailable
from ledger.server.embedded import embedded

NO_LEDGER = "No ledger is reachable; shown is what this version brings along."


def reading(call: Call) -> Reading | None:
    """The ledger as it stands; None when none is reachable."""
    if not os.environ.get("LKS_DSN") and embedded(os.environ).status().data_version is None:
        return None
    try:
        first = call.store.read(stream_id("ledger", ""))
    except Unavailable:
        return None
    call.output.demonstration = any(
        isinstance(entry.fact, LedgerOpened) and entry.fact.demonstration for entry in first
    )
    return Reading(call.store)


def law_entries(call: Call) -> list[Entry] | None:
    """All that was recorded of the law, in order; None when no ledger is reachable."""
    return None if reading(call) is None else call.store.read(stream_id("law", ""))


def past(call: Call, known_at: int | datetime | None, field: str = "--known-at") -> int:
    """The same as `position`, and the future is refused by name: nobody knows yet what will be known."""
    if isinstance(known_at, datetime) and amsterdam_day(known_at) > (today := amsterdam_day(datetime.now(UTC))):
        what = f"{amsterdam_day(known_at)} is in the future; nobody knows what will be known then."
        raise Misuse(what, field=field, remedy=f"Give {today} or earlier, or the position of an entry.")
    return position(call, known_at, field)


def position(call: Call, known_at: int | datetime | None, field: str = "--known-at") -> int:
    """The position of the log that is meant: the one given, the last one by a moment, or the last one there is."""
    last = call.store.head().position
    if known_at is None:
        return last
    found = call.store.position_at(known_at) if isinstance(known_at, datetime) else known_at
    if not 1 <= found <= last:
        what = "nothing was recorded by then." if found < 1 else f"the last entry is {last}."
        raise Misuse(what, field=field, remedy="Give the position of an entry, a day or a moment; or leave it out.")
    return found


def business_day(call: Call, known_at: int | datetime | None, position: int) -> date:
    """The day from which days are counted: the business day; of a past moment the one that it was then, where none was given."""
    if known_at is not None and call.output.business_day is None:
        call.output.business_day = call.today = call.store.cause_of(position).today
    return call.today
