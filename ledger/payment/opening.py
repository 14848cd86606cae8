"""The takeover of running cases from another system: count and totals that a second person signs (R27).

Until it is signed, no run pays a case that came in with it.
"""

from dataclasses import dataclass, replace

from ledger import facts, intents
from ledger.context import Context, check_second_person
from ledger.facts import Fact
from ledger.log.entry import Entry, Signature
from ledger.refusal import Refused


@dataclass(frozen=True, slots=True)
class Opening:
    """State of one takeover."""

    prepared: facts.OpeningPrepared | None = None
    prepared_version: int = 0
    by: Signature | None = None
    signed: bool = False
    version: int = 0


def evolve(opening: Opening, entry: Entry) -> Opening:
    """The takeover after one more entry."""
    opening = replace(opening, version=entry.version)
    match entry.fact:
        case facts.OpeningPrepared() as fact:
            assert entry.cause is not None
            by = Signature(entry.cause.actor, entry.recorded_by)
            return replace(opening, prepared=fact, prepared_version=entry.version, by=by)
        case facts.OpeningSigned():
            return replace(opening, signed=True)
        case _:
            return opening


def decide(intent: intents.Intent, opening: Opening, context: Context) -> tuple[Fact, ...]:
    """The facts that this intent leads to for this takeover. Raises Refused."""
    match intent:
        case intents.PrepareOpening():
            return _prepare(intent, opening)
        case intents.SignOpening():
            return _sign(opening, context)
    raise AssertionError(f"{type(intent).__name__} is not asked of a takeover")


def _prepare(intent: intents.PrepareOpening, opening: Opening) -> tuple[Fact, ...]:
    prepared = facts.OpeningPrepared(**intent.model_dump(exclude={"municipality", "anyway", "sealed"}))
    if opening.prepared == prepared:
        return ()
    if opening.prepared is not None:
        raise Refused(
            f"{intent.opening} was prepared with other cases or totals.",
            rule="R27",
            remedy="Give this takeover another number.",
        )
    return (prepared,)


def _sign(opening: Opening, context: Context) -> tuple[Fact, ...]:
    if opening.prepared is None:
        raise Refused(f"There is no takeover {context.address}.", rule="R27", remedy="Import the running cases first.")
    if opening.signed:
        return ()
    assert opening.by is not None
    check_second_person(opening.by, context)
    prepared = opening.prepared
    return (facts.OpeningSigned(opening=prepared.opening, of=opening.prepared_version, digest=prepared.digest),)
