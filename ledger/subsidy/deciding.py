"""Decisions that change a right that was granted: amended, revised, withdrawn (R20; Awb 4:46, 4:48, 4:49).

An amendment only says what the amount has become after a change that was recorded; a revision puts a past wage value
right; after a withdrawal nothing is due.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from ledger import facts, intents
from ledger.calculation.entitlement import Grant, Terms
from ledger.calculation.timeline import grant_on
from ledger.context import Context
from ledger.facts import DecisionGround, Fact
from ledger.refusal import Refused
from ledger.subsidy.decision import Ruling, Told, decision
from ledger.subsidy.granting import check_wage_value
from ledger.subsidy.inputs import earliest
from ledger.subsidy.state import Subsidy, with_grant

_DAY = timedelta(days=1)


def amend(intent: intents.AmendDecision, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """`Decided` with outcome amend: the amount a full month as it is from that day on; nothing when the last one on that day
    says the same."""
    terms = _terms(subsidy)
    ruling = Ruling(intent.effective, _ruling(terms, intent.effective), terms)
    decided = decision(intent, subsidy, context, ruling, outcome="amend", ground=intent.ground)
    known = [one for one in subsidy.decisions if (one.outcome, one.start) == ("amend", intent.effective)]
    return () if known and _says_the_same(known[-1], decided) else (decided,)


def revise(intent: intents.Revise, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """`Decided` with outcome revise: from `start` on another wage value, until the next decision, or `until`."""
    if intent.start > context.today:
        raise Refused(
            f"A revision puts right what was; {intent.start} is to come.",
            rule="R18",
            article="art. 10d lid 6 Pw",
            remedy="Another wage value from then on is a new decision: lks measurement, lks decide grant --start.",
        )
    return (revision(intent, subsidy, context, intent.start, intent.until, intent.wage_value, intent.ground),)


def withdraw(intent: intents.Withdraw, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """`Decided` with outcome withdraw: from `start` on nothing is due."""
    terms = _terms(subsidy)
    ruling = _ruling(terms, intent.start)
    if ruling.withdrawn:
        raise _withdrawn(ruling)
    if terms.ended is not None and intent.start > terms.ended:
        what = f"The subsidy ended after {terms.ended}; from {intent.start} nothing is due."
        raise Refused(what, rule="R20", remedy="Withdraw from an earlier day.")
    _check_five_years(intent, subsidy)
    withdrawn = replace(ruling, start=intent.start, until=None, withdrawn=True)
    after = Ruling(intent.start, withdrawn, with_grant(terms, withdrawn))
    return (decision(intent, subsidy, context, after, outcome="withdraw", ground=intent.ground),)


def revision(
    intent: Told,
    subsidy: Subsidy,
    context: Context,
    start: date,
    until: date | None,
    wage_value: Decimal,
    ground: DecisionGround,
) -> facts.Decided:
    """A wage value put right from a day on. R3: its first day is the reference day, unless that of the grant itself is put
    right. Raises Refused."""
    terms = _terms(subsidy)
    ruling = _ruling(terms, start)
    _check_revisable(ruling, start, terms, wage_value)
    if ruling.wage_value is not None and wage_value > ruling.wage_value:
        _check_five_years(intent, subsidy)
    last = earliest(until, earliest(ruling.until, _last_day_of(ruling, start, terms)))
    if last is not None and last < start:
        raise Refused(f"The revision would end on {last}, before {start}.", rule="R20", remedy="Check both days.")
    reference = ruling.reference if start == ruling.start else start
    revised = Grant(start, last, "regular", wage_value, reference, revises=True)
    after = Ruling(start, revised, with_grant(terms, revised))
    return decision(intent, subsidy, context, after, outcome="revise", ground=ground)


def _terms(subsidy: Subsidy) -> Terms:
    if subsidy.terms is None or not subsidy.grants:
        what = f"{subsidy.case} is not granted."
        raise Refused(what, rule="R20", remedy="There is no right to change; see lks show.")
    return subsidy.terms


def _ruling(terms: Terms, day: date) -> Grant:
    """The grant that rules a day. Raises Refused where none does."""
    ruling = grant_on(terms, day)
    if ruling is None:
        first = min(grant.start for grant in terms.grants)
        raise Refused(
            f"On {day} nothing was granted yet: the first grant is from {first}.", rule="R20", remedy="Check the day."
        )
    return ruling


def _check_revisable(ruling: Grant, start: date, terms: Terms, wage_value: Decimal) -> None:
    if ruling.withdrawn:
        raise _withdrawn(ruling)
    last = earliest(ruling.until, terms.ended)
    if last is not None and start > last:
        what = f"On {start} nothing is granted: the grant ended on {last}."
        raise Refused(what, rule="R20", remedy="A revision starts within a granted period.")
    if ruling.route == "flat_rate":
        raise Refused(
            f"On {start} the flat rate rules, which has no wage value.",
            rule="R20",
            article="art. 10d lid 5 Pw",
            remedy="Let the wage value be measured, then lks decide grant --start.",
        )
    if ruling.wage_value == wage_value:
        raise Refused(f"The wage value is {wage_value} % already.", rule="R20", remedy="Nothing to revise.")
    check_wage_value(wage_value)


def _withdrawn(ruling: Grant) -> Refused:
    return Refused(
        f"The grant was withdrawn from {ruling.start} on.",
        rule="R20",
        article="art. 4:48 Awb",
        remedy="A new grant needs lks decide grant --start.",
    )


def _last_day_of(ruling: Grant, start: date, terms: Terms) -> date | None:
    """The day before another decision rules; None when none does after this one."""
    days = {grant.start for grant in terms.grants}
    days |= {grant.until + _DAY for grant in terms.grants if grant.revises and grant.until is not None}
    changes = (day for day in sorted(days) if day > start and grant_on(terms, day) is not ruling)
    first = next(changes, None)
    return first and first - _DAY


def _check_five_years(intent: Told, subsidy: Subsidy) -> None:
    """Awb 4:49 lid 3: after the determination a right is lowered within five years."""
    settled = subsidy.finally_settled
    if settled is not None and intent.decided_on > settled.claim_until:
        raise Refused(
            f"Finally settled more than five years ago: a right could be lowered until {settled.claim_until}.",
            rule="R20",
            article="art. 4:49 lid 3 Awb",
            remedy="Nothing can be taken back any more.",
        )


def _says_the_same(known: facts.Decided, decided: facts.Decided) -> bool:
    return all(getattr(known, name) == getattr(decided, name) for name in _SAID)


_SAID = ("ground", "route", "wage_value", "subsidy_cents", "charges_cents", "derivation")
