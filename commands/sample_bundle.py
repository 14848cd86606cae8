"""The file that an accountant gets: population, sample, and per case a checklist, every amount explained, and its proof.

The same sample gives the same bytes. It holds numbers, codes, days, amounts and digests; nothing that was sealed.
"""

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from commands.call import Call
from commands.derivation import derivation
from commands.sample_proof import proofs
from ledger import facts
from ledger.calculation.derivation import steps
from ledger.calculation.money import euro
from ledger.log.entry import Entry
from ledger.sampling import draw
from ledger.sampling.draw import Drawn, Population
from projections.reconciliation import sheets
from projections.reconciliation.sheets import Column
from projections.sampling.case_file import TOLD, Point, booked_lines
from projections.sampling.population import Candidate, Found

COLUMNS: tuple[Column, ...] = (
    ("item", "text"), ("case", "text"), ("employer", "text"), ("run", "text"), ("routes", "text"), ("amount", "amount"),
    ("may be drawn", "text"), ("hits", "count"),
)  # fmt: skip
_WHEN = (1980, 1, 1, 0, 0, 0)
Cases = dict[str, tuple[Sequence[Entry], tuple[Point, ...]]]


@dataclass(frozen=True, slots=True)
class Sample:
    """What was asked, what it was drawn from, what was drawn, and of each case its entries and checklist."""

    title: dict[str, Any]
    found: Found
    chosen: list[Candidate]
    drawn: list[Drawn]
    cases: Cases
    ledger_id: UUID

    @property
    def whole(self) -> Population:
        """Everything in the period."""
        return draw.population(one.item for one in self.found.candidates)

    @property
    def population(self) -> Population:
        """What it was drawn from: all that meets the criteria."""
        return draw.population(one.item for one in self.chosen)

    @property
    def drawn_cents(self) -> int:
        """The amount of all that was drawn."""
        return sum(one.item.cents for one in self.drawn)

    @property
    def fields(self) -> dict[str, Any]:
        """All of it for machines."""
        return self.title | {
            "ledger_id": str(self.ledger_id),
            "whole": self.whole._asdict(),
            "report_cents": self.found.report_cents,
            "population": self.population._asdict(),
            "drawn": [{"item": one.item.name, "cents": one.item.cents, "hits": one.hits} for one in self.drawn],
            "checklists": {
                case: [_plain(point) for point in points] for case, (_, points) in sorted(self.cases.items())
            },
        }


def bundle(call: Call, sample: Sample) -> bytes:
    """The bytes of the ZIP."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted((_files(sample) | _proofs(call, sample)).items()):
            info = zipfile.ZipInfo(name, _WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, content)
    return made.getvalue()


def _files(sample: Sample) -> dict[str, bytes]:
    rows = list(_rows(sample))
    drawn = [row for row in rows if row[-1]]
    found = {
        "sample.json": (json.dumps(sample.fields, ensure_ascii=False, indent=1) + "\n").encode(),
        "population.csv": _csv(rows),
        "population.xlsx": _xlsx("population", rows),
        "sample.csv": _csv(drawn),
        "sample.xlsx": _xlsx("sample", drawn),
    }
    for case, (entries, points) in sample.cases.items():
        found[f"cases/{case}/checklist.txt"] = _text(
            [f"{case}, as known at entry {sample.found.position}", "", *_checklist(points)]
        )
        found[f"cases/{case}/amounts.txt"] = _text([*_amounts(case, entries, sample)])
    return found


def _proofs(call: Call, sample: Sample) -> dict[str, bytes]:
    """What shows that nothing of a case was changed, to be checked elsewhere (docs/bundle.md). Only a login that sees the whole log
    can give it."""
    if not call.store.sees_everything:
        return {}
    made = proofs(call, sample.cases, sample.found.position)
    found = {f"cases/{case}/inspection.zip": content for case, content in made.bundles.items()}
    return found | {"verifier-key.txt": _text([made.verifier_key])}


def _rows(sample: Sample) -> Iterator[tuple[Any, ...]]:
    may = {one.name for one in sample.chosen}
    hits = {one.item.name: one.hits for one in sample.drawn}
    for one in sample.found.candidates:
        routes = " ".join(sorted(one.routes))
        drawable = "yes" if one.name in may else "no"
        yield one.name, one.case, one.employer, one.run, routes, one.cents, drawable, hits.get(one.name, 0)


def _csv(rows: Sequence[tuple[Any, ...]]) -> bytes:
    out = io.BytesIO()
    sheets.write_csv(COLUMNS, rows, out)
    return out.getvalue()


def _xlsx(title: str, rows: Sequence[tuple[Any, ...]]) -> bytes:
    out = io.BytesIO()
    sheets.write_xlsx(title, COLUMNS, rows, out)
    return out.getvalue()


def _checklist(points: Sequence[Point]) -> Iterator[str]:
    """Each point, with its evidence below."""
    for point in points:
        box = {"in_the_ledger": "[x]", "ask_for_it": "[ ]", "does_not_apply": "[-]"}[point.status]
        yield f"{box} {point.name} ({point.article})"
        if point.missing:
            yield f"      {TOLD['ask_for_it']}: {point.missing}"
        for one in point.evidence:
            yield f"      entry {one.position}, {one.day}: {one.what}"
            if one.digest:
                yield f"          SHA-256 {one.digest}"


def _amounts(case: str, entries: Sequence[Entry], sample: Sample) -> Iterator[str]:
    """Every line that was booked in the period, step by step."""
    yield f"{case}: what was booked from {sample.found.first} to {sample.found.last}"
    for entry in entries:
        fact = entry.fact
        if (
            not isinstance(fact, facts.Paid | facts.Settled)
            or not sample.found.first <= fact.booked_on <= sample.found.last
        ):
            continue
        yield ""
        what = f"payment run {fact.run}" if isinstance(fact, facts.Paid) else f"settlement through {fact.through}"
        yield f"Entry {entry.position}, booked on {fact.booked_on}: {what}"
        for line in booked_lines(fact):
            yield f"  {line.month} {line.element}: {euro(line.subsidy_cents)} subsidy + {euro(line.charges_cents)} charges due"
            yield from (f"    {told}" for told in derivation(steps(line.segments)))
        if isinstance(fact, facts.Settled):
            for settled in fact.lines:
                yield (
                    f"  {settled.month} {settled.element}: before it was booked "
                    f"{euro(settled.booked_subsidy_cents)} + {euro(settled.booked_charges_cents)}, "
                    f"so {euro(settled.subsidy_cents)} + {euro(settled.charges_cents)} is booked now"
                )


def _text(lines: Sequence[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _plain(point: Point) -> dict[str, Any]:
    return asdict(point) | {"evidence": [asdict(one) | {"day": str(one.day)} for one in point.evidence]}
