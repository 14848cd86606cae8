"""Measurements of the wage value: one row per report, with who accounts for it and what the college established on it.

A case's rows are made anew from its stream whenever a report, its account, what rests on it, or a correction of these is
recorded. What was withdrawn keeps its row: who inspects sees that it was there.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from ledger import slots
from ledger.facts import Applied, Corrected, Fact, Measured, MeasurementAccounted, WageValueEstablished
from ledger.log.entry import Entry
from ledger.log.store import Store
from ledger.slots import Input, Inputs
from projections.tables import Connection, add, remove

TOPICS = frozenset(("Measured", "MeasurementAccounted", "WageValueEstablished"))


class Row(NamedTuple):
    """One report: `slot` is its version in the stream, `entry` its position in the log. `status`: counts, corrected, withdrawn."""

    stream: UUID
    slot: int
    entry: int
    case_number: str
    municipality: str
    status: str
    measured_on: date
    reported_on: date
    report_due: date
    wage_value: object
    method: str
    expert: str
    provider: str | None
    supervisor: str | None
    certificate: str | None
    certificate_until: date | None
    certified: bool | None
    draft_discussed_on: date | None
    commented: list[str] | None
    second_look_on: date | None
    established_on: date | None
    established_wage_value: object


class Measurements:
    """Collects what a batch tells of the streams that it moves."""

    def __init__(self) -> None:
        self._told: dict[UUID, list[Entry]] = {}
        self._moved: set[UUID] = set()

    def take(self, entry: Entry) -> None:
        """An entry of any kind."""
        if moves(entry):
            self._moved.add(entry.stream)
        elif entry.topic != "Applied":
            return
        self._told.setdefault(entry.stream, []).append(entry)

    def write(self, connection: Connection, store: Store, position: int) -> None:
        """Write the rows of the streams that moved since a position: what was told until then is read again."""
        if self._moved:
            begun = [stream for stream in self._moved if self._told[stream][0].version > 1]
            before = store.read_many(begun, until_position=position) if begun else {}
            if begun:
                remove(connection, "measurements", "stream", begun)
            told = ((*before.get(stream, ()), *self._told[stream]) for stream in self._moved)
            add(connection, "measurements", Row._fields, (row for entries in told for row in rows(entries)))
        self._told, self._moved = {}, set()


def moves(entry: Entry) -> bool:
    """Whether the entry moves a row."""
    return entry.topic in TOPICS or (isinstance(entry.fact, Corrected) and entry.fact.kind in TOPICS)


def rows(entries: Iterable[Entry]) -> Iterator[Row]:
    """The rows of one case, from the entries of its stream."""
    inputs: dict[int, Input] = {}
    recorded: dict[int, Entry] = {}
    case = ""
    for entry in entries:
        if isinstance(entry.fact, Applied):
            case = entry.fact.case
        elif moves(entry):
            slots.put(inputs, entry.version, entry.fact)
            recorded[entry.version] = entry
    accounts = {one.of: one for _, one in slots.counting(inputs, MeasurementAccounted)}
    established = _established(inputs)
    for slot, one in sorted(inputs.items()):
        if case and one.kind == "Measured":
            yield _row(case, recorded[slot], one, accounts.get(slot), established.get(slot))


def _row(
    case: str, entry: Entry, one: Input, account: MeasurementAccounted | None, established: WageValueEstablished | None
) -> Row:
    measured = next(put.fact for put in reversed(one.puts) if put.fact is not None)
    assert isinstance(measured, Measured)
    theirs = account if account and account.expert == measured.expert else None
    return Row(
        stream=entry.stream,
        slot=entry.version,
        entry=entry.position,
        case_number=case,
        municipality=entry.municipality,
        status=_status(one),
        measured_on=measured.measured_on,
        reported_on=measured.reported_on,
        report_due=measured.report_due,
        wage_value=measured.wage_value,
        method=measured.method,
        expert=measured.expert,
        provider=theirs.provider if theirs else None,
        supervisor=theirs.supervisor if theirs else None,
        certificate=theirs.certificate if theirs else None,
        certificate_until=theirs.certificate_until if theirs else None,
        certified=theirs.certified if theirs else None,
        draft_discussed_on=measured.draft_discussed_on,
        commented=list(account.commented) if account else None,
        second_look_on=account.second_look_on if account else None,
        established_on=established.established_on if established else None,
        established_wage_value=established.wage_value if established else None,
    )


def _status(one: Input) -> str:
    if one.counts is None:
        return "withdrawn"
    return "counts" if one.counts == one.puts[0].fact else "corrected"


def _established(inputs: Inputs) -> Mapping[int, WageValueEstablished]:
    """What was established last on each report: the one that counted last when it was established (R18)."""
    found: dict[int, WageValueEstablished] = {}
    for slot, fact in slots.counting(inputs, WageValueEstablished):
        reports = [other for other, one in inputs.items() if other < slot and _counted(one, slot)]
        if reports:
            found[max(reports)] = fact
    return found


def _counted(one: Input, version: int) -> bool:
    """Whether a report counted in its slot at that version of the stream."""
    stood: Fact | None = next((put.fact for put in reversed(one.puts) if put.version < version), None)
    return isinstance(stood, Measured)
