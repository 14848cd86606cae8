"""`lks retention`: what may be erased when, person by person, and what still stands in the way."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import click

from commands.call import Call, reading
from commands.options import DAY, MUNICIPALITY
from commands.output import table
from commands.progress import counted
from commands.words import counted as number_of
from ledger import facts
from ledger.refusal import Misuse
from ledger.retention.keeping import Keeping
from ledger.retention.result import Retention

HEADINGS = ("who", "result", "kept through", "may be erased", "why, or what stands in the way")
_AT_ONCE = 500


@click.command()
@click.option("--municipality", type=MUNICIPALITY, help="Only persons registered there.")
@click.option("--on", "on", type=DAY, help="As it will be on this day (default: the business day).")
@click.option("--erasable", is_flag=True, help="Only who may be erased then.")
@click.option("--employers", is_flag=True, help="Employers instead of persons; only natural persons are erased.")
@click.option("--experts", is_flag=True, help="Wage value experts instead of persons.")
@click.option("--csv", "as_csv", is_flag=True, help="Answer as CSV.")
@reading
def retention(
    call: Call,
    municipality: str | None,
    on: date | None,
    erasable: bool,
    employers: bool,
    experts: bool,
    as_csv: bool,
) -> None:
    """List what may be erased when: by number, with the term, and every thing that still stands in the way.

    Terms are those of the policy retention; the books and recoveries have terms of their own. Who was erased is not listed.
    """
    if (employers and experts) or (municipality and (employers or experts)):
        raise Misuse("do not go together.", field="--municipality, --employers, --experts", remedy="Give one of them.")
    call.mark()
    day = on or call.today
    keeping = Keeping(call.ledger.reading(), day)
    found = (
        _employers(call, keeping)
        if employers
        else _experts(call, keeping)
        if experts
        else _persons(call, keeping, municipality)
    )
    kept = [one for one in found if not erasable or one.erasable(day)]
    if as_csv:
        click.echo(_csv(kept, day), nl=False)
        return
    who = "expert" if experts else "employer" if employers else "person"
    may = sum(one.erasable(day) for one in kept)
    total = f"{number_of(len(kept), who)}; {may} may be erased on {day}."
    lines = [*table(HEADINGS, [_cells(one, day) for one in kept]), total] if kept else [total]
    call.output.answer(lines, on=str(day), retention=[_fields(one, day) for one in kept])


def _persons(call: Call, keeping: Keeping, municipality: str | None) -> Iterator[Retention]:
    """Every person who is not erased, and not merged into another."""
    topics = ("PersonRegistered", "PersonMerged", "PersonErased")
    registered: dict[object, str] = {}
    for entry in call.store.read_municipality(municipality, topics):
        if isinstance(entry.fact, facts.PersonRegistered):
            registered[entry.stream] = entry.fact.person
        else:
            registered.pop(entry.stream, None)
    numbers = sorted(registered.values())
    parts = (numbers[n : n + _AT_ONCE] for n in range(0, len(numbers), _AT_ONCE))
    for number in counted(_loaded(keeping, parts), total=len(numbers), label="Looking at persons"):
        yield keeping.person(number)


def _loaded(keeping: Keeping, parts: Iterable[list[str]]) -> Iterator[str]:
    for part in parts:
        keeping.load(part)
        yield from part


def _employers(call: Call, keeping: Keeping) -> Iterator[Retention]:
    entries = list(call.store.read_all(topics=("EmployerRegistered", "EmployerErased")))
    gone = {entry.stream for entry in entries if isinstance(entry.fact, facts.EmployerErased)}
    registered = (entry.fact for entry in entries if entry.stream not in gone)
    numbers = sorted(fact.employer for fact in registered if isinstance(fact, facts.EmployerRegistered))
    for number in counted(numbers, total=len(numbers), label="Looking at employers"):
        yield keeping.employer(number)


def _experts(call: Call, keeping: Keeping) -> Iterator[Retention]:
    entries = list(call.store.read_all(topics=("ExpertRegistered", "ExpertErased")))
    gone = {entry.stream for entry in entries if isinstance(entry.fact, facts.ExpertErased)}
    registered = (entry.fact for entry in entries if entry.stream not in gone)
    for code in sorted({fact.expert for fact in registered if isinstance(fact, facts.ExpertRegistered)}):
        yield keeping.expert(code)


def _cells(one: Retention, day: date) -> tuple[object, ...]:
    last = one.last
    told = "; ".join(obstacle.what for obstacle in one.obstacles) or (last.why if last else "")
    return one.number, one.result, last.until if last else "", "yes" if one.erasable(day) else "no", told


def _fields(one: Retention, day: date) -> dict[str, Any]:
    last = one.last
    return {
        "number": one.number,
        "persons": list(one.persons),
        "cases": list(one.cases),
        "result": one.result,
        "kept_through": str(last.until) if last else None,
        "why": last.why if last else None,
        "article": last.article if last else None,
        "erasable": one.erasable(day),
        "obstacles": [obstacle._asdict() for obstacle in one.obstacles],
    }


def _csv(kept: list[Retention], day: date) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("number", "result", "kept_through", "erasable", "why", "article", "obstacles"))
    for one in kept:
        fields = _fields(one, day)
        obstacles = "; ".join(obstacle.what for obstacle in one.obstacles)
        erasable = "yes" if fields["erasable"] else "no"
        row = (one.number, one.result, fields["kept_through"], erasable, fields["why"], fields["article"], obstacles)
        writer.writerow(row)
    return out.getvalue()
