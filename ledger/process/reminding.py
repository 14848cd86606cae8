"""Reminding (rappelleren, steps A3 and H2): what is missing is asked again, as often and as soon as the municipality chose.

A reminder of a claim is another thing: the law has one (aanmaning, Awb 4:112), with a term of its own.
"""

from collections.abc import Sequence
from datetime import date

from ledger import facts, intents
from ledger.calculation.calendar import Month
from ledger.context import Context
from ledger.facts import Fact
from ledger.process.asking import (
    Asked,
    chosen,
    documents_asked,
    extension_asked,
    hours_asked,
    missing_documents,
    missing_months,
    payment_reminded,
)
from ledger.process.deadlines import PAYMENT_REMINDER, REMINDER
from ledger.refusal import Misuse, Refused
from ledger.subsidy.checking import not_after
from ledger.subsidy.inputs import counting
from ledger.subsidy.recovering import overdue_cents
from ledger.subsidy.state import Subsidy


def remind(intent: intents.Remind, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """`Reminded`, with its level and the last day to answer. Raises Refused."""
    not_after(intent.reminded_on, context.today, "A reminder is sent today or earlier")
    if intent.months and intent.about != "hours":
        raise Misuse("only hours are of a month.", field="--month", remedy="Leave it out.")
    match intent.about:
        case "documents":
            return _of_documents(intent, subsidy, context)
        case "hours":
            return _of_hours(intent, subsidy, context)
        case "extension":
            return _of_extension(intent, subsidy, context)
        case "payment":
            return _of_payment(intent, subsidy, context)


def _of_documents(intent: intents.Remind, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    if subsidy.status in ("rejected", "set_aside"):
        what = f"{subsidy.case} is {subsidy.status.replace('_', ' ')}; nothing is asked for any more."
        raise Refused(what, rule="R15", remedy="A new case needs lks apply.")
    asked = documents_asked(subsidy)
    if asked is None:
        raise Refused(
            f"Nothing is missing of {subsidy.case}.",
            rule="R15",
            article="art. 4:5 Awb",
            remedy="What is missing is asked for first: lks documents request.",
        )
    documents = missing_documents(subsidy)
    if _sent_already(intent, subsidy, documents=documents):
        return ()
    last = "lks set-aside, after the term of the last one"
    return (_reminded(intent, asked, context, f"Then the application can be set aside: {last}.", documents=documents),)


def _of_hours(intent: intents.Remind, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    missing = missing_months(subsidy, Month.of(intent.reminded_on).previous, context.policy)
    not_missing = [month for month in intent.months if month not in missing]
    if not missing or not_missing:
        which = f" of {', '.join(map(str, not_missing))}" if not_missing else ""
        raise Refused(
            f"No worked hours{which} of {subsidy.case} are missing on {intent.reminded_on}.",
            rule="R11",
            remedy="See lks schedule; on a fixed contract the subsidy follows the agreed hours (R10).",
        )
    months = tuple(sorted(set(intent.months))) or _most_reminded(intent, subsidy, missing, context)
    if _sent_already(intent, subsidy, months=months):
        return ()
    if len({hours_asked(subsidy, month).level for month in months}) > 1:
        what = f"These months were not reminded of equally often: {', '.join(map(str, months))}."
        raise Refused(what, rule="R15", remedy="Remind of those that were reminded of as often: --month, repeated.")
    latest = max((hours_asked(subsidy, month) for month in months), key=lambda one: one.until)
    remedy = "They stay not reported: nothing variable is due of them (R11)."
    return (_reminded(intent, latest, context, remedy, months=months),)


def _of_extension(intent: intents.Remind, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    asked = extension_asked(subsidy)
    if asked is None:
        raise Refused(
            f"No question about an extension of {subsidy.case} waits for an answer.",
            rule="R15",
            remedy="Ask first: lks extend ask.",
        )
    if _sent_already(intent, subsidy):
        return ()
    remedy = f"The extension counts as not asked: lks extend decline --case {subsidy.case} --no-answer."
    return (_reminded(intent, asked, context, remedy),)


def _of_payment(intent: intents.Remind, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """Awb 4:112: what is in default is reminded of once, and can then be collected by writ."""
    if not overdue_cents(subsidy, intent.reminded_on):
        days = [claim.pay_by for claim in subsidy.claims] if subsidy.claimed_cents() else []
        what = f"No claim of {subsidy.case} is overdue on {intent.reminded_on}" + _pay_by(days, subsidy)
        raise Refused(what, rule="R31", article="art. 4:112 Awb", remedy="See lks recovery show.")
    if _sent_already(intent, subsidy):
        return ()
    before = payment_reminded(subsidy)
    if before is not None:
        raise Refused(
            f"The claim was reminded of on {before.reminded_on}, to pay by {before.respond_by}.",
            rule="R31",
            article="art. 4:112 Awb",
            remedy="What is not paid by then is collected by writ (dwangbevel, art. 4:114 Awb).",
        )
    until = PAYMENT_REMINDER.last_day(intent.reminded_on, context.law.equated_days)
    return (_fact(intent, 1, until, None),)


def _pay_by(days: Sequence[date], subsidy: Subsidy) -> str:
    agreed = subsidy.instalments
    days = [part.due_on for part in agreed.instalments] if agreed and days else days
    return f": it can be paid until {max(days)}." if days else "."


def _reminded(
    intent: intents.Remind,
    asked: Asked,
    context: Context,
    afterwards: str,
    *,
    documents: tuple[facts.Document, ...] = (),
    months: tuple[Month, ...] = (),
) -> Fact:
    """The reminder, if it is its turn; sooner than the gap only with a reason."""
    policy = chosen(context.policy, intent.reminded_on)
    if intent.about not in policy.uses:
        what = f"The municipality sends no reminders of {intent.about} (policy reminders)."
        raise Refused(what, rule="R15", remedy=afterwards)
    if asked.level >= policy.number:
        what = f"The last of {policy.number} reminders was sent on {asked.asked_on}, to answer by {asked.until}."
        raise Refused(what, rule="R15", remedy=afterwards)
    first = asked.again_from(policy.gap)
    if intent.reminded_on < first and intent.anyway is None:
        raise Refused(
            f"They can answer until {asked.until}; reminders are {policy.gap} working days apart.",
            rule="R15",
            remedy=f"Remind from {first} on, or sooner with --anyway --reason CODE.",
        )
    until = REMINDER.last_day(intent.reminded_on, number=policy.gap)
    anyway = intent.anyway if intent.reminded_on < first else None
    return _fact(intent, asked.level + 1, until, anyway, documents, months)


def _fact(
    intent: intents.Remind,
    level: int,
    until: date,
    anyway: str | None,
    documents: tuple[facts.Document, ...] = (),
    months: tuple[Month, ...] = (),
) -> facts.Reminded:
    return facts.Reminded(
        about=intent.about,
        level=level,
        reminded_on=intent.reminded_on,
        respond_by=until,
        documents=documents,
        months=months,
        anyway=anyway,
    )


def _most_reminded(
    intent: intents.Remind, subsidy: Subsidy, missing: Sequence[Month], context: Context
) -> tuple[Month, ...]:
    """The months that were reminded of most often and can be once more: a reminder has one level."""
    number = chosen(context.policy, intent.reminded_on).number
    levels = {month: hours_asked(subsidy, month).level for month in missing}
    left = [level for level in levels.values() if level < number] or list(levels.values())
    return tuple(month for month in missing if levels[month] == max(left))


def _sent_already(
    intent: intents.Remind,
    subsidy: Subsidy,
    documents: tuple[facts.Document, ...] = (),
    months: tuple[Month, ...] = (),
) -> bool:
    """Whether the same was reminded of on that day; for hours also where no month was named and some were."""
    for _, one in counting(subsidy.inputs, facts.Reminded):
        if (one.about, one.reminded_on, one.documents) == (intent.about, intent.reminded_on, documents) and (
            one.months == months or not intent.months
        ):
            return True
    return False
