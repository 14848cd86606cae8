"""What comes after a contract or a wage value ends (steps H1 to H3): asked two months before, confirmed or declined.

A confirmed contract goes on with the `Amended` that gives its new end, in the same append; what is granted goes on by a new
decision (R18).
"""

from datetime import date, timedelta
from typing import Literal

from ledger import facts, intents
from ledger.context import Context
from ledger.facts import Ending, Fact
from ledger.process.asking import Asked, chosen, extension_answer, extension_asked, extension_open, last_day_of
from ledger.process.deadlines import REMINDER, signal_from
from ledger.refusal import Refused
from ledger.subsidy import granting
from ledger.subsidy.checking import check, not_after
from ledger.subsidy.inputs import counting
from ledger.subsidy.state import Subsidy, after

_DAY = timedelta(days=1)
_ARTICLE = "art. 10d lid 1 Pw"

Answer = intents.ConfirmExtension | intents.DeclineExtension


def ask(intent: intents.AskExtension, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """`ExtensionAsked`, with the last day to answer. Raises Refused."""
    not_after(intent.asked_on, context.today, "The employer is asked today or earlier")
    _check_granted(subsidy)
    last_day = _end(subsidy, intent.ends)
    for _, known in counting(subsidy.inputs, facts.ExtensionAsked):
        if (known.ends, known.last_day) == (intent.ends, last_day):
            return _asked_before(intent, known, subsidy)
    _check_not_answered(subsidy, last_day)
    not_after(intent.asked_on, last_day, f"It ended, so what came after it is confirmed or declined ({last_day})")
    first = signal_from(last_day)
    if intent.asked_on < first and intent.anyway is None:
        raise Refused(
            f"The {intent.ends.replace('_', ' ')} ends after {last_day}; the employer is asked two months before.",
            rule="R18",
            remedy=f"Ask from {first} on, or sooner with --anyway --reason CODE.",
        )
    gap = chosen(context.policy, intent.asked_on).gap
    return (
        facts.ExtensionAsked(
            ends=intent.ends,
            last_day=last_day,
            asked_on=intent.asked_on,
            respond_by=REMINDER.last_day(intent.asked_on, number=gap),
            anyway=intent.anyway if intent.asked_on < first else None,
        ),
    )


def confirm(intent: intents.ConfirmExtension, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """`ExtensionConfirmed`, and where the contract ends the `Amended` with its new end. Raises Refused."""
    not_after(intent.confirmed_on, context.today, "An extension is confirmed today or earlier")
    _check_granted(subsidy)
    if _confirmed_already(intent, subsidy):
        return ()
    ends, last_day = _what_ends(subsidy)
    declined = extension_answer(subsidy, last_day)
    if isinstance(declined, facts.ExtensionDeclined):
        raise Refused(
            f"On {declined.declined_on} it was recorded that nothing comes after {last_day}.",
            rule="R35",
            remedy="Take that back first: lks withdraw ENTRY (see lks history).",
        )
    confirmed = facts.ExtensionConfirmed(last_day=last_day, confirmed_on=intent.confirmed_on, until=intent.until)
    if ends == "contract":
        return confirmed, _goes_on(intent.until, last_day, subsidy, context)
    _check_same_contract(intent.until, last_day, subsidy)
    return (confirmed,)


def decline(intent: intents.DeclineExtension, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """`ExtensionDeclined`; unanswered only after the term of the last reminder. Raises Refused."""
    not_after(intent.declined_on, context.today, "An extension is declined today or earlier")
    _check_granted(subsidy)
    _, last_day = _what_ends(subsidy)
    before = extension_answer(subsidy, last_day)
    if isinstance(before, facts.ExtensionDeclined) and before.answered == intent.answered:
        return ()
    _check_not_answered(subsidy, last_day)
    if not intent.answered:
        _check_reminded(intent, extension_asked(subsidy), context)
    declined = {"last_day": last_day, "declined_on": intent.declined_on, "answered": intent.answered}
    return (facts.ExtensionDeclined.model_validate(declined),)


def _check_granted(subsidy: Subsidy) -> None:
    granting.still_open(subsidy, "nothing is extended any more")
    if subsidy.status != "granted":
        what = f"{subsidy.case} is not granted: there is nothing to extend."
        raise Refused(what, rule="R18", article=_ARTICLE, remedy="Use lks decide grant.")


def _end(subsidy: Subsidy, ends: Ending) -> date:
    last_day = last_day_of(subsidy, ends)
    if last_day is None:
        what = f"The {ends.replace('_', ' ')} of {subsidy.case} has no last day."
        raise Refused(what, rule="R18", article=_ARTICLE, remedy="There is nothing to ask about; see lks show.")
    return last_day


def _what_ends(subsidy: Subsidy) -> tuple[Ending, date]:
    """What the answer is about: what was asked, else what ends first of contract and wage value. Raises Refused."""
    found = extension_open(subsidy)
    if found is not None:
        return found[1].ends, found[1].last_day
    ends: list[tuple[date, Ending]] = []
    if subsidy.contract_end is not None:
        ends.append((subsidy.contract_end, "contract"))
    valid = last_day_of(subsidy, "wage_value")
    if valid is not None and not isinstance(extension_answer(subsidy, valid), facts.ExtensionConfirmed):
        ends.append((valid, "wage_value"))
    if not ends:
        what = f"Neither contract nor wage value of {subsidy.case} has a last day."
        raise Refused(what, rule="R18", article=_ARTICLE, remedy="There is nothing to extend; see lks show.")
    last_day, which = min(ends)
    return which, last_day


def _asked_before(intent: intents.AskExtension, known: facts.ExtensionAsked, subsidy: Subsidy) -> tuple[Fact, ...]:
    if known.asked_on == intent.asked_on:
        return ()
    answer = extension_answer(subsidy, known.last_day)
    remedy = "Remind of it: lks remind --about extension." if answer is None else "It was answered; see lks history."
    raise Refused(f"It was asked on {known.asked_on}, to answer by {known.respond_by}.", rule="R18", remedy=remedy)


def _check_not_answered(subsidy: Subsidy, last_day: date) -> None:
    answer = extension_answer(subsidy, last_day)
    if answer is None:
        return
    said = "goes on" if isinstance(answer, facts.ExtensionConfirmed) else "does not go on"
    raise Refused(
        f"It is recorded already that it {said} after {last_day}.",
        rule="R35",
        remedy="If that is wrong: lks withdraw ENTRY (see lks history), and record it anew.",
    )


def _confirmed_already(intent: intents.ConfirmExtension, subsidy: Subsidy) -> bool:
    said = [(one.confirmed_on, one.until) for _, one in counting(subsidy.inputs, facts.ExtensionConfirmed)]
    return (intent.confirmed_on, intent.until) in said and intent.until == (subsidy.contract_end or "open")


def _goes_on(until: date | Literal["open"], last_day: date, subsidy: Subsidy, context: Context) -> facts.Amended:
    """The contract with its new end, from the day after the old one."""
    if until != "open" and until <= last_day:
        raise Refused(f"The contract ends on {last_day} already.", rule="R18", article=_ARTICLE,
                      remedy="Give the new last day (--until), or open for none.")  # fmt: skip
    fields = dict.fromkeys(("form", "hours", "maximum_hours", "sector_full_time_hours", "employer"))
    amended = facts.Amended.model_validate({**fields, "effective": last_day + _DAY, "end": until})
    check(amended, after([(amended, subsidy.version + 1, subsidy.municipality)], subsidy), context)
    return amended


def _check_same_contract(until: date | Literal["open"], last_day: date, subsidy: Subsidy) -> None:
    """Where only the wage value ends, the contract stays as it is on record."""
    end = subsidy.contract_end
    if until != (end or "open"):
        known = f"ends on {end}" if end else "has no end"
        what = f"Only the wage value ends, on {last_day}; the contract {known}."
        raise Refused(what, rule="R18", remedy="Another end of the contract: lks amend --end.")


def _check_reminded(intent: intents.DeclineExtension, asked: Asked | None, context: Context) -> None:
    """Step H2: no answer counts as none only when all reminders were sent and their terms are over."""
    if asked is None:
        what = "The employer was not asked, so cannot have left it unanswered."
        raise Refused(what, rule="R15", remedy="Ask first: lks extend ask.")
    policy = chosen(context.policy, intent.declined_on)
    due = policy.number if "extension" in policy.uses else 0
    if asked.level < due:
        what = f"{asked.level} of {due} reminders were sent (policy reminders)."
        remedy = f"Remind from {asked.again_from(policy.gap)} on: lks remind --about extension."
        raise Refused(what, rule="R15", remedy=remedy)
    if intent.declined_on <= asked.until:
        what = f"The employer can answer until {asked.until}."
        raise Refused(what, rule="R15", remedy=f"Record it from {asked.until + _DAY} on.")
