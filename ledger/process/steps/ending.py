"""The end: the determination, what is owed and recovered, and payments that came back (steps J and K, R31)."""

from collections.abc import Iterator
from datetime import date

from ledger import facts
from ledger.bank.reasons import ACCOUNT_REASONS
from ledger.calculation.money import euro
from ledger.process import deadlines
from ledger.process.case import Case
from ledger.process.item import WorkItem
from ledger.process.steps.unanswered import expected
from ledger.subsidy.inputs import TERMS
from ledger.subsidy.recovering import lapses


def steps(case: Case) -> Iterator[WorkItem]:
    """What is left to do with the money of a case."""
    yield from _came_back(case)
    yield from _determine(case)
    yield from _recover(case)
    yield from _collect(case)


def _determine(case: Case) -> Iterator[WorkItem]:
    """Awb 4:47: determined ex officio after the end, within a reasonable term (Awb 4:13); again when inputs changed since."""
    subsidy = case.subsidy
    if case.status != "ended" or not subsidy.grants:
        return
    assert subsidy.terms is not None
    assert subsidy.terms.ended is not None
    if case.final is not None and not _changed_since(case):
        return
    again = " again: it was corrected since" if case.final else ""
    ended = subsidy.terms.ended
    last = deadlines.DETERMINATION.last_day(ended, case.equated)
    say = f"ended on {ended}; determine{again} (final settlement)"
    opens = deadlines.day_after(ended)
    yield case.item("determine", opens, last, deadlines.DETERMINATION, say, "lks decide determine {case}")


def _changed_since(case: Case) -> bool:
    """Whether what amounts rest on was reported or corrected after the last decision."""
    return any(
        one.puts[-1].version > case.subsidy.decided_at and one.kind in TERMS for one in case.subsidy.inputs.values()
    )


def _recover(case: Case) -> Iterator[WorkItem]:
    """What is owed and not claimed: announced, then claimed when the views are in or their term is over."""
    subsidy = case.subsidy
    decided = _rests_on(case)
    if decided is None:
        return
    owed = subsidy.owed_cents() - subsidy.claimed_cents()
    if owed <= 0:
        return
    announced = subsidy.announced
    last = deadlines.DETERMINATION.last_day(decided, case.equated)
    if announced is None or announced.cents < owed:
        say = f"{euro(owed)} owed: announce the recovery"
        command = "lks recovery announce {case} --respond-by DAY"
        yield case.item("announce_recovery", decided, last, deadlines.DETERMINATION, say, command)
    else:
        say = f"views on the recovery of {euro(owed)} until {announced.respond_by}"
        yield case.item(
            "recovery_views", announced.announced_on, announced.respond_by, deadlines.VIEWS, say,
            f"lks recovery show {case.number}", waits=True,
        )  # fmt: skip
        opens = deadlines.day_after(announced.respond_by)
        say = f"{euro(owed)} owed: decide on the recovery"
        yield case.item("claim", opens, max(last, opens), deadlines.DETERMINATION, say, "lks recovery claim {case}")
    final = case.final
    if final is not None:
        say = f"{euro(owed)} can be claimed until {final.claim_until}"
        opens = deadlines.months_before(final.claim_until, deadlines.LAPSE_SIGNAL_MONTHS)
        command = "lks recovery claim {case}"
        yield case.item("recovery_lapses", opens, final.claim_until, deadlines.CLAIM, say, command, key=final.decision)


def _rests_on(case: Case) -> date | None:
    """The day of the decision that a recovery rests on: the determination, or a withdrawal (R31)."""
    final = case.final
    outcomes = ("determine",) if final is not None else ("withdraw",)
    return next((one.decided_on for one in reversed(case.subsidy.decisions) if one.outcome in outcomes), None)


def _collect(case: Case) -> Iterator[WorkItem]:
    """What was claimed and is outstanding: it waits for its day, is asked again (reminders), and lapses in five years."""
    subsidy = case.subsidy
    outstanding = subsidy.claimed_cents()
    if not subsidy.claims or outstanding <= 0:
        return
    claim = subsidy.claims[-1]
    for day, cents in expected(subsidy.instalments, claim, outstanding):
        say = f"{euro(cents)} of the claim {claim.decision} to come in"
        yield case.item(
            "payment_of_claim", claim.decided_on, day, deadlines.PAYMENT, say, f"lks recovery show {case.number}",
            key=day, waits=True,
        )  # fmt: skip
    last = lapses(claim)
    say = f"{euro(outstanding)} of {claim.decision} lapses on {last}"
    opens = deadlines.months_before(last, deadlines.LAPSE_SIGNAL_MONTHS)
    yield case.item(
        "recovery_lapses", opens, last, deadlines.LAPSE, say, f"lks recovery show {case.number}", key=claim.decision
    )


def _came_back(case: Case) -> Iterator[WorkItem]:
    """R26: what the bank brought back or did not make is payable again; a refused account waits for another."""
    back = case.subsidy.came_back
    if back is None or case.subsidy.payable_cents() <= 0:
        return
    day = back.returned_on if isinstance(back, facts.PaymentReturned) else back.rejected_on
    blocked = back.reason in ACCOUNT_REASONS and (case.employer is None or case.employer.blocked is not None)
    cents = sum(line.total_cents for line in back.lines)
    if blocked:
        say = f"{euro(cents)} came back ({back.reason}): the account is blocked, another is needed"
        command = f"lks employer bank-account change {case.subsidy.employer}"
    else:
        say = f"{euro(cents)} came back ({back.reason}); the next run sends it"
        command = f"lks pay status {back.run}"
    last = deadlines.paid_again_by(day)
    yield case.item("payment_back", day, last, deadlines.PAYMENT_DAY, say, command, key=back.run, waits=not blocked)
