"""`lks inspect export`: a bundle for an inspector, which is checked without this program (docs/bundle.md)."""

from contextlib import closing
from pathlib import Path

import click

from commands import files
from commands.call import Call, reading
from commands.checkpoint import checkpoint_for, keyed
from commands.options import CASE, MUNICIPALITY, POSITION
from commands.progress import watched
from ledger.log.entry import genesis
from ledger.log.evidence import Evidence
from ledger.proof import concerning, log_tree
from ledger.proof.bundle import bundle
from ledger.proof.concerning import Chosen
from ledger.refusal import Misuse


@click.group()
def inspect() -> None:
    """For the inspector: evidence that is checked elsewhere, by whoever trusts nobody."""


@inspect.command()
@click.option("--case", type=CASE, help="Case number.")
@click.option("--municipality", type=MUNICIPALITY, help="All of a municipality: its CBS code, like GM0363.")
@click.option("--at", type=POSITION, help="As it was after this entry (default: the last one).")
@click.option("--in", "place", metavar="NOTE|FOLDER", help="Prove it in this checkpoint, which was published before.")
@keyed
@click.option("--out", metavar="FILE", required=True, help="The bundle (zip), for its owner only.")
@reading
def export(
    call: Call,
    case: str | None,
    municipality: str | None,
    at: int | None,
    place: str | None,
    key_text: str | None,
    out: str,
) -> None:
    """Write what concerns a case or a municipality, with the proof that it is in the log. Personal data stay sealed."""
    if (case is None) == (municipality is None):
        raise Misuse("one of these is needed.", field="--case or --municipality", remedy="Give one of the two.")
    if at and place:
        raise Misuse("exclude one another.", field="--at and --in", remedy="Give one of them, or none.")
    head = call.store.head()
    if at and at > head.position:
        raise Misuse(f"the last entry is {head.position}.", field="--at", remedy="Give an earlier one.")
    tree = log_tree.whole_tree(call.store, head.position, watched(head.position, "Reading seals"))
    checkpoint, note, key = checkpoint_for(call, head, tree, at or head.position, place, key_text)
    with closing(Evidence(call.dsn)) as evidence:
        chosen = _chosen(call, evidence, case, municipality, checkpoint.size)
        before = evidence.seals_at(row.position - 1 for row in chosen.rows) | {0: genesis(head.ledger_id)}
    about = {"case": case} if case else {"municipality": municipality or ""}
    made = bundle(about, checkpoint, note, chosen, before, tree)
    files.write(Path(out), lambda file: file.write(made), private=True)
    call.mark()
    say = [
        f"{out}: {len(chosen.rows)} entries, {len(made) / 1000:.1f} kB, checkpoint {checkpoint.size}.",
        f"Check it anywhere with: python verify_bundle.py {Path(out).name} --key {key}",
    ]
    call.output.answer(
        say, file=out, entries=len(chosen.rows), bytes=len(made), size=checkpoint.size, verifier_key=str(key)
    )


def _chosen(call: Call, evidence: Evidence, case: str | None, municipality: str | None, size: int) -> Chosen:
    if case is not None:
        return concerning.of_case(evidence, case, size)
    assert municipality is not None
    return concerning.of_municipality(call.store, evidence, municipality, size)
