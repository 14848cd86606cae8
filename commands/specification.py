"""`lks specification`: what an employer was paid, row by row (betaalspecificatie), for people and for payroll software."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from commands import files
from commands.call import Call, reading
from commands.options import CASE, EMPLOYER, MONTH, RUN
from commands.words import counted
from ledger.calculation.money import euro
from ledger.calculation.month import Month
from ledger.payment import runs as payment_run
from ledger.refusal import Misuse, Refused
from projections import run_status
from projections.specification import check, csv_file, sidecar, workbook
from projections.specification.document import Specification, file_name, join
from projections.specification.paid import Paid, of_determination, sent_cents, specifications
from projections.specification.row import Profile


@click.command()
@click.argument("run", type=RUN, required=False)
@click.option("--employer", type=EMPLOYER, help="Only of this employer (default: one for each).")
@click.option("--month", type=MONTH, help="Without RUN: every run of this month, in all municipalities of the ledger.")
@click.option("--determination", "case", type=CASE, help="Without RUN: of the final settlement of this case.")
@click.option("--profile", type=click.Choice(["A", "B"]), default="B", show_default=True, help="A: with BSN and names.")
@click.option("--out", required=True, metavar="DIR", help="Folder for the files, made when it is not there.")
@reading
def specification(
    call: Call,
    run: str | None,
    employer: str | None,
    month: Month | None,
    case: str | None,
    profile: Profile,
    out: str,
) -> None:
    """Write the betaalspecificatie of a RUN for each employer: CSV, XLSX, and totals with the calculation as JSON.

    With --employer and --month instead: one for that employer over all municipalities. With --determination: one of a final
    settlement (eindafrekening) after which nothing is sent; what is sent after one is told by its run.
    """
    if case is not None:
        made = _of_determination(call, case, run or employer or (str(month) if month else None), profile)
    else:
        made = _of_run(call, run, employer, profile) if run else _of_month(call, employer, month, profile)
    folder = files.folder(out)
    written = [_write(folder, one) for one in made]
    rows = sum(len(one.rows) for one in made)
    total = sum(cents for one in made for cents in one.sent_cents.values())
    say = [*map(str, written), f"{counted(len(made), 'specification')}, {counted(rows, 'row')}, {euro(total)}."]
    call.output.answer(say, files=list(map(str, written)), rows=rows, sent_cents=total)


def _of_run(call: Call, number: str, employer: str | None, profile: Profile) -> Sequence[Specification]:
    call.look()
    run = payment_run.known(call.ledger.reading().runs(number[:6]), number)
    if run.approval is None:
        raise Refused(f"{number} is not approved.", rule="R25", remedy="It has paid nothing yet.")
    return _checked([_made(call, run, employer, profile)])


def _of_month(call: Call, employer: str | None, month: Month | None, profile: Profile) -> Sequence[Specification]:
    if employer is None or month is None:
        what = "are needed where no RUN is given."
        raise Misuse(what, field="--employer and --month", remedy="Give a RUN, or both of these.")
    dsn, known = call.look(), call.ledger.reading()
    rows = [row for row in run_status.runs(dsn, month=month) if row.status not in ("prepared", "withdrawn", "rejected")]
    found = [_made(call, known.runs(row.municipality).runs[row.run], employer, profile) for row in rows]
    parts = [one for one in _checked(found) if one.employer == employer]
    if not parts:
        raise Refused(f"No run of {month} paid {employer}.", rule="R25", remedy="See lks pay list --month.")
    return [join(parts, f"{month}/{employer}")]


def _of_determination(call: Call, case: str, other: str | None, profile: Profile) -> Sequence[Specification]:
    if other is not None:
        raise Misuse("it is of one case.", field="--determination", remedy="Leave out RUN, --employer and --month.")
    call.look()
    made = of_determination(call.ledger.reading(), call.vault, case, profile)
    check.check(made.rows, {})
    return [made]


def _made(call: Call, run: payment_run.Run, employer: str | None, profile: Profile) -> Paid:
    return specifications(call.ledger.reading(), call.vault, run, employer, profile)


def _checked(found: Iterable[Paid]) -> Sequence[Specification]:
    """Every row sums to the bank's payment, or nothing is written."""
    made: list[Specification] = []
    for paid in found:
        if not paid.specifications:
            continue
        for one in paid.specifications:
            check.check(one.rows, sent_cents(paid, one.employer))
        made += paid.specifications
    if not made:
        raise Refused("Nothing was paid.", rule="R25", remedy="See lks pay status.")
    return made


def _write(folder: Path, one: Specification) -> Path:
    """The CSV last: where it stands, the others do."""
    content = csv_file.write(one.rows)
    name = file_name(one)
    files.write(folder / f"{name}.xlsx", lambda out: out.write(workbook.write(one.rows)))
    files.write(folder / f"{name}.json", lambda out: out.write(sidecar.write(one, content)))
    path = folder / f"{name}.csv"
    files.write(path, lambda out: out.write(content))
    return path
