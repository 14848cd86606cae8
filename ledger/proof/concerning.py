"""Which entries an inspector needs for one case or one municipality: its own, and those that they rest on.

Of a case: its stream, its person and its employers, the law and the policies, whole; of the runs and quarters of the
municipality the entries about it; and the first entry of an append of a run or a settlement, which holds the cause. An
entry that was recorded with many others (an import, a bank statement) goes without its cause, which is about those as well.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ledger import facts
from ledger.calculation.month import Quarter
from ledger.identifiers import StreamKind, stream_id
from ledger.log.entry import Row, decoded
from ledger.log.evidence import Evidence
from ledger.log.reader import LogReader
from ledger.refusal import Refused


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream in a bundle: what it is of, where that is known, and whether all its versions up to the checkpoint are there."""

    stream: UUID
    kind: StreamKind | None
    name: str | None
    whole: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """Rows in the order of the log, and their streams."""

    rows: Sequence[Row]
    streams: Sequence[Stream]


def of_case(evidence: Evidence, case: str, until: int) -> Chosen:
    """What concerns a case. Raises Refused when there was none by then."""
    own = evidence.of_streams([stream_id("subsidy", case)], until)
    if not own:
        raise Refused(f"There is no case {case} at entry {until}.", rule="R14", remedy="See lks find.")
    happened = [decoded(row).fact for row in own]
    named: list[tuple[StreamKind, str]] = [
        ("subsidy", case),
        *(("person", number) for number in sorted(_named(happened, "person"))),
        *(("employer", number) for number in sorted(_named(happened, "employer"))),
        *_rules(own[0].municipality),
    ]
    rows = evidence.of_streams([stream_id(*one) for one in named], until)
    rows += _of_runs(evidence, own[0].municipality, until, _named(happened, "run"))
    rows += _of_quarters(evidence, own[0].municipality, until, _quarters(happened))
    return _chosen(evidence, rows, named, own[0].municipality)


def of_municipality(log: LogReader, evidence: Evidence, municipality: str, until: int) -> Chosen:
    """Everything of a municipality, and the employers, law and policy that it rests on. Raises Refused where there is nothing."""
    own = list(log.rows(until=until, municipality=municipality))
    if not own:
        raise Refused(f"There is nothing of {municipality} at entry {until}.", rule="R14", remedy="See lks find.")
    employers = _named((decoded(row).fact for row in own if row.topic == "Applied"), "employer")
    named: list[tuple[StreamKind, str]] = [
        *(("employer", number) for number in sorted(employers)), *_rules(municipality),
        ("run", municipality), ("quarter", municipality),
    ]  # fmt: skip
    rows = own + evidence.of_streams([stream_id(*one) for one in named], until)
    return _chosen(evidence, rows, named, municipality, {row.stream for row in own})


def _rules(municipality: str) -> list[tuple[StreamKind, str]]:
    return [("law", ""), ("policy", ""), ("policy", municipality), ("ledger", "")]


def _of_runs(evidence: Evidence, municipality: str, until: int, runs: Collection[str]) -> list[Row]:
    rows = evidence.of_streams([stream_id("run", municipality)], until) if runs else []
    return [row for row in rows if getattr(decoded(row).fact, "run", None) in runs]


def _of_quarters(evidence: Evidence, municipality: str, until: int, quarters: Collection[Quarter]) -> list[Row]:
    """Sign-offs and reopenings of these quarters and their years, with both steps of the two persons."""
    rows = evidence.of_streams([stream_id("quarter", municipality)], until) if quarters else []
    by_version = {row.version: row for row in rows}
    found: dict[int, Row] = {}
    for row in rows:
        if _about(decoded(row).fact, quarters):
            agreed = by_version.get(row.version - 1)
            fact = decoded(agreed).fact if agreed else None
            asked = by_version.get(fact.of) if isinstance(fact, facts.Approved) else None
            found |= {one.version: one for one in (asked, agreed, row) if one is not None}
    return list(found.values())


def _about(fact: facts.Fact, quarters: Collection[Quarter]) -> bool:
    match fact:
        case facts.QuarterSignedOff() | facts.QuarterReopened():
            return fact.quarter in quarters
        case facts.YearSignedOff():
            return any(quarter.year == fact.year for quarter in quarters)
        case _:
            return False


def _chosen(
    evidence: Evidence,
    rows: Iterable[Row],
    named: Iterable[tuple[StreamKind, str]],
    municipality: str,
    others: Collection[UUID] = (),
) -> Chosen:
    """With the first entry of the appends of runs and of settlements and sign-offs."""
    found = {row.position: row for row in rows}
    missing = set(evidence.begins(found)) - found.keys()
    causes = {stream_id("run", municipality), stream_id("quarter", municipality)}
    found |= {row.position: row for row in evidence.at(missing) if row.stream in causes}
    ordered = [found[position] for position in sorted(found)]
    names = {stream_id(kind, name): (kind, name) for kind, name in named}
    streams = dict.fromkeys(row.stream for row in ordered)
    return Chosen(ordered, [_stream(stream, names, others) for stream in streams])


def _stream(stream: UUID, names: dict[UUID, tuple[StreamKind, str]], others: Collection[UUID]) -> Stream:
    kind, name = names.get(stream, (None, None))
    return Stream(stream, kind, name, whole=kind is not None or stream in others)


def _named(happened: Iterable[facts.Fact], field: str) -> set[str]:
    """The numbers in a field of these facts, and of what a correction puts in their place."""
    found: set[str] = set()
    for fact in happened:
        for one in (fact, getattr(fact, "replacement", None)):
            value = getattr(one, field, None)
            if isinstance(value, str):
                found.add(value)
    return found


def _quarters(happened: Iterable[facts.Fact]) -> set[Quarter]:
    return {Quarter.of(day) for day in _booking_days(happened)}


def _booking_days(happened: Iterable[facts.Fact]) -> Iterator[Any]:
    for fact in happened:
        day = getattr(fact, "booked_on", None)
        if day is not None:
            yield day
