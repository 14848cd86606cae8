"""The proof of each case in a sample: the bundle that `lks inspect export` makes, as of the position of the sample."""

import os
from collections.abc import Iterable
from contextlib import closing
from typing import NamedTuple

from commands.call import Call
from ledger.log.entry import genesis
from ledger.log.evidence import Evidence
from ledger.proof import concerning, log_tree, signing_key
from ledger.proof.bundle import bundle
from ledger.server.embedded import home


class Proofs(NamedTuple):
    """A bundle for each case, and the key to check them with."""

    bundles: dict[str, bytes]
    verifier_key: str


def proofs(call: Call, cases: Iterable[str], position: int) -> Proofs:
    """Of these cases, all in the checkpoint at this position."""
    head = call.store.head()
    tree = log_tree.whole_tree(call.store, head.position)
    checkpoint = log_tree.checkpoint(head, tree, position)
    signer, _ = signing_key.load_or_make(os.environ, home(os.environ), head.ledger_id)
    note = checkpoint.signed(signer)
    made = {}
    with closing(Evidence(call.dsn)) as evidence:
        for case in cases:
            chosen = concerning.of_case(evidence, case, position)
            before = evidence.seals_at(row.position - 1 for row in chosen.rows) | {0: genesis(head.ledger_id)}
            made[case] = bundle({"case": case}, checkpoint, note, chosen, before, tree)
    return Proofs(made, str(signer.verifier))
