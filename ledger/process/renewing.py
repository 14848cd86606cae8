"""Amounts that are set anew: told on 1 January (art. 10d lid 7), or after a re-measurement that is agreed on (lid 6).

A notice changes nothing: what is due from 1 January follows from the law itself (R3)."""

from datetime import date, timedelta

from ledger import facts, intents
from ledger.calculation.amount import amount
from ledger.calculation.entitlement import monthly
from ledger.calculation.timeline import grant_on
from ledger.context import Context
from ledger.facts import Fact
from ledger.refusal import Misuse, Refused
from ledger.subsidy import granting
from ledger.subsidy.checking import not_after
from ledger.subsidy.decision import decision_number, terms_of_objection
from ledger.subsidy.inputs import counting
from ledger.subsidy.state import Subsidy

_DAY = timedelta(days=1)
_YEARLY = "art. 10d lid 7 Pw"
_AMOUNTS = ("subsidy_before_cents", "charges_before_cents", "subsidy_cents", "charges_cents")


def reindex(intent: intents.Reindex, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """`Reindexed`: a full month's amount before and from 1 January on. Raises Refused where nothing is set anew."""
    if (intent.effective.month, intent.effective.day) != (1, 1):
        raise Misuse("it takes 1 January.", field="--year", remedy="The amount is set anew on 1 January only.")
    if obstacle := _obstacle(subsidy, intent.effective):
        remedy = "Only what runs on that day, on an amount of before it, is set anew."
        raise Refused(obstacle, rule="R3", article=_YEARLY, remedy=remedy)
    _check_known(intent.effective, context)
    assert subsidy.terms is not None
    days = (intent.effective - _DAY, intent.effective)
    was, becomes = (amount(monthly(subsidy.terms, day, context.law, context.policy)) for day in days)
    if (was.subsidy_cents, was.charges_cents) == (becomes.subsidy_cents, becomes.charges_cents) != (0, 0):
        raise Refused(
            f"The amount of {subsidy.case} is the same before and from {intent.effective} on.",
            rule="R3",
            article=_YEARLY,
            remedy="There is nothing to tell.",
        )
    notice = facts.Reindexed(
        decision=decision_number(subsidy),
        effective=intent.effective,
        subsidy_before_cents=was.subsidy_cents,
        charges_before_cents=was.charges_cents,
        subsidy_cents=becomes.subsidy_cents,
        charges_cents=becomes.charges_cents,
        **terms_of_objection(intent.employer_notified_on, intent.employee_notified_on, context),
    )
    return () if _told_already(notice, subsidy) else (notice,)


def agree(intent: intents.AgreeRemeasurement, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """`RemeasurementAgreed`; the last one counts. Raises Refused."""
    application = granting.still_open(subsidy, "nothing is measured any more")
    not_after(intent.agreed_on, context.today, "A re-measurement is agreed on today or earlier")
    article = "art. 10d lid 6 Pw"
    granted = subsidy.granted
    if granted is None or granted.route != "regular":
        what = f"No wage value is in force in {subsidy.case}."
        raise Refused(what, rule="R18", article=article, remedy="The first measurement: lks measurement order.")
    not_after(intent.agreed_on, intent.measure_on, "A re-measurement is agreed on before it is done")
    if intent.measure_on < application.start:
        raise Refused(
            f"The employment starts on {application.start}; what is measured again is measured after that.",
            rule="R18",
            article=article,
            remedy="Give a later day.",
        )
    agreed = facts.RemeasurementAgreed(agreed_on=intent.agreed_on, measure_on=intent.measure_on)
    known = [one for _, one in counting(subsidy.inputs, facts.RemeasurementAgreed)]
    return () if known[-1:] == [agreed] else (agreed,)


def set_anew(subsidy: Subsidy, effective: date) -> bool:
    """Whether the amount of a case is set anew on that 1 January: it runs, on an amount of before (R3)."""
    return not _obstacle(subsidy, effective)


def _check_known(effective: date, context: Context) -> None:
    """R41: an amount that still rests on earlier values is not told as that of the new year."""
    known = context.law.known("minimum_wage")
    if all(value.since != effective for value in known):
        raise Refused(
            f"The minimum wage of {effective} is not adopted.",
            rule="R41",
            article=_YEARLY,
            remedy="Adopt the values of that day first: lks law adopt.",
        )


def _obstacle(subsidy: Subsidy, effective: date) -> str:
    """Why its amount is not set anew on that day; empty when it is."""
    terms = subsidy.terms
    ruling = grant_on(terms, effective) if terms is not None and subsidy.grants else None
    ended = terms is not None and terms.ended is not None and terms.ended < effective
    over = ruling is None or ruling.withdrawn or (ruling.until is not None and ruling.until < effective)
    if ended or over or ruling is None:
        return f"Nothing is granted in {subsidy.case} on {effective}."
    if ruling.reference >= effective:
        return f"The amount of {subsidy.case} was fixed on {ruling.reference}, not before {effective}."
    return ""


def _told_already(notice: facts.Reindexed, subsidy: Subsidy) -> bool:
    told = [one for _, one in counting(subsidy.inputs, facts.Reindexed) if one.effective == notice.effective]
    return bool(told) and all(getattr(told[-1], name) == getattr(notice, name) for name in _AMOUNTS)
