"""`lks remind`: ask again for what is missing (rappelleren: brief 2, 2a, 2b; aanmaning Awb 4:112)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import get_args

import click

from commands.call import Call, recording
from commands.options import CASE, DAY, MONTH
from commands.process_text import told
from ledger import facts
from ledger.calculation.money import euro
from ledger.calculation.month import Month
from ledger.facts import ReminderAbout
from ledger.intents import Remind
from ledger.law import Law
from ledger.law.policy import Policy
from ledger.process.asking import chosen, missing_months
from ledger.process.deadlines import SET_ASIDE
from ledger.subsidy.state import Subsidy

_DAY = timedelta(days=1)


@click.command()
@click.option("--case", type=CASE, required=True, help="Case number.")
@click.option("--about", type=click.Choice(get_args(ReminderAbout)), required=True, help="What is missing.")
@click.option("--month", "months", type=MONTH, multiple=True, help="Month of missing hours; may be repeated.")
@click.option("--reminded-on", type=DAY, help="Day the reminder was sent (default: the business day).")
@recording
def remind(call: Call, case: str, about: ReminderAbout, months: tuple[Month, ...], reminded_on: date | None) -> None:
    """Remind of missing documents or hours, of an extension without an answer, or of a claim that is not paid.

    How often, and how many working days apart, is the policy reminders; sooner only with --anyway --reason CODE. Of hours,
    without --month: the months that were reminded of most often. A claim is reminded of once, with two weeks to pay.
    """
    day = reminded_on or call.today
    receipt = call.record(Remind(case=case, about=about, reminded_on=day, months=months))
    known = call.ledger.reading()
    subsidy = known.subsidy(case)
    sent = told(receipt, subsidy, facts.Reminded)
    law, policy = known.law(), known.policy(subsidy.municipality)
    say = [f"{case}: {said(sent, policy)}", *_next(sent, subsidy, law, policy)]
    call.answer(receipt, say, case=case, reminder=sent)


def said(sent: facts.Reminded, policy: Policy) -> str:
    """A reminder in one sentence."""
    number = chosen(policy, sent.reminded_on).number
    which = "reminder (aanmaning)" if sent.about == "payment" else f"reminder {sent.level} of {number}"
    what = ", ".join((*sent.documents, *map(str, sent.months)))
    about = f"{sent.about} ({what})" if what else sent.about
    anyway = f", before its day ({sent.anyway})" if sent.anyway else ""
    return f"{which} of {about}, sent on {sent.reminded_on}{anyway}; to answer by {sent.respond_by}."


def _next(sent: facts.Reminded, subsidy: Subsidy, law: Law, policy: Policy) -> Iterator[str]:
    """What comes when there is no answer."""
    after = sent.respond_by + _DAY
    case = subsidy.case
    if sent.about == "payment":
        yield f"{euro(subsidy.claimed_cents())} is to be paid. From {after} on it can be collected by writ (dwangbevel)."
    elif sent.level < chosen(policy, sent.reminded_on).number:
        yield f"Next, without an answer, from {after} on: lks remind --case {case} --about {sent.about}{_of(sent)}"
    elif sent.about == "documents":
        until = SET_ASIDE.last_day(sent.respond_by, law.equated_days)
        yield f"It was the last. Next, without an answer, from {after} through {until}: lks set-aside --case {case}"
    elif sent.about == "extension":
        yield f"It was the last. Next, without an answer, from {after} on: lks extend decline --case {case} --no-answer"
    else:
        yield "It was the last: without an answer nothing variable is due of these months (R11)."
    if sent.about == "hours":
        others = [month for month in missing_months(subsidy, Month.of(sent.reminded_on).previous, policy)
                  if month not in sent.months]  # fmt: skip
        if others:
            yield f"Not reported either, and not reminded of now: {', '.join(map(str, others))} (--month)."


def _of(sent: facts.Reminded) -> str:
    return "".join(f" --month {month}" for month in sent.months)
