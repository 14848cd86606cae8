"""`lks inspect export`: a bundle for an inspector, which is checked without this program (docs/bundle.md)."""

import os
from contextlib import closing
from pathlib import Path

import click

from commands import files
from commands.call import Call, reading
from commands.options import CASE, MUNICIPALITY, POSITION
from commands.progress import watched
from ledger.log.entry import genesis
from ledger.log.evidence import Evidence
from ledger.log.interface import Head
from ledger.proof import concerning, log_tree, signing_key
from ledger.proof.bundle import bundle
from ledger.proof.concerning import Chosen
from ledger.proof.note import Signer
from ledger.refusal import Misuse
from ledger.server.embedded import home


@click.group()
def inspect() -> None:
    """For the inspector: evidence that is checked elsewhere, by whoever trusts nobody."""


@inspect.command()
@click.option("--case", type=CASE, help="Case number.")
@click.option("--municipality", type=MUNICIPALITY, help="All of a municipality: its CBS code, like GM0363.")
@click.option("--at", type=POSITION, help="As it was after this entry (default: the last one).")
@click.option("--out", metavar="FILE", required=True, help="The bundle (zip), for its owner only.")
@reading
def export(call: Call, case: str | None, municipality: str | None, at: int | None, out: str) -> None:
    """Write what concerns a case or a municipality, with the proof that it is in the log. Personal data stay sealed."""
    if (case is None) == (municipality is None):
        raise Misuse("one of these is needed.", field="--case or --municipality", remedy="Give one of the two.")
    head = call.store.head()
    size = head.position if at is None else at
    if size > head.position:
        raise Misuse(f"the last entry is {head.position}.", field="--at", remedy="Give an earlier one.")
    with closing(Evidence(call.dsn)) as evidence:
        chosen = _chosen(call, evidence, case, municipality, size)
        before = evidence.seals_at(row.position - 1 for row in chosen.rows) | {0: genesis(head.ledger_id)}
    signer, made = _made(
        call, head, size, {"case": case} if case else {"municipality": municipality or ""}, chosen, before
    )
    files.write(Path(out), lambda file: file.write(made), private=True)
    call.mark()
    say = [
        f"{out}: {len(chosen.rows)} entries, {len(made) / 1000:.1f} kB, checkpoint {size}.",
        f"Check it anywhere with: python verify_bundle.py {Path(out).name} --key {signer.verifier}",
    ]
    call.output.answer(
        say, file=out, entries=len(chosen.rows), bytes=len(made), size=size, verifier_key=str(signer.verifier)
    )


def _chosen(call: Call, evidence: Evidence, case: str | None, municipality: str | None, size: int) -> Chosen:
    if case is not None:
        return concerning.of_case(evidence, case, size)
    assert municipality is not None
    return concerning.of_municipality(call.store, evidence, municipality, size)


def _made(
    call: Call, head: Head, size: int, about: dict[str, str], chosen: Chosen, before: dict[int, bytes]
) -> tuple[Signer, bytes]:
    tree = log_tree.whole_tree(call.store, head.position, watched(head.position, "Reading seals"))
    checkpoint = log_tree.checkpoint(head, tree, size)
    signer, _ = signing_key.load_or_make(os.environ, home(os.environ), head.ledger_id)
    return signer, bundle(about, checkpoint, checkpoint.signed(signer), chosen, before, tree)
