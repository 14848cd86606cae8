"""The wage values that one municipality told the chain (DKD, UWV; art. 10d Pw): every change is in one export only."""

from dataclasses import dataclass, replace

from ledger import facts, intents
from ledger.context import Context
from ledger.facts import Fact
from ledger.log.entry import Entry
from ledger.refusal import Refused


@dataclass(frozen=True, slots=True)
class Export:
    """An export, and where in the log it was recorded."""

    fact: facts.WageValuesExported
    position: int


@dataclass(frozen=True, slots=True)
class WageValueExports:
    """State: the exports in order."""

    exports: tuple[Export, ...] = ()
    version: int = 0

    @property
    def through(self) -> int:
        """The position through which every change was told."""
        return self.exports[-1].fact.through if self.exports else 0


def evolve(known: WageValueExports, entry: Entry) -> WageValueExports:
    """The exports after one more entry."""
    known = replace(known, version=entry.version)
    if isinstance(entry.fact, facts.WageValuesExported):
        return replace(known, exports=(*known.exports, Export(entry.fact, entry.position)))
    return known


def export(known: WageValueExports, number: int) -> Export:
    """An export by its number. Raises Refused."""
    if not 1 <= number <= len(known.exports):
        last = f"the last is {len(known.exports)}" if known.exports else "there is none yet"
        raise Refused(f"There is no export {number}; {last}.", rule="R20", remedy="See lks wage-values list.")
    return known.exports[number - 1]


def decide(intent: intents.Intent, known: WageValueExports, context: Context) -> tuple[Fact, ...]:
    """The next export; one without rows is none. Raises Refused."""
    assert isinstance(intent, intents.ExportWageValues)
    if intent.after != known.through:
        what = f"The last export goes through entry {known.through}, not {intent.after}."
        raise Refused(what, rule="R20", remedy="Somebody else exported: run lks wage-values export again.")
    if not intent.rows:
        return ()
    number = len(known.exports) + 1
    return (facts.WageValuesExported(number=number, **intent.model_dump(exclude={"municipality", "anyway", "sealed"})),)
