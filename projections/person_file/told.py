"""To whom data of a person were told (AVG art. 15 lid 1 c): letters, payments, the chain, CBS. Each with its day and entry."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ledger import facts
from ledger.identifiers import stream_id
from ledger.log.entry import Entry
from ledger.reading import Reading
from ledger.vault.sealing import Vault
from projections.statistics.record import record
from projections.wage_values.known import found_of


class Told(NamedTuple):
    """A recipient, as a code; what was told, as a code with what it is about; on which day, and the entry that proves it."""

    recipient: str
    what: str
    about: str
    day: date
    entry: int


def told(
    reading: Reading, vault: Vault, entries: Sequence[Entry], persons: Sequence[str], cases: Sequence[str]
) -> list[Told]:
    """Everything that was told, in the order of the log. `entries` are those of the person and of the cases."""
    towns = sorted({entry.municipality for entry in entries})
    found = [
        *_to_parties(entries),
        *(one for town in towns for one in _to_chain(reading, vault, town, persons, cases)),
        *(one for town in towns for one in _to_statistics(reading, town, cases)),
    ]
    return sorted(found, key=lambda one: one.entry)


def _to_parties(entries: Sequence[Entry]) -> Iterator[Told]:
    for entry in entries:
        match entry.fact:
            case facts.LetterSent() as fact:
                yield Told(fact.recipient, "letter", fact.kind, fact.sent_on, entry.position)
            case facts.Paid() as fact:
                yield Told(fact.employer, "payment", fact.run, fact.execution_day, entry.position)
            case facts.MeasurementOrdered() as fact:
                yield Told(f"expert {fact.expert}", "order", "measurement", fact.ordered_on, entry.position)
            case _:
                pass


def _to_chain(
    reading: Reading, vault: Vault, municipality: str, persons: Sequence[str], cases: Sequence[str]
) -> Iterator[Told]:
    """What each export held of these cases: made again from the entries of this person alone."""
    streams = [*(stream_id("person", one) for one in persons), *(stream_id("subsidy", one) for one in cases)]
    for entry in reading.store.read(stream_id("chain", municipality), until_position=reading.until):
        if isinstance(fact := entry.fact, facts.WageValuesExported):
            rows = found_of(reading.store, vault, streams, fact.after, fact.through).rows
            for case in dict.fromkeys(row.change.case for row in rows):
                yield Told("uwv", "wage_value", case, _day(reading, entry), entry.position)


def _to_statistics(reading: Reading, municipality: str, cases: Sequence[str]) -> Iterator[Told]:
    for entry in reading.store.read(stream_id("statistics", municipality), until_position=reading.until):
        if isinstance(fact := entry.fact, facts.StatisticsExported):
            day, then = _day(reading, entry), Reading(reading.store, fact.position)
            law, policy = then.law(), then.policy(municipality)
            with_bsn = "bsn" in policy.on("srg_columns", day).split()
            for case in cases:
                subsidy = then.subsidy(case)
                if subsidy.municipality == municipality and record(subsidy, fact.month, law, policy) is not None:
                    what = "statistics_with_bsn" if with_bsn else "statistics"
                    yield Told("cbs", what, f"{case} {fact.month}", day, entry.position)


def _day(reading: Reading, entry: Entry) -> date:
    return reading.store.cause_of(entry.position).today
