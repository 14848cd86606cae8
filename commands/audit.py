"""`lks audit verify`: whether the ledger is whole; prints the first bad position and exits 1 if it is not."""

import contextlib
import os
from itertools import islice
from pathlib import Path
from typing import Final

import click
import psycopg

from commands import administrator, audit_text
from commands.audit_text import Verified
from commands.call import Call, reading
from commands.options import POSITION
from commands.progress import counted
from ledger import collector
from ledger.audit import BEFORE_ALL, Audit, catalogue
from ledger.audit.catalogue import Schema
from ledger.audit.finding import in_order
from ledger.audit.looked import looked
from ledger.audit.order import beyond
from ledger.audit.published import differences
from ledger.log.interface import Head
from ledger.proof import signing_key
from ledger.proof.published import Published, open_published
from ledger.refusal import Misuse, Refused
from ledger.server.embedded import home
from projections.beside import Comparing

MOST: Final = 1000
"""Findings after which it stops: the log is not whole, and more say nothing new."""


@click.group()
def audit() -> None:
    """Prove that the ledger is whole."""


@audit.command()
@click.option(
    "--expect", metavar="NOTE|FOLDER", help="A checkpoint that was published: the log must begin with what it is of."
)
@click.option(
    "--key", "key_text", metavar="VKEY", help="Verifier key to check its signature with (default: this ledger's)."
)
@click.option(
    "--from", "first", type=POSITION, default=1, help="Check from this entry on; take what is before as it is."
)
@reading
def verify(call: Call, expect: str | None, key_text: str | None, first: int) -> int:
    """Check order and seals, decide every intent again, compute every amount again, make the projections again and compare them,
    and add up the journal. Needs no key of personal data. See docs/audit.md for what each check proves."""
    if not call.store.sees_everything:
        raise Refused(
            "An audit reads the whole log, and this login sees its own municipalities only.",
            rule="docs/roles.md",
            remedy="Use a login with access to all of them: lks access grant LOGIN --all.",
        )
    head = call.store.head()
    if first > max(1, head.position):
        raise Misuse(f"the last entry is {head.position}.", field="--from", remedy="Give an earlier one.")
    published = _published(head, expect, key_text) if expect else None
    found = _verified(call, head, first, published)
    call.mark()
    call.output.answer(audit_text.lines(found), **audit_text.fields(found))
    return 1 if found.findings else 0


def _verified(call: Call, head: Head, first: int, published: Published | None) -> Verified:
    check = Audit(call.store, first)
    found = Verified(head, check, published)
    with Comparing(call.dsn, head.position) as comparing, collector.at_rest():
        rows = counted(call.store.rows(BEFORE_ALL, head.position), total=head.position, label="Verifying")
        found.findings = list(islice(check.verify(rows, head), MOST))
        found.findings += beyond(call.store)
        if published is not None:
            cut_short = len(found.findings) >= MOST
            seals = b"".join(call.store.seals(published.size)) if cut_short else check.order.seals
            found.findings += differences(published, head, seals)
        if not found.findings:
            (compared,) = [one.result() for one in counted([comparing], total=None, label="Comparing projections")]
            found.compared = compared
            found.findings += compared.findings
        found.findings += islice(looked(call.dsn), MOST)
        found.schema = _schema(call)
        found.findings += found.schema.findings
    found.findings = in_order(found.findings)
    return found


def _schema(call: Call) -> Schema:
    """Compared by an administrator where there is one, who may make everything once more; else by whoever audits."""
    for dsn in (administrator.admin_dsn() if _has_administrator() else call.dsn, call.dsn):
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(dsn, autocommit=True) as connection:
            return catalogue.compare(connection)
    return Schema(skipped="functions, views and triggers: the database could not be reached once more")


def _has_administrator() -> bool:
    return bool(os.environ.get("LKS_ADMIN_DSN")) or not os.environ.get("LKS_DSN")


def _published(head: Head, place: str, key_text: str | None) -> Published:
    """What was published, with its signature checked; that it is of another ledger is for the audit to find."""
    published = open_published(Path(place), None)
    if published.checkpoint.ledger_id != head.ledger_id:
        return published
    signer = None if key_text else signing_key.known(os.environ, home(os.environ), head.ledger_id)
    return open_published(Path(place), signing_key.verifier(key_text, signer))
