"""What a ledger knows of law and policy, where there is a ledger; looking never makes one and needs no master key."""

import os

from commands.call import Call
from ledger.facts import LedgerOpened
from ledger.identifiers import stream_id
from ledger.log.entry import Entry
from ledger.reading import Reading
from ledger.refusal import Unavailable
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
