"""`lks sample`: a sample for the accountant that anybody can draw again, with a checklist per case and the evidence in one file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from commands import files, known
from commands.call import Call, reading
from commands.options import AMOUNT, DAY, MOMENT, MUNICIPALITY, QUARTER
from commands.output import table
from commands.sample_bundle import Sample, bundle
from ledger.calculation.money import euro
from ledger.calculation.month import Quarter
from ledger.facts import TargetGroupEnded, TargetGroupEstablished, TargetGroupRejected
from ledger.identifiers import stream_id
from ledger.log.entry import Entry
from ledger.refusal import Misuse, Refused
from ledger.sampling import draw
from ledger.sampling.draw import Drawn
from ledger.subsidy.state import fold
from ledger.vault.postgres_rows import PostgresRows
from projections.sampling.case_file import TOLD
from projections.sampling.checklist import checklist
from projections.sampling.criteria import HAPPENED, Criteria, narrowed
from projections.sampling.population import Candidate, Found, Of, candidates

_GROUP = (TargetGroupEstablished, TargetGroupRejected, TargetGroupEnded)


@dataclass(frozen=True, slots=True)
class _How:
    """How many are drawn, and in which way."""

    method: str
    size: int | None
    interval: int | None


@click.command()
@click.option("--municipality", type=MUNICIPALITY, required=True, help="CBS code, like GM0363.")
@click.option("--quarter", type=QUARTER, help="Of this quarter, like 2026Q3.")
@click.option("--year", type=click.IntRange(2015, 2099), help="Of this calendar year.")
@click.option("--known-at", type=MOMENT, help="As known at a position of the log, a day (its end) or a moment.")
@click.option(
    "--of", "of", type=click.Choice(["cases", "payments"]), default="cases", show_default=True,
    help="Cases, with what was booked of each; or payments, with what was sent.",
)  # fmt: skip
@click.option("--seed", required=True, help="A text; whoever knows it can draw the same sample again.")
@click.option(
    "--method", type=click.Choice(["random", "monetary"]), default="random", show_default=True,
    help="Simple random, or monetary-unit: every cent the same chance.",
)  # fmt: skip
@click.option("--size", type=click.IntRange(1), help="How many are drawn; monetary: at most.")
@click.option("--interval", type=AMOUNT, help="Monetary: one hit in so many euro, instead of --size.")
@click.option("--route", "routes", type=click.Choice(["regular", "flat_rate"]), multiple=True, help="Only this route.")
@click.option(
    "--status", "statuses", type=click.Choice(["granted", "ended", "rejected", "set_aside", "applied"]), multiple=True,
    help="Only cases with this status; may be given again.",
)  # fmt: skip
@click.option("--amount-from", type=AMOUNT, help="Only of this amount or more.")
@click.option("--amount-to", type=AMOUNT, help="Only of this amount or less.")
@click.option("--decided-from", type=DAY, help="Only with a decision on this day or later.")
@click.option("--decided-to", type=DAY, help="Only with a decision on this day or earlier.")
@click.option("--paid-from", type=DAY, help="Only with a payment booked on this day or later.")
@click.option("--paid-to", type=DAY, help="Only with a payment booked on this day or earlier.")
@click.option(
    "--only", "happened", type=click.Choice(HAPPENED), multiple=True, help="Only where this happened in the period."
)
@click.option(
    "--out", metavar="FILE.zip", help="Write population, sample, checklists and evidence to a file, for its owner only."
)
@reading
def sample(
    call: Call,
    municipality: str,
    quarter: Quarter | None,
    year: int | None,
    known_at: int | datetime | None,
    of: Of,
    seed: str,
    method: str,
    size: int | None,
    interval: int | None,
    out: str | None,
    **asked: Any,
) -> None:
    """Draw a sample of a municipality's cases or payments, the same from the same seed for ever; nothing is recorded.

    The population adds up to the report of the same position (lks reconcile, lks year). For each case drawn a checklist says what
    the ledger knows of its legality, entry by entry, and what must be asked for. No names are in it.
    """
    how = _how(method, size, interval)
    if (quarter is None) == (year is None):
        raise Misuse("go one at a time.", field="--quarter and --year", remedy="Give one of them.")
    period = quarter if quarter is not None else year
    assert period is not None
    draw.check_seed(seed)
    criteria = _criteria(**asked)
    dsn, position = call.look(), known.position(call, known_at)
    call.output.business_day = None  # no answer rests on it
    found = candidates(dsn, municipality, period, of, position)
    entries = _entries(call, {one.case for one in found.candidates}, found.position) if criteria.need_entries else {}
    chosen = narrowed(criteria, found, entries)
    drawn, used = _draw(how, seed, chosen)
    made, persons = _sample(call, found, chosen, drawn, entries)
    title = {
        "municipality": municipality,
        "period": str(period),
        "of": of,
        "known_at": found.position,
        "seed": seed,
        "method": method,
        "interval_cents": used,
        "criteria": criteria.told(),
    }
    sample_ = Sample(title, found, chosen, drawn, made, call.store.head().ledger_id)
    digest = None
    if out is not None:
        content = bundle(call, sample_)
        PostgresRows(dsn, call.looker).record_look("sampled", persons)
        digest = files.write(Path(out), lambda file: file.write(content), private=True)
    proven = out is None or call.store.sees_everything
    call.output.answer([*_told(sample_, out, digest), *_unproven(proven)], **sample_.fields, file=out, digest=digest)


def _unproven(proven: bool) -> Iterator[str]:
    if not proven:
        yield "Without inspection.zip of each case, for this login sees a part of the log: ask for lks inspect export --case CASE."


def _how(method: str, size: int | None, interval: int | None) -> _How:
    if method == "random" and (size is None or interval is not None):
        raise Misuse("takes --size, and no --interval.", field="--method random", remedy="Give --size N.")
    if method == "monetary" and (size is None) == (interval is None):
        raise Misuse("takes --size or --interval.", field="--method monetary", remedy="Give one of them.")
    return _How(method, size, interval)


def _criteria(
    routes: tuple[str, ...],
    statuses: tuple[str, ...],
    amount_from: int | None,
    amount_to: int | None,
    decided_from: date | None,
    decided_to: date | None,
    paid_from: date | None,
    paid_to: date | None,
    happened: tuple[str, ...],
) -> Criteria:
    return Criteria(
        routes=routes,
        statuses=statuses,
        cents=(amount_from, amount_to),
        decided=(decided_from, decided_to),
        paid=(paid_from, paid_to),
        happened=happened,
    )


def _draw(how: _How, seed: str, chosen: list[Candidate]) -> tuple[list[Drawn], int | None]:
    items = [one.item for one in chosen]
    if not items:
        raise Refused("Nothing meets what was asked, so nothing can be drawn.", rule="sample", remedy="Ask for less.")
    if how.method == "random":
        assert how.size is not None
        return draw.random_sample(items, seed, how.size), None
    interval = how.interval if how.interval is not None else draw.interval_of(items, how.size or 0)
    return draw.monetary_sample(items, seed, interval), interval


def _entries(call: Call, cases: set[str], position: int) -> dict[str, list[Entry]]:
    """The entries of these cases up to the position."""
    streams = {stream_id("subsidy", case): case for case in sorted(cases)}
    return {streams[stream]: found for stream, found in call.store.read_many(streams, position).items()}


def _sample(
    call: Call, found: Found, chosen: list[Candidate], drawn: list[Drawn], entries: dict[str, list[Entry]]
) -> tuple[dict[str, Any], list[str]]:
    """Of each case that was drawn: its entries, and the points of its checklist. And of whom they are."""
    names = {one.item.name for one in drawn}
    cases = sorted({one.case for one in chosen if one.name in names})
    of_cases = entries or _entries(call, set(cases), found.position)
    made: dict[str, Any] = {}
    persons: dict[str, None] = {}
    for case in cases:
        application = fold(of_cases[case]).application
        assert application is not None
        persons[application.person] = None
        person = call.store.read(stream_id("person", application.person), until_position=found.position)
        group = [entry for entry in person if isinstance(entry.fact, _GROUP)]
        made[case] = of_cases[case], checklist(of_cases[case], group)
    return made, sorted(persons)


def _told(made: Sample, out: str | None, digest: str | None) -> Iterator[str]:
    title, population = made.title, made.population
    yield f"{title['municipality']} {title['period']}, {title['of']} as known at entry {title['known_at']}."
    whole = made.whole
    yield f"Population: {whole.size}, {euro(whole.cents)}, which is what the report of that position says."
    if title["criteria"]:
        yield f"Of these {population.size}, {euro(population.cents)}: {'; '.join(title['criteria'])}."
    yield f"SHA-256 of the population: {population.digest}"
    every = f", one hit in {euro(title['interval_cents'])} euro" if title["interval_cents"] else ""
    yield f"Drawn by {title['method']} sampling{every} with seed {title['seed']!r}: {len(made.drawn)}, {euro(made.drawn_cents)}."
    by_name = {one.name: one for one in made.chosen}
    rows = []
    for one in made.drawn:
        points = made.cases[by_name[one.item.name].case][1]
        asked = [point.missing for point in points if point.status == "ask_for_it"]
        rows.append((one.item.name, euro(one.item.cents), one.hits, len(asked), "; ".join(asked)))
    yield from table(("item", "amount", "hits", "to ask", "what"), rows)
    if out is not None:
        yield f"{out}: SHA-256 {digest}"
    else:
        yield f"Each point is one of: {', '.join(TOLD.values())}. With --out FILE.zip: checklists and evidence."
