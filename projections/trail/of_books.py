"""Sentences about a municipality's runs, bank, takeovers, quarters and years, and what it told the chain and CBS."""

from ledger import facts
from projections.trail.of_money import bank_reason
from projections.trail.phrase import Phrase
from projections.words import amount, counted, in_month, on_day, words

_BUCKETS = {
    "unknown_receipt": "money that nobody here sent",
    "unknown_payment": "a payment that no run sent",
    "wrong_amount": "another amount than was sent",
    "wrong_account": "another account than was paid",
    "duplicate": "a second time",
    "ambiguous": "more than one meaning",
}
_MATCHED = {
    "confirmed": "the debit of a payment",
    "returned": "a payment that came back",
    "recovery": "money paid back on a claim",
    "elsewhere": "nothing of this ledger",
}


def run_prepared(fact: facts.RunPrepared, of: str) -> str:
    """A run that waits for a second person."""
    left = f"; {counted(len(fact.left_out), 'case')} left out" if fact.left_out else ""
    total = f"{counted(fact.cases, 'case')}, {counted(fact.lines, 'line')}, {amount(fact.sent_cents)} to be sent"
    days = f"payment day {on_day(fact.payment_day)}, execution day {on_day(fact.execution_day)}"
    on = f"on what was known at entry {fact.position}"
    return f"prepared payment run {fact.run} of {in_month(fact.month)}: {total}, {days}, {on}{left}"


def run_approved(fact: facts.RunApproved, of: str) -> str:
    """The second person."""
    return f"approved payment run {fact.run} as the second person; every line was computed again and is the same"


def run_withdrawn(fact: facts.RunWithdrawn, of: str) -> str:
    """A run taken back."""
    return f"withdrew payment run {fact.run}; what it sent is payable again"


def run_exported(fact: facts.RunExported, of: str) -> str:
    """The payment file."""
    file = f"{counted(fact.transactions, 'transaction')}, {amount(fact.cents)}, SHA-256 {fact.digest[:16]}…"
    return f"made the payment file of run {fact.run}: {file}"


def file_rejected(fact: facts.FileRejected, of: str) -> str:
    """The bank refused the file."""
    why = f"on {on_day(fact.rejected_on)} ({bank_reason(fact.reason)})"
    return f"recorded that the bank refused the whole file of run {fact.run} {why}; all of it is payable again"


def run_confirmed(fact: facts.RunConfirmed, of: str) -> str:
    """The bank answered for all."""
    return (
        f"recorded that the bank answered for every payment of run {fact.run}, the last on {on_day(fact.confirmed_on)}"
    )


def statement_imported(fact: facts.StatementImported, of: str) -> str:
    """A bank statement."""
    kind = "statement" if fact.kind == "statement" else "notification"
    days = f" through {on_day(fact.through_day)}" if fact.through_day else ""
    lines = f"{counted(fact.lines, 'line')}, {amount(fact.total_cents)} together"
    return f"took in bank {kind} {fact.statement} of {of}{days}: {lines}"


def line_left(fact: facts.BankLineLeft, of: str) -> str:
    """A line without a counterpart."""
    reason = f", reason {bank_reason(fact.reason)}" if fact.reason else ""
    reference = f", reference {fact.reference}" if fact.reference else ""
    line = f"line {fact.line} of {fact.statement}: {amount(fact.cents)} on {on_day(fact.booked_on)}"
    return f"left {line} unassigned, {_BUCKETS[fact.bucket]}{reference}{reason}"


def line_matched(fact: facts.BankLineMatched, of: str) -> str:
    """A line that somebody assigned."""
    to = f" ({fact.reference})" if fact.reference else ""
    return f"assigned a bank line of {of}, by two persons: {_MATCHED[fact.matched_as]}{to}; reason {words(fact.reason)}"


def journal_exported(fact: facts.JournalExported, of: str) -> str:
    """Postings for the general ledger."""
    span = f"entries {fact.after + 1} through {fact.through}"
    what = f"{counted(fact.entries, 'entry')} posted, {amount(fact.debit_cents)} debit"
    return f"made journal batch {fact.number} of {of}: {span}, {what}"


def opening_prepared(fact: facts.OpeningPrepared, of: str) -> str:
    """A takeover that waits for a signature."""
    total = f"{counted(fact.cases, 'case')}, {amount(fact.subsidy_cents + fact.charges_cents)} booked elsewhere"
    return f"prepared takeover {fact.opening}: {total}; it waits for a second person"


def opening_signed(fact: facts.OpeningSigned, of: str) -> str:
    """The second person."""
    return f"signed takeover {fact.opening} as the second person"


def quarter_settled(fact: facts.QuarterSettled, of: str) -> str:
    """All cases of a municipality."""
    total = f"{counted(fact.cases, 'case')}, {counted(fact.lines, 'line')}, {amount(fact.subsidy_cents + fact.charges_cents)}"
    known = f"on what was known at entry {fact.position}"
    return f"settled {of} through {in_month(fact.through)}: {total} booked on {on_day(fact.booked_on)}, {known}"


def signed_off(fact: facts.QuarterSignedOff, of: str) -> str:
    """A closed quarter."""
    explained = f"; {counted(len(fact.explained), 'run')} explained" if fact.explained else ""
    unknown = f"; hours unknown in {counted(len(fact.unknown), 'case')}, named" if fact.unknown else ""
    report = f"the report as known at entry {fact.position}, SHA-256 {fact.digest[:16]}…"
    return f"signed off quarter {fact.quarter} of {of}, as the second person: {report}{explained}{unknown}"


def reopened(fact: facts.QuarterReopened, of: str) -> str:
    """Open again."""
    return f"reopened quarter {fact.quarter} of {of}, agreed on by two persons; reason {words(fact.reason)}"


def year_signed_off(fact: facts.YearSignedOff, of: str) -> str:
    """A closed year."""
    sums = f"gross {amount(fact.gross_cents)}, receipts {amount(fact.receipts_cents)}, net {amount(fact.net_cents)}"
    return f"signed off the year {fact.year} of {of}, as the second person: {sums}, as known at entry {fact.position}"


def wage_values_exported(fact: facts.WageValuesExported, of: str) -> str:
    """What the chain was told."""
    span = f"what changed in entries {fact.after + 1} through {fact.through}"
    return f"told the chain of wage values of {of}, delivery {fact.number}: {span}, {counted(fact.rows, 'row')}"


def statistics_exported(fact: facts.StatisticsExported, of: str) -> str:
    """What CBS was told."""
    what = f"{counted(fact.records, 'record')}, as known at entry {fact.position}"
    return f"made the statistics of {of} for CBS over {in_month(fact.month)}, delivery {fact.number}: {what}"


SENTENCES: dict[str, Phrase] = {
    "RunPrepared": run_prepared,
    "RunApproved": run_approved,
    "RunWithdrawn": run_withdrawn,
    "RunExported": run_exported,
    "FileRejected": file_rejected,
    "RunConfirmed": run_confirmed,
    "StatementImported": statement_imported,
    "BankLineLeft": line_left,
    "BankLineMatched": line_matched,
    "JournalExported": journal_exported,
    "OpeningPrepared": opening_prepared,
    "OpeningSigned": opening_signed,
    "QuarterSettled": quarter_settled,
    "QuarterSignedOff": signed_off,
    "QuarterReopened": reopened,
    "YearSignedOff": year_signed_off,
    "WageValuesExported": wage_values_exported,
    "StatisticsExported": statistics_exported,
}
