"""Determining a subsidy that ended (vaststelling, R20, R31): what is left is booked, and the balance is final.

Until then the monthly payments are advances (Awb 4:42, 4:95). Afterwards corrections can still change what is due; what
they change is booked by a new determination, and by nothing else.
"""

from collections.abc import Iterable
from datetime import date

from ledger import facts, intents
from ledger.calculation.calendar import Month
from ledger.closing.settlement import CaseSettlement, settle, settled
from ledger.context import Context
from ledger.facts import Fact
from ledger.process.deadlines import CLAIM
from ledger.refusal import Refused
from ledger.subsidy.decision import decision_number, notified
from ledger.subsidy.state import Cents2, Subsidy


def determine(intent: intents.Determine, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """`Settled` where something is left to book, then `Decided` and `FinallySettled`; none when nothing changed since the
    last determination. Raises Refused."""
    last_day = _last_day(subsidy, context)
    told = notified(intent, context)
    through = max([Month.of(last_day), *(month for month, _ in subsidy.booked)])
    found = settle(subsidy, through, context.law, context.policy)
    _check_hours(found, intent)
    total = _total(subsidy, found)
    before = subsidy.finally_settled
    if before is not None and (before.subsidy_cents, before.charges_cents) == total and not found.lines:
        return ()
    _check_lowering(before, total, intent.decided_on)
    decided = _decided(intent, subsidy, last_day, total, told)
    final = facts.FinallySettled(
        decision=decided.decision,
        subsidy_cents=total[0],
        charges_cents=total[1],
        balance_cents=found.payable_cents,
        claim_until=claim_until(intent.decided_on),
    )
    return (*_booked(found, through, context), decided, final)


def claim_until(decided_on: date) -> date:
    """The last day of five years after a determination; terms in years are never moved (R38)."""
    return CLAIM.last_day(decided_on)


def _last_day(subsidy: Subsidy, context: Context) -> date:
    if subsidy.ended is None or not subsidy.grants:
        raise Refused(
            f"{subsidy.case} is {subsidy.status}; only what was granted and ended is determined.",
            rule="R31",
            article="art. 4:42 Awb",
            remedy="End it first: lks end, or lks transfer.",
        )
    assert subsidy.terms is not None
    last_day = subsidy.terms.ended
    assert last_day is not None, "what ended has a last day"
    if last_day > context.today:
        what = f"{subsidy.case} runs through {last_day}; it is {context.today}."
        raise Refused(what, rule="R31", article="art. 4:42 Awb", remedy=f"Determine it from {last_day} on.")
    if not context.signed:
        what = f"The takeover {subsidy.opening} of {subsidy.case} is not signed by a second person."
        raise Refused(what, rule="R27", remedy="Let a second person sign it: lks opening sign.")
    return last_day


def _check_hours(found: CaseSettlement, intent: intents.Determine) -> None:
    """R11: what is not known is not zero, unless the college decides without it."""
    if found.unknown and intent.anyway is None:
        raise Refused(
            f"Worked hours of {_named(found.unknown)} are not reported.",
            rule="R11",
            article="art. 4:46 Awb",
            remedy="Report them (lks hours report), or determine without them: --anyway --reason CODE.",
        )


def _check_lowering(before: facts.FinallySettled | None, total: Cents2, day: date) -> None:
    if before is not None and sum(total) < before.subsidy_cents + before.charges_cents and day > before.claim_until:
        raise Refused(
            f"{before.decision} is older than {CLAIM.length} (through {before.claim_until}) and is not lowered.",
            rule="R31",
            article="art. 4:49 lid 3 Awb",
            remedy="Nothing can be booked of it any more.",
        )


def _total(subsidy: Subsidy, found: CaseSettlement) -> Cents2:
    """What is due of all months: what was booked of them, and what is booked now."""
    booked = subsidy.booked.values()
    return (
        sum(cents for cents, _ in booked) + sum(line.subsidy_cents for line in found.lines),
        sum(cents for _, cents in booked) + sum(line.charges_cents for line in found.lines),
    )


def _booked(found: CaseSettlement, through: Month, context: Context) -> Iterable[Fact]:
    """R22: in the books on the last day of its last month, or in the oldest quarter that is open."""
    if found.lines:
        assert context.quarters is not None
        yield settled(found, through, context.quarters.booked_on(through.last))


def _decided(
    intent: intents.Determine, subsidy: Subsidy, last_day: date, total: Cents2, told: dict[str, date]
) -> facts.Decided:
    return facts.Decided(
        decision=decision_number(subsidy),
        outcome="determine",
        ground="ended",
        route=None,
        start=min(grant.start for grant in subsidy.grants),
        until=last_day,
        wage_value=None,
        reference=None,
        subsidy_cents=total[0],
        charges_cents=total[1],
        derivation=(),
        decided_on=intent.decided_on,
        decide_by=None,
        **told,
        college_decision=None,
        sealed=intent.sealed,
    )


def _named(months: Iterable[Month]) -> str:
    return ", ".join(map(str, months))
