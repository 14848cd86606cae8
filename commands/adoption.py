"""What adopting law and policy have in common: show what would change, ask, record, and answer (R37, R41)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import click

from commands.call import Call
from commands.output import table
from commands.progress import counted
from ledger import law
from ledger.calculation.money import euro
from ledger.calculation.month import Month
from ledger.facts import Fact, Proposed
from ledger.intents import AdoptPolicy
from ledger.law import policy
from ledger.preview import Change, MoneyIntent, changes
from ledger.reading import Reading
from ledger.refusal import Misuse

SHOWN = 20
"""Changed months that are listed one by one; --json holds them all."""

FIRST, LAST = Month(1, 1), Month(9998, 12)


@dataclass
class Effect:
    """What would change, summed as it is found; the first `keep` changes are kept (None: all of them)."""

    keep: int | None
    months: int = 0
    cents: int = 0
    cases: set[str] = field(default_factory=set)
    first: Month = LAST
    last: Month = FIRST
    kept: list[Change] = field(default_factory=list)

    def add(self, change: Change) -> None:
        """Count one more month."""
        self.months += 1
        self.cents += change.after_cents - change.before_cents
        self.cases.add(change.case)
        self.first, self.last = min(self.first, change.month), max(self.last, change.month)
        if self.keep is None or len(self.kept) < self.keep:
            self.kept.append(change)


def adopt(call: Call, intent: MoneyIntent, done: str, *, yes: bool, also: Sequence[str] = (), **fields: Any) -> int:
    """Show which amounts would change, ask unless `yes`, record, and say `done`; 1 when the answer was no."""
    reading = call.ledger.reading()
    if not _news(intent, reading):
        call.output.answer(["That counts already; nothing was recorded.", *also], repeated=True, **fields)
        return 0
    effect = _effect(call, intent, reading)
    if not call.output.as_json:
        click.echo("\n".join(_lines(effect)))
    if effect.months and not yes and not _agreed(call, effect):
        call.output.answer("Nothing was recorded.")
        return 1
    receipt = call.record(intent)
    waits = next((entry.position for entry in receipt.entries if isinstance(entry.fact, Proposed)), None)
    say = _before(waits) if receipt.repeated else done
    call.answer(receipt, [say, *also], proposal=waits, changes=list(map(_fields, effect.kept)), **fields)
    return 0


def _effect(call: Call, intent: MoneyIntent, reading: Reading) -> Effect:
    effect = Effect(keep=None if call.output.as_json else SHOWN)
    for change in counted(changes(intent, reading, call.today), total=None, label="Looking what would change"):
        effect.add(change)
    return effect


def _news(intent: MoneyIntent, reading: Reading) -> tuple[Fact, ...]:
    """What the intent would record; nothing when it counts already."""
    if isinstance(intent, AdoptPolicy):
        return policy.decide(intent, reading.policy(intent.municipality))
    return law.decide(intent, reading.law())


def _before(waits: int | None) -> str:
    """The same was asked before and does not count now: it waits for a second person, or was undone on the same day."""
    if waits is not None:
        return f"It was proposed before as {waits}; see lks proposals list."
    return "It was changed again since; to record it anew, give another --key."


def _agreed(call: Call, effect: Effect) -> bool:
    if call.output.as_json:
        what = f"is needed, for {effect.months} amounts change."
        raise Misuse(what, field="--yes", remedy="Look first without --json.")
    return click.confirm("Record this?")


def _lines(effect: Effect) -> Sequence[str]:
    if not effect.months:
        return ["No amount changes."]
    of = f"{_plural(effect.months, 'month')} of {_plural(len(effect.cases), 'case')}"
    head = f"{of} change, {effect.first} to {effect.last}, together by {euro(effect.cents)} euro:"
    rows = [(one.case, one.month, euro(one.before_cents), euro(one.after_cents)) for one in effect.kept]
    more = effect.months - len(rows)
    return [head, *table(("case", "month", "is", "becomes"), rows), *([f"... and {more} more"] if more else [])]


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _fields(change: Change) -> dict[str, str | int]:
    return {
        "case": change.case,
        "month": str(change.month),
        "before_cents": change.before_cents,
        "after_cents": change.after_cents,
    }
