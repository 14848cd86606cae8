"""`lks statistics`: the monthly record set for CBS (SRG), with control totals; deliveries, corrections, and proof of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click

from commands import files
from commands.call import Call, reading, recording
from commands.options import MONTH, MUNICIPALITY
from commands.output import table
from commands.words import counted
from ledger import facts
from ledger.calculation.money import euro
from ledger.calculation.month import Month
from ledger.chain import statistics as deliveries
from ledger.intents import ExportStatistics
from ledger.refusal import Refused
from projections.statistics.delivery import Delivery, delivery, file_name

_CODE = "CBS code of the municipality, like GM0363."


@click.group()
def statistics() -> None:
    """Statistics for CBS (Statistiek Re-integratie door Gemeenten, SRG; docs/statistics.md)."""


@statistics.command()
@click.option("--municipality", type=MUNICIPALITY, required=True, help=_CODE)
@click.option("--month", type=MONTH, required=True, help="Month that the records are about (verslagmaand).")
@click.option("--out", required=True, metavar="DIR", help="Folder for the files, made when it is not there.")
@click.option(
    "--again", type=click.IntRange(1), metavar="N", help="Write delivery N of the month again, as known then."
)
@recording
def srg(call: Call, municipality: str, month: Month, out: str, again: int | None) -> None:
    """Write one record for every subsidy that runs in the month, with control totals beside it.

    The first of a month is its delivery, each after that a correction. Both files can be read by their owner only: the
    records hold BSNs. Which columns they have is policy (srg_columns).
    """
    folder, state = files.folder(out), call.ledger.reading().statistics(municipality)
    if again is not None:
        _write_again(call, municipality, deliveries.delivery(state, month, again), folder)
        return
    deliveries.check_over(month, call.today)
    made = _made(call, municipality, month, call.store.head().position, call.today)
    before = state.of(month)
    if before and before[-1].fact.digest == made.digest:
        last = len(before)
        say = f"Nothing of {month} changed since delivery {last}; --again {last} writes that one again."
        call.output.answer([say, *_left_out(made)], repeated=True, delivery=last, left_out=made.erased)
        return
    intent = ExportStatistics(
        municipality=municipality,
        month=month,
        position=made.position,
        records=len(made.records),
        totals=made.totals,
        digest=made.digest,
    )
    with _beside(folder, made, len(before) + 1) as path:
        receipt = call.record(intent)
    (recorded,) = (fact for fact in receipt.facts if isinstance(fact, facts.StatisticsExported))
    _answer(call, path, recorded, made)


@statistics.command("list")
@click.option("--municipality", type=MUNICIPALITY, required=True, help=_CODE)
@click.option("--month", type=MONTH, help="Only of this month.")
@reading
def list_(call: Call, municipality: str, month: Month | None) -> None:
    """List the deliveries: proof of what was sent."""
    state = call.ledger.reading().statistics(municipality)
    found = [one for of in sorted(state.months) if month in (None, of) for one in state.of(of)]
    days = {one.position: call.store.cause_of(one.position).today for one in found}
    headings = ("month", "delivery", "day", "known at", "records", "euro", "SHA-256")
    say = table(headings, (_cells(one.fact, days[one.position]) for one in found)) if found else ["There is none yet."]
    listed = [one.fact.model_dump(mode="json") | {"day": days[one.position]} for one in found]
    call.output.answer(say, municipality=municipality, deliveries=listed)


def _cells(fact: facts.StatisticsExported, day: date) -> tuple[object, ...]:
    cents = fact.totals["subsidy_cents"] + fact.totals["charges_cents"]
    return fact.month, fact.number, day, fact.position, fact.records, euro(cents), fact.digest


def _made(call: Call, municipality: str, month: Month, position: int, day: date) -> Delivery:
    """As known at a position, with the columns that policy asked for on the day of delivering."""
    as_then = call.ledger.reading(until=position)
    columns = as_then.policy(municipality).on("srg_columns", day).split()
    return delivery(as_then, call.vault, municipality, month, columns)


def _write_again(call: Call, municipality: str, sent: deliveries.Delivery, folder: Path) -> None:
    fact = sent.fact
    day = call.store.cause_of(sent.position).today
    made = _made(call, municipality, fact.month, fact.position, day)
    if made.digest != fact.digest:
        raise _differs(fact, made)
    with _beside(folder, made, fact.number) as path:
        pass
    _answer(call, path, fact, made)


@contextmanager
def _beside(folder: Path, made: Delivery, number: int) -> Iterator[Path]:
    """Both files, put in place when the block ends well; the CSV last: where it stands, the other does."""
    name = file_name(made.municipality, made.month, number)
    path, sidecar = folder / f"{name}.csv", made.sidecar(number)
    with (
        files.beside(path, lambda file: file.write(made.csv), private=True),
        files.beside(folder / f"{name}.json", lambda file: file.write(sidecar), private=True),
    ):
        yield path


def _differs(fact: facts.StatisticsExported, made: Delivery) -> Refused:
    which = f"delivery {fact.number} of {fact.month}"
    if made.erased:
        what = f"{which.capitalize()} cannot be made again: the person of {', '.join(made.erased)} was erased since."
        return Refused(what, rule="R35", remedy="Its digest proves what was sent: lks statistics list.")
    what = f"What would be written is not what was sent as {which}."
    return Refused(what, rule="R35", remedy="See lks audit verify, and use the version that made it.")


def _answer(call: Call, path: Path, fact: facts.StatisticsExported, made: Delivery) -> None:
    which = f"delivery {fact.number}" if fact.number == 1 else f"delivery {fact.number}, a correction"
    split = (
        f"{fact.totals['regular']} regular, {fact.totals['flat_rate']} flat-rate, {fact.totals['sheltered']} sheltered"
    )
    amounts = f"{euro(fact.totals['subsidy_cents'])} subsidy + {euro(fact.totals['charges_cents'])} charges"
    say = [
        f"{path}: {which} of {fact.month}, {counted(fact.records, 'record')}, SHA-256 {fact.digest}",
        f"{split}; {amounts} due.",
        *_left_out(made),
    ]
    told = fact.model_dump(mode="json", exclude={"number"})
    call.output.answer(say, file=str(path), delivery=fact.number, left_out=made.erased, **told)


def _left_out(made: Delivery) -> list[str]:
    return [f"Left out, for the person was erased: {case}." for case in made.erased]
