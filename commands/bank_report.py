"""What `lks bank` answers: statement by statement what was recorded, lines that wait, and statements that are missing."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from commands.output import table
from commands.words import counted
from ledger import facts
from ledger.asking import Receipt
from ledger.bank.reasons import meaning
from ledger.bank.status_report import REJECTED, StatusReport
from ledger.calculation.money import euro
from ledger.intents import ImportRejections, ImportStatement
from ledger.payment.bank import Gap
from projections.bank_queries import UnmatchedLine

BUCKETS = {
    "unknown_receipt": "money came in that no payment here explains",
    "unknown_payment": "money went out under no reference of ours",
    "wrong_amount": "the reference is ours, the amount is another",
    "wrong_account": "the reference is ours, the account is another",
    "duplicate": "the same payment a second time",
    "ambiguous": "it can mean more than one thing",
}
ACCEPTED = "accepts the file; nothing to record"
REFUSED_COPY = "refuses a copy of a file that the bank has already; the first one counts, nothing to record"
NOUNS = {
    "confirmed": ("case", "confirmed"),
    "returned": ("case", "returned"),
    "rejected": ("case", "rejected"),
    "accounts blocked": ("account", "blocked"),
    "runs answered": ("run", "answered"),
}
HEADINGS = ("line", "statement", "booked on", "euro", "reference", "bucket")

Missing = Sequence[tuple[str, Gap]]
"""By account the statements that are missing."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What one statement or report led to."""

    file: str
    name: str
    account: str | None
    lines: int
    repeated: bool
    counts: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    words: str = ""


def statement(file: str, intent: ImportStatement, receipt: Receipt) -> Imported:
    """A statement or notification."""
    new = [] if receipt.repeated else receipt.facts
    cases = Counter(fact.topic for fact in new)
    left: Counter[str] = Counter(fact.bucket for fact in new if isinstance(fact, facts.BankLineLeft))
    returned = [fact for fact in new if isinstance(fact, facts.PaymentReturned)]
    counts = {
        "confirmed": cases["PaymentConfirmed"],
        "returned": cases["PaymentReturned"],
        **left,
        "accounts blocked": cases["AccountBlocked"],
        "runs answered": cases["RunConfirmed"],
    }
    name = f"{intent.kind} {intent.statement}"
    reasons = dict(Counter(fact.reason for fact in returned))
    return Imported(file, name, intent.account, len(intent.lines), receipt.repeated, _some(counts), reasons)


def rejected(file: str, intent: ImportRejections, cases: int, receipt: Receipt) -> Imported:
    """A report that rejects a run or some of its payments."""
    what = f"the whole file of {intent.run}" if intent.reason else counted(len(intent.rejections), "payment")
    codes = [intent.reason] if intent.reason else [one.reason for one in intent.rejections]
    blocked = sum(isinstance(fact, facts.AccountBlocked) for fact in receipt.facts)
    counts = {} if receipt.repeated else _some({"rejected": cases, "accounts blocked": blocked})
    return Imported(
        file, f"report on {intent.run}", None, 0, receipt.repeated, counts, dict(Counter(codes)), f"rejects {what}"
    )


def accepted(file: str, said: StatusReport) -> Imported:
    """A report that rejects nothing records nothing: only a statement says that money moved."""
    words = ACCEPTED if said.status != REJECTED else REFUSED_COPY
    return Imported(file, f"report on {said.message}", None, 0, True, words=words)


def text(done: Sequence[Imported], missing: Missing) -> list[str]:
    """One line for each statement, what the bank's codes mean, and what is to be done next."""
    lines = [line for one in done for line in _said(one)]
    waiting = sum(count for one in done for bucket, count in one.counts.items() if bucket in BUCKETS)
    if waiting:
        lines.append(f"{counted(waiting, 'line')} matched nothing: lks bank unmatched")
    return [*lines, *_gaps(missing)]


def fields(done: Sequence[Imported], missing: Missing) -> dict[str, Any]:
    """The same as JSON."""
    return {
        "imported": [
            {
                "file": one.file,
                "name": one.name,
                "lines": one.lines,
                "repeated": one.repeated,
                "counts": one.counts,
                "reasons": one.reasons,
            }
            for one in done
        ],
        "missing": _gap_fields(missing),
    }


def unmatched(rows: Sequence[UnmatchedLine], missing: Missing) -> list[str]:
    """Lines that wait for people, with what their buckets mean."""
    if not rows:
        return ["Every line of the bank matches.", *_gaps(missing)]
    cells = (
        (row.number, f"{row.statement}/{row.line}", row.booked_on, euro(row.cents), row.reference or "", row.bucket)
        for row in rows
    )
    meanings = [f"{name}: {BUCKETS[name]}." for name in BUCKETS if any(row.bucket == name for row in rows)]
    return [*table(HEADINGS, cells), *meanings, *_gaps(missing)]


def unmatched_fields(rows: Sequence[UnmatchedLine], missing: Missing) -> dict[str, Any]:
    """The same as JSON, in cents."""
    return {"lines": [row._asdict() for row in rows], "missing": _gap_fields(missing)}


def _said(one: Imported) -> Iterator[str]:
    if one.repeated and one.words not in (ACCEPTED, REFUSED_COPY):
        yield f"{one.file}: {one.name}: imported before; nothing new."
        return
    counts = ", ".join(_counted(name, count) for name, count in one.counts.items())
    parts = [part for part in (one.words, counted(one.lines, "line") if one.lines else "", counts) if part]
    yield f"{one.file}: {one.name}: {': '.join(parts) if parts else 'no lines'}."
    for code in one.reasons:
        yield f"  {code}: {meaning(code)}."


def _counted(name: str, count: int) -> str:
    """4 cases confirmed; 1 unknown receipt."""
    if name not in NOUNS:
        return counted(count, name.replace("_", " "))
    noun, done = NOUNS[name]
    return f"{counted(count, noun)} {done}"


def _gaps(missing: Missing) -> Iterator[str]:
    for _account, gap in missing:
        yield (
            f"Warning: between statements {gap.after} and {gap.before} one is missing: "
            f"the balance moved by {euro(gap.cents)}."
        )


def _gap_fields(missing: Missing) -> list[dict[str, Any]]:
    return [
        {"account": account, "after": gap.after, "before": gap.before, "cents": gap.cents} for account, gap in missing
    ]


def _some(counts: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in counts.items() if count}
